"""What an import could not carry over, each thing by its sheet and row, and its comment."""

from __future__ import annotations

from veille_tui.callscript.xlsform.form import Row
from veille_tui.callscript.xlsform.yaml_text import clean
from veille_tui.language import _
from veille_tui.problems import Problem

_LONGEST = 300


class Told:
    """Collects the problems of one import."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[Problem] = []

    def tell(
        self,
        code: str,
        row: Row,
        message: str,
        hint: str = "",
        *,
        heading: str = "",
        value: str = "",
    ) -> None:
        """One more thing that is not as it was."""
        self.problems.append(
            Problem(
                code,
                message,
                hint,
                "warning",
                self._file,
                sheet=row.sheet,
                row=row.number,
                heading=heading,
                value=value[:80],
            )
        )

    def in_order(self) -> list[Problem]:
        """All of them, by sheet and row."""
        ranks = {name: rank for rank, name in enumerate(("settings", "survey", "choices"))}
        return sorted(self.problems, key=lambda one: (ranks.get(one.sheet, 9), one.row))


def row_comment(row: Row, reason: str) -> str:
    """A row that is not carried over: where it was, why, and everything it held."""
    place = _("[{sheet}, ligne {row}] Non repris : {reason}").format(
        sheet=row.sheet, row=row.number, reason=reason
    )
    cells = "\n".join(f"    {heading}: {_short(value)}" for heading, value in row.written)
    return f"{place}\n{cells}"


def cell_comment(row: Row, heading: str, value: str, reason: str) -> str:
    """A cell that is not carried over: where it was, what it held, why."""
    return _("[{sheet}, ligne {row}] {heading} non repris ({reason}) : {value}").format(
        sheet=row.sheet, row=row.number, heading=heading, reason=reason, value=_short(value)
    )


def _short(value: str) -> str:
    text = clean(value).replace("\n", " / ")
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
