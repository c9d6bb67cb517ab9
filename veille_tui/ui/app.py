"""The workstation's application: one screen per stage of a call, and the verbs' only way in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from textual.binding import Binding
from textual.screen import Screen

from veille_tui import language
from veille_tui.errors import StoreUnreachable, VeilleError
from veille_tui.language import _
from veille_tui.ui import background, pictures, themes
from veille_tui.ui.messages import Fetched, FetchFailed
from veille_tui.ui.watching import WatchingApp
from veille_tui.ui.words import holder_words, nothing_now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.command import Provider

    from veille_tui.desk.hand import Hand
    from veille_tui.desk.shift import NothingNow
    from veille_tui.domain.case import FoundTenant, Holder
    from veille_tui.domain.urgent import Urgent
    from veille_tui.ui.guidance_words import Advice
    from veille_tui.ui.workstation import Workstation

SYNC_LOOK_EVERY = 2.0


def _desk_commands() -> type[Provider]:
    from veille_tui.ui.palette import DeskCommands

    return DeskCommands


class VeilleApp(WatchingApp):
    """The desk, full screen."""

    TITLE = "veille"
    CSS_PATH = [
        "app.tcss",
        # A screen that may be painted first has its style loaded with the application's.
        "screens/start.tcss",
        "screens/household.tcss",
    ]
    BINDINGS = [
        Binding("ctrl+q", "quit", show=False, priority=True),
        Binding("f9", "show_urgent", show=False),
    ]
    NOTIFICATION_TIMEOUT = 8
    _is_dressed = False
    COMMANDS = {_desk_commands}

    def __init__(
        self, workstation: Workstation, *, opens_scripts: bool = False, script: Path | None = None
    ) -> None:
        """`opens_scripts` starts on the supervisors' scripts, `script` being opened at once."""
        self._opens_scripts = opens_scripts
        self._script = script
        first = "scripts" if opens_scripts else "first_run"
        is_other = opens_scripts or workstation.settings.is_first_run
        styles = ["screens/window.tcss", f"screens/{first}.tcss"] if is_other else []
        super().__init__(workstation, [*self.CSS_PATH, *styles])
        self._is_resuming = False
        language.use(workstation.settings.language)
        for theme in themes.themes():
            self.register_theme(theme)
        known = workstation.settings.theme
        self._dress(known if known in themes.NAMES else themes.DEFAULT)

    def _dress(self, theme: str) -> None:
        """Take the colours before any style is read: a change would read them all twice."""
        self.set_reactive(VeilleApp.theme, theme)
        is_dark = self.current_theme.dark
        for name, is_on in (
            (f"-theme-{theme}", True),
            ("-dark-mode", is_dark),
            ("-light-mode", not is_dark),
        ):
            self.set_class(is_on, name, update=False)
        self._is_dressed = True
        self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """The theme's colours; none before there is a theme, so that they are mixed once."""
        return super().get_css_variables() if self._is_dressed else {}

    # Which screen.

    def get_default_screen(self) -> Screen[None]:
        """The first thing painted: the case that was in hand, else the start of a shift."""
        if self._opens_scripts:
            from veille_tui.ui.screens.scripts import ScriptsScreen

            return ScriptsScreen(self._script, is_alone=True)
        if self.workstation.settings.is_first_run:
            from veille_tui.ui.screens.first_run import FirstRunScreen

            return FirstRunScreen()
        from veille_tui.ui.screens.start import StartScreen

        try:
            hand = self.workstation.desk.resume()
        except VeilleError as error:
            return StartScreen(trouble=error)
        if hand is None:
            return StartScreen()
        from veille_tui.ui.screens.household import HouseholdScreen

        self._is_resuming = _is_further(hand)
        return HouseholdScreen(hand, is_resuming=self._is_resuming)

    def _go(self, screen: Screen[None]) -> None:
        """Replace the screen; the first one painted stays below, Textual cannot take it away."""
        self.call_after_refresh(pictures.forget)
        if len(self.screen_stack) == 1:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def show(self, hand: Hand) -> None:
        """Go where the call stands."""
        self._go(_screen_of(hand))

    def show_numbers(self, hand: Hand) -> None:
        """Go back to the numbers of the same attempt, to dial another."""
        from veille_tui.ui.screens.household import HouseholdScreen

        self._go(HouseholdScreen(hand))

    def go_start(self, said: str = "", trouble: Exception | None = None) -> None:
        """Go to the start of a shift; `said` is shown there in words, `trouble` as they word it."""
        from veille_tui.ui.screens.start import StartScreen

        self._go(StartScreen(said=said, trouble=trouble))

    def begin(self, workstation: Workstation) -> None:
        """Work at another place from now on: what the first run asked for."""
        self.workstation = workstation
        language.use(workstation.settings.language)
        self.go_start()
        background.fetch(self, "rest", workstation.load_rest)

    async def action_use_theme(self, name: str) -> None:
        """Change colours, from now on and at the next start."""
        self.theme = name
        await self.did(self.workstation.keep_theme, name)

    def action_command_palette(self) -> None:
        """Find a command by its name."""
        from veille_tui.ui.palette import Palette

        if not self.screen.has_class("--textual-command-palette"):
            self.push_screen(Palette())

    def action_help_quit(self) -> None:
        """Ctrl+C does not leave: say what does."""
        self.notify(_("Pour quitter : Ctrl+Q. Tout ce qui est noté reste."), markup=False)

    def show_help(self, room: str, advice: Advice = ()) -> None:
        """The script's guidance, then every key of a room, over its screen."""
        from veille_tui.ui.screens.help import HelpScreen

        self.push_screen(HelpScreen(room, advice))

    def show_scripts(self) -> None:
        """The supervisors' scripts, over the start of a shift."""
        from veille_tui.ui.screens.scripts import ScriptsScreen

        self.push_screen(ScriptsScreen())

    def action_show_urgent(self) -> None:
        """From any screen, when something that cannot wait stands at its top."""
        if self.urgent_lines():
            self.show_follow()

    def show_follow(self) -> None:
        """The supervisor's follow-up, over whatever is on the screen."""
        from veille_tui.ui.screens.follow import FollowScreen

        if self.workstation.follow is not None and not isinstance(self.screen, FollowScreen):
            self.push_screen(FollowScreen())

    def ring_back(self) -> None:
        """Somebody rings back, whatever is on the screen."""
        from veille_tui.ui.screens.ring_back import RingBackScreen
        from veille_tui.ui.why_not_words import found_why_lines

        desk, clock = self.workstation.desk, self.workstation.clock
        screen = RingBackScreen(desk.search, lambda one: found_why_lines(desk, one, clock()))
        self.push_screen(screen, self._rang_back)

    def _rang_back(self, found: FoundTenant | None) -> None:
        if found is None:
            return
        if not found.case_id:
            words = _("Ce foyer n'est dans aucune campagne ouverte ; prévenir le superviseur.")
            self.notify(words, severity="warning", markup=False)
            return
        words = self._alarm_left(found)
        if words:
            from veille_tui.ui.screens.confirm import ConfirmScreen

            explained = _("Prendre l'autre appel quand même ? L'alerte restera à l'écran.")
            window = ConfirmScreen(words, explained, _("prendre l'autre appel"))
            self.push_screen(window, partial(self._take_them, found))
            return
        self._take_them(found, True)

    def _alarm_left(self, found: FoundTenant) -> str:
        """Who would be left in danger by answering this person; "" when nobody is."""
        hand = getattr(self.screen, "hand", None)
        if hand is None or hand.walk is None or hand.case.id == found.case_id:
            return ""
        from veille_tui.ui import talk_words

        return talk_words.waiting_words(hand)

    def _take_them(self, found: FoundTenant, is_sure: bool | None) -> None:
        if not is_sure:
            return
        verb = partial(self.workstation.desk.take, found)
        self.ask_store(_("Je prends ce foyer…"), verb, self._answer_them)

    async def _answer_them(self, taken: Hand | Holder) -> None:
        """They are on the line: that is written before anything is said."""
        from veille_tui.desk.hand import Hand

        if isinstance(taken, Hand) and not _is_further(taken):
            dialled = await self.do(self.workstation.desk.dial, taken, None)
            if dialled is None:
                return
            taken = dialled
        await self.took_one(taken)

    async def took_one(self, taken: Hand | Holder) -> None:
        """Go to a case that was asked for by name, or say who has it."""
        from veille_tui.desk.hand import Hand

        if not isinstance(taken, Hand):
            self.notify(
                holder_words(taken, self.workstation.clock(), ZoneInfo(self.timezone)),
                severity="warning",
                markup=False,
            )
            return
        whole = taken
        if _is_further(taken):
            loaded = await self.do(self.workstation.desk.with_script, taken)
            if loaded is None:
                return
            whole = loaded
        await self.look_who_waits()
        self.show(whole)

    async def take_next(self) -> None:
        """The case already in hand, else the next one of the calling order."""
        desk = self.workstation.desk
        hand = await self.do(desk.resume)
        if hand is not None:
            self.workstation.wake_courier()
            if not await self.resume_call():
                self.show(hand)
            return
        campaign = await self.do(desk.campaign, desk.last_campaign)
        if campaign is None:
            self.workstation.wake_courier()
            self.go_start()
            return
        verb, instead = partial(desk.take_next, campaign), partial(desk.take_ahead, campaign)
        words = _("Je cherche le foyer suivant…")
        self.ask_store(words, verb, self._took, self._not_taken, instead)

    def _not_taken(self, error: Exception) -> None:
        """Nobody was found for want of an answer: that stays written until there is one."""
        self.workstation.wake_courier()
        if isinstance(error, StoreUnreachable):
            self.go_start(trouble=error)
        else:
            self.tell(error)

    def _took(self, taken: Hand | NothingNow) -> None:
        from veille_tui.desk.hand import Hand

        # What went with the asking is sent; what is held in advance is made up for now.
        self.workstation.wake_courier()
        if isinstance(taken, Hand):
            self.show(taken)
            return
        self.go_start(nothing_now(taken, self.workstation.clock(), ZoneInfo(self.timezone)))

    # What goes on beside the screens.

    def on_mount(self) -> None:
        """Paint first, load the rest behind."""
        self.call_after_refresh(self._load_rest)

    def _load_rest(self) -> None:
        # Before the first run is answered there is no store to send to: opening one would make it.
        # The scripts alone have nothing to send.
        if not (self.workstation.settings.is_first_run or self._opens_scripts):
            background.fetch(self, "rest", self.workstation.load_rest)
        self.set_interval(SYNC_LOOK_EVERY, self.look_around)
        self.set_interval(SYNC_LOOK_EVERY, self._look_for_urgent)

    def _look_for_urgent(self) -> None:
        # The first run has not said yet where the store is.
        if not self.workstation.settings.is_first_run:
            self.look_for_urgent()

    async def on_fetched(self, message: Fetched) -> None:
        """The rest is loaded: a call that was further than its numbers goes on."""
        if message.name == "urgent":
            self.urgent_came(cast("Sequence[Urgent]", message.result))
            return
        await self.look_around()
        if self._is_resuming:
            self._is_resuming = False
            await self.resume_call()

    def on_fetch_failed(self, message: FetchFailed) -> None:
        """The rest could not be loaded."""
        if message.name == "urgent":
            self.urgent_failed(message.error)
            return
        self.tell(message.error)

    async def resume_call(self) -> bool:
        """Go back to the case in hand when its call has begun; whether there was one."""
        hand = await self.do(self.workstation.desk.resume)
        if hand is None or not _is_further(hand):
            return False
        whole = await self.do(self.workstation.desk.with_script, hand)
        if whole is None:
            return False
        self.show(whole)
        return True


def _is_further(hand: Hand) -> bool:
    """Whether its screen needs the call script."""
    from veille_tui.desk.hand import Stage

    return hand.stage is not Stage.NUMBERS


def _screen_of(hand: Hand) -> Screen[None]:
    from veille_tui.desk.hand import Stage

    if hand.stage is Stage.RINGING:
        from veille_tui.ui.screens.ringing import RingingScreen

        return RingingScreen(hand)
    if hand.stage is Stage.TALKING:
        from veille_tui.ui.screens.conversation import ConversationScreen

        return ConversationScreen(hand)
    if hand.stage is Stage.WRAP_UP:
        from veille_tui.ui.screens.wrap_up import WrapUpScreen

        return WrapUpScreen(hand)
    from veille_tui.ui.screens.household import HouseholdScreen

    return HouseholdScreen(hand)
