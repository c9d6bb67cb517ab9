"""A landlord's whole listing into SQLite, against csv + the telephone library + a bare insert.

The peer reads the same file with the csv module, has the library parse, judge and format every
number, and inserts in one transaction as many rows as the import does, into tables of one index.
"""

from __future__ import annotations

import csv
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from scripts.benches import long_listing
from scripts.benches.ratios import ON_DISK, Row, pairs, seconds
from veille_tui.domain.campaign import Campaign
from veille_tui.intake.importer import import_listing
from veille_tui.intake.numbering import region_of
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.publics import new_cases

CAMPAIGN = Campaign(id="bench", title="Confinement", landlord="Habitat")


def rows(*, quick: bool) -> Iterator[Row]:
    """The time, then how many numbers the two judged differently."""
    size, times = (5_500, 3) if quick else (55_000, 5)
    with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
        listing = Path(folder) / "listing.csv"
        long_listing.write(listing, size, random.Random(7))
        bench = _Bench(Path(folder), listing)
        ours, other, ratio = pairs(bench.ours, bench.theirs, times)
        numbers = len(bench.library)
        yield Row(
            "import", f"{size:,} rows, {numbers:,} numbers", ours, other, "s",
            "csv + library + insert", 1.3, ratio,
        )  # fmt: skip
        yield Row(
            "import", "numbers judged otherwise", bench.disagreements(), numbers, "",
            "the library's own judgement", 0.0,
        )  # fmt: skip


class _Bench:
    """Both ways to bring one file into an empty database; each times itself."""

    def __init__(self, folder: Path, listing: Path) -> None:
        self._folder = folder
        self._listing = listing
        self._places = count()
        self.library: list[tuple[str, bool]] = []
        self._stored: list[tuple[str, bool]] = []

    def ours(self) -> float:
        """Read, plan and apply; the store and its tables are there."""
        file = self._folder / f"ours-{next(self._places)}.db"
        store = SharedStore.open(f"sqlite:///{file}")
        now = datetime.now(UTC)
        store.create_campaign(CAMPAIGN, "", now)
        took = seconds(lambda: import_listing(store, self._listing, "bench", now, new_cases))
        store.close()
        connection = sqlite3.connect(file)
        found = connection.execute(_KEPT).fetchall()
        connection.close()
        self._stored = [(str(e164), bool(valid)) for e164, valid in found]
        file.unlink()
        return took

    def theirs(self) -> float:
        """The three floors one after the other."""
        file = self._folder / f"bare-{next(self._places)}.db"
        connection = sqlite3.connect(file, isolation_level=None)
        connection.executescript(_TABLES)
        took = seconds(lambda: self._bare(connection))
        connection.close()
        file.unlink()
        return took

    def _bare(self, connection: sqlite3.Connection) -> None:
        with self._listing.open(encoding="utf-8-sig", newline="") as stream:
            _, *people = csv.reader(stream, delimiter=";")
        numbers = [
            (place, cells[at], *_by_library(cells[at], region_of(cells[long_listing.POSTCODE])))
            for place, cells in enumerate(people)
            for at in long_listing.PHONES
            if cells[at]
        ]
        self.library = [(e164, valid) for _, _, e164, valid in numbers]
        connection.execute("begin immediate")
        homes = [(place, *cells) for place, cells in enumerate(people)]
        for table in ("households", "tenants", "cases", "queue"):
            marks = ", ".join("?" * (1 + len(long_listing.HEADINGS)))
            connection.executemany(f"insert into {table} values ({marks})", homes)
        connection.executemany("insert into phone_numbers values (?, ?, ?, ?)", numbers)
        connection.execute("commit")

    def disagreements(self) -> int:
        """Numbers in the store that the library writes or judges otherwise.

        Where it finds a number not valid at its postcode, another region of the same plan may be
        meant (a mobile that moved overseas): it then judges the number as it was stored.
        """
        if len(self._stored) != len(self.library):
            raise RuntimeError("the import did not keep every number")
        both = zip(self._stored, self.library, strict=True)
        return sum(
            one != other and (other[1] or _by_library(one[0], "FR") != one) for one, other in both
        )


_KEPT = "select e164, valid from phone_numbers order by household_id, rank"
_TABLES = "".join(
    f"create table {table} (id integer primary key, {', '.join(f'c{at}' for at in range(12))});"
    for table in ("households", "tenants", "cases", "queue")
) + (
    "create table phone_numbers (household_id, raw, e164, valid);"
    "create index numbers_of on phone_numbers(household_id);"
)


def _by_library(text: str, region: str) -> tuple[str, bool]:
    import phonenumbers

    number = phonenumbers.parse(text, region)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164, phonenumbers.is_valid_number(number)
