"""A computer whose clock is wrong by hours: what its desk records, holds and shows is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.domain.field import a_case
from tests.store.builders import Clock, query
from tests.sync.posts import Post
from tests.sync.test_reserve import FIVE, opened
from veille_tui.bootstrap import desk_clock
from veille_tui.domain.campaign import Hours
from veille_tui.domain.desk_clock import DeskClock
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.outcomes import Outcome
from veille_tui.store.clock import to_micros
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore

BY_DAY = replace(FIVE, hours=Hours())


def wrong_by(clock: Clock, error: timedelta) -> DeskClock:
    """A desk's clock on a computer that is wrong by `error` while the store's is right."""
    begun = clock()
    return DeskClock(
        system=lambda: clock() + error, since=lambda: (clock() - begun) / timedelta(seconds=1)
    )


@pytest.mark.parametrize("hours", [-26, -9, 7, 30])
def test_attempts_fall_on_the_day_and_slot_of_the_stores_clock(
    tmp_path: Path, store: SharedStore, clock: Clock, hours: int
) -> None:
    opened(store, clock, BY_DAY)
    post = Post(tmp_path / "j" / "journal.db", store, wrong_by(clock, timedelta(hours=hours)))
    hand = post.call(Outcome.NO_ANSWER)
    post.courier.round()
    assert query(store, "select at from dials") == [(to_micros(clock()),)]
    found = query(store, "select due_at from queue where case_id = :case", case=hand.case.id)
    evening = clock().replace(hour=17)
    assert found == [(to_micros(evening),)]
    post.journal.close()


@pytest.mark.parametrize("hours", [-26, 7])
def test_the_reserve_ends_by_the_stores_clock(
    tmp_path: Path, store: SharedStore, clock: Clock, hours: int
) -> None:
    opened(store, clock, FIVE)
    post = Post(tmp_path / "j" / "journal.db", store, wrong_by(clock, timedelta(hours=hours)))
    post.work()
    post.wire.cut = "before"
    clock.forward(minutes=119, seconds=59)
    assert post.desk.shift(FIVE).ahead.count == 5
    clock.forward(seconds=1)
    assert post.desk.shift(FIVE).ahead.over == 5
    assert post.desk.take_ahead(FIVE) is None
    post.journal.close()


def test_a_clock_that_was_set_right_while_the_program_was_shut_is_believed(tmp_path: Path) -> None:
    journal = LocalJournal(tmp_path / "journal.db")
    now = datetime.now(UTC)
    case = a_case()
    written = Entry("e1", now, Kind.NOTE_WRITTEN, case.id, case.campaign_id, "a1", "Paul", {})
    journal.append(written)
    journal.mark_sent(["e1"], now - timedelta(minutes=5), {})
    journal.remember("clock_offset", str(-3 * 3600.0))
    assert abs(desk_clock(journal)() - now) < timedelta(minutes=5)
    assert journal.remembered("clock_offset") == "0.0"
    journal.close()
