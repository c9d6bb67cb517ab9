"""The supervisors' scripts: what there is, in which state, and every verb on the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static

from veille_tui.errors import VeilleError
from veille_tui.language import _
from veille_tui.ui import background, commands, script_words
from veille_tui.ui.screens.script_work import ScriptWork
from veille_tui.ui.script_pages import Page
from veille_tui.ui.script_words import Known
from veille_tui.ui.widgets.next_button import NextButton
from veille_tui.ui.widgets.script_pane import ScriptPane
from veille_tui.ui.widgets.script_shelf import ScriptShelf

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.script_versions import ScriptVersion
    from veille_tui.supervision.script_shelf import ShelvedScript

SIDE_BY_SIDE = 110
"""Columns from which the list and the chosen script stand beside each other."""
LIST_WIDTH = 48
WIDEST = 150


class ScriptsScreen(ScriptWork):
    """A list, then the chosen script under four headings; `opened` is a file to open at once."""

    ROOM = "scripts"
    PRIMARY = "open"
    BINDINGS = commands.bindings("scripts")
    CSS_PATH = ["window.tcss", "scripts.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-roomy"), (SIDE_BY_SIDE, "-wide")]
    TABS: ClassVar[tuple[Page, ...]] = tuple(Page)

    def __init__(self, opened: Path | None = None, *, is_alone: bool = False) -> None:
        super().__init__()
        self._wanted = opened
        self._is_alone = is_alone
        """It is the whole program: leaving it leaves the program."""
        self._own: Sequence[ShelvedScript] | None = None
        self._shipped: Sequence[ShelvedScript] = ()
        self._campaigns: Sequence[Campaign] | None = None
        self._store_trouble = ""
        self._versions: dict[str, tuple[ScriptVersion, ...]] = {}
        self._chosen: Path | None = None
        self._page = Page.PROBLEMS
        self._is_open = False
        self._said = ""
        self._is_back_from_editor = False

    def compose_body(self) -> ComposeResult:
        """News, then the list and the chosen script, or a first step."""
        yield Static("", id="news", markup=False)
        with Vertical(id="welcome"):
            yield Static(self._first_words(), id="first-words", markup=False)
            with Vertical(classes="centred"):
                yield NextButton(_("Entrée"), _("Partir d'un script fourni"))
        with Horizontal(id="panes"):
            yield ScriptShelf()
            yield ScriptPane(id="script")

    def _first_words(self) -> str:
        words = _(
            "Vous n'avez pas encore de script à vous.\n\n"
            "Partez de l'un de ceux qui sont fournis avec veille : il sera copié avec ses blocs,"
            " et vous le changerez comme il vous plaira. Rien ne part vers les appelants tant que"
            " vous ne le publiez pas.\n\n"
            "Vos scripts seront dans   {folder}"
        )
        return words.format(folder=script_words.home_words(self.desk_of_scripts.folder))

    def top(self) -> tuple[str, str]:
        """The room; the supervisor and what is sent."""
        sent = "" if self._is_alone else self.veille.sync_words
        sides = (self.desk_of_scripts.caller, sent)
        return _("Veille · Scripts d'appel"), " · ".join(side for side in sides if side)

    def key_commands(self) -> tuple[commands.Command, ...]:
        """Only the keys that do something here, Enter with what it does here."""
        useless = {"new"} if self._is_open else {"tab"}
        if self._is_first_use:
            useless = {"tab", "edit", "preview", "publish", "new"}
        elif self.chosen is None or self.chosen.is_block:
            useless |= {"preview", "publish"}
        entry = self._entry_words()
        rows = (one for one in super().key_commands() if one.id.split("(")[0] not in useless)
        return tuple(replace(one, label=entry) if one.id == "open" else one for one in rows)

    def _entry_words(self) -> str:
        """What Enter does; "" when it does nothing."""
        one = self.chosen
        if not self._is_open or one is None:
            return _("commencer") if self._is_first_use else _("ouvrir")
        if self._page is Page.PROBLEMS and one.problems and not one.is_shipped:
            return _("y aller")
        if self._page is Page.VERSIONS and self._versions.get(one.script_id):
            return _("y revenir")
        is_case = self._page is Page.CASES and one.script and one.script.cases
        return _("y aller") if is_case and not one.is_shipped else ""

    def on_mount(self) -> None:
        """Paint the frame, then read."""
        self._paint()
        self.call_after_refresh(self.load)

    # What is known.

    def load(self) -> None:
        """Read the folder, the shipped scripts and the shared store, each in its worker."""
        desk = self.desk_of_scripts
        background.fetch(self, "own", desk.own)
        background.fetch(self, "shipped", desk.shipped)
        self.ask_campaigns()

    def ask_campaigns(self) -> None:
        """Ask the shared store what is in force, and the versions that were published."""
        self._versions.clear()
        background.fetch(self, "campaigns", self.desk_of_scripts.campaigns)
        self._ask_versions()

    def fetched_own(self, own: Sequence[ShelvedScript]) -> None:
        """The supervisor's own scripts."""
        self._own = own
        if self.chosen is None:
            self._is_open = False
        if self._wanted is not None:
            self._open_wanted(self._wanted)
        if self._is_back_from_editor:
            self._is_back_from_editor = False
            self._say_checked()
        self._paint()

    def failed_own(self, error: Exception) -> None:
        """The folder cannot be read: the shipped scripts are still there to look at."""
        self._own = ()
        self.say(self.veille.words_of(error) if isinstance(error, VeilleError) else "")
        self._paint()

    def fetched_shipped(self, shipped: Sequence[ShelvedScript]) -> None:
        """The scripts that come with the program."""
        self._shipped = shipped
        self._paint()

    def fetched_campaigns(self, campaigns: Sequence[Campaign]) -> None:
        """What is in force."""
        self._campaigns, self._store_trouble = campaigns, ""
        self._paint()

    def failed_campaigns(self, error: Exception) -> None:
        """The shared store does not answer: the files are still there."""
        if not isinstance(error, VeilleError):
            self.veille.tell(error)
            return
        self._store_trouble = self.veille.words_of(error)
        self._paint()

    def fetched_versions(self, found: tuple[str, tuple[ScriptVersion, ...]]) -> None:
        """The published versions of one script."""
        self._versions[found[0]] = found[1]
        self._paint_script()
        self.refresh_keys()

    def failed_versions(self, error: Exception) -> None:
        """The shared store does not answer."""
        self.failed_campaigns(error)

    def _open_wanted(self, wanted: Path) -> None:
        self._wanted = None
        there = [one.path for one in self._own or () if one.path.resolve() == wanted.resolve()]
        if there:
            self._chosen, self._is_open = there[0], True

    def _say_checked(self) -> None:
        """After the editor: what the check found comes to the front."""
        if self.chosen is not None:
            self.say(script_words.checked_words(self.chosen))
            if self.chosen.problems:
                self._page, self._is_open = Page.PROBLEMS, True

    @property
    def chosen(self) -> ShelvedScript | None:
        """The script under the cursor."""
        known = (*(self._own or ()), *self._shipped)
        return next((one for one in known if one.path == self._chosen), None)

    @property
    def known(self) -> tuple[ShelvedScript, ...]:
        """Every script that can be a beginning, one's own first."""
        return tuple(one for one in (*(self._own or ()), *self._shipped) if not one.is_block)

    @property
    def _is_first_use(self) -> bool:
        return self._own == () and not self._is_open

    # Painting.

    def say(self, words: str) -> None:
        """What just happened, above everything until the next key that does something."""
        self._said = words
        self._paint_news()

    def _paint_news(self) -> None:
        news = self.query_one("#news", Static)
        words = self._said or self._store_trouble
        news.update(words)
        news.display = bool(words)

    def _paint(self) -> None:
        """Everything, from what is known."""
        is_wide = self.size.width >= SIDE_BY_SIDE
        self.query_one("#welcome").display = self._is_first_use
        self.query_one("#panes").display = not self._is_first_use
        self.query_one("#shelf").display = is_wide or not self._is_open
        self.query_one(ScriptPane).display = is_wide or self._is_open
        self._paint_news()
        self._paint_shelf()
        self._paint_script()
        self.refresh_keys()
        if self._is_first_use:
            self.set_focus(None)
        else:
            self.set_focus(self._pane.page if self._is_open else self._shelf)

    def _paint_shelf(self) -> None:
        if self._own is None:
            self._shelf.wait()
            return
        # The margins, the rule beside it and the scroll bar take some columns.
        is_wide = self.size.width >= SIDE_BY_SIDE
        width = LIST_WIDTH - 3 if is_wide else min(self.size.width, WIDEST) - 4
        folder = script_words.home_words(self.desk_of_scripts.folder)
        self._shelf.fill(folder, self._own, self._shipped, self._around, width)
        self._shelf.point_at(self._chosen)
        if self.chosen is None:
            one = self._shelf.at(self._shelf.highlighted)
            self._chosen = one.path if one else None

    def _paint_script(self) -> None:
        taken = LIST_WIDTH if self.size.width >= SIDE_BY_SIDE else 0
        width = max(40, min(self.size.width, WIDEST) - taken - 4)
        self._pane.show(self.chosen, self._page, self._around, width)

    @property
    def _around(self) -> Known:
        zone = ZoneInfo(self.veille.timezone)
        return Known(self.veille.workstation.clock(), zone, self._campaigns, self._versions)

    @property
    def _shelf(self) -> ScriptShelf:
        return self.query_one("#shelf", ScriptShelf)

    @property
    def _pane(self) -> ScriptPane:
        return self.query_one(ScriptPane)

    def on_resize(self) -> None:
        """Another width: other cuts, one pane or two."""
        super().on_resize()
        self._paint()

    # Moving.

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another script under the cursor."""
        if event.option_list.id != "shelf" or self._is_open:
            return
        one = self._shelf.at(event.option_index)
        if one is not None and one.path != self._chosen:
            self._chosen = one.path
            self._said = ""
            self._paint_news()
            self._paint_script()
            self._ask_versions()
            self.refresh_keys()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click, on a row."""
        self.action_open()

    def action_open(self) -> None:
        """Open the script; in it, go where the row leads."""
        if self._is_first_use:
            self.action_new()
            return
        if self._is_open:
            self._follow()
            return
        if self.chosen is None:
            return
        self._is_open = True
        self._page = Page.PROBLEMS if self.chosen.problems else self._page
        self.say("")
        self._paint()
        self._pane.page.point(0)
        self._ask_versions()

    def _follow(self) -> None:
        """From a problem or a case to its line, from a version to its publication."""
        one, at = self.chosen, self._pane.page.highlighted
        if one is None or at is None:
            return
        if self._page is Page.PROBLEMS and at < len(one.problems):
            problem = one.problems[at]
            self.edit(one, Path(problem.file or one.path), problem.line or 1)
        elif self._page is Page.CASES and one.script is not None and at < len(one.script.cases):
            self.edit(one, one.path, one.script.cases[at].line or 1)
        elif self._page is Page.VERSIONS:
            versions = self._versions.get(one.script_id, ())
            if at < len(versions):
                self.publish_from(versions[at].hash, one)

    def action_tab(self, number: int) -> None:
        """One heading of the script."""
        if self.chosen is None or self._is_first_use:
            return
        self._page, self._is_open = self.TABS[number - 1], True
        self.say("")
        self._paint()
        self._pane.page.point(0)
        self._ask_versions()

    def action_turn(self, step: int) -> None:
        """The heading beside."""
        at = (self.TABS.index(self._page) + step) % len(self.TABS)
        self.action_tab(at + 1)

    def _ask_versions(self) -> None:
        one = self.chosen
        if one is None or not one.script_id or one.script_id in self._versions:
            return
        if self._page is Page.VERSIONS:
            ask = partial(_versions_of, self.desk_of_scripts.versions, one.script_id)
            background.fetch(self, "versions", ask)

    def action_reload(self) -> None:
        """Read everything again."""
        self.say("")
        self.load()

    def action_back(self) -> None:
        """From the script to the list; from the list to where one was."""
        self.say("")
        if self._is_open:
            self._is_open = False
            self._paint()
        elif self._is_alone:
            self.app.exit()
        else:
            self.dismiss(None)

    # For the verbs on the chosen script.

    def came_back(self) -> None:
        """The editor is closed: check again."""
        self._is_back_from_editor = True
        background.fetch(self, "own", self.desk_of_scripts.own)

    def show_new(self, path: Path, words: str) -> None:
        """A script was made: open it."""
        self._wanted, self._page = path, Page.PROBLEMS
        self.say(words)
        background.fetch(self, "own", self.desk_of_scripts.own)


def _versions_of(
    ask: Callable[[str], tuple[ScriptVersion, ...]], script_id: str
) -> tuple[str, tuple[ScriptVersion, ...]]:
    return script_id, ask(script_id)
