"""Who answered, when it is not the person called."""

from __future__ import annotations

from veille_tui.language import _
from veille_tui.ui.screens.choice import ChoiceScreen


class WhoScreen(ChoiceScreen):
    """Returns relative, neighbour, guardian or other."""

    def __init__(self, title: str = "") -> None:
        super().__init__(
            title or _("Qui est au bout du fil ?"),
            (
                ("relative", _("un proche : famille, ami")),
                ("neighbour", _("un voisin, le gardien")),
                ("guardian", _("son tuteur ou sa curatrice")),
                ("other", _("quelqu'un d'autre : aide à domicile, infirmière…")),
            ),
        )
