"""Other programs in this terminal: the person's own editor, and the rehearsal of a script."""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from textual.app import App

_PLUS_LINE = frozenset(
    "vi vim nvim view gvim mvim nano pico emacs emacsclient micro mg ne joe jed kak mcedit gedit"
    " jmacs zile".split()
)
_COLON_LINE = frozenset("hx helix subl sublime_text zed mate".split())
_CODE = frozenset("code code-insiders codium vscodium cursor".split())
_WAITS = {
    "gvim": ("-f",),
    "mvim": ("-f",),
    "gedit": ("--wait",),
    "subl": ("--wait",),
    "sublime_text": ("--wait",),
    "zed": ("--wait",),
    "mate": ("--wait",),
    "kate": ("--block",),
    **dict.fromkeys(_CODE, ("--wait",)),
}
"""Editors with windows of their own: what makes them come back only when the file is closed."""


def editor_command(env: Mapping[str, str]) -> tuple[str, ...]:
    """$VISUAL, else $EDITOR, as a shell would split it; nothing when it names no program here."""
    for variable in ("VISUAL", "EDITOR"):
        words = _split(env.get(variable, ""))
        if words and shutil.which(words[0], path=env.get("PATH")):
            return words
    return ()


def editing(command: Sequence[str], file: Path, line: int) -> tuple[str, ...]:
    """The command that opens `file` at `line` (from 1), as far as this editor is known."""
    name = Path(command[0]).name.lower().removesuffix(".exe").removesuffix(".cmd")
    begun = [*command, *(word for word in _WAITS.get(name, ()) if word not in command)]
    if name in _CODE:
        return (*begun, "--goto", f"{file}:{line}")
    if name in _COLON_LINE:
        return (*begun, f"{file}:{line}")
    if name in _PLUS_LINE:
        return (*begun, f"+{line}", str(file))
    return (*begun, str(file))


def rehearsal(file: Path) -> tuple[str, ...]:
    """The command that walks a script as callers will see it, storing nothing."""
    return (sys.executable, "-m", "veille_tui", "script", "play", str(file))


def run_in_terminal(app: App[None], command: Sequence[str], env: Mapping[str, str]) -> int | None:
    """Give the terminal to another program until it ends; its exit status.

    None when it could not be started here, or the terminal cannot be given away.
    """
    with suppress(SuspendNotSupported), app.suspend(), _left_to_the_other():
        return _run(command, env)
    return None


def _run(command: Sequence[str], env: Mapping[str, str]) -> int | None:
    # Caught here: an error that left `suspend` would leave the terminal to nobody.
    with suppress(OSError, ValueError):
        return subprocess.run(command, env=dict(env), check=False).returncode  # noqa: S603 - theirs
    return None


@contextmanager
def _left_to_the_other() -> Iterator[None]:
    """Ctrl+C is for the other program; a handler, unlike SIG_IGN, is not passed on to it."""
    before = signal.signal(signal.SIGINT, lambda *_interrupted: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _split(text: str) -> tuple[str, ...]:
    try:
        words = shlex.split(text, posix=sys.platform != "win32")
    except ValueError:
        return ()
    return tuple(word.strip('"') for word in words) if sys.platform == "win32" else tuple(words)
