"""Reads back the sheet that a partner filled in: every problem by its row, or every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from veille_tui.store.referral_refusals import words
from veille_tui.supervision.referrals import ReferralStore
from veille_tui.supervision.returned_lists import filled_rows, number_in, refuse, wrong

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


def answers_in(store: ReferralStore, file: Path) -> list[ReferralChange]:
    """The changes that a filled-in sheet asks for; rows without a status are left alone.

    Raises InputRefused with every problem of every row; then nothing is to be written.
    """
    problems = Problems()
    no_sheet = InputRefused(
        _("Ce fichier n'a pas de colonnes « Numéro » et « Statut »."),
        _("Partir du fichier écrit par « veille referrals export ID --format xlsx »."),
    )
    wishes: dict[int, tuple[int, ReferralChange]] = {}
    for row, cells in filled_rows(file, _HEADINGS, ("number", "status"), no_sheet):
        for problem in _read(file, row, cells, wishes):
            problems.add(problem)
    known = {line.referral.id: line for line in store.referrals_by_id(wishes)}
    for row, wish in wishes.values():
        refused = _cannot(file, row, wish, known.get(wish.id), store)
        if refused is not None:
            problems.add(refused)
    refuse(
        problems, _("Ces réponses ne peuvent pas être prises telles quelles : rien n'est changé.")
    )
    return [wish for _row, wish in wishes.values()]


def _read(
    file: Path, row: int, cells: Mapping[str, str], wishes: dict[int, tuple[int, ReferralChange]]
) -> Iterator[Problem]:
    number, status = number_in(cells["number"]), cells["status"]
    if not status:
        return
    wanted = _STATUSES.get(fold(status))
    if wanted is None:
        yield wrong(
            *(file, row, "unknown-status"),
            _("« {word} » n'est pas un statut.").format(word=status[:60]),
            _("Écrire accepté, refusé ou aide en place."),
            value=status,
        )
    if not number:
        yield wrong(
            *(file, row, "not-a-number"),
            _("« {word} » n'est pas un numéro de signalement.").format(word=cells["number"][:60]),
            _("Remettre le numéro qui était dans le fichier envoyé."),
            value=cells["number"],
        )
    elif number in wishes:
        yield wrong(
            *(file, row, "twice"),
            _("Le signalement {n} est déjà à la ligne {row}.").format(
                n=number, row=wishes[number][0]
            ),
            _("Ne garder qu'une des deux lignes."),
            value=str(number),
        )
    elif wanted is not None:
        answer = cells.get("answer", "")[:2000]
        wishes[number] = row, ReferralChange(number, wanted, answer)


def _cannot(
    file: Path, row: int, wish: ReferralChange, line: ReferralLine | None, store: ReferralStore
) -> Problem | None:
    if line is None:
        return wrong(
            *(file, row, "unknown-referral"),
            _("Le signalement {n} n'existe pas.").format(n=wish.id),
            _("Remettre le numéro qui était dans le fichier envoyé."),
            value=str(wish.id),
        )
    directory = store.campaign(line.referral.campaign_id).partners
    made, _held = parcels([line], directory, wish.answer)
    to = made[0].id if made else ""
    why = obstacle(line.referral, wish.status, answer=wish.answer, partner=to)
    if why is None:
        return None
    message, hint = words(line.referral, wish.status, why)
    told = _("Signalement {n} : {why}").format(n=wish.id, why=message)
    code = str(why).replace("_", "-")
    return wrong(file, row, code, told, hint, value=wish.status.value)
