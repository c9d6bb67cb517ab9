"""A rehearsed call by keys: whom to call, the callers' own conversation, why, what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.driving import line_with, on_screen, pressed, settled
from tests.ui.talking import read, script_of, shipped
from veille_tui.config import Paths, Settings
from veille_tui.desk.rehearsal import Rehearsed
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.case import CallReason
from veille_tui.domain.made_up_people import Callee
from veille_tui.domain.tenants import Profile
from veille_tui.preview import preview_app, rehearsal_desk
from veille_tui.ui import themes

TO_CASES = ["down"] * 4
"""Past the people made up for the short script, to its first case."""
NOTHING_KEPT = "Essai : rien n'est enregistré"
SHORT = """
script: court
titre: Court
ouvertures:
  premier: "Bonjour {civilite} {nom}, ici {benevole}, pour {bailleur}."
  suivi: "Rebonjour {civilite} {nom}."
sections:
  - id: sante
    titre: Santé
    questions:
      - id: moral
        type: choix
        obligatoire: vrai
        dire: Comment allez-vous ?
        choix:
          - {code: bien, libelle: Bien}
          - {code: mal, libelle: Mal, besoin: sante, urgence: aujourdhui}
      - {id: souffle, type: oui_non, si: moral == "mal", dire: Du mal à respirer ?}
  - id: age
    titre: Grand âge
    si: age >= 80
    questions:
      - {id: chute, type: texte, dire: Êtes-vous tombé ?}
alertes:
  - {id: samu, si: 'souffle == "oui"', dire: Proposer le 15 sans attendre, appeler: "15"}
rythme:
  - {si: moral == "mal", tous_les: 7 jours}
conclusions:
  - {si: moral == "mal", dire: Nous vous rappellerons.}
  - dire: À bientôt.
essais:
  - nom: tout va bien
    locataire: {civilite: M., nom: Roy, age: 70}
    motif: suivi
    reponses: {moral: bien}
    attendu: {questions: [moral], besoins: [], complet: vrai}
  - nom: un essai faux
    locataire: {age: 70}
    reponses: {moral: mal}
    attendu: {besoins: [], rythme: 1 jour}
