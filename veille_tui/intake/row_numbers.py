"""The telephone numbers of one row, from all the columns that may hold some."""

from __future__ import annotations

from collections.abc import Sequence

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import NumberRole, PhoneNumber
from veille_tui.intake.columns import Columns
from veille_tui.intake.numbering import region_of
from veille_tui.intake.phone_cells import LOST, UNREADABLE, read_numbers
from veille_tui.intake.phone_words import NO_NUMBER, role_of
from veille_tui.intake.remarking import Remarking

_ROLES = {
    "phone": NumberRole.SELF,
    "relative": NumberRole.RELATIVE,
    "phone_relative": NumberRole.RELATIVE,
    "neighbour": NumberRole.NEIGHBOUR,
    "phone_neighbour": NumberRole.NEIGHBOUR,
    "guardian": NumberRole.GUARDIAN,
    "phone_guardian": NumberRole.GUARDIAN,
}
_WORDS_TOO = ("relative", "neighbour", "guardian")
"""Columns that may hold a name instead of a number."""


class NumberReader:
    """Reads the numbers of rows under one set of headings."""

    def __init__(self, columns: Columns, remarking: Remarking) -> None:
        self._say = remarking.say
        self._headings = columns.headings
        self._columns = [
            (name, at, role, "" if name == "phone" else columns.headings[at])
            for name, role in _ROLES.items()
            for at in columns.where.get(name, ())
        ]
        self.places = tuple(at for _, at, _, _ in self._columns)
        """The columns that may hold numbers."""

    def read(
        self, row: int, cells: list[str], postcode: str
    ) -> tuple[list[PhoneNumber], list[str]]:
        """The row's numbers in their order, and the words to be kept as a note.

        A name in the column of a relative names the number of the next such column, and may say
        that it is a neighbour's or a guardian's.
        """
        numbers: list[PhoneNumber] = []
        notes: list[str] = []
        region = region_of(postcode) if postcode[:2] == "97" else "FR"
        named: dict[NumberRole, str] = {}
        for name, at, role, heading in self._columns:
            text = cells[at]
            if not text:
                continue
            label = named.get(role, heading)
            whose = role_of(named.get(role, "")) or role
            found, remarks = read_numbers(text, region, whose, label, len(numbers) + 1)
            if found and not numbers:
                numbers = found
            elif found:
                known = [other.e164 for other in numbers]
                numbers += [one for one in found if one.e164 not in known]
            elif name in _WORDS_TOO and LOST not in remarks:
                remarks = ()
                if fold(text) not in NO_NUMBER:
                    named[role] = text
                    notes.append(f"{heading} : {text}")
            if remarks:
                self._remark(row, at, text, remarks, notes)
        return numbers, notes

    def _remark(
        self, row: int, at: int, text: str, remarks: Sequence[str], notes: list[str]
    ) -> None:
        for code in remarks:
            is_prose = code == UNREADABLE and _is_prose(text)
            self._say("number-in-words" if is_prose else code, row, at, text)
        if UNREADABLE in remarks or LOST in remarks:
            notes.append(f"{self._headings[at]} : {text}")


def _is_prose(text: str) -> bool:
    """Whether a cell without a number holds words; "12" is a number cut short."""
    return any(map(str.isalpha, text)) and sum(map(str.isdigit, text)) < 4
