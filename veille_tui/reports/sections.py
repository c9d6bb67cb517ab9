"""The report's sections as tables of typed cells: what its page and its workbook both show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.reports.after_lines import channel_words, status_words
from veille_tui.reports.figure_words import figure_words, result_words
from veille_tui.reports.need_words import theme_words


class Share(float):
    """A rate between 0 and 1, shown in per cent."""


Cell = int | float | str | date | None
"""A number, a Share, words, a day, or unknown."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the report."""

    title: str
    heads: tuple[str, ...]
    """Of all columns; the first one names the rows."""
    rows: tuple[tuple[Cell, ...], ...]
    has_bars: bool = False
    """Whether its first numbers can be compared by their length."""


def sections(campaign: Campaign, figures: Mapping[str, Any]) -> list[Section]:
    """Every table that holds something, in the order of the report."""
    found = [*_figures(figures), *_after(figures), *_groups(campaign, figures)]
    found += [*_when(figures), *_who(figures), *_answers(figures.get("answers", {}))]
    return [section for section in found if section.rows]


def _figures(figures: Mapping[str, Any]) -> Iterator[Section]:
    yield _counts(
        _("Foyers"),
        {**figures["households"], "difficult": figures["difficult"]},
        of=figures["households"]["targeted"],
    )
    yield _counts(
        _("Appels"),
        {**figures["calls"], **{name: _share(rate) for name, rate in figures["rates"].items()}},
    )
    yield _counts(_("Suivi"), figures["follow_up"])


def _after(figures: Mapping[str, Any]) -> Iterator[Section]:
    needs = _("Besoins")
    yield _grid(needs, _("thème"), figures["needs_by_status"], _needs_heads(), theme_words)
    statuses = status_words()
    by_theme = figures["referrals_by_theme"]
    yield _grid(_("Signalements"), _("thème"), by_theme, statuses, theme_words)
    for title, key in ((_("Réclamations techniques"), "complaints"), (_("Médiation"), "mediation")):
        yield _counts(title, figures[key], words=statuses)
    times = {
        "count": _("signalés"),
        "answered": _("répondus"),
        "overdue": _("en retard"),
        "mean_hours": _("heures en moyenne"),
    }
    by_urgency = figures["referrals_by_urgency"]
    yield _grid(_("Délais de réponse"), _("urgence"), by_urgency, times, _urgency)
    channels = channel_words()
    title = _("Situations sécurisées, par voie")
    yield _counts(title, figures["secured_by_channel"], words=channels, has_bars=True)
    for part, title in (("status", _("Relais")), ("results", _("Relais : ce qui est revenu"))):
        rows = {channels.get(key, key): parts[part] for key, parts in figures["relays"].items()}
        yield _grid(title, _("voie"), rows, result_words())
    ends = {f"lost_{name}": count for name, count in figures["lost"].items()}
    ends |= {name: figures[name] for name in ("opt_outs", "questions_not_answered")}
    yield _counts(_("Autres fins"), ends)
    yield _counts(_("SMS remis"), figures["messages"])


def _groups(campaign: Campaign, figures: Mapping[str, Any]) -> Iterator[Section]:
    titles = {segment.id: segment.title or segment.id for segment in campaign.segments}
    waves = {name: row for name, row in figures["by_wave"].items() if name}
    parts = (
        (_("Par agence"), _("agence"), figures["by_agency"]),
        (_("Par public"), _("public"), figures["by_segment"]),
        (_("Par vague"), _("vague"), waves),
    )
    heads = ("targeted", "with_number", "reached", "secured")
    for title, first, groups in parts:
        names = (first, *(figure_words(head) for head in heads), _("taux de sécurisation"))
        rows = [
            (
                _plain(titles.get(name, name) if groups is figures["by_segment"] else name),
                *(row[head] for head in heads),
                Share(row["secured"] / row["targeted"]) if row["targeted"] else None,
            )
            for name, row in groups.items()
        ]
        yield Section(title, names, tuple(rows), has_bars=True)


def _when(figures: Mapping[str, Any]) -> Iterator[Section]:
    slots = {
        name or _("hors horaires"): {**row, "success": _share(row["success"])}
        for name, row in figures["by_slot"].items()
    }
    heads = {"dials": _("appels"), "answered": _("réponses"), "success": _("succès")}
    yield _grid(_("Par moment de la journée"), _("moment"), slots, heads)
    keys = ("attempts", "dials", "answered", "reached", "secured_so_far")
    rows = [
        (date.fromisoformat(day), *(row[key] for key in keys))
        for day, row in figures["by_day"].items()
    ]
    names = (_("jour"), *(figure_words(key) for key in keys))
    yield Section(_("Par jour"), names, tuple(rows), has_bars=True)


def _who(figures: Mapping[str, Any]) -> Iterator[Section]:
    keys = ("attempts", "dials", "answered", "reassuring")
    heads = {key: figure_words(f"{key}_of") for key in keys}
    yield _grid(_("Par appelant"), _("appelant"), figures["by_caller"], heads)
    rates = [(name, rate) for name, rate in figures["aapor"].items()]
    shown = tuple(
        (name, _share(rate) if not isinstance(rate, int) else rate) for name, rate in rates
    )
    yield Section("AAPOR", (_("chiffre"), _("valeur")), shown)


def _answers(answers: Mapping[str, Mapping[str, Any]]) -> Iterator[Section]:
    rows = [
        (_plain(found["asked_as"] or name), _plain(found["labels"].get(value, value)), count)
        for name, found in answers.items()
        for value, count in found["values"].items()
    ]
    yield Section(_("Réponses"), (_("question"), _("réponse"), _("nombre")), tuple(rows))


def _counts(
    title: str,
    found: Mapping[str, Any],
    *,
    words: Mapping[str, str] | None = None,
    of: int = 0,
    has_bars: bool = False,
) -> Section:
    """One figure a row; with `of`, its share of them all beside it."""
    rows: list[tuple[Cell, ...]] = []
    for name, value in found.items():
        label = words.get(name, name) if words is not None else figure_words(name)
        rows.append((_plain(label), value, *([Share(value / of)] if of else [])))
    heads = (_("chiffre"), _("valeur"), *([_("part")] if of else []))
    return Section(title, heads, tuple(rows), has_bars=has_bars)


def _grid(
    title: str,
    first: str,
    found: Mapping[str, Mapping[str, Any]],
    heads: Mapping[str, str],
    name: Any = str,
) -> Section:
    """One row a name; the columns are those of `heads` that occur, then any others."""
    keys = _in_order(heads, found.values())
    names = (first, *(_plain(heads.get(key, key)) for key in keys))
    rows = [
        (_plain(name(label)), *(row.get(key, 0) for key in keys)) for label, row in found.items()
    ]
    return Section(title, names, tuple(rows))


def _in_order(known: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> Sequence[str]:
    there = {key: None for row in rows for key in row}
    wanted = [key for key in known if key in there]
    return [*wanted, *(key for key in there if key not in wanted)]


def _needs_heads() -> dict[str, str]:
    return {"open": _("ouverts"), "met": _("une aide est en place")}


def _urgency(code: str) -> str:
    return {
        "immediate": _("immédiat : une heure"),
        "today": _("dans la journée"),
        "week": _("dans la semaine : trois jours"),
    }.get(code, code)


def _share(rate: float | None) -> Share | None:
    return None if rate is None else Share(rate)


def _plain(text: str) -> str:
    """On one line, without what a terminal or a page would obey; what is empty is said."""
    return " ".join(strip_controls(text).split()) or _("non précisé")
