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


class PublishScreen(Window[bool]):
    """Returns True when it is to be published, None on Esc."""

    # Not Enter: it is what brought here, and a second press of it must not publish unread.
    BINDINGS = [Binding("p,P", "confirm", show=False)]
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
            return _("P   publier        ↑ ↓   parcourir        Échap   revenir, sans rien changer")
        return _("↑ ↓   parcourir        Échap   revenir, rien n'est changé")

    def on_mount(self) -> None:
        """The arrows walk through what changes."""
        self.query_one(VerticalScroll).focus()

    def action_confirm(self) -> None:
        """Publish."""
        if self._may_publish:
            self.dismiss(True)

    @property
    def _is_there(self) -> bool:
        """Whether the campaign uses this very version already."""
        return self._publication.campaign.script_hash == self._publication.script.hash

    @property
    def _may_publish(self) -> bool:
        return not self._publication.refusals and not self._is_there

    def _lines(self) -> list[Content]:
        if self._is_there:
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
            if one.hint:
                lines += map(Content, script_words.wrapped(one.hint, "  → ", self._width))
        return [*lines, Content("")]

    def _changes(self) -> list[Content]:
        from veille_tui.callscript.change_words import change_words

        if self._publication.current is None:
            return [Content(_("Cette campagne n'a pas encore de version connue de ce script."))]
        changes = self._publication.changes
        if not changes:
            return [Content(_("Rien ne change pour les appelants."))]
        count = len(changes)
        head = n_("{n} chose change pour les appelants :", "{n} choses changent :", count)
        lines = [Content.styled(head.format(n=count), "bold")]
        for one in changes:
            lines += map(Content, script_words.wrapped(change_words(one), "·  ", self._width))
        return lines

    @property
    def _width(self) -> int:
        """Columns of a line, the window's frame and its scroll bar left aside."""
        return min(WIDTH, self.app.size.width * 96 // 100) - 8
