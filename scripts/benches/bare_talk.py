"""The floor of a key: the conversation's widgets, updated from a list; no desk, no journal."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from textual.app import App, ComposeResult
from textual.containers import Vertical

from scripts.benches.working_desk import Picture, pictures
from veille_tui.ui import app as whole
from veille_tui.ui import themes
from veille_tui.ui.widgets.alert_banner import AlertBanner
from veille_tui.ui.widgets.answers_so_far import AnswersSoFar
from veille_tui.ui.widgets.key_line import KeyLine
from veille_tui.ui.widgets.question.card_view import CardView
from veille_tui.ui.widgets.section_progress import SectionProgress
from veille_tui.ui.widgets.top_bar import TopBar

_STYLES = Path(whole.__file__).parent


class BareTalk(App[None]):
    """One key, one picture."""

    CSS_PATH: ClassVar = [_STYLES / "app.tcss", _STYLES / "screens" / "conversation.tcss"]
    BINDINGS: ClassVar = [("1,2,3,enter", "go_on", "Go on")]

    def __init__(self, shown: list[Picture]) -> None:
        super().__init__()
        self._shown = iter(shown)
        for theme in themes.themes():
            self.register_theme(theme)
        self.theme = themes.DEFAULT

    def compose(self) -> ComposeResult:
        yield TopBar("Mme Lefèvre", "Hélène")
        yield AlertBanner()
        yield SectionProgress()
        with Vertical(id="body"), Vertical(id="text"):
            yield CardView()
        yield AnswersSoFar()
        yield KeyLine()

    def on_mount(self) -> None:
        self.call_after_refresh(self.action_go_on)

    def action_go_on(self) -> None:
        """Draw the next picture."""
        one = next(self._shown)
        self.query_one(CardView).show(one.card)
        progress = self.query_one(SectionProgress)
        progress.steps = one.steps
        progress.place = one.place
        self.query_one(AnswersSoFar).answers = one.answers
        self.query_one(AlertBanner).show((), False)
        self.query_one(KeyLine).keys = one.keys


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = pictures(Path(folder))
    BareTalk(made).run()
