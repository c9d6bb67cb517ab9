"""Conditions never run anything: whatever is written is one of our few nodes, or a fault."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.callscript.random_conditions import Asked, condition
from veille_tui.domain.condition_tree import (
    Call,
    Chain,
    Compare,
    ListOf,
    Literal,
    Name,
    Not,
    Sum,
    walk_nodes,
)
from veille_tui.domain.conditions import Condition, ConditionFault, Scope, parse

OURS = (Literal, Name, ListOf, Call, Not, Chain, Compare, Sum)
FUNCTIONS = {"count", "empty", "contains", "dk", "refused"}
LONGEST = 1.0
"""Seconds of processor for any condition at all: what takes longer hangs."""

VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=5)
    | st.lists(st.sampled_from(["a", "nsp", 1, None, True]), max_size=3)
)
SCOPES = st.builds(
    Scope,
    known=st.dictionaries(st.sampled_from(["x", "y", "@age", "@segments", "@reason"]), VALUES),
    dk=st.sets(st.sampled_from(["x", "y"])),
    refused=st.sets(st.sampled_from(["x", "y"])),
)
WORDS = st.sampled_from(
    "x y age publics motif et ou non dans vrai faux nb( vide( contient( nsp( refus( ( ) [ ] , + - "
    "== != < <= > >= 1 38.5 \"a\" 'b' 0 eval( x.y x[0] ** lambda : import __class__ = { } ; @ \\"
    " `".split()
)


def parsed(text: str, language: str = "fr") -> Condition | None:
    """The condition, all of our nodes; or None when it is a fault, that stands in the text."""
    found, fault = _read(text, language)
    if found is None:
        assert fault is not None
        assert fault.code
        assert 1 <= fault.column <= len(text) + 1
        return None
    nodes = walk_nodes(found.tree)
    assert all(type(node) in OURS for node in nodes)
    assert {node.function for node in nodes if isinstance(node, Call)} <= FUNCTIONS
    return found


def _read(text: str, language: str) -> tuple[Condition | None, ConditionFault | None]:
    try:
        return parse(text, language), None
    except ConditionFault as fault:
        return None, fault


@settings(max_examples=200)
@given(st.text(max_size=40), SCOPES)
@example("nb(nb(x)) > 1", Scope())
@example("x in y in x", Scope())
def test_any_text_is_a_condition_or_a_fault(text, scope):
    if found := parsed(text):
        assert found.holds(scope) in (True, False)


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=14).map(" ".join), SCOPES)
@example("x + y == x", Scope({"x": 10**30, "y": float("inf")}))
@example("x - x < y", Scope({"x": float("inf"), "y": float("nan")}))
@example("x + 0.5 > 1", Scope({"x": 10**400}))
@example("x in [y, [x]]", Scope({"x": ["a"], "y": ["a"]}))
def test_any_words_of_conditions_are_evaluated_or_a_fault(text, scope):
    if found := parsed(text):
        assert found.holds(scope) in (True, False)


@settings(max_examples=150)
@given(st.randoms(), st.sampled_from(["fr", "en"]), SCOPES)
def test_random_conditions_never_raise_whatever_was_answered(luck, language, scope):
    asked = [Asked("x", "choice", ("a", "b")), Asked("y", "number")]
    found = parsed(condition(luck, asked, language, depth=4), language)
    assert found is not None
    assert found.holds(scope) in (True, False)


ATTACKS = [
    "__import__('os').system('true')",
    "eval('1')",
    "exec('1')",
    "open('/etc/passwd')",
    "x.__class__",
    "().__class__.__bases__[0].__subclasses__()",
    "x.y",
    "x['y']",
    "x[0] == 1",
    "lambda: 1",
    "[x for x in y]",
    "{x: 1}",
    "{x}",
    "(x := 1)",
    "x if y else 1",
    "9 ** 9 ** 9",
    "2 ** 1000000",
    "9 * 9",
    "'a' * 1000000",
    "1 << 100000",
    "x % 2",
    "x / 0",
    "~x",
    "f'{x}'",
    "'%s' % x",
    "'a'.join(y)",
    "nb.__globals__",
    "nb(x).real",
    "yield x",
    "await x",
    "import os",
    "x = 1",
    "x; y",
    "x, y",
    "*x",
    "**x",
    "...",
    "None",
    "nb",
    "nb()",
    "nb(*x)",
    "nb(x=1)",
    "contient(x)",
    "print(x)",
    "getattr(x, 'y')",
    "0x10",
    "1e400",
    "1_000",
    "9" * 400,
    "x" * 3000,
    "\x00",
    "\ud800",
    "x\n== 1",
    "é" * 500,
    "＿＿import＿＿('os')",
    "ｅｖａｌ('1')",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_runs_nothing(text):
    ran: list[str] = []
    _hear(lambda event, _details: ran.append(event))
    try:
        if found := parsed(text):
            found.holds(Scope({"x": 1, "y": ["a"]}))
    finally:
        _hear(None)
    assert not [event for event in ran if event in FORBIDDEN]


FORBIDDEN = ("compile", "exec", "open", "import", "os.system", "subprocess.Popen", "code.__new__")
"""What Python itself tells of a program that compiles, imports or opens something."""
_hearers: list[Callable[[str, Any], None]] = []


def _tell(event: str, details: Any) -> None:
    _hearers[0](event, details)


def _hear(hearer: Callable[[str, Any], None] | None) -> None:
    """Tell `hearer` what Python does from now on; a hook cannot be taken away, only silenced."""
    if not _hearers:
        _hearers.append(lambda _event, _details: None)
        sys.addaudithook(_tell)
    _hearers[0] = hearer or (lambda _event, _details: None)


DEEP = {
    "parentheses": "(" * 999 + "x" + ")" * 999,
    "brackets": "x dans " + "[" * 900 + "]" * 900,
    "contraries": "non " * 499 + "vrai",
    "sums": "x " + "+ 1 " * 498 + "> 1",
    "comparisons": "x " + "< 1 " * 498,
    "alternatives": " ou ".join(['x == "a"'] * 150),
    "calls": "vide(" * 300 + "x" + ")" * 300,
    "a list": "x dans [" + ", ".join(["1"] * 600) + "]",
    "digits": "x == " + "1" * 1900,
    "spaces": "x" + " " * 1990 + "== 1",
    "signs": "x == " + "-" * 1900 + "1",
    "quotes": '"' * 1999,
}


@pytest.mark.parametrize("kind", DEEP)
def test_nothing_deep_takes_long_or_fails(kind):
    before = time.process_time()
    if found := parsed(DEEP[kind]):
        for _ in range(50):
            assert found.holds(Scope({"x": 1})) in (True, False)
    assert time.process_time() - before < LONGEST


def test_one_text_gives_one_answer_however_often_it_is_asked():
    luck = Random(3)
    asked = [Asked("x", "multiple", ("a", "b")), Asked("y", "date")]
    for _ in range(100):
        found = parse(condition(luck, asked))
        scope = Scope({"x": ["a"], "y": "2020-03-17", "@age": 81})
        assert found.holds(scope) is parse(found.text).holds(scope)
