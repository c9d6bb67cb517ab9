"""Truths joined together and written in our condition language, as short as can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from veille_tui.domain.condition_tokens import OPERATOR_WORDS


@dataclass(frozen=True, slots=True)
class Atom:
    """A comparison or a function, written already."""

    text: str
    is_call: bool = False
    """Whether it needs no parentheses after « non »."""


@dataclass(frozen=True, slots=True)
class Contrary:
    """What is true when `truth` is not."""

    truth: Truth


@dataclass(frozen=True, slots=True)
class Joined:
    """Truths joined by "and" or "or"."""

    by: str
    truths: tuple[Truth, ...]


Truth = bool | Atom | Contrary | Joined


def both(truths: Iterable[Truth]) -> Truth:
    """True when all are."""
    return _joined("and", truths, absorbing=False)


def either(truths: Iterable[Truth]) -> Truth:
    """True when one is."""
    return _joined("or", truths, absorbing=True)


def _joined(by: str, truths: Iterable[Truth], absorbing: bool) -> Truth:
    found: dict[Truth, None] = {}
    for truth in truths:
        if truth is absorbing:
            return absorbing
        if isinstance(truth, bool):
            continue
        inside = truth.truths if isinstance(truth, Joined) and truth.by == by else (truth,)
        found.update(dict.fromkeys(inside))
    several = tuple(found)
    if not several:
        return not absorbing
    return several[0] if len(several) == 1 else Joined(by, several)


def contrary(truth: Truth) -> Truth:
    """True when `truth` is not."""
    if isinstance(truth, bool):
        return not truth
    return truth.truth if isinstance(truth, Contrary) else Contrary(truth)


def size_of(truth: Truth) -> int:
    """How many comparisons it holds."""
    if isinstance(truth, Joined):
        return sum(size_of(one) for one in truth.truths)
    return size_of(truth.truth) if isinstance(truth, Contrary) else 1


def operator(english: str, language: str) -> str:
    """An operator's word in our conditions."""
    return next(ours for ours, role in OPERATOR_WORDS[language].items() if role == english)


def written(truth: Truth, language: str) -> str:
    """`truth` as a file of `language` writes it."""
    if isinstance(truth, bool):
        return operator("true" if truth else "false", language)
    if isinstance(truth, Atom):
        return truth.text
    if isinstance(truth, Contrary):
        inside = written(truth.truth, language)
        bare = isinstance(truth.truth, Atom) and truth.truth.is_call
        return f"{operator('not', language)} " + (inside if bare else f"({inside})")
    word = f" {operator(truth.by, language)} "
    return word.join(_operand(one, truth.by, language) for one in truth.truths)


def _operand(truth: Truth, by: str, language: str) -> str:
    text = written(truth, language)
    return f"({text})" if isinstance(truth, Joined) and truth.by != by and by == "and" else text