"""


@asynccontextmanager
async def opened(
    home: Path,
    *keys: str,
    script: CallScript | None = None,
    start: Rehearsed | None = None,
    reason: CallReason = CallReason.FIRST,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Pilot[None]]:
    """The preview of a script after these keys."""
    spoken = script or script_of(SHORT)
    settings = Settings(paths=Paths(home, home, home))
    desk = rehearsal_desk(spoken, settings)
    app = preview_app(spoken, settings, desk, start, reason)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, *keys)
        yield pilot
    desk.close()


def files_in(folder: Path) -> list[Path]:
    """Whatever was written there."""
    return list(folder.iterdir())


def somebody(age: int | None = 85) -> Rehearsed:
    """Mme Roy, of this age."""
    return Rehearsed(Callee(Profile(title="Mme", last_name="ROY", age=age)))


# Whom to call.


async def test_people_and_cases_are_offered_and_nothing_is_kept(tmp_path: Path):
    async with opened(tmp_path) as pilot:
        text = on_screen(pilot)
    assert NOTHING_KEPT in text.splitlines()[0]
    assert "85 ans, vit seule" in text
    assert "rien n'est connu" in text
    assert "tout va bien" in text
    assert "Entrée    Appeler Mme Hélène Lefèvre" in text


async def test_enter_calls_the_person_at_the_mark(tmp_path: Path):
    async with opened(tmp_path, "down", "enter") as pilot:
        assert "Bonjour M. Garcia, ici Camille, pour Habitat des Deux Rives." in read(pilot.app)


async def test_a_digit_goes_to_its_line(tmp_path: Path):
    async with opened(tmp_path, "é") as pilot:
        assert "Appeler M. Georges Garcia" in on_screen(pilot)


async def test_the_arrows_change_the_reason_of_the_call(tmp_path: Path):
    async with opened(tmp_path, "right") as pilot:
        assert "←  suivi  →" in line_with(pilot, "Motif de l'appel")
        await pressed(pilot, "left", "left")
        assert "←  appel entrant  →" in line_with(pilot, "Motif de l'appel")
        await pressed(pilot, "right", "right", "enter")
        assert "Rebonjour Mme Lefèvre." in read(pilot.app)


async def test_the_reason_of_the_command_line_stands_there_first(tmp_path: Path):
    async with opened(tmp_path, reason=CallReason.CALLBACK) as pilot:
        assert "←  rappel promis  →" in line_with(pilot, "Motif de l'appel")


async def test_a_case_brings_its_person_and_its_reason(tmp_path: Path):
    async with opened(tmp_path, *TO_CASES) as pilot:
        assert "M. Roy · 70 ans" in on_screen(pilot)
        assert "←  suivi  →" in line_with(pilot, "Motif de l'appel")
        await pressed(pilot, "enter")
        assert "Rebonjour M. Roy." in read(pilot.app)
        assert "Comment allez-vous ?" in on_screen(pilot)


async def test_a_case_with_its_answers_goes_where_they_lead(tmp_path: Path):
    async with opened(tmp_path, *TO_CASES, "a") as pilot:
        assert "À bientôt." in on_screen(pilot)
        assert "Santé : Bien" in on_screen(pilot)


async def test_somebody_made_up_has_no_answers_to_bring(tmp_path: Path):
    async with opened(tmp_path, "a") as pilot:
        assert "Avec qui essayer ce script ?" in on_screen(pilot)
        assert "avec ses réponses" not in on_screen(pilot)


async def test_q_leaves_the_first_window(tmp_path: Path):
    async with opened(tmp_path, "q") as pilot:
        assert pilot.app.return_code == 0


# The conversation.


async def test_somebody_asked_for_is_called_at_once_in_the_callers_own_screen(tmp_path: Path):
    async with opened(tmp_path, start=somebody()) as pilot:
        text = on_screen(pilot)
    assert "Mme ROY, 85 ans" in text.splitlines()[0]
    assert text.splitlines()[0].endswith(NOTHING_KEPT)
    assert "Bonjour Mme ROY" in text
    assert "1  Bien" in text
    assert "W pourquoi" in text


async def test_answers_follow_each_other_and_alerts_come_up(tmp_path: Path):
    async with opened(tmp_path, "2", "1", start=somebody()) as pilot:
        assert "APPELER LE 15" in on_screen(pilot)
        assert "Êtes-vous tombé ?" in on_screen(pilot)


async def test_nobody_rings_back(tmp_path: Path):
    async with opened(tmp_path, "f2", start=somebody()) as pilot:
        assert "personne ne rappelle" in read(pilot.app)


async def test_nobody_is_told_when_the_supervisor_is_called(tmp_path: Path):
    async with opened(tmp_path, "!", "enter", start=somebody()) as pilot:
        assert "c'est un essai, personne ne l'est" in read(pilot.app)


async def test_f4_chooses_another_person(tmp_path: Path):
    async with opened(tmp_path, "f4", start=somebody()) as pilot:
        assert "Appeler Mme ROY" in on_screen(pilot)


async def test_nothing_is_written_anywhere(tmp_path: Path):
    keys = ("2", "1", "f6", "u", "n", "enter", "f5", "enter", "1", "e")
    async with opened(tmp_path, *keys, start=somebody()) as pilot:
        assert NOTHING_KEPT in on_screen(pilot)
        await pilot.app.run_action(f"use_theme('{themes.NAMES[1]}')")
    assert files_in(tmp_path) == []


# Why.


async def test_w_tells_why_each_question_is_asked_or_not(tmp_path: Path):
    async with opened(tmp_path, "w", start=somebody()) as pilot:
        text = on_screen(pilot)
    assert "▸ moral · Comment allez-vous ?" in text
    assert "toujours posée" in text
    assert "✗ souffle · Du mal à respirer ?" in text
    assert "posée si moral est « mal ». Vu : moral : sans réponse" in text
    assert "section ouverte si l'âge est au moins 80. Vu : age : 85" in text
    assert "posée avec sa section" in text


async def test_a_closed_section_is_told_with_what_it_saw(tmp_path: Path):
    async with opened(tmp_path, "w", start=somebody(None)) as pilot:
        text = on_screen(pilot)
    assert "section ouverte si l'âge est au moins 80. Vu : age : inconnu" in text
    assert "pas posée : sa section est fermée" in text


async def test_answers_are_seen_and_change_the_reasons(tmp_path: Path):
    async with opened(tmp_path, "1", "w", start=somebody(None)) as pilot:
        assert "Bien" in line_with(pilot, "moral ·")
        assert "pas posée" in line_with(pilot, "souffle ·")
        assert "Vu : moral : bien" in on_screen(pilot)


async def test_enter_goes_to_the_question_at_the_mark(tmp_path: Path):
    async with opened(tmp_path, "2", "w", "up", "enter", start=somebody()) as pilot:
        assert "Comment allez-vous ?" in on_screen(pilot)
        assert "Pourquoi chaque question" not in on_screen(pilot)


async def test_a_question_that_is_not_asked_cannot_be_gone_to(tmp_path: Path):
    async with opened(tmp_path, "w", "down", "enter", start=somebody()) as pilot:
        assert "Cette question n'est pas posée" in on_screen(pilot)
        assert "Pourquoi chaque question" in on_screen(pilot)


async def test_in_a_field_f3_tells_why_and_w_is_a_letter(tmp_path: Path):
    async with opened(tmp_path, "1", "w", start=somebody()) as pilot:
        assert "│  w " in on_screen(pilot)
        assert "F3 pourquoi" in on_screen(pilot)
        await pressed(pilot, "f3")
        assert "▸ chute" in on_screen(pilot)


async def test_the_arrows_go_through_all_the_questions_of_a_long_script(tmp_path: Path):
    last = shipped().questions[-1].id
    async with opened(tmp_path, "w", script=shipped(), start=somebody()) as pilot:
        assert f"{last} ·" not in on_screen(pilot)
        await pressed(pilot, *["down"] * (len(shipped().questions) - 1))
        assert f"{last} ·" in on_screen(pilot)


# What came of it.


async def test_the_end_sums_up_and_offers_nothing_to_save(tmp_path: Path):
    keys = ("2", "1", "escape", "e")
    async with opened(tmp_path, *keys, start=somebody(None)) as pilot:
        text = on_screen(pilot)
    assert NOTHING_KEPT in text
    assert "santé (aujourd'hui)" in text
    assert "appeler le 15 : Proposer le 15 sans attendre" in text
    assert "chaque semaine" in text
    assert "« Nous vous rappellerons. »" in text
    assert "Enregistrer" not in text
    for key in ("Entrée rejouer", "P autre personne", "W pourquoi", "Q quitter"):
        assert key in text


async def test_what_is_missing_is_named(tmp_path: Path):
    async with opened(tmp_path, "e", start=somebody(None)) as pilot:
        assert "non, il manque : moral" in on_screen(pilot)
        assert "conversation interrompue" in on_screen(pilot)


async def test_a_case_that_passes_says_so(tmp_path: Path):
    async with opened(tmp_path, *TO_CASES, "a", "enter") as pilot:
        assert "« tout va bien » : tout est comme attendu" in read(pilot.app)


async def test_a_case_that_fails_says_what_differs(tmp_path: Path):
    async with opened(tmp_path, *TO_CASES, "down", "a", "e") as pilot:
        text = read(pilot.app)
    assert "« un essai faux » : ce n'est pas ce qui est attendu" in text
    assert "besoins : attendu - ; obtenu sante today" in text
    assert "rythme : attendu P1D ; obtenu P7D" in text


@pytest.mark.parametrize("keys", [("x",), ("p", "1"), ("v", "1", "enter")])
async def test_every_way_of_ending_leads_to_the_sum(tmp_path: Path, keys: tuple[str, ...]):
    async with opened(tmp_path, *keys, start=somebody()) as pilot:
        assert "Rejouer cet appel" in on_screen(pilot)


async def test_enter_replays_from_the_start(tmp_path: Path):
    async with opened(tmp_path, "2", "1", "escape", "e", "enter", start=somebody(None)) as pilot:
        assert "Bonjour Mme ROY" in on_screen(pilot)
        assert "Mal" not in line_with(pilot, "Santé :")
        assert "APPELER LE 15" not in on_screen(pilot)


async def test_backspace_goes_back_to_the_conversation(tmp_path: Path):
    async with opened(tmp_path, "2", "e", "backspace", start=somebody(None)) as pilot:
        assert "Du mal à respirer ?" in on_screen(pilot)


async def test_from_the_sum_why_goes_back_to_a_question(tmp_path: Path):
    async with opened(tmp_path, "2", "e", "w", start=somebody(None)) as pilot:
        assert "Pourquoi chaque question" in on_screen(pilot)
        await pressed(pilot, "enter")
        assert "Comment allez-vous ?" in on_screen(pilot)


async def test_p_chooses_another_person(tmp_path: Path):
    async with opened(tmp_path, "e", "p", start=somebody(None)) as pilot:
        assert "Avec qui essayer ce script ?" in on_screen(pilot)
        await pressed(pilot, "down", "enter")
        assert "Bonjour Mme Lefèvre" in on_screen(pilot)


async def test_somebody_in_danger_is_not_left_waiting_after_a_rehearsal(tmp_path: Path):
    keys = ("2", "1", "f10", "p", "down", "enter")
    async with opened(tmp_path, *keys, start=somebody()) as pilot:
        assert "attend" not in on_screen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_texts_of_a_script_are_never_markup(tmp_path: Path, size: tuple[int, int]):
    strange = SHORT.replace("Du mal à respirer ?", "'[red]Du mal[/red] [à] respirer ?'")
    strange = strange.replace("nom: tout va bien", "nom: '[b]tout[/b] va'")
    script = script_of(strange.replace("titre: Court", "titre: '[i]Court'"))
    async with opened(tmp_path, script=script, size=size) as pilot:
        assert "[b]tout[/b] va" in on_screen(pilot)
        await pressed(pilot, "enter", "w")
        assert "[red]Du mal[/red]" in on_screen(pilot)
