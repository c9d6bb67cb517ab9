"""Runs alone in a process of its own: reads one workbook, so that a harmful one harms nobody.

Prints a marshalled dictionary: "sheets" as (name, hidden, rows of text), or "error" as a code.
Called by spreadsheets/workbooks with the file's path and "filled" when merged cells are to be
filled; a bound on memory is set where the system can.
"""

from __future__ import annotations

import marshal
import sys
from datetime import date, datetime, timedelta
from typing import Any

MEMORY = 3 << 30
"""Bytes this process may map; a listing of 100,000 rows takes a fifth of it."""
CELLS = 30_000_000
"""More cells than any listing has."""


def main(path: str, fill_merged: bool) -> None:
    """Read the workbook at `path` and print what it holds."""
    _bound_memory()
    marshal.dump(_read(path, fill_merged), sys.stdout.buffer)


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _read(path: str, fill_merged: bool) -> dict[str, Any]:
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(path) as workbook:
            sheets = [
                _sheet(
                    workbook.get_sheet_by_name(about.name),
                    "Visible" not in str(about.visible),
                    fill_merged,
                )
                for about in workbook.sheets_metadata
                if about.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError:
        return {"error": "encrypted"}
    except (calamine.CalamineError, OSError):
        return {"error": "damaged"}
    except (MemoryError, OverflowError):
        return {"error": "too-large"}
    return {"sheets": sheets}


def _sheet(sheet: Any, hidden: bool, fill_merged: bool) -> tuple[str, bool, list[list[str]]]:
    if sheet.total_height * sheet.total_width > CELLS:
        raise MemoryError
    cells = sheet.to_python(skip_empty_area=False)
    rows = [[value if type(value) is str else _text(value) for value in row] for row in cells]
    for (top, left), (bottom, right) in (sheet.merged_cell_ranges or ()) if fill_merged else ():
        _fill(rows, top, left, min(bottom, len(rows) - 1), right)
    return sheet.name, hidden, rows


def _text(value: object) -> str:
    """A cell as a person would type it: no ".0" after numbers, days as yyyy-mm-dd."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return "" if isinstance(value, timedelta) else str(value)


def _fill(rows: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Give every cell of a merged range what its first one shows."""
    if top >= len(rows) or left >= len(rows[top]):
        return
    shown = rows[top][left]
    for row in rows[top : bottom + 1]:
        for at in range(left, min(right + 1, len(row))):
            row[at] = row[at] or shown


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] == "filled")
