"""Whatever a file holds, it is read to its end, and what is wrong has a place and a remedy."""

from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.callscript.random_scripts import Shape, random_script
from veille_tui.callscript.compiler import compile_text
from veille_tui.callscript.reader import MAX_BYTES, read_bytes, read_text
from veille_tui.callscript.reporter import Reporter

LONGEST = 5.0
"""Seconds of processor for any file at all: what takes longer hangs."""
SIGNS = "\t\n\r :-#'\"[]{},&*!|>%@`?\\=<.~\u00a0\u202f\u200b：–“”«»\ufeff\x00\x85\u2028aé0"
SHORT = Shape(most_questions=4)


def is_told_well(text: str) -> None:
    """Every problem of `text` stands inside it, says what it is and what to do."""
    script, problems = compile_text(text, "essai.yaml")
    assert (script is None) is not problems.ok
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert problem.hint
        assert (
            "{" not in problem.message.replace("{ }", "").replace("{}", "")
            or "«" in problem.message
        )


@settings(max_examples=150)
@given(st.text(alphabet=SIGNS, max_size=60))
@example("- \t- a: b\n\tc")
@example("a: [\n\n")
@example("? ? ? a")
@example("%YAML 3.0\n---\na")
@example('"\\')
def test_wild_text_is_told_well(text):
    is_told_well(text)


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_wild_bytes_are_told_well(content):
    report = Reporter()
    if read_bytes(content, "essai.yaml", report) is None:
        assert not report.problems.ok
    assert all(one.line >= 1 <= one.column and one.message and one.hint for one in report.problems)


def _cut(luck: Random, lines: list[str]) -> None:
    del lines[luck.randrange(len(lines))]


def _doubled(luck: Random, lines: list[str]) -> None:
    place = luck.randrange(len(lines))
    lines.insert(luck.randrange(len(lines)), lines[place])


def _swapped(luck: Random, lines: list[str]) -> None:
    one, other = luck.randrange(len(lines)), luck.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _shifted(luck: Random, lines: list[str]) -> None:
    place = luck.randrange(len(lines))
    by = luck.randint(-3, 3)
    lines[place] = " " * by + lines[place] if by > 0 else lines[place][-by:]


def _scratched(luck: Random, lines: list[str]) -> None:
    """A character less, more, or another one."""
    place = luck.randrange(len(lines))
    line = lines[place]
    at = luck.randrange(len(line) + 1)
    lines[place] = line[:at] + luck.choice(["", *SIGNS]) + line[at + luck.randint(0, 1) :]


DAMAGES = (_cut, _doubled, _swapped, _shifted, _scratched)


@settings(max_examples=60)
@given(st.randoms(), st.integers(1, 5))
def test_damaged_scripts_are_told_well(luck, times):
    lines = random_script(luck, SHORT).text.split("\n")
    for _ in range(times):
        luck.choice(DAMAGES)(luck, lines)
        lines = lines or [""]
    is_told_well("\n".join(lines))


def _bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    return "\n".join(lines)


HUGE = {
    "brackets": "[" * 200_000,
    "braces": "{a: " * 50_000,
    "dashes": "- " * 200_000 + "a",
    "question marks": "? " * 100_000,
    "levels": "\n".join(" " * depth + "a:" for depth in range(600)),
    "aliases": _bomb(),
    "a text": "dire: " + "mot " * 200_000,
    "a quoted text": 'dire: "' + "mot " * 200_000,
    "a text over lines": "dire: " + "mot\n  " * 60_000,
    "spaces": " " * 900_000,
    "spaces and a word": "a:" + " " * 900_000 + "b: c",
    "spaces before a comment": "a: b" + " " * 400_000 + "x",
    "tabs": "\t" * 500_000 + "a",
    "colons": "a: " * 200_000,
    "quotes": "'" * 500_001,
    "backslashes": 'a: "' + "\\" * 500_001,
    "comments": "# a\n" * 200_000,
    "hashes": "a: b " + "# " * 200_000,
    "line ends": "\n" * 900_000,
    "lines with a mistake": "a: b : c\n" * 20_000,
    "lines out of place": "".join(" " * (n % 7) + f"k{n}: v\n" for n in range(20_000)),
    "keys": "".join(f"k{n}: v\n" for n in range(30_000)),
    "the same key": "a: b\n" * 30_000,
    "no-break spaces": "\u00a0" * 300_000 + "a: b",
    "lines with no-break spaces": "a\u00a0: b\n" * 60_000,
    "invisible signs": "\x00" * 300_000,
    "dashes of a word processor": "– a: b\n" * 30_000,
}


@pytest.mark.parametrize("kind", HUGE)
def test_nothing_huge_takes_long(kind):
    text = HUGE[kind]
    assert len(text) <= MAX_BYTES
    before = time.process_time()
    compile_text(text, "essai.yaml")
    assert time.process_time() - before < LONGEST


def test_an_alias_bomb_says_what_to_do():
    report = Reporter()
    read_text(_bomb(), "essai.yaml", report)
    (problem,) = report.problems
    assert problem.code == "too-many-values"
    assert "renvois" in problem.hint
