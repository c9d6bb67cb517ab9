"""What follows the calls, day by day and by part of the day, in lines of the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from veille_tui.language import _, day
from veille_tui.reports.figure_lines import LABEL, number_words, percent_words, table
from veille_tui.reports.need_words import theme_words

_WIDE = 24
_DAYS = 21
"""The report shows so many last days; the document has them all."""
ENOUGH = 50
"""Dials from which a part of the day may be compared with another."""
CLEARLY = 1.25
"""How much better the best part of the day must answer than the usual."""


def status_words() -> dict[str, str]:
    """The states of a referral, in its order."""
    return {
        "open": _("à envoyer"),
        "sent": _("envoyés"),
        "accepted": _("acceptés"),
        "rejected": _("rejetés"),
        "done": _("faits"),
        "revoked": _("annulés"),
    }


def channel_words() -> dict[str, str]:
    """By which way news came."""
    return {
        "phone": _("téléphone"),
        "neighbour": _("voisins"),
        "postman": _("facteur"),
        "visit": _("visite"),
        "rescue": _("secours"),
        "letter": _("courrier"),
        "partner": _("partenaire"),
    }


def after_lines(figures: Mapping[str, Any]) -> list[str]:
    """Referrals, complaints, relays, wishes and messages; what is empty is left out."""
    channels = {
        channel_words().get(name, name): count
        for name, count in figures["secured_by_channel"].items()
    }
    lost = figures["lost"]
    other = {
        _("perdus de vue, à clore"): lost["open"],
        _("perdus de vue, clos par quelqu'un"): lost["closed"],
        _("ne plus appeler"): figures["opt_outs"],
        _("SMS remis"): sum(figures["messages"].values()),
        _("questions restées sans réponse"): figures["questions_not_answered"],
    }
    return [
        *table(_("Situations sécurisées, par voie"), channels),
        *table(_("Signalements"), _in_words(figures["referrals"])),
        *table(
            _("Signalements envoyés, par thème"),
            {
                theme_words(name): count
                for name, count in figures["referred"].items()
                if name != "total" and count
            },
        ),
        *_times(figures["referrals_by_urgency"]),
        *table(_("Réclamations techniques"), _in_words(figures["complaints"])),
        *table(_("Médiation"), _in_words(figures["mediation"])),
        *_relays(figures["relays"]),
        *table(_("Autres fins"), {name: count for name, count in other.items() if count}),
    ]


def _in_words(counts: Mapping[str, int]) -> dict[str, int]:
    words = status_words()
    known = {words[name]: counts[name] for name in words if name in counts}
    return known | {name: count for name, count in counts.items() if name not in words}


def _times(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    words = {
        "immediate": _("immédiat : une heure"),
        "today": _("dans la journée"),
        "week": _("dans la semaine : trois jours"),
    }
    if not found:
        return []
    heads = (_("signalés"), _("répondus"), _("en retard"))
    lines = [f"{_('Délais de réponse'):<{LABEL + 2}}" + "".join(f"{head:>12}" for head in heads)]
    for urgency, label in words.items():
        if urgency in found:
            keys = ("count", "answered", "overdue")
            cells = "".join(f"{number_words(found[urgency][key]):>12}" for key in keys)
            lines.append(f"  {label[:LABEL]:<{LABEL}}{cells}")
    return [*lines, ""]


def _relays(found: Mapping[str, Mapping[str, Mapping[str, int]]]) -> list[str]:
    if not found:
        return []
    heads = (_("ouverts"), _("nouvelles"), _("sans suite"))
    lines = [f"{_('Relais'):<{LABEL + 2}}" + "".join(f"{head:>12}" for head in heads)]
    for channel, parts in found.items():
        status = parts["status"]
        running = status.get("open", 0) + status.get("sent", 0)
        numbers = (running, status.get("done", 0), status.get("failed", 0))
        cells = "".join(f"{number_words(number):>12}" for number in numbers)
        lines.append(f"  {channel_words().get(channel, channel)[:LABEL]:<{LABEL}}{cells}")
    return [*lines, ""]


def slot_lines(found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """How often each part of the day answers, and which one to call in more."""
    inside = {name: row for name, row in found.items() if name}
    if not inside:
        return []
    heads = (_("appels"), _("réponses"), _("succès"))
    title = _("Par moment de la journée")
    lines = [f"{title:<{LABEL + 2}}" + "".join(f"{head:>12}" for head in heads)]
    for name, row in inside.items():
        cells = f"{number_words(row['dials']):>12}{number_words(row['answered']):>12}"
        lines.append(f"  {name[:LABEL]:<{LABEL}}{cells}{percent_words(row['success']):>12}")
    best = better_slot(inside)
    if best:
        words = _("On répond nettement mieux : {slot}. Y donner plus de poids dans « horaires ».")
        lines.append("  " + words.format(slot=best))
    return [*lines, ""]


def better_slot(found: Mapping[str, Mapping[str, Any]]) -> str:
    """The part of the day that answers clearly better than all together; "" when none does."""
    tried = {name: row for name, row in found.items() if row["dials"] >= ENOUGH}
    dials = sum(row["dials"] for row in tried.values())
    if len(tried) < 2 or not dials:
        return ""
    usual = sum(row["answered"] for row in tried.values()) / dials
    best = max(tried, key=lambda name: tried[name]["answered"] / tried[name]["dials"])
    return best if tried[best]["answered"] / tried[best]["dials"] >= CLEARLY * usual else ""


def day_lines(found: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The last days with their calls, as bars."""
    if not found:
        return []
    days = list(found.items())[-_DAYS:]
    most = max(row["attempts"] for _day, row in days) or 1
    lines = [_("Par jour")]
    for name, row in days:
        bar = "█" * round(_WIDE * row["attempts"] / most)
        label = day(date.fromisoformat(name))
        told = f"{number_words(row['attempts']):>9}{number_words(row['answered']):>9}"
        lines.append(f"  {label[:30]:<32}{told}  {bar}")
    return [*lines, ""]
