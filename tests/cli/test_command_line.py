"""What is typed after `veille`, in either language, and what it then does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from veille_tui.__main__ import only_a_place
from veille_tui.cli.command_line import parser, run_command
from veille_tui.cli.ending import guarded


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"VEILLE_HOME": str(tmp_path / "home")}


def test_the_help_is_in_french(env: dict[str, str], capsys: pytest.CaptureFixture[str]):
    assert run_command(["--help"], env) == 0
    said = capsys.readouterr().out
    assert "usage : veille" in said
    assert "afficher cette aide et quitter" in said
    assert "\noptions\u00a0:\n" in said
    assert "\noptions communes\u00a0:\n" in said
    assert "dire la version du programme et quitter" in said
    assert "show" not in said
    assert "Prendre des nouvelles" in said


def test_the_help_of_argparse_is_in_english_when_asked(
    env: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    assert run_command(["--lang", "en", "--help"], env) == 0
    said = capsys.readouterr().out
    assert "show this help message and exit" in said
    assert "\noptions:\n" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["campaign"], "il manque : ACTION"),
        (["tenants", "import", "f.csv"], "il manque : --campaign"),
        (["report", "x", "--format", "pdf"], "choix impossible"),
        (["report", "x", "--nothing"], "arguments inconnus : --nothing"),
        (["purge", "list"], "choix impossible"),
        (["report", "x", "--format"], "une valeur est attendue"),
        (["tenants", "show", "abc"], "valeur impossible"),
    ],
)
def test_a_wrong_command_line_is_explained_in_french(
    env: dict[str, str], capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
):
    assert run_command(arguments, env) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_every_command_has_its_help():
    import argparse

    def commands(one: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
        groups = [a for a in one._actions if isinstance(a, argparse._SubParsersAction)]
        below = [child for group in groups for child in group.choices.values()]
        return below + [each for child in below for each in commands(child)]

    found = commands(parser())
    assert len(found) > 20
    assert all(one.description for one in found)
    assert all(one.format_help() for one in found)


@pytest.mark.parametrize("place", [["--json", "paths"], ["paths", "--json"]])
def test_common_options_stand_before_or_after_the_command(
    env: dict[str, str], capsys: pytest.CaptureFixture[str], place: list[str]
):
    assert run_command(place, env) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["journal"] == str(Path(env["VEILLE_HOME"]) / "journal.db")


def test_an_option_is_stronger_than_its_variable(
    env: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    wanted = f"sqlite:///{tmp_path / 'other.db'}"
    run_command(["paths", "--json", "--store", wanted], {**env, "VEILLE_STORE": "sqlite:///x"})
    assert json.loads(capsys.readouterr().out)["store"] == wanted


def test_a_password_is_never_shown(env: dict[str, str], capsys: pytest.CaptureFixture[str]):
    run_command(["paths", "--store", "postgresql://me:secret@example.org/veille"], env)
    assert "secret" not in capsys.readouterr().out


def test_json_is_refused_where_there_is_no_data(env: dict[str, str]):
    from veille_tui.errors import WrongUsage

    with pytest.raises(WrongUsage):
        run_command(["completion", "bash", "--json"], env)


def test_completion_knows_the_commands(env: dict[str, str], capsys: pytest.CaptureFixture[str]):
    assert run_command(["completion", "bash"], env) == 0
    said = capsys.readouterr().out
    assert "tenants" in said
    assert "--dry-run" in said


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        ([], {}),
        (["--lang", "en"], {"VEILLE_LANG": "en"}),
        (["--store=sqlite:///a.db", "--home", "/h"], {"VEILLE_STORE": "sqlite:///a.db"}),
    ],
)
def test_options_alone_open_the_workstation(arguments: list[str], place: dict[str, str]):
    found = only_a_place(arguments, {})
    assert found is not None
    assert place.items() <= found.items()


@pytest.mark.parametrize("arguments", [["demo"], ["--help"], ["--store"], ["--lang", "--json"]])
def test_anything_else_is_read_by_the_command_line(arguments: list[str]):
    assert only_a_place(arguments, {}) is None


def test_the_way_to_the_workstation_never_reads_a_command_line():
    code = (
        "import sys, veille_tui.__main__ as start, veille_tui.cli.ending\n"
        "start.only_a_place(['--lang', 'en'], {})\n"
        "heavy = {'argparse', 'sqlmodel', 'sqlalchemy', 'yaml', 'textual'} & set(sys.modules)\n"
        "sys.exit(' '.join(heavy) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize("number", ["9" * 5000, "2147483648", "²", "1.5"])
@pytest.mark.parametrize(
    "words",
    [
        "tenants show {}",
        "tenants opt-out {}",
        "campaign why {}",
        "referrals show {}",
        "referrals add {} --theme repas",
        "referrals update {} --status sent",
        "relays add {} --channel visit",
        "relays take {}",
        "relays record {} --result well",
        "relays close {} --why raison",
        "script play script.yaml --tenant {}",
    ],
)
def test_a_number_that_no_store_gives_is_wrong_usage(
    env: dict[str, str], capsys: pytest.CaptureFixture[str], words: str, number: str
):
    assert run_command(words.format(number).split(), env) == 2
    assert f"« {number[:40]} » n'est pas un numéro" in capsys.readouterr().err
    assert not (Path(env["VEILLE_HOME"]) / "store.db").exists()


def test_a_number_that_a_store_might_give_is_looked_for(
    env: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    assert guarded(lambda: run_command(["relays", "take", "2147483647"], env), env) == 4
    assert "2147483647" in capsys.readouterr().err
