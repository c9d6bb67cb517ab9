"""The words in which people promise a time, in French and in English, as small tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

from veille_tui.domain.late_dataclasses import dataclass

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Token:
    """One thing understood; which fields count depends on `kind`.

    time: `at`, None when no clock shows it; `word` "exact" when am or pm was said.
    part: `word` (a key of PARTS). day: `number` of days
    from today. weekday: `number` (0 is Monday), `word` "week_after" for the one after the next.
    weekend: a Saturday or Sunday.
    date: `number` of the day, `month` and `year` (0 unknown), `weekday` (-1 unknown). offset:
    `length`. week: the next calendar week. link: `word` (about, before, after, soon).
    """

    kind: str
    number: int = 0
    month: int = 0
    year: int = 0
    weekday: int = -1
    word: str = ""
    at: time | None = None
    length: timedelta = timedelta(0)


PARTS: dict[str, tuple[time, time]] = {
    "early_morning": (time(9), time(10)),
    "late_morning": (time(10, 30), time(12)),
    "morning": (time(9), time(12)),
    "lunch": (time(12), time(14)),
    "early_afternoon": (time(13, 30), time(15)),
    "late_afternoon": (time(16), time(18)),
    "afternoon": (time(14), time(18)),
    "evening": (time(18), time(20)),
}

_NUMBERS = {
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze".split(),
    "en": "zero one two three four five six seven eight nine ten eleven twelve".split(),
}
_MORE = {"une": 1, "a": 1, "an": 1, "quinze": 15, "vingt": 20, "trente": 30}
_MORE |= {"quarante": 40, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40}
_DAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "en": "monday tuesday wednesday thursday friday saturday sunday".split(),
}
_MONTHS = {
    "fr": "janv fevr mars avr mai juin juil aout sept oct nov dec".split(),
    "en": "jan feb mar apr may jun jul aug sep oct nov dec".split(),
}
_ENDS = {
    "fr": "(?:ier|il|let|embre|obre)?",
    "en": "(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?",
}


def plain(text: str) -> str:
    """`text` without accents, capitals, apostrophes or hyphens, single-spaced."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9:/.]", " ", text).split()).strip(" .")


def tokens(text: str, language: str) -> list[Token] | None:
    """What `text` says, in order; None when a word of it is not understood."""
    rest, found = plain(text).replace("tonight", "this evening"), []
    if language == "fr":
        rest = _in_digits(rest)
    while rest:
        for pattern, make in _RULES[language]:
            match = pattern.match(rest)
            if match:
                token = make(match)
                break
        else:
            return None
        if token is not None:
            found.append(token)
        rest = rest[match.end() :].lstrip(" .")
    return found


