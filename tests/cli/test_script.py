"""`script play` without a screen: what people and programs read."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from veille_tui import language
from veille_tui.cli.script import run_play

SCRIPT = """\
script: courtoisie
titre: Appel de courtoisie
sections:
  - id: sante
    titre: Santé
    questions:
      - id: moral
        type: choix
        dire: Comment vous sentez-vous, {civilite} {nom} ?
        aide: Laisser parler.
        choix:
          - {code: bien, libelle: Bien}
          - {code: mal, libelle: Mal, besoin: sante, urgence: aujourdhui, precision: vrai}
      - {id: souffle, type: oui_non, si: moral == "mal", dire: Du mal à respirer ?}
      - {id: douleur, type: echelle, si: moral == "mal", dire: De 0 à 10 ?}
alertes:
  - {id: samu, si: 'souffle == "oui"', dire: Proposer le 15, appeler: "15"}
rythme:
  - {si: moral == "mal", tous_les: 1 jour}
conclusions:
  - dire: Au revoir.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "courtoisie.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def played(
    path: Path, answers: object = None, *, typed: str = "", as_json: bool = True
) -> tuple[int, str, str]:
    """Exit status, data and talk of `script play`."""
    out, err = io.StringIO(), io.StringIO()
    document = path.with_suffix(".json") if answers is not None else None
    if document:
        document.write_text(json.dumps(answers), encoding="utf-8")
    name = str(document) if document else None
    status = run_play(str(path), name, as_json, stdin=io.StringIO(typed), out=out, err=err)
    return status, out.getvalue(), err.getvalue()


def document_of(path: Path, answers: object) -> dict[str, Any]:
    """The document of a walk that went well."""
    status, out, _ = played(path, answers)
    assert status == 0
    document: dict[str, Any] = json.loads(out)
    return document


def test_a_walk_is_a_document_with_stable_keys(file: Path):
    answers = {
        "tenant": {"age": 81},
        "reason": "first",
        "answers": {"moral": "mal", "souffle": "oui"},
    }
    document = document_of(file, answers)
    assert len(document.pop("version")) == 64
    assert document == {
        "script": "courtoisie",
        "asked": ["moral", "souffle", "douleur"],
        "not_applicable": [],
        "unanswered": ["douleur"],
        "needs": [{"theme": "sante", "urgency": "today", "to": None}],
        "alerts": ["samu"],
        "cadence": "P1D",
        "complete": True,
    }


def test_a_walk_without_anything_asks_the_first_question(file: Path):
    document = document_of(file, {})
    assert document["asked"] == ["moral"]
    assert document["not_applicable"] == ["souffle", "douleur"]
    assert document["cadence"] is None


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"answers": {"moral": "triste"}}, "unknown-code"),
        ({"answers": {"morale": "mal"}}, "unknown-name"),
        ({"answers": {"moral": {"a": 1}}}, "unknown-code"),
        ({"answers": []}, "not-a-group"),
        ({"reason": "jamais"}, "unknown-value"),
        ({"tenant": {"age": "81"}}, "not-a-number"),
        ({"tenant": {"lives_alone": "oui"}}, "not-true-or-false"),
        ({"tenant": {"flags": "isole"}}, "not-a-list"),
        ({"tenant": {"nom": "X"}}, "unknown-name"),
        ({"raison": "first"}, "unknown-name"),
        ([], "not-answers"),
    ],
)
def test_answers_that_are_not_possible_are_problems(file: Path, answers: object, code: str):
    status, out, _ = played(file, answers)
    assert status == 1
    document = json.loads(out)
    assert [problem["code"] for problem in document["problems"]] == [code]
    assert document["ok"] is False
    assert all(problem["line"] > 0 < problem["column"] for problem in document["problems"])


def test_an_answer_that_is_not_possible_is_shown_where_it_stands(file: Path, tmp_path: Path):
    path = tmp_path / "reponses.json"
    path.write_text(
        '{"tenant": {"agency": "moral"},\n "answers": {"x": {"age": 1},\n  "moral": "triste"}}',
        encoding="utf-8",
    )
    out = io.StringIO()
    run_play(str(file), str(path), True, stdin=io.StringIO(), out=out, err=io.StringIO())
    found = json.loads(out.getvalue())["problems"]
    assert [(one["code"], one["line"], one["column"]) for one in found] == [
        ("unknown-name", 2, 14),
        ("unknown-code", 3, 3),
    ]


