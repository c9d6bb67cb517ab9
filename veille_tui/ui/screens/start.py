"""The start of a shift: what waits, what was promised, one key to take the next household."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from veille_tui.desk.taking import NothingAhead
from veille_tui.errors import PasswordNeeded, StoreUnreachable, VeilleError
from veille_tui.language import _
from veille_tui.ui import background, commands
from veille_tui.ui.alert_words import of_campaign
from veille_tui.ui.failure_words import is_remote
from veille_tui.ui.message_words import brief
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.shift_words import first_name, no_campaign, promised_words, shift_lines
from veille_tui.ui.sync_words import clock_words, no_reserve_words
from veille_tui.ui.widgets.alert_banner import Alert, AlertBanner
from veille_tui.ui.widgets.next_button import NextButton

if TYPE_CHECKING:
    from veille_tui.desk.shift import Shift
    from veille_tui.domain.campaign import Campaign

MOST_MESSAGES = 3
REFRESH_EVERY = 30.0
"""Seconds between two looks at the shared store; each desk adds its own jitter."""


class StartScreen(DeskScreen):
    """Hello, what waits, Enter. `said` is why there is nobody to call, or what just ended."""

    ROOM = "start"
    PRIMARY = "next"
    BINDINGS = commands.bindings("start")

    def __init__(self, said: str = "", trouble: Exception | None = None) -> None:
        super().__init__()
        self._said = said
        self._trouble = trouble
        self._campaign: Campaign | None = None
        self._shift: Shift | None = None
        self._asks_password = True
        """Once; then only after the person has tried again."""

    def compose(self) -> ComposeResult:
        """The frame, with what this workstation knows."""
        self._look()
        yield from super().compose()

    def compose_body(self) -> ComposeResult:
        """Words, what is in the way, then the box."""
        banner = AlertBanner()
        self._say_alert(banner)
        yield banner
        yield Static(self._hello(), id="hello", markup=False)
        yield Static(self._lines(), id="figures", markup=False)
        yield Static(self._news(), id="news", markup=False)
        with Vertical(classes="centred"):
            yield NextButton(_("Entrée"), self._proposed())

    def on_mount(self) -> None:
        """Paint what this workstation knows, then ask the shared store."""
        self.call_after_refresh(self._ask)
        self.set_interval(REFRESH_EVERY + random.uniform(0, 10), self._ask)

    def top(self) -> tuple[str, str]:
        """The campaign; the caller and what is sent."""
        title = self._campaign.title if self._campaign else ""
        left = _("Veille · {campaign}").format(campaign=title) if title else _("Veille")
        sides = (self.veille.workstation.desk.caller, self.veille.sync_words)
        return left, " · ".join(side for side in sides if side)

    def short_top(self) -> str:
        """What is sent, without the caller: the hello names them."""
        return self.veille.sync_words

    # What is known.

    def _look(self) -> None:
        """Read this workstation: a millisecond, so the first paint has it."""
        desk = self.veille.workstation.desk
        try:
            self._campaign = desk.campaign(desk.last_campaign)
            self._shift = desk.shift(self._campaign) if self._campaign else None
        except VeilleError as error:
            self._trouble = error

    def _ask(self) -> None:
        if not self.is_current:
            return
        desk = self.veille.workstation.desk
        if self._campaign is None:
            background.fetch(self, "campaigns", desk.campaigns)
            return
        background.fetch(self, "shift", partial(desk.refresh, self._campaign))

    def fetched_shift(self, shift: Shift) -> None:
        """Fresh figures."""
        if self._trouble is not None:
            # The way is open again: what waits need not wait for the courier's next try.
            self.veille.workstation.wake_courier()
        self._shift, self._trouble = shift, None
        self._follow_rules(shift.campaign_id)
        self._repaint()

    def _follow_rules(self, campaign_id: str) -> None:
        """The campaign as this workstation knows it by now: an alert may have begun, or ended."""
        try:
            self._campaign = self.veille.workstation.desk.campaign(campaign_id) or self._campaign
        except VeilleError as error:
            self._trouble = error

    def failed_shift(self, error: Exception) -> None:
        """The shared store does not answer: the last figures stay, said to be old."""
        self._failed(error)

    def fetched_campaigns(self, campaigns: Sequence[Campaign]) -> None:
        """Nobody has worked here yet: open the only campaign, or ask which."""
        self._trouble = None
        wanted = self.veille.workstation.settings.campaign
        named = [one for one in campaigns if one.id == wanted] or list(campaigns)
        if not named:
            self._said = no_campaign()
            self._repaint()
            return
        if len(named) == 1:
            self._enter(named[0].id)
            return
        self._choose(named)

    def failed_campaigns(self, error: Exception) -> None:
        """The shared store does not answer, and nothing is known here."""
        self._failed(error)

    def fetched_entered(self, campaign: Campaign) -> None:
        """A campaign is open."""
        self._campaign, self._said = campaign, ""
        self._look()
        self._repaint()
        self.refresh_top()
        self._ask()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, VeilleError):
            self.veille.tell(error)
            return
        self._trouble = error
        self._repaint()
        if isinstance(error, PasswordNeeded) and self._asks_password and self.is_current:
            self._asks_password = False
            self.veille.ask_password(error)

    # Words.

    def _repaint(self) -> None:
        self._say_alert(self.query_one(AlertBanner))
        self.query_one("#hello", Static).update(self._hello())
        self.query_one("#figures", Static).update(self._lines())
        self.query_one("#news", Static).update(self._news())
        self.query_one(NextButton).say(_("Entrée"), self._proposed())

    def _say_alert(self, banner: AlertBanner) -> None:
        """The campaign's alert, calm and first."""
        words = ""
        if self._campaign is not None:
            state = self._shift.alert if self._shift else None
            words = of_campaign(self._campaign, state, self.veille.workstation.clock())
        banner.show((Alert("campaign", words),) if words else (), is_told=None)

    def _hello(self) -> str:
        return _("Bonjour {name}.").format(name=first_name(self.veille.workstation.desk.caller))

    def _lines(self) -> str:
        if self._shift is None:
            return ""
        now = self.veille.workstation.clock()
        return shift_lines(self._shift, now, is_cut_off=self._is_cut_off)

    def _news(self) -> str:
        words = [self._said, clock_words(self.veille.workstation.clock_error())]
        waiting = self.veille.messages or ()
        words += [f"{brief(one)}" for one in waiting[:MOST_MESSAGES]]
        if isinstance(self._trouble, VeilleError):
            words.append(self.veille.words_of(self._trouble))
            if self._is_without_reserve:
                words.append(no_reserve_words(self._shift.ahead if self._shift else None))
            is_enter = self._is_cut_off and self._campaign is not None
            key = _("Entrée") if is_enter else "F5"
            words.append(_("{key} : essayer à nouveau.").format(key=key))
        return "\n".join(line for line in words if line)

    @property
    def _is_cut_off(self) -> bool:
        """Whether nobody can be given to this desk: the shared store does not answer."""
        is_idle = self._shift is None or not (self._shift.in_hand or self._shift.ahead.count)
        return is_idle and isinstance(self._trouble, StoreUnreachable)

    @property
    def _is_without_reserve(self) -> bool:
        """Whether it is still to be said that nothing can be called before the network is back."""
        is_remote_one = is_remote(self.veille.workstation.settings)
        return self._is_cut_off and is_remote_one and not isinstance(self._trouble, NothingAhead)

    def _proposed(self) -> str:
        if self._shift is not None and self._shift.in_hand:
            return _("Reprendre le foyer en cours")
        if self._campaign is None:
            return _("Chercher une campagne")
        if self._is_cut_off:
            return _("Essayer à nouveau")
        return _("Appeler le foyer suivant")

    # Keys.

    async def action_next(self) -> None:
        """The next household; without a campaign, look for one."""
        if self._campaign is None:
            self.action_retry()
            return
        await self.veille.take_next()

    def action_retry(self) -> None:
        """Ask again now."""
        self.veille.workstation.wake_courier()
        self._asks_password = True
        self._ask()

    def action_callbacks(self) -> None:
        """The promised calls; Enter takes one."""
        waiting = self._shift.waiting if self._shift else None
        if waiting is None or not waiting.promises or self._shift is None:
            self._said = _("Aucun rappel promis.")
            self._repaint()
            return
        from veille_tui.ui.screens.choice import ChoiceScreen

        now = self.veille.workstation.clock()
        lines = promised_words(waiting.promises, now, self._shift.timezone)
        choices = [(str(at), words) for at, words in enumerate(lines)]
        self.app.push_screen(ChoiceScreen(_("Mes rappels"), choices), self._take_promised)

    def _take_promised(self, at: str | None) -> None:
        waiting = self._shift.waiting if self._shift else None
        if at is None or waiting is None or self._campaign is None:
            return
        desk = self.veille.workstation.desk
        verb = partial(desk.take_promised, waiting.promises[int(at)], self._campaign)
        self.veille.ask_store(_("Je prends ce foyer…"), verb, self.veille.took_one)

    def action_campaigns(self) -> None:
        """Change campaign."""
        desk = self.veille.workstation.desk
        self.veille.ask_store(_("Je cherche les campagnes…"), desk.campaigns, self._choose)

    def _choose(self, campaigns: Sequence[Campaign]) -> None:
        from veille_tui.ui.screens.choice import ChoiceScreen

        choices = [(one.id, one.title) for one in campaigns]
        if choices:
            self.app.push_screen(ChoiceScreen(_("Quelle campagne ?"), choices), self._enter)

    def _enter(self, campaign_id: str | None) -> None:
        if campaign_id is not None:
            desk = self.veille.workstation.desk
            background.fetch(self, "entered", partial(desk.enter, campaign_id))

    def failed_entered(self, error: Exception) -> None:
        """The campaign could not be opened."""
        self._failed(error)

    def action_follow(self) -> None:
        """The supervisor's follow-up."""
        self.veille.show_follow()

    def action_scripts(self) -> None:
        """The supervisors' scripts."""
        self.veille.show_scripts()

    def action_end_shift(self) -> None:
        """A line for the supervisor, then leave."""
        from veille_tui.ui.screens.note import NoteScreen

        title = _("Fin de poste")
        explained = _("Un mot pour le superviseur ? Entrée sans rien écrire convient aussi.")
        self.app.push_screen(NoteScreen(title, explained, may_be_empty=True), self._leave)

    async def _leave(self, text: str | None) -> None:
        if text is None:
            return
        going_on = 0
        if self._campaign is not None:
            verb = self.veille.workstation.desk.end_shift
            ended = await self.veille.do(verb, self._campaign, text)
            if ended is None:
                return
            going_on = ended
        from veille_tui.ui.screens.leaving import LeavingScreen

        self.veille.workstation.wake_courier()
        state = self.veille.workstation.sync_state
        self.app.push_screen(LeavingScreen(state, going_on), self._left)

    def _left(self, is_leaving: bool | None) -> None:
        if is_leaving:
            self.app.exit()
