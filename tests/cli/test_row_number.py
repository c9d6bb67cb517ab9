"""Numbers that no store ever gave are refused where they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from veille_tui.__main__ import run
from veille_tui.cli.ending import guarded

WRONG = 2
HUGE = "99999999999999999999"


@pytest.mark.parametrize("number", [HUGE, str(2**31), "²", "1.5", "9" * 5000])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("referrals show", ""),
        ("referrals add", "--theme courses"),
        ("referrals update", "--status done"),
        ("relays add", "--channel visit"),
        ("relays take", ""),
        ("relays record", "--result well"),
        ("relays close", "--why partie"),
        ("campaign why", ""),
        ("tenants show", ""),
        ("tenants opt-out", ""),
    ],
)
def test_a_number_that_can_be_none_is_a_wrong_usage_and_no_crash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: str, before: str, after: str
):
    env = {"VEILLE_HOME": str(tmp_path), "VEILLE_USER": "Sonia"}
    arguments = [*before.split(), number, *after.split()]
    assert guarded(lambda: run(arguments, env), env) == WRONG
    assert "n'est pas un numéro" in " ".join(capsys.readouterr().err.split())
