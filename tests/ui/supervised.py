"""A supervisor's workstation: scripts in a folder, an editor that is a small real program."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tests import builders
from tests.ui.driving import pressed, settled
from tests.ui.stations import Station
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.campaigns import open_campaign
from veille_tui.ui.app import VeilleApp

COURTESY = """script: courtoisie
titre: Appel de courtoisie
sections:
  - id: sante
    titre: Santé
    questions:
      - id: moral
        type: oui_non
        dire: Allez-vous bien ?
      - id: appui
        type: oui_non
        si: moral == "non"
        dire: Quelqu'un peut-il passer ?
essais:
  - nom: tout va bien
    reponses: {moral: oui}
    attendu: {questions: [moral]}
  - nom: on se trompe
    reponses: {moral: non}
    attendu: {questions: [moral]}
"""
BROKEN = COURTESY.replace("type: oui_non\n        dire: Allez", "type: ouinon\n        dire: Allez")
CONFINEMENT = """script: confinement
titre: Pendant le confinement
sections:
  - id: courses
    titre: Courses
    questions:
      - inclure: blocs/courses.yaml
"""
BLOCK = """questions:
  - id: repas
    type: oui_non
    dire: Avez-vous de quoi manger ?
"""
CAMPAIGN = """campagne: hiver
titre: Hiver
bailleur: Habitat des Deux Rives
debut: 2020-03-17
script: courtoisie.yaml
"""
_EDITOR = """import pathlib, sys
path = pathlib.Path(sys.argv[-1])
path.with_suffix(".called").write_text(" ".join(sys.argv[1:]))
text = path.read_text(encoding="utf-8")
path.write_text(text.replace({old!r}, {new!r}), encoding="utf-8")
sys.exit({status})
"""


def supervisor(folder: Path, **files: str) -> Station:
    """A post whose own scripts are these, by file name; "blocs__x" lies in a folder below."""
    shipped = folder / "shipped"
    for name, text in files.items():
        _write(folder / "scripts", name, text)
    _write(shipped, "confinement", CONFINEMENT)
    _write(shipped, "blocs__courses", BLOCK)
    return Station(folder, shipped=shipped, env={"PATH": os.environ["PATH"]})


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / (name.replace("__", "/") + ".yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def with_editor(station: Station, old: str, new: str, *, status: int = 0) -> Station:
    """The same post with an editor, called nano, that changes `old` into `new` and ends."""
    nano = station.folder / "bin" / "nano"
    nano.parent.mkdir(exist_ok=True)
    code = _EDITOR.format(old=old, new=new, status=status)
    nano.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
    nano.chmod(0o700)
    station.env = {**os.environ, "EDITOR": f"'{nano}' --softwrap"}
    return station


@asynccontextmanager
async def at_the_scripts(
    station: Station, *keys: str, size: tuple[int, int] = (80, 24), script: Path | None = None
) -> AsyncIterator[Pilot[None]]:
    """The scripts screen, as `veille script open` opens it, after these keys."""
    app = VeilleApp(station.workstation(), opens_scripts=True, script=script)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        await done(pilot, *keys)
        yield pilot


async def done(pilot: Pilot[None], *keys: str) -> None:
    """Press keys; each is followed by its window, its question to the store and its answer."""
    for key in keys:
        await pressed(pilot, key)
        await settled(pilot)


def with_a_campaign(station: Station) -> SharedStore:
    """A real shared store whose one campaign uses the small script; the post is joined to it."""
    url = f"sqlite:///{station.folder / 'store.db'}"
    store = SharedStore(url)
    first = station.folder / "premier"
    _write(first, "courtoisie", COURTESY)
    _write(first, "campagne", CAMPAIGN)
    open_campaign(store, first / "campagne.yaml", "Nadia", builders.NOW)
    station.scripts_store = lambda: store
    return store
