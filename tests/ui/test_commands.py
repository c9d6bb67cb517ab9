"""The table of keys, and what is made of it."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest
from textual.binding import Binding

from veille_tui.ui import commands, screens
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.widgets.key_line import laid_out, pairs

ROOMS = ("first_run", *commands.SCRIPTS, *commands.DESK, *commands.PREVIEW)


def all_screens() -> list[type[DeskScreen]]:
    folder = Path(screens.__file__).parent
    modules = [importlib.import_module(f"{screens.__name__}.{f.stem}") for f in folder.glob("*.py")]
    found = {
        one
        for module in modules
        for _name, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, DeskScreen) and one.ROOM
    }
    found -= {base for one in found for base in one.__mro__[1:]}
    return sorted(found, key=lambda one: one.__name__)


@pytest.mark.parametrize("screen", all_screens(), ids=lambda one: one.__name__)
def test_every_key_of_a_room_has_its_action(screen: type[DeskScreen]):
    for command in commands.of_room(screen.ROOM):
        name = command.id.split("(")[0]
        assert hasattr(screen, f"action_{name}"), command.id


@pytest.mark.parametrize("room", ROOMS)
def test_no_key_does_two_things_in_a_room(room: str):
    keys = [
        key
        for binding in commands.bindings(room)
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    ]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("room", ROOMS)
def test_no_key_needs_alt_gr(room: str):
    for binding in commands.bindings(room):
        assert isinstance(binding, Binding)
        assert not set(binding.key.split(",")) & {
            "at",
            "number_sign",
            "ctrl+at",
            "tilde",
            "vertical_line",
        }


@pytest.mark.parametrize("room", ROOMS)
def test_the_most_important_keys_fit_two_lines_of_eighty_columns(room: str):
    keys = pairs(commands.of_room(room))
    lines = laid_out(keys, 78)
    assert len(lines) <= 2
    assert all(sum(len(k) + 1 + len(w) for k, w in line) <= 78 for line in lines)
    assert lines[0][0] == keys[0]


def test_a_key_line_never_cuts_a_key():
    keys = [("A", "x" * 30), ("B", "y" * 30), ("C", "z" * 30), ("D", "w" * 30), ("E", "v")]
    assert laid_out(keys, 70) == [keys[:2], [keys[2], keys[-1]]]


def test_a_digit_is_typed_with_and_without_shift_on_a_french_keyboard():
    assert commands.digit(1) == "1,ampersand"
    assert commands.digit(0) == "0,à"
