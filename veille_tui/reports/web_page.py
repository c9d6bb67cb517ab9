"""The report as one page to read or print: no script, nothing fetched, every word escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from veille_tui.language import _, current, day
from veille_tui.reports.figure_lines import number_words, percent_words
from veille_tui.reports.sections import Cell, Section, Share

_STYLE = """
body{font:15px/1.4 system-ui,sans-serif;color:#111;background:#fff;max-width:56rem;margin:2rem auto;
padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}p{margin:.2rem 0 1rem}
table{border-collapse:collapse;width:100%}
th,td{padding:.2rem .5rem;border-bottom:1px solid #ccc;text-align:right;vertical-align:top}
th:first-child,td:first-child,th[scope=row]{text-align:left;font-weight:normal}
thead th{font-weight:bold}td.words{text-align:left}td.bar{width:9rem}
svg{display:block;width:8.5rem;height:.8rem}rect{fill:#2b5c8a}
@media print{body{margin:0;max-width:none;font-size:11px}section,tr{break-inside:avoid}
thead{display:table-header-group}h2{break-after:avoid}rect{print-color-adjust:exact}}
"""
_WHOLE = 100


def page(title: str, moment: str, found: Sequence[Section]) -> str:
    """The whole document; `moment` says when the figures were counted."""
    body = "\n".join(_section(section) for section in found)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!DOCTYPE html>\n<html lang="{current()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{_text(title)}</h1>\n<p>{_text(moment)}</p>\n{body}\n</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    heads = "".join(f'<th scope="col">{_text(head)}</th>' for head in section.heads)
    bars = list(_bars(section)) if section.has_bars else []
    heads += "<td></td>" if bars else ""
    rows = []
    for place, row in enumerate(section.rows):
        cells = f'<th scope="row">{_shown(row[0])}</th>'
        cells += "".join(_cell(cell) for cell in row[1:])
        cells += f'<td class="bar">{bars[place]}</td>' if bars else ""
        rows.append(f"<tr>{cells}</tr>")
    return (
        f"<section><h2>{_text(section.title)}</h2>\n<table><thead><tr>{heads}</tr></thead>\n"
        f"<tbody>{''.join(rows)}</tbody></table></section>"
    )


def _bars(section: Section) -> Iterator[str]:
    """One bar a row, as long as its first number beside the greatest; said by that number too."""
    values = [row[1] if isinstance(row[1], int | float) else 0 for row in section.rows]
    most = max(values, default=0) or 1
    for value in values:
        width = round(_WHOLE * value / most, 1)
        yield (
            f'<svg viewBox="0 0 {_WHOLE} 8" preserveAspectRatio="none" aria-hidden="true">'
            f'<rect width="{width}" height="8"/></svg>'
        )


def _cell(cell: Cell) -> str:
    kind = ' class="words"' if isinstance(cell, str) else ""
    return f"<td{kind}>{_shown(cell)}</td>"


def _shown(cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, date):
        return _text(day(cell))
    if isinstance(cell, Share):
        return _text(percent_words(cell))
    return _text(_("inconnu") if cell is None else number_words(cell))


def _text(words: str) -> str:
    return escape(words, quote=True)
