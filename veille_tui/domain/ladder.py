"""The ladder: which relays a case opens now, when each is due, and when the last one has failed.

Relays follow one another in the campaign's order once the telephone is exhausted, after so many
attempts, or at a deadline. A contact starts the ladder anew: what was tried before it counts no
more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain import slots
from veille_tui.domain.campaign import Campaign, Relay
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.escalation import (
    WITHIN,
    Channel,
    Escalation,
    RelayResult,
    RelayStatus,
    RelayWhy,
    local_moment,
    to_utc,
)
from veille_tui.domain.late_dataclasses import dataclass

USUAL = (Relay("neighbour"), Relay("postman"), Relay("visit"))
"""The ladder of a campaign that names none."""
USUAL_DEADLINE = time(18)
"""Local; the same-day deadline of an alert whose campaign names none."""
RESTING = {
    Disposition.UNREACHABLE: RelayWhy.EXHAUSTED,
    Disposition.NO_NUMBER: RelayWhy.NO_NUMBER,
    Disposition.TO_VISIT: RelayWhy.CANNOT_TALK,
    Disposition.LANGUAGE: RelayWhy.LANGUAGE,
}
"""The states in which the telephone has no more to give, and why the relays begin."""
_CALLED = {QueueState.READY, QueueState.HELD, QueueState.SCHEDULED}
_ON_THE_WAY = {RelayWhy.ATTEMPTS.value, RelayWhy.DEADLINE.value}
"""Why a ladder begins while the telephone goes on."""
_A_DAY = timedelta(days=1)
_FURTHEST = 90
"""Days among which calling days are looked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ladder needs to know of a case: nothing that names a person."""

    case_id: int
    campaign_id: str
    disposition: Disposition
    state: int
    """Where it stands in the queue: a QueueState."""
    due_at: datetime
    """When it is, or was, to be called."""
    last_contact_at: datetime | None = None
    tries: tuple[datetime, ...] = ()
    """When the finished attempts since that contact began: nobody answered them."""
    relays: tuple[Escalation, ...] = ()
    """Every relay it ever had, oldest first."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What time, or a relay that ended, makes of a case's ladder."""

    opens: tuple[Escalation, ...] = ()
    fails: tuple[int, ...] = ()
    """Relays whose deadline passed without news."""
    is_lost: bool = False
    """Every relay ended without news: lost to follow-up."""

    def __bool__(self) -> bool:
        return bool(self.opens or self.fails or self.is_lost)


def ladder(campaign: Campaign, disposition: Disposition) -> list[tuple[int, Relay]]:
    """The relays in the order in which they take over, with their place in the campaign's.

    Who cannot talk on the telephone is visited first.
    """
    steps = list(enumerate(campaign.relays or USUAL, start=1))
    if disposition is Disposition.TO_VISIT:
        steps.sort(key=lambda one: one[1].channel != Channel.VISIT)
    return steps


def climb(case: Standing, campaign: Campaign, now: datetime) -> Moves:
    """What the ladder of `case` does now."""
    late = [one for one in case.relays if one.ends_by_itself and one.is_late(now)]
    fails = tuple(one.id for one in late)
    tried = [_without_news(one) if one.id in fails else one for one in _since_contact(case)]
    if case.state == QueueState.CLOSED or case.disposition is Disposition.LOST_TO_FOLLOW_UP:
        return Moves(fails=fails)
    opens = tuple(_opened(case, tried, campaign, now))
    return Moves(opens, fails, is_lost=not opens and _is_over(case, tried, campaign))


def is_exhausted(case: Standing) -> bool:
    """Whether the telephone has no more to give.

    An open need puts its word over "unreachable": such a case rests after attempts that nobody
    answered.
    """
    if case.disposition in RESTING:
        return True
    rests = case.disposition is Disposition.NEEDS_HELP and case.state == QueueState.DONE
    return rests and bool(case.tries)


def due_after(relay: Relay, opened: datetime, campaign: Campaign) -> datetime:
    """When a relay opened at `opened` must have brought news.

    Days are days on which the campaign calls, hours are hours; in an alert every day counts.
    """
    length = relay.within if relay.within is not None else WITHIN[Channel(relay.channel)]
    days, rest = length // _A_DAY, length % _A_DAY
    zone = ZoneInfo(campaign.timezone)
    local = opened.astimezone(zone)
    wanted = days
    for ahead in range(1, _FURTHEST) if days and campaign.alert_since is None else ():
        day = local.date() + timedelta(days=ahead)
        wanted -= bool(slots.windows_on(day, campaign.hours, zone))
        if not wanted:
            days = ahead
            break
    return to_utc(local_moment(local, days)) + rest


