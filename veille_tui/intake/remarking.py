"""Where the remarks on a listing's rows are gathered."""

from __future__ import annotations

from veille_tui.intake.columns import Columns
from veille_tui.intake.remarks import remark
from veille_tui.problems import Problem


class Remarking:
    """Keeps what is to be said of the rows of one sheet, in the order in which it is said."""

    def __init__(self, columns: Columns, sheet: str = "") -> None:
        self.problems: list[Problem] = []
        self._headings = columns.headings
        self._sheet = sheet

    def say(self, code: str, row: int, at: int = -1, value: str = "") -> None:
        """Remark on a row, or on its cell in column `at`."""
        heading = self._headings[at] if at >= 0 else ""
        self.problems.append(remark(code, row, heading, value, self._sheet))
