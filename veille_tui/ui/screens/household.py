"""The household in hand: who, why now, what was said last time, which number to dial."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Digits, Static

from veille_tui.desk.hand import Hand
from veille_tui.desk.standing import Standing
from veille_tui.domain import phones
from veille_tui.domain.case import CallReason
from veille_tui.errors import StoreUnreachable, VeilleError
from veille_tui.language import _
from veille_tui.ui import alert_words, background, commands, household_words, possible
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.widgets.alert_banner import Alert, AlertBanner
from veille_tui.ui.widgets.next_button import NextButton
from veille_tui.ui.widgets.number_list import NumberList
from veille_tui.ui.words import doubtful_words, lost_words

if TYPE_CHECKING:
    from veille_tui.domain.alert import AlertState
    from veille_tui.domain.tenants import PhoneNumber

WIDEST = 100
MARGINS = 4
TOP_ROOM = 55
"""Columns of the top bar that are always free for names."""
OPTIONAL = {"qr", "softphone", "copy", "pick", "undo"}


class HouseholdScreen(DeskScreen):
    """One household, its numbers, Enter. `is_resuming` while the call script is being loaded."""

    ROOM = "household"
    PRIMARY = "dial"
    BINDINGS = commands.bindings("household")

    def __init__(self, hand: Hand, is_resuming: bool = False) -> None:
        super().__init__()
        self.hand = hand
        self._is_resuming = is_resuming
        self._at = 0
        self._lines: list[household_words.Line] = []

    def compose_body(self) -> ComposeResult:
        """Who, why, the number large, the numbers, the box."""
        self._lines = household_words.lines(self.hand, self._now(), self._zone())
        self._at = household_words.first_to_dial(self.hand, self._lines)
        alerts = AlertBanner()
        alerts.show(self._alerts(), is_told=None)
        yield alerts
        yield Static(self._who(), id="who", markup=False)
        yield Static(self._past(), id="past", markup=False)
        yield Digits(self._large(), id="large")
        yield NumberList(self._lines, self._at)
        with Vertical(classes="centred"):
            yield NextButton(*self._proposed())

    def on_resize(self) -> None:
        """Words wrap under themselves."""
        self.query_one("#past", Static).update(self._past())

    def top(self) -> tuple[str, str]:
        """The people; what is sent."""
        return household_words.people(self.hand.case.household, self._now()), self.veille.sync_words

    def key_commands(self) -> tuple[commands.Command, ...]:
        """Without numbers, or with one only, some keys make no sense."""
        hidden = set()
        if not self._lines:
            hidden |= OPTIONAL
        if len(self._lines) < 2:
            hidden.add("pick")
        hidden.add("put_back" if self._has_dialled() else "undo")
        rows = (row for row in super().key_commands() if row.id not in hidden)
        digits = f"1-{min(9, len(self._lines))}"
        return tuple(replace(row, key=digits) if row.id == "pick" else row for row in rows)

    def _has_dialled(self) -> bool:
        return self.hand.call is not None and bool(self.hand.call.dials)

    # Words.

    def _now(self) -> datetime:
        return self.veille.workstation.clock()

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.hand.campaign.timezone)

    def _who(self) -> str:
        household = self.hand.case.household
        everybody = self.top()[0]
        parts = (
            everybody if len(everybody) > TOP_ROOM else "",
            household_words.where(household),
            household_words.place(self.hand),
            household_words.traits(household),
        )
        return "\n".join(part for part in parts if part)

    def _past(self) -> str:
        now, zone = self._now(), self._zone()
        width = min(WIDEST, self.app.size.width) - MARGINS
        why = household_words.why(self.hand, now, zone)
        words = [household_words.labelled(_("Pourquoi maintenant"), why, width)]
        note, signed = household_words.last_note(self.hand.case, now, zone)
        last = f"{note} ({signed})" if note else ""
        if not note and self.hand.case.attempts:
            last = household_words.attempt_words(self.hand.case.attempts[-1], now, zone)
        if last:
            words.append(household_words.labelled(_("La dernière fois"), last, width))
        case = self.hand.case
        for label, said in (
            (_("À lui dire"), " ; ".join(household_words.news(case, now, zone))),
            (_("À ne pas oublier"), " · ".join(household_words.last_left_over(case))),
            (_("Réponses d'alors"), " · ".join(household_words.last_answers(case))),
        ):
            if said:
                lines = 3 if label == _("À lui dire") else 1
                words.append(household_words.labelled(label, said, width, lines=lines))
        if self.hand.is_lost:
            kept = _("Quelqu'un d'autre a repris ce foyer ; vos notes sont gardées.")
            words.append(lost_words() if possible.must_let_go(self.hand) else kept)
        return "\n".join(words)

    def _alerts(self) -> tuple[Alert, ...]:
        """The campaign's alert, and what was alarming before the line was cut."""
        said = alert_words.of_campaign(self.hand.campaign, self._left_to_join, self._now())
        everybody = (Alert("campaign", said),) if said else ()
        return everybody + self._own_alerts()

    @property
    def _left_to_join(self) -> AlertState | None:
        try:
            return self.veille.workstation.desk.shift(self.hand.campaign).alert
        except VeilleError:
            return None

    def _own_alerts(self) -> tuple[Alert, ...]:
        if self.hand.walk is None or not household_words.is_cut(self.hand):
            return ()
        from veille_tui.ui import talk_words

        return talk_words.alerts_of(self.hand, frozenset(self.hand.walk.alerts))

    def _large(self) -> str:
        line = self._chosen()
        return line.shown if line else ""

    def _chosen(self) -> household_words.Line | None:
        return self._lines[self._at] if self._lines else None

    def _proposed(self) -> tuple[str, str]:
        if self._is_resuming:
            return _("Entrée"), _("Reprendre l'appel en cours")
        if possible.must_let_go(self.hand):
            return _("Entrée"), _("Laisser ce foyer")
        if self.hand.reason is CallReason.INBOUND and not self._has_dialled():
            return _("Entrée"), _("Quelqu'un est au bout du fil")
        if not self._lines:
            return "R", _("Aucun numéro : rendre ce foyer")
        return _("Entrée"), _("J'appelle ce numéro")

    def _repaint(self) -> None:
        self._lines = household_words.lines(self.hand, self._now(), self._zone())
        self.query_one("#past", Static).update(self._past())
        self.query_one(Digits).update(self._large())
        self.query_one(NumberList).show(self._lines, self._at)
        self.query_one(NextButton).say(*self._proposed())
        self.refresh_keys()

    # Keys.

    async def action_dial(self) -> None:
        """Write the dial down, then ask who answers."""
        if self._is_resuming:
            await self.veille.resume_call()
        elif self._has_dialled():
            await self._dial()
        else:
            await self._dial_first()

    async def _dial_first(self) -> None:
        """Nobody dials a household that may be somebody else's by now without knowing it."""
        desk = self.veille.workstation.desk
        await self.look_at_claim()
        standing = await self.veille.do(desk.standing, self.hand)
        if possible.must_let_go(self.hand):
            await self._let_go()
        elif standing is Standing.HELD:
            await self._dial()
        elif standing is not None:
            words = _("Je vérifie que ce foyer est toujours à vous…")
            verb = partial(desk.confirm, self.hand)
            self.veille.ask_store(words, verb, self._confirmed, self._unconfirmed)

    async def _confirmed(self, hand: Hand) -> None:
        self.hand = hand
        if not hand.is_lost:
            await self._dial()
            return
        self._repaint()

    def _unconfirmed(self, error: Exception) -> None:
        if not isinstance(error, StoreUnreachable):
            self.veille.tell(error)
            return
        from veille_tui.ui.screens.confirm import ConfirmScreen

        window = ConfirmScreen(_("Appeler quand même ?"), doubtful_words(), _("appeler"))
        self.app.push_screen(window, self._dial_anyway)

    async def _dial_anyway(self, is_sure: bool | None) -> None:
        if is_sure:
            await self._dial()

    async def _let_go(self) -> None:
        if await self.veille.did(self.veille.workstation.desk.let_go, self.hand):
            self.veille.go_start(_("Foyer laissé : il n'était plus à vous."))

    async def look_at_claim(self) -> None:
        """Say it at once when the household was lost to somebody else."""
        look = partial(self.veille.workstation.desk.standing, self.hand)
        standing = await self.veille.look(look)
        if standing is Standing.LOST and not self.hand.is_lost:
            self.hand = replace(self.hand, is_lost=True)
            self._repaint()

    async def _dial(self) -> None:
        number: PhoneNumber | None = None
        if self.hand.reason is not CallReason.INBOUND or self._has_dialled():
            line = self._chosen()
            if line is None:
                return
            number = line.number
        hand = await self.veille.do(self.veille.workstation.desk.dial, self.hand, number)
        if hand is not None:
            self.veille.show(hand)

    def action_pick(self, number: int) -> None:
        """Choose another number."""
        if 1 <= number <= len(self._lines):
            self._at = number - 1
            self._repaint()

    def action_move(self, step: int) -> None:
        """The number above or below."""
        if self._lines:
            self.action_pick(1 + (self._at + step) % len(self._lines))

    def action_qr(self) -> None:
        """A code that a telephone dials."""
        line = self._chosen()
        if line is not None:
            from veille_tui.ui.screens.qr import QrScreen

            self.app.push_screen(QrScreen(line.number.e164))

    def action_softphone(self) -> None:
        """Open the number in this computer's telephone program."""
        line = self._chosen()
        if line is not None:
            from veille_tui.ui.softphone import open_number

            background.fetch(self, "softphone", partial(open_number, line.number.e164))

    def fetched_softphone(self, is_open: bool) -> None:
        """It was handed over, or there is no such program."""
        words = _("Numéro transmis au logiciel de téléphonie.")
        if not is_open:
            words = _("Aucun logiciel de téléphonie n'a pris le numéro. Le composer à la main.")
        self.notify(words, markup=False)

    def action_copy(self) -> None:
        """Offer the number to the clipboard; some terminals take it, some do not."""
        line = self._chosen()
        if line is not None:
            self.app.copy_to_clipboard(phones.national(line.number.e164))
            self.notify(_("Numéro proposé au presse-papiers."), markup=False)

    def action_history(self) -> None:
        """Everything that happened with this household."""
        from veille_tui.ui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.hand.case, self._now(), self._zone()))

    def action_add_number(self) -> None:
        """A number that somebody just gave."""
        from veille_tui.ui.screens.new_number import NewNumberScreen

        read = self.veille.workstation.read_number
        self.app.push_screen(NewNumberScreen(read), self._given)

    async def _given(self, number: PhoneNumber | None) -> None:
        if number is None:
            return
        verb = self.veille.workstation.desk.give_number
        hand = await self.veille.do(verb, self.hand, number)
        if hand is None:
            return
        self.hand = hand
        self._repaint()
        self.action_pick(len(self._lines))

    def action_put_back(self) -> None:
        """Return the household without a call."""
        if self._has_dialled() or self._is_resuming:
            return
        from veille_tui.ui.screens.confirm import ConfirmScreen

        title = _("Rendre ce foyer ?")
        explained = _("Il n'est pas appelé ; quelqu'un d'autre le prendra, ou vous plus tard.")
        window = ConfirmScreen(title, explained, _("rendre"))
        self.app.push_screen(window, self._put_back)

    async def _put_back(self, is_sure: bool | None) -> None:
        workstation = self.veille.workstation
        if is_sure and await self.veille.did(workstation.desk.put_back, self.hand):
            workstation.wake_courier()
            self.veille.go_start(_("Foyer rendu."))

    def action_leave(self) -> None:
        """Back to the start; the household stays in hand."""
        self.veille.go_start()

    async def action_undo(self) -> None:
        """The last outcome was a wrong key: back to who answers, or to the conversation."""
        if not self._has_dialled():
            return
        hand = await self.veille.do(self.veille.workstation.desk.reopen_dial, self.hand)
        if hand is not None:
            self.veille.show(hand)
