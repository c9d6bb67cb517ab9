"""`veille simulate`: its table and picture, and the worlds that it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import ends
from veille_tui.config import shipped_scripts

CAMPAIGN = str(shipped_scripts() / "programmes" / "chalets" / "campagne.yaml")
WORLD = """debut: 2020-03-24
fin: 2020-03-25
foyers:
  - nom: tous
    nombre: 12
    ages: [72, 90]
    sans_numero: 2
appelants:
  nombre: 1
  minutes: 7
habitudes:
  - nom: facile
    reste: vrai
    repond: {"*": 1.0}
publies:
  - titre: Foyers suivis
    chemin: households.targeted
    valeur: 12
    verite: [tous]
  - titre: Foyers que personne n'a
    chemin: households.targeted
    valeur: 40
"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    file = tmp_path / "monde.yaml"
    file.write_text(WORLD, encoding="utf-8")
    return file


def plays(env: dict[str, str], world: Path, *arguments: str) -> int:
    return ends(env, "simulate", CAMPAIGN, "--world", str(world), *arguments)


def test_the_table_stands_beside_the_truth_and_the_picture_under_it(
    env: dict[str, str], world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert plays(env, world, "--callers", "2", "--keep", str(tmp_path / "gardé")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Chiffre", "publié", "monde", "rapport"]
    assert lines[1].split() == ["Foyers", "suivis", "12", "12", "12"]
    assert lines[2].split()[-4:] == ["40", "-", "12", "≠"]
    at = lines.index("Situations sécurisées, sur tous les foyers visés")
    assert lines[at - 2].startswith("Appels par jour (au plus ")
    assert [len(lines[at - 1]), len(lines[at + 1])] == [4, 4]
    assert lines[at + 2].startswith("  du 2020-03-24 au 2020-03-25 : ")
    assert "appels simulés par 2 appelants" in lines[-1]
    assert (tmp_path / "gardé" / "simulation.db").is_file()


def test_a_program_reads_the_same_as_one_document(
    env: dict[str, str], world: Path, capsys: pytest.CaptureFixture[str]
):
    assert plays(env, world, "--until", "2020-03-24", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["holds"] for row in told["table"]] == [True, False]
    assert [day["day"] for day in told["days"]] == ["2020-03-24"]
    assert told["calls"] == told["days"][0]["calls"] > 0
    assert told["figures"]["households"]["targeted"] == 12


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--scale", "0"), "entre 0 et 1"),
        (("--scale", "nan"), "entre 0 et 1"),
        (("--until", "2020-03-01"), "Le monde commence le 2020-03-24"),
        (("--plan", "--until", "2020-03-01"), "Le monde commence le 2020-03-24"),
        (("--until", "hier"), "hier"),
        (("--unreachable", "0.1"), "--plan"),
        (("--plan", "--unreachable", "1"), "entre 0 et 1"),
    ],
)
def test_what_means_nothing_is_wrong_usage(
    env: dict[str, str],
    world: Path,
    arguments: tuple[str, ...],
    said: str,
    capsys: pytest.CaptureFixture[str],
):
    assert plays(env, world, *arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("written", "instead", "line"),
    [
        ("fin: 2020-03-25", "fin: 2020-03-01", 2),
        ("nombre: 12", "nombre: -5", 5),
        ("minutes: 7", "minutes: 0", 10),
        ("minutes: 7", "minutes: nan", 10),
        ("minutes: 7", "presents: 0", 10),
        ("minutes: 7", "plages: []", 10),
        ("minutes: 7", 'plages: [{de: "14:00", a: "12:00"}]', 10),
        ("ages: [72, 90]", "ages: [90, 72]", 6),
        ("ages: [72, 90]", "ages: [72, 1000]", 6),
        ("ages: [72, 90]", "communes: []", 6),
        ("ages: [72, 90]", "agences: {Foix: 0}", 6),
        ("households.targeted\n    valeur: 12", "households.targeted\n    valeur: douze", 18),
        ("verite: [tous]", "verite: [personne]", 19),
    ],
)
def test_a_world_in_which_nobody_could_live_is_refused_at_its_line(
    env: dict[str, str],
    world: Path,
    written: str,
    instead: str,
    line: int,
    capsys: pytest.CaptureFixture[str],
):
    assert written in WORLD
    world.write_text(WORLD.replace(written, instead), encoding="utf-8")
    assert plays(env, world, "--plan") == 1
    assert f"monde.yaml:{line}:" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(
    env: dict[str, str], world: Path, capsys: pytest.CaptureFixture[str]
):
    assert plays(env, world.with_name("rien.yaml")) == 1
    assert "rien.yaml" in capsys.readouterr().err
    assert ends(env, "simulate", str(world.with_name("campagne.yaml"))) == 1


def test_more_in_a_case_than_there_are_households_is_refused(
    env: dict[str, str], world: Path, capsys: pytest.CaptureFixture[str]
):
    world.write_text(WORLD.replace("reste: vrai", "nombre: 50"), encoding="utf-8")
    assert plays(env, world) == 1
    assert "50 foyers demandés" in capsys.readouterr().err


def test_a_plan_tells_the_reckoning_the_tries_and_the_answer(
    env: dict[str, str], world: Path, capsys: pytest.CaptureFixture[str]
):
    assert plays(env, world, "--plan", "--unreachable", "0") == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0].startswith("10 foyers avec un numéro, dont 0,0 % qui")
    assert "Calcul : il faut 1 personne" in said.out
    assert "Essayé : 1 appelant." in said.err
    assert said.out.splitlines()[-1].startswith("Simulé : ")
