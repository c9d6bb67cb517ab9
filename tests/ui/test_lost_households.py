"""A household whose claim ended is never called twice without somebody knowing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from tests import builders
from tests.ui.driving import on_screen, opened, pressed
from tests.ui.stations import Station
from tests.ui.talking import answering, told
from tests.ui.talking import on_screen as talking_on_screen
from veille_tui.desk.shared_store import SharedStore
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Waiting
from veille_tui.domain.journal import Kind
from veille_tui.ui.app import VeilleApp
from veille_tui.ui.plain import run

MORNING_AFTER = builders.NOW + timedelta(days=1)


@dataclass
class Renewing:
    """A shared store that still has the claim, or has it no more."""

    holds: bool

    def renew(self, tokens: Sequence[str], caller: str, lease: timedelta) -> Mapping[str, datetime]:
        return dict.fromkeys(tokens, MORNING_AFTER + lease) if self.holds else {}

    def campaign(self, campaign_id: str) -> Campaign:
        return builders.campaign()

    def waiting(self, campaign_id: str, caller: str) -> Waiting:
        return Waiting()


def next_day(folder: Path, holds: bool | None) -> Station:
    """A household taken yesterday; None: the shared store does not answer."""
    store = cast("SharedStore", Renewing(bool(holds)))
    asked = builders.no_store if holds is None else lambda: store
    station = Station(folder, store=asked, now=lambda: MORNING_AFTER)
    builders.in_hand(station.journal)
    return station


def dials(station: Station) -> int:
    return [entry.kind for entry in station.journal.unsent(100)].count(Kind.NUMBER_DIALLED)


def lose(station: Station) -> None:
    """What the courier writes when somebody else has the household."""
    tokens = [claim.token for claim in station.journal.claims()]
    station.journal.renew_claims({}, tokens)


def lines(station: Station, *typed: str) -> str:
    out, inp = StringIO(), StringIO("".join(f"{line}\n" for line in typed))
    run(station.desk, "", lambda: None, station.now, lambda text: None, inp, out)
    return out.getvalue()


async def looked(pilot: Pilot[None]) -> None:
    """The screen's own look at what is sent and held, without waiting for its turn."""
    await cast("VeilleApp", pilot.app).look_around()
    await pilot.pause()


async def test_a_claim_that_still_holds_is_renewed_before_the_first_dial(tmp_path: Path):
    station = next_day(tmp_path, holds=True)
    async with opened(station, "enter") as pilot:
        assert "Qui répond ?" in on_screen(pilot)
    assert station.journal.claims()[0].lease_until == MORNING_AFTER + timedelta(minutes=30)


async def test_a_household_lost_overnight_is_left_by_the_same_key(tmp_path: Path):
    station = next_day(tmp_path, holds=False)
    async with opened(station, "enter") as pilot:
        assert "Laisser ce foyer" in on_screen(pilot)
        assert "n'est plus à vous" in on_screen(pilot)
        await pressed(pilot, "enter")
        assert "Foyer laissé" in on_screen(pilot)
    assert dials(station) == 0
    assert station.journal.claims() == []


@pytest.mark.parametrize(("key", "dialled"), [("escape", 0), ("enter", 1)])
async def test_without_network_an_ended_claim_is_dialled_only_once_confirmed(
    tmp_path: Path, key: str, dialled: int
):
    station = next_day(tmp_path, holds=None)
    async with opened(station, "enter") as pilot:
        assert "Appeler quand même ?" in on_screen(pilot)
        assert dials(station) == 0
        await pressed(pilot, key)
    assert dials(station) == dialled


async def test_a_loss_is_seen_on_the_open_screen_before_anything_is_dialled(tmp_path: Path):
    station = Station(tmp_path)
    builders.in_hand(station.journal)
    async with opened(station) as pilot:
        lose(station)
        await pressed(pilot, "enter")
        assert "Foyer laissé" in on_screen(pilot)
    assert dials(station) == 0


async def test_a_loss_that_the_courier_learns_is_said_without_a_key(tmp_path: Path):
    station = Station(tmp_path)
    builders.in_hand(station.journal)
    async with opened(station) as pilot:
        lose(station)
        await looked(pilot)
        assert "Laisser ce foyer" in on_screen(pilot)


async def test_a_loss_in_mid_conversation_is_said_and_the_call_goes_on(tmp_path: Path):
    station = answering(tmp_path)
    async with talking_on_screen(station.app()) as pilot:
        lose(station)
        await looked(pilot)
        assert await told(pilot, "Quelqu'un d'autre a repris ce foyer")
        await pressed(pilot, "enter", "1")
    assert station.call.answers


def test_in_lines_a_household_lost_overnight_is_left(tmp_path: Path):
    station = next_day(tmp_path, holds=False)
    said = lines(station, "", "", "q")
    assert "n'est plus à vous" in said
    assert dials(station) == 0
    assert station.journal.claims() == []


def test_in_lines_a_loss_that_the_courier_learnt_is_said(tmp_path: Path):
    station = Station(tmp_path)
    builders.in_hand(station.journal)
    lose(station)
    assert "Entrée, laisser ce foyer" in lines(station, "")
    assert dials(station) == 0


@pytest.mark.parametrize(("answer", "dialled"), [("non", 0), ("oui", 1)])
def test_in_lines_without_network_it_is_asked_first(tmp_path: Path, answer: str, dialled: int):
    station = next_day(tmp_path, holds=None)
    assert "Appeler quand même" in lines(station, "", answer)
    assert dials(station) == dialled
