"""The tenants of one row, from the columns of names, birth dates and ages."""

from __future__ import annotations

import re
from datetime import date

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Tenant
from veille_tui.intake.cells import Birth, read_age, read_birth
from veille_tui.intake.columns import Columns
from veille_tui.intake.people import Person, read_full_name, read_person
from veille_tui.intake.phone_words import NO_NUMBER
from veille_tui.intake.remarking import Remarking

TOTAL = re.compile(
    r"(?:sous )?(?:total|totaux|nombre de|nb de|fin de liste|edite le|page \d)", re.ASCII
)
"""How a row begins that counts tenants instead of naming one; folded."""


class PeopleReader:
    """Reads the tenants of rows under one set of headings; equal dates are worked out once."""

    def __init__(self, columns: Columns, today: date, remarking: Remarking) -> None:
        self._today = today
        self._say = remarking.say
        self._headings = columns.headings
        spot = columns.spot
        self._title, self._last = spot("title"), spot("last_name")
        self._first, self._usual = spot("first_name"), spot("usual_name")
        self._maiden = spot("birth_name")
        self._full, self._age = spot("full_name"), spot("age")
        self._births_at = (spot("birth_date"), spot("co_birth_date"))
        self._co_title, self._co_last = spot("co_title"), spot("co_last_name")
        self._co_first = spot("co_first_name")
        self._has_partner = self._co_last >= 0 or self._co_first >= 0
        self._has_one_name = self._first < 0 and self._full < 0
        self._last_comes_first = self._says_last_first()
        self._births: dict[str, Birth] = {"": Birth()}

    def _says_last_first(self) -> bool:
        """Whether the heading of the full name announces the last name first."""
        heading = fold(self._headings[self._full]) if self._full >= 0 else ""
        words = heading.replace("nomprenom", "nom prenom").split()
        return {"nom", "prenom"} <= set(words) and words.index("nom") < words.index("prenom")

    def people(self, cells: list[str]) -> tuple[Person, ...]:
        """The people named in a row of clean cells; none in a row that only counts."""
        last = cells[self._usual]
        if not last or fold(last) in NO_NUMBER:
            last = cells[self._last] or cells[self._maiden]
        title, first, full = cells[self._title], cells[self._first], cells[self._full]
        if not last and full:
            people = read_full_name(full, title, self._last_comes_first)
        elif self._has_one_name and " " in last:
            people = read_full_name(last, title)
        elif last or first:
            people = read_person(title, last or first, first if last else "")
        else:
            return ()
        if cells.count("") > len(cells) - 3 and TOTAL.match(fold(people[0].last_name)):
            return ()
        return self._with_partner(cells, people) if self._has_partner else people

    def _with_partner(self, cells: list[str], people: tuple[Person, ...]) -> tuple[Person, ...]:
        last, first, title = cells[self._co_last], cells[self._co_first], cells[self._co_title]
        if not (last or first) or len(people) > 1:
            return people
        if last and self._co_first < 0:
            return people + read_full_name(last, title)[:1]
        return people + read_person(title, last or people[0].last_name, first)[:1]

    def tenants(self, row: int, cells: list[str], people: tuple[Person, ...]) -> tuple[Tenant, ...]:
        """The people of a row with what is known of their ages."""
        born = self._birth(row, cells, 0)
        last, first, title = people[0]
        age, since = self._age_of(row, cells, born)
        one = Tenant(last, first, title, born.day, age, since)
        if len(people) == 1:
            return (one,)
        born = self._birth(row, cells, 1)
        last, first, title = people[1]
        age, since = _from_year(born)
        return one, Tenant(last, first, title, born.day, age, since, 2)

    def _birth(self, row: int, cells: list[str], which: int) -> Birth:
        at = self._births_at[which]
        text = cells[at]
        born = self._births.get(text)
        if born is None:
            blank = not text.isascii() or not text[0].isdigit() or len(text) < 3
            blank = blank and fold(text) in NO_NUMBER
            born = self._births[text] = Birth() if blank else read_birth(text, self._today)
        if born.remark:
            self._say(born.remark, row, at, text)
        return born

    def _age_of(self, row: int, cells: list[str], born: Birth) -> tuple[int | None, date | None]:
        text = cells[self._age]
        if not text and not born.year:
            return None, None
        if not text or fold(text) in NO_NUMBER - {"0"}:
            return _from_year(born)
        age = read_age(text)
        year = born.day.year if born.day else born.year
        if age is None:
            self._say("bad-age", row, self._age, text)
        elif year is None:
            return age, self._today
        elif abs(self._today.year - year - age) > 2:
            self._say("age-contradicts", row, self._age, text)
        return _from_year(born)


def _from_year(born: Birth) -> tuple[int | None, date | None]:
    """A birth year as an age of nought in that year, so that it stays right as years pass."""
    return (0, date(born.year, 1, 1)) if born.year else (None, None)
