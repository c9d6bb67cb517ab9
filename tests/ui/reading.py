"""The screen as a person sees it: lines of plain text, windows over it included."""

from __future__ import annotations

from typing import Any

from textual.app import App


def seen(app: App[Any]) -> str:
    """What stands on the screen now, line by line, without colours."""
    screen = app.screen
    strips = screen._compositor.render_strips(screen.size)
    return "\n".join(strip.text.rstrip() for strip in strips)
