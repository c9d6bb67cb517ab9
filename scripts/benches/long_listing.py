"""A landlord's listing of any length: made-up people, and numbers in every usual writing."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from veille_tui.domain.phones import FICTION

HEADINGS = (
    "Réf. logement;Civilité;Nom;Prénom;Date de naissance;Téléphone;Portable;Adresse;CP;Ville;"
    "Agence;Vit seul"
).split(";")
PHONES = (5, 6)
"""The columns that hold numbers."""
POSTCODE = 8
_LASTS = "LEFEVRE DUPONT MARTIN GARCIA ROUX MOREL FABRE VIDAL LEGOFF ANGELO".split()
_FIRSTS = "Hélène Marie Jean Odette Marcel Yvette René Simone Lucien Paulette".split()
_WAYS = "rue des Œillets,avenue du Lac,place de la Poste,impasse des Lilas".split(",")
_TOWNS = (("31000", "Toulouse"), ("09000", "Foix"), ("33000", "Bordeaux"), ("01004", "Ambérieu"))
_ISLANDS = (("97400", "Saint-Denis", "0262"), ("97110", "Pointe-à-Pitre", "0690"))


def write(file: Path, rows: int, chance: random.Random) -> None:
    """Write `rows` people, one dwelling each, one number and for a quarter of them a second."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADINGS)
        for place in range(rows):
            writer.writerow(_person(place, chance))


def _person(place: int, chance: random.Random) -> list[str]:
    postcode, town = chance.choice(_TOWNS)
    first, second = _digits(chance, "01234"), ""
    if place % 4 == 0:
        second = _digits(chance, "67")
    if place % 50 == 0:
        postcode, town, beginning = chance.choice(_ISLANDS)
        first = beginning + f"{chance.randrange(10**6):06d}"
    day, month = chance.randrange(1, 29), chance.randrange(1, 13)
    return [
        f"L{place:06d}",
        chance.choice(("Mme", "M.")),
        chance.choice(_LASTS),
        chance.choice(_FIRSTS),
        f"{day:02d}/{month:02d}/{chance.randrange(1930, 1950)}",
        _written(first, chance),
        _written(second, chance) if second else "",
        f"{chance.randrange(1, 200)} {chance.choice(_WAYS)}",
        postcode,
        town,
        f"{town} Est",
        chance.choice(("oui", "non", "")),
    ]


def _digits(chance: random.Random, seconds: str) -> str:
    if chance.random() < 0.1:
        return chance.choice(FICTION) + f"{chance.randrange(10**4):04d}"
    second = chance.choice([digit for digit in seconds if digit != "0"])
    return f"0{second}{chance.randrange(10**8):08d}"


def _written(ten: str, chance: random.Random) -> str:
    """Ten digits as a secretary or a spreadsheet writes them."""
    pairs = [ten[at : at + 2] for at in range(0, 10, 2)]
    way = chance.randrange(20)
    if way < 9:
        return " ".join(pairs)
    if way < 14:
        return ten
    if way < 16:
        return ".".join(pairs)
    if way < 18:
        return ten[1:]
    return "-".join(pairs)
