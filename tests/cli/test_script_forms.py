"""`script import` and `script export`: what people and programs read, and what is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.callscript.xlsform.forms import write_form
from veille_tui.__main__ import run
from veille_tui.cli.ending import guarded

SURVEY = (
    ("type", "name", "label"),
    ("text", "q", "Comment ça va ?"),
    ("geopoint", "ou", "Où ?"),
)
SCRIPT = """\
script: essai
titre: Essai
sections:
  - id: tout
    titre: Tout
    questions:
      - id: moral
        type: choix
        dire: Comment allez-vous, {civilite} {nom} ?
        choix:
          - {code: bien, libelle: "=1+1"}
          - {code: mal, libelle: Mal, besoin: sante, urgence: aujourdhui}
      - {id: t, type: texte, dire: Quoi ?, si: nsp(moral)}
      - {id: u, type: texte, dire: Et ?, si: 'contient(t, "a")'}
alertes:
  - {id: samu, si: moral == "mal", dire: Proposer le 15, appeler: "15"}
"""


def ran(folder: Path, *arguments: str) -> int:
    """The exit status of a command line."""
    env = {"VEILLE_HOME": str(folder / "chez_moi"), "VEILLE_LANG": "fr"}
    return guarded(lambda: run(["script", *arguments], env), env)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return write_form(tmp_path / "form.xlsx", SURVEY)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "essai.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def test_a_form_is_printed_as_a_script_and_what_is_lost_is_told(
    tmp_path: Path, form: Path, capsys: pytest.CaptureFixture[str]
):
    assert ran(tmp_path, "import", str(form)) == 0
    out, err = capsys.readouterr()
    assert "id: q" in out
    assert "survey, ligne 3 :" in err
    assert "1 question reprise." in err


def test_an_imported_form_passes_the_check(
    tmp_path: Path, form: Path, capsys: pytest.CaptureFixture[str]
):
    output = tmp_path / "script.yaml"
    assert ran(tmp_path, "import", str(form), "--output", str(output)) == 0
    assert capsys.readouterr().out == ""
    assert ran(tmp_path, "check", str(output)) == 0


def test_programs_read_what_was_imported(
    tmp_path: Path, form: Path, capsys: pytest.CaptureFixture[str]
):
    assert ran(tmp_path, "import", str(form), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["ok"]
    assert document["questions"] == 1
    problem = document["problems"][0]
    assert (problem["sheet"], problem["row"]) == ("survey", 3)
    assert problem["code"] == "geo-not-carried"


def test_a_file_that_is_no_form_is_refused_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "form.xlsx").write_text("bonjour", encoding="utf-8")
    assert ran(tmp_path, "import", str(tmp_path / "form.xlsx")) == 1
    assert "n'est pas un classeur" in capsys.readouterr().err
    assert ran(tmp_path, "import", str(tmp_path / "form.xlsx"), "--json") == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_a_place_that_cannot_be_written_is_said(
    tmp_path: Path, form: Path, capsys: pytest.CaptureFixture[str]
):
    assert ran(tmp_path, "import", str(form), "--output", str(tmp_path / "a" / "b.yaml")) == 2
    assert "ne peut pas être écrit" in capsys.readouterr().err


def test_a_script_is_written_beside_itself_and_what_is_lost_is_told(
    tmp_path: Path, script: Path, capsys: pytest.CaptureFixture[str]
):
    assert ran(tmp_path, "export", str(script)) == 0
    err = capsys.readouterr().err
    assert "« moral.mal » besoin" in err
    assert "\n« alertes samu »" in err
    assert "survey, ligne 9 : « u » si" in err
    assert "dernière feuille" in err
    assert ran(tmp_path, "import", str(tmp_path / "essai.xlsx"), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["questions"] == 3
    assert "=1+1" in document["text"]
    assert "nsp(moral)" in document["text"]
    assert "{civilite} {nom}" in document["text"]


def test_a_script_with_errors_is_not_exported(
    tmp_path: Path, script: Path, capsys: pytest.CaptureFixture[str]
):
    script.write_text(SCRIPT.replace("moral ==", "morale =="), encoding="utf-8")
    assert ran(tmp_path, "export", str(script)) == 1
    assert "unknown-name" in capsys.readouterr().err
    assert not (tmp_path / "essai.xlsx").exists()


def test_what_it_is_made_from_is_never_written_over(script: Path):
    before = script.read_bytes()
    assert ran(script.parent, "export", str(script), "--output", str(script)) == 2
    assert script.read_bytes() == before
    assert [one.name for one in script.parent.glob("*.part")] == []
