"""This workstation's own file: the journal, its claims, what its caller must be told.

Standard library only: it is opened before the first paint.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.domain.advance import Advance
from veille_tui.domain.case import Case
from veille_tui.domain.journal import Entry
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.records import from_plain, to_plain
from veille_tui.store.journal_entries import JournalEntries, dump
from veille_tui.store.journal_file import JournalInUse

if TYPE_CHECKING:
    from veille_tui.domain.exchange import Exchanged, Notice

__all__ = ["HeldClaim", "JournalInUse", "LocalJournal", "Told"]

CALLED_BEFORE = "called_before"
"""A notice also_called of a household that this desk held in advance, and had not called."""
NAMES_KEPT = timedelta(days=30)
"""How long a desk knows of whom a late notice speaks."""


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A claim as this workstation knows it."""

    token: str
    campaign_id: str
    reason: str
    """"" for the next case, or why one case was asked for: inbound."""
    asked: int = 0
    """The case that was asked for; 0 while the next of the calling order is."""
    case: Case | None = None
    """None while the answer to the claim has not come."""
    lease_until: datetime | None = None
    """By the shared store's clock, UTC."""
    is_lost: bool = False
    """The shared store said that somebody else has it now."""
    is_ahead: bool = False
    """Held in advance, for when there is no network."""
    is_leaving: bool = False
    """It is being given back: nobody calls it from here any more."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice of the shared store, in this workstation's hands."""

    id: int
    kind: str
    case_id: int
    campaign_id: str
    about: str
    """The other caller."""
    at: datetime
    who: str
    """The household as this desk called it, shortened; "" when it is not known here."""


