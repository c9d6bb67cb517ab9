"""Before a script is published: what changes for callers, or why it may not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from veille_tui.language import _, n_
from veille_tui.ui import script_words
from veille_tui.ui.screens.window import Window

if TYPE_CHECKING:
    from veille_tui.supervision.scripts import Publication

WIDTH = 90
PUBLISH, OTHER_SCRIPT = "publish", "other-script"


class PublishScreen(Window[str]):
    """Returns PUBLISH, or OTHER_SCRIPT when another script is meant; None on Esc."""

    # Not Enter: it is what brought here, and a second press of it must not publish unread.
    BINDINGS = [
        Binding("p,P", "confirm", show=False),
        Binding("o,O", "mean_other", show=False),
    ]
    CSS_PATH = ["window.tcss", "script_publish.tcss"]

    def __init__(self, publication: Publication) -> None:
        super().__init__()
        self._publication = publication

    def heading(self) -> str:
        """What would be published, and where."""
        return _("Publier « {script} » dans « {campaign} »").format(
            script=script_words.one_line(self._publication.script.title),
            campaign=script_words.one_line(self._publication.campaign.title),
        )

    def content(self) -> ComposeResult:
        """Why not, then what changes."""
        with VerticalScroll():
            yield Static(Content("\n").join(self._lines()))

    def keys(self) -> str:
        """Publish only when it may be."""
        if self._may_publish:
            return _("P   publier      ↑ ↓   parcourir      Échap   revenir sans publier")
        if self._may_be_other:
            return _("O   c'est voulu      ↑ ↓   parcourir      Échap   revenir")
        return _("↑ ↓   parcourir      Échap   revenir, rien n'est changé")

    def on_mount(self) -> None:
        """The arrows walk through what changes."""
        self.query_one(VerticalScroll).focus()

    def action_confirm(self) -> None:
        """Publish."""
        if self._may_publish:
            self.dismiss(PUBLISH)

    def action_mean_other(self) -> None:
        """Another script takes the place of the campaign's: look again, knowing that."""
        if self._may_be_other:
            self.dismiss(OTHER_SCRIPT)

    @property
    def _may_publish(self) -> bool:
        return not self._publication.refusals and not self._publication.is_in_force

    @property
    def _may_be_other(self) -> bool:
        return [one.code for one in self._publication.refusals] == [OTHER_SCRIPT]

    def _lines(self) -> list[Content]:
        if self._publication.is_in_force:
            return [Content(_("Cette campagne a déjà cette version : il n'y a rien à publier."))]
        return [*self._refusals(), *self._changes()]

    def _refusals(self) -> list[Content]:
        refusals = self._publication.refusals
        if not refusals:
            return []
        head = n_("Refusé, pour cette raison :", "Refusé, pour ces raisons :", len(refusals))
        lines = [Content.styled(head, "bold $error")]
        for one in refusals:
            said = script_words.wrapped(one.message, "  ", self._width)
            lines += [Content.styled(line, "$error") for line in said]
            hint = one.hint
            if one.code == OTHER_SCRIPT:
                hint = _(
                    "Si c'est bien voulu, O : les réponses aux questions de même nom seront"
                    " comptées ensemble."
                )
            if hint:
                lines += map(Content, script_words.wrapped(hint, "  → ", self._width))
        return [*lines, Content("")]

    def _changes(self) -> list[Content]:
        from veille_tui.callscript.change_words import change_words

        if self._publication.current is None:
            return [Content(_("Cette campagne n'a pas encore de version connue de ce script."))]
        changes = self._publication.changes
        if not changes:
            return [Content(_("Rien ne change pour les appelants."))]
        count = len(changes)
        head = n_(
            "{n} chose change pour les appelants :",
            "{n} choses changent pour les appelants :",
            count,
        )
        lines = [Content.styled(head.format(n=count), "bold")]
        for one in changes:
            lines += map(Content, script_words.wrapped(change_words(one), "·  ", self._width))
        return lines

    @property
    def _width(self) -> int:
        """Columns of a line, the window's frame and its scroll bar left aside."""
        return min(WIDTH, self.app.size.width * 96 // 100) - 8
