"""What a newer listing says of households that are already there: merged, never taken away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Household, PhoneNumber, Tenant
from veille_tui.store import opting_out, rows
from veille_tui.store.campaigns import unknown
from veille_tui.store.link import Link

_KNOWN = f"""
select {rows.columns("h", rows.HOUSEHOLD)} from cases c join households h on h.id = c.household_id
 where c.campaign_id = :id"""
_PARTS = """
select p.household_id, {columns} from cases c join {table} p on p.household_id = c.household_id
 where c.campaign_id = :id"""
_LONG = 120.0


def known_households(link: Link, campaign_id: str) -> dict[str, Household]:
    """The campaign's households by the landlord's reference, with their people and numbers."""
    values = {"id": campaign_id}
    if not link.rows("select 1 from campaigns where id = :id", values):
        raise unknown(link, campaign_id)
    with link.patient(_LONG):
        tenants = _grouped(link.rows(_parts("tenants", rows.TENANT), values))
        numbers = _grouped(link.rows(_parts("phone_numbers", rows.NUMBER), values))
        return {
            row[1]: rows.household(row, tenants.get(row[0], ()), numbers.get(row[0], ()))
            for row in link.rows(_KNOWN, values)
        }


def _parts(table: str, names: Sequence[str]) -> str:
    return _PARTS.replace("{columns}", rows.columns("p", names)).replace("{table}", table)


def _grouped(found: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """Rows without their first column, by that column."""
    groups: dict[int, list[tuple[Any, ...]]] = {}
    for first, *rest in found:
        groups.setdefault(first, []).append(tuple(rest))
    return groups


_STORED = f"""
select {rows.columns("h", rows.HOUSEHOLD)} from households h
 where h.landlord = :landlord and h.reference in {{texts}}"""
_STORED_PARTS = "select p.household_id, {columns} from {table} p where p.household_id in {numbers}"


def update_households(link: Link, landlord: str, listed: Sequence[Household], now: int) -> None:
    """Write the listing's view of known households; inside a transaction.

    A person is recognised by the store's number, else by name; a telephone number by itself.
    Empty cells of a newer listing erase nothing.
    """
    if not listed:
        return
    stored = _stored(link, landlord, [one.reference for one in listed])
    pairs = [(stored[one.reference], one) for one in listed if one.reference in stored]
    _update_own_columns(link, pairs)
    _update_tenants(link, pairs)
    _update_numbers(link, pairs, now)


Pair = tuple[Household, Household]
"""A household as it is stored, and as the listing has it."""


def _stored(link: Link, landlord: str, references: Sequence[str]) -> dict[str, Household]:
    found = link.rows(_STORED, {"landlord": landlord, "list": json.dumps(references)})
    ids = {"list": json.dumps([row[0] for row in found])}
    tenants = _grouped(link.rows(_stored_parts("tenants", rows.TENANT), ids))
    numbers = _grouped(link.rows(_stored_parts("phone_numbers", rows.NUMBER), ids))
    return {
        row[1]: rows.household(row, tenants.get(row[0], ()), numbers.get(row[0], ()))
        for row in found
    }


def _stored_parts(table: str, names: Sequence[str]) -> str:
    return _STORED_PARTS.replace("{columns}", rows.columns("p", names)).replace("{table}", table)


def _update_own_columns(link: Link, pairs: Sequence[Pair]) -> None:
    names = rows.HOUSEHOLD[2:]
    written = []
    for stored, listed in pairs:
        before, after = rows.household_row(stored)[1:], rows.household_row(listed)[1:]
        merged = [new or old for old, new in zip(before, after, strict=True)]
        if tuple(merged) != before:
            written.append(dict(zip(names, merged, strict=True)) | {"id": stored.id})
    _update(link, "households", names, written)


def _update(link: Link, table: str, names: Sequence[str], values: Sequence[Any]) -> None:
    if values:
        changes = ", ".join(f"{name} = :{name}" for name in names)
        link.many(f"update {table} set {changes} where id = :id", values)


def _update_tenants(link: Link, pairs: Sequence[Pair]) -> None:
    names = [*rows.TENANT[1:], "folded"]
    changed, added = [], []
    for stored, listed in pairs:
        for tenant in listed.tenants:
            same = _recognised(tenant, stored.tenants)
            if same is None:
                added.append((stored.id, *rows.tenant_row(tenant)))
            elif rows.tenant_row(same) != rows.tenant_row(tenant):
                changed.append(
                    dict(zip(names, rows.tenant_row(tenant), strict=True)) | {"id": same.id}
                )
    _update(link, "tenants", names, changed)
    if added:
        link.load("tenants", ["household_id", *names], added)


def _recognised(tenant: Tenant, stored: Sequence[Tenant]) -> Tenant | None:
    by_name = fold(f"{tenant.last_name} {tenant.first_name}")
    for one in stored:
        if tenant.id and tenant.id == one.id:
            return one
    for one in stored:
        if not tenant.id and fold(f"{one.last_name} {one.first_name}") == by_name:
            return one
    return None


def _update_numbers(link: Link, pairs: Sequence[Pair], now: int) -> None:
    described = ["raw", "label", "role", "rank", "valid"]
    changed, added, lines = [], [], []
    for stored, listed in pairs:
        known = {number.e164: number for number in stored.numbers}
        fresh: dict[str, PhoneNumber] = {}
        for number in listed.numbers:
            same = known.get(number.e164)
            if same is None:
                fresh.setdefault(number.e164, number)
            elif _described(same) != _described(number):
                values = dict(zip(described, _described(number), strict=True))
                changed.append(values | {"id": same.id})
        added += [(stored.id, *rows.number_row(number)) for number in fresh.values()]
        if fresh:
            lines.append(stored.id)
    _update(link, "phone_numbers", described, changed)
    if added:
        link.load("phone_numbers", ["household_id", *rows.NUMBER[1:], "dialled"], added)
        values = {"list": json.dumps(lines), "now": now}
        for statement in _TRIED_AGAIN:
            link.rows(statement, values)
        refresh_lines(link, lines, now)


def _described(number: PhoneNumber) -> tuple[Any, ...]:
    return (number.raw, number.label, number.role.value, number.rank, int(number.valid))


# Nobody has tried a number that comes in a newer listing; the relays under way go on.
_EXHAUSTED = """c.closed_at is null and c.disposition in ('unreachable', 'lost_to_follow_up')"""
_TRIED_AGAIN = (
    f"""
