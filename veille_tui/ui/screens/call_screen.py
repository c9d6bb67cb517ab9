"""What the screens of a call under way share: the hand, writing it down, a note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec

from veille_tui.desk.hand import Hand
from veille_tui.desk.standing import Standing
from veille_tui.language import _
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.screens.note import NoteScreen

P = ParamSpec("P")


def _pressing(hand: Hand) -> int:
    """How much of a call cannot wait: cries for help, immediate needs."""
    return len(hand.call.help_asked) + len(hand.call.needs_heard) if hand.call else 0


class CallScreen(DeskScreen):
    """One call; each verb gives the new hand, and the screen is drawn again from it."""

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self.hand = hand

    def paint(self) -> None:
        """Draw what the hand holds."""

    async def write(
        self, verb: Callable[Concatenate[Hand, P], Hand], *args: P.args, **kwargs: P.kwargs
    ) -> bool:
        """Journal a verb, whose result becomes the hand; False when the disk refused."""
        hand = await self.veille.do(verb, self.hand, *args, **kwargs)
        if hand is None:
            return False
        presses = _pressing(hand) > _pressing(self.hand)
        self.hand = hand
        if presses:
            # What cannot wait does not wait for the courier's rhythm.
            self.veille.workstation.wake_courier()
        return True

    async def write_and_paint(
        self, verb: Callable[Concatenate[Hand, P], Hand], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """`write`, then draw."""
        if await self.write(verb, *args, **kwargs):
            self.paint()

    async def write_and_leave(
        self, verb: Callable[Concatenate[Hand, P], Hand], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """`write`, then go where the call stands now."""
        if await self.write(verb, *args, **kwargs):
            self.veille.show(self.hand)

    async def look_at_claim(self) -> None:
        """Say once that somebody else has the household by now; the call goes on."""
        standing = await self.veille.do(self.veille.workstation.desk.standing, self.hand)
        if standing is not Standing.LOST or self.hand.is_lost:
            return
        self.hand = replace(self.hand, is_lost=True)
        words = _("Quelqu'un d'autre a repris ce foyer ; tout ce que vous notez est gardé.")
        self.notify(words, severity="warning", markup=False)

    def action_need(self) -> None:
        """A need that the script did not find."""
        from veille_tui.domain.evidence import NeedFound
        from veille_tui.ui.screens.needing import NeedAsked

        async def found(need: NeedFound) -> None:
            await self.write_and_paint(self.veille.workstation.desk.add_need, need)
            self.notify(_("Besoin noté."), markup=False)

        NeedAsked(self.app, self.hand, found).ask()

    def action_note(self) -> None:
        """Write a note."""

        async def kept(text: str | None) -> None:
            if text:
                await self.write_and_paint(self.veille.workstation.desk.note, text)

        explained = _("Des faits utiles à l'aide, comme si la personne lisait par-dessus l'épaule.")
        self.app.push_screen(NoteScreen(_("Note"), explained, draft_of=self.hand.token), kept)
