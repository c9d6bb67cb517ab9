"""The supervisors' scripts: what there is, in which state, by keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from tests import builders
from tests.ui.driving import line_with, on_screen, opened, pressed
from tests.ui.supervised import BROKEN, COURTESY, at_the_scripts, supervisor, with_editor
from veille_tui.callscript.compiler import load_script
from veille_tui.domain.campaign import Campaign
from veille_tui.ui import themes
from veille_tui.ui.screens.script_editor import ScriptEditorScreen


@pytest.fixture
def terminal_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that can be given to another program, which tests have not."""
    monkeypatch.setattr(HeadlessDriver, "can_suspend", True)


class Campaigns:
    """A shared store of campaigns only."""

    def __init__(self, *campaigns: Campaign) -> None:
        self._campaigns = campaigns

    def campaigns(self) -> tuple[Campaign, ...]:
        return self._campaigns


# Where it is.


async def test_the_scripts_are_a_key_away_and_out_of_a_callers_way(tmp_path: Path):
    async with opened(supervisor(tmp_path, courtoisie=COURTESY)) as pilot:
        assert "F8" not in on_screen(pilot)
        await pressed(pilot, "f1")
        assert "Superviseur : écrire, vérifier et publier" in on_screen(pilot)
        await pressed(pilot, "escape", "f8")
        assert "Appel de courtoisie" in on_screen(pilot)
        await pressed(pilot, "escape")
        assert "Bonjour Hélène." in on_screen(pilot)


async def test_the_palette_finds_the_scripts_by_their_name(tmp_path: Path):
    async with opened(supervisor(tmp_path, courtoisie=COURTESY), "ctrl+p", *"publier") as pilot:
        await pressed(pilot, "enter", "enter")
        assert "Appel de courtoisie" in on_screen(pilot)


# A first script.


async def test_an_empty_folder_says_how_to_begin(tmp_path: Path):
    async with at_the_scripts(supervisor(tmp_path)) as pilot:
        assert "Vous n'avez pas encore de script à vous." in on_screen(pilot)
        assert "Entrée" in line_with(pilot, "Partir d'un script fourni")


async def test_enter_makes_the_first_script_from_a_shipped_one(tmp_path: Path):
    station = supervisor(tmp_path)
    async with at_the_scripts(station, "enter", "1") as pilot:
        assert "Quel nom lui donner ?" in on_screen(pilot)
        await pressed(pilot, "ctrl+u", *"Canicule")
        assert "fichier : canicule.yaml" in on_screen(pilot)
        await pressed(pilot, "enter")
        assert "canicule.yaml est à vous. 1 bloc copié." in on_screen(pilot)
        assert "Aucun problème." in on_screen(pilot)
    script, problems = load_script(tmp_path / "scripts" / "canicule.yaml")
    assert problems.ok
    assert script is not None
    assert script.title == "Canicule"


