"""What the screens drew is let go of when they are gone."""

from __future__ import annotations

from pathlib import Path

from textual._styles_cache import StylesCache

from tests.ui.driving import opened
from tests.ui.stations import Station
from veille_tui.ui.app import VeilleApp


async def test_textual_does_not_keep_the_widgets_of_replaced_screens(tmp_path: Path):
    async with opened(Station(tmp_path)) as pilot:
        await pilot.pause()
        app = pilot.app
        assert isinstance(app, VeilleApp)
        one_screen = StylesCache.get_inner_outer.cache_info().currsize
        for _ in range(10):
            app.go_start()
            await pilot.pause()
        assert StylesCache.get_inner_outer.cache_info().currsize <= one_screen
