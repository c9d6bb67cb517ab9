"""The editor in here: a script's text, checked at each save, its problems below."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static, TextArea

from veille_tui.domain.texts import strip_controls
from veille_tui.errors import VeilleError
from veille_tui.language import _, n_
from veille_tui.ui import background, commands, script_words
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from veille_tui.problems import Problem
    from veille_tui.supervision.script_shelf import ShelvedScript
    from veille_tui.supervision.script_text import ScriptText
    from veille_tui.ui.script_desk import ScriptDesk

MINE, THEIRS, SAVE, LOSE = "mine", "theirs", "save", "lose"


def _first(room: str) -> list[BindingType]:
    """The room's keys before those of the text, which would take Esc for itself."""
    return [
        Binding(one.key, one.action, one.description, show=False, priority=True, id=one.id)
        for one in commands.bindings(room)
        if isinstance(one, Binding)
    ]


class ScriptEditorScreen(DeskScreen):
    """One file; `line` (from 1) is where to begin."""

    ROOM = "script_editor"
    BINDINGS = _first("script_editor")
    CSS_PATH = ["window.tcss", "script_editor.tcss"]

    def __init__(self, file: Path, line: int = 1) -> None:
        super().__init__()
        self._file = file
        self._line = line
        self._opened: ScriptText | None = None
        self._checked: ShelvedScript | None = None
        self._shown: tuple[Problem, ...] = ()
        self._is_leaving = False

    def compose_body(self) -> ComposeResult:
        """The text, then what is wrong in it."""
        area = TextArea(
            "",
            language="yaml" if _can_colour() else None,
            soft_wrap=True,
            tab_behavior="indent",
            show_line_numbers=True,
            read_only=True,
        )
        area.indent_type = "spaces"
        area.indent_width = 2
        yield area
        yield Static("", id="verdict")
        yield Lines(id="problems")

    def top(self) -> tuple[str, str]:
        """The file, and whether it is saved."""
        state = _("pas enregistré") if self.is_changed else _("enregistré")
        return self._file.name, state if self._opened else ""

    def on_mount(self) -> None:
        """Read the file."""
        self.query_one("#problems").display = False
        self._verdict(_("Lecture…"), "$quiet")
        self._read()
        self.query_one(TextArea).focus()

    # The text.

    @property
    def text(self) -> str:
        """As it stands, one kind of line ends, nothing a terminal would obey."""
        return strip_controls(self.query_one(TextArea).text.replace("\r\n", "\n"))

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost by leaving."""
        opened = self._opened
        if opened is None or not self.is_mounted:
            return False
        return opened.is_converted or self.text != opened.text

    def _read(self) -> None:
        from veille_tui.supervision.script_text import open_text

        background.fetch(self, "text", partial(open_text, self._file))

    def fetched_text(self, opened: ScriptText) -> None:
        """The file is read: show it, and what is wrong in it as it stands."""
        self._opened = opened
        area = self.query_one(TextArea)
        area.read_only = False
        area.load_text(opened.text)
        self._go_to(self._line, 1)
        if opened.is_converted:
            words = _(
                "Il n'était pas en UTF-8, ou cachait des signes invisibles : Ctrl+S le répare."
            )
            self.notify(words, markup=False)
        self.refresh_top()
        self._check()

    def failed_text(self, error: Exception) -> None:
        """It cannot be read."""
        self._tell(error)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """The top says whether it is saved."""
        self.refresh_top()

    # Save.

    def action_save(self) -> None:
        """Write it, then check it."""
        self._save(is_sure=False)

    def _save(self, *, is_sure: bool) -> None:
        from veille_tui.supervision.script_text import save_text

        if self._opened is not None:
            verb = partial(save_text, self._opened, self.text, is_sure=is_sure)
            background.fetch(self, "saved", verb)

    def fetched_saved(self, saved: ScriptText) -> None:
        """It is on the disk."""
        self._opened = saved
        self.refresh_top()
        if self._is_leaving:
            self.dismiss(None)
            return
        self._verdict(_("Enregistré. Vérification…"), "$quiet")
        self._check()

    def failed_saved(self, error: Exception) -> None:
        """It is not: the text stays, and somebody else's is not written over."""
        from veille_tui.supervision.script_text import ChangedMeanwhile

        self._is_leaving = False
        if not isinstance(error, ChangedMeanwhile):
            self._tell(error)
            return
        from veille_tui.ui.screens.choice import ChoiceScreen

        choices = [
            (MINE, _("Garder mon texte, et perdre l'autre")),
            (THEIRS, _("Relire l'autre, et perdre mon texte")),
        ]
        explained = _("Échap : revenir au texte sans rien enregistrer.")
        self.app.push_screen(ChoiceScreen(error.message, choices, explained), self._settle)

    def _settle(self, choice: str | None) -> None:
        if choice == MINE:
            self._save(is_sure=True)
        elif choice == THEIRS:
            self._line = self.query_one(TextArea).cursor_location[0] + 1
            self._read()

    def _tell(self, error: Exception) -> None:
        if isinstance(error, VeilleError):
            self._verdict(f"{error.message} {error.hint}".strip(), "$error")
        else:
            self.veille.tell(error)

    # Check.

    def _check(self) -> None:
        desk = cast("ScriptDesk", self.veille.workstation.scripts)
        background.fetch(self, "checked", partial(desk.look, self._file))

    def fetched_checked(self, checked: ShelvedScript) -> None:
        """What the check found, below the text."""
        self._checked = checked
        own = [one for one in checked.problems if Path(one.file) == checked.path]
        self._shown = (*own, *(one for one in checked.problems if one not in own))
        width = max(40, self.size.width - 9)
        rows = [script_words.problem_line(one, checked, width) for one in self._shown]
        listed = self.query_one("#problems", Lines)
        listed.show(rows)
        listed.display = bool(rows)
        state = script_words.state_words(checked)
        words = _("Aucun problème.") if not checked.problems else _("{state}. F8 : y aller")
        self._verdict(words.format(state=state), script_words.state_style(checked))

    def _verdict(self, words: str, style: str) -> None:
        self.query_one("#verdict", Static).update(Content.styled(words, style))

    def action_next_problem(self) -> None:
        """The problem after the cursor, from the top again after the last."""
        places = sorted({(one.line, one.column) for one in self._shown if self._is_here(one)})
        if not places:
            elsewhere = len(self._shown)
            words = n_(
                "Le problème est dans un autre fichier.",
                "Les problèmes sont dans d'autres fichiers.",
                elsewhere,
            )
            self._verdict(words if elsewhere else _("Aucun problème."), "$quiet")
            return
        row, column = self.query_one(TextArea).cursor_location
        after = [place for place in places if place > (row + 1, column + 1)]
        line, column = (after or places)[0]
        self._go_to(line, column)
        at = next(
            n for n, one in enumerate(self._shown) if (one.line, one.column) == (line, column)
        )
        self.query_one("#problems", Lines).highlighted = at

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A problem chosen with the mouse."""
        problem = self._shown[event.option_index]
        if self._is_here(problem):
            self._go_to(problem.line, problem.column)

    def _is_here(self, problem: Problem) -> bool:
        return bool(problem.line) and Path(problem.file) == self._file

    def _go_to(self, line: int, column: int) -> None:
        area = self.query_one(TextArea)
        row = max(0, min(line - 1, area.document.line_count - 1))
        room = len(area.document.get_line(row))
        area.move_cursor((row, max(0, min(column - 1, room))), center=True)
        area.focus()

    # The rest.

    def action_undo(self) -> None:
        """Undo."""
        self.query_one(TextArea).undo()

    def action_redo(self) -> None:
        """Redo."""
        self.query_one(TextArea).redo()

    def action_top(self) -> None:
        """The first line."""
        self._go_to(1, 1)

    def action_bottom(self) -> None:
        """The end of the last line."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def action_close(self) -> None:
        """Close; what is not saved is asked for first."""
        if not self.is_changed:
            self.dismiss(None)
            return
        from veille_tui.ui.screens.choice import ChoiceScreen

        choices = [(SAVE, _("Enregistrer, puis fermer")), (LOSE, _("Fermer sans enregistrer"))]
        title = _("Des changements ne sont pas enregistrés.")
        self.app.push_screen(ChoiceScreen(title, choices), self._leave)

    def _leave(self, choice: str | None) -> None:
        if choice == SAVE:
            self._is_leaving = True
            self.action_save()
        elif choice == LOSE:
            self.dismiss(None)


def _can_colour() -> bool:
    """Whether Textual's extra for YAML is installed; nothing here asks for it."""
    from importlib.util import find_spec

    return find_spec("tree_sitter") is not None and find_spec("tree_sitter_yaml") is not None
