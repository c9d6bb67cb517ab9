"""Two descriptions of one household become one; nothing that either says is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Household, NumberRole, PhoneNumber, Tenant
from veille_tui.intake.places import same_address

SCALARS = (
    "address",
    "address_extra",
    "postcode",
    "city",
    "insee",
    "agency",
    "residence",
    "language",
    "preferred_caller",
)
"""Fields of a household with one value."""


def surnames(household: Household) -> frozenset[str]:
    """The folded last names of a household."""
    return frozenset([fold(tenant.last_name) for tenant in household.tenants])


def lines(household: Household) -> frozenset[str]:
    """What rings in the dwelling itself, as E.164: a guardian's number joins nobody."""
    return frozenset(
        [number.e164 for number in household.numbers if number.role is NumberRole.SELF]
    )


def contradict(one: Household, two: Household) -> bool:
    """Whether two households under one key cannot be one: other names, numbers and address."""
    ones, twos = surnames(one), surnames(two)
    if not ones or not twos or ones & twos or lines(one) & lines(two):
        return False
    if one.postcode and two.postcode and one.postcode != two.postcode:
        return True
    here, there = same_address(one.address), same_address(two.address)
    return bool(here and there and here != there) or _other_door(one, two)


def _other_door(one: Household, two: Household) -> bool:
    here, there = fold(one.address_extra), fold(two.address_extra)
    return bool(here and there and here != there)


def share_dwelling(one: Household, two: Household) -> bool:
    """Whether two rows at one address are one household: same surname or number, no other door."""
    if _other_door(one, two):
        return False
    return bool(surnames(one) & surnames(two) or lines(one) & lines(two))


def joined(first: Household, second: Household) -> Household:
    """`first` with what only `second` says: people, numbers, marks, blanks filled."""
    values = {name: getattr(first, name) or getattr(second, name) for name in SCALARS}
    segments = tuple(dict.fromkeys(first.segments + second.segments))
    whole = replace(
        first,
        tenants=with_tenants(first.tenants, second.tenants),
        numbers=with_numbers(first.numbers, second.numbers),
        segments=segments,
        flags=first.flags | second.flags,
        note=with_note(first.note, second.note),
        **values,
    )
    return first if whole == first else whole


def with_numbers(
    known: Sequence[PhoneNumber], more: Sequence[PhoneNumber]
) -> tuple[PhoneNumber, ...]:
    """`known` as it stands, then the numbers it lacks, ranked after it."""
    lacking = {number.e164: number for number in more}
    for number in known:
        lacking.pop(number.e164, None)
    last = max((number.rank for number in known), default=0)
    return (
        *known,
        *(replace(number, rank=last + at) for at, number in enumerate(lacking.values(), start=1)),
    )


def with_tenants(known: Sequence[Tenant], more: Sequence[Tenant]) -> tuple[Tenant, ...]:
    """`known` with blanks filled, then the people it lacks, ranked after it."""
    people = list(known)
    for tenant in more:
        at = next((at for at, other in enumerate(people) if same_person(other, tenant)), -1)
        if at >= 0:
            people[at] = _completed(people[at], tenant)
        else:
            last = max((other.rank for other in people), default=0)
            people.append(replace(tenant, rank=last + 1))
    return tuple(people)


def same_person(one: Tenant, two: Tenant) -> bool:
    """Whether two lines name one person; a father and son have one name and two birth dates."""
    if fold(one.last_name) != fold(two.last_name):
        return False
    if one.birth_date and two.birth_date and one.birth_date != two.birth_date:
        return False
    first, second = fold(one.first_name), fold(two.first_name)
    if first and second:
        return first == second
    return one.title == two.title or not one.title or not two.title


def _completed(known: Tenant, more: Tenant) -> Tenant:
    aged = known.birth_date is not None or known.age_given is not None
    whole = replace(
        known,
        first_name=known.first_name or more.first_name,
        title=known.title or more.title,
        birth_date=known.birth_date or more.birth_date,
        age_given=known.age_given if aged else more.age_given,
        age_given_on=known.age_given_on if aged else more.age_given_on,
    )
    return known if whole == known else whole


def with_note(known: str, more: str) -> str:
    """Both notes, each part once."""
    parts = [part for part in more.split(" · ") if part and part not in known]
    return " · ".join([known, *parts] if known else parts)
