"""Households that may be the one somebody is about to add: same number, or same name and place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Household
from veille_tui.intake.joining import surnames
from veille_tui.intake.places import same_address

NUMBER, NAME, REFERENCE = "number", "name", "reference"
"""Why two are alike, the surest first; a reference alone may be a mistake."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A known household, and why it may be the same."""

    household: Household
    why: str
    """NUMBER, NAME or REFERENCE."""


def look_alikes(household: Household, known: Iterable[Household]) -> tuple[LookAlike, ...]:
    """The `known` households that `household` may be, the surest first."""
    found = [LookAlike(one, why) for one in known if (why := _why(household, one))]
    order = (NUMBER, NAME, REFERENCE)
    return tuple(sorted(found, key=lambda one: order.index(one.why)))


def _why(new: Household, known: Household) -> str:
    numbers = {number.e164 for number in known.numbers}
    if any(number.e164 in numbers for number in new.numbers):
        return NUMBER
    if surnames(new) & surnames(known) and _is_one_place(new, known):
        return NAME
    return REFERENCE if new.reference == known.reference else ""


def _is_one_place(one: Household, two: Household) -> bool:
    """Whether both have one address; a door, a floor or a commune tells two apart."""
    here, there = same_address(one.address), same_address(two.address)
    if not here or here != there:
        return False
    pairs = ((one.postcode, two.postcode), (fold(one.address_extra), fold(two.address_extra)))
    return all(not this or not that or this == that for this, that in pairs)
