"""`veille campaign why`: what a supervisor reads of a household that is not called now."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.builders import LEASE, WINTER, fill, token
from veille_tui.__main__ import run
from veille_tui.bootstrap import clock
from veille_tui.cli.ending import guarded
from veille_tui.store.shared import SharedStore


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    store = SharedStore.open(url)
    fill(store, 3, now=clock() - timedelta(days=1))
    store.claim_next("hiver", "Zoé", token(), LEASE)
    store.close()
    return {"VEILLE_HOME": str(tmp_path / "home"), "VEILLE_STORE": url, "VEILLE_USER": "Paul"}


def said(env: dict[str, str], capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert guarded(lambda: run(arguments, env), env) == 0
    return capsys.readouterr().out


def test_a_household_in_hand_says_with_whom(env, capsys: pytest.CaptureFixture[str]) -> None:
    assert "En main chez Zoé" in said(env, capsys, "campaign", "why", "1")
    found = json.loads(said(env, capsys, "campaign", "why", "1", "--json"))
    assert (found["case"], found["campaign"]) == (1, WINTER.id)
    assert [one["code"] for one in found["why_not"]] == ["held"]
    assert found["next_at"] == found["why_not"][0]["until"]


def test_a_person_s_page_says_why_it_is_not_called(env, capsys: pytest.CaptureFixture[str]) -> None:
    assert "En main chez Zoé" in said(env, capsys, "tenants", "show", "1")


def test_an_unknown_case_is_refused(env, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(lambda: run(("campaign", "why", "77"), env), env) == 4
    assert "n'existe pas" in capsys.readouterr().err
