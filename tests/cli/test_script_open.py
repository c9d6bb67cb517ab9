"""`veille script open` and where a supervisor's scripts are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from veille_tui.cli.command_line import run_command
from veille_tui.config import load
from veille_tui.errors import WrongUsage


def test_the_scripts_are_among_this_post_s_data_unless_a_setting_says_otherwise(tmp_path: Path):
    here = {"VEILLE_HOME": str(tmp_path)}
    assert load(here).scripts_folder == tmp_path / "scripts"
    (tmp_path / "config.toml").write_text('scripts = "/partage/scripts"\n', encoding="utf-8")
    assert load(here).scripts_folder == Path("/partage/scripts")
    given = {**here, "VEILLE_SCRIPTS": "~/mes_scripts"}
    assert load(given).scripts_folder == Path.home() / "mes_scripts"


def test_veille_paths_tells_where_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    env = {"VEILLE_HOME": str(tmp_path)}
    assert run_command(["paths", "--json"], env) == 0
    assert json.loads(capsys.readouterr().out)["own_scripts"] == str(tmp_path / "scripts")
    assert not (tmp_path / "scripts").exists()


def test_a_place_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(WrongUsage) as refused:
        run_command(["script", "open", str(tmp_path / "nowhere" / "x.yaml")], {})
    assert "ni un dossier ni un fichier" in refused.value.message


def test_without_a_terminal_nothing_is_drawn(tmp_path: Path):
    with pytest.raises(WrongUsage):
        run_command(["script", "open", str(tmp_path)], {"VEILLE_HOME": str(tmp_path)})


@pytest.mark.parametrize("place", ["~personne_de_ce_nom/scripts", "a" * 300])
def test_a_place_that_the_disk_refuses_is_said(tmp_path: Path, place: str):
    with pytest.raises(WrongUsage, match="ni un dossier ni un fichier"):
        run_command(["script", "open", place], {"VEILLE_HOME": str(tmp_path)})
