"""The sums of a campaign's calls, added up where they lie: hundreds of thousands of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain import aapor, slots
from veille_tui.domain.call_sums import ANSWERED, Calls, CallSums
from veille_tui.domain.campaign import Campaign
from veille_tui.store.clock import from_micros, to_micros
from veille_tui.store.link import Link, Values

_MINUTE = 60_000_000
_DAY = 86_400_000_000
_EPOCH = date(1970, 1, 1)
_HEARD = "(d.answered_at is not null or d.outcome in ({}))".format(
    ", ".join(f"'{outcome}'" for outcome in ANSWERED)
)
# A line cut while it rang was answered by nobody: as if its outcome had not been said.
_RANK = "case when d.outcome = 'dropped' and d.answered_at is null then null {} end".format(
    " ".join(f"when d.outcome = '{outcome}' then {rank}" for outcome, rank in aapor.RANKED.items())
)
_MADE = "a.campaign_id = :campaign and a.disposition <> 'returned'"
_DIALLED = """d.campaign_id = :campaign and d.attempt_id not in (
    select a.id from attempts a where a.campaign_id = :campaign and a.disposition = 'returned')"""
_RANGE = f"select min(a.started_at), max(a.started_at) from attempts a where {_MADE}"
# The dials of a campaign are read by their own index: one look a dial from its attempt costs more.
_CALLS = f"""
select a.caller, {{day}}, a.minutes, coalesce(d.heard, 0), count(*), coalesce(sum(d.dials), 0),
  sum(case when a.secured = 1 then 1 else 0 end)
  from attempts a left join (
    select d.attempt_id, count(*) as dials, max(case when {_HEARD} then 1 else 0 end) as heard
      from dials d where d.campaign_id = :campaign group by d.attempt_id) d on d.attempt_id = a.id
 where {_MADE} group by 1, 2, 3, 4 order by 1, 2"""
_REACHED = f"""
select {{day}}, count(distinct d.case_id) from dials d where {_HEARD} and {_DIALLED} group by 1"""
_CATEGORIES = f"""
select rank, count(*) from (
    select d.case_id, min({_RANK}) as rank from dials d where {_DIALLED} group by d.case_id) of_case
 where rank is not null group by rank"""
_MINUTES = f"""
select d.at / {_MINUTE}, count(*), sum(case when {_HEARD} then 1 else 0 end)
  from dials d where {_DIALLED} group by 1"""


def call_sums(link: Link, campaign: Campaign, values: Values) -> CallSums:
    """The sums; inside a transaction, so that all are of one moment."""
    first, last = link.rows(_RANGE, values)[0]
    if first is None:
        return CallSums()
    zone = ZoneInfo(campaign.timezone)
    calls, lengths = _calls(link, _local_day("a.started_at", zone, first, last), values)
    reached = _REACHED.replace("{day}", _local_day("d.at", zone, first, last))
    return CallSums(
        calls=calls,
        lengths=lengths,
        reached={_iso(day): count for day, count in link.rows(reached, values)},
        categories={aapor.ranked(rank): count for rank, count in link.rows(_CATEGORIES, values)},
        slots=_by_slot(link, campaign, zone, values),
    )


def _calls(
    link: Link, day: str, values: Values
) -> tuple[dict[tuple[str, str], Calls], dict[float, int]]:
    """Calls by caller and day, and how many of the answered lasted how long."""
    lengths: Counter[float] = Counter()
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    statement = _CALLS.replace("{day}", day)
    for caller, of, minutes, heard, attempts, dials, secured in link.rows(statement, values):
        that = sums[caller, of]
        for place, more in enumerate((attempts, int(dials), heard * attempts, int(secured))):
            that[place] += more
        if heard and minutes is not None:
            lengths[minutes] += attempts
    return {(caller, _iso(of)): Calls(*counts) for (caller, of), counts in sums.items()}, lengths


def _by_slot(
    link: Link, campaign: Campaign, zone: ZoneInfo, values: Values
) -> dict[str, tuple[int, int]]:
    """Dials and those answered by part of the day; parts begin and end on whole minutes."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    windows: dict[date, list[tuple[int, int, str]]] = {}
    for minute, dials, answered in link.rows(_MINUTES, values):
        at = minute * _MINUTE
        day = from_micros(at).astimezone(zone).date()
        if day not in windows:
            windows[day] = [
                (to_micros(one.starts), to_micros(one.ends), one.slot.id)
                for one in slots.windows_on(day, campaign.hours, zone)
            ]
        that = found[next((name for a, b, name in windows[day] if a <= at < b), "")]
        that[0] += dials
        that[1] += int(answered)
    return {slot: (dials, answered) for slot, (dials, answered) in found.items()}


def _local_day(column: str, zone: ZoneInfo, first: int, last: int) -> str:
    """SQL for the number of the local day of a moment between two: days since 1970."""
    changes = list(_changes(zone, from_micros(first), from_micros(last)))
    *until, (_never, offset) = changes
    cases = "".join(f" when {column} < {end} then {before}" for end, before in until)
    shift = f"case{cases} else {offset} end" if until else str(offset)
    return f"({column} + {shift}) / {_DAY}"


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[tuple[int, int]]:
    """How far the zone's clocks are ahead of UTC, and until when, both in microseconds."""
    at, step = first, timedelta(days=1)
    while at < last:
        later = min(at + step, last)
        if at.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            end = _turn(zone, at, later)
            yield to_micros(end), _ahead(zone, at)
        at = later
    yield to_micros(last), _ahead(zone, last)


def _turn(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The minute from which the clocks show what they show at `after`."""
    offset = after.astimezone(zone).utcoffset()
    low, high = (int(one.timestamp()) // 60 for one in (before, after))
    while high - low > 1:
        middle = (low + high) // 2
        there = datetime.fromtimestamp(middle * 60, UTC).astimezone(zone).utcoffset()
        low, high = (low, middle) if there == offset else (middle, high)
    return datetime.fromtimestamp(high * 60, UTC)


def _ahead(zone: ZoneInfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) * 1_000_000


def _iso(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).isoformat()
