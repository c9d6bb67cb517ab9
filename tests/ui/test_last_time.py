"""What was answered, complained of and cried for last time is read again before dialling."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

from tests import builders
from tests.ui.driving import on_screen, opened
from tests.ui.stations import Station
from veille_tui.ui.plain import run


def remembering(folder: Path) -> Station:
    """She had answered, complained of the lift, and worried the caller."""
    last = replace(
        builders.case().attempts[0],
        answers=(("forme", "Pas très bien"), ("courses_faites", "Avec de l'aide")),
        complaints=("ascenseur en panne",),
        help_texts=("elle pleure beaucoup",),
    )
    station = Station(folder)
    builders.in_hand(station.journal, builders.case(attempts=(last,)))
    return station


async def test_the_household_says_what_was_answered_last_time(tmp_path: Path):
    async with opened(remembering(tmp_path)) as pilot:
        shown = on_screen(pilot)
        assert "forme : Pas très bien · courses" in shown
        assert "réclamation : ascenseur en panne" in shown
        assert "J'appelle ce numéro" in shown


async def test_the_history_says_all_of_it(tmp_path: Path):
    async with opened(remembering(tmp_path), "h") as pilot:
        shown = on_screen(pilot)
        assert "courses faites : Avec de l'aide" in shown
        assert "superviseur prévenu : elle pleure beaucoup" in shown


def test_lines_say_it_too(tmp_path: Path):
    out = StringIO()
    station = remembering(tmp_path)
    run(station.desk, "", lambda: None, station.now, lambda text: None, StringIO(""), out)
    assert "Réponses d'alors : forme : Pas très bien" in out.getvalue()
    assert "superviseur prévenu : elle pleure beaucoup" in out.getvalue()
