"""The list of scripts: one's own, then those that come with the program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList

from veille_tui.language import _
from veille_tui.ui.script_words import Known, cut, shelf_row
from veille_tui.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from veille_tui.supervision.script_shelf import ShelvedScript


class ScriptShelf(Lines):
    """Titles under four headings; `at` says which script a row is."""

    def __init__(self) -> None:
        super().__init__(id="shelf")
        self._scripts: list[ShelvedScript | None] = []

    def at(self, row: int | None) -> ShelvedScript | None:
        """The script of a row; None for a heading."""
        return self._scripts[row] if row is not None and row < len(self._scripts) else None

    def wait(self) -> None:
        """Nothing is read yet."""
        self._scripts = [None]
        self.show([Content.styled(_("Lecture des scripts…"), "$quiet")], frozenset({0}))

    def fill(
        self,
        folder: str,
        own: Sequence[ShelvedScript],
        shipped: Sequence[ShelvedScript],
        known: Known,
        width: int,
    ) -> None:
        """The scripts that there are now; `folder` is where one's own are."""
        groups = (
            (_("Mes scripts"), [one for one in own if not one.is_block]),
            (_("Mes blocs partagés"), [one for one in own if one.is_block]),
            (_("Fournis avec veille"), [one for one in shipped if not one.is_block]),
            (_("Blocs fournis"), [one for one in shipped if one.is_block]),
        )
        rows: list[Content] = []
        self._scripts = []
        for heading, scripts in groups:
            if scripts:
                gap = "\n" if rows else ""
                where = "" if rows else cut(f"   {folder}", width - len(heading))
                rows.append(
                    Content.assemble(gap, (heading, "$primary bold"), (where, "$quiet not bold"))
                )
                rows += [shelf_row(one, known, width) for one in scripts]
                self._scripts += [None, *scripts]
        headings = frozenset(row for row, one in enumerate(self._scripts) if one is None)
        with self.prevent(OptionList.OptionHighlighted):
            self.show(rows, headings)

    def point_at(self, path: Path | None) -> None:
        """Put the cursor on this file, else on the first one."""
        rows = [row for row, one in enumerate(self._scripts) if one and one.path == path]
        with self.prevent(OptionList.OptionHighlighted):
            self.point(rows[0] if rows else 0)
