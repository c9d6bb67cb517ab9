"""What `veille doctor` says of this workstation's journal, even while a desk has it open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from veille_tui.cli.checks import Check
from veille_tui.cli.context import Context
from veille_tui.errors import JournalFailed
from veille_tui.language import _, n_

if TYPE_CHECKING:
    from veille_tui.store.glance import Glance

WAITS_TOO_LONG = timedelta(days=1)
"""An hour without network is a day's work; a day is not."""
_NAMED = 5


def look(context: Context) -> tuple[Glance | None, list[Check]]:
    """What the journal holds, if it can be read, and what there is to say of it."""
    from veille_tui.store.glance import glance

    file = context.settings.paths.journal
    if not file.exists():
        return None, [Check("journal", True, _("Pas encore de journal sur ce poste."))]
    try:
        seen = glance(file)
    except JournalFailed as error:
        return None, [Check("journal", False, error.message, error.hint, error.exit_status)]
    if seen.is_newer:
        return None, [
            Check(
                "journal",
                False,
                _("Le journal de ce poste vient d'une version plus récente de veille."),
                _("Mettre le programme à jour ; rien n'est perdu."),
                4,
            )
        ]
    return seen, [_journal(seen), _unsent(seen, context.clock()), *_aside(seen)]


def _journal(seen: Glance) -> Check:
    if seen.is_in_use:
        return Check("journal", True, _("veille est ouvert sur ce poste, qui tient son journal."))
    return Check("journal", True, _("Le journal de ce poste se lit en entier."))


def _unsent(seen: Glance, now: datetime) -> Check:
    if not seen.unsent or seen.since is None:
        return Check("unsent", True, _("Tout ce qui est noté ici est dans la base."))
    said = n_(
        "{n} écriture à envoyer, depuis le {since}.",
        "{n} écritures à envoyer, depuis le {since}.",
        seen.unsent,
    ).format(n=seen.unsent, since=moment(seen.since))
    if seen.store_address:
        said += " " + _("Pour la base {url}.").format(url=seen.store_address)
    if now - seen.since > WAITS_TOO_LONG:
        hint = _("Ouvrir veille ici avec le réseau, ou lancer « veille sync » : tout part seul.")
        return Check("unsent", False, said, hint)
    return Check("unsent", True, said)


def _aside(seen: Glance) -> Iterator[Check]:
    if not seen.aside:
        return
    said = n_("{n} écriture mise de côté.", "{n} écritures mises de côté.", len(seen.aside)).format(
        n=len(seen.aside)
    )
    reasons = Counter(one.reason for one in seen.aside)
    lines = [
        _("{reason} ({n}).").format(reason=why(code), n=n) for code, n in sorted(reasons.items())
    ]
    named = ", ".join(
        _("suivi {id}").format(id=one.case_id) + f" {one.kind} {one.id}"
        for one in seen.aside[:_NAMED]
    )
    hint = _("Elles restent sur ce poste : ôter la raison, puis « veille sync », qui les retente.")
    yield Check("set_aside", False, " ".join([said, *lines, named]), hint)


def why(code: str) -> str:
    """Why the store would not take an entry."""
    return {
        "unknown-case": _("Suivi qui n'existe pas ou n'existe plus dans la base"),
        "other-campaign": _("Suivi d'une autre campagne"),
        "other-case": _("Tentative d'un autre suivi"),
        "other-desk": _("Tentative commencée sur un autre poste"),
        "unknown-kind": _("Écriture d'une version plus récente du programme"),
        "unknown-outcome": _("Issue d'appel inconnue de la base"),
        "malformed": _("Écriture abîmée"),
        "too-long": _("Écriture trop longue"),
    }.get(code, code)


def moment(at: datetime) -> str:
    """A moment on this computer's clock."""
    return f"{at.astimezone():%d/%m/%Y %H:%M}"
