"""Which members of a list moved, when it is compared with an older one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def moved(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """The fewest members of both lists that must move to make the order of `new` from `old`'s."""
    places = {one: place for place, one in enumerate(old)}
    common = [one for one in new if one in places]
    staying = {common[at] for at in _longest_rise([places[one] for one in common])}
    return tuple(one for one in common if one not in staying)


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """Positions of a longest increasing run, not necessarily of neighbours."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(number)
            at.append(position)
        else:
            ends[length], at[length] = number, position
    run = []
    position = at[-1] if at else -1
    while position >= 0:
        run.append(position)
        position = before[position]
    return run
