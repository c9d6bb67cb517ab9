"""A command as it is run: its exit status."""

from __future__ import annotations

from collections.abc import Mapping

from veille_tui.__main__ import run
from veille_tui.cli.ending import guarded


def ends(env: Mapping[str, str], *arguments: str) -> int:
    """The exit status of `veille` with these arguments."""
    return guarded(lambda: run(arguments, env), env)
