"""Rows of one dwelling or contract become one household, whatever the order of the rows."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Household
from veille_tui.intake.joining import contradict, joined, share_dwelling
from veille_tui.intake.places import same_address
from veille_tui.intake.rows import Draft

_CROWD = 5
"""More surnames than this under one key is rather a residence than a dwelling."""


@dataclass(slots=True)
class Group:
    """One household and the rows that describe it."""

    household: Household
    rows: list[int]
    dwelling: str = ""
    contract: str = ""
    others: list[str] = field(default_factory=list)
    """Keys that an earlier listing may have given it, when it has no dwelling or contract."""
    repeats: list[int] = field(default_factory=list)
    """Rows that said nothing new."""
    elsewhere: list[int] = field(default_factory=list)
    """Rows that gave another address."""

    def key(self, known: Container[str]) -> str:
        """Its reference: a known one first, so that a better listing makes nobody new."""
        keys = [key for key in (self.dwelling, self.contract) if key] or sorted(self.others)
        return next((key for key in keys if key in known), keys[0])

    @property
    def is_crowded(self) -> bool:
        """Whether its key may not be a dwelling's."""
        if len(self.household.tenants) <= _CROWD:
            return False
        return len({fold(tenant.last_name) for tenant in self.household.tenants}) > _CROWD


@dataclass(slots=True)
class Grouping:
    """All groups of a listing, in the order of their first rows, and the rows that fit none."""

    groups: list[Group] = field(default_factory=list)
    contradictory: list[int] = field(default_factory=list)


def group(drafts: Iterable[Draft]) -> Grouping:
    """Bring rows together: by dwelling, else contract, else address with a name or number."""
    grouping = Grouping()
    by_dwelling: dict[str, Group] = {}
    by_contract: dict[str, Group] = {}
    by_address: dict[tuple[str, str], list[Group]] = {}
    for draft in drafts:
        dwelling, contract = draft.household.reference.casefold(), draft.contract.casefold()
        if dwelling or contract:
            _by_key(grouping, draft, by_dwelling, by_contract)
        else:
            _by_address(grouping, draft, by_address)
    return grouping


def _by_key(
    grouping: Grouping, draft: Draft, dwellings: dict[str, Group], contracts: dict[str, Group]
) -> None:
    dwelling, contract = draft.household.reference.casefold(), draft.contract.casefold()
    found = dwellings.get(dwelling) if dwelling else None
    if found is None and contract:
        found = contracts.get(contract)
        if found is not None and found.dwelling and dwelling:
            found = None
    if found is None:
        found = Group(draft.household, [draft.row], draft.household.reference, draft.contract)
        grouping.groups.append(found)
    elif contradict(found.household, draft.household):
        grouping.contradictory.append(draft.row)
        return
    else:
        _add(found, draft)
    if dwelling:
        dwellings.setdefault(dwelling, found)
    if contract:
        contracts.setdefault(contract, found)


def _add(found: Group, draft: Draft) -> None:
    whole = joined(found.household, draft.household)
    here, there = found.household.address, draft.household.address
    if here and there and here != there and same_address(here) != same_address(there):
        found.elsewhere.append(draft.row)
    elif whole is found.household:
        found.repeats.append(draft.row)
    found.household = whole
    found.rows.append(draft.row)
    found.dwelling = found.dwelling or draft.household.reference
    found.contract = found.contract or draft.contract


def _by_address(
    grouping: Grouping, draft: Draft, by_address: dict[tuple[str, str], list[Group]]
) -> None:
    household = draft.household
    place = (same_address(household.address), household.postcode or fold(household.city))
    if not place[0]:
        place = ("", household.numbers[0].e164 if household.numbers else _who(household))
    own = draft.tenant_reference or _made_key(household, place)
    bucket = by_address.setdefault(place, [])
    found = next((other for other in bucket if share_dwelling(other.household, household)), None)
    if found is None and not household.tenants and not household.numbers:
        found = next((other for other in bucket if not other.household.tenants), None)
    if found is not None:
        _add(found, draft)
        found.others.append(own)
        return
    made = Group(household, [draft.row], others=[own])
    bucket.append(made)
    grouping.groups.append(made)


def _who(household: Household) -> str:
    """Somebody without address or number, told from namesakes by the birth date."""
    return "|".join(
        f"{fold(tenant.last_name)} {fold(tenant.first_name)} {tenant.birth_date or ''}"
        for tenant in household.tenants
    )


def _made_key(household: Household, place: tuple[str, str]) -> str:
    """A key from address and name; it says nothing of either to whoever reads it."""
    names = min((fold(tenant.last_name) for tenant in household.tenants), default="")
    what = "|".join((*place, fold(household.address_extra), names))
    return "auto-" + blake2b(what.encode("utf-8", "replace"), digest_size=8).hexdigest()


def referenced(group: Group, known: Container[str]) -> Household:
    """The group's household under its reference."""
    key = group.key(known)
    household = group.household
    return household if household.reference == key else replace(household, reference=key)
