"""What a caller's own login cannot answer: it sees the households in hand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veille_tui.domain.people import Role
from veille_tui.errors import Refused
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.store.shared import SharedStore


def refuse_a_caller(store: SharedStore) -> None:
    """The server leaves out, without a word, what a caller may not see: "none" would be untrue.

    Raises Refused.
    """
    person = store.person()
    if person is not None and person.role is Role.CALLER:
        raise Refused(
            _("Le compte de {name} ne voit que ses foyers en main : cette liste serait fausse.")
            .format(name=person.name),
            _("La demander avec le compte d'un superviseur."),
        )  # fmt: skip
