"""The conversation: one question at a time, one key per usual answer, on disk before the next."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from veille_tui.desk.hand import Hand
from veille_tui.language import _
from veille_tui.ui import answer_words, cards, commands, places, talk_words
from veille_tui.ui.cards import Card, CardKind, Option
from veille_tui.ui.screens.conversation_ends import ConversationEnds
from veille_tui.ui.screens.jump import JumpScreen
from veille_tui.ui.widgets.alert_banner import AlertBanner
from veille_tui.ui.widgets.answers_so_far import AnswersSoFar
from veille_tui.ui.widgets.key_line import KeyLine
from veille_tui.ui.widgets.question.card_view import CardView
from veille_tui.ui.widgets.question.entry import Entry
from veille_tui.ui.widgets.section_progress import SectionProgress
from veille_tui.ui.widgets.top_bar import TopBar


@dataclass(frozen=True, slots=True)
class Undone:
    """What Ctrl+Z puts back: an answer as it was before, and where the caller stood."""

    question: str
    key: str
    """The question's id, or that of the free text of one of its answers."""
    before: object


class ConversationScreen(ConversationEnds):
    """Words to say, answers, what was said so far."""

    ROOM = "conversation"
    PRIMARY = "confirm"
    BINDINGS = commands.bindings("conversation")
    CSS_PATH = "conversation.tcss"

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self._card = Card(CardKind.NOTE)
        self._past: list[Undone] = []
        self._new_alerts: frozenset[str] = frozenset()
        self._detail = ""
        self._is_opening = not places.has_begun(hand)
        self._turn = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """Bar, alert, sections, card, answers so far, keys."""
        yield TopBar(*self.top())
        yield AlertBanner()
        yield SectionProgress()
        with Vertical(id="body"), Vertical(id="text"):
            yield CardView()
        yield AnswersSoFar()
        yield KeyLine(self.key_commands())
        yield Static(_("Agrandir la fenêtre : il faut 80 colonnes et 24 lignes."), id="too-small")

    async def on_mount(self) -> None:
        """Where the call stands; its clock runs."""
        self.set_interval(1, self.refresh_top)
        self.call_after_refresh(self.begin)

    async def begin(self) -> None:
        """Draw the first card."""
        async with self._turn:
            await self._arrive()

    def top(self) -> tuple[str, str]:
        """Who is on the line and for how long; what is sent."""
        line = talk_words.person_line(self.hand, self.veille.workstation.clock())
        return line, self.veille.sync_words

    # Drawing.

    def paint(self) -> None:
        """Draw the card of where the caller stands, and all around it."""
        self._card = self._present_card()
        question = self._card.question if self._card.kind is not CardKind.CLOSING else ""
        self.query_one(CardView).show(self._card)
        progress = self.query_one(SectionProgress)
        progress.steps = talk_words.steps_of(self.hand, question)
        progress.place = talk_words.place_of(self.hand, question)
        so_far = self.query_one(AnswersSoFar)
        so_far.answers = talk_words.answers_of(self.hand)
        notes = self.hand.call.notes if self.hand.call else ()
        so_far.note = notes[-1] if notes else ""
        self._paint_alerts()
        self.refresh_keys()

    def _paint_alerts(self) -> None:
        alerts = talk_words.alerts_of(self.hand, self._new_alerts)
        asked = self.hand.call.help_asked if self.hand.call else ()
        is_told = talk_words.help_text(self.hand) in asked
        self.query_one(AlertBanner).show(alerts, is_told)

    def _present_card(self) -> Card:
        if self._is_opening:
            opening = cards.opening_card(self.hand)
            if opening is not None:
                return opening
            self._is_opening = False
        question = None if self._is_ending else places.here(self.hand)
        if question is None:
            return cards.closing_card(self.hand)
        if self._detail:
            return cards.detail_card(self.hand, question, self._detail)
        return cards.question_card(self.hand, question)

    def key_commands(self) -> tuple[commands.Command, ...]:
        """The keys that make sense at this card; in a field, those that letters leave free."""
        rows = commands.of_room(self.ROOM)
        if self._is_typing:
            keys = _typing_keys()
            found = [(row, *keys[row.id]) for row in rows if row.id in keys]
            return tuple(replace(row, key=key, label=label) for row, key, label in found)
        return tuple(row for row in rows if row.id not in {"answer", "ring_back"})

    @property
    def _is_typing(self) -> bool:
        return self._card.is_typed and self.focused is not None

    def on_descendant_focus(self) -> None:
        """Letters are for the field from now on."""
        self.refresh_keys()

    def on_descendant_blur(self) -> None:
        """Letters are keys again."""
        self.refresh_keys()

    async def _arrive(self) -> None:
        """Draw, and write down the alerts that are now before the caller's eyes."""
        known = self.hand.call.alerts_shown if self.hand.call else ()
        alerts = self.hand.walk.alerts if self.hand.walk else ()
        self._new_alerts = frozenset(alerts) - set(known)
        self.paint()
        for alert in alerts:
            if alert in self._new_alerts:
                await self.write(self.veille.workstation.desk.alert_shown, alert)

    # Answering.

    async def action_answer(self, number: int) -> None:
        """The answer of this digit; 0 is "does not know" where it is no answer of its own."""
        async with self._turn:
            if number == 0 and not self._card.has_zero and self._card.options:
                await self._leave_open(is_refused=False)
                return
            await self._choose(str(number))

    async def action_ten(self) -> None:
        """The last step of a scale of ten."""
        async with self._turn:
            await self._choose("D")

    async def action_dont_know(self) -> None:
        """The person does not know."""
        async with self._turn:
            await self._leave_open(is_refused=False)

    async def action_refuse(self) -> None:
        """The person would rather not answer."""
        async with self._turn:
            await self._leave_open(is_refused=True)

    async def action_confirm(self) -> None:
        """Enter: what the card proposes."""
        async with self._turn:
            await self._confirm()

    async def on_entry_given(self, event: Entry.Given) -> None:
        """Something was typed."""
        async with self._turn:
            await self._typed(event.text)

    async def _choose(self, key: str) -> None:
        option = next((option for option in self._card.options if option.key == key), None)
        if option is not None:
            await self._take(option)

    async def _take(self, option: Option) -> None:
        if self._card.kind is CardKind.MULTIPLE:
            self.query_one(CardView).answers.tick(option)
            return
        await self._keep(self._card.question, option.value, option.label)

    async def _leave_open(self, is_refused: bool) -> None:
        if not self._card.may_skip:
            return
        words = cards.told(self.hand).script.words
        value = words.refused if is_refused else words.dk
        question = cards.told(self.hand).script.by_id[self._card.question]
        await self._keep(question.id, value, answer_words.said(words, question, value))

    async def _confirm(self) -> None:
        card, view = self._card, self.query_one(CardView)
        if card.kind is CardKind.CLOSING:
            await self._close(card)
        elif card.kind in {CardKind.OPENING, CardKind.NOTE}:
            await self._read(card)
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
            await self._stand_at(card.question)
        else:
            await self.end(is_early=False)

    async def _read(self, card: Card) -> None:
        """What was only to be read is behind."""
        if card.kind is CardKind.OPENING:
            self._is_opening = False
            target: str | None = card.question or None
        else:
            target = cards.told(self.hand).walk.following(card.question)
        await self._stand_at(target)

    async def _typed(self, text: str) -> None:
        from veille_tui.domain.answers import validate_answer, validate_detail

        card = self._card
        here = cards.told(self.hand)
        question = here.script.by_id[card.question]
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
        words = f"{self._card.say}\n{label}"
        undone = Undone(question, question, call.answers.get(question))
        if not await self.write(self.veille.workstation.desk.answer, question, value, words):
            return
        self._past.append(undone)
        self._is_opening = False
        await self._go_on(question)

    async def _keep_detail(self, card: Card, text: str) -> None:
        here = cards.told(self.hand)
        key = here.script.by_id[card.question].detail_id(card.detail)
        if text:
            undone = Undone(card.question, key, here.call.answers.get(key))
            words = f"{card.prompt}\n{text}"
            if not await self.write(self.veille.workstation.desk.answer, key, text, words):
                return
            self._past.append(undone)
        await self._go_on(card.question, after=card.detail)

    async def _go_on(self, question: str, after: str = "") -> None:
        """To the free text that an answer wants, else to what comes next."""
        self._detail = places.missing_detail(self.hand, question, after) or ""
        target = question if self._detail else places.after_answer(self.hand, question)
        await self._stand_at(target, self._detail)

    async def _stand_at(self, question: str | None, detail: str = "") -> None:
        """Draw `question` (None: time to take leave); the journal knows when it must."""
        self._detail = detail
        self._is_ending = question is None
        if question is not None and question != places.here(self.hand):
            await self.write(self.veille.workstation.desk.move_to, question)
        await self._arrive()

    # Moving.

    async def action_back(self) -> None:
        """One question back; nothing is lost."""
        async with self._turn:
            await self._back()

    async def _back(self) -> None:
        if self._detail:
            await self._stand_at(self._card.question)
            return
        question = None if self._is_ending else self._card.question
        before = None if self._is_opening else places.back_from(self.hand, question)
        if before is not None:
            await self._stand_at(before)
        elif not self._is_opening and cards.opening_card(self.hand) is not None:
            self._is_opening = True
            self.paint()

    async def action_forward(self) -> None:
        """The question after; one without an answer may be passed."""
        async with self._turn:
            if self._card.kind is CardKind.OPENING:
                await self._read(self._card)
            elif not self._is_ending:
                following = cards.told(self.hand).walk.following(self._card.question)
                await self._stand_at(following)

    async def action_escape(self) -> None:
        """Out of the field first, then one question back."""
        async with self._turn:
            if self._is_typing:
                self.set_focus(None)
            else:
                await self._back()

    def action_jump(self) -> None:
        """Choose a question, or change an answer."""

        async def chosen(question: str | None) -> None:
            if question is not None:
                self._is_opening = False
                await self._stand_at(question)

        present = "" if self._is_ending else self._card.question
        self.app.push_screen(JumpScreen(self.hand, present), chosen)

    async def action_undo(self) -> None:
        """Take the last answer back."""
        async with self._turn:
            undone = self._past.pop() if self._past else self._last_answered()
            if undone is None:
                return
            desk = self.veille.workstation.desk
            if await self.write(desk.answer, undone.key, undone.before, ""):
                await self._stand_at(undone.question)

    def _last_answered(self) -> Undone | None:
        """The last answer of before a restart."""
        here = cards.told(self.hand)
        given = [one for one in here.call.answers if one in here.walk.asked]
        return Undone(given[-1], given[-1], None) if given else None

    def action_point_up(self) -> None:
        """The mark goes up."""
        self.query_one(CardView).answers.move(-1)

    def action_point_down(self) -> None:
        """The mark goes down."""
        self.query_one(CardView).answers.move(1)

    def action_scroll_back(self) -> None:
        """Up, when a card is taller than the screen."""
        self.query_one(CardView).scroll_page_up(animate=False)

    def action_scroll_on(self) -> None:
        """Down, when a card is taller than the screen."""
        self.query_one(CardView).scroll_page_down(animate=False)


def _typing_keys() -> dict[str, tuple[str, str]]:
    """Printed key and words of the commands that a field leaves free."""
    return {
        "confirm": (_("Entrée"), _("confirmer")),
        "note": ("F6", _("note")),
        "ask_help": ("F9", _("à l'aide")),
        "cut": ("F10", _("ligne coupée")),
        "end_early": ("F5", _("finir")),
        "escape": (_("Échap"), _("autres touches")),
        "help": ("F1", _("aide")),
    }
