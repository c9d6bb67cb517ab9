"""When to ring again, as people say it: "demain 10 h", "mardi matin", "in two hours"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain import slots
from veille_tui.domain.campaign import Hours
from veille_tui.domain.case import Promise, PromiseKind
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.promise_words import PARTS, Token, tokens

LONGEST = 120
"""Characters of a promise that are worth reading."""
HORIZON = timedelta(days=180)
"""A promise further away is a slip of the keyboard."""
WHOLE_DAY = (time(9), time(18))
_ABOUT = timedelta(minutes=30)
_AROUND = timedelta(hours=2)
_Span = tuple[time, time | None]


@dataclass(frozen=True, slots=True)
class When:
    """A promised time, in the zone of the `now` it was read with."""

    starts: datetime
    ends: datetime | None = None
    """End of the window; None when the time is exact."""


def parse_when(text: str, now: datetime, language: str = "fr") -> When | None:
    """What `text` promises, always after `now` (aware, in the person's zone); None if unclear.

    `language` is tried first, then the other one. A time without a day is the next such time.
    """
    for tongue in (language, "en" if language == "fr" else "fr"):
        found = tokens(text[:LONGEST], tongue)
        when = _when(found, now) if found else None
        if when is not None:
            return when
    return None


def _when(found: list[Token], now: datetime) -> When | None:
    times = [token.at for token in found if token.kind == "time"]
    if None in times or len(times) > 2:
        return None
    offsets = [token.length for token in found if token.kind == "offset"]
    if offsets:
        return _after(offsets[0], now) if len(found) == 1 else None
    links = {token.word for token in found if token.kind == "link"}
    if links == {"soon"} and len(found) == 1:
        return When(_shifted(now, timedelta(hours=1)), _shifted(now, timedelta(hours=3)))
    parts = [token.word for token in found if token.kind == "part"]
    is_exact = any(token.word == "exact" for token in found)
    known = [at if parts or is_exact else _by_day(at) for at in times if at]
    span = _span(known, parts, links)
    on_days = [
        token for token in found if token.kind in {"day", "weekday", "weekend", "date", "week"}
    ]
    if span is None and (times or parts or not on_days):
        return None
    if [token.kind for token in on_days] == ["week"] and span is None:
        return _next_week(now)
    return _first(_days(on_days, now.date()), span or WHOLE_DAY, now)


def _by_day(at: time) -> time:
    """Nobody promises a call at night: "2 h" without more is in the afternoon."""
    return at.replace(hour=at.hour + 12) if 1 <= at.hour <= 7 else at


def _after(length: timedelta, now: datetime) -> When | None:
    return When(_shifted(now, length)) if timedelta(0) < length < HORIZON else None


def _shifted(now: datetime, length: timedelta) -> datetime:
    """`now` plus real time, to the whole minute and in its zone whatever the clocks do."""
    later = (now.astimezone(UTC) + length).astimezone(now.tzinfo)
    return later.replace(second=0, microsecond=0)


def _span(times: list[time], parts: list[str], links: set[str]) -> _Span | None:
    """From when to when on its day; None when nothing was said, or nothing possible."""
    if len(parts) > 1:
        return None
    if not times:
        return PARTS[parts[0]] if parts else None
    if len(times) == 2:
        return (times[0], times[1]) if times[0] < times[1] else None
    at = times[0]
    if parts and parts[0].endswith(("afternoon", "evening")) and at.hour < 9:
        at = at.replace(hour=at.hour + 12)
    if "about" in links:
        return at, _moved(at, _ABOUT)
    if "after" in links:
        return at, _moved(at, _AROUND)
    if "before" in links:
        return (max(time(9), _moved(at, -_AROUND)), at) if at > time(9) else None
    return at, None


def _moved(at: time, by: timedelta) -> time:
    """`at` plus `by`, within its day."""
    start = datetime.combine(date(2000, 1, 1), at)
    moved = start + by
    if moved.date() == start.date():
        return moved.time()
    return time(23, 59) if by > timedelta(0) else time(0)


def _days(said: list[Token], today: date) -> Iterator[date]:
    """The days, from today on, that everything said allows; today and tomorrow if nothing was."""
    tests = [_test(token, today) for token in said]
    far = HORIZON.days if said else 2
    for offset in range(far):
        day = today + timedelta(days=offset)
        if all(test(day) for test in tests):
            yield day


def _test(token: Token, today: date) -> Callable[[date], bool]:
    if token.kind == "day":
        return lambda day: (day - today).days == token.number
    if token.kind == "week":
        monday = today + timedelta(days=7 - today.weekday())
        return lambda day: 0 <= (day - monday).days < 7
    if token.kind == "weekend":
        return lambda day: day.weekday() >= 5
    if token.kind == "weekday":
        least = 8 if token.word == "week_after" else 1
        return lambda day: day.weekday() == token.number and (day - today).days >= least
    return lambda day: (
        day.day == token.number
        and token.month in {0, day.month}
        and token.year in {0, day.year}
        and token.weekday in {-1, day.weekday()}
    )


def _first(days: Iterable[date], span: _Span, now: datetime) -> When | None:
    return next((when for day in days if (when := _on(day, span, now))), None)


def _on(day: date, span: _Span, now: datetime) -> When | None:
    """The span on that day, cut to what is still to come; None when nothing is."""
    starts = _at(day, span[0], now)
    if span[1] is None:
        return When(starts) if _is_before(now, starts) else None
    ends = _at(day, span[1], now)
    if not _is_before(now, starts):
        starts = _shifted(now, timedelta(minutes=5 - now.minute % 5))
    return When(starts, ends) if _is_before(starts, ends) else None


def _at(day: date, at: time, now: datetime) -> datetime:
    """A local time, moved on by an hour where the clocks skip it."""
    local = datetime.combine(day, at, now.tzinfo)
    return local.astimezone(UTC).astimezone(now.tzinfo)


def _is_before(one: datetime, other: datetime) -> bool:
    """In real time: two times of one zone are otherwise compared by their clocks."""
    return one.astimezone(UTC) < other.astimezone(UTC)


def _next_week(now: datetime) -> When:
    monday = now.date() + timedelta(days=7 - now.weekday())
    friday = monday + timedelta(days=4)
    return When(_at(monday, WHOLE_DAY[0], now), _at(friday, WHOLE_DAY[1], now))


def quick_times(now: datetime, hours: Hours, zone: ZoneInfo) -> tuple[When, ...]:
    """Up to six times worth offering in one key, all within `hours`, soonest first.

    In an hour, this afternoon, this evening, tomorrow morning, tomorrow at this hour and the
    morning after; where a day is closed, the next open one stands in.
    """
    local = now.astimezone(zone)
    today = local.date()
    coming = [today + timedelta(days=offset) for offset in range(1, 15)]
    in_an_hour = _rounded(_shifted(local, timedelta(hours=1)))
    same_hour = _rounded(local).time()
    found: list[When] = []
    if slots.slot_of(in_an_hour, hours, zone):
        found.append(When(in_an_hour))
    found += [*_open([today], "afternoon", local, hours)][:1]
    found += [*_open([today], "evening", local, hours)][:1]
    found += [*_open(coming, "morning", local, hours)][:2]
    later = (_at(day, same_hour, local) for day in coming)
    found += [When(at) for at in later if slots.slot_of(at, hours, zone)][:1]
    return tuple(sorted(set(found), key=lambda when: when.starts.astimezone(UTC)))


def _open(days: Iterable[date], part: str, now: datetime, hours: Hours) -> Iterator[When]:
    """That part of each day, cut to the campaign's hours, where anything is left of it."""
    for day in days:
        whole = _on(day, PARTS[part], now)
        if whole is None or whole.ends is None or not isinstance(now.tzinfo, ZoneInfo):
            continue
        for window in slots.windows_on(day, hours, now.tzinfo):
            starts = max(whole.starts.astimezone(UTC), window.starts)
            ends = min(whole.ends.astimezone(UTC), window.ends)
            if starts < ends:
                yield When(starts.astimezone(now.tzinfo), ends.astimezone(now.tzinfo))
                break


def _rounded(moment: datetime) -> datetime:
    """Up to the next quarter of an hour."""
    return _shifted(moment, timedelta(minutes=-moment.minute % 15))


def promise_of(when: When, by: str) -> Promise:
    """What is promised in UTC: an exact time is an appointment, a part of a day a callback."""
    kind = PromiseKind.CALLBACK if when.ends else PromiseKind.APPOINTMENT
    ends = when.ends.astimezone(UTC) if when.ends else None
    return Promise(kind, when.starts.astimezone(UTC), ends, by)
