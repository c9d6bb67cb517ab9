"""The editor in here: nothing typed is lost, each save is checked."""

from __future__ import annotations

import resource
from pathlib import Path

from textual.widgets import TextArea

from tests.ui.driving import line_with, on_screen, pressed
from tests.ui.supervised import BROKEN, COURTESY, at_the_scripts, supervisor
from veille_tui.ui.screens.scripts import ScriptsScreen


def file_of(folder: Path) -> Path:
    return folder / "scripts" / "courtoisie.yaml"


async def test_what_is_typed_is_saved_and_checked(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    async with at_the_scripts(station, "i") as pilot:
        assert "Aucun problème." in on_screen(pilot)
        await pressed(pilot, "ctrl+home", *"# vu", "enter")
        assert "pas enregistré" in on_screen(pilot)
        await pressed(pilot, "ctrl+s")
        assert "pas enregistré" not in on_screen(pilot)
    assert file_of(tmp_path).read_text("utf-8") == "# vu\n" + COURTESY


async def test_a_mistake_is_shown_under_the_text_and_f8_goes_from_one_to_the_next(tmp_path: Path):
    twice = COURTESY.replace("    titre: Santé", "    tittre: Santé").replace("oui_non", "ouinon")
    station = supervisor(tmp_path, courtoisie=COURTESY)
    async with at_the_scripts(station, "i") as pilot:
        area = pilot.app.screen.query_one(TextArea)
        area.text = twice
        await pressed(pilot, "ctrl+s")
        assert "« tittre » n'existe pas" in line_with(pilot, "ligne 5")
        await pressed(pilot, "ctrl+end", "f8")
        first = area.cursor_location[0]
        await pressed(pilot, "f8")
        assert area.cursor_location[0] > first
        area.text = COURTESY
        await pressed(pilot, "ctrl+s")
        assert "Aucun problème." in on_screen(pilot)


async def test_the_cursor_begins_at_the_first_error(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=BROKEN)
    async with at_the_scripts(station, "i") as pilot:
        assert pilot.app.screen.query_one(TextArea).cursor_location[0] == 7
        assert "Vouliez-vous dire « oui_non » ?" in on_screen(pilot)


async def test_leaving_with_changes_asks_and_either_answer_is_kept(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    async with at_the_scripts(station, "i", "x", "escape") as pilot:
        assert "Des changements ne sont pas enregistrés." in on_screen(pilot)
        await pressed(pilot, "escape")
        assert "xscript" in on_screen(pilot)
        await pressed(pilot, "escape", "2")
        assert isinstance(pilot.app.screen, ScriptsScreen)
        assert file_of(tmp_path).read_text("utf-8") == COURTESY
        await pressed(pilot, "i", "x", "escape", "1")
        assert isinstance(pilot.app.screen, ScriptsScreen)
        assert "Entrée : y retourner." in on_screen(pilot)
    assert file_of(tmp_path).read_text("utf-8") == "x" + COURTESY


async def test_leaving_without_changes_asks_nothing(tmp_path: Path):
    async with at_the_scripts(supervisor(tmp_path, courtoisie=COURTESY), "i", "escape") as pilot:
        assert isinstance(pilot.app.screen, ScriptsScreen)


async def test_a_change_by_somebody_else_is_told_before_it_is_written_over(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    async with at_the_scripts(station, "i", "#") as pilot:
        file_of(tmp_path).write_text("script: autre\n", encoding="utf-8")
        await pressed(pilot, "ctrl+s")
        assert "changé ou effacé par quelqu'un d'autre" in on_screen(pilot)
        await pressed(pilot, "escape")
        assert file_of(tmp_path).read_text("utf-8") == "script: autre\n"
        assert "#script: courtoisie" in on_screen(pilot)
        await pressed(pilot, "ctrl+s", "1")
        assert file_of(tmp_path).read_text("utf-8") == "#" + COURTESY


async def test_the_other_text_can_be_taken_instead(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    async with at_the_scripts(station, "i", "#") as pilot:
        file_of(tmp_path).write_text("script: autre\n", encoding="utf-8")
        await pressed(pilot, "ctrl+s", "2")
        assert "script: autre" in on_screen(pilot)
        assert "pas enregistré" not in on_screen(pilot)


async def test_a_full_disk_is_told_and_the_text_stays(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    async with at_the_scripts(station, "i", "#") as pilot:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (16, hard))
        try:
            await pressed(pilot, "ctrl+s")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert "le disque est plein" in on_screen(pilot)
        assert "Rien n'est perdu" in " ".join(on_screen(pilot).split())
        assert "#script: courtoisie" in on_screen(pilot)
        assert file_of(tmp_path).read_text("utf-8") == COURTESY
        await pressed(pilot, "ctrl+s")
    assert file_of(tmp_path).read_text("utf-8") == "#" + COURTESY


async def test_a_tab_is_spaces_as_yaml_wants_them(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    async with at_the_scripts(station, "i", "ctrl+end", "tab", "z", "ctrl+s") as pilot:
        assert "enregistré" in on_screen(pilot)
    assert file_of(tmp_path).read_text("utf-8") == COURTESY + "  z"


async def test_undo_takes_back_what_was_typed(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    async with at_the_scripts(station, "i", "#", "ctrl+z") as pilot:
        assert "pas enregistré" not in on_screen(pilot)
