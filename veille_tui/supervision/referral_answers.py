"""Reads back the sheet that a partner filled in: every problem by its row, or every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from veille_tui.domain.dispatch import parcels
from veille_tui.domain.names import fold
from veille_tui.domain.referrals import (
    ReferralChange,
    ReferralLine,
    ReferralStatus,
    obstacle,
)
from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.problems import Problem, Problems
from veille_tui.spreadsheets.files import file_bytes, workbook_in
from veille_tui.spreadsheets.grids import Sheet
from veille_tui.spreadsheets.text_tables import read_csv
from veille_tui.store.referral_refusals import words
from veille_tui.supervision.referrals import ReferralStore

_HEADINGS = {
    "number": ("numero", "n", "number", "no", "signalement", "referral"),
    "status": ("statut", "status", "etat", "state"),
    "answer": ("reponse", "answer", "reponse du partenaire", "commentaire", "comment"),
}
_STATUSES: Mapping[str, ReferralStatus] = {
    **{fold(status.value): status for status in ReferralStatus},
    "envoye": ReferralStatus.SENT,
    "accepte": ReferralStatus.ACCEPTED,
    "acceptee": ReferralStatus.ACCEPTED,
    "oui": ReferralStatus.ACCEPTED,
    "refused": ReferralStatus.REJECTED,
    "refuse": ReferralStatus.REJECTED,
    "refusee": ReferralStatus.REJECTED,
    "refuse par le partenaire": ReferralStatus.REJECTED,
    "non": ReferralStatus.REJECTED,
    "fait": ReferralStatus.DONE,
    "faite": ReferralStatus.DONE,
    "aide en place": ReferralStatus.DONE,
    "termine": ReferralStatus.DONE,
    "help in place": ReferralStatus.DONE,
    "retire": ReferralStatus.REVOKED,
    "yes": ReferralStatus.ACCEPTED,
    "no": ReferralStatus.REJECTED,
}
_LOOKED_AT = 30
"""Rows among which the headings are looked for."""


def answers_in(store: ReferralStore, file: Path) -> list[ReferralChange]:
    """The changes that a filled-in sheet asks for; rows without a status are left alone.

    Raises InputRefused with every problem of every row; then nothing is to be written.
    """
    problems = Problems()
    sheet, at, places = _sheet(file)
    wishes: dict[int, tuple[int, ReferralChange]] = {}
    for row, cells in enumerate(sheet.rows[at + 1 :], start=at + 2):
        for problem in _read(file, row, _cells(cells, places), wishes):
            problems.add(problem)
    known = {line.referral.id: line for line in store.referrals_by_id(wishes)}
    for row, wish in wishes.values():
        refused = _cannot(file, row, wish, known.get(wish.id), store)
        if refused is not None:
            problems.add(refused)
    if problems.errors:
        raise InputRefused(
            _("Ces réponses ne peuvent pas être prises telles quelles : rien n'est changé."),
            _("Corriger les lignes nommées, puis recommencer."),
            problems.found,
        )
    return [wish for _row, wish in wishes.values()]


def _sheet(file: Path) -> tuple[Sheet, int, dict[str, int]]:
    """The sheet, the row (from 0) of its headings, and which column holds what."""
    data = file_bytes(file)
    book = workbook_in(file, data) or read_csv(data, _known)
    for sheet in book.sheets:
        for at, row in enumerate(sheet.rows[:_LOOKED_AT]):
            places = _places(row)
            if "number" in places and "status" in places:
                return sheet, at, places
    raise InputRefused(
        _("Ce fichier n'a pas de colonnes « Numéro » et « Statut »."),
        _("Partir du fichier écrit par « veille referrals export ID --format xlsx »."),
    )


def _known(cells: Sequence[str]) -> int:
    return len(_places(cells))


def _places(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        name = next((one for one, known in _HEADINGS.items() if fold(cell) in known), "")
        if name:
            found.setdefault(name, column)
    return found


def _cells(row: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    return {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}


def _read(
    file: Path, row: int, cells: Mapping[str, str], wishes: dict[int, tuple[int, ReferralChange]]
) -> Iterator[Problem]:
    number, status = cells["number"], cells["status"]
    if not status:
        return
    wanted = _STATUSES.get(fold(status))
    if wanted is None:
        yield _problem(
            *(file, row, "unknown-status", status),
            _("« {word} » n'est pas un statut.").format(word=status[:60]),
            _("Écrire accepté, refusé ou aide en place."),
        )
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        yield _problem(
            *(file, row, "not-a-number", number),
            _("« {word} » n'est pas un numéro de signalement.").format(word=number[:60]),
            _("Remettre le numéro qui était dans le fichier envoyé."),
        )
    elif int(number) in wishes:
        yield _problem(
            *(file, row, "twice", number),
            _("Le signalement {n} est déjà à la ligne {row}.").format(
                n=number, row=wishes[int(number)][0]
            ),
            _("Ne garder qu'une des deux lignes."),
        )
    elif wanted is not None:
        answer = cells.get("answer", "")[:2000]
        wishes[int(number)] = row, ReferralChange(int(number), wanted, answer)


def _cannot(
    file: Path, row: int, wish: ReferralChange, line: ReferralLine | None, store: ReferralStore
) -> Problem | None:
    if line is None:
        return _problem(
            *(file, row, "unknown-referral", str(wish.id)),
            _("Le signalement {n} n'existe pas.").format(n=wish.id),
            _("Remettre le numéro qui était dans le fichier envoyé."),
        )
    directory = store.campaign(line.referral.campaign_id).partners
    made, _held = parcels([line], directory, wish.answer)
    to = made[0].id if made else ""
    why = obstacle(line.referral, wish.status, answer=wish.answer, partner=to)
    if why is None:
        return None
    message, hint = words(line.referral, wish.status, why)
    told = _("Signalement {n} : {why}").format(n=wish.id, why=message)
    return _problem(file, row, str(why), wish.status.value, told, hint)


def _problem(file: Path, row: int, code: str, value: str, message: str, hint: str) -> Problem:
    return Problem(
        code.replace("_", "-"), message, hint, file=str(file), row=row, value=value[:200]
    )
