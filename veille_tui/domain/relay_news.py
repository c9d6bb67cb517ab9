"""What each result of a relay makes of its case: its state, its evidence, a need, an end."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain import cadence, slots
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Case, Disposition, QueueState
from veille_tui.domain.escalation import Channel, Escalation, RelayResult, RelayStatus
from veille_tui.domain.evidence import NeedFound, Secured, Talk, holds_until
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.next_step import rhythm_of
from veille_tui.domain.tenants import PhoneNumber

SOURCES = ("self", "relative", "neighbour", "guardian", "other")
"""Who may give news."""
WORRIES = frozenset({RelayResult.NEEDS_HELP, RelayResult.DECEASED})
"""What counts whenever it comes back, also after a relay was withdrawn."""
TAKEN_BACK = frozenset({RelayResult.WELL, RelayResult.REFUSED, RelayResult.MOVED_OUT})
"""Results whose effect is undone when another one corrects them."""
_WITHOUT_NEWS = frozenset({RelayResult.NOBODY, RelayResult.NOT_DONE})
_USUAL_SOURCE = {Channel.NEIGHBOUR: "neighbour"}
_NOT_BY_TELEPHONE = {Disposition.TO_VISIT, Disposition.LANGUAGE}


@dataclass(frozen=True, slots=True)
class RelayNews:
    """What came back of one relay, as a person enters it."""

    relay_id: int
    result: RelayResult
    at: datetime | None = None
    """When, UTC; None is now."""
    source: str = ""
    """One of SOURCES; "" is the channel's usual one."""
    note: str = ""
    number: PhoneNumber | None = None
    """With "number_given"."""
    theme: str = ""
    """Of the need, with "needs_help"; "" is help, nothing more being known."""
    urgency: str = "today"


@dataclass(frozen=True, slots=True)
class Effect:
    """What the store writes: of the relay, and of its case."""

    status: RelayStatus
    source: str = ""
    disposition: Disposition | None = None
    """None leaves the case where it stands."""
    state: QueueState = QueueState.DONE
    due_at: datetime | None = None
    contact_at: datetime | None = None
    secured: Secured | None = None
    ends_evidence: bool = False
    """What was known to be well is so no more."""
    not_secured: str = ""
    need: NeedFound | None = None
    flagged: str = ""
    cadence: tuple[str, str] | None = None
    """The rhythm in force and its last day; None leaves it."""
    withdraws: bool = False
    """News that make the case's other relays needless."""

    @property
    def is_end(self) -> bool:
        """Whether nobody is to be called any more: whoever holds the case loses it."""
        return self.disposition is not None and self.state is QueueState.CLOSED


def contradicts(relay: Escalation, result: RelayResult) -> bool:
    """Whether `relay` has come back with another result, which this one does not correct.

    Nobody at home the first day, news the next; and any other may be a slip of the hand. A need is
    with a partner by then: it is revoked there. A number that was given stays given.
    """
    if not relay.result or relay.result == result:
        return False
    if relay.result == RelayResult.NUMBER_GIVEN:
        return result in _WITHOUT_NEWS
    return relay.result == RelayResult.NEEDS_HELP


def effect(
    case: Case, relay: Escalation, news: RelayNews, campaign: Campaign, now: datetime
) -> Effect:
    """What `news` of `relay` makes of `case`.

    News of a relay that was withdrawn because somebody was heard meanwhile are kept, and change
    the case only if they worry.
    """
    at = min(news.at or now, now)
    source = news.source or _USUAL_SOURCE.get(relay.channel, "self")
    if news.result in _WITHOUT_NEWS:
        return Effect(RelayStatus.FAILED)
    if relay.status is RelayStatus.WITHDRAWN and news.result not in WORRIES:
        return Effect(RelayStatus.DONE, source)
    if news.result is RelayResult.NEEDS_HELP:
        return _needs_help(case, news, source, campaign, at, now)
    if news.result is RelayResult.WELL:
        return _well(case, relay, source, campaign, at, now)
    if news.result is RelayResult.NUMBER_GIVEN:
        is_over = case.state == QueueState.CLOSED or _has_promise(case, now)
        back = None if is_over else Disposition.TO_CALL
        return Effect(RelayStatus.DONE, source, back, QueueState.READY, now)
    return _end(case, news.result, source, at)


