"""An immediate need comes up on whatever screen a supervisor is at, and on no caller's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.store.builders import LEASE, NOON, WINTER, Clock, Desk, fill, token
from tests.store.test_access import Team, team  # noqa: F401 - a fixture
from tests.ui.driving import on_screen, opened, pressed, settled
from tests.ui.stations import Station
from tests.ui.test_follow import FOOD, found
from veille_tui.bootstrap import clock as now
from veille_tui.domain.journal import Kind
from veille_tui.domain.people import Role
from veille_tui.store.shared import SharedStore

DANGER = replace(FOOD, theme="sante", urgency="immediate")


async def looked(pilot: Pilot[None]) -> None:
    """Two seconds later."""
    pilot.app.look_for_urgent()  # type: ignore[attr-defined]
    await settled(pilot)


def rings(pilot: Pilot[None]) -> list[bool]:
    """One for each bell from now on."""
    bells: list[bool] = []
    pilot.app.bell = lambda: bells.append(True)  # type: ignore[method-assign]
    return bells


async def test_after_the_follow_up_it_stands_at_the_top_of_every_screen_until_it_is_read(
    tmp_path: Path, sqlite_url: str
) -> None:
    moved = Clock(NOON)
    store = SharedStore(sqlite_url, clock=moved)
    fill(store, 6)
    station = Station(tmp_path, now=moved, scripts_store=lambda: store, user="Sonia")
    async with opened(station, "f9", "escape") as pilot:
        bells = rings(pilot)
        moved.forward(seconds=5)
        found(store, DANGER)
        await looked(pilot)
        assert "IMMÉDIAT · santé" in on_screen(pilot)
        assert "Bonjour" in on_screen(pilot)
        await pressed(pilot, "f8")
        assert "IMMÉDIAT · santé" in on_screen(pilot)
        await looked(pilot)
        assert bells == [True]
        assert "Hélène B. · F9" in on_screen(pilot)
        await pressed(pilot, "f9", "f9")
        assert "Hélène B. · V" in on_screen(pilot)
        await pressed(pilot, "v", "escape")
        assert "Suivi" not in on_screen(pilot)
        assert "IMMÉDIAT" not in on_screen(pilot)
        assert "Bonjour" not in on_screen(pilot)
        for _one in range(5):
            moved.forward(seconds=5)
            found(store, DANGER)
        await looked(pilot)
        assert on_screen(pilot).count("IMMÉDIAT") == 3
        assert "et 2 autres · F9" in on_screen(pilot)
    store.close()


async def test_a_campaign_opened_meanwhile_is_watched_within_the_minute(
    tmp_path: Path, sqlite_url: str
) -> None:
    moved = Clock(NOON)
    store = SharedStore(sqlite_url, clock=moved)
    fill(store, 1)
    station = Station(tmp_path, now=moved, scripts_store=lambda: store, user="Sonia")
    async with opened(station, "f9", "escape") as pilot:
        fill(store, 1, replace(WINTER, id="ete", title="Canicule"), moved())
        moved.forward(minutes=1)
        claim = token()
        granted = store.claim_next("ete", "Paul", claim, LEASE)
        assert granted is not None
        desk = Desk(granted.case.id, claim, "Paul", campaign="ete")
        store.receive("autre", [desk.started(), desk.entry(Kind.HELP_ASKED, {"text": "vite"})])
        await looked(pilot)
        assert "vite · Canicule · F9" in on_screen(pilot)
    store.close()


async def test_whoever_opened_no_follow_up_and_has_no_account_is_left_alone(
    tmp_path: Path, sqlite_url: str
) -> None:
    moved = Clock(NOON)
    store = SharedStore(sqlite_url, clock=moved)
    fill(store, 2)
    station = Station(tmp_path, now=moved, scripts_store=lambda: store, user="Paul")
    async with opened(station) as pilot:
        moved.forward(seconds=5)
        found(store, DANGER)
        await looked(pilot)
        await pressed(pilot, "f8", "f9")
        assert "IMMÉDIAT" not in on_screen(pilot)
        assert "Suivi" not in on_screen(pilot)
    store.close()


@pytest.mark.parametrize(("role", "is_told"), [(Role.SUPERVISOR, True), (Role.CALLER, False)])
async def test_a_supervisor_s_account_is_told_from_the_start_and_a_caller_s_never(
    tmp_path: Path,
    team: Team,  # noqa: F811
    role: Role,
    is_told: bool,
) -> None:
    theirs = SharedStore(team.login("Sonia", role))
    station = Station(tmp_path, now=now, scripts_store=lambda: theirs, user="Sonia")
    async with opened(station) as pilot:
        await looked(pilot)
        bells = rings(pilot)
        claim = token()
        granted = team.store.claim_next("hiver", "Paul", claim, LEASE)
        assert granted is not None
        desk = Desk(granted.case.id, claim, "Paul")
        cry = desk.entry(Kind.HELP_ASKED, {"text": "vite"})
        team.store.receive("autre", [desk.started(), cry])
        await looked(pilot)
        assert ("À L'AIDE" in on_screen(pilot)) is is_told
        assert bool(bells) is is_told
    theirs.close()
