"""Until which day somebody does not want to be called, as people say it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from veille_tui.domain.names import fold
from veille_tui.domain.promises import parse_when

_MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
_NUMBERS = {"un": 1, "une": 1, "a": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3}
_NUMBERS |= {"quatre": 4, "four": 4, "cinq": 5, "five": 5, "six": 6, "douze": 12, "twelve": 12}
_LEAD = re.compile(
    r"^\s*(jusqu['’ ]\s*(au|à la|à|en)\b|pas avant|until|not before|avant)\s*", re.IGNORECASE
)
_LENGTH = re.compile(r"^(?:dans|pendant|in|for)? ?(\w+) (jour|day|semaine|week|mois|month|an)")


def parse_day(text: str, now: datetime, language: str = "fr") -> date | None:
    """The day that `text` names, after today: "12 janvier", "dans 3 mois", "septembre".

    `now` is local. A month is its first day. None when it is not understood, or not to come.
    """
    said = _LEAD.sub("", text.strip())
    today = now.date()
    found = _written(said) or _length(fold(said), today) or _month(fold(said), today)
    if found is None and said:
        when = parse_when(said, now, language)
        found = when.starts.date() if when else None
    return found if found is not None and found > today else None


def _written(text: str) -> date | None:
    match = re.fullmatch(r"(?:le )?(\d{1,2})[/.](\d{1,2})[/.](\d{4})|(\d{4})-(\d\d)-(\d\d)", text)
    if match is None:
        return None
    day, month, year, iso_year, iso_month, iso_day = match.groups()
    try:
        return date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError:
        return None


def _length(folded: str, today: date) -> date | None:
    match = _LENGTH.match(folded)
    if match is None:
        return None
    word, unit = match.groups()
    count = int(word) if word.isdecimal() and len(word) < 4 else _NUMBERS.get(word, 0)
    if not count:
        return None
    if unit in {"jour", "day"}:
        return today + timedelta(days=count)
    if unit in {"semaine", "week"}:
        return today + timedelta(weeks=count)
    months = today.month - 1 + count * (12 if unit == "an" else 1)
    year, month = today.year + months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _month(folded: str, today: date) -> date | None:
    name = folded.removeprefix("en ").removeprefix("debut ").removeprefix("in ")
    for month, names in enumerate(_MONTHS, start=1):
        if name in names:
            return date(today.year + (month <= today.month), month, 1)
    return None
