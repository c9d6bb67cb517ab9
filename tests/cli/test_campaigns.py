"""`veille campaign` as people and programs read it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import ends
from veille_tui.config import shipped_scripts

DEMO = str(shipped_scripts() / "demo" / "campagne_demo.yaml")


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


LISTING = str(shipped_scripts() / "demo" / "locataires_demo.csv")
LOCKDOWN = str(shipped_scripts() / "campagne_confinement.yaml")


def test_a_preview_counts_a_listing_and_stores_nothing(
    env: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    options = ("--listing", LISTING, "--callers", "2", "--minutes", "8", "--reached", "60")
    assert ends(env, "campaign", "preview", DEMO, *options, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["households"], found["without_number"], found["in_no_public"]) == (45, 4, 0)
    assert sum(one["households"] for one in found["publics"]) == 45
    assert found["assumptions"]["callers"] == 2
    assert (found["assumptions"]["minutes"], found["assumptions"]["reached"]) == (8, 0.6)
    assert found["first_round"]["all"]["days"] >= 1
    assert ends(env, "campaign", "list", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"campaigns": []}


def test_a_preview_for_people_says_what_it_stands_on(
    env: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "campaign", "preview", LOCKDOWN, "--listing", LISTING) == 0
    said = capsys.readouterr().out
    assert "45 foyers" in said
    assert "█" in said
    assert "Vagues" in said
    assert "10 minutes par appel abouti" in said


def test_a_preview_counts_the_households_that_are_there_already(
    env: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "campaign", "create", DEMO) == 0
    assert ends(env, "tenants", "import", LISTING, "--campaign", "demo") == 0
    capsys.readouterr()
    assert ends(env, "campaign", "preview", LOCKDOWN, "--campaign", "demo", "--json") == 0
    assert json.loads(capsys.readouterr().out)["households"] == 45
    both = ("--campaign", "demo", "--listing", LISTING)
    assert ends(env, "campaign", "preview", LOCKDOWN, *both, "--json") == 0
    assert json.loads(capsys.readouterr().out)["households"] == 45


def test_a_check_with_a_listing_gives_the_problems_and_then_the_count(
    env: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "campaign", "check", DEMO, "--listing", LISTING, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["ok"], found["problems"]) == (True, [])
    assert found["preview"]["households"] == 45
    assert ends(env, "campaign", "check", DEMO, "--listing", LISTING) == 0
    assert "45 foyers" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ((), 2),
        (("--listing", LISTING, "--callers", "0"), 2),
        (("--listing", LISTING, "--minutes", "1000"), 2),
        (("--listing", "absente.csv"), 1),
        (("--campaign", "inconnue"), 4),
    ],
)
def test_a_preview_that_cannot_be_made_says_why(
    env: dict[str, str],
    options: tuple[str, ...],
    status: int,
    capsys: pytest.CaptureFixture[str],
):
    assert ends(env, "campaign", "preview", DEMO, *options) == status
    assert capsys.readouterr().err


def test_an_update_moves_the_households_and_says_how_many(
    env: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "call_scripts"
    shutil.copytree(shipped_scripts(), folder)
    file = folder / "demo" / "campagne_demo.yaml"
    assert ends(env, "campaign", "create", str(file)) == 0
    assert ends(env, "tenants", "import", LISTING, "--campaign", "demo") == 0
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("si: age >= 80\n", "si: age >= 85\n", 1), encoding="utf-8")
    capsys.readouterr()
    assert ends(env, "campaign", "update", str(file), "--json") == 0
    moved = json.loads(capsys.readouterr().out)["moved"]
    assert moved["moved"] > 0
    assert moved["held"] == 0
    assert ends(env, "campaign", "update", str(file), "--json") == 0
    assert json.loads(capsys.readouterr().out)["moved"]["moved"] == 0


def test_a_campaign_is_shown_with_what_its_file_brought(
    env: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "campaign", "create", LOCKDOWN) == 0
    capsys.readouterr()
    assert ends(env, "campaign", "show", "confinement") == 0
    said = capsys.readouterr().out
    assert "Cellule de veille, 05 36 49 00 10" in said
    assert "premiere, 2020-03-17 : signales, quatre_vingts" in said
    assert ends(env, "campaign", "show", "confinement", "--json") == 0
    kept = json.loads(capsys.readouterr().out)["definition"]
    assert len(kept["partners"]) == 12
    assert {"loyer", "attestation"} <= {one["id"] for one in kept["faq"]}
    assert [one["id"] for one in kept["messages"]] == ["numero"]
