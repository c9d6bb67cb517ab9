"""Late dataclasses are dataclasses in everything but the moment their methods are written."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from typing import ClassVar

import pytest

from veille_tui.domain.late_dataclasses import dataclass


@pytest.fixture
def many_switches() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@dataclass(frozen=True, slots=True)
class Box:
    """A box."""

    KIND: ClassVar[str] = "box"
    width: int
    label: str = "plain"
    things: dict[str, int] = field(default_factory=dict)

    @property
    def area(self) -> int:
        return self.width**2


@dataclass(frozen=True, slots=True)
class Crate(Box):
    """A box that is locked."""

    lock: str = "brass"


def test_defaults_are_taken_and_factories_called():
    assert (Box(2).label, Box(2).things) == ("plain", {})
    assert Box(2).things is not Box(2).things


def test_records_with_equal_fields_are_equal_and_shown_alike():
    assert Box(2) == Box(2, "plain", {})
    assert Box(2) != Box(3)
    assert repr(Box(2)) == "Box(width=2, label='plain', things={})"


def test_a_frozen_record_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        setattr(Box(2), "width", 3)  # noqa: B010 - mypy knows that it is frozen


def test_slots_leave_no_room_for_anything_else():
    assert not hasattr(Box(2), "__dict__")


def test_a_record_is_replaced_by_a_changed_copy():
    assert replace(Box(2), width=3).area == 9


def test_fields_are_known_before_the_first_instance():
    @dataclass(frozen=True, slots=True)
    class Untouched:
        one: int

    assert is_dataclass(Untouched)
    assert [one.name for one in fields(Untouched)] == ["one"]


def test_a_record_inherits_the_fields_of_another():
    assert Crate(2) == Crate(2, "plain", {}, "brass")
    assert Crate.KIND == "box"


def fresh() -> type:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        one: int
        two: str = ""
        three: tuple[int, ...] = ()

    return Fresh


def test_many_threads_may_need_a_record_first_at_once(many_switches: None):
    for _ in range(50):
        kind = fresh()
        made: list[object] = []
        failed: list[TypeError] = []
        gate = threading.Barrier(6)

        def make(kind=kind, made=made, failed=failed, gate=gate) -> None:
            gate.wait()
            try:
                made.append(kind(1, two="x"))
            except TypeError as error:
                failed.append(error)

        threads = [threading.Thread(target=make) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert made == [kind(1, "x", ())] * 6
