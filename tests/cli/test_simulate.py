"""`veille simulate`: where made-up people may go, and what is refused before they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import ends
from tests.store.builders import fill, query
from veille_tui.config import shipped_scripts
from veille_tui.store.shared import SharedStore

FILE = str(shipped_scripts() / "programmes" / "chalets" / "campagne.yaml")
SMALL = ("simulate", FILE, "--scale", "0.01", "--until", "2020-03-24")
WRONG, REFUSED = 2, 4


def test_made_up_people_never_come_among_real_ones(
    ready_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    store = SharedStore(ready_url)
    fill(store, 3)
    env = {"VEILLE_HOME": str(tmp_path / "home"), "VEILLE_STORE": ready_url}
    assert ends(env, *SMALL) == REFUSED
    assert "gens inventés" in " ".join(capsys.readouterr().err.split())
    assert query(store, "select (select count(*) from campaigns),"
                 " (select count(*) from households)") == [(1, 3)]  # fmt: skip
    store.close()


def test_an_empty_store_may_be_given(sqlite_url: str, tmp_path: Path):
    env = {"VEILLE_HOME": str(tmp_path / "home"), "VEILLE_STORE": sqlite_url}
    assert ends(env, *SMALL) == 0
    store = SharedStore.open(sqlite_url)
    assert [one.id for one in store.campaigns()] == ["chalets"]
    store.close()


def test_the_store_of_every_day_is_left_alone(tmp_path: Path, sqlite_url: str):
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text(f'store = "{sqlite_url}"\n', encoding="utf-8")
    assert ends({"VEILLE_HOME": str(home)}, *SMALL) == 0
    assert not Path(sqlite_url.removeprefix("sqlite:///")).exists()


@pytest.mark.parametrize("callers", ["-5", "10001", "99999999999999999999"])
@pytest.mark.parametrize("plan", [(), ("--plan",)])
def test_so_many_callers_are_refused(tmp_path: Path, callers: str, plan: tuple[str, ...]):
    env = {"VEILLE_HOME": str(tmp_path)}
    assert ends(env, *SMALL, "--callers", callers, *plan) == WRONG


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    keep = str(tmp_path / "fichier" / "k")
    assert ends({"VEILLE_HOME": str(tmp_path / "home")}, *SMALL, "--keep", keep) == WRONG
    assert "Impossible d'écrire ici" in capsys.readouterr().err
