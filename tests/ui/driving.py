"""A workstation opened and driven by keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from tests.ui.reading import seen
from tests.ui.stations import Station
from veille_tui.ui.app import VeilleApp


@asynccontextmanager
async def opened(
    station: Station, *keys: str, size: tuple[int, int] = (80, 24), again: bool = False
) -> AsyncIterator[Pilot[None]]:
    """The application on this workstation after these keys; `again` is after a kill."""
    app: VeilleApp = station.restart() if again else station.app()
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        await pressed(pilot, *keys)
        yield pilot


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, as a person would: each is done before the next."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def settled(pilot: Pilot[None]) -> None:
    """Until every worker has come back and everything it said is painted."""
    for _turn in range(2):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def on_screen(pilot: Pilot[None]) -> str:
    """What the person sees."""
    return seen(pilot.app)


def line_with(pilot: Pilot[None], words: str) -> str:
    """The first line that holds these words; "" when none does."""
    return next((line for line in on_screen(pilot).splitlines() if words in line), "")
