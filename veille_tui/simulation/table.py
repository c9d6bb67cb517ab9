"""The report beside the world's truth and the published totals, and the pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.language import _
from veille_tui.reports.figure_lines import number_words
from veille_tui.simulation.engine import Day, Outcome
from veille_tui.simulation.people import Person, scaled
from veille_tui.simulation.world import Published, World

_BARS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure three times: as published, as it is in the world, as the report has it."""

    title: str
    published: float | None
    truth: int | None
    found: float | None
    within: float
    """How far the report may be from the published figure, in per cent."""

    @property
    def holds(self) -> bool:
        """Whether the report agrees with the truth, or without one with the published figure."""
        wanted = self.truth if self.truth is not None else self.published
        if wanted is None or self.found is None:
            return self.found is not None
        return abs(self.found - wanted) <= max(abs(wanted) * self.within / 100, 1e-9)


def rows(world: World, outcome: Outcome) -> list[Row]:
    """Every published total, in the file's order; of a smaller world, shrunk like it."""
    return [_row(one, outcome) for one in world.published]


def _row(one: Published, outcome: Outcome) -> Row:
    published = one.value
    if one.scales and outcome.scale != 1.0:
        published = float(scaled(one.value, outcome.scale))
    truth = _truth(one, outcome.people) if one.truth else None
    return Row(one.title, published, truth, figure(outcome.figures, one.path), one.within)


def _truth(one: Published, people: Mapping[str, Person]) -> int:
    names, but = set(one.truth), set(one.but)
    found = 0
    for person in people.values():
        told = {person.group.name, person.habit.name}
        told |= {person.situation.name} if person.situation else set()
        told |= {person.fate.name} if person.fate else set()
        if told & names and not told & but:
            found += (2 if person.partner else 1) if one.counts_tenants else 1
    return found


def figure(figures: Mapping[str, Any], path: str) -> float | None:
    """The number at a path of the report; several paths with " + " between are added up."""
    total = 0.0
    for part in path.split(" + "):
        value: Any = figures
        for key in part.split("."):
            value = value.get(key, 0) if isinstance(value, Mapping) else 0
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        total += value
    return total


def table_lines(found: Sequence[Row]) -> Iterator[str]:
    """The table, 80 columns wide."""
    heads = (_("publié"), _("monde"), _("rapport"), "")
    yield f"{_('Chiffre'):<40}" + "".join(f"{head:>12}" for head in heads[:3])
    for row in found:
        numbers = "".join(f"{_shown(n):>12}" for n in (row.published, row.truth, row.found))
        yield f"{row.title[:39]:<40}{numbers}  {'' if row.holds else '≠'}".rstrip()


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return number_words(round(value, 3) if 0 < abs(value) < 1 else round(value))


def pictures(days: Sequence[Day]) -> Iterator[str]:
    """Calls by day and the secured rate's curve, in characters."""
    if not days:
        return
    most = max(1, *(day.calls for day in days))
    yield _("Appels par jour (au plus {n})").format(n=number_words(most))
    yield "  " + "".join(_bar(day.calls / most) for day in days)
    yield _("Situations sécurisées, sur tous les foyers visés")
    yield "  " + "".join(_bar(day.secured / day.targeted if day.targeted else 0) for day in days)
    last = days[-1]
    share = last.secured / last.targeted if last.targeted else 0.0
    yield _("  du {first} au {last} : {share} % à la fin").format(
        first=days[0].day.isoformat(), last=last.day.isoformat(), share=round(100 * share)
    )


def _bar(share: float) -> str:
    return _BARS[round(max(0.0, min(1.0, share)) * (len(_BARS) - 1))]
