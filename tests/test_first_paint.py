"""What the first paint may load: the journal and the standard library, nothing that is slow."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts.benches.returning_desk import prepare
from tests.terminal import Terminal

ROOT = Path(__file__).parent.parent
HEAVY = (
    "sqlmodel sqlalchemy pydantic psycopg alembic phonenumbers yaml python_calamine segno"
    " xlsxwriter argparse"
).split()
# Looks at the real program's first frame: what is loaded by then is what a start waits for.
_LOOK = """
import os, pathlib, sys
{before}
from textual.app import App
paint = App._display
def first(self, screen, frame):
    if not hasattr(frame, "strips"):
        return paint(self, screen, frame)
    App._display = paint
    loaded = [name for name in {heavy!r} if name in sys.modules]
    frame.strips = [list(line) for line in frame.strips]
    text = "".join(strip.text for line in frame.strips for strip in line)
    who = "Lefèvre" if "Lefèvre" in text else "Hélène" if "Hélène" in text else ""
    seen = " ".join([type(screen).__name__, who, *loaded])
    pathlib.Path({seen!r}).write_text(seen, encoding="utf-8")
    os.write(1, b"LOOKED")
    paint(self, screen, frame)
App._display = first
from veille_tui.bootstrap import run_workstation, settings_from
run_workstation(settings_from(os.environ))
"""


def first_paint(home: Path, *, in_hand: bool, before: str = "") -> list[str]:
    """The first screen, who is named on it, and the heavy modules loaded by then."""
    file = home / "seen"
    code = _LOOK.format(before=before, heavy=HEAVY, seen=str(file))
    env = dict(prepare(home, in_hand=in_hand)) | {"PYTHONPATH": str(ROOT)}
    with Terminal([sys.executable, "-c", code], env) as terminal:
        terminal.until("LOOKED")
    return file.read_text(encoding="utf-8").split()


def test_the_start_screen_is_painted_without_anything_heavy(tmp_path: Path):
    seen = first_paint(tmp_path, in_hand=False)
    assert seen == ["StartScreen", "Hélène"]


def test_the_household_screen_is_painted_without_anything_heavy(tmp_path: Path):
    seen = first_paint(tmp_path, in_hand=True)
    assert seen == ["HouseholdScreen", "Lefèvre"]


@pytest.mark.parametrize("module", HEAVY)
def test_a_heavy_module_before_the_first_paint_is_seen(tmp_path: Path, module: str):
    seen = first_paint(tmp_path, in_hand=False, before=f"import {module}")
    assert module in seen
