"""The conversation: one question at a time, one key per usual answer, on disk before the next."""

from __future__ import annotations

from veille_tui.language import _
from veille_tui.ui import answer_words, cards, commands, places, stopping
from veille_tui.ui.cards import Card, CardKind, Option
from veille_tui.ui.screens.conversation_moves import ConversationMoves, Undone
from veille_tui.ui.widgets.question.card_view import CardView
from veille_tui.ui.widgets.question.entry import Entry


class ConversationScreen(ConversationMoves):
    """Answering: each answer is journaled with the words shown, then the next card is drawn."""

    BINDINGS = commands.bindings("conversation")

    async def action_answer(self, number: int) -> None:
        """The answer of this digit; 0 is "does not know" where it is no answer of its own."""
        async with self.turn:
            if number == 0 and not self.card.has_zero and self.card.options:
                await self._leave_open(is_refused=False)
                return
            await self._choose(str(number))

    async def action_ten(self) -> None:
        """The last step of a scale of ten."""
        async with self.turn:
            await self._choose("D")

    async def action_dont_know(self) -> None:
        """The person does not know."""
        async with self.turn:
            await self._leave_open(is_refused=False)

    async def action_refuse(self) -> None:
        """The person would rather not answer."""
        async with self.turn:
            await self._leave_open(is_refused=True)

    async def action_confirm(self) -> None:
        """Enter: what the card proposes."""
        async with self.turn:
            await self._confirm()

    async def on_entry_given(self, event: Entry.Given) -> None:
        """Something was typed."""
        async with self.turn:
            await self._typed(event.text)

    async def _choose(self, key: str) -> None:
        option = next((option for option in self.card.options if option.key == key), None)
        if option is not None:
            await self._take(option)

    async def _take(self, option: Option) -> None:
        if self.card.kind is CardKind.MULTIPLE:
            self.query_one(CardView).answers.tick(option)
            return
        await self._keep(self.card.question, option.value, option.label)

    async def _leave_open(self, is_refused: bool) -> None:
        if not self.card.may_skip:
            return
        words = cards.told(self.hand).script.words
        value = words.refused if is_refused else words.dk
        question = cards.told(self.hand).script.by_id[self.card.question]
        await self._keep(question.id, value, answer_words.said(words, question, value))

    async def _confirm(self) -> None:
        card, view = self.card, self.query_one(CardView)
        if card.kind is CardKind.CLOSING:
            await self._close(card)
        elif card.kind in {CardKind.OPENING, CardKind.NOTE}:
            await self.read(card)
        elif card.kind is CardKind.MULTIPLE:
            ticked = [option for option in card.options if option.value in view.answers.ticked]
            labels = ", ".join(option.label for option in ticked) or _("aucune")
            await self._keep(card.question, [option.value for option in ticked], labels)
        elif card.is_typed:
            view.entry.field.focus()
        elif view.answers.pointed is not None:
            await self._take(view.answers.pointed)

    async def _close(self, card: Card) -> None:
        if card.question:
            await self.stand_at(card.question)
        else:
            await self.end(is_early=False)

    async def _typed(self, text: str) -> None:
        from veille_tui.domain.answers import validate_answer, validate_detail

        card = self.card
        here = cards.told(self.hand)
        question = here.script.by_id[card.question]
        if card.kind is not CardKind.DETAIL and not text.strip() and not question.required:
            self.forget_draft()
            await self.stand_at(places.after_answer(self.hand, card.question))
            return
        if card.kind is CardKind.DETAIL:
            value, problem = validate_detail(text) if text.strip() else ("", "")
        else:
            value, problem = validate_answer(
                here.script,
                question,
                text,
                answers=here.call.answers,
                profile=here.profile,
                reason=self.hand.reason.value,
            )
        if problem:
            words = answer_words.refused(
                problem, question, here.script, here.profile, here.call.answers
            )
            self.query_one(Entry).remark(words)
            return
        if card.kind is CardKind.DETAIL:
            await self._keep_detail(card, str(value))
        else:
            label = answer_words.said(here.script.words, question, value)
            await self._keep(card.question, value, label)

    async def _keep(self, question: str, value: object, label: str) -> None:
        """Journal an answer with the words shown, then go on."""
        call = cards.told(self.hand).call
        words = f"{self.card.say}\n{label}"
        undone = Undone(question, question, call.answers.get(question))
        if not await self.write(self.veille.workstation.desk.answer, question, value, words):
            return
        self.past.append(undone)
        self.is_opening = False
        self.forget_draft()
        await self._go_on(question)

    async def _keep_detail(self, card: Card, text: str) -> None:
        here = cards.told(self.hand)
        key = here.script.by_id[card.question].detail_id(card.detail)
        if text:
            undone = Undone(card.question, key, here.call.answers.get(key))
            words = f"{card.prompt}\n{text}"
            if not await self.write(self.veille.workstation.desk.answer, key, text, words):
                return
            self.past.append(undone)
        self.forget_draft()
        await self._go_on(card.question, after=card.detail)

    async def _go_on(self, question: str, after: str = "") -> None:
        """To the free text that an answer wants, else to what comes next."""
        self.detail = places.missing_detail(self.hand, question, after) or ""
        target = question if self.detail else places.after_answer(self.hand, question)
        await self.stand_at(target, self.detail)
        if not self.detail and stopping.wants_another_time(self.hand, question):
            self.action_later()
