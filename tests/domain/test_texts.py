"""Texts said to people: placeholders filled, data never read as one."""

from __future__ import annotations

from tests.domain.scripting import question, script
from veille_tui.domain.call_script import QuestionType
from veille_tui.domain.tenants import Profile
from veille_tui.domain.texts import placeholders, rename_placeholders, render

MORAL = question("moral", choix="bien mal")
AIDES = question("aides", QuestionType.MULTIPLE, choix="repas courses")
ESSAI = script(MORAL, AIDES)
MARTHE = Profile("Mme", "Marthe", "Delmas", agency="Foix", words={"caller": "Inès"})


def said(text: str, profile: Profile = MARTHE, **answers: object) -> str:
    """What the caller reads."""
    return render(text, ESSAI, profile, answers)


def test_names_are_filled_in():
    assert said("Bonjour {civilite} {nom}, ici {benevole}.") == "Bonjour Mme Delmas, ici Inès."


def test_what_is_unknown_leaves_no_gap():
    assert said("Bonjour {civilite} {nom}, ici {benevole}.", Profile()) == "Bonjour, ici."


def test_an_earlier_answer_is_said_with_its_label():
    assert said("Vous disiez : {moral}.", moral="bien") == "Vous disiez : BIEN."
    assert said("Donc {aides}.", aides=["repas", "courses"]) == "Donc REPAS, COURSES."


def test_an_answer_left_open_is_not_said():
    assert said("Vous disiez {moral}.", moral="refus") == "Vous disiez."


def test_data_is_never_read_as_a_placeholder():
    tricky = Profile(last_name="{prenom} {0} %s", first_name="Marthe")
    assert said("Bonjour {nom}", tricky) == "Bonjour {prenom} {0} %s"


def test_data_cannot_command_a_terminal():
    assert said("Bonjour {nom}", Profile(last_name="Del\x1b]2;x\x07mas")) == "Bonjour Del]2;xmas"


def test_an_english_script_has_english_words():
    english = script(language="en")
    assert render("Hello {title} {last_name}", english, MARTHE, {}) == "Hello Mme Delmas"


def test_placeholders_have_their_place():
    found = placeholders("Bonjour {nom} { prenom }")
    assert [(one.name, one.offset) for one in found] == [("nom", 9), ("prenom", 15)]


def test_placeholders_are_renamed_with_their_block():
    assert rename_placeholders("{moral} {nom}", {"moral": "b_moral"}) == "{b_moral} {nom}"
