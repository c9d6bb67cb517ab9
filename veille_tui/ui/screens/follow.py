"""The supervisor's follow-up: what waits for a partner, a relay or a decision, up to date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from veille_tui.domain.escalation import RelayResult
from veille_tui.domain.referrals import ALLOWED, ReferralChange, ReferralStatus
from veille_tui.domain.relay_news import RelayNews
from veille_tui.domain.texts import strip_controls
from veille_tui.errors import StoreUnreachable, VeilleError
from veille_tui.language import _
from veille_tui.ui import background, commands, follow_words
from veille_tui.ui.screens.choice import ChoiceScreen
from veille_tui.ui.screens.confirm import ConfirmScreen
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.screens.new_number import NewNumberScreen
from veille_tui.ui.screens.note import NoteScreen

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.tenants import PhoneNumber
    from veille_tui.supervision.follow_board import FollowBoard
    from veille_tui.ui.follow_desk import FollowDesk

BOARD_EVERY = 15.0
_GO = "go"
_ASKS_WHY = {ReferralStatus.REJECTED, ReferralStatus.REVOKED, ReferralStatus.OPEN}
"""What becomes of a referral and is not understood without a word."""


class FollowScreen(DeskScreen):
    """Four lists, the most pressing first; Enter says what becomes of a line."""

    ROOM = "follow"
    PRIMARY = "take"
    URGENT_KEY = "V"
    BINDINGS = commands.bindings("follow")
    CSS_PATH = ["window.tcss", "follow.tcss"]

    def __init__(self) -> None:
        super().__init__()
        self._campaign: Campaign | None = None
        self._board: FollowBoard | None = None
        self._page = 1
        self._not_done = ""
        """What to say of the last thing done, while the store does not answer."""
        self._is_away = False

    @property
    def _desk(self) -> FollowDesk:
        return cast("FollowDesk", self.veille.workstation.follow)

    def compose_body(self) -> ComposeResult:
        """The alert, the lists' names, one list, what just happened."""
        yield Static("", id="alert", markup=False)
        yield Static("", id="tabs", markup=False)
        yield OptionList(id="rows")
        yield Static(_("Je regarde…"), id="news", classes="-first", markup=False)

    def top(self) -> tuple[str, str]:
        """The campaign; what is sent."""
        title = self._campaign.title if self._campaign else ""
        room = _("Veille · Suivi")
        return f"{room} · {title}" if title else room, self.veille.sync_words

    def on_mount(self) -> None:
        """Look at once, then every so often; what cannot wait is told from now on."""
        if self.veille.urgency is not None:
            self.veille.urgency.begin()
            self.veille.look_for_urgent()
        self._look()
        self.set_interval(BOARD_EVERY, self._look)

    # What is known.

    def fetched_campaigns(self, found: Sequence[Campaign]) -> None:
        """The campaign last worked in here, else the newest open one."""
        open_ones = [one for one in found if not one.is_closed]
        if not open_ones:
            self._say(_("Aucune campagne ouverte."))
            return
        last = self.veille.workstation.desk.last_campaign
        known = [one for one in open_ones if one.id == last]
        self._campaign = (known or open_ones)[-1]
        self.refresh_top()
        self._look()

    def _look(self) -> None:
        if self._campaign is not None:
            background.fetch(self, "board", partial(self._desk.look, self._campaign.id))
        else:
            background.fetch(self, "campaigns", self._desk.campaigns)

    def urgent_looked(self, *, is_fresh: bool) -> None:
        """Something came, or the store answers again."""
        if is_fresh or self._campaign is None:
            self._look()

    def urgent_unseen(self, error: Exception) -> None:
        """Without the store nothing urgent can be seen: that is said."""
        self.failed_board(error)

    def fetched_board(self, board: FollowBoard) -> None:
        """The lists, with the cursor where it was."""
        self._board = board
        if self._is_away or self.query_one("#news", Static).has_class("-first"):
            self._is_away = False
            self._say(self._not_done)
        self._paint()

    def failed_campaigns(self, error: Exception) -> None:
        """Nothing is known yet; it is asked again."""
        self.failed_board(error)

    def failed_board(self, error: Exception) -> None:
        """The lists stay as they were seen last."""
        if isinstance(error, VeilleError):
            self._is_away = isinstance(error, StoreUnreachable)
            self._say(self._not_done or self.veille.words_of(error))
        else:
            self.veille.tell(error)

    # What is shown.

    def _paint(self) -> None:
        board = self._board
        if board is None:
            return
        zone = ZoneInfo(board.campaign.timezone)
        alert = self.query_one("#alert", Static)
        alert.update(follow_words.alert_words(board.alert, zone))
        alert.display = board.alert.since is not None
        tabs = follow_words.tab_words(board)
        self.query_one("#tabs", Static).update(
            Content("   ").join(
                Content.styled(words, "$key-color bold") if at == self._page else Content(words)
                for at, words in enumerate(tabs, 1)
            )
        )
        rows = self.query_one("#rows", OptionList)
        at = rows.highlighted or 0
        rows.clear_options()
        rows.add_options([Option(Content(words)) for words, _act in self._rows()])
        if rows.option_count:
            rows.highlighted = min(at, rows.option_count - 1)
            rows.focus()
        else:
            rows.add_option(Option(Content(_("Rien n'attend ici.")), disabled=True))

    def _rows(self) -> list[tuple[str, Callable[[], None]]]:
        """The lines of the list on show, each with what Enter does."""
        board = self._board
        if board is None:
            return []
        if self._page == 3:
            return [
                (follow_words.relay_line(one, board), partial(self._ask_relay, one.relay.id))
                for one in board.relays
            ]
        if self._page == 4:
            return [
                (follow_words.lost_line(one), partial(self._ask_why_closed, one.case_id))
                for one in board.lost
            ]
        is_need = self._page == 1
        return [
            (follow_words.referral_line(one, board), partial(self._ask_referral, one.referral.id))
            for one in board.referrals
            if (one.referral.kind.value == "need") is is_need
        ]

    def _say(self, words: str) -> None:
        news = self.query_one("#news", Static)
        news.remove_class("-first")
        news.update(words)

    # Verbs.

    def action_tab(self, number: int) -> None:
        """Another list."""
        self._page = number
        self.query_one("#rows", OptionList).highlighted = 0
        self._paint()

    def action_take(self) -> None:
        """What becomes of the line under the cursor."""
        at, rows = self.query_one("#rows", OptionList).highlighted, self._rows()
        if at is not None and at < len(rows):
            rows[at][1]()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click, on a line."""
        self.action_take()

    def action_reload(self) -> None:
        """Look again, now."""
        self._look()

    def action_seen(self) -> None:
        """What could not wait was read."""
        self.veille.urgent_read()

    def action_back(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()

    def action_alert(self) -> None:
        """Switch the alert, after a question."""
        board = self._board
        if board is None:
            return
        is_on = board.alert.since is None
        if is_on:
            title = _("Passer en alerte ?")
            explained = _(
                "Tous les foyers sont à appeler chaque jour, et les relais prennent la suite à"
                " l'heure dite pour ceux qui ne sont pas joints."
            )
        else:
            title = _("Finir l'alerte ?")
            explained = _("Chacun retrouve sa date d'appel d'avant.")
        verb = partial(self._desk.switch_alert, board.campaign.id, is_on)
        window = ConfirmScreen(title, explained, _("oui"))
        self.app.push_screen(window, partial(self._if_sure, verb))

    def _if_sure(self, verb: Callable[[], object], is_sure: bool | None) -> None:
        if is_sure:
            self._do(verb)

    def _ask_referral(self, number: int) -> None:
        board = self._board
        found = [one for one in board.referrals if one.referral.id == number] if board else []
        if not found:
            return
        referral = found[0].referral
        ways = [one for one in ReferralStatus if one in ALLOWED[referral.status]]
        choices = [(one.value, follow_words.status_words(one)) for one in ways]
        title = _("Que devient ce signalement ?")
        window = ChoiceScreen(title, choices, strip_controls(referral.note))
        self.app.push_screen(window, partial(self._change, number))

    def _change(self, number: int, status: str | None) -> None:
        if status is None:
            return
        wanted = ReferralStatus(status)
        if wanted in _ASKS_WHY:
            window = NoteScreen(_("Pourquoi ?"))
            self.app.push_screen(window, partial(self._change_because, number, wanted))
            return
        self._change_because(number, wanted, "")

    def _change_because(self, number: int, status: ReferralStatus, why: str | None) -> None:
        if why is not None:
            self._do(partial(self._desk.change, [ReferralChange(number, status, why)]))

    def _ask_relay(self, number: int) -> None:
        choices = [(_GO, _("quelqu'un y va"))]
        choices += [(one.value, follow_words.result_words(one)) for one in RelayResult]
        window = ChoiceScreen(_("Qu'est-ce qui est revenu ?"), choices)
        self.app.push_screen(window, partial(self._record, number))

    def _record(self, number: int, result: str | None) -> None:
        if result == _GO:
            self._do(partial(self._desk.go, number))
        elif result == RelayResult.NUMBER_GIVEN:
            window = NewNumberScreen(self.veille.workstation.read_number)
            self.app.push_screen(window, partial(self._record_number, number))
        elif result is not None:
            self._do(partial(self._desk.record, [RelayNews(number, RelayResult(result))]))

    def _record_number(self, number: int, given: PhoneNumber | None) -> None:
        if given is not None:
            news = RelayNews(number, RelayResult.NUMBER_GIVEN, number=given)
            self._do(partial(self._desk.record, [news]))

    def _ask_why_closed(self, case_id: int) -> None:
        title = _("Pourquoi ne plus chercher ce foyer ?")
        self.app.push_screen(NoteScreen(title), partial(self._close, case_id))

    def _close(self, case_id: int, why: str | None) -> None:
        if why:
            self._do(partial(self._desk.close_lost, case_id, why))

    def _do(self, verb: Callable[[], object]) -> None:
        self._not_done = ""
        background.fetch(self, "done", verb)

    def fetched_done(self, result: object) -> None:
        """It is written: look again."""
        self._say(_("C'est noté."))
        self._look()

    def failed_done(self, error: Exception) -> None:
        """Nothing was changed, and why; it stands until something else is done.

        What is done here waits on no workstation, unlike a call's answers.
        """
        if isinstance(error, StoreUnreachable):
            self._not_done = _(
                "La base n'a pas répondu : ce geste n'est pas noté. F5 relit ; le refaire ensuite."
            )
        self.failed_board(error)
