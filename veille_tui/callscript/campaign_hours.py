"""Reading when people may be called: days, slots, hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from veille_tui.callscript.campaign_words import DAYS
from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.identifiers import Names, read_id
from veille_tui.callscript.reporter import did_you_mean, listed
from veille_tui.callscript.tree import Scalar, Table
from veille_tui.callscript.vocabulary import words_of
from veille_tui.domain.campaign import (
    DEFAULT_SLOTS,
    EVERY_DAY,
    MONDAY_TO_SATURDAY,
    Campaign,
    Hours,
    Slot,
)
from veille_tui.domain.slots import windows_on
from veille_tui.language import _

_ALL = ("tous", "all")
_MOST_DAYS = 14
"""A campaign that lasts longer has a calling day of every kind."""
_TIME = re.compile(r"(\d{1,2})\s*[:hH]\s*(\d{2})?")


def read_hours(context: Context, parent: Fields) -> Hours:
    """The hours of a campaign; the usual ones where it says nothing.

    A slot without days is open on those of the hours that no other slot names for itself.
    """
    table = parent.table("hours")
    if table is None:
        return Hours()
    fields = Fields(context, table, "hours")
    days = read_days(fields, "days")
    holidays = fields.flag("holidays")
    if not fields.has("slots"):
        open_days = days or MONDAY_TO_SATURDAY
        usual = [_limited(slot, open_days) for slot in DEFAULT_SLOTS]
        return Hours(tuple(slot for slot in usual if slot.days), holidays)
    slots = list(_slots(context, fields))
    named = frozenset(day for slot in slots for day in slot.days)
    rest = (days or MONDAY_TO_SATURDAY) - named
    return Hours(tuple(slot if slot.days else _with_days(slot, rest) for slot in slots), holidays)


def check_hours(fields: Fields, campaign: Campaign) -> None:
    """Hours in which nobody could ever be called, and slots that no day opens."""
    if not fields.context.report.problems.ok:
        return
    slots = campaign.hours.slots
    for slot in slots:
        if not slot.days:
            _never_open(fields, slot)
    if not any(slot.days for slot in slots):
        fields.wrong(
            "never-open",
            "hours",
            _("Ces horaires n'ouvrent jamais : personne ne serait appelé."),
            _("Ajouter au moins une plage, et un jour où elle vaut."),
        )
        return
    start, end = campaign.start, campaign.end
    if start is None or end is None or (end - start).days > _MOST_DAYS:
        return
    zone = ZoneInfo(campaign.timezone)
    days = (start + timedelta(days=count) for count in range((end - start).days + 1))
    if start <= end and not any(windows_on(day, campaign.hours, zone) for day in days):
        fields.wrong(
            "never-open",
            "hours" if fields.has("hours") else "end",
            _("Entre le début et la fin de la campagne, ces horaires n'ouvrent aucun jour."),
            _(
                "Changer les dates ou les jours, ou écrire « {word}: … » pour les jours fériés."
            ).format(word="feries" if fields.context.language == "fr" else "holidays"),
        )


def _never_open(fields: Fields, slot: Slot) -> None:
    node = fields.node_of("hours")
    fields.context.report.warning(
        "never-open",
        node.place if node else fields.node.place,
        _("La plage « {name} » n'ouvre aucun jour.").format(name=slot.id),
        _("Lui donner des jours : ceux des horaires sont déjà pris par d'autres plages."),
    )


def _limited(slot: Slot, days: frozenset[int]) -> Slot:
    return _with_days(slot, slot.days & days)


def _with_days(slot: Slot, days: frozenset[int]) -> Slot:
    return Slot(slot.id, slot.starts, slot.ends, days, slot.weight)


def _slots(context: Context, parent: Fields) -> Iterator[Slot]:
    """The slots; those without days of their own have none yet."""
    names = Names()
    for item in parent.items("slots"):
        if isinstance(item, Scalar):
            if slot := _short_slot(context, item):
                yield slot
        elif isinstance(item, Table):
            fields = Fields(context, item, "slot")
            name = read_id(fields, names, is_free=True)
            starts, ends = read_time(fields, "from"), read_time(fields, "to")
            if starts is None and not fields.has("from"):
                fields.missing("from", _("Ajouter l'heure où la plage commence : « 09:00 »."))
            if ends is None and not fields.has("to"):
                fields.missing("to", _("Ajouter l'heure où la plage finit : « 12:00 »."))
            days, weight = read_days(fields, "days"), read_whole(fields, "weight", 1) or 1
            if starts is not None and ends is not None and _runs_forward(fields, starts, ends):
                yield Slot(name, starts, ends, days or frozenset(), weight)


def _runs_forward(fields: Fields, starts: time, ends: time) -> bool:
    if ends == time(0) or starts < ends:
        return True
    fields.wrong(
        "empty-range",
        "to",
        _("Cette plage finit avant de commencer."),
        _("Corriger l'une des deux heures."),
    )
    return False


def _short_slot(context: Context, scalar: Scalar) -> Slot | None:
    """A slot written "09:00-12:00"."""
    starts, _dash, ends = scalar.text.partition("-")
    first, last = _time(starts), _time(ends)
    if first is not None and last is not None and (last == time(0) or first < last):
        return Slot(scalar.text.replace(" ", ""), first, last, frozenset())
    context.report.error(
        "bad-time",
        scalar.place,
        _("Ceci n'est pas une plage horaire."),
        _("Écrire par exemple « 09:00-12:00 »."),
    )
    return None


def read_time(fields: Fields, name: str) -> time | None:
    """An hour, as 18:00, 18h or 18h30; 24:00 is midnight. None when absent or wrong."""
    text = fields.text(name)
    if not text:
        return None
    found = _time(text)
    if found is None:
        fields.wrong(
            "bad-time",
            name,
            _("« {text} » n'est pas une heure.").format(text=text[:60]),
            _("Écrire par exemple « 18:00 »."),
        )
    return found


def _time(text: str) -> time | None:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if (hour, minute) == (24, 0):
        return time(0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_days(fields: Fields, name: str) -> frozenset[int] | None:
    """Days of the week, 0 for Monday; None when absent."""
    if not fields.has(name):
        return None
    node = fields.node_of(name)
    if isinstance(node, Scalar) and node.text in _ALL:
        return EVERY_DAY
    words = words_of(DAYS, fields.context.language)
    order = list(DAYS)
    found = set()
    for scalar in fields.texts(name):
        if scalar.text in words:
            found.add(order.index(words[scalar.text]))
            continue
        fields.context.report.error(
            "unknown-value",
            scalar.place,
            _("« {text} » n'est pas un jour.").format(text=scalar.text[:60]),
            did_you_mean(
                scalar.text[:60], words, _("Jours possibles : {words}.").format(words=listed(words))
            ),
        )
    return frozenset(found)


def read_whole(fields: Fields, name: str, lowest: int) -> int | None:
    """A whole number of at least `lowest`; None when absent or wrong."""
    number = fields.number(name)
    if number is None:
        return None
    if number == int(number) and number >= lowest:
        return int(number)
    fields.wrong(
        "bad-number",
        name,
        _("Il faut un nombre entier, au moins {lowest}.").format(lowest=lowest),
        _("Écrire des chiffres seulement."),
    )
    return None
