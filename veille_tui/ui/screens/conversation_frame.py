"""The conversation's picture: where the caller stands, drawn from the hand alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from veille_tui.desk.hand import Hand
from veille_tui.language import _
from veille_tui.ui import cards, commands, guidance_words, places, talk_words
from veille_tui.ui.cards import Card, CardKind
from veille_tui.ui.screens.call_screen import CallScreen
from veille_tui.ui.widgets.alert_banner import AlertBanner
from veille_tui.ui.widgets.answers_so_far import AnswersSoFar
from veille_tui.ui.widgets.key_line import KeyLine
from veille_tui.ui.widgets.question.card_view import CardView
from veille_tui.ui.widgets.section_progress import SectionProgress
from veille_tui.ui.widgets.top_bar import TopBar


class ConversationFrame(CallScreen):
    """Alert, sections, one card, what was said so far."""

    ROOM = "conversation"
    PRIMARY = "confirm"
    CSS_PATH = ["window.tcss", "conversation.tcss"]

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self.card = Card(CardKind.NOTE)
        self.detail = ""
        """The chosen answer whose free text is being asked."""
        self.is_opening = not places.has_begun(hand)
        self.is_ending = False
        """Everything was asked, or passed over: time to take leave."""
        self.turn = asyncio.Lock()
        """One key at a time: each acts on the card that the one before brought."""
        self._new_alerts: frozenset[str] = frozenset()
        self._drafts: dict[tuple[str, str], str] = {}

    def compose(self) -> ComposeResult:
        """Bar, alert, sections, card, answers so far, keys."""
        yield TopBar(*self.top())
        yield Static("", id="waiting", markup=False)
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
        async with self.turn:
            await self.arrive()

    def top(self) -> tuple[str, str]:
        """Who is on the line and for how long; what is sent."""
        line = talk_words.person_line(self.hand, self.veille.workstation.clock())
        return line, self.veille.sync_words

    def advice(self) -> guidance_words.Advice:
        """What this call's script advises."""
        return guidance_words.of_hand(self.hand)

    def paint(self) -> None:
        """Draw the card of where the caller stands, and all around it."""
        self._keep_draft()
        card = self._present_card()
        if card != self.card:
            self.card = card
            self.query_one(CardView).show(card)
        question = card.question if card.kind is not CardKind.CLOSING else ""
        progress = self.query_one(SectionProgress)
        progress.steps = talk_words.steps_of(self.hand, question)
        progress.place = talk_words.place_of(self.hand, question)
        so_far = self.query_one(AnswersSoFar)
        so_far.answers = talk_words.answers_of(self.hand)
        notes = self.hand.call.notes if self.hand.call else ()
        so_far.note = notes[-1] if notes else ""
        self._paint_alerts()
        self.refresh_keys()

    def _keep_draft(self) -> None:
        """What is typed and not confirmed comes back with its question."""
        if self.card.is_typed:
            typed = self.query_one(CardView).entry.field.value
            if typed != self.card.typed:
                self._drafts[self.card.question, self.card.detail] = typed

    def forget_draft(self) -> None:
        """The question has its answer: what was typed is no longer waiting."""
        self._drafts.pop((self.card.question, self.card.detail), None)
        self.card = Card(CardKind.NOTE)

    def _with_draft(self, card: Card) -> Card:
        draft = self._drafts.get((card.question, card.detail), "") if card.is_typed else ""
        return replace(card, typed=draft) if draft else card

    def _paint_alerts(self) -> None:
        alerts = talk_words.alerts_of(self.hand, self._new_alerts)
        asked = self.hand.call.help_asked if self.hand.call else ()
        is_told = talk_words.help_text(self.hand) in asked
        self.query_one(AlertBanner).show(alerts, is_told)

    def _present_card(self) -> Card:
        if self.is_opening:
            opening = cards.opening_card(self.hand)
            if opening is not None:
                return opening
            self.is_opening = False
        question = None if self.is_ending else places.here(self.hand)
        if question is None:
            return cards.closing_card(self.hand)
        if self.detail:
            return self._with_draft(cards.detail_card(self.hand, question, self.detail))
        return self._with_draft(cards.question_card(self.hand, question))

    def key_commands(self) -> tuple[commands.Command, ...]:
        """The keys that make sense at this card; in a field, those that letters leave free."""
        rows = commands.of_room(self.ROOM)
        if self.is_typing:
            keys = self.typing_keys()
            found = [(row, *keys[row.id]) for row in rows if row.id in keys]
            return tuple(replace(row, key=key, label=label) for row, key, label in found)
        short = {"ring_back": _("rappel")}
        kept = (row for row in rows if row.id != "answer")
        return tuple(replace(row, label=short.get(row.id, row.label)) for row in kept)

    def typing_keys(self) -> dict[str, tuple[str, str]]:
        """Printed key and words of the commands that a field leaves free."""
        return {
            "confirm": (_("Entrée"), _("confirmer")),
            "note": ("F6", _("note")),
            "ask_help": ("F9", _("à l'aide")),
            "cut": ("F10", _("ligne coupée")),
            "end_early": ("F5", _("finir")),
            "escape": (_("Échap"), _("autres touches")),
            "faq": ("F3", _("questions")),
            "help": ("F1", _("aide")),
        }

    @property
    def is_typing(self) -> bool:
        return self.card.is_typed and self.focused is not None

    def on_descendant_focus(self) -> None:
        """Letters are for the field from now on."""
        self.refresh_keys()

    def on_descendant_blur(self) -> None:
        """Letters are keys again."""
        self.refresh_keys()

    async def arrive(self) -> None:
        """Draw, and write down the alerts that are now before the caller's eyes."""
        known = self.hand.call.alerts_shown if self.hand.call else ()
        alerts = self.hand.walk.alerts if self.hand.walk else ()
        self._new_alerts = frozenset(alerts) - set(known)
        self.paint()
        for alert in alerts:
            if alert in self._new_alerts:
                await self.write(self.veille.workstation.desk.alert_shown, alert)

    async def stand_at(self, question: str | None, detail: str = "") -> None:
        """Draw `question` (None: time to take leave); the journal knows when it must."""
        self.detail = detail
        self.is_ending = question is None
        is_known = places.has_begun(self.hand) and question == places.here(self.hand)
        if question is not None and not is_known:
            await self.write(self.veille.workstation.desk.move_to, question)
        await self.arrive()
