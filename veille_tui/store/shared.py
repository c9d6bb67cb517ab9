"""The shared store as the rest of the house sees it: one object, domain values in and out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from veille_tui.domain.attention import Attention
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Case, FoundTenant, Granted, Holder, NewCase, Waiting
from veille_tui.domain.exchange import ANY_PRIORITY, Ask, Exchanged, Received
from veille_tui.domain.journal import Entry
from veille_tui.domain.people import Person
from veille_tui.domain.script_versions import (
    AnswersCount,
    FrozenScript,
    ScriptVersion,
    ValueCount,
)
from veille_tui.domain.tallies import Facts
from veille_tui.domain.tenants import Household, Tenant
from veille_tui.store import (
    administration,
    answer_counts,
    attention,
    campaigns,
    claiming,
    exchanging,
    figures,
    finding,
    importing,
    listed,
    people,
    receiving,
    schema,
    scripts,
    waiting,
)
from veille_tui.store.clock import from_micros, to_micros
from veille_tui.store.engine import Links, dial, left, turn
from veille_tui.store.following import FollowVerbs
from veille_tui.store.importing import Progress
from veille_tui.store.link import Link, OpenLink
from veille_tui.store.signing_in import signed_in
from veille_tui.store.url import engine_of

Result = TypeVar("Result")
Clock = Callable[[], datetime]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _silent(done: int, total: int) -> None:
    """Progress that nobody looks at."""


class SharedStore(FollowVerbs):
    """Everybody's store, on SQLite or PostgreSQL. Methods may be called from any thread.

    Every method raises StoreUnreachable when the store does not answer in time, Refused when its
    tables are not this program's. Nothing is opened before the first call.
    """

    def __init__(
        self,
        url: str,
        *,
        connect_seconds: float = 3,
        answer_seconds: float = 10,
        password: str = "",
        clock: Clock | None = None,
        is_own: bool = False,
    ) -> None:
        """`clock` stands in for the store's own clock: simulations, tests.

        `is_own`: nobody shares it, so it follows the program by itself, its copy left beside it.
        """
        engine = engine_of(url)
        self.url = url
        self._password = password
        self._clock = clock or (_utc_now if engine == "sqlite" else None)
        self._open: OpenLink = lambda deadline: dial(
            url, min(connect_seconds, left(deadline)), answer_seconds, password
        )
        self._links = Links(self._open_checked, answer_seconds)
        self._checking = threading.Lock()
        self._is_checked = False
        self._is_own = is_own and engine == "sqlite"

    @classmethod
    def open(
        cls,
        url: str,
        *,
        connect_seconds: float = 3,
        answer_seconds: float = 10,
        password: str = "",
        clock: Clock | None = None,
    ) -> SharedStore:
        """A store that has answered once. An empty SQLite file gets its tables."""
        store = cls(
            url,
            connect_seconds=connect_seconds,
            answer_seconds=answer_seconds,
            password=password,
            clock=clock,
        )
        store.now()
        return store

    def _open_checked(self, deadline: float) -> Link:
        link = self._open(deadline)
        link.deadline = deadline
        try:
            with turn(self._checking, deadline):
                if not self._is_checked:
                    self._check(link)
                    self._is_checked = True
        except BaseException:
            link.close()
            raise
        return link

    def _check(self, link: Link) -> None:
        found = schema.version_of(link)
        if link.dialect.name == "sqlite" and not found:
            from veille_tui.store import migrate

            migrate.init(self.url, link)
        elif self._is_own and found < schema.EXPECTED:
            from veille_tui.store import migrate

            migrate.upgrade_own(self.url, link)
        elif self._is_own and self._clock is not None:
            from veille_tui.store import migrate

            migrate.forget_old_copies(self.url, self._clock())
        schema.check(link)

    def close(self) -> None:
        """Let go of the connections; the store may be used again afterwards."""
        self._links.close()

    def _now(self) -> int | None:
        return to_micros(self._clock()) if self._clock else None

    def _do(self, work: Callable[[Link], Result]) -> Result:
        return signed_in(self.url, self._password, lambda: self._links.run(work))

    def now(self) -> datetime:
        """The store's clock, UTC: the one that judges leases."""
        rows = self._do(lambda link: link.rows("select {now}", {"now": self._now()}))
        return from_micros(rows[0][0])

    # Campaigns and call scripts.

    def campaigns(self) -> Sequence[Campaign]:
        """Every campaign, oldest first, closed ones too."""
        return self._do(campaigns.campaigns)

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign. Raises Refused, naming those there are, when it is unknown."""
        return self._do(lambda link: campaigns.campaign(link, campaign_id))

    def campaign_source(self, campaign_id: str) -> str:
        """The YAML a campaign was made from. Raises Refused when it is unknown."""
        return self._do(lambda link: campaigns.campaign_source(link, campaign_id))

    def create_campaign(self, campaign: Campaign, source: str, now: datetime, by: str = "") -> None:
        """Open a campaign made from the YAML `source`. Raises Refused when its name is taken."""
        self._do(lambda link: administration.create_campaign(link, campaign, source, by, now))

    def update_campaign(self, campaign: Campaign, source: str, now: datetime, by: str = "") -> None:
        """Change a campaign's rules. Raises Refused when it is unknown or another landlord's."""
        self._do(lambda link: administration.update_campaign(link, campaign, source, by, now))

    def close_campaign(self, campaign_id: str, now: datetime) -> None:
        """Nobody is called in this campaign any more. Raises Refused when it is unknown."""
        self._do(lambda link: administration.close_campaign(link, campaign_id, now))

    def put_script(
        self,
        script_hash: str,
        *,
        script_id: str,
        title: str,
        language: str,
        version: str,
        source: str,
        published_by: str,
        now: datetime,
    ) -> None:
        """Freeze one version of a call script; the same content twice is one version."""
        script = FrozenScript(script_hash, script_id, title, language, version, source)
        self._do(lambda link: scripts.put_script(link, script, published_by, now))

    def publish_script(
        self, campaign_id: str, script: FrozenScript, by: str, now: datetime
    ) -> Campaign:
        """Freeze a version and make it the campaign's, whole (see scripts.publish_script)."""
        return self._do(lambda link: scripts.publish_script(link, campaign_id, script, by, now))

    def script_source(self, script_hash: str) -> str:
        """The text of one version. Raises Refused when it is unknown."""
        return self._do(lambda link: scripts.script_source(link, script_hash))

    def script_hashes(self, beginning: str) -> list[str]:
        """The versions whose hash begins so, at most ten."""
        return self._do(lambda link: scripts.hashes_from(link, beginning))

    def script_versions(self, script_id: str = "") -> tuple[ScriptVersion, ...]:
        """The versions of one script, or of all, newest first."""
        return self._do(lambda link: scripts.versions(link, script_id))

    # Households.

    def known_households(self, campaign_id: str) -> dict[str, Household]:
        """The campaign's households by the landlord's reference, people and numbers included."""
        return self._do(lambda link: listed.known_households(link, campaign_id))

    def apply_import(
        self,
        campaign_id: str,
        new: Sequence[NewCase],
        changed: Sequence[Household],
        now: datetime,
        progress: Progress = _silent,
    ) -> None:
        """Write what a listing brought, in one transaction (see importing.apply_import)."""
        self._do(
            lambda link: importing.apply_import(link, campaign_id, new, changed, now, progress)
        )

    def find(
        self, text: str, campaign_id: str | None = None, limit: int = 50
    ) -> Sequence[FoundTenant]:
        """People by name, with or without accents, or by part of a number (three digits)."""
        today = (self._clock or _utc_now)().date()
        return self._do(lambda link: finding.find(link, text, campaign_id, limit, today))

    def case(self, case_id: int) -> Case:
        """One case, to look at. Raises Refused when it is unknown."""
        return self._do(lambda link: finding.case(link, case_id))

    def tenant(self, tenant_id: int) -> tuple[Tenant, list[Case]]:
        """One person, and their household's cases in every campaign. Raises Refused."""
        return self._do(lambda link: finding.tenant_cases(link, tenant_id))

    def mark_flag(self, case_id: int, word: str) -> None:
        """Leave a word for the supervisor on a case; "" takes it off. Raises Refused."""
        self._do(lambda link: administration.mark_flag(link, case_id, word))

    # Calls.

    def claim_next(
        self,
        campaign_id: str,
        caller: str,
        token: str,
        lease: timedelta,
        up_to: int = ANY_PRIORITY,
    ) -> Granted | None:
        """The next case of the calling order (priority number `up_to` at most), or None.

        The same token gets the same case again, so that a lost reply leaks nothing.
        """
        now = self._now()

        def work(link: Link) -> Granted | None:
            granted = claiming.claim_next(link, campaign_id, caller, token, lease, up_to, now)
            if granted is None and claiming.sweep(link, now):
                return claiming.claim_next(link, campaign_id, caller, token, lease, up_to, now)
            return granted

        return self._do(work)

    def claim_case(
        self, case_id: int, caller: str, token: str, lease: timedelta
    ) -> Granted | Holder:
        """One case because its tenant rings back, or who has it. Raises Refused when unknown."""
        return self._do(
            lambda link: claiming.claim_case(link, case_id, caller, token, lease, self._now())
        )

    def renew(self, tokens: Sequence[str], caller: str, lease: timedelta) -> dict[str, datetime]:
        """New ends of the leases that still hold; a missing token has lost its case."""
        return self._do(
            lambda link: claiming.renew(link, dict.fromkeys(tokens, lease), caller, self._now())
        )

    def release(self, token: str) -> bool:
        """Put a case back as it was; whether the token still held one."""
        return self._do(lambda link: claiming.release(link, token))

    def sweep(self) -> int:
        """What time changes: expired leases, due cases, lapsed reservations; how many moved."""
        return self._do(lambda link: claiming.sweep(link, self._now()))

    def receive(self, desk_id: str, entries: Sequence[Entry]) -> Received:
        """Record a desk's entries in one transaction; receiving twice changes nothing."""
        return self._do(lambda link: receiving.receive(link, desk_id, entries, self._now()))

    def hello(self) -> tuple[str, datetime]:
        """Which store this is, and its clock; nothing of it changes."""
        return self._do(lambda link: exchanging.hello(link, self._now()))

    def exchange(
        self,
        desk_id: str,
        caller: str,
        *,
        entries: Sequence[Entry] = (),
        renew: Mapping[str, timedelta] | None = None,
        asks: Sequence[Ask] = (),
        heard: Sequence[int] = (),
    ) -> Exchanged:
        """All that a desk has to say and to ask, in one round trip; it may be repeated.

        Entries are received, `heard` notices are done with, leases renewed for so long by token,
        then each of `asks` is answered in order.
        """
        wishes = exchanging.Wishes(desk_id, caller, entries, renew, asks, heard)
        return self._do(lambda link: exchanging.exchange(link, wishes, self._now()))

    # People.

    def add_person(self, person: Person, password: str, now: datetime) -> None:
        """Make an account (see people.add)."""
        self._do(lambda link: people.add(link, person, password, now))

    def people(self) -> list[Person]:
        """Every account, by name."""
        return self._do(people.people)

    def suspend_person(self, name: str, now: datetime) -> Person:
        """Close an account at once (see people.suspend)."""
        return self._do(lambda link: people.suspend(link, name, now))

    def restore_person(self, name: str) -> Person:
        """Open a suspended account again."""
        return self._do(lambda link: people.restore(link, name))

    def person(self) -> Person | None:
        """Whose login this is; None for whoever owns the tables, and on SQLite."""
        return self._do(people.whoami)

    # Figures.

    def waiting(self, campaign_id: str, caller: str) -> Waiting:
        """What waits in the queue, and the promises this caller must know."""
        return self._do(lambda link: waiting.waiting(link, campaign_id, caller))

    def attention(self, campaign_id: str) -> list[Attention]:
        """What cannot wait, or waits for a person, the most pressing first."""
        return self._do(lambda link: attention.attention(link, campaign_id, self._now()))

    def figures(self, campaign_id: str) -> Facts:
        """Everything a report counts, at one moment."""
        return self._do(
            lambda link: figures.figures(link, campaigns.campaign(link, campaign_id), self._now())
        )

    def answers_by_version(
        self, campaign_id: str = "", *, concluded: bool = False
    ) -> tuple[AnswersCount, ...]:
        """How many answers by question and version (see answer_counts.by_version)."""
        return self._do(
            lambda link: answer_counts.by_version(link, campaign_id, concluded=concluded)
        )

    def answers_by_value(
        self, campaign_id: str, questions: Sequence[str], *, concluded: bool = False
    ) -> tuple[ValueCount, ...]:
        """How many answers to some questions by value (see answer_counts.by_value)."""
        return self._do(
            lambda link: answer_counts.by_value(link, campaign_id, questions, concluded=concluded)
        )