async def test_a_new_script_may_start_from_the_small_model(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    async with at_the_scripts(station, "n", "end", "enter", *"Froid", "enter") as pilot:
        assert "froid.yaml est à vous." in on_screen(pilot)
    assert load_script(tmp_path / "scripts" / "froid.yaml")[1].ok


async def test_the_scripts_of_the_folder_are_told_from_those_they_were_copied_from(tmp_path: Path):
    async with at_the_scripts(supervisor(tmp_path, courtoisie=COURTESY), "n") as pilot:
        assert "Appel de courtoisie   (à vous)" in line_with(pilot, " 1   Appel")
        assert "(à vous)" not in line_with(pilot, " 2   ")


async def test_a_name_that_is_taken_is_said_and_nothing_is_written_over(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    async with at_the_scripts(station, "n", "1", "enter") as pilot:
        assert "courtoisie.yaml existe déjà. Choisir un autre nom." in on_screen(pilot)
    assert (tmp_path / "scripts" / "courtoisie.yaml").read_text("utf-8") == COURTESY


async def test_a_name_without_a_letter_is_asked_again(tmp_path: Path):
    async with at_the_scripts(supervisor(tmp_path), "enter", "1", "ctrl+u", "enter") as pilot:
        assert "Il faut un nom, avec au moins une lettre." in on_screen(pilot)


# The list.


async def test_the_list_says_the_state_of_each_script_in_words(tmp_path: Path):
    station = supervisor(
        tmp_path,
        courtoisie=COURTESY,
        casse=BROKEN.replace("Appel de courtoisie", "Autre"),
        blocs__repas="questions: []\n",
    )
    async with at_the_scripts(station) as pilot:
        assert "1 essai à voir" in line_with(pilot, "Appel de courtoisie")
        assert "bon" in line_with(pilot, "Pendant le confinement")
        assert "1 erreur" in line_with(pilot, "Autre")
        assert "2 questions · changé" in on_screen(pilot)
        assert "bloc que rien n'inclut" in on_screen(pilot)
        assert "Fournis avec veille" in on_screen(pilot)


async def test_the_list_says_where_a_script_is_in_force(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    script, _problems = load_script(tmp_path / "scripts" / "courtoisie.yaml")
    assert script is not None
    ours = builders.campaign(script_id="courtoisie", script_hash=script.hash, title="Hiver [b]")
    older = replace(ours, id="2", title="Été", script_hash="0123")
    closed = replace(ours, id="3", title="Fermée", is_closed=True)
    station.scripts_store = lambda: Campaigns(ours, older, closed)
    async with at_the_scripts(station) as pilot:
        words = "en service : Hiver [b] · en service dans une autre version : Été"
        assert words in on_screen(pilot)
        assert "Fermée" not in on_screen(pilot)


async def test_without_the_shared_store_the_files_are_still_there(tmp_path: Path):
    async with at_the_scripts(supervisor(tmp_path, courtoisie=COURTESY)) as pilot:
        assert "Pas de réseau." in on_screen(pilot)
        assert "Appel de courtoisie" in on_screen(pilot)
        await pressed(pilot, "enter", "2")
        assert "Versions pas encore connues." in on_screen(pilot)


async def test_what_a_script_says_is_never_read_as_markup(tmp_path: Path):
    wild = COURTESY.replace("titre: Appel de courtoisie", 'titre: "[red]x[/] \\u202e"')
    async with at_the_scripts(supervisor(tmp_path, sauvage=wild)) as pilot:
        assert "[red]x[/]" in on_screen(pilot)
        await pressed(pilot, "enter", "4")
        assert "[red]x[/]" in on_screen(pilot)


# One script.


async def test_a_problem_shows_its_line_a_caret_its_cause_and_its_remedy(tmp_path: Path):
    async with at_the_scripts(supervisor(tmp_path, casse=BROKEN), "enter") as pilot:
        seen = on_screen(pilot)
        assert "Erreur, ligne 8, colonne 15" in seen
        line, caret = line_with(pilot, "type: ouinon"), line_with(pilot, "^")
        assert caret.index("^") == line.index("ouinon")
        assert "→ Vouliez-vous dire « oui_non » ?" in seen


async def test_the_cases_are_run_and_what_differs_is_said(tmp_path: Path):
    async with at_the_scripts(supervisor(tmp_path, courtoisie=COURTESY), "4") as pilot:
        assert "bon" in line_with(pilot, "tout va bien")
        assert "à voir" in line_with(pilot, "on se trompe")
        assert "attendu : moral" in on_screen(pilot)
        assert "obtenu : moral, appui" in on_screen(pilot)


async def test_a_wide_window_shows_the_list_and_the_script_side_by_side(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY, casse=BROKEN.replace("Appel de", "Zèle de"))
    async with at_the_scripts(station, size=(120, 40)) as pilot:
        assert "Aucun problème." in on_screen(pilot)
        assert "Fournis avec veille" in on_screen(pilot)
        await pressed(pilot, "down")
        assert "Erreur, ligne 8" in on_screen(pilot)


async def test_escape_goes_from_the_script_to_the_list_then_out(tmp_path: Path):
    async with at_the_scripts(supervisor(tmp_path, courtoisie=COURTESY), "enter") as pilot:
        assert "[Problèmes]" in on_screen(pilot)
        await pressed(pilot, "escape")
        assert "Fournis avec veille" in on_screen(pilot)
        await pressed(pilot, "escape")
        assert not pilot.app.is_running


async def test_a_named_file_is_opened_at_once(tmp_path: Path):
    station = supervisor(tmp_path, a=COURTESY, z=COURTESY.replace("Appel", "Zèle"))
    async with at_the_scripts(station, script=tmp_path / "scripts" / "z.yaml") as pilot:
        assert "Zèle de courtoisie" in on_screen(pilot)
        assert "[Problèmes]" in on_screen(pilot)


async def test_a_shipped_script_is_read_only_and_says_what_to_do(tmp_path: Path):
    station = with_editor(supervisor(tmp_path, courtoisie=COURTESY), "a", "b")
    async with at_the_scripts(station, "end", "e") as pilot:
        assert "en lecture seule. N : en faire un script à vous." in on_screen(pilot)


async def test_the_diagram_shows_each_question_and_when_it_is_asked(tmp_path: Path):
    async with at_the_scripts(supervisor(tmp_path, courtoisie=COURTESY), "3") as pilot:
        assert "moral (oui ou non)" in on_screen(pilot)
        assert "« Quelqu'un peut-il passer ? »" in on_screen(pilot)


@pytest.mark.parametrize("theme", themes.NAMES)
async def test_the_state_is_said_in_words_in_every_theme(tmp_path: Path, theme: str):
    station = supervisor(tmp_path, casse=BROKEN)
    async with at_the_scripts(station) as pilot:
        pilot.app.theme = theme
        await pressed(pilot, "enter")
        assert "1 erreur" in on_screen(pilot)
        assert "[Problèmes 1]" in on_screen(pilot)


# The person's own editor.


async def test_the_editor_opens_at_the_problem_and_the_check_follows(
    tmp_path: Path, terminal_to_give: None
):
    station = with_editor(supervisor(tmp_path, casse=BROKEN), "ouinon", "oui_non")
    async with at_the_scripts(station, "enter", "enter") as pilot:
        assert "Aucun problème. A : aperçu   P : publier" in on_screen(pilot)
        assert "Aucun problème." in on_screen(pilot)
    called = (tmp_path / "scripts" / "casse.called").read_text()
    assert called == f"--softwrap +8 {tmp_path / 'scripts' / 'casse.yaml'}"


async def test_a_mistake_made_in_the_editor_is_shown_at_once_and_enter_goes_back(
    tmp_path: Path, terminal_to_give: None
):
    station = with_editor(supervisor(tmp_path, courtoisie=COURTESY), "dire:", "dirre:")
    async with at_the_scripts(station, "e") as pilot:
        assert "Entrée : y retourner." in on_screen(pilot)
        assert "« dirre » n'existe pas" in on_screen(pilot)
        with_editor(station, "dirre:", "dire:")
        await pressed(pilot, "enter")
        assert "Aucun problème. A : aperçu   P : publier" in on_screen(pilot)


async def test_an_editor_that_fails_is_said_and_the_file_is_checked_all_the_same(
    tmp_path: Path, terminal_to_give: None
):
    station = with_editor(supervisor(tmp_path, courtoisie=COURTESY), "x", "x", status=3)
    async with at_the_scripts(station, "e") as pilot:
        assert "L'éditeur s'est arrêté sur une erreur (3)." in on_screen(pilot)
        assert "Aucun problème." in on_screen(pilot)


async def test_an_editor_that_is_not_there_leaves_the_one_in_here(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    station.env = {"PATH": "", "EDITOR": "introuvable"}
    async with at_the_scripts(station, "e") as pilot:
        assert isinstance(pilot.app.screen, ScriptEditorScreen)


async def test_a_terminal_that_cannot_be_given_away_leaves_the_editor_in_here(tmp_path: Path):
    station = with_editor(supervisor(tmp_path, courtoisie=COURTESY), "a", "b")
    async with at_the_scripts(station, "e") as pilot:
        assert isinstance(pilot.app.screen, ScriptEditorScreen)


async def test_the_editor_in_here_may_be_chosen_over_ones_own(
    tmp_path: Path, terminal_to_give: None
):
    station = with_editor(supervisor(tmp_path, courtoisie=COURTESY), "a", "b")
    async with at_the_scripts(station, "i") as pilot:
        assert isinstance(pilot.app.screen, ScriptEditorScreen)
    assert not list((tmp_path / "scripts").glob("*.called"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_no_line_is_wider_than_the_window(tmp_path: Path, size: tuple[int, int]):
    station = supervisor(tmp_path, courtoisie=COURTESY, casse=BROKEN)
    async with at_the_scripts(station, "enter", size=size) as pilot:
        for key in "1234":
            await pressed(pilot, key)
            assert all(len(line) <= size[0] for line in on_screen(pilot).splitlines())


async def test_a_file_that_is_taken_away_leaves_the_list(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY, autre=COURTESY.replace("Appel", "Zèle"))
    async with at_the_scripts(station, "enter") as pilot:
        (tmp_path / "scripts" / "courtoisie.yaml").unlink()
        await pressed(pilot, "f5")
        assert "Zèle de courtoisie" in on_screen(pilot)
        assert "Appel de courtoisie" not in on_screen(pilot)


async def test_a_block_says_where_it_is_seen_and_published(tmp_path: Path):
    including = COURTESY.replace("essais:", "  - inclure: blocs/fin.yaml\nessais:")
    block = (
        "sections:\n  - {id: fin, titre: Fin, questions: [{id: fini, type: note, dire: Merci}]}\n"
    )
    station = supervisor(tmp_path, courtoisie=including, blocs__fin=block)
    async with at_the_scripts(station, "down") as pilot:
        assert "bloc, dans 1 script" in on_screen(pilot)
        await pressed(pilot, "p")
        assert "Un bloc se publie avec les scripts qui l'incluent." in on_screen(pilot)
        await pressed(pilot, "a")
        assert "Un bloc se voit dans les scripts qui l'incluent." in on_screen(pilot)
