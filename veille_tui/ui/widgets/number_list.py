"""The numbers of a household, one line each; the chosen one has a mark."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from veille_tui.language import _
from veille_tui.ui.household_words import Line

MOST_SHOWN = 4


class NumberList(Static):
    """`› 1  domicile    05 36 49 12 34    sans réponse hier à 15 h 00`."""

    def __init__(self, lines: Sequence[Line], chosen: int) -> None:
        super().__init__(content(lines, chosen))

    def show(self, lines: Sequence[Line], chosen: int) -> None:
        """Other numbers, or another one chosen."""
        self.update(content(lines, chosen))


def content(lines: Sequence[Line], chosen: int) -> Content:
    """At most MOST_SHOWN lines, the chosen one among them; how many more there are."""
    first = max(0, min(chosen - MOST_SHOWN + 1, len(lines) - MOST_SHOWN))
    shown = list(enumerate(lines))[first : first + MOST_SHOWN]
    labels = max((len(line.label) for line in lines), default=0)
    width = min(24, labels) + 3
    rows = [_row(at, line, at == chosen, width) for at, line in shown]
    more = len(lines) - len(shown)
    if more:
        rows.append(Content.styled("     " + _("et {n} de plus").format(n=more), "$quiet"))
    if not rows:
        rows.append(Content(_("Aucun numéro connu. N : en noter un.")))
    return Content("\n").join(rows)


def _row(at: int, line: Line, is_chosen: bool, width: int) -> Content:
    label = line.label if len(line.label) < width else line.label[: width - 4] + "…"
    past = _("hors service, {past}").format(past=line.past) if line.is_ended else line.past
    return Content.assemble(
        "› " if is_chosen else "  ",
        (f"{at + 1}", "$key-color bold"),
        f"  {label:<{width}}",
        (line.shown, "bold" if is_chosen else ""),
        "    ",
        (past, "$quiet"),
    )
