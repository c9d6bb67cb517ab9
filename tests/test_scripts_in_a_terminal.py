"""A supervisor's scripts in a real terminal: the editor and the rehearsal are other programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.terminal import Terminal
from tests.ui.supervised import COURTESY

OPEN = (sys.executable, "-m", "veille_tui", "script", "open")
ESCAPE, ENTER = "\x1b", "\r"
# Says which terminal it has, then makes or mends a mistake, as its name says.
_EDITOR = """#!{python}
import pathlib, sys
sys.stdout.write("EDITING" + " " + sys.argv[1] + "\\r\\n")
sys.stdout.flush()
path = pathlib.Path(sys.argv[-1])
text = path.read_text(encoding="utf-8")
wrong = "dirre: Allez" in text
old, new = ("dirre: Allez", "dire: Allez") if wrong else ("dire: Allez", "dirre: Allez")
path.write_text(text.replace(old, new), encoding="utf-8")
"""


def post(folder: Path) -> dict[str, str]:
    """The environment of a supervisor with one script and an editor."""
    scripts = folder / "scripts"
    scripts.mkdir()
    (scripts / "courtoisie.yaml").write_text(COURTESY, encoding="utf-8")
    editor = folder / "vim"
    editor.write_text(_EDITOR.format(python=sys.executable), encoding="utf-8")
    editor.chmod(0o700)
    env = {name: value for name, value in os.environ.items() if name != "EDITOR"}
    mine = {"VEILLE_HOME": str(folder), "VEILLE_USER": "Nadia", "VISUAL": str(editor)}
    return {**env, **mine, "TERM": "xterm-256color"}


def test_the_terminal_goes_to_the_editor_and_to_the_rehearsal_and_comes_back(tmp_path: Path):
    with Terminal(OPEN, post(tmp_path)) as terminal:
        terminal.until("Appel de courtoisie")
        terminal.press("e")
        terminal.until("EDITING +1")
        terminal.until("y retourner.")
        terminal.press(ENTER)
        terminal.until("EDITING +")
        terminal.until("P : publier")
        terminal.press("a")
        terminal.until("Avec qui essayer ce script ?")
        terminal.press("q")
        terminal.until("Appel de courtoisie")
    assert (tmp_path / "scripts" / "courtoisie.yaml").read_text("utf-8") == COURTESY


def test_an_open_desk_does_not_keep_a_supervisor_from_the_scripts(tmp_path: Path):
    env = post(tmp_path)
    with Terminal(OPEN[:3], env) as desk:
        desk.until("Bonjour Nadia.")
        with Terminal([*OPEN, str(tmp_path / "scripts")], env) as terminal:
            terminal.until("Appel de courtoisie")
