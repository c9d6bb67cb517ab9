"""What goes on beside the screens: what is sent, who waits in danger, what must be told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.errors import VeilleError
from veille_tui.language import n_
from veille_tui.ui import background, message_words
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.sync_words import disk_words, short_words, sync_words
from veille_tui.ui.verbs import VerbApp

if TYPE_CHECKING:
    from veille_tui.desk.messages import Message
    from veille_tui.domain.urgent import Urgent
    from veille_tui.ui.urgency import Urgency
    from veille_tui.ui.workstation import Workstation

MOST_SHOWN = 3
"""Lines at the top of a screen: a call needs the room."""


class WatchingApp(VerbApp):
    """An application that looks at the journal every other second and says what changed."""

    def __init__(self, workstation: Workstation, styles: Sequence[str | PurePath]) -> None:
        super().__init__(workstation, styles)
        self.sync_words = ""
        self.sync_short = ""
        """The same where a name needs the room."""
        self.left_waiting: tuple[tuple[str, str], ...] = ()
        """Token and words of every call with an alert that another call interrupted."""
        self.messages: tuple[Message, ...] | None = None
        """What the caller has not put away; None before the first look."""
        self._urgency: Urgency | None = None

    async def look_around(self) -> None:
        """Say what changed since the last look."""
        shown = self._desk_screens()
        if shown and shown[-1].is_mounted:
            await shown[-1].look_at_claim()
        await self.look_who_waits()
        await self._look_at_messages()
        words = await self.look(self._sync_words)
        known = (self.sync_words, self.sync_short)
        if words is not None and not self.is_disk_refusing and words != known:
            self.sync_words, self.sync_short = words
            self.refresh_tops()

    async def _look_at_messages(self) -> None:
        found = await self.look(self.workstation.desk.messages)
        if found is None:
            return
        known, self.messages = self.messages, tuple(found)
        fresh = [one for one in self.messages if known is not None and one not in known]
        if fresh:
            self.notify(message_words.brief(fresh[-1]), severity="warning", markup=False)

    def show_messages(self) -> None:
        """What must be told, with what to do; reading it puts the notices away."""
        from veille_tui.ui.screens.messages import MessagesScreen

        now = self.workstation.clock()
        window = MessagesScreen(self.messages or (), now, ZoneInfo(self.timezone))
        self.push_screen(window, self._messages_read)

    async def _messages_read(self, verdict: str | None) -> None:
        desk = self.workstation.desk
        if verdict == "read" and self.messages:
            await self.did(desk.put_away, self.messages)
        elif verdict == "again":
            count = await self.do(desk.try_again)
            if count:
                self.workstation.wake_courier()
                words = n_("{n} écriture repart.", "{n} écritures repartent.", count)
                self.notify(words.format(n=count), markup=False)
        await self.look_around()
        self.refresh_tops()

    async def look_who_waits(self) -> None:
        """Somebody in danger whose call was left for another one is named on every screen."""
        waiting = await self.look(self._who_waits)
        if waiting is not None and waiting != self.left_waiting:
            self.left_waiting = waiting
            self.refresh_tops()

    def _who_waits(self) -> tuple[tuple[str, str], ...]:
        """By the journal alone: a restart does not forget anybody."""
        desk = self.workstation.desk
        alarmed = [hand for hand in desk.in_hand() if hand.call and hand.call.alerts_shown]
        if not alarmed:
            return ()
        from veille_tui.desk.hand import Stage
        from veille_tui.ui import talk_words

        left = (one for one in alarmed if one.stage in {Stage.TALKING, Stage.NUMBERS})
        said = [(one.token, talk_words.waiting_words(desk.with_script(one))) for one in left]
        return tuple(one for one in said if one[1])

    # What a supervisor must see within seconds.

    @property
    def urgency(self) -> Urgency | None:
        """The watch for what cannot wait; None in a rehearsal, where nothing happens."""
        follow = self.workstation.follow
        if self._urgency is None and follow is not None:
            from veille_tui.ui.urgency import Urgency

            self._urgency = Urgency(follow, self.workstation.clock)
        return self._urgency

    def look_for_urgent(self) -> None:
        """Ask the shared store, if this is somebody who watches and no answer is waited for."""
        urgency = self.urgency
        if urgency is not None and urgency.is_due():
            urgency.is_looking = True
            background.fetch(self, "urgent", urgency.look)

    def urgent_came(self, found: Sequence[Urgent]) -> None:
        """What is new is said on every screen, with a bell, until it is put away."""
        urgency = self.urgency
        if urgency is None:
            return
        urgency.is_looking = False
        fresh = urgency.take_in(found)
        if fresh:
            self.bell()
            self.refresh_tops()
            if not isinstance(self.screen, DeskScreen):
                # A window may hide the line at the top.
                self.notify("\n".join(fresh), severity="error", markup=False)
        for screen in self._desk_screens():
            screen.urgent_looked(is_fresh=bool(fresh))

    def urgent_failed(self, error: Exception) -> None:
        """Without the store nothing urgent can be seen: who watches is told."""
        urgency = self.urgency
        if urgency is None:
            return
        urgency.is_looking = False
        for screen in self._desk_screens():
            screen.urgent_unseen(error)

    def urgent_lines(self, key: str = "F9") -> list[str]:
        """What came and was not read, for the top of a screen, and the key that does the rest."""
        words = self._urgency.words if self._urgency is not None else ()
        left_out = len(words) - MOST_SHOWN
        more = [n_("et {n} autre", "et {n} autres", left_out).format(n=left_out) + f" · {key}"]
        return [*(f"{one} · {key}" for one in words[-MOST_SHOWN:]), *more[: max(0, left_out)]]

    def urgent_read(self) -> None:
        """What could not wait was read."""
        if self.urgency is not None:
            self.urgency.put_away()
        self.refresh_tops()

    def _desk_screens(self) -> list[DeskScreen]:
        return [one for one in self.screen_stack if isinstance(one, DeskScreen)]

    def sync_changed(self) -> None:
        """The disk refuses, or writes again: the top bars say it at once."""
        self.sync_words = disk_words() if self.is_disk_refusing else ""
        self.sync_short = ""
        self.refresh_tops()

    def refresh_tops(self) -> None:
        """Say every top bar again."""
        for screen in self._desk_screens():
            screen.refresh_top()

    def _sync_words(self) -> tuple[str, str]:
        state = self.workstation.sync_state()
        count = message_words.count_words(self.messages or ())
        long = sync_words(state, ZoneInfo(self.timezone))
        short = short_words(state) or long
        return (
            " · ".join(word for word in (count, long) if word),
            " · ".join(word for word in (count, short) if word),
        )

    @property
    def timezone(self) -> str:
        """The zone in which hours are said where no campaign says it."""
        desk = self.workstation.desk
        try:
            campaign = desk.campaign(desk.last_campaign)
        except VeilleError:
            campaign = None
        return campaign.timezone if campaign else "Europe/Paris"
