"""One row of a listing becomes the household it describes, with everything to be said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Household
from veille_tui.intake.cells import clean, read_insee
from veille_tui.intake.columns import Columns
from veille_tui.intake.marks import MarkReader
from veille_tui.intake.phone_words import NO_NUMBER
from veille_tui.intake.places import Place, read_extra, read_place
from veille_tui.intake.remarking import Remarking
from veille_tui.intake.row_numbers import NumberReader
from veille_tui.intake.row_people import TOTAL, PeopleReader

_EXTRA = ("building", "staircase", "floor", "door")
_VACANT = frozenset(
    "vacant;vacante;logement vacant;libre;inoccupe;inoccupee;logement libre;vide;vacancy".split(";")
)
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+", re.ASCII)


@dataclass(slots=True)
class Draft:
    """What one row describes, before rows of one household are brought together."""

    row: int
    household: Household
    """Its reference is the dwelling's, or ""."""
    contract: str = ""
    tenant_reference: str = ""
    """The landlord's key of the person: it names no dwelling, so it never joins two rows."""


class RowReader:
    """Reads the rows under one set of headings.

    A column that the listing lacks has position -1: every row is given an empty last cell.
    """

    def __init__(self, columns: Columns, today: date, remarking: Remarking) -> None:
        self._say = remarking.say
        self._headings = columns.headings
        self._width = len(columns.headings)
        self._people = PeopleReader(columns, today, remarking)
        self._numbers = NumberReader(columns, remarking)
        self._marks = MarkReader(columns)
        spot = columns.spot
        self._dwelling, self._contract = spot("reference"), spot("contract")
        self._tenant, self._agency = spot("tenant_reference"), spot("agency")
        self._residence, self._caller = spot("residence"), spot("preferred_caller")
        self._postcode, self._city, self._insee = spot("postcode"), spot("city"), spot("insee")
        self._extras = tuple(spot(name) for name in _EXTRA)
        self._more = columns.where.get("address_extra", ())
        self._has_extra = bool(self._more) or any(at >= 0 for at in self._extras)
        self._address = columns.where.get("address", ())
        self._notes = columns.where.get("note", ())
        self._places: dict[tuple[str, str], Place] = {}

    def read(self, row: int, values: Sequence[str]) -> Draft | str | None:
        """The row as a draft, the code of its refusal, or None when it is blank or headings."""
        cells = self._cells(row, values)
        if cells is None:
            return None
        people = self._people.people(cells)
        address, place = self._place(row, cells)
        numbers, notes = self._numbers.read(row, cells, place.postcode)
        if not numbers and (not people or fold(people[0].last_name) in _VACANT):
            refusal = _refusal(cells, is_named=bool(people))
            if refusal == "vacant" or not address:
                return refusal
        if not people:
            self._say("no-name", row)
        marks = self._marks.read(cells)
        for at in marks.unclear:
            self._say("yes-no-unclear", row, at, cells[at])
        household = Household(
            self._key(row, cells, self._dwelling),
            self._people.tenants(row, cells, people) if people else (),
            tuple(numbers),
            address,
            self._extra(cells) if self._has_extra else "",
            place.postcode,
            place.city,
            self._commune(row, cells),
            cells[self._agency],
            cells[self._residence],
            marks.language,
            marks.segments,
            marks.flags,
            cells[self._caller],
            " · ".join([cells[at] for at in self._notes if cells[at]] + notes),
        )
        return Draft(row, household, self._key(row, cells, self._contract), cells[self._tenant])

    def _cells(self, row: int, values: Sequence[str]) -> list[str] | None:
        """The row's cells cleaned, one per heading and an empty one; None when all are blank."""
        width = self._width
        cells = list(values[:width])
        joined = "|".join(cells)
        if not joined.isprintable() or "  " in joined or " |" in joined or "| " in joined:
            cells = self._cleaned(cells)
        elif joined[:1] == " " or joined[-1:] == " ":
            cells = [cell.strip() for cell in cells]
        if len(values) > width and any(map(clean, values[width:])):
            self._say("row-too-long", row)
        if not any(cells):
            return None
        if len(cells) < width:
            cells += [""] * (width - len(cells))
        if cells[0] == self._headings[0] and tuple(cells) == self._headings:
            self._say("heading-again", row)
            return None
        cells.append("")
        return cells

    def _cleaned(self, cells: list[str]) -> list[str]:
        for at in self._numbers.places:
            if at < len(cells):
                cells[at] = cells[at].replace("\n", " / ")
        return [clean(cell) for cell in cells]

    def _key(self, row: int, cells: list[str], at: int) -> str:
        text = cells[at]
        if not text or text.isalnum():
            return "" if text in ("0", "x", "X") else text
        if _ROUNDED.fullmatch(text):
            self._say("reference-rounded", row, at, text)
            return ""
        return "" if fold(text) in NO_NUMBER else text

    def _place(self, row: int, cells: list[str]) -> tuple[str, Place]:
        """The row's address, and its postcode and town."""
        if len(self._address) == 1:
            address = cells[self._address[0]]
        else:
            address = " ".join([cells[at] for at in self._address if cells[at]])
        key = cells[self._postcode], cells[self._city]
        if key == ("", ""):
            place = read_place(address, "", "")
            return place.address, place
        place = self._places.get(key) or read_place("", *key)
        self._places[key] = place
        if place.wrong and fold(place.wrong) not in NO_NUMBER:
            self._say("bad-postcode", row, self._postcode, place.wrong)
        return address, place

    def _extra(self, cells: list[str]) -> str:
        building, staircase, floor, door = [cells[at] for at in self._extras]
        more = ", ".join([cells[at] for at in self._more if cells[at]])
        return read_extra(building, staircase, floor, door, more)

    def _commune(self, row: int, cells: list[str]) -> str:
        text = cells[self._insee]
        if not text or (len(text) == 5 and text.isdigit() and text.isascii()):
            return text
        found = read_insee(text)
        if not found and fold(text) not in NO_NUMBER:
            self._say("bad-insee", row, self._insee, text)
        return found


def _refusal(cells: Sequence[str], is_named: bool) -> str:
    if is_named:
        return "vacant"
    first = next(cell for cell in cells if cell)
    return "not-a-tenant" if TOTAL.match(fold(first)) else "nobody"
