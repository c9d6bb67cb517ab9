"""Writes the pictures of the real screens to docs/, from the demonstration, by keys.

.venv/bin/python scripts/make_pictures.py
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from textual.pilot import Pilot  # noqa: E402 - the checkout comes first

from veille_tui import demo  # noqa: E402
from veille_tui.bootstrap import post, workstation  # noqa: E402
from veille_tui.config import Paths, Settings, shipped_scripts  # noqa: E402
from veille_tui.ui.app import VeilleApp  # noqa: E402

STEPS = (
    ("debut", ()),
    ("foyer", ("enter",)),
    ("qui_repond", ("enter",)),
    ("conversation", ("1", "1", "1", "1", "1", "1")),
    ("pour_finir", ("1", "1", "1", "1", "1", "2", "3", "1", "enter")),
)
_FONT_FACE = re.compile(r"@font-face \{[^}]*\}", re.DOTALL)


async def take(pilot: Pilot[None], name: str, folder: str = "") -> None:
    """One picture, without the fonts that it would fetch from elsewhere; no folder of this post."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.6)
    svg = pilot.app.export_screenshot(simplify=False)
    svg = _FONT_FACE.sub("", svg).replace("<text ", '<text xml:space="preserve" ')
    if folder:
        svg = svg.replace(folder, "~/scripts".ljust(len(folder)))
    (ROOT / "docs" / f"{name}.svg").write_text(svg, encoding="utf-8")


async def take_scripts(settings: Settings) -> None:
    """The scripts of a supervisor who has copied one, its blocks with it, and misspelt a word."""
    own = settings.paths.scripts
    shutil.copytree(shipped_scripts() / "blocs", own / "blocs")
    text = (shipped_scripts() / "canicule.yaml").read_text(encoding="utf-8")
    (own / "canicule.yaml").write_text(text, encoding="utf-8")
    text = (shipped_scripts() / "courtoisie.yaml").read_text(encoding="utf-8")
    misspelt = text.replace("type: choix", "type: chois", 1)
    (own / "courtoisie.yaml").write_text(misspelt, encoding="utf-8")
    app = VeilleApp(workstation(post(settings)))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause(2)
        await pilot.press("f8")
        await pilot.pause(1)
        await take(pilot, "scripts", str(own))
    app.workstation.leave()


async def main() -> None:
    """Look at a supervisor's scripts, then walk through one call of the demonstration."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(Paths(folder, folder, folder), user="Camille", campaign=demo.CAMPAIGN)
        demo.prepare(replace(settings))
        await take_scripts(settings)
        app = VeilleApp(workstation(post(settings)))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(2)
            for picture, keys in STEPS:
                for key in keys:
                    await pilot.press(key)
                    await pilot.pause(0.3)
                await take(pilot, picture)
        app.workstation.leave()


if __name__ == "__main__":
    asyncio.run(main())
