"""A script's own cases: what they expect against what the walk gives."""

from __future__ import annotations

from collections.abc import Iterable

from veille_tui.domain.call_script import CallScript, ExpectedNeed, Need, ScriptCase
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.walk import walk


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that is not as a case expects, each side in one line of codes."""

    what: str
    """questions, needs, alerts, cadence or complete."""
    expected: str
    got: str


def run_case(script: CallScript, case: ScriptCase) -> tuple[Mismatch, ...]:
    """What differs; nothing when the case passes. Needs and alerts count in any order."""
    state = walk(script, case.tenant, case.reason, case.answers)
    expected = case.expected
    found: list[Mismatch] = []
    if expected.questions is not None and expected.questions != state.asked:
        found.append(Mismatch("questions", _line(expected.questions), _line(state.asked)))
    if expected.needs is not None and not _are_met(expected.needs, state.needs):
        wanted = _line(_expected_need(need) for need in expected.needs)
        found.append(Mismatch("needs", wanted, _line(_need(need) for need in state.needs)))
    if expected.alerts is not None and set(expected.alerts) != set(state.alerts):
        found.append(Mismatch("alerts", _line(expected.alerts), _line(state.alerts)))
    if expected.cadence is not None and expected.cadence != (state.every or ""):
        found.append(Mismatch("cadence", expected.cadence, state.every or ""))
    if expected.complete is not None and expected.complete is not state.complete:
        found.append(Mismatch("complete", _truth(expected.complete), _truth(state.complete)))
    return tuple(found)


def _are_met(expected: tuple[ExpectedNeed, ...], needs: tuple[Need, ...]) -> bool:
    by_theme = {need.theme: need for need in needs}
    if {need.theme for need in expected} != set(by_theme):
        return False
    return all(_is_met(one, by_theme[one.theme]) for one in expected)


def _is_met(expected: ExpectedNeed, need: Need) -> bool:
    return expected.urgency in (None, need.urgency) and expected.to in ("", need.to)


def _expected_need(need: ExpectedNeed) -> str:
    return " ".join(part for part in (need.theme, need.urgency or "", need.to) if part)


def _need(need: Need) -> str:
    return " ".join(part for part in (need.theme, need.urgency, need.to) if part)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _line(words: Iterable[str]) -> str:
    return ", ".join(words)
