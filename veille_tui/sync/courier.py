"""The courier: carries the unsent tail of the journal to the shared store, in order.

It also keeps this desk's claims alive, and holds some households in advance while it is at work.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from veille_tui.domain.advance import Advance
from veille_tui.domain.exchange import Ask
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.errors import Refused, VeilleError
from veille_tui.store.line import BATCH, Line
from veille_tui.store.local import LocalJournal
from veille_tui.sync.reserve import NOT_PROMISED, Reserve

if TYPE_CHECKING:
    from veille_tui.domain.exchange import Exchanged

RENEW_AFTER = timedelta(minutes=5)
"""Leases are renewed this often: six times before one of half an hour ends."""
CLIMB_EVERY = timedelta(minutes=1)
"""The relays of a campaign are looked after this often, by one of the desks at work."""
GIVE_BACK = timedelta(0)
"""A lease of no length ends at once, and the case is everybody's again."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of the courier did."""

    sent: int = 0
    late: int = 0
    refused: int = 0
    renewed: int = 0
    lost: tuple[str, ...] = field(default=())
    """Tokens of claims that somebody else has by now."""
    ahead: int = 0
    """Households taken in advance."""
    given_back: int = 0
    notices: int = 0


class Courier:
    """Carries for one workstation. A round may be cut anywhere and repeated: nothing doubles."""

    def __init__(
        self,
        *,
        journal: LocalJournal,
        store: Callable[[], Any],
        clock: Callable[[], datetime],
        caller: str,
        lease: timedelta,
        line: Line | None = None,
        keeps_ahead: bool = True,
    ) -> None:
        """`line` is the desk's own; `keeps_ahead` is for stores that can be out of reach."""
        self._journal = journal
        self._clock = clock
        self._lease = lease
        self._line = line or Line(journal, store, clock, caller)
        self._reserve = Reserve(journal, clock) if keeps_ahead else None
        self._renewed_at: datetime | None = None
        self._climbed_at: datetime | None = None

    @property
    def trouble(self) -> VeilleError | None:
        """Why the shared store does not answer or takes nothing; None when all is well."""
        return self._line.trouble

    def begin_work(self) -> None:
        """Somebody sits at this desk: from now on households are held in advance."""
        self._journal.is_at_work = True
        if self._reserve is not None:
            self._reserve.begin()

    def advance(self) -> Advance:
        """What is held in advance in the campaign last opened; reads the journal alone."""
        return self._reserve.look() if self._reserve is not None else Advance()

    def leave(self) -> None:
        """A last round: send, and give back what was held in advance, while the way is open.

        Without network it stays: this desk may be opened again before its time is over.
        """
        if self._line.is_down:
            return
        self._journal.is_at_work = False
        if self._reserve is not None:
            self._reserve.give_all_back()
        self.round()

    def round(self) -> Round:
        """Send, renew, take in advance, hear. Raises VeilleError; what was acknowledged stays sent.

        Results go first: the store must know them before it gives anything out.
        """
        if self._reserve is not None and self.trouble is not None:
            self._reserve.look_again()
        sent: list[Exchanged] = []
        while self._journal.unsent_count()[0] > BATCH and self._goes_on(sent):
            pass
        renew = self._renewals()
        asks = self._asks()
        answer = self._line.turn(renew=renew, asks=asks)
        sent.append(answer)
        self._note(renew, asks, answer)
        while self._journal.unsent_count()[0] and self._goes_on(sent):
            pass
        if self._reserve is not None and self._journal.is_at_work:
            self._reserve.follow(self._line.store(), answer.granted.values())
        self._climb()
        lost = [token for token, length in renew.items() if length and token not in answer.leases]
        return Round(
            sent=sum(len(one.received.accepted) for one in sent),
            late=sum(len(one.received.late) for one in sent),
            refused=sum(len(one.received.refused) for one in sent),
            renewed=sum(1 for token in answer.leases if renew.get(token)),
            lost=tuple(lost),
            ahead=len(answer.granted),
            given_back=sum(not length for length in renew.values()),
            notices=sum(len(one.notices) for one in sent),
        )

    def _climb(self) -> None:
        """Relays follow time, whoever is at work: at most once a minute for everybody."""
        campaign_id, now = self._journal.remembered("campaign"), self._clock()
        since = now - self._climbed_at if self._climbed_at is not None else CLIMB_EVERY
        if not campaign_id or not self._journal.is_at_work or timedelta(0) <= since < CLIMB_EVERY:
            return
        self._climbed_at = now
        try:
            self._line.store().climb(campaign_id, now, unless_within=CLIMB_EVERY)
        except Refused:
            # A campaign that is gone, or an account that may not: somebody else does it.
            return

    def _goes_on(self, sent: list[Exchanged]) -> bool:
        """One more batch; whether the store took any of it."""
        sent.append(self._line.turn())
        return bool(sent[-1].received.accepted or sent[-1].received.refused)

    def _renewals(self) -> Mapping[str, timedelta]:
        """Token to length; what goes back is renewed for no time at all."""
        if self._reserve is not None:
            self._reserve.trim()
        held = self._journal.leases()
        leaving = {token: GIVE_BACK for token, _campaign, _ahead, leaves in held if leaves}
        now = self._clock()
        # A clock that was set back renews too early rather than too late.
        since = now - self._renewed_at if self._renewed_at is not None else RENEW_AFTER
        if timedelta(0) <= since < RENEW_AFTER:
            return leaving
        lengths = {
            token: self._reserve.length(campaign) if ahead and self._reserve else self._lease
            for token, campaign, ahead, leaves in held
            if not leaves
        }
        return lengths | leaving

    def _asks(self) -> Sequence[Ask]:
        if self._reserve is None:
            return ()
        campaign, tokens = self._reserve.wishes(lambda: str(uuid.uuid4()))
        if campaign is None:
            return ()
        length = campaign.assignment.ahead_for
        return [Ask(token, campaign.id, length, above=NOT_PROMISED) for token in tokens]

    def _note(self, renew: Mapping[str, timedelta], asks: Sequence[Ask], answer: Exchanged) -> None:
        if any(renew.values()):
            self._renewed_at = self._clock()
        if self._reserve is not None and len(answer.granted) < len(asks):
            self._reserve.nothing_left(is_full=answer.is_full)
