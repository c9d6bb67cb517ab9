"""What the administrator's guide and the README tell to type is what the programs understand."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from veille_tui.cli.command_line import parser
from veille_tui.store.server_copies import dump_commands, restore_commands

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guide_administrateur.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADMIN = README[README.index("### Administrer") : README.index("## Où sont les choses")]
ADDRESS = "postgresql://gestion@base.bailleur.fr/veille?sslmode=verify-full&sslrootcert=x"


def typed(text: str, program: str) -> list[str]:
    """The lines of code that begin with `program`."""
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(f"{program} ")]


@pytest.mark.parametrize("line", typed(GUIDE, "veille") + typed(ADMIN, "veille"))
def test_every_command_is_understood(line: str):
    words = shlex.split(line, comments=True)[1:]
    assert parser().parse_args(words).run


def options(line: str) -> set[str]:
    return {word.partition("=")[0] for word in shlex.split(line) if word.startswith("--")}


@pytest.mark.parametrize("text", [GUIDE, ADMIN], ids=["guide", "readme"])
def test_a_server_is_copied_as_the_program_itself_says(text: str):
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    told = [*dump_commands(ADDRESS, now), *restore_commands(ADDRESS, "comptes.sql", "veille.dump")]
    for command in told:
        program = command.split()[0]
        lines = typed(text, program)
        assert options(command) in [options(line) for line in lines], program