update queue set state = 0, state_before = 0, due_at = {{now}}
 where household_id in {{numbers}} and state = 2 and exists (
   select 1 from cases c where c.id = queue.case_id and {_EXHAUSTED})""",
    f"""
update cases as c set disposition = 'to_call'
 where c.household_id in {{numbers}} and {_EXHAUSTED} and exists (
   select 1 from queue q where q.case_id = c.id and q.state = 0)""",
)
_LINE = """
update queue set line = coalesce(
    (select n.e164 from phone_numbers n
      where n.household_id = queue.household_id and n.state = 'usable'
      order by case when n.role = 'self' then 0 else 1 end, n.e164 limit 1),
    (select 'ref:' || h.reference from households h where h.id = queue.household_id))
 where household_id in {numbers} and state <> 1"""
# Its case in another campaign may be held: it is done once it is put back.
_WITHOUT_NUMBER = """q.household_id in {numbers}
   and (q.state in (0, 4) or (q.state = 1 and q.state_before in (0, 4)))
   and not exists (select 1 from phone_numbers n
     where n.household_id = q.household_id and n.state = 'usable')"""
_NOBODY_TO_DIAL = f"""
update cases set disposition = 'no_number' where id in (
  select q.case_id from queue q where {_WITHOUT_NUMBER})"""
_DONE = f"""
update queue set state = case when state = 1 then 1 else 2 end, state_before = 2
 where case_id in (select q.case_id from queue q where {_WITHOUT_NUMBER})"""
# The same when it is held, or closed by a death that is not certain yet: it can be called after.
_WAITS = "(state = 1 or (state = 3 and closed_by <> ''))"
_CALLABLE = f"""
update queue set state = case when state = 2 then 0 else state end, state_before = 0,
  due_at = {{now}}
 where household_id in {{numbers}} and (state = 2 or ({_WAITS} and state_before = 2))
   and exists (select 1 from phone_numbers n
     where n.household_id = queue.household_id and n.state = 'usable')
   and exists (
     select 1 from cases c where c.id = queue.case_id and c.disposition = 'no_number')"""
_TO_CALL = f"""
update cases set disposition = 'to_call' where disposition = 'no_number'
   and household_id in {{numbers}} and exists (
   select 1 from queue q where q.case_id = cases.id
     and (q.state = 0 or ({_WAITS} and q.state_before = 0)))"""


REFRESH = (_NOBODY_TO_DIAL, _DONE, _LINE, _CALLABLE, _TO_CALL)
"""What rings in the households of the list, worked out anew, in order."""


def refresh_lines(link: Link, household_ids: Sequence[int], now: int) -> None:
    """What rings in households whose numbers changed, in every campaign.

    Those that could not be called now can; those whose last number ended are for the relays. A
    held row keeps its line until it is let go: its holder is on that telephone.
    """
    values = {"list": json.dumps(list(household_ids)), "now": now}
    for statement in (*REFRESH, *opting_out.obeyed("list")):
        link.rows(statement, values)
