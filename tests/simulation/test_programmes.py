"""The five programmes in small, through the real program: what the report shows is what is true."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from veille_tui.config import shipped_scripts
from veille_tui.simulation.engine import Day, Engine, Order, Outcome
from veille_tui.simulation.table import pictures, rows, table_lines
from veille_tui.simulation.world import World
from veille_tui.simulation.world_file import read_world

PROGRAMMES = shipped_scripts() / "programmes"
SMALL = {
    "mesolia_lancement": 0.03,
    "mesolia_mai": 0.03,
    "chalets": 0.04,
    "patrimoine": 0.025,
    "paris_habitat": 0.002,
}


def ran(url: str, folder: Path, name: str, world: str = "monde.yaml") -> tuple[World, Outcome]:
    found = read_world(PROGRAMMES / name / world)
    order = Order(
        found, PROGRAMMES / name / "campagne.yaml", url, folder, seed=3, scale=SMALL[name]
    )
    days: list[Day] = []
    with closing(Engine(order, days.append)) as engine:
        outcome = engine.run()
    assert tuple(days) == outcome.days
    return found, outcome


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_programme_ends_with_what_was_true_of_its_world(
    name: str, sqlite_url: str, tmp_path: Path
) -> None:
    """The rules are checked after every simulated day; a breach stops the run."""
    world, outcome = ran(sqlite_url, tmp_path, name)
    told = [row for row in rows(world, outcome) if row.truth is not None]
    assert told
    assert [row.title for row in told if not row.holds] == []
    households = outcome.figures["households"]
    assert sum(outcome.figures["dispositions"].values()) == households["targeted"]
    assert outcome.calls == outcome.figures["calls"]["attempts"]
    assert all(len(line) <= 80 for line in (*table_lines(told), *pictures(outcome.days)))


def test_a_heatwave_alert_reaches_everybody_every_day_by_telephone_or_at_the_door(
    sqlite_url: str, tmp_path: Path
) -> None:
    _world, outcome = ran(sqlite_url, tmp_path, "chalets", "monde_canicule.yaml")
    in_alert = [day for day in outcome.days if 24 <= day.day.day <= 26]
    assert all(day.calls >= day.targeted * 0.9 for day in in_alert)
    assert outcome.figures["relays"]["neighbour"]["results"].get("well", 0) > 0


def test_a_programme_runs_on_postgresql_alike(ready_postgres: str, tmp_path: Path) -> None:
    world, outcome = ran(ready_postgres, tmp_path, "mesolia_mai")
    assert [row.title for row in rows(world, outcome) if row.truth and not row.holds] == []


def test_the_same_seed_is_the_same_campaign(sqlite_url: str, tmp_path: Path) -> None:
    _world, first = ran(sqlite_url, tmp_path, "mesolia_lancement")
    _world, again = ran(f"sqlite:///{tmp_path / 'again.db'}", tmp_path, "mesolia_lancement")
    assert first.days == again.days
    told = ("households", "calls", "needs", "by_day")
    assert all(first.figures[key] == again.figures[key] for key in told)
