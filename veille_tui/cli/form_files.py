"""What importing and exporting questionnaires print and write alike."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from veille_tui.domain.texts import strip_controls
from veille_tui.errors import InputRefused, WrongUsage
from veille_tui.language import _
from veille_tui.problems import Problem


def show_form_problems(problems: Iterable[Problem], out: TextIO) -> None:
    """Each with its sheet and row, what is not as it was, and the remedy under it."""
    for problem in problems:
        place = problem.place
        if problem.row:
            place = _("{sheet}, ligne {row}").format(sheet=problem.sheet, row=problem.row)
        line = problem.message
        if place:
            line = _("{word} : {message}").format(word=place, message=problem.message)
        out.write(strip_controls(f"{line} [{problem.code}]") + "\n")
        if problem.hint:
            out.write(strip_controls(f"    -> {problem.hint}") + "\n")


def problem_document(problem: Problem) -> dict[str, Any]:
    """One problem for programs."""
    names = "file sheet row line column heading value severity code message hint".split()
    return {name: getattr(problem, name) for name in names}


def form_problem(error: InputRefused) -> Problem:
    """A refusal of the whole file as a problem."""
    return Problem("refused-file", error.message, error.hint)


def write_new(path: Path, content: bytes, source: Path) -> None:
    """Write a file whole or not at all, made from `source`, which is never written over.

    Raises WrongUsage when its place does not allow it.
    """
    beside = path.with_name(path.name + ".part")
    try:
        if path.exists() and (not path.is_file() or path.samefile(source)):
            raise FileExistsError
        beside.write_bytes(content)
        os.replace(beside, path)  # noqa: PTH105 - replaces what is there, on every system
    except (OSError, ValueError) as error:
        _take_away(beside)
        raise WrongUsage(
            _("Le fichier {file} ne peut pas être écrit.").format(file=path),
            _("Choisir un autre dossier ou un autre nom avec --output."),
        ) from error


def _take_away(part: Path) -> None:
    """What was begun and not finished."""
    with contextlib.suppress(OSError, ValueError):
        part.unlink()
