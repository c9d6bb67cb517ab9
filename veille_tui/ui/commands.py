"""Every key: what it does, its words, where it works; footers, help and palette come from here.

A screen named after a room does `BINDINGS = commands.bindings("room")` and has one action method
per row of that room: the row "dial" runs `action_dial`, the row "pick" on "1..9" runs
`action_pick(n)`. Rows stand in order of importance: the key line shows the first that fit.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from veille_tui.ui.keys import call, scripts, shift
from veille_tui.ui.keys.command import DESK, PREVIEW, SCRIPTS, Command

__all__ = [
    "DESK",
    "PREVIEW",
    "SCRIPTS",
    "Command",
    "bindings",
    "digit",
    "of_room",
    "table",
]

TOP_ROW = tuple(
    "à ampersand é quotation_mark apostrophe left_parenthesis minus è underscore ç".split()
)
"""What the digits 0 to 9 give on a French keyboard without Shift."""


def table() -> tuple[Command, ...]:
    """Every command, in the language in force."""
    return (
        *shift.first_run(),
        *shift.start(),
        *shift.household(),
        *call.ringing(),
        *scripts.preview(),
        *call.conversation(),
        *call.wrap_up(),
        *scripts.scripts(),
        *scripts.script_editor(),
        *scripts.follow(),
        *shift.everywhere(),
    )


def of_room(room: str) -> tuple[Command, ...]:
    """The commands of one room, the most important first."""
    return tuple(command for command in table() if room in command.rooms)


def bindings(room: str) -> list[BindingType]:
    """The keys of one room, for its screen's BINDINGS."""
    found: list[BindingType] = []
    for command in of_room(room):
        for action, keys in _actions(command):
            name = f"{room}.{''.join(c if c.isalnum() else '-' for c in action)}"
            found.append(Binding(keys, action, command.help, show=False, id=name))
    return found


def digit(number: int) -> str:
    """The keys that type this digit, with and without Shift on a French keyboard."""
    return f"{number},{TOP_ROW[number]}"


def _actions(command: Command) -> list[tuple[str, str]]:
    if ".." not in command.keys:
        return [(command.id, _both_cases(command.keys))]
    first, last = command.keys.split("..")
    return [(f"{command.id}({n})", digit(n)) for n in range(int(first), int(last) + 1)]


def _both_cases(keys: str) -> str:
    """`keys`, each letter with its capital: Caps Lock changes nothing."""
    letters = [key.upper() for key in keys.split(",") if len(key) == 1 and key.isascii()]
    return ",".join([keys, *(letter for letter in letters if letter.isalpha())])
