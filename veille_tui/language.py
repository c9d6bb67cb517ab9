"""The interface's language: French by default, English complete; dates and hours in words."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path

LANGUAGES = ("fr", "en")
_LOCALE = Path(__file__).parent / "locale"
_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "fr": (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ).split(),
    "en": (
        "January February March April May June July August September October November December"
    ).split(),
}


class _Tongue:
    """The language in force; one per process, because a process has one reader."""

    def __init__(self) -> None:
        self.code = "fr"
        self.catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


_tongue = _Tongue()


def use(code: str) -> None:
    """Speak `code` ("fr" or "en", or a locale such as "en_GB.UTF-8") from now on; else French."""
    short = code[:2].lower()
    _tongue.code = short if short in LANGUAGES else "fr"
    _tongue.catalogue = _gettext.translation(
        "veille", _LOCALE, languages=[_tongue.code], fallback=True
    )


def current() -> str:
    """The language in force, "fr" or "en"."""
    return _tongue.code


def _(text: str) -> str:
    """`text` (written in French in the code) in the language in force."""
    return _tongue.catalogue.gettext(text)


def n_(singular: str, plural: str, count: int) -> str:
    """The form that `count` asks for; French takes the singular for 0 and 1."""
    if _tongue.code == "fr":
        return singular if abs(count) < 2 else plural
    return _tongue.catalogue.ngettext(singular, plural, count)


def day(value: date) -> str:
    """A day in words, without the year: "jeudi 26 mars", "Thursday 26 March"."""
    number = "1er" if value.day == 1 and _tongue.code == "fr" else str(value.day)
    return (
        f"{_DAYS[_tongue.code][value.weekday()]} {number} {_MONTHS[_tongue.code][value.month - 1]}"
    )


def day_names(days: Iterable[int]) -> list[str]:
    """Names of weekdays, 0 for Monday."""
    return [_DAYS[_tongue.code][number] for number in days]


def hour(value: time | datetime) -> str:
    """An hour as people write it: "10 h 05", "10:05"; the caller has put it in the right zone."""
    if _tongue.code == "fr":
        return f"{value.hour} h {value.minute:02d}"
    return f"{value.hour}:{value.minute:02d}"


def moment(value: datetime, now: datetime) -> str:
    """A moment relative to `now`, in the same zone: "aujourd'hui à 15 h 00", "hier à 9 h 00"."""
    when = {0: _("aujourd'hui"), 1: _("demain"), -1: _("hier")}.get(
        (value.date() - now.date()).days, ""
    )
    return _("{day} à {hour}").format(day=when or day(value.date()), hour=hour(value))
