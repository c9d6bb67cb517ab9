"""`veille tenants opt-out`: written down, shown, taken back."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import ends
from veille_tui.config import shipped_scripts

DEMO = str(shipped_scripts() / "demo" / "campagne_demo.yaml")


@pytest.fixture
def tenant(env: dict[str, str], capsys: pytest.CaptureFixture[str]) -> str:
    """One lady in the demonstration's campaign."""
    assert ends(env, "campaign", "create", DEMO) == 0
    fields = ("nom=LEFÈVRE", "prenom=Hélène", "telephone=0536491234")
    assert ends(env, "tenants", "add", "--campaign", "demo", *fields) == 0
    capsys.readouterr()
    assert ends(env, "tenants", "find", "lefevre", "--json") == 0
    return str(json.loads(capsys.readouterr().out)["tenants"][0]["tenant_id"])


def test_a_wish_is_written_down_shown_and_taken_back(
    env: dict[str, str], tenant: str, capsys: pytest.CaptureFixture[str]
):
    words = ("--words", "Laissez-moi tranquille")
    assert ends(env, "tenants", "opt-out", tenant, "--all", *words) == 0
    said = capsys.readouterr().out
    assert said == (
        "Ne plus appeler (toutes les campagnes), pour toujours ; noté par Hélène."
        " « Laissez-moi tranquille »\n"
    )
    assert ends(env, "tenants", "show", tenant) == 0
    assert said in capsys.readouterr().out
    assert ends(env, "tenants", "opt-out", tenant, "--lift", "--json") == 0
    assert json.loads(capsys.readouterr().out)["lifted"] == 1
    assert ends(env, "tenants", "show", tenant, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["opt_outs"] == []
    assert shown["cases"][0]["disposition"] == "to_call"


def test_a_wish_until_a_day_says_so(
    env: dict[str, str], tenant: str, capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "tenants", "opt-out", tenant, "--until", "2190-04-06") == 0
    assert "campagne demo), jusqu'au mardi 6 avril" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [("--until", "2020-01-01"), ("--until", "demain"), ("--all", "--campaign", "demo"),
     ("--lift", "--words", "non")],
)  # fmt: skip
def test_what_makes_no_sense_is_wrong_usage(env: dict[str, str], tenant: str, arguments):
    assert ends(env, "tenants", "opt-out", tenant, *arguments) == 2


def test_a_campaign_that_is_not_theirs_is_refused(env: dict[str, str], tenant: str):
    assert ends(env, "tenants", "opt-out", tenant, "--campaign", "hiver") == 4
    assert ends(env, "tenants", "opt-out", "999") == 4