_HOURS = {word: at for at, word in enumerate(_NUMBERS["fr"])} | {"une": 1}
_HOURS |= {"treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "dix sept": 17}
_HOURS |= {"dix huit": 18, "dix neuf": 19, "vingt": 20}
_MINUTES = {"cinq": 5, "dix": 10, "quinze": 15, "vingt": 20, "vingt cinq": 25, "trente": 30}
_MINUTES |= {"trente cinq": 35, "quarante": 40, "quarante cinq": 45, "cinquante": 50}


def _in_digits(text: str) -> str:
    """Hours spelt out, and the minutes after them, as digits: "10 heures 30"."""
    hours = "|".join(sorted(_HOURS, key=len, reverse=True))
    minutes = "|".join(sorted(_MINUTES, key=len, reverse=True))
    text = re.sub(rf"\b({hours})(?= heures?\b)", lambda said: str(_HOURS[said[1]]), text)
    return re.sub(
        rf"(?<=\d) heures? ({minutes})\b", lambda said: f" h {_MINUTES[said[1]]:02d}", text
    )


def _number(word: str, language: str) -> int:
    if word.isdecimal():
        return int(word) if len(word) < 4 else 0
    spelt = _NUMBERS[language]
    return spelt.index(word) if word in spelt else _MORE.get(word, 0)


def _clock(hour: int, minute: int) -> Token:
    """A time token; an hour that no clock shows is left without a time, and refused later."""
    is_possible = 0 <= hour < 24 and 0 <= minute < 60
    return Token("time", at=time(hour, minute) if is_possible else None)


_QUARTERS = {"et demi": 30, "et demie": 30, "et quart": 15, "moins le quart": -15}


def _french_time(match: Match) -> Token:
    minutes = int(match[2] or 0) + _QUARTERS.get((match[3] or "").strip(), 0)
    total = int(match[1]) * 60 + minutes
    return _clock(total // 60, total % 60)


def _english_time(match: Match) -> Token:
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and hour > 12:
        return _clock(24, 0)
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
        return replace(_clock(hour, minute), word="exact")
    if hour < 8 and len(match[1]) == 1:
        hour += 12
    return _clock(hour, minute)


def _date(match: Match) -> Token:
    return Token("date", int(match[1]), int(match[2]), _year(match[3]))


def _year(digits: str | None) -> int:
    year = int(digits or 0)
    return year + 2000 if digits and year < 100 else year


def _offset(language: str) -> Callable[[Match], Token]:
    """Minutes and hours are exact; days, weeks and months lead to a day."""

    def make(match: Match) -> Token:
        number, unit = _number(match[1], language), match[2][0]
        if not number:
            return Token("time")
        if unit == "h" or match[2].startswith(("min", "mn")):
            half = timedelta(minutes=30) if match[3] else timedelta(0)
            per = timedelta(hours=1) if unit == "h" else timedelta(minutes=1)
            return Token("offset", length=number * per + half)
        if unit in "jd":
            # « Huit jours » and « quinze jours » are one and two weeks to French ears.
            return Token("day", {"huit": 7, "quinze": 14}.get(match[1], number))
        return Token("day", number * (30 if match[2].startswith("m") else 7))

    return make


def _named_date(language: str, day: int, month: int, weekday: int = 0) -> Callable[[Match], Token]:
    """A date whose day, month and weekday stand in these groups (0: not there)."""

    def make(match: Match) -> Token:
        named = _MONTHS[language].index(match[month]) + 1 if month else 0
        year = _year(match[month + 1]) if month else 0
        which = _DAYS[language].index(match[weekday]) if weekday else -1
        return Token("date", int(match[day]), named, year, which)

    return make


def _says(kind: str, word: str = "", number: int = 0) -> Callable[[Match], Token]:
    return lambda _: Token(kind, word=word, number=number)


def _fixed(length: int) -> Callable[[Match], Token]:
    return lambda _: Token("offset", length=timedelta(minutes=length))


def _bare_hour(match: Match) -> Token:
    return _clock(int(match[1]), 0)


def _weekday(language: str, word: str = "") -> Callable[[Match], Token]:
    return lambda match: Token("weekday", _DAYS[language].index(match[1]), word=word)


def _skip(match: Match) -> None:
    """A word that adds nothing."""


_Rule = tuple[re.Pattern[str], Callable[[Match], Token | None]]


def _rules(*pairs: tuple[str, Callable[[Match], Token | None]]) -> tuple[_Rule, ...]:
    return tuple((re.compile(rf"(?:{pattern})(?![a-z0-9])"), make) for pattern, make in pairs)


_FR_DAYS, _EN_DAYS = "|".join(_DAYS["fr"]), "|".join(_DAYS["en"])
_FR_MONTH = f"({'|'.join(_MONTHS['fr'])}){_ENDS['fr']}\\.?(?: (\\d{{4}}))?"
_EN_MONTH = f"({'|'.join(_MONTHS['en'])}){_ENDS['en']}\\.?(?: (\\d{{4}}))?"
_NO_HOUR = r"(?! ?(?:h|:|/|am|pm|a\.m|p\.m|o clock|\.\d))"
_FR_UNIT = "(minutes?|mn|min|heures?|h|jours?|j|semaines?|mois)"
_SLASHED = r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?"

_FRENCH = _rules(
    (r"(?:dans|d ici) (?:une )?demi ?heure", _fixed(30)),
    (r"(?:dans|d ici) un quart d heure", _fixed(15)),
    (r"(?:dans|d ici) trois quarts d heure", _fixed(45)),
    (
        rf"(?:dans|d ici) (\w+?) ?{_FR_UNIT}( et demie?)?",
        _offset("fr"),
    ),
    (rf"({_FR_DAYS}) (?:le )?(\d{{1,2}})(?:er)? {_FR_MONTH}", _named_date("fr", 2, 3, 1)),
    (rf"(?:le )?(\d{{1,2}})(?:er)? {_FR_MONTH}", _named_date("fr", 1, 2)),
    (_SLASHED, _date),
    (r"entre midi et (?:deux|2 ?h?|14 ?h?)", _says("part", "lunch")),
    (r"(\d{1,2})(?= (?:a|et) (?:\d|midi))", _bare_hour),
    (r"(?:a|et) (\d{1,2})$", _bare_hour),
    (
        r"(\d{1,2}) ?(?:heures?|h|:) ?([0-5]\d)?( et demie?| et quart| moins le quart)?",
        _french_time,
    ),
    (r"(\d{1,2})\.([0-5]\d)()", _french_time),
    (r"midi et demie?", lambda _: _clock(12, 30)),
    (r"midi", lambda _: _clock(12, 0)),
    (rf"({_FR_DAYS}) (?:le )?(\d{{1,2}})(?:er)?{_NO_HOUR}", _named_date("fr", 2, 0, 1)),
    (rf"le (\d{{1,2}})(?:er)?{_NO_HOUR}", _named_date("fr", 1, 0)),
    (rf"({_FR_DAYS}) en (?:huit|8)", _weekday("fr", "week_after")),
    (rf"({_FR_DAYS})s?", _weekday("fr")),
    (r"apres demain|surlendemain", _says("day", number=2)),
    (r"demain", _says("day", number=1)),
    (r"aujourd ?hui", _says("day", number=0)),
    (r"semaine prochaine", _says("week")),
    (r"(?:ce )?week ?end", _says("weekend")),
    (r"apres (?:le |l heure du )?(?:dejeuner|repas)", _says("part", "early_afternoon")),
    (r"debut de (?:la )?mat(?:inee|in)", _says("part", "early_morning")),
    (r"fin de (?:la )?mat(?:inee|in)", _says("part", "late_morning")),
    (r"(?:debut|milieu) (?:d|de l) ?apres midi", _says("part", "early_afternoon")),
    (r"fin (?:d|de l) ?apres midi|fin de journee", _says("part", "late_afternoon")),
    (r"matinee|matin", _says("part", "morning")),
    (r"apres midi|aprem", _says("part", "afternoon")),
    (r"soiree|soir", _says("part", "evening")),
    (r"tout a l heure|plus tard|bientot", _says("link", "soon")),
    (r"(?:cet|cette|ce)(?= (?:mat|apres|aprem|soir|fin|debut|midi|milieu))", _says("day")),
    (r"vers|autour de|environ|aux environs de", _says("link", "about")),
    (r"avant", _says("link", "before")),
    (r"apres|a partir de|des", _says("link", "after")),
    (r"le|la|l|en|a|et|de|du|d|au|ce|cette|dans|entre|prochaine?|plutot|pour|sur|jour", _skip),
)

_ENGLISH = _rules(
    (r"in (?:a )?half an hour", _fixed(30)),
    (r"in a quarter of an hour", _fixed(15)),
    (r"in (\w+?) ?(minutes?|min|hours?|h|days?|weeks?|months?)( and a half)?", _offset("en")),
    (
        rf"({_EN_DAYS}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_EN_MONTH}",
        _named_date("en", 2, 3, 1),
    ),
    (rf"(?:the )?(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_EN_MONTH}", _named_date("en", 1, 2)),
    (
        rf"({_EN_DAYS}) {_EN_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?{_NO_HOUR}",
        _named_date("en", 4, 2, 1),
    ),
    (rf"{_EN_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?{_NO_HOUR}", _named_date("en", 3, 1)),
    (_SLASHED, _date),
    (r"(\d{1,2})(?= (?:to|and) (?:\d|noon))", _bare_hour),
    (r"and (\d{1,2})$", _bare_hour),
    (r"(\d{1,2})(?:[:.h]([0-5]\d))? ?(am|pm|a\.m|p\.m)", _english_time),
    (r"(\d{1,2}):([0-5]\d)()", _english_time),
    (r"(\d{1,2})() ?o ?clock()", _english_time),
    (rf"at (\d{{1,2}}){_NO_HOUR}()()", _english_time),
    (r"noon|midday", lambda _: _clock(12, 0)),
    (rf"({_EN_DAYS}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?{_NO_HOUR}", _named_date("en", 2, 0, 1)),
    (rf"the (\d{{1,2}})(?:st|nd|rd|th)?{_NO_HOUR}", _named_date("en", 1, 0)),
    (rf"({_EN_DAYS}) week", _weekday("en", "week_after")),
    (rf"({_EN_DAYS})s?", _weekday("en")),
    (r"(?:the )?day after tomorrow", _says("day", number=2)),
    (r"tomorrow", _says("day", number=1)),
    (r"today", _says("day", number=0)),
    (r"next week", _says("week")),
    (r"early (?:in the )?morning", _says("part", "early_morning")),
    (r"(?:late |end of )(?:in )?(?:the )?morning", _says("part", "late_morning")),
    (r"early (?:in the )?afternoon", _says("part", "early_afternoon")),
    (r"(?:late |end of )(?:in )?(?:the )?afternoon", _says("part", "late_afternoon")),
    (r"lunch ?time|lunch", _says("part", "lunch")),
    (r"morning", _says("part", "morning")),
    (r"afternoon", _says("part", "afternoon")),
    (r"evening", _says("part", "evening")),
    (r"later|soon", _says("link", "soon")),
    (r"this(?= (?:morning|afternoon|evening))", _says("day")),
    (r"about|around", _says("link", "about")),
    (r"before", _says("link", "before")),
    (r"after", _says("link", "after")),
    (r"the|on|at|in|of|next|late|coming|between|from|to|and", _skip),
)

_RULES = {"fr": _FRENCH, "en": _ENGLISH}
