"""The desk's clock: corrected by the store's, deaf to whoever sets the computer's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from veille_tui.domain.desk_clock import DeskClock, still_right

TRUE = datetime(2020, 3, 19, 10, tzinfo=UTC)


class Computer:
    """A computer whose clock is wrong by `error`, and may be set."""

    def __init__(self, error: timedelta = timedelta(0)) -> None:
        self.error = error
        self.passed = 0.0
        self.kept: list[timedelta] = []

    def system(self) -> datetime:
        return TRUE + timedelta(seconds=self.passed) + self.error

    def since(self) -> float:
        return 5000.0 + self.passed

    def clock(self, offset: timedelta = timedelta(0)) -> DeskClock:
        return DeskClock(offset, self.kept.append, self.system, self.since)

    @property
    def true(self) -> datetime:
        return TRUE + timedelta(seconds=self.passed)


def told(computer: Computer, clock: DeskClock, took: float = 0.1) -> None:
    """The store answers after `took` seconds; it looked at its clock half-way."""
    asked = clock()
    computer.passed += took / 2
    said = computer.true
    computer.passed += took / 2
    clock.tell(said, asked, clock())


def test_a_computer_that_is_hours_late_shows_and_writes_the_stores_time():
    computer = Computer(timedelta(hours=-5))
    clock = computer.clock()
    told(computer, clock)
    assert clock() == computer.true
    assert clock.error == timedelta(hours=-5)
    assert computer.kept == [timedelta(hours=5)]


def test_a_clock_that_is_set_during_a_session_changes_nothing():
    computer = Computer()
    clock = computer.clock()
    told(computer, clock)
    computer.error = timedelta(hours=3)
    computer.passed += 60
    assert clock() == computer.true
    assert clock.error == timedelta(hours=3)
    told(computer, clock)
    assert clock() == computer.true
    assert computer.kept == []


def test_the_next_start_knows_the_correction_without_network():
    computer = Computer(timedelta(minutes=-40))
    told(computer, computer.clock())
    assert computer.clock(computer.kept[-1])() == computer.true


def test_a_slow_answer_moves_no_clock_that_may_be_right():
    computer = Computer(timedelta(seconds=3))
    clock = computer.clock()
    told(computer, clock, took=8)
    assert clock() - computer.true == timedelta(seconds=3)
    told(computer, clock, took=0.1)
    assert abs(clock() - computer.true) < timedelta(milliseconds=1)


def test_a_night_asleep_counts():
    computer = Computer(timedelta(minutes=10))
    clock = computer.clock()
    told(computer, clock)
    computer.passed += 9 * 3600
    assert abs(clock() - computer.true) < timedelta(milliseconds=1)


def test_a_computer_whose_clock_was_set_right_between_two_sessions_is_believed_again():
    ahead = timedelta(hours=-3)
    an_hour_ago = TRUE - timedelta(hours=1)
    assert still_right(ahead, an_hour_ago, TRUE) == timedelta(0)
    assert still_right(ahead, an_hour_ago, TRUE + timedelta(hours=3)) == ahead
    assert still_right(ahead, None, TRUE) == ahead


def test_a_computer_that_is_late_keeps_its_correction():
    late = timedelta(hours=5)
    assert still_right(late, TRUE - timedelta(hours=1), TRUE - timedelta(hours=5)) == late
