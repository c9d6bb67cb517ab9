"""How many callers a list needs: the reckoning, and the same tried in a small world."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from veille_tui.config import shipped_scripts
from veille_tui.simulation.engine import Order
from veille_tui.simulation.planner import (
    Need,
    Plan,
    need_lines,
    need_of,
    plan_lines,
    with_unreachable,
)
from veille_tui.simulation.world import Callers, Group, Habit, World

CAMPAIGN = shipped_scripts() / "programmes" / "chalets" / "campagne.yaml"
WORLD = World(
    date(2020, 3, 24),
    date(2020, 4, 10),
    (Group("tous", 400, ages=(72, 90), without_number=40),),
    Callers(1, minutes=7),
    habits=(Habit("facile", rest=True, answers={"*": 1.0}),),
)


def order(folder: Path, world: World = WORLD) -> Order:
    return Order(world, CAMPAIGN, "sqlite:///unused.db", folder)


def test_the_reckoning_is_minutes_of_the_list_by_minutes_of_a_caller(tmp_path: Path) -> None:
    """360 households of 8 minutes are 2880 minutes; a week has five days of 360 minutes."""
    need = need_of(order(tmp_path))
    assert (need.households, need.unreachable, need.attempts) == (360, 0, 1)
    assert (need.minutes, need.minutes_a_day, need.every) == (8, 360, 7)
    assert need.callers == 2
    assert (need.days(1), need.days(2), need.days(8)) == (8, 4, 1)


def test_those_who_never_answer_take_every_attempt_and_less_time_each(tmp_path: Path) -> None:
    """A campaign of five attempts: a tenth of the list costs five calls of two minutes each."""
    everybody = replace(WORLD, groups=(replace(WORLD.groups[0], number=360, without_number=0),))
    need = need_of(order(tmp_path, with_unreachable(everybody, 0.1)))
    assert need.unreachable == pytest.approx(0.1)
    assert need.attempts == pytest.approx(0.9 + 0.1 * 5)
    assert need.minutes == pytest.approx(0.9 * 8 + 0.1 * 5 * 2)


def test_a_list_that_takes_twice_as_long_takes_twice_the_callers(tmp_path: Path) -> None:
    twice = replace(WORLD, groups=(replace(WORLD.groups[0], number=760),))
    assert need_of(order(tmp_path, twice)).callers == 4


def test_the_answer_fits_eighty_columns_and_names_the_least_that_is_enough() -> None:
    need = Need(42_969, 0.1, 1.5, 6.6, 270, 7, 6, 174)
    found = [Plan(87, 12, None, 54, 0.9), Plan(130, 9, 6, 57, 1), Plan(174, 6, 5, 51, 1)]
    lines = [*need_lines(need), *plan_lines(need, found)]
    assert all(len(line) <= 80 for line in lines[3:])
    assert "130 personnes suffisent" in lines[-1]
    assert "aucun" in list(plan_lines(need, found[:1]))[-1]
