"""A campaign is opened from its file with its script, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from veille_tui.callscript.campaign_file import read_campaign
from veille_tui.config import shipped_scripts
from veille_tui.errors import InputRefused, Refused
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.campaigns import open_campaign, update_campaign

NOW = datetime(2020, 3, 17, 9, tzinfo=UTC)
SHIPPED = shipped_scripts()


@pytest.fixture
def store(store_url: str) -> Iterator[SharedStore]:
    if store_url.startswith("postgresql"):
        from veille_tui.store.engine import open_link
        from veille_tui.store.migrate import init

        link = open_link(store_url, 3, 10)
        init(store_url, link)
        link.close()
    made = SharedStore(store_url)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign's file, its script and the script's blocks, to be changed."""
    copy = tmp_path / "call_scripts"
    shutil.copytree(SHIPPED, copy)
    return copy


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", ["campagne_confinement.yaml", "demo/campagne_demo.yaml"])
def test_the_shipped_campaigns_have_no_problem(name: str):
    assert list(read_campaign(SHIPPED / name)[1]) == []


def test_an_opened_campaign_is_there_with_the_words_of_its_script(store: SharedStore, folder: Path):
    opened = open_campaign(store, folder / "campagne_confinement.yaml", "Hélène", NOW)
    kept = store.campaign("confinement")
    assert kept == opened
    assert "Habitat" not in store.script_source(kept.script_hash)
    assert "moment" in store.script_source(kept.script_hash)
    assert "Pour s'en servir" in store.campaign_source("confinement")


def test_a_name_is_taken_once(store: SharedStore, folder: Path):
    file = folder / "campagne_confinement.yaml"
    open_campaign(store, file, "Hélène", NOW)
    with pytest.raises(Refused):
        open_campaign(store, file, "Hélène", NOW)


def test_a_file_with_errors_opens_nothing_and_tells_them_all(store: SharedStore, folder: Path):
    file = folder / "campagne_confinement.yaml"
    change(file, "si: age >= 80\n", "si: agge >= 80\n")
    change(file, "par_jour: 3", "par_jour: trois")
    with pytest.raises(InputRefused) as refused:
        open_campaign(store, file, "Hélène", NOW)
    assert len(refused.value.problems) == 2
    assert list(store.campaigns()) == []


def test_an_update_publishes_the_script_again_and_keeps_the_old_words(
    store: SharedStore, folder: Path
):
    file = folder / "campagne_confinement.yaml"
    before = open_campaign(store, file, "Hélène", NOW)
    change(file, "par_jour: 3", "par_jour: 2")
    change(folder / "blocs" / "sante.yaml", "Comment allez-vous, ces jours-ci ?", "Ça va ?")
    after = update_campaign(store, file, "Hélène", NOW)
    assert store.campaign("confinement").attempts.per_day == 2
    assert after.script_hash != before.script_hash
    assert "Comment allez-vous" in store.script_source(before.script_hash)


def test_an_update_of_an_unknown_campaign_is_refused(store: SharedStore, folder: Path):
    with pytest.raises(Refused):
        update_campaign(store, folder / "campagne_confinement.yaml", "Hélène", NOW)