def _well(
    case: Case, relay: Escalation, source: str, campaign: Campaign, at: datetime, now: datetime
) -> Effect:
    if case.open_needs:
        # A need that is open is answered by whoever sees to it, not by a sight of the person.
        return Effect(
            RelayStatus.DONE, source, contact_at=at, not_secured="open_needs", withdraws=True
        )
    found = Secured(at, relay.channel.value, source, holds_until(at, campaign))
    if case.state == QueueState.CLOSED or _has_promise(case, now):
        return Effect(RelayStatus.DONE, source, contact_at=at, secured=found, withdraws=True)
    rhythm = rhythm_of(case, Talk(), True, campaign, now)
    due = _next_call(case, rhythm, campaign, now)
    return Effect(
        RelayStatus.DONE,
        source,
        Disposition.SECURED if due is None else Disposition.FOLLOWED,
        QueueState.DONE if due is None else QueueState.SCHEDULED,
        due,
        contact_at=at,
        secured=found,
        cadence=rhythm,
        withdraws=True,
    )


def _needs_help(
    case: Case, news: RelayNews, source: str, campaign: Campaign, at: datetime, now: datetime
) -> Effect:
    """The need goes to a partner; who can be called is called the next day."""
    theme = news.theme or ("help" if campaign.language == "en" else "aide")
    due = None
    if _can_be_called(case):
        zone = ZoneInfo(campaign.timezone)
        tomorrow = now + timedelta(days=1)
        due = slots.next_opening(tomorrow, campaign.hours, zone) or tomorrow
    stands = case.state == QueueState.CLOSED or _has_promise(case, now)
    return Effect(
        RelayStatus.DONE,
        source,
        None if stands else Disposition.NEEDS_HELP,
        QueueState.DONE if due is None else QueueState.SCHEDULED,
        due,
        contact_at=at,
        ends_evidence=True,
        not_secured="needs",
        need=NeedFound(theme, news.urgency, note=news.note),
        withdraws=True,
    )


def _end(case: Case, result: RelayResult, source: str, at: datetime) -> Effect:
    """As such a call ends it; who said no, and a couple of whom one died, are looked at."""
    disposition = {
        RelayResult.REFUSED: Disposition.REFUSED,
        RelayResult.MOVED_OUT: Disposition.MOVED_OUT,
        RelayResult.DECEASED: Disposition.DECEASED,
    }[result]
    dead = "deceased_couple" if len(case.household.tenants) > 1 else "deceased"
    flags = {RelayResult.REFUSED: "refused_hard", RelayResult.DECEASED: dead}
    is_refused = result is RelayResult.REFUSED
    is_known = case.disposition is Disposition.DECEASED
    return Effect(
        RelayStatus.DONE,
        source,
        None if is_known else disposition,
        QueueState.CLOSED,
        contact_at=at if is_refused else None,
        ends_evidence=is_refused,
        not_secured="refused" if is_refused else "",
        flagged=flags.get(result, ""),
        withdraws=True,
    )


def _can_be_called(case: Case) -> bool:
    return bool(case.household.usable_numbers) and case.disposition not in _NOT_BY_TELEPHONE


def _has_promise(case: Case, now: datetime) -> bool:
    """Whether somebody waits for a call that was promised: it stays promised."""
    return case.promise is not None and (case.promise.ends or case.promise.starts) > now


def _next_call(
    case: Case, rhythm: tuple[str, str], campaign: Campaign, now: datetime
) -> datetime | None:
    if not _can_be_called(case):
        return None
    zone = ZoneInfo(campaign.timezone)
    due = cadence.next_due(rhythm[0], rhythm[1], now, zone)
    return None if due is None else slots.next_opening(due, campaign.hours, zone) or due