class LocalJournal(JournalEntries):
    """The journal of one workstation, opened by one program at a time.

    Each public method is one transaction, on disk (fsync) when it returns; methods may be called
    from any thread. Raises JournalFailed when the disk refuses.
    """

    def __init__(self, file: Path | None) -> None:
        """None: a journal in memory, gone with the program; nothing is written anywhere."""
        super().__init__(file)
        self.is_at_work = False
        """Somebody calls from here: the courier may hold households in advance."""
        self.desk_id = self._desk_id()

    def _desk_id(self) -> str:
        known = self.remembered("desk")
        if known:
            return known
        made = str(uuid.uuid4())
        self.remember("desk", made)
        return made

    # Claims.

    def ask_claim(self, token: str, campaign_id: str, reason: str = "", case_id: int = 0) -> None:
        """Write a token down before it is sent, with the case it is for: 0 is the next one.

        A lost reply then leaks no case.
        """
        with self._transaction() as connection:
            connection.execute(
                "insert into claims(token, campaign_id, reason, case_id) values (?, ?, ?, ?)"
                " on conflict (token) do update set reason = excluded.reason",
                (token, campaign_id, reason, case_id),
            )

    def ask_ahead(self, tokens: Iterable[str], campaign_id: str) -> None:
        """Write down the tokens of households that are asked for in advance."""
        with self._transaction() as connection:
            connection.executemany(
                "insert into claims(token, campaign_id, reason, case_id, ahead)"
                " values (?, ?, '', 0, 1)",
                [(token, campaign_id) for token in tokens],
            )

    def got_claim(self, token: str, case: Case, lease_until: datetime) -> None:
        """The shared store granted this token a case."""
        with self._transaction():
            self._got_within(token, case, lease_until)

    def _got_within(self, token: str, case: Case, lease_until: datetime) -> None:
        self._connection.execute(
            "update claims set case_id = ?, dossier = ?, lease_until = ? where token = ?",
            (case.id, dump(to_plain(case)), lease_until.isoformat(), token),
        )

    def renew_claims(self, leases: Mapping[str, datetime], asked: Iterable[str]) -> None:
        """New ends of leases; those asked for and not granted are marked lost.

        One that was held in advance and is lost, or was given back, is simply gone.
        """
        with self._transaction():
            self._renew_within(leases, asked)

    def _renew_within(self, leases: Mapping[str, datetime], asked: Iterable[str]) -> None:
        for token in asked:
            lease = leases.get(token)
            gone = "leaving = 1" if lease else "(leaving = 1 or ahead = 1)"
            self._connection.execute(f"delete from claims where token = ? and {gone}", (token,))
            self._connection.execute(
                "update claims set lease_until = coalesce(?, lease_until), lost = ?"
                " where token = ?",
                (lease.isoformat() if lease else None, int(lease is None), token),
            )

    def drop_claim(self, token: str) -> None:
        """This workstation no longer holds that claim."""
        with self._transaction() as connection:
            connection.execute("delete from claims where token = ?", (token,))

    def finish(self, token: str, *entries: Entry, who: str = "") -> None:
        """Write the end of an attempt and let go of its claim, both or neither.

        `who` is how a notice that comes later will name the household.
        """
        with self._transaction() as connection:
            self.append_within(entries)
            connection.execute("delete from claims where token = ?", (token,))
            if who and entries:
                last = entries[-1]
                old = (last.at - NAMES_KEPT).isoformat()
                connection.execute("delete from called where at < ?", (old,))
                connection.execute(
                    "insert or replace into called values (?, ?, ?, ?)",
                    (last.campaign_id, last.case_id, who, last.at.isoformat()),
                )

    def claims(self) -> list[HeldClaim]:
        """The claims of this workstation, asked or in hand; none of those held in advance."""
        return self._claims("ahead = 0")

    def ahead_claims(self) -> list[HeldClaim]:
        """What is asked or held in advance."""
        return self._claims("ahead = 1")

    def _claims(self, which: str) -> list[HeldClaim]:
        rows = self._rows(
            "select token, campaign_id, reason, coalesce(case_id, 0), dossier, lease_until, lost,"
            f" ahead, leaving from claims where {which}"
        )
        return [_claim(row) for row in rows]

    def leases(self) -> list[tuple[str, str, bool, bool]]:
        """Token, campaign, whether in advance, whether leaving, of every case that is held."""
        rows = self._rows(
            "select token, campaign_id, ahead, leaving from claims where dossier is not null"
            " or leaving = 1"
        )
        return [(str(row[0]), str(row[1]), bool(row[2]), bool(row[3])) for row in rows]

    def advance(self, campaign_id: str, now: datetime) -> Advance:
        """What is held in advance in a campaign."""
        rows = self._rows(
            "select lease_until from claims where ahead = 1 and leaving = 0"
            " and dossier is not null and campaign_id = ?",
            (campaign_id,),
        )
        ends = [datetime.fromisoformat(str(row[0])) for row in rows]
        good = [end for end in ends if end > now]
        return Advance(len(good), min(good, default=None), len(ends) - len(good))

    def take_ahead(self, token: str, reason: str = "") -> bool:
        """What was held in advance is in hand now; False when it is not there any more."""
        with self._transaction() as connection:
            done = connection.execute(
                "update claims set ahead = 0, reason = ? where token = ? and ahead = 1"
                " and leaving = 0",
                (reason, token),
            )
            return done.rowcount == 1

    def give_back(self, tokens: Iterable[str]) -> None:
        """Write down that these go back, before the shared store is told: none is called after."""
        with self._transaction() as connection:
            connection.executemany(
                "update claims set leaving = 1 where token = ? and ahead = 1",
                [(token,) for token in tokens],
            )

    # What the shared store answered.

    @property
    def is_idle(self) -> bool:
        """Whether nothing here belongs to any shared store: nothing unsent, no claim."""
        held = self._rows("select count(*) from claims where dossier is not null")
        return not int(str(held[0][0])) and not self.unsent_count()[0]

    def settle(
        self,
        answer: Exchanged,
        renewed: Iterable[str],
        asked: Iterable[str],
        heard: Sequence[int],
    ) -> None:
        """Write a whole answer down, all or nothing; a repeated one changes nothing."""
        received = answer.received
        sent = [*received.accepted, *received.refused]
        with self._transaction() as connection:
            if sent:
                self.mark_sent_within(sent, answer.now, dict(received.refused))
            self._renew_within(answer.leases, renewed)
            for token in asked:
                granted = answer.granted.get(token)
                if granted is not None:
                    self._got_within(token, granted.case, granted.lease_until)
                else:
                    connection.execute(
                        "delete from claims where token = ? and dossier is null", (token,)
                    )
            connection.executemany(
                "update notices set heard_at = ? where id = ?",
                [(answer.now.isoformat(), number) for number in heard],
            )
            for one in answer.notices:
                self._told_within(one)

    def _told_within(self, one: Notice) -> None:
        """A household that was only held in advance goes back: its next caller sees that call."""
        place = (one.campaign_id, one.case_id)
        where = "where campaign_id = ? and case_id = ?"
        if self._rows("select 1 from notices where id = ?", (one.id,)):
            return
        names = self._rows(f"select who from called {where}", place)
        who, kind = str(names[0][0]) if names else "", one.kind
        for (dossier,) in self._rows(
            f"select dossier from claims {where} and ahead = 1 and dossier is not null", place
        ):
            who = from_plain(Case, json.loads(str(dossier))).household.short_name()
            kind = CALLED_BEFORE
        self._connection.execute(f"update claims set leaving = 1 {where} and ahead = 1", place)
        self._connection.execute(
            "insert into notices(id, kind, case_id, campaign_id, about, at, who)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (one.id, kind, one.case_id, one.campaign_id, one.about, one.at.isoformat(), who),
        )

    def who_was(self, campaign_id: str, case_id: int) -> str:
        """The household as it was called from here, shortened; "" when it is not known any more."""
        rows = self._rows(
            "select who from called where campaign_id = ? and case_id = ?", (campaign_id, case_id)
        )
        return str(rows[0][0]) if rows else ""

    def unheard(self) -> list[int]:
        """Notices that are written down here and that the shared store still repeats."""
        return [
            int(str(row[0]))
            for row in self._rows("select id from notices where heard_at is null order by id")
        ]

    def unread(self) -> list[Told]:
        """Notices that the caller has not put away, oldest first."""
        rows = self._rows(
            "select id, kind, case_id, campaign_id, about, at, who from notices"
            " where read_at is null order by id"
        )
        return [
            Told(
                int(str(number)),
                str(kind),
                int(str(case_id)),
                str(campaign_id),
                str(about),
                datetime.fromisoformat(str(at)),
                str(who),
            )
            for number, kind, case_id, campaign_id, about, at, who in rows
        ]

    def forget_notices(self, after: int = -1) -> None:
        """Another store numbers its notices anew, one that went back those `after` a number."""
        with self._transaction() as connection:
            connection.execute("delete from notices where id > ?", (after,))

    def put_away(self, ids: Iterable[int], now: datetime) -> None:
        """The caller has read these notices."""
        with self._transaction() as connection:
            connection.executemany(
                "update notices set read_at = ? where id = ?",
                [(now.isoformat(), number) for number in ids],
            )


def _claim(row: Sequence[object]) -> HeldClaim:
    token, campaign_id, reason, asked, dossier, lease, lost, ahead, leaving = row
    return HeldClaim(
        token=str(token),
        campaign_id=str(campaign_id),
        reason=str(reason),
        asked=int(str(asked)),
        case=from_plain(Case, json.loads(str(dossier))) if dossier else None,
        lease_until=datetime.fromisoformat(str(lease)) if lease else None,
        is_lost=bool(lost),
        is_ahead=bool(ahead),
        is_leaving=bool(leaving),
    )
