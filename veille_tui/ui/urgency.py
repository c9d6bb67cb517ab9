"""What cannot wait reaches whoever supervises, whatever screen they are at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from veille_tui.domain.people import is_supervisor
from veille_tui.domain.urgent import Watch
from veille_tui.ui import follow_words

if TYPE_CHECKING:
    from veille_tui.domain.urgent import Urgent
    from veille_tui.ui.follow_desk import FollowDesk

LOOK_EVERY = 2.0
"""Seconds between two looks."""
ASK_AGAIN = timedelta(seconds=30)
"""How long a store that did not say whether this is a supervisor is left alone."""
CAMPAIGNS_EVERY = timedelta(minutes=1)


class Urgency:
    """The watch of one supervisor over every open campaign.

    It is on for a supervisor's account, and for whoever opened the follow-up: on a store without
    accounts nothing else says who supervises.
    """

    def __init__(self, follow: FollowDesk, now: Callable[[], datetime]) -> None:
        self._follow = follow
        self._now = now
        self._watch = Watch(now())
        self._is_supervisor: bool | None = None
        self._ask_at = now()
        self._campaigns: dict[str, str] = {}
        """Titles of the open ones, by id."""
        self._campaigns_at: datetime | None = None
        self.is_looking = False
        """A look goes on; a second one beside it would only wait as long."""
        self.words: tuple[str, ...] = ()
        """What came and was not put away: a line each."""

    @property
    def is_on(self) -> bool:
        """Whether this is somebody who watches, as far as is known."""
        return bool(self._is_supervisor)

    def begin(self) -> None:
        """Whoever opens the follow-up watches from then on."""
        self._is_supervisor = True

    def is_due(self) -> bool:
        """Whether to look now."""
        if self.is_looking or self._is_supervisor is False:
            return False
        return self.is_on or self._now() >= self._ask_at

    def look(self) -> Sequence[Urgent]:
        """What the store knows; a question to it, for a worker. Raises StoreUnreachable."""
        if self._is_supervisor is None:
            self._ask_at = self._now() + ASK_AGAIN
            says_so = is_supervisor(self._follow.person())
            if not self.is_on:
                # The follow-up may have been opened meanwhile.
                self._is_supervisor = says_so
        if not self._is_supervisor:
            return ()
        now = self._now()
        if self._campaigns_at is None or now - self._campaigns_at >= CAMPAIGNS_EVERY:
            found = self._follow.campaigns()
            self._campaigns = {one.id: one.title for one in found if not one.is_closed}
            self._campaigns_at = now
        after = self._watch.after
        return [one for each in self._campaigns for one in self._follow.urgent(each, after)]

    def take_in(self, found: Sequence[Urgent]) -> tuple[str, ...]:
        """The lines of what a look brought that is new; kept until they are put away."""
        fresh = tuple(self._line(one) for one in self._watch.fresh(list(found)))
        self.words = (*self.words, *fresh)
        return fresh

    def put_away(self) -> None:
        """All was read."""
        self.words = ()

    def _line(self, one: Urgent) -> str:
        words = follow_words.urgent_words(one)
        title = self._campaigns.get(one.campaign_id, one.campaign_id)
        return f"{words} · {title}" if len(self._campaigns) > 1 and title else words
