"""The callers' own application around a rehearsed call: before it people to choose, after it a sum.

Nothing is stored: its desk writes to memory, and there is no courier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from veille_tui.desk.hand import Hand, Stage
from veille_tui.desk.rehearsal import RehearsalDesk, Rehearsed
from veille_tui.domain.case import CallReason
from veille_tui.domain.made_up_people import cases_of, made_up
from veille_tui.language import _
from veille_tui.ui import preview_words
from veille_tui.ui.app import VeilleApp
from veille_tui.ui.screens.preview_people import PreviewPeopleScreen
from veille_tui.ui.screens.preview_summary import PreviewSummaryScreen
from veille_tui.ui.screens.preview_talk import PreviewTalkScreen

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript
    from veille_tui.ui.workstation import Workstation


class PreviewApp(VeilleApp):
    """`start` is called at once; without it, the first screen asks whom to call."""

    CSS_PATH = [
        *VeilleApp.CSS_PATH,
        "screens/window.tcss",
        "screens/conversation.tcss",
        "screens/preview_people.tcss",
    ]

    def __init__(
        self,
        workstation: Workstation,
        desk: RehearsalDesk,
        script: CallScript,
        start: Rehearsed | None = None,
        reason: CallReason = CallReason.FIRST,
    ) -> None:
        super().__init__(workstation)
        self.script = script
        self.rehearsed = start
        """Whom the call under way, or the last one, is with."""
        self.sync_words = preview_words.nothing_is_kept()
        self._desk = desk
        self._reason = reason
        self._given = start

    def get_default_screen(self) -> Screen[None]:
        """The call that was asked for, else people to choose from."""
        if self.rehearsed is None:
            return self._people()
        return PreviewTalkScreen(self._desk.call(self.rehearsed))

    def _people(self) -> PreviewPeopleScreen:
        others = (*made_up(self.script, self._reason), *cases_of(self.script))
        people = tuple(Rehearsed(callee) for callee in others)
        if self._given is not None:
            people = (self._given, *people)
        return PreviewPeopleScreen(self.script, people, self.rehearsed)

    def show(self, hand: Hand) -> None:
        """A conversation, or what came of it: no number is dialled here."""
        if hand.stage is Stage.TALKING:
            self._go(PreviewTalkScreen(hand))
        else:
            case = self.rehearsed.callee.case if self.rehearsed else None
            self._go(PreviewSummaryScreen(hand, case))

    async def rehearse(self, rehearsed: Rehearsed) -> None:
        """Call this person from the start."""
        hand = await self.do(self._desk.call, rehearsed)
        if hand is not None:
            self.rehearsed = rehearsed
            self.show(hand)

    async def replay(self) -> None:
        """Call the same person again."""
        if self.rehearsed is not None:
            await self.rehearse(self.rehearsed)

    def choose_people(self) -> None:
        """Choose another person."""
        self._go(self._people())

    def ring_back(self) -> None:
        """Nobody rings back in a rehearsal."""
        words = _("C'est un essai : personne ne rappelle. Le motif « appel entrant » se choisit.")
        self.notify(words, markup=False)

    def action_help_quit(self) -> None:
        """Ctrl+C does not leave: say what does."""
        self.notify(_("Pour quitter l'essai : Ctrl+Q."), markup=False)

    def sync_changed(self) -> None:
        """The top bars say that nothing is kept, whatever happens."""

    def _sync_words(self) -> tuple[str, str]:
        words = preview_words.nothing_is_kept()
        return words, words

    def _who_waits(self) -> tuple[tuple[str, str], ...]:
        return ()
