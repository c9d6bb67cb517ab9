"""The people of a world as a landlord's listing, which the program imports like any other."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from veille_tui.domain.tenants import FLAG_WORDS
from veille_tui.simulation.people import Person, born

_HEADINGS = (
    "N° logement;Civilité;Nom;Prénom;Né(e) le;Adresse;Complément adresse;CP;Commune;Code INSEE;"
    "Téléphones;Agence;Résidence;Vit seul;Isolé;Handicap;Monoparental;Malentendant;Tutelle"
).split(";")
_FLAGS = ("vit_seul", "isole", "handicap", "monoparental", "entend_mal", "tutelle")


def write_listing(file: Path, people: Iterable[Person], today: date) -> int:
    """Write a listing as landlords do, `;` between cells; how many rows."""
    rows = 0
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(_HEADINGS)
        for one in people:
            for cells in _rows(one, today):
                writer.writerow(cells)
                rows += 1
    return rows


def _rows(one: Person, today: date) -> Iterable[list[str]]:
    yield _row(one, one.title, one.first_name, today)
    if one.partner:
        yield _row(one, "M." if one.title == "Mme" else "Mme", one.partner, today)


def _row(one: Person, title: str, first_name: str, today: date) -> list[str]:
    place = one.group.places[one.place]
    flags = {FLAG_WORDS.get(flag, flag) for flag in one.flags}
    return [
        one.reference, title, one.last_name, first_name, born(one, today).strftime("%d/%m/%Y"),
        one.address, one.staircase, place.postcode, place.city, place.insee, one.number,
        one.agency, one.residence, *("oui" if flag in flags else "" for flag in _FLAGS),
    ]  # fmt: skip
