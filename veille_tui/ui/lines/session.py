"""One shift in lines: the desk, the campaign, the case in hand, and what was already said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand, Stage
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.errors import VeilleError
from veille_tui.ui.lines.voice import Voice

if TYPE_CHECKING:
    from veille_tui.domain.tenants import PhoneNumber
    from veille_tui.sync.rounds import SyncState

Arguments = ParamSpec("Arguments")
Verb = Callable[Concatenate[Hand, Arguments], Hand]


class Leaving(Exception):
    """The caller ends the shift; a call that was begun stays in hand."""


@dataclass(slots=True)
class Session:
    """What the rooms of line mode share."""

    desk: Desk
    voice: Voice
    clock: Callable[[], datetime]
    send: Callable[[], VeilleError | None]
    """One round of the courier; what stopped it."""
    read_number: Callable[[str], PhoneNumber | None]
    campaign: Campaign
    hand: Hand | None = None
    state: Callable[[], SyncState] | None = None
    """What the courier knows, when there is one."""
    told: set[object] = field(default_factory=set)
    """What was said of what is sent, and of late results: said once."""
    is_ending: bool = False
    """Everything was asked, or passed over: time to take leave."""
    is_redialling: bool = False
    """Another number is wanted in the same attempt."""
    detail: tuple[str, str] | None = None
    """Question and choice whose free text is asked."""
    past: list[tuple[str, str, object]] = field(default_factory=list)
    """Question, key and value before each answer of this call, for undoing."""
    _said: object = None
    _opened: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """Where the people called live."""
        campaign = self.hand.campaign if self.hand else self.campaign
        return ZoneInfo(campaign.timezone)

    @property
    def now(self) -> datetime:
        """Now, in their zone."""
        return self.clock().astimezone(self.zone)

    @property
    def stage(self) -> Stage | None:
        """Which room comes next; None is the start."""
        if self.hand is None:
            return None
        if self.is_redialling:
            return Stage.NUMBERS
        return self.hand.stage

    def is_new(self, place: object) -> bool:
        """Whether this place was not the last one said aloud: it is said once."""
        is_new = place != self._said
        self._said = place
        return is_new

    def is_opened(self, dial_id: str) -> bool:
        """Whether the opening words of this dial were said; they are from now on."""
        was_opened = self._opened == dial_id
        self._opened = dial_id
        return was_opened

    def say_again(self) -> None:
        """The place where the caller stands is said again."""
        self._said = None

    def take(self, hand: Hand | None) -> None:
        """Another case in hand, with its script when its call had begun, or none."""
        self.hand = None
        if hand is not None:
            try:
                self.hand = self.desk.with_script(hand) if hand.call else hand
            except VeilleError as error:
                self.voice.trouble(error)
        self.is_ending = self.is_redialling = False
        self.detail = None
        self.past = []
        self.say_again()

    def write(
        self, verb: Verb[Arguments], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> bool:
        """Do a verb of the journal on the case in hand; False, and said, when it fails."""
        if self.hand is None:
            return False
        try:
            self.hand = verb(self.hand, *args, **kwargs)
        except VeilleError as error:
            self.voice.trouble(error)
            return False
        return True
