"""Where `veille` starts: straight to the workstation, unless the command line asks for more."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

_PLACES = {"--store": "VEILLE_STORE", "--home": "VEILLE_HOME", "--lang": "VEILLE_LANG"}
"""Options that only say where and in which language to work, and the variable each stands for."""


def main() -> int:
    """Run the program on this process's arguments; the exit status."""
    from veille_tui.cli.ending import guarded

    return guarded(lambda: run(sys.argv[1:], os.environ), os.environ)


def run(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Open the workstation at once when nothing else is asked, else read the command line."""
    place = only_a_place(arguments, env)
    if place is None:
        from veille_tui.cli.command_line import run_command

        return run_command(arguments, env)
    from veille_tui.bootstrap import run_workstation, settings_from

    return run_workstation(settings_from(place))


def only_a_place(arguments: Sequence[str], env: Mapping[str, str]) -> dict[str, str] | None:
    """`env` with the options applied when there is nothing but --store, --home and --lang."""
    place, rest = dict(env), list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not equals and rest and not rest[0].startswith("-"):
            value = rest.pop(0)
        if name not in _PLACES or not value:
            return None
        place[_PLACES[name]] = value
    return place


if __name__ == "__main__":
    sys.exit(main())
