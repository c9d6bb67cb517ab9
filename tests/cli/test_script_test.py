"""`veille script test` plays a script's own cases and says what they leave out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from veille_tui.__main__ import run
from veille_tui.config import shipped_scripts

SCRIPT = """\
script: essai
titre: Essai
sections:
  - id: tout
    titre: Tout
    questions:
      - {id: moral, type: oui_non, dire: Ça va ?}
      - {id: souffle, type: oui_non, si: 'moral == "non"', dire: Respirez-vous mal ?}
alertes:
  - {id: samu, si: 'souffle == "oui"', dire: Appeler le 15., appeler: "15"}
essais:
  - nom: tout va bien
    reponses: {moral: oui}
    attendu: {questions: [moral], alertes: []}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A script with one case."""
    path = tmp_path / "essai.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.fixture
def tested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """`veille script test` with these arguments: its exit status and what it printed."""

    def tested(*arguments: object) -> tuple[int, str]:
        words = ["script", "test", *(str(one) for one in arguments)]
        status = run(words, {"VEILLE_HOME": str(tmp_path / "home")})
        return status, capsys.readouterr().out

    return tested


def test_cases_that_pass_end_well_and_what_they_leave_out_is_named(tested: Any, file: Path):
    status, said = tested(file)
    assert status == 0
    assert "1 essai réussi sur 1" in said
    assert 'souffle == "oui"' in said
    assert "samu" in said


def test_a_case_that_fails_says_where_and_what_differs(tested: Any, file: Path):
    wrong = SCRIPT.replace("questions: [moral], alertes: []", "questions: [moral, souffle]")
    file.write_text(wrong, encoding="utf-8")
    status, said = tested(file)
    assert status == 1
    assert "essai.yaml:12" in said
    assert "attendu  moral, souffle" in said
    assert "obtenu   moral" in said


def test_what_is_proposed_can_be_copied_and_then_nothing_is_left_out(tested: Any, file: Path):
    proposed = json.loads(tested(file, "--json")[1])["proposed"]
    file.write_text(SCRIPT + proposed, encoding="utf-8")
    status, said = tested(file, "--complete", "--json")
    document = json.loads(said)
    assert (status, document["ok"]) == (0, True)
    assert [kind["missing"] for kind in document["coverage"].values()] == [[]] * 6
    assert document["proposed"] == ""


def test_a_missing_case_fails_only_when_asked_to(tested: Any, file: Path):
    assert tested(file)[0] == 0
    assert tested(file, "--complete")[0] == 1


def test_a_script_with_errors_is_not_played(tested: Any, file: Path):
    wrong = SCRIPT.replace("type: oui_non, dire", "type: oui_nom, dire")
    file.write_text(wrong, encoding="utf-8")
    status, said = tested(file)
    assert status == 1
    assert "Vouliez-vous dire « oui_non »" in said


def test_several_scripts_are_one_document(tested: Any, file: Path):
    said = tested(file, shipped_scripts() / "confinement.yaml", "--json")[1]
    assert [one["script"] for one in json.loads(said)["scripts"]] == ["essai", "confinement"]