def last_deadline(by: time, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The beginning of the local day whose deadline `by` came last, and that deadline; UTC."""
    today = now.astimezone(zone).date()
    deadline = datetime.combine(today, by, zone)
    if deadline > now:
        deadline = datetime.combine(today - _A_DAY, by, zone)
    starts = datetime.combine(deadline.date(), time(0), zone)
    return to_utc(starts), to_utc(deadline)


def deadlines(campaign: Campaign, now: datetime) -> list[tuple[datetime, datetime]]:
    """The deadlines that may matter now, each with the beginning of its day; () is none."""
    zone = ZoneInfo(campaign.timezone)
    steps = enumerate(campaign.relays or USUAL)
    times = {by for place, one in steps for by in _times(one, place == 0, campaign, now)}
    return sorted(last_deadline(by, now, zone) for by in times)


def fewest_attempts(campaign: Campaign) -> int | None:
    """After how many unanswered attempts a relay may open; None when none waits for that."""
    return min((one.after for one in campaign.relays if one.after is not None), default=None)


def _times(relay: Relay, is_first: bool, campaign: Campaign, now: datetime) -> Iterator[time]:
    if relay.by is not None:
        yield relay.by
    if campaign.alert_since is not None and is_first:
        by = (campaign.alert_mode and campaign.alert_mode.by) or USUAL_DEADLINE
        if last_deadline(by, now, ZoneInfo(campaign.timezone))[1] >= campaign.alert_since:
            yield by


def _since_contact(case: Standing) -> list[Escalation]:
    """The relays of the ladder under way."""
    last = case.last_contact_at
    return [
        one
        for one in case.relays
        if last is None or (one.opened_at is not None and one.opened_at >= last)
    ]


def _without_news(relay: Escalation) -> Escalation:
    return replace(relay, status=RelayStatus.FAILED)


def _is_over(case: Standing, tried: Sequence[Escalation], campaign: Campaign) -> bool:
    """Whether nothing is left to wait for: no relay runs, and each has had its turn."""
    if not is_exhausted(case) or case.state == QueueState.HELD:
        return False
    had = {one.step for one in tried}
    steps = {step for step, _relay in ladder(campaign, case.disposition)}
    return steps <= had and not any(one.is_running for one in tried)


def _opened(
    case: Standing, tried: Sequence[Escalation], campaign: Campaign, now: datetime
) -> Iterator[Escalation]:
    """The relays whose turn it is, in order; who waits lets nobody behind go first."""
    before: Escalation | None = None
    for step, relay in ladder(campaign, case.disposition):
        mine = _place_of(step, relay, tried)
        if mine is None:
            mine = _next(case, (step, relay), before, tried, campaign, now)
            if mine is None:
                return
            yield mine
        before = mine


def _place_of(step: int, relay: Relay, tried: Sequence[Escalation]) -> Escalation | None:
    """The relay that stands for this step: its own, or one that a person opened and that runs."""
    own = [one for one in tried if one.step == step]
    same = [one for one in tried if one.is_running and one.channel == relay.channel]
    found = own or same
    return found[-1] if found else None


def _next(
    case: Standing,
    place: tuple[int, Relay],
    before: Escalation | None,
    tried: Sequence[Escalation],
    campaign: Campaign,
    now: datetime,
) -> Escalation | None:
    """The relay of this place if its turn has come."""
    step, relay = place
    follows = before is None or relay.is_parallel or _has_had_its_time(before, now)
    why = _why(case, relay, before, tried, campaign, now) if follows else ""
    if not why:
        return None
    return Escalation(
        case_id=case.case_id,
        campaign_id=case.campaign_id,
        channel=Channel(relay.channel),
        step=step,
        why=why,
        opened_at=now,
        due_at=due_after(relay, now, campaign),
    )


def _has_had_its_time(relay: Escalation, now: datetime) -> bool:
    return not relay.is_running or relay.is_late(now)


def _why(
    case: Standing,
    relay: Relay,
    before: Escalation | None,
    tried: Sequence[Escalation],
    campaign: Campaign,
    now: datetime,
) -> str:
    """Why a relay whose place in the ladder has come opens now; "" when it does not."""
    failed = before is not None and _has_had_its_time(before, now)
    if is_exhausted(case):
        began = RESTING.get(case.disposition, RelayWhy.EXHAUSTED)
        return (RelayWhy.PREVIOUS_FAILED if failed else began).value
    if relay.after is not None and _tries_that_count(case, tried) >= relay.after:
        return RelayWhy.ATTEMPTS.value
    zone = ZoneInfo(campaign.timezone)
    for by in _times(relay, before is None, campaign, now):
        if _missed(case, *last_deadline(by, now, zone)):
            return RelayWhy.DEADLINE.value
    if relay.after is not None or relay.by is not None or before is None:
        return ""
    return _goes_on(before, tried, failed=failed)


def _tries_that_count(case: Standing, tried: Sequence[Escalation]) -> int:
    """The attempts since a relay last brought a number: that one is tried as often as the first."""
    closed = (one.closed_at for one in tried if one.result == RelayResult.NUMBER_GIVEN)
    given = max((moment for moment in closed if moment is not None), default=None)
    return sum(given is None or moment > given for moment in case.tries)


def _goes_on(before: Escalation, tried: Sequence[Escalation], *, failed: bool) -> str:
    """A ladder that began while the telephone went on goes on without it, until somebody is heard.

    A number that a relay brought is tried first.
    """
    given = any(one.result == RelayResult.NUMBER_GIVEN for one in tried)
    began = next((one.why for one in tried if one.step), before.why)
    if given or began not in _ON_THE_WAY:
        return ""
    return RelayWhy.PREVIOUS_FAILED.value if failed else before.why


def _missed(case: Standing, starts: datetime, deadline: datetime) -> bool:
    """Whether a household that was due on a day was not reached by its deadline."""
    if case.state not in _CALLED:
        return False
    if case.last_contact_at is not None and case.last_contact_at >= starts:
        return False
    return case.due_at <= deadline or any(starts <= one <= deadline for one in case.tries)
