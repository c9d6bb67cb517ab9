"""A household already known meets a newer listing: what is added, what is corrected, what stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Household, Tenant
from veille_tui.intake.joining import SCALARS, with_note, with_numbers, with_tenants


def updated(known: Household, listed: Household) -> tuple[Household, tuple[str, ...]]:
    """`known` brought up to `listed`, and the names of the fields that changed.

    What callers learned stays: numbers keep their state, role and words, an ended one is not
    revived, people and numbers that the listing lacks remain, marks are only added. A blank cell
    erases nothing. ((known, ()) when nothing changed.)
    """
    values: dict[str, object] = {
        name: value
        for name in SCALARS
        if (value := getattr(listed, name)) and value != getattr(known, name)
    }
    if {number.e164 for number in listed.numbers} - {number.e164 for number in known.numbers}:
        values["numbers"] = with_numbers(known.numbers, listed.numbers)
    tenants = with_tenants(*_corrected(known.tenants, listed.tenants))
    if tenants != known.tenants:
        values["tenants"] = tenants
    if not set(listed.segments) <= set(known.segments):
        values["segments"] = tuple(dict.fromkeys(known.segments + listed.segments))
    if not listed.flags <= known.flags:
        values["flags"] = known.flags | listed.flags
    note = with_note(known.note, listed.note)
    if note != known.note:
        values["note"] = note
    if not values:
        return known, ()
    return replace(known, **values), tuple(values)  # type: ignore[arg-type]


def _corrected(
    known: Sequence[Tenant], listed: Sequence[Tenant]
) -> tuple[Sequence[Tenant], Sequence[Tenant]]:
    """`known` with the birth dates that the listing corrects; both lists are then of one mind.

    Namesakes with several dates are left to be told apart by them.
    """
    if all(tenant in known for tenant in listed):
        return known, ()
    people = list(known)
    for at, person in enumerate(people):
        twins = [other for other in listed if _name(other) == _name(person)]
        if len(twins) == 1 and sum(_name(other) == _name(person) for other in known) == 1:
            born = twins[0].birth_date
            if born and born != person.birth_date:
                people[at] = replace(person, birth_date=born, age_given=None, age_given_on=None)
    return people, listed


def _name(tenant: Tenant) -> tuple[str, str]:
    return fold(tenant.last_name), fold(tenant.first_name)
