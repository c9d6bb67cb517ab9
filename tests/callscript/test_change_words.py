"""What changes between two versions, said as a supervisor says it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.callscript.writing import MORAL, questions, read
from veille_tui import language
from veille_tui.callscript.change_words import change_words
from veille_tui.domain.change import Change, ChangeKind
from veille_tui.domain.script_changes import changes


@pytest.fixture(autouse=True)
def french_again() -> Iterator[None]:
    """French, whatever a test asked for."""
    yield
    language.use("fr")


def said(old: str, new: str, held: dict[tuple[str, str], int] | None = None) -> list[str]:
    """What is told of two scripts."""
    return [change_words(one) for one in changes(read(old), read(new), held or {})]


ASK = "- {id: repas, type: oui_non, dire: Mangez-vous bien ?}"
NUMBER = "- {id: poids, type: nombre, dire: Combien ?, min: 1}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            questions(MORAL, ASK),
            questions(MORAL, ASK.replace("dire:", "si: moral == 'mal', dire:")),
            (
                "« Mangez-vous bien ? » (repas) : posée moins souvent"
                " (avant : toujours ; maintenant : si moral == 'mal')"
            ),
        ),
        (
            questions(MORAL),
            questions(MORAL.replace("Comment allez-vous", "Ça va")),
            "Mots changés (moral) : « Comment allez-vous ? » devient « Ça va ? »",
        ),
        (
            questions(MORAL),
            questions(MORAL, ASK),
            "« Mangez-vous bien ? » (repas) : question ajoutée, posée toujours",
        ),
        (
            questions(MORAL),
            questions(MORAL.replace("Mal}", "Mal, besoin: sante, urgence: aujourdhui}")),
            (
                "Besoin « sante », réponse « Mal » à « Comment allez-vous ? » (moral) :"
                " ajouté, aujourd'hui"
            ),
        ),
        (
            questions(MORAL, then="besoins:\n  - {theme: repas, vers: ccas}\n"),
            questions(MORAL, then="besoins:\n  - {theme: repas}\n"),
            "Besoin « repas » : va à personne en particulier au lieu de « ccas »",
        ),
        (
            questions(MORAL, then='alertes:\n  - {id: samu, dire: Le 15, appeler: "15"}\n'),
            questions(MORAL, then='alertes:\n  - {id: samu, dire: Le 15, appeler: "112"}\n'),
            "Alerte « Le 15 » (samu) : numéro à appeler : 15 devient 112",
        ),
        (
            questions(MORAL, then="rythme:\n  - {tous_les: 7 jours}\n"),
            questions(MORAL, then="rythme:\n  - {tous_les: 1 jour, jusqu_au: 2020-05-11}\n"),
            (
                "Rythme des rappels, toujours : tous les 7 jours devient"
                " tous les jours jusqu'au lundi 11 mai 2020"
            ),
        ),
        (
            questions(NUMBER),
            questions(NUMBER.replace("min: 1", "min: 2")),
            "« Combien ? » (poids) : le minimum « 1 » devient « 2 »",
        ),
        (
            questions(MORAL),
            questions(MORAL, then="ouvertures: {suivi: Bonjour}\n"),
            "Ouverture, appel de suivi : « Bonjour » est ajouté",
        ),
        (
            questions(MORAL, then="mention: Vos droits.\n"),
            questions(MORAL),
            "La mention lue sur les données est retirée : « Vos droits. »",
        ),
    ],
)
def test_a_change_is_one_plain_sentence(old: str, new: str, expected: str):
    assert said(old, new) == [expected]


def test_the_answers_that_hold_a_removed_choice_are_counted():
    without = questions(MORAL.replace("    - {code: mal, libelle: Mal}\n", ""))
    three = said(questions(MORAL), without, {("moral", "mal"): 3})
    assert three[0].endswith("« Mal » (mal) est retirée ; 3 réponses enregistrées la portent")
    none = said(questions(MORAL), without)
    assert none[0].endswith("aucune réponse enregistrée ne la porte")


def test_a_type_is_named_as_files_write_it():
    (line,) = said(questions(ASK), questions(ASK.replace("oui_non", "texte")), {("repas", ""): 1})
    assert "« oui_non » devient « texte » ; 1 réponse enregistrée" in line


def test_every_kind_of_change_has_its_sentence_in_one_line():
    for kind in ChangeKind:
        for old, new in (("P7D", "P1D"), ("", "P1D"), ("P7D", "")):
            code = {ChangeKind.TYPE_CHANGED: ("text", "note")}.get(kind, (old, new))
            words = change_words(Change(kind, "a", "A\n{b}", "c", "C", "t", *code))
            assert words
            assert "\n" not in words


def test_words_of_the_script_are_never_read_as_ours():
    line = said(
        questions(MORAL), questions(MORAL.replace("Comment allez-vous", "Ça va {nom} [red]"))
    )
    assert line == [
        "Mots changés (moral) : « Comment allez-vous ? » devient « Ça va {nom} [red] ? »"
    ]
