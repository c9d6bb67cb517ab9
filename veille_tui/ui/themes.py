"""Four calm themes; none says anything by colour alone."""

from __future__ import annotations

from textual.theme import Theme

DEFAULT = "veille"
NAMES = ("veille", "veille-clair", "veille-contraste", "veille-deux-teintes")
"""Only these: with NO_COLOR, Textual's ansi themes are black on black."""


def themes() -> tuple[Theme, ...]:
    """The themes of the program, the default first."""
    return (_dark(), _light(), _contrast(), _two_hues())


def _dark() -> Theme:
    return Theme(
        name="veille",
        primary="#8fb8a8",
        secondary="#a9b8c6",
        accent="#e3c08a",
        warning="#e6b673",
        error="#f0a08c",
        success="#9fc9a0",
        foreground="#e4e2dc",
        background="#1c2126",
        surface="#232a30",
        panel="#2a3239",
        dark=True,
        variables={
            "key-color": "#e3c08a",
            "quiet": "#a3adb3",
            "line": "#46525b",
            "strong": "#f6f3ea",
            "input-cursor-background": "#e3c08a",
            "block-cursor-background": "#3c4a53",
            "block-cursor-foreground": "#f6f3ea",
            "block-cursor-blurred-background": "#2a3239",
        },
    )


def _light() -> Theme:
    return Theme(
        name="veille-clair",
        primary="#2f6655",
        secondary="#3f5668",
        accent="#8a5a00",
        warning="#8a5a00",
        error="#a02c16",
        success="#2b6a36",
        foreground="#24292d",
        background="#f7f5ef",
        surface="#efece3",
        panel="#e6e2d6",
        dark=False,
        variables={
            "key-color": "#7c4f00",
            "quiet": "#5a636a",
            "line": "#b5b0a2",
            "strong": "#0f1316",
            "block-cursor-background": "#d9d3c1",
            "block-cursor-foreground": "#0f1316",
            "block-cursor-blurred-background": "#e6e2d6",
        },
    )


def _contrast() -> Theme:
    return Theme(
        name="veille-contraste",
        primary="#ffffff",
        secondary="#ffffff",
        accent="#ffe14d",
        warning="#ffe14d",
        error="#ffb3a1",
        success="#b8ffb8",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1a1a1a",
        dark=True,
        variables={
            "key-color": "#ffe14d",
            "quiet": "#e8e8e8",
            "line": "#ffffff",
            "strong": "#ffffff",
            "block-cursor-background": "#ffffff",
            "block-cursor-foreground": "#000000",
            "block-cursor-blurred-background": "#444444",
        },
    )


def _two_hues() -> Theme:
    """Blue and orange, which every kind of colour blindness tells apart."""
    return Theme(
        name="veille-deux-teintes",
        primary="#56b4e9",
        secondary="#a9b8c6",
        accent="#e69f00",
        warning="#e69f00",
        error="#ff9a4d",
        success="#56b4e9",
        foreground="#ececec",
        background="#191d22",
        surface="#20262d",
        panel="#283038",
        dark=True,
        variables={
            "key-color": "#e69f00",
            "quiet": "#aab4bd",
            "line": "#4b5864",
            "strong": "#ffffff",
            "block-cursor-background": "#2d4a5e",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-blurred-background": "#283038",
        },
    )
