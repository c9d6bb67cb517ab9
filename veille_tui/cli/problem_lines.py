"""Problems of files as a person reads them: the line, a caret under the fault, cause and remedy."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.problems import Problem

_WIDEST = 100
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Paint:
    """How a severity looks: the terminal's signs, or nothing where there is none."""

    error: str = ""
    warning: str = ""
    plain: str = ""

    def of(self, problem: Problem, text: str) -> str:
        """`text` in the colour of the problem."""
        sign = self.error if problem.severity == "error" else self.warning
        return f"{sign}{text}{self.plain}" if sign else text


NO_PAINT = Paint()


def paint_for(out: TextIO, env: Mapping[str, str]) -> Paint:
    """Colours where `out` is a terminal that has them and nobody asked for none (NO_COLOR)."""
    is_able = env.get("TERM", "") != "dumb" and (os.name != "nt" or "WT_SESSION" in env)
    if not out.isatty() or env.get("NO_COLOR") or not is_able:
        return NO_PAINT
    return Paint(error="\x1b[1;31m", warning="\x1b[33m", plain="\x1b[0m")


def show_problems(problems: Iterable[Problem], out: TextIO, paint: Paint = NO_PAINT) -> None:
    """Each problem with its place, its source line and a caret, its cause and remedy."""
    sources: dict[str, list[str]] = {}
    for problem in problems:
        kind = _("erreur") if problem.severity == "error" else _("avertissement")
        text = _("{word} : {message}").format(word=kind, message=problem.message)
        place, text = strip_controls(problem.place), strip_controls(f"{text} [{problem.code}]")
        out.write(f"{place}: {paint.of(problem, text)}\n")
        if problem.line:
            if problem.file not in sources:
                sources[problem.file] = _lines(problem.file)
            _show_source(sources[problem.file], problem, out, paint)
        if problem.hint:
            out.write(strip_controls(f"    -> {problem.hint}") + "\n")


def _show_source(lines: list[str], problem: Problem, out: TextIO, paint: Paint) -> None:
    if problem.line > len(lines):
        return
    text = _UNSEEN.sub(_as_seen, lines[problem.line - 1])
    start = max(0, problem.column - _WIDEST // 2) if len(text) > _WIDEST else 0
    before = " " * width_of(text[start : problem.column - 1])
    out.write(f"    {text[start : start + _WIDEST]}\n")
    out.write(f"    {before}{paint.of(problem, '^')}\n")


def _as_seen(found: re.Match[str]) -> str:
    """One sign in place of one that is not seen: columns stay what they are."""
    return " " if found[0] == "\t" else "\ufffd"


def width_of(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _lines(file: str) -> list[str]:
    """The lines of a source file; nothing when it cannot be read any more."""
    from veille_tui.callscript.encodings import decode
    from veille_tui.callscript.reader import MAX_BYTES

    try:
        # Anything else may never end, or never begin: it had its complaint already.
        if not Path(file).is_file():
            return []
        with Path(file).open("rb") as stream:
            content = stream.read(MAX_BYTES)
    except (OSError, ValueError):
        return []
    text = decode(content).text.removeprefix("\ufeff")
    return re.sub(r"\r\n?", "\n", text).split("\n")


def problem_document(problem: Problem) -> dict[str, Any]:
    """A problem as `--json` prints it."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }
