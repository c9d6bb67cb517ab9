"""The demonstration: a real campaign with a past, made in a moment."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.builders import query
from veille_tui import config, demo
from veille_tui.bootstrap import open_store, post
from veille_tui.config import Paths, Settings
from veille_tui.desk.hand import Hand
from veille_tui.domain.tallies import tally


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("demo")
    made = Settings(Paths(folder, folder, folder), user="Camille", campaign=demo.CAMPAIGN)
    demo.prepare(made)
    return made


def test_the_story_s_calls_went_through_desk_courier_and_store(settings: Settings) -> None:
    store = open_store(settings)
    figures = tally(store.figures(demo.CAMPAIGN))
    store.close()
    assert figures["calls"]["attempts"] == len(demo.past_calls())
    assert figures["needs"]["alimentation"] == 1
    assert figures["households"]["without_number"] > 0
    assert figures["households"]["secured"] > 0


def test_the_answers_of_the_story_are_kept_with_their_words(settings: Settings) -> None:
    store = open_store(settings)
    told = query(store, "select question, words from answers")
    store.close()
    assert ("accord_notes", "d'accord") in told
    assert all(words for _question, words in told)


def test_promised_calls_wait_for_whoever_tries_it(settings: Settings) -> None:
    store = open_store(settings)
    waiting = store.waiting(demo.CAMPAIGN, "Camille")
    store.close()
    assert len(waiting.promises) == 3
    assert waiting.ready > 20


def test_only_the_story_s_own_files_are_left(settings: Settings) -> None:
    names = {path.name for path in settings.paths.data.iterdir()}
    assert names <= {"store.db", "store.db-journal", "store.db-wal", "store.db-shm"}


def test_a_household_is_offered_at_once_at_any_hour(settings: Settings) -> None:
    wired = post(settings)
    try:
        hand = wired.desk.take_next(wired.desk.enter(demo.CAMPAIGN))
        assert isinstance(hand, Hand)
        assert hand.case.household.usable_numbers
    finally:
        wired.close()


def test_a_kept_demonstration_opens_again_without_asking_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[Settings] = []

    def remember(made: Settings) -> int:
        opened.append(made)
        return 0

    monkeypatch.setattr(demo, "run_workstation", remember)
    monkeypatch.setattr(demo, "prepare", lambda made: None)
    monkeypatch.setattr(tempfile, "mkdtemp", lambda prefix: str(tmp_path))
    demo.run_demo(Settings(Paths(tmp_path, tmp_path, tmp_path)), keep=True)
    again = config.load({"VEILLE_HOME": str(tmp_path)})
    assert not again.is_first_run
    assert again.campaign == demo.CAMPAIGN
    assert str(tmp_path) in capsys.readouterr().err


def test_a_demonstration_that_is_not_kept_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "essai"
    folder.mkdir()
    monkeypatch.setattr(demo, "run_workstation", lambda made: 0)
    monkeypatch.setattr(demo, "prepare", lambda made: None)
    monkeypatch.setattr(tempfile, "mkdtemp", lambda prefix: str(folder))
    settings = Settings(Paths(tmp_path, tmp_path, tmp_path))
    assert demo.run_demo(replace(settings, user="Zoé"), keep=False) == 0
    assert not folder.exists()
