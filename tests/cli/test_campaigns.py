"""`veille campaign` as people and programs read it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from veille_tui.__main__ import run
from veille_tui.cli.ending import guarded
from veille_tui.config import shipped_scripts

DEMO = str(shipped_scripts() / "demo" / "campagne_demo.yaml")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"VEILLE_HOME": str(tmp_path / "home"), "VEILLE_USER": "Hélène"}


def ends(env: dict[str, str], *arguments: str) -> int:
    return guarded(lambda: run(arguments, env), env)


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    file = tmp_path / "fausse.yaml"
    file.write_text(
        "campagne: c\ntitre: C\nscript: rien.yaml\nrythmes: 7 jours\n", encoding="utf-8"
    )
    return file


def test_a_sound_file_is_said_to_be_sound(env: dict[str, str], capsys: pytest.CaptureFixture[str]):
    assert ends(env, "campaign", "check", DEMO) == 0
    assert capsys.readouterr().err == "Aucun problème dans cette campagne.\n"


def test_every_problem_has_its_place_for_people_and_programs(
    env: dict[str, str], wrong: Path, capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "campaign", "check", str(wrong)) == 1
    assert f"{wrong}:4:1 : " in capsys.readouterr().out
    assert ends(env, "campaign", "check", str(wrong), "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    assert {"file", "line", "column", "severity", "code", "message", "hint"} <= set(
        found["problems"][0]
    )


def test_creating_from_a_wrong_file_says_all_and_creates_nothing(
    env: dict[str, str], wrong: Path, capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "campaign", "create", str(wrong)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count(str(wrong)) >= 2
    assert ends(env, "campaign", "list", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"campaigns": []}


def test_a_campaign_is_created_listed_and_shown(
    env: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "campaign", "create", DEMO) == 0
    assert ends(env, "campaign", "create", DEMO) == 4
    capsys.readouterr()
    assert ends(env, "campaign", "list") == 0
    assert capsys.readouterr().out.startswith("demo  ")
    assert ends(env, "campaign", "show", "demo", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["waiting"]["ready"] == 0
    assert shown["script"] == "confinement"


def test_a_file_that_is_not_there_is_told(
    env: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "campaign", "create", str(tmp_path / "rien.yaml")) == 1
    assert "rien.yaml" in capsys.readouterr().err


def test_the_same_is_said_in_english(env: dict[str, str], capsys: pytest.CaptureFixture[str]):
    assert ends(env, "--lang", "en", "campaign", "check", DEMO) == 0
    assert capsys.readouterr().err == "No problem in this campaign.\n"
