"""A day's work in lines, typed at a prompt or piped in, and what is then said and kept."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from tests import builders
from veille_tui.desk.desk import Desk
from veille_tui.desk.shared_store import SharedStore
from veille_tui.domain.journal import Kind
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.errors import Refused, StoreUnreachable, VeilleError
from veille_tui.store.local import LocalJournal
from veille_tui.ui.plain import run


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalJournal]:
    made = builders.journal(tmp_path / "journal.db")
    yield made
    made.close()


@pytest.fixture
def desk(local: LocalJournal) -> Desk:
    builders.in_hand(local)
    return builders.desk(local)


def no_network() -> VeilleError | None:
    return StoreUnreachable("Pas de réseau.", "")


def read_number(text: str) -> PhoneNumber | None:
    digits = "".join(text.split()[:5])
    return PhoneNumber("+33" + digits[1:], raw=text) if digits.isdecimal() else None


def typed(desk: Desk, *lines: str) -> str:
    """What is said when these lines are typed and the input then ends."""
    out = StringIO()
    inp = StringIO("".join(f"{line}\n" for line in lines))
    assert run(desk, "confinement", no_network, builders.clock, read_number, inp, out) == 0
    return out.getvalue()


def kinds(local: LocalJournal) -> list[Kind]:
    return [entry.kind for entry in local.unsent(1000)]


def answers(local: LocalJournal) -> dict[str, object]:
    given = [entry for entry in local.unsent(1000) if entry.kind is Kind.ANSWERED]
    return {entry.data["question"]: entry.data["value"] for entry in given}


def test_the_household_is_said_before_anything_is_asked(desk: Desk):
    said = typed(desk)
    assert "Mme Hélène LEFÈVRE, 85 ans." in said
    assert "Pourquoi maintenant : " in said
    assert "il y a 7 jours" in said
    assert "Le petit-fils fait les courses le jeudi." in said
    assert "1. 05 36 49 12 34, domicile, conversation" in said


def test_an_all_well_call_takes_one_reply_per_question_and_two_to_finish(
    desk: Desk, local: LocalJournal
):
    said = typed(desk, "", "1", "1", "1", "rien", "", "")
    assert answers(local) == {"forme": "bien", "courses": "oui", "mot": "rien"}
    assert kinds(local)[-1] is Kind.ATTEMPT_FINISHED
    assert "Situation sécurisée : la personne elle-même, au téléphone." in said
    assert "Enregistré sur ce poste." in said


def test_a_dial_is_written_down_before_the_number_is_said(desk: Desk, local: LocalJournal):
    said = typed(desk, "2")
    assert kinds(local) == [Kind.ATTEMPT_STARTED, Kind.NUMBER_DIALLED]
    assert "Composer le 06 39 98 00 02." in said


def test_what_is_to_be_said_first_is_said(desk: Desk):
    assert "Bonjour Mme LEFÈVRE, c'est Hélène B., comme convenu." in typed(desk, "", "1")


@pytest.mark.parametrize(("reply", "value"), [("2", "non"), ("non", "non"), ("N", "non")])
def test_a_reply_may_be_a_number_a_code_or_a_letter(
    desk: Desk, local: LocalJournal, reply: str, value: str
):
    typed(desk, "", "1", "1", reply)
    assert answers(local)["courses"] == value


def test_a_label_is_a_reply_whatever_its_accents(desk: Desk, local: LocalJournal):
    typed(desk, "", "1", "BIEN")
    assert answers(local) == {"forme": "bien"}


def test_not_knowing_and_not_answering_are_replies(desk: Desk, local: LocalJournal):
    typed(desk, "", "1", "0", "-")
    assert answers(local) == {"forme": "nsp", "courses": "refus"}


@pytest.mark.parametrize(
    ("reply", "value"), [("nsp", "nsp"), ("dk", "nsp"), ("refused", "refus"), ("-", "refus")]
)
def test_not_answering_may_be_typed_in_a_text_too(
    desk: Desk, local: LocalJournal, reply: str, value: str
):
    typed(desk, "", "1", "1", "1", reply)
    assert answers(local)["mot"] == value


def test_a_need_is_said_beside_its_answer_and_at_the_end(desk: Desk):
    said = typed(desk, "", "1", "2", "1", "rien", "")
    assert "2. Mal, besoin : santé, aujourd'hui." in said
    assert "Besoin : santé, aujourd'hui." in said
    assert "Situation non sécurisée : un besoin est ouvert." in said


def test_one_may_go_back_and_answer_otherwise(desk: Desk, local: LocalJournal):
    said = typed(desk, "", "1", "1", "<", "2")
    assert "1. Bien, réponse gardée." in said
    assert answers(local) == {"forme": "mal"}


def test_a_wrong_reply_is_undone(desk: Desk, local: LocalJournal):
    typed(desk, "", "1", "2", "z")
    assert answers(local) == {"forme": None}


def test_a_wrong_outcome_is_undone(desk: Desk, local: LocalJournal):
    said = typed(desk, "", "4", "z", "7")
    assert kinds(local)[-2:] == [Kind.DIAL_REOPENED, Kind.DIAL_ENDED]
    assert "Issue : occupé." in said


def test_a_note_a_complaint_and_a_cry_for_help_are_kept_at_any_moment(
    desk: Desk, local: LocalJournal
):
    typed(desk, "", "1", "n le chat est malade", "t ascenseur arrêté", "! venez voir")
    assert kinds(local)[-3:] == [Kind.NOTE_WRITTEN, Kind.COMPLAINT_MADE, Kind.HELP_ASKED]


def test_in_a_text_a_command_begins_with_a_slash(desk: Desk, local: LocalJournal):
    typed(desk, "", "1", "1", "1", "/n à rappeler tôt", "n est pas une note")
    assert answers(local)["mot"] == "n est pas une note"
    assert Kind.NOTE_WRITTEN in kinds(local)


def test_a_cut_line_resumes_at_the_same_question(desk: Desk, local: LocalJournal):
    said = typed(desk, "", "1", "1", "x", "", "1")
    assert said.rstrip().splitlines()[-6] == "Courses, question 2 sur 3"
    assert answers(local) == {"forme": "bien"}


def test_the_end_of_input_keeps_everything_and_the_next_run_goes_on(
    desk: Desk, local: LocalJournal
):
    typed(desk, "", "1", "1")
    said = typed(builders.desk(local))
    assert "Reprise là où l'appel s'était arrêté." in said
    assert "Courses, question 2 sur 3" in said


def test_another_moment_is_promised_as_people_say_it(desk: Desk, local: LocalJournal):
    said = typed(desk, "", "3", "demain 10 h")
    assert "Rappel promis : demain à 10 h 00." in said
    last = local.unsent(1000)[-1]
    assert last.data["outcome"] == Outcome.APPOINTMENT.value


def test_a_moment_that_is_not_understood_is_asked_again(desk: Desk):
    said = typed(desk, "", "3", "quand il fera beau", "mardi matin")
    assert "Pas compris. Par exemple" in said
    assert "Rappel promis : mardi 24 mars, le matin." in said


def test_the_next_call_is_moved_before_saving(desk: Desk):
    said = typed(desk, "", "1", "1", "1", "rien", "", "d lundi 10h")
    assert "Prochain appel : lundi 23 mars à 10 h 00" in said


def test_a_promise_moves_or_goes_with_the_next_call(desk: Desk, local: LocalJournal):
    typed(desk, "", "3", "demain 10 h", "d vendredi 15 h")
    call = builders.held(desk).call
    assert call is not None
    assert call.promise is not None
    assert call.promise.starts == datetime(2020, 3, 20, 14, tzinfo=UTC)
    typed(builders.desk(local), "d 0", "e")
    assert local.unsent(1000)[-1].data["decision"]["promise"] is None


def test_every_outcome_has_its_number(desk: Desk, local: LocalJournal):
    typed(desk, "", "14", "en portugais")
    assert local.unsent(1000)[-1].data["outcome"] == Outcome.LANGUAGE.value


def test_the_usual_outcomes_are_said_and_the_others_on_demand(desk: Desk):
    assert "16. décès." not in typed(desk, "")
    assert "16. décès." in typed(builders.desk(desk._journal), "?")


def test_a_death_is_confirmed_first(desk: Desk, local: LocalJournal):
    typed(desk, "", "16", "non")
    assert Kind.DIAL_ENDED not in kinds(local)
    typed(builders.desk(local), "16", "oui", "")
    assert local.unsent(1000)[-1].data["outcome"] == Outcome.DECEASED.value


def test_somebody_else_gives_news(desk: Desk, local: LocalJournal):
    typed(desk, "", "2", "1", "2")
    assert local.unsent(1000)[-1].data["who"] == "relative"


def test_another_number_is_tried_in_the_same_attempt(desk: Desk, local: LocalJournal):
    typed(desk, "", "4", "a", "2")
    assert kinds(local).count(Kind.ATTEMPT_STARTED) == 1
    assert kinds(local).count(Kind.NUMBER_DIALLED) == 2


@pytest.mark.parametrize("outcome", ["13", "14", "16"])
def test_after_a_refusal_or_a_death_no_other_number_is_offered(
    desk: Desk, local: LocalJournal, outcome: str
):
    sure = ["oui"] if outcome == "16" else []
    where = [""] if outcome == "13" else []
    said = typed(desk, "", outcome, *sure, "", *where, "a", "2")
    assert "Pas d'autre numéro à appeler." in said
    assert kinds(local).count(Kind.NUMBER_DIALLED) == 1


def test_a_number_found_wrong_in_this_call_is_not_listed_again(desk: Desk):
    said = typed(desk, "+ 06 39 98 00 05", "8", "a")
    assert "06 39 98 00 05" not in said.rpartition("Foyer à appeler")[2]


def test_a_household_of_which_a_number_was_dialled_is_not_left_to_others(
    desk: Desk, local: LocalJournal
):
    said = typed(desk, "", "1", "1", "x", "l")
    assert "Un numéro a été composé" in said
    assert Kind.CASE_RETURNED not in kinds(local)


def test_an_open_need_is_not_called_secured(desk: Desk, local: LocalJournal):
    said = typed(desk, "", "1", "2", "1", "rien", "", "s oui", "1")
    assert "Elle ne peut pas l'être : un besoin est ouvert." in said
    assert Kind.SECURED_CORRECTED not in kinds(local)


def test_a_new_number_is_dialled_and_kept(desk: Desk, local: LocalJournal):
    typed(desk, "+ 06 39 98 00 05")
    assert kinds(local)[-2:] == [Kind.NUMBER_DIALLED, Kind.NUMBER_GIVEN]


def test_a_household_can_be_left_to_others(desk: Desk, local: LocalJournal):
    said = typed(desk, "l trop tôt")
    assert kinds(local) == [Kind.CASE_RETURNED]
    assert "Foyer rendu." in said


def test_leaving_keeps_a_call_that_was_begun(desk: Desk, local: LocalJournal):
    said = typed(desk, "", "1", "q", "")
    assert builders.held(desk).call is not None
    assert "1 appel commencé reste à vous" in said
    assert Kind.CASE_RETURNED not in kinds(local)


def test_leaving_puts_back_a_household_that_was_not_called(desk: Desk, local: LocalJournal):
    said = typed(desk, "q", "")
    assert kinds(local) == [Kind.CASE_RETURNED]
    assert desk.resume() is None
    assert "Foyer rendu." in said


def test_a_word_for_the_supervisor_is_kept_when_leaving(desk: Desk, local: LocalJournal):
    typed(desk, "q", "Beaucoup de numéros faux")
    assert kinds(local) == [Kind.SHIFT_NOTE, Kind.CASE_RETURNED]
    assert local.unsent(1000)[0].data["text"] == "Beaucoup de numéros faux"


def test_the_end_of_input_while_leaving_leaves_without_a_word(desk: Desk, local: LocalJournal):
    assert "Au revoir." in typed(desk, "q")
    assert kinds(local) == [Kind.CASE_RETURNED]


def test_the_end_of_input_alone_keeps_the_household_in_hand(desk: Desk, local: LocalJournal):
    typed(desk)
    assert kinds(local) == []
    assert builders.held(desk).call is None


def test_a_journal_that_refuses_keeps_the_caller_at_the_desk(desk: Desk, local: LocalJournal):
    local._connection.execute("pragma query_only = on")
    said = typed(desk, "q", "Un mot", "h")
    assert "Mot gardé" not in said
    assert "Paul" in said.partition("Un mot pour le superviseur")[2]
    assert builders.held(desk).call is None


def test_nothing_that_a_terminal_obeys_is_said(local: LocalJournal):
    hostile = builders.household(note="\x1b[2Jtout \x07va bien")
    builders.in_hand(local, builders.case(household=hostile))
    assert "\x1b" not in typed(builders.desk(local))


def test_help_says_the_commands_then_the_place_again(desk: Desk):
    said = typed(desk, "", "1", "?")
    assert "x, ligne coupée." in said
    assert said.count("Comment allez-vous, ces jours-ci ?") == 2


def test_line_mode_needs_no_screen():
    code = "import sys, veille_tui.ui.plain; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def of_another_program() -> SharedStore:
    raise Refused("La base partagée est d'une version plus ancienne.", "")


def test_a_call_that_has_begun_goes_on_whatever_the_tables_of_the_store(local: LocalJournal):
    builders.in_hand(local)
    typed(builders.desk(local), "", "1", "1")
    said = typed(builders.desk(local, store=of_another_program), "1")
    assert "plus ancienne" in said
    assert answers(local) == {"forme": "bien", "courses": "oui"}


def test_nobody_new_is_called_with_the_tables_of_another_program(local: LocalJournal):
    builders.in_hand(local)
    desk = builders.desk(local, store=of_another_program)
    held = desk.resume()
    assert held is not None
    desk.put_back(held)
    with pytest.raises(Refused):
        typed(desk)
