"""A caller's own login on a server asks for lists that it may not see."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.test_access import Team, team
from veille_tui.__main__ import run
from veille_tui.cli.ending import guarded
from veille_tui.domain.people import Role

__all__ = ["team"]
REFUSED = 4


def ends(team: Team, role: Role, folder: Path, *arguments: str) -> int:
    url = team.login(f"Paul {role.value}", role)
    env = {"VEILLE_HOME": str(folder / role.value), "VEILLE_STORE": url, "VEILLE_USER": "Paul"}
    return guarded(lambda: run(arguments, env), env)


@pytest.mark.parametrize(
    "arguments",
    [
        ("referrals", "list", "hiver"),
        ("referrals", "show", "1"),
        ("referrals", "export", "hiver", "--format", "csv", "--output", "liste.csv"),
        ("referrals", "watch", "hiver", "--once"),
        ("relays", "list", "hiver"),
        ("relays", "list", "hiver", "--lost"),
        ("visits", "export", "hiver", "--output", "liste.csv"),
        ("visits", "import", "liste.csv", "--campaign", "hiver"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_caller_is_refused_and_never_told_that_there_is_nothing(
    team: Team,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
):
    monkeypatch.chdir(tmp_path)
    assert ends(team, Role.CALLER, tmp_path, *arguments) == REFUSED
    said = capsys.readouterr()
    assert said.out == ""
    assert "cette liste serait fausse" in " ".join(said.err.split())
    assert not (tmp_path / "liste.csv").exists()


@pytest.mark.parametrize(
    "arguments",
    [("referrals", "list"), ("referrals", "export"), ("relays", "list"), ("visits", "export")],
    ids=" ".join,
)
def test_a_supervisor_gets_the_lists(team: Team, tmp_path: Path, arguments: tuple[str, ...]):
    assert ends(team, Role.SUPERVISOR, tmp_path, *arguments, "hiver") == 0
