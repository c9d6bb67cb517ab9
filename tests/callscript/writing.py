"""Scripts in a few lines of YAML, for the tests of how they are read."""

from __future__ import annotations

from textwrap import dedent, indent

from veille_tui.callscript.compiler import compile_text
from veille_tui.domain.call_script import CallScript
from veille_tui.problems import Problem

HEAD = "script: essai\ntitre: Essai\nsections:\n  - id: tout\n    titre: Tout\n    questions:\n"
MORAL = """\
- id: moral
  type: choix
  dire: Comment allez-vous ?
  choix:
    - {code: bien, libelle: Bien}
    - {code: mal, libelle: Mal}
"""


def questions(*parts: str, then: str = "") -> str:
    """A French script with these questions, then other keywords."""
    inside = "".join(indent(dedent(part).strip("\n") + "\n", " " * 6) for part in parts)
    return HEAD + inside + dedent(then)


def read(text: str) -> CallScript:
    """The script in `text`, which has no problem."""
    script, problems = compile_text(text, "essai.yaml")
    assert script is not None, [problem.message for problem in problems]
    return script


def problems_of(text: str) -> list[Problem]:
    """Everything wrong with `text`."""
    return list(compile_text(text, "essai.yaml")[1])


def codes_of(text: str) -> list[str]:
    """The codes of everything wrong with `text`."""
    return [problem.code for problem in problems_of(text)]


def only_problem(text: str) -> Problem:
    """The one thing wrong with `text`."""
    found = problems_of(text)
    assert len(found) == 1, [(problem.code, problem.place) for problem in found]
    return found[0]


def pointed_at(text: str, problem: Problem) -> str:
    """The source from where `problem` points to the end of its line."""
    return text.split("\n")[problem.line - 1][problem.column - 1 :]
