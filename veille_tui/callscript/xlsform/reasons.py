"""Why an expression of a form cannot become a condition of ours, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from veille_tui.language import _


class Untranslatable(Exception):
    """No condition of ours means the same; a code of this file and what it is about."""

    def __init__(self, code: str, found: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.found = found

    @property
    def message(self) -> str:
        """The reason, as part of a sentence."""
        return _REASONS[self.code]().format(found=self.found[:60])


_REASONS: Mapping[str, Callable[[], str]] = {
    "misspelt": lambda: _("elle ne peut pas être lue à partir de « {found} »"),
    "too-long": lambda: _("elle est trop longue, ou un calcul s'y contient lui-même"),
    "path": lambda: _("elle suit un chemin dans le formulaire (« {found} »)"),
    "function": lambda: _("nos conditions n'ont pas « {found} »"),
    "arithmetic": lambda: _("nos conditions ne savent qu'ajouter et retrancher"),
    "not-compared": lambda: _("« {found} » n'y est comparé à rien"),
    "part-of-text": lambda: _("elle cherche dans un texte, à une lettre et à un accent près"),
    "comparison": lambda: _("nos conditions ne comparent pas ainsi « {found} »"),
    "not-a-number": lambda: _("« {found} » n'est pas un nombre"),
    "length": lambda: _("elle compte les lettres de « {found} »"),
    "date": lambda: _("nos conditions ne comparent une date qu'à date('2020-03-17')"),
    "unknown": lambda: _("« {found} » n'est pas une question de ce formulaire"),
    "later": lambda: _("« {found} » n'est demandé que plus loin"),
    "not-carried": lambda: _("« {found} » n'est pas repris"),
    "computed": lambda: _("« {found} » est un calcul, non une réponse"),
    "note": lambda: _("« {found} » n'a pas de réponse"),
    "ambiguous": lambda: _("plusieurs questions s'appellent « {found} »"),
    "never": lambda: _("elle n'est jamais vraie"),
}
