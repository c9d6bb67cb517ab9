"""Lets go of the pictures of widgets that are gone: how Textual keeps them is known only here."""

from __future__ import annotations

from textual._styles_cache import StylesCache


def forget() -> None:
    """Free what a replaced screen had drawn: two megabytes a call.

    Textual caches a method together with its object, which holds every line its widget drew: the
    last thousand widgets would stay in memory.
    """
    StylesCache.get_inner_outer.cache_clear()
