"""A campaign's figures as one document, and as lines a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from textwrap import wrap
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.tallies import Facts, tally
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, day, hour, n_
from veille_tui.reports.after_lines import after_lines, day_lines, slot_lines
from veille_tui.reports.answers import AnswersStore, answers
from veille_tui.reports.figure_lines import LABEL, line, number_words, percent_words, table
from veille_tui.reports.need_words import theme_words


class FiguresStore(AnswersStore, Protocol):
    """What a report asks of the shared store."""

    def campaign(self, campaign_id: str) -> Campaign:
        """The campaign, or Refused."""

    def figures(self, campaign_id: str) -> Facts:
        """Everything that is counted, at one moment."""

    def now(self) -> datetime:
        """The shared clock."""


def report(store: FiguresStore, campaign_id: str) -> tuple[Campaign, dict[str, Any]]:
    """The campaign and the document of `veille report --format json`."""
    campaign = store.campaign(campaign_id)
    figures = tally(store.figures(campaign_id))
    told = answers(store, campaign)
    now = store.now().isoformat()
    return campaign, {"campaign": campaign.id, "as_of": now, **figures, "answers": told}


def as_text(campaign: Campaign, figures: Mapping[str, Any]) -> str:
    """The figures in lines of at most 80 columns; nothing by colour."""
    moment = datetime.fromisoformat(figures["as_of"]).astimezone(ZoneInfo(campaign.timezone))
    head = _("{title} — le {day} à {hour}").format(
        title=campaign.title, day=day(moment), hour=hour(moment)
    )
    parts = [head, "─" * min(80, len(head)), *_households(figures), *_calls(figures)]
    needs = {theme_words(theme): count for theme, count in figures["needs"].items()}
    titles = {segment.id: segment.title or segment.id for segment in campaign.segments}
    publics = {titles.get(name, name): row for name, row in figures["by_segment"].items()}
    parts += table(_("Besoins"), needs)
    parts += _follow_up(figures["follow_up"])
    parts += after_lines(figures)
    parts += _groups(_("Par agence"), figures["by_agency"])
    parts += _groups(_("Par public"), publics)
    parts += _groups(_("Par vague"), {k: v for k, v in figures["by_wave"].items() if k})
    parts += slot_lines(figures["by_slot"])
    parts += day_lines(figures["by_day"])
    parts += _callers(figures["by_caller"])
    parts += _answers(figures.get("answers", {}))
    return "\n".join(parts) + "\n"


def _households(figures: Mapping[str, Any]) -> list[str]:
    found, rates = figures["households"], figures["rates"]
    targeted = found["targeted"] or None

    def of_all(key: str) -> float | None:
        return found[key] / targeted if targeted else None

    return [
        _("Foyers"),
        line(_("suivis dans la campagne"), found["targeted"]),
        line(_("avec un numéro"), found["with_number"], of_all("with_number")),
        line(_("sans numéro"), found["without_number"], of_all("without_number")),
        line(_("joints au moins une fois"), found["reached"], of_all("reached")),
        line(_("situations sécurisées"), found["secured"], rates["secured"]),
        line(_("injoignables, à relayer"), found["unreachable"], of_all("unreachable")),
        line(_("perdus de vue"), found["lost_to_follow_up"], of_all("lost_to_follow_up")),
        line(_("situations difficiles, un besoin"), figures["difficult"]),
        line(_("refus"), found["refused"], of_all("refused")),
        "",
    ]


def _calls(figures: Mapping[str, Any]) -> list[str]:
    calls, rates = figures["calls"], figures["rates"]
    reassuring = _("dont appels rassurants")
    return [
        _("Appels"),
        line(_("numéros composés"), calls["dials"]),
        line(_("tentatives"), calls["attempts"]),
        line(_("quelqu'un a répondu"), calls["answered"]),
        f"  {reassuring:<{LABEL}}{percent_words(rates['reassuring']):>9}",
        line(_("durée moyenne, en minutes"), calls["mean_minutes"]),
        line(_("durée médiane, en minutes"), calls["median_minutes"]),
        "",
    ]


def _follow_up(found: Mapping[str, int]) -> list[str]:
    return [
        _("Suivi"),
        line(_("foyers rappelés régulièrement"), found["called_again"]),
        line(_("dont chaque semaine"), found["weekly"]),
        line(_("dont plus souvent"), found["oftener"]),
        line(_("dont moins souvent"), found["less_often"]),
        line(_("dont seules, à leur propre rythme"), found["lonely"]),
        "",
    ]


def _groups(title: str, groups: Mapping[str, Mapping[str, int]]) -> list[str]:
    if not groups:
        return []
    heads = (_("suivis"), _("joints"), _("sécurisés"))
    lines = [f"{title:<{LABEL + 2}}" + "".join(f"{head:>12}" for head in heads)]
    for name, counts in groups.items():
        cells = "".join(
            f"{number_words(counts[k]):>12}" for k in ("targeted", "reached", "secured")
        )
        lines.append(f"  {(name or _('non précisé'))[:LABEL]:<{LABEL}}{cells}")
    return [*lines, ""]


def _callers(callers: Mapping[str, Mapping[str, int]]) -> list[str]:
    if not callers:
        return []
    title, heads = _("Par appelant"), (_("tentatives"), _("réponses"), _("rassurants"))
    lines = [f"{title:<{LABEL + 2}}" + "".join(f"{head:>12}" for head in heads)]
    for name, counts in callers.items():
        keys = ("attempts", "answered", "reassuring")
        cells = "".join(f"{number_words(counts.get(k, 0)):>12}" for k in keys)
        lines.append(f"  {name[:LABEL]:<{LABEL}}{cells}")
    return [*lines, ""]


_ASKED = 64


def _answers(asked: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Each question with its number of answers, under it how often each value was given.

    Free texts, dates and numbers to call are only counted.
    """
    if not asked:
        return []
    lines = [_("Réponses")]
    for name, found in asked.items():
        versions = found["versions"]
        told = n_("{n} version", "{n} versions", versions).format(n=versions)
        words = _one_line(found["asked_as"] or name)
        room = _ASKED - (len(told) + 3 if versions > 1 else 0)
        words = words if len(words) <= room else words[: room - 1] + "…"
        words += f" ({told})" if versions > 1 else ""
        lines.append(f"  {words:<{_ASKED}}{number_words(found['total']):>9}")
        given = ", ".join(
            f"{_one_line(found['labels'].get(value, value))} {number_words(count)}"
            for value, count in found["values"].items()
        )
        lines += wrap(given, 80, initial_indent="    ", subsequent_indent="    ")
    return [*lines, ""]


def _one_line(text: str) -> str:
    return " ".join(strip_controls(text).split())
