"""Rhythms and durations in words ("7 jours", "2 par semaine") to ISO 8601."""

from __future__ import annotations

import re
from datetime import timedelta

from veille_tui.domain.cadence import parse_every

_UNITS = {
    "heure": timedelta(hours=1),
    "heures": timedelta(hours=1),
    "h": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "hours": timedelta(hours=1),
    "jour": timedelta(days=1),
    "jours": timedelta(days=1),
    "j": timedelta(days=1),
    "day": timedelta(days=1),
    "days": timedelta(days=1),
    "semaine": timedelta(days=7),
    "semaines": timedelta(days=7),
    "week": timedelta(days=7),
    "weeks": timedelta(days=7),
    "quinzaine": timedelta(days=14),
    "fortnight": timedelta(days=14),
    "mois": timedelta(days=30),
    "month": timedelta(days=30),
    "months": timedelta(days=30),
    "an": timedelta(days=365),
    "ans": timedelta(days=365),
    "year": timedelta(days=365),
    "years": timedelta(days=365),
    "minute": timedelta(minutes=1),
    "minutes": timedelta(minutes=1),
    "min": timedelta(minutes=1),
}
_NUMBERS = {
    word: number
    for number, words in enumerate(
        "un une one once/deux two twice/trois three/quatre four/cinq five/six/sept seven".split(
            "/"
        ),
        start=1,
    )
    for word in words.split()
}
_EACH = re.compile(
    r"(?:tous|toutes|every)(?: les| the)?(?: (\w+))? (\w+)|chaque (\w+)|(daily|weekly)"
)
_TIMES = re.compile(
    r"(\w+)(?: fois| times?| appels?| calls?)? (?:par|per|a) (\w+)|(twice|once) (?:a|per) (\w+)"
)
_LENGTH = re.compile(
    r"(\w+?)\s*(heures?|h|jours?|j|semaines?|mois|ans?|hours?|days?|weeks?|months?|years?|minutes?|min)"
)
_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(days=3660)


def read_duration(text: str) -> str | None:
    """`text` as an ISO duration in days, hours and minutes ("P7D"), or None.

    A month counts 30 days and a year 365: a rhythm needs no calendar.
    """
    length = _length(" ".join(text.split()))
    if length is None or not _SHORTEST <= length <= _LONGEST:
        return None
    return iso_duration(length)


def iso_duration(length: timedelta) -> str:
    """P7D, P3DT12H, PT30M."""
    minutes = round(length.total_seconds() / 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    return "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def _length(text: str) -> timedelta | None:
    if re.fullmatch(r"P[0-9WDTHMY]{2,20}", text):
        return _iso_length(text)
    words = text.lower().replace("-", " ")
    if words in _UNITS:
        return _UNITS[words]
    if match := _EACH.fullmatch(words):
        if match[4]:
            return timedelta(days=1 if match[4] == "daily" else 7)
        return _times(match[1] or "1", match[2] or match[3])
    if match := _TIMES.fullmatch(words):
        count = _count(match[1] or match[3])
        unit = _UNITS.get(match[2] or match[4])
        return unit / count if unit and count else None
    if match := _LENGTH.fullmatch(words):
        return _times(match[1], match[2])
    return None


def _iso_length(text: str) -> timedelta | None:
    if match := re.fullmatch(r"P(\d{1,3})([MY])", text):
        return int(match[1]) * timedelta(days=30 if match[2] == "M" else 365)
    if any(len(number) > 6 for number in re.findall(r"\d+", text)):
        return None
    try:
        return parse_every(text)
    except ValueError:
        return None


def _times(count: str, unit: str) -> timedelta | None:
    number, length = _count(count), _UNITS.get(unit)
    return number * length if number and length else None


def _count(word: str) -> int | None:
    if re.fullmatch(r"[0-9]{1,4}", word):
        return int(word)
    return _NUMBERS.get(word)
