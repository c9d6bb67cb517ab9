"""Figures in aligned lines of at most 80 columns."""

from __future__ import annotations

from collections.abc import Mapping

from veille_tui.language import current

LABEL = 34
"""Width of a figure's name."""


def line(label: str, value: object, share: float | None = None) -> str:
    shown = "" if share is None else f"  {percent_words(share)}"
    return f"  {label:<{LABEL}}{number_words(value):>9}{shown}"


def number_words(value: object) -> str:
    """Thousands apart, decimals as the language writes them; "-" for the unknown."""
    if value is None:
        return "-"
    text = f"{value:,}"
    if current() == "fr":
        return text.replace(",", "\u202f").replace(".", ",")
    return text


def percent_words(share: float | None) -> str:
    if share is None:
        return "-"
    text = f"{share * 100:.1f}"
    return text.replace(".", ",") + " %" if current() == "fr" else f"{text}%"


def table(title: str, counts: Mapping[str, int]) -> list[str]:
    if not counts:
        return []
    return [title, *(line(name, count) for name, count in counts.items()), ""]
