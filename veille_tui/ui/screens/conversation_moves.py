"""Moving in a conversation: back, forward, to any question, and undoing the last answer."""

from __future__ import annotations

from veille_tui.desk.hand import Hand
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.ui import cards, places
from veille_tui.ui.cards import Card, CardKind
from veille_tui.ui.screens.conversation_ends import ConversationEnds
from veille_tui.ui.screens.jump import JumpScreen
from veille_tui.ui.widgets.question.card_view import CardView


@dataclass(frozen=True, slots=True)
class Undone:
    """What Ctrl+Z puts back: an answer as it was before, and where the caller stood."""

    question: str
    key: str
    """The question's id, or that of the free text of one of its answers."""
    before: object


class ConversationMoves(ConversationEnds):
    """Nothing is lost by moving: what was answered stays until it is answered again."""

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self.past: list[Undone] = []

    async def action_back(self) -> None:
        """One question back; nothing is lost."""
        async with self.turn:
            await self._back()

    async def _back(self) -> None:
        if self.detail:
            await self.stand_at(self.card.question)
            return
        question = None if self.is_ending else self.card.question
        before = None if self.is_opening else places.back_from(self.hand, question)
        if before is not None:
            await self.stand_at(before)
        elif not self.is_opening and cards.opening_card(self.hand) is not None:
            self.is_opening = True
            self.paint()

    async def action_forward(self) -> None:
        """The question after; one without an answer may be passed."""
        async with self.turn:
            if self.card.kind is CardKind.OPENING:
                await self.read(self.card)
            elif not self.is_ending:
                following = cards.told(self.hand).walk.following(self.card.question)
                await self.stand_at(following)

    async def read(self, card: Card) -> None:
        """What was only to be read is behind."""
        if card.kind is CardKind.OPENING:
            self.is_opening = False
            target: str | None = card.question or None
        else:
            target = cards.told(self.hand).walk.following(card.question)
        await self.stand_at(target)

    async def action_escape(self) -> None:
        """Out of the field first, then one question back."""
        async with self.turn:
            if self.is_typing:
                self.set_focus(None)
            else:
                await self._back()

    def action_jump(self) -> None:
        """Choose a question, or change an answer."""

        async def chosen(question: str | None) -> None:
            if question is not None:
                self.is_opening = False
                await self.stand_at(question)

        present = "" if self.is_ending else self.card.question
        self.app.push_screen(JumpScreen(self.hand, present), chosen)

    async def action_undo(self) -> None:
        """Take the last answer back."""
        async with self.turn:
            undone = self.past.pop() if self.past else self._last_answered()
            if undone is None:
                return
            desk = self.veille.workstation.desk
            if await self.write(desk.answer, undone.key, undone.before, ""):
                await self.stand_at(undone.question)

    def _last_answered(self) -> Undone | None:
        """The last answer of before a restart."""
        here = cards.told(self.hand)
        given = [one for one in here.call.answers if one in here.walk.asked]
        return Undone(given[-1], given[-1], None) if given else None

    def action_tick(self) -> None:
        """Tick the answer at the mark, where several may be."""
        answers = self.query_one(CardView).answers
        if self.card.kind is CardKind.MULTIPLE and answers.pointed is not None:
            answers.tick(answers.pointed)

    def action_point_up(self) -> None:
        """The mark goes up."""
        self.query_one(CardView).point(-1)

    def action_point_down(self) -> None:
        """The mark goes down."""
        self.query_one(CardView).point(1)

    def action_scroll_back(self) -> None:
        """Up, when a card is taller than the screen."""
        self.query_one(CardView).scroll_page_up(animate=False)

    def action_scroll_on(self) -> None:
        """Down, when a card is taller than the screen."""
        self.query_one(CardView).scroll_page_down(animate=False)
