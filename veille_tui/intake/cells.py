"""What one cell says: text without control characters, days, ages, postcodes, yes or no."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

from veille_tui.domain.names import fold

OLDEST = 115
"""Nobody on a listing is older; 01/01/1900 is how software writes an unknown birthday."""
YOUNGEST = 16
"""Nobody younger holds a lease: a two-digit year never makes a child of a tenant."""

_SPACES = re.compile(r"\s+")
_DAY = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})(?:\D.*)?", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\D.*)?", re.ASCII)
_COMPACT = re.compile(r"(\d{2})(\d{2})(19\d{2}|20\d{2})", re.ASCII)
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?", re.ASCII)
_YEAR = re.compile(
    r"(?:n[eé]+\(?e?\)?s?\s+en\s+|en\s+|ann[eé]e\s+)?((?:18|19|20)\d{2})", re.IGNORECASE
)
_IN_WORDS = re.compile(r"(\d{1,2})(?:er)?\s+([a-z]{3,9})\s+(\d{4}|\d{2})", re.ASCII)
_AGE = re.compile(
    r"(\d{1,3})(?:[.,]\d+)?\s*(?:ans?|a|years?(?: old)?|y)?\.?", re.IGNORECASE | re.ASCII
)
_EXCEL_EPOCH = date(1899, 12, 30)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin jun june",
            "juillet juil jul july",
            "aout aou aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
YES = frozenset("oui o yes y x xx 1 vrai true v ok coche si".split()) | {"✓", "✔", "☑", "■"}
NO = frozenset("non n no 0 faux false f neant aucun aucune sans".split()) | {"", "ras", "nsp", "nc"}


def clean(text: str) -> str:
    """`text` on one line: control, format and surrogate characters gone, spaces single."""
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip(" ")
    kept = [c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"]
    return _SPACES.sub(" ", "".join(kept)).strip()


class Birth(NamedTuple):
    """A birth day, or only its year; `remark` is the code of what is wrong or was guessed."""

    day: date | None = None
    year: int | None = None
    remark: str = ""


def read_birth(text: str, today: date) -> Birth:
    """A birth date as French spreadsheets hold it: days first, Excel's own count, ISO, in words.

    Two-digit years are those of the last century whenever somebody so old may still live.
    """
    born = _plain_birth(text, today)
    if born.day is None and born.year is None:
        return born
    years = today.year - (born.day.year if born.day else born.year or 0)
    if years < 0 or (born.day is not None and born.day > today):
        return Birth(remark="birth-in-future")
    return Birth(remark="birth-implausible") if years > OLDEST else born


def _plain_birth(text: str, today: date) -> Birth:
    if hit := _DAY.fullmatch(text):
        return _from_parts(hit[1], hit[2], hit[3], today)
    if hit := _ISO.fullmatch(text):
        return _from_parts(hit[3], hit[2], hit[1], today)
    if hit := _COMPACT.fullmatch(text):
        return _from_parts(hit[1], hit[2], hit[3], today)
    if hit := _YEAR.fullmatch(text):
        return Birth(year=int(hit[1]))
    if _SERIAL.fullmatch(text):
        return Birth(day=_EXCEL_EPOCH + timedelta(days=int(float(text))))
    if hit := _IN_WORDS.search(fold(text)):
        month = _MONTHS.get(hit[2])
        if month:
            return _from_parts(hit[1], str(month), hit[3], today)
    if "an" in text and (age := read_age(text)):
        return Birth(year=today.year - age)
    found = re.search(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", text, re.ASCII)
    return _plain_birth(found[0], today) if found and found[0] != text else Birth(remark="bad-date")


def _from_parts(day: str, month: str, year: str, today: date) -> Birth:
    number, moon = int(day), int(month)
    swapped = moon > 12 >= number
    if swapped:
        number, moon = moon, number
    full = int(year) if len(year) == 4 else _century(int(year), today)
    if full is None:
        return Birth(remark="birth-year-unclear")
    try:
        return Birth(day=date(full, moon, number), remark="month-first" if swapped else "")
    except ValueError:
        return Birth(remark="bad-date")


def _century(year: int, today: date) -> int | None:
    """The full year of a two-digit one, or None when neither century makes a tenant."""
    if today.year - (1900 + year) <= 110:
        return 1900 + year
    return 2000 + year if today.year - (2000 + year) >= YOUNGEST else None


def read_age(text: str) -> int | None:
    """An age in years ("82", "82 ans"), or None when it is not one."""
    hit = _AGE.fullmatch(text)
    return int(hit[1]) if hit and int(hit[1]) <= OLDEST + 5 else None


def read_postcode(text: str) -> str:
    """Five digits with their leading zero ("1004" is 01004), or "" when it is not a postcode."""
    plain = re.sub(r"^[Ff]\s*-\s*|[\s.]", "", re.sub(r"[.,]0+$", "", text))
    if plain.isascii() and plain.isdigit() and 4 <= len(plain) <= 5 and int(plain) >= 1000:
        return plain.zfill(5)
    return ""


def read_insee(text: str) -> str:
    """A commune's code with its leading zero, Corsica's letters in capitals, or ""."""
    plain = re.sub(r"\s", "", re.sub(r"[.,]0+$", "", text)).upper()
    if re.fullmatch(r"2[AB]\d{1,3}", plain, re.ASCII):
        return plain[:2] + plain[2:].zfill(3)
    return read_postcode(plain)


def read_yes_no(
    text: str, yes: frozenset[str] = frozenset(), no: frozenset[str] = frozenset()
) -> bool | None:
    """Yes, no, or None when the cell says neither; `yes` and `no` are the column's own words."""
    word = fold(text) or text.strip(" -–—/.?_").casefold()
    if word in YES or word in yes:
        return True
    return False if word in NO or word in no else None
