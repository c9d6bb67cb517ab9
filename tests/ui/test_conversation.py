"""The conversation by its keys: what is pressed, what the caller then sees and what is kept."""

from __future__ import annotations

from pathlib import Path

from tests import builders
from tests.ui.reading import seen
from tests.ui.talking import (
    KINDS,
    all_well,
    answering,
    on_screen,
    press,
    read,
    refuse_to_write,
    script_of,
    shipped,
    told,
    write_again,
)
from veille_tui.domain.journal import Kind
from veille_tui.store.local import LocalJournal


def kinds(journal: LocalJournal, attempt: str) -> list[Kind]:
    return [entry.kind for entry in journal.entries_of(attempt)]


async def test_the_opening_words_stand_above_the_first_question(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        assert "Bonjour Mme LEFÈVRE, c'est Hélène B., comme convenu." in read(pilot.app)
        assert "Comment allez-vous, ces jours-ci ?" in read(pilot.app)


async def test_a_notice_that_no_consent_carries_is_read_before_the_first_question(
    tmp_path: Path,
) -> None:
    station = answering(tmp_path, builders.script(notice="{bailleur} efface tout à la fin."))
    async with on_screen(station.app()) as pilot:
        assert "Mention : Habitat des Deux Rives efface tout à la fin." in read(pilot.app)
        await press(pilot, "r", "1")
        assert station.call.answers == {}
        await press(pilot, "enter")
        assert "Comment allez-vous" in read(pilot.app)
    async with on_screen(station.restart()) as pilot:
        assert "Comment allez-vous" in read(pilot.app)


async def test_the_notice_stands_with_the_question_that_asks_for_a_consent(
    tmp_path: Path,
) -> None:
    first = builders.case(last_contact_at=None, attempts=())
    async with on_screen(answering(tmp_path, shipped(), first).app()) as pilot:
        assert "Mention" not in read(pilot.app)
        while "Je note vos réponses" not in read(pilot.app):
            await press(pilot, all_well(pilot.app))
        assert "Mention : Habitat des Deux Rives garde vos réponses" in read(pilot.app)


async def test_a_digit_answers_and_shows_the_next_question(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1")
        assert station.call.answers == {"forme": "bien"}
        assert "Avez-vous de quoi manger ?" in read(pilot.app)
        assert "Comment allez-vous" not in read(pilot.app)


async def test_the_top_row_of_a_french_keyboard_answers_without_shift(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "é", "ampersand")
        assert station.call.answers == {"forme": "mal", "courses": "oui"}


async def test_the_words_shown_are_kept_with_the_answer(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "2")
    last = station.journal.entries_of(station.call.attempt_id)[-1]
    assert last.data["words"] == "Comment allez-vous, ces jours-ci ?\nMal"


async def test_the_need_an_answer_makes_is_said_beside_it(tmp_path: Path) -> None:
    async with on_screen(answering(tmp_path).app()) as pilot:
        assert "2 Mal besoin : santé, aujourd'hui" in read(pilot.app)


async def test_zero_is_does_not_know_and_r_is_would_rather_not_say(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "à", "R")
        assert station.call.answers == {"forme": "nsp", "courses": "refus"}


async def test_the_sixth_key_of_a_french_keyboard_refuses_nothing(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "minus")
        assert station.call.answers == {}


async def test_going_back_loses_nothing_and_the_answer_can_be_changed(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "left")
        assert "1 Bien ✓" in read(pilot.app)
        assert station.call.answers == {"forme": "bien"}
        await press(pilot, "2")
        assert station.call.answers == {"forme": "mal"}
        assert "Avez-vous de quoi manger ?" in read(pilot.app)


async def test_a_wrong_key_is_undone(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "2", "ctrl+z")
        assert station.call.answers == {}
        assert "Comment allez-vous" in read(pilot.app)


async def test_undoing_a_change_brings_the_first_answer_back(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "left", "2", "ctrl+z")
        assert station.call.answers == {"forme": "bien"}


async def test_a_wrong_key_is_undone_even_after_a_restart(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "2")
    async with on_screen(station.restart()) as pilot:
        await press(pilot, "escape", "ctrl+z")
        assert station.call.answers == {"forme": "bien"}


async def test_a_killed_program_comes_back_to_the_same_question(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "1", "escape", "left")
    async with on_screen(station.restart()) as pilot:
        assert "Avez-vous de quoi manger ?" in read(pilot.app)
        assert "1 Oui ✓" in read(pilot.app)


async def test_every_kind_of_question_takes_its_answer(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(KINDS))
    async with on_screen(station.app()) as pilot:
        await press(pilot, "3", "enter", *"17/03/2020", "enter", *"10h30", "enter")
        await press(pilot, *"0639980002", "enter", "d", "1", "3", "enter", *"un chat", "enter")
        assert "Boire souvent." in read(pilot.app)
        await press(pilot, "enter", *"merci", "enter")
        assert station.call.answers == {
            "visites": 3,
            "depuis": "2020-03-17",
            "heure": "10:30",
            "proche": "0639980002",
            "forme": 10,
            "aide": ["repas", "autre"],
            "aide.autre": "un chat",
            "mot": "merci",
        }
        assert "Terminer l'appel" in read(pilot.app)


async def test_what_cannot_be_kept_is_explained_and_can_be_corrected(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(KINDS))
    async with on_screen(station.app()) as pilot:
        await press(pilot, "9", "enter")
        assert "Le nombre doit être au plus 7." in read(pilot.app)
        assert station.call.answers == {}
        await press(pilot, "backspace", "2", "enter")
        assert station.call.answers == {"visites": 2}


async def test_letters_are_typed_in_a_field_and_keys_again_outside_it(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "1", *"non", "escape", "n")
        assert "Des faits utiles à l'aide" in read(pilot.app)
        await press(pilot, *"le chat va mieux", "enter")
        assert station.call.notes == ("le chat va mieux",)
        assert "Note : le chat va mieux" in read(pilot.app)


async def test_what_is_typed_is_not_lost_by_a_note_or_by_going_back(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "1", *"un chat", "f6", *"calme", "enter")
        assert "un chat" in read(pilot.app)
        await press(pilot, "escape", "escape", "right")
        assert "un chat" in read(pilot.app)
        await press(pilot, "enter")
        assert station.call.answers["mot"] == "un chat"


async def test_ticks_are_not_lost_by_a_note(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(KINDS))
    async with on_screen(station.app()) as pilot:
        await press(pilot, *["f7"] * 5, "2", "n", *"calme", "enter", "enter")
        assert station.call.answers["aide"] == ["menage"]


async def test_the_arrows_and_enter_choose_too(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "down", "down", "enter")
        assert station.call.answers["courses"] == "non"


async def test_keys_pressed_in_a_burst_each_answer_their_own_question(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await pilot.press("2", "1", "x")
        await pilot.pause()
        assert station.call.answers == {"forme": "mal", "courses": "oui"}
        assert "x" in read(pilot.app)


async def test_a_field_can_be_left_unknown_or_refused(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(KINDS))
    async with on_screen(station.app()) as pilot:
        await press(pilot, "f7", "f8")
        assert station.call.answers == {"visites": "nsp", "depuis": "refus"}


async def test_none_of_several_answers_is_an_answer(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(KINDS))
    async with on_screen(station.app()) as pilot:
        await press(pilot, *["f7"] * 4, "5")
        assert "aucune de ces réponses" in read(pilot.app)
        await press(pilot, "enter")
        assert station.call.answers["aide"] == []


async def test_an_answer_beyond_the_ninth_is_ticked_with_the_arrows(tmp_path: Path) -> None:
    choices = "\n".join(f"          - {{code: c{n}, libelle: Choix {n}}}" for n in range(1, 12))
    text = f"""
script: essai
titre: Essai
sections:
  - id: tout
    titre: Tout
    questions:
      - id: aide
        type: multiple
        dire: Quelle aide ?
        choix:
{choices}
"""
    station = answering(tmp_path, script_of(text))
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", *["down"] * 11, "space", "enter")
        assert station.call.answers["aide"] == ["c1", "c11"]


async def test_jumping_to_a_question_shows_it_with_its_answer(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "1", "escape", "j")
        assert "Comment allez-vous, ces jours-ci ? Bien" in read(pilot.app)
        await press(pilot, "up", "up", "enter")
        assert "1 Bien ✓" in read(pilot.app)


async def test_a_disk_that_refuses_stops_at_the_question_and_says_so(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        refuse_to_write(station.journal)
        await press(pilot, "1")
        assert await told(pilot, "Le disque de ce poste refuse d'écrire")
        assert "Comment allez-vous" in read(pilot.app)
    assert station.call.answers == {}


async def test_data_is_never_markup(tmp_path: Path) -> None:
    people = builders.household(tenants=(builders.household().tenants[0].__class__("[b]X[/b]"),))
    station = answering(tmp_path, one=builders.case(household=people))
    async with on_screen(station.app()) as pilot:
        assert "[b]X[/b]" in read(pilot.app)


async def test_nothing_is_cut_at_eighty_columns(tmp_path: Path) -> None:
    station = answering(tmp_path, shipped())
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "enter", "1", "1")
        assert "6 Autre chose qui inquiète" in read(pilot.app)
        assert "R ne souhaite pas répondre" in read(pilot.app)
        assert "F1 aide" in read(pilot.app)


async def test_a_full_disk_is_said_once_until_it_writes_again(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        refuse_to_write(station.journal)
        await press(pilot, "enter", "1", "2", "1", "2")
        assert read(pilot.app).count("refuse d'écrire") == 1
        assert "disque plein ou protégé" in read(pilot.app)
        write_again(station.journal)
        await press(pilot, "1")
        assert "refuse d'écrire" not in read(pilot.app)
        assert "disque plein" not in read(pilot.app)


async def test_no_sign_is_alone_on_a_line_and_the_last_section_is_pointed_at(
    tmp_path: Path,
) -> None:
    station = answering(tmp_path, shipped())
    async with on_screen(station.app()) as pilot:
        while "Terminer l'appel" not in read(pilot.app):
            for line in seen(pilot.app).splitlines():
                assert line.strip() not in {"?", "!", ":", ";", "»"}
                assert not line.rstrip().endswith("«")
            await press(pilot, all_well(pilot.app))
        assert "▸ " in seen(pilot.app).splitlines()[1]
