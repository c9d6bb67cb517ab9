"""One script: what it is, then its problems, versions, diagram or cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from veille_tui.language import _
from veille_tui.ui import script_words
from veille_tui.ui.script_pages import Page, page_rows, tab_line
from veille_tui.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from veille_tui.supervision.script_shelf import ShelvedScript
    from veille_tui.ui.script_words import Known

SCROLL_BAR = 2
"""Columns that rows leave to it."""


class ScriptPane(Vertical):
    """Title and state, facts, headings, and the rows of the open heading."""

    def compose(self) -> ComposeResult:
        """Empty until a script is chosen."""
        yield Static("", id="title")
        yield Static("", id="facts", markup=False)
        yield Static("", id="tabs")
        yield Lines(id="page")

    @property
    def page(self) -> Lines:
        """The rows of the open heading."""
        return self.query_one("#page", Lines)

    def show(self, one: ShelvedScript | None, page: Page, known: Known, width: int) -> None:
        """Another script, heading, or more that is known of it."""
        if one is None:
            for name in ("#title", "#facts", "#tabs"):
                self.query_one(name, Static).update("")
            self.page.show([])
            return
        state = script_words.state_words(one)
        title = script_words.cut(script_words.title_of(one), width - len(state) - 3)
        gap = " " * max(3, width - len(title) - len(state))
        coloured = (state, script_words.state_style(one))
        self.query_one("#title", Static).update(
            Content.assemble((title, "bold $strong"), gap, coloured)
        )
        self.query_one("#facts", Static).update(_facts(one, known, width))
        versions = known.versions_of(one)
        self.query_one("#tabs", Static).update(tab_line(one, page, versions))
        self.page.show(page_rows(page, one, known, width - SCROLL_BAR))


def _facts(one: ShelvedScript, known: Known, width: int) -> str:
    where = _("fourni avec veille, à copier avec N") if one.is_shipped else one.path.name
    told = script_words.facts(one, known)
    lines = [told if told.startswith(where) else " · ".join(part for part in (where, told) if part)]
    if known.campaigns is not None and one.script_id:
        force = script_words.force_words(one, known.campaigns)
        lines.append(force or _("en service dans aucune campagne"))
    return "\n".join(script_words.cut(line, width) for line in lines)
