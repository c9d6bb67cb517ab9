"""`veille campaign alert`: switched on, looked at, switched off."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import ends
from veille_tui.config import shipped_scripts

DEMO = str(shipped_scripts() / "demo" / "campagne_demo.yaml")


@pytest.fixture
def campaign(env: dict[str, str], capsys: pytest.CaptureFixture[str]) -> str:
    assert ends(env, "campaign", "create", DEMO, "--json") == 0
    return str(json.loads(capsys.readouterr().out)["campaign"])


def test_the_alert_is_given_looked_at_and_lifted(
    env: dict[str, str], campaign: str, capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "campaign", "alert", campaign) == 0
    assert capsys.readouterr().out == "Pas d'alerte : chacun est appelé à son rythme.\n"
    assert ends(env, "campaign", "alert", campaign, "on") == 0
    said = capsys.readouterr().out
    assert said.startswith("Alerte depuis aujourd'hui à ")
    assert "0 foyer joint aujourd'hui sur 0, 0 à joindre." in said
    assert ends(env, "campaign", "alert", campaign, "off", "--json") == 0
    state = json.loads(capsys.readouterr().out)
    assert state["since"] is None
    assert {"campaign", "ends_at", "targeted", "joined", "left", "minutes_left"} <= set(state)


def test_anything_but_on_and_off_is_wrong_usage(env: dict[str, str], campaign: str):
    assert ends(env, "campaign", "alert", campaign, "rouge") == 2


def test_an_unknown_campaign_is_refused(env: dict[str, str], campaign: str):
    assert ends(env, "campaign", "alert", "rien", "on") == 4