def test_an_absent_document_of_answers_is_a_problem_too(file: Path, tmp_path: Path):
    out = io.StringIO()
    absent = str(tmp_path / "absent.json")
    assert run_play(str(file), absent, True, stdin=io.StringIO(), out=out, err=io.StringIO()) == 1
    (found,) = json.loads(out.getvalue())["problems"]
    assert (found["file"], found["line"], found["column"]) == (absent, 1, 1)


def test_a_detail_is_an_answer(file: Path):
    assert document_of(file, {"answers": {"moral": "mal", "moral.mal": "depuis lundi"}})["complete"]


def test_a_script_with_errors_is_not_played(file: Path):
    file.write_text("script: a\n")
    status, out, _ = played(file, {})
    assert status == 1
    assert json.loads(out)["ok"] is False


def test_a_walk_is_told_to_people_in_words(file: Path):
    status, out, _ = played(file, {"answers": {"moral": "mal"}}, as_json=False)
    assert status == 0
    assert out.splitlines() == [
        "Questions posées : moral, souffle, douleur",
        "Sans objet : -",
        "Sans réponse : souffle, douleur",
        "Alertes : -",
        "Besoins : sante, aujourd'hui",
        "À rappeler : tous les jours",
        "Appel complet.",
    ]


def test_a_rehearsal_asks_answers_and_concludes(file: Path):
    status, out, _ = played(file, typed="2\ndepuis lundi\n1\n7\n", as_json=False)
    assert status == 0
    assert "Comment vous sentez-vous, [civilite] [nom] ?" in out
    assert "!! Proposer le 15 [appeler le 15]" in out
    assert "Besoin : sante, aujourd'hui" in out
    assert "À rappeler : tous les jours" in out
    assert "Appel complet." in out


def test_a_rehearsal_goes_back_and_changes_its_mind(file: Path):
    status, out, _ = played(file, typed="2\n\n<\n1\n")
    assert status == 0
    assert json.loads(out)["asked"] == ["moral"]


def test_a_rehearsal_tells_why_a_question_is_asked(file: Path):
    _, out, _ = played(file, typed="2\n\n?\n", as_json=False)
    assert 'Posée parce que : moral == "mal"' in out
    assert "moral : mal" in out


def test_a_rehearsal_refuses_what_is_no_answer_and_asks_again(file: Path):
    _, out, _ = played(file, typed="2\n\n2\nbeaucoup\n11\n4\n", as_json=False)
    assert "Écrire un nombre." in out
    assert "Ce nombre est plus grand que 10." in out
    assert "Appel complet." in out


def test_the_end_of_input_ends_a_rehearsal(file: Path):
    status, out, err = played(file, typed="")
    assert status == 0
    assert json.loads(out)["unanswered"] == ["moral"]
    assert "Appel complet." in err


def test_a_walk_is_told_in_english_too(file: Path):
    language.use("en")
    _status, out, _err = played(file, {"answers": {"moral": "mal"}}, as_json=False)
    assert out.splitlines()[0] == "Questions asked: moral, souffle, douleur"
    assert not [line for line in out.splitlines() if " : " in line]


def test_a_block_is_not_rehearsed(tmp_path: Path):
    path = tmp_path / "bloc.yaml"
    path.write_text("- {id: a, type: oui_non, dire: x}\n", encoding="utf-8")
    status, out, _err = played(path, typed="1\n", as_json=False)
    assert status == 1
    assert "block-alone" in out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_place_of_a_file_is_told_at_once(tmp_path: Path):
    os.mkfifo(tmp_path / "tuyau.yaml")

    command = [sys.executable, "-m", "veille_tui", "script", "check", str(tmp_path / "tuyau.yaml")]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    assert told.returncode == 1
    assert "unreadable-file" in told.stdout
