"""Rows of one dwelling or contract become one household, whatever the order of the rows."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import count

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Household
from veille_tui.intake.joining import contradict, joined, lines, share_dwelling
from veille_tui.intake.places import same_address
from veille_tui.intake.rows import Draft

_MADE = "auto-"
_CROWD = 5
"""More surnames than this under one key is rather a residence than a dwelling."""


@dataclass(slots=True)
class Group:
    """One household and the rows that describe it."""

    household: Household
    rows: list[int]
    dwelling: str = ""
    contract: str = ""
    others: tuple[str, ...] = ()
    """Keys that an earlier listing may have given it, when it has no dwelling or contract."""
    repeats: tuple[int, ...] = ()
    """Rows that said nothing new."""
    again: tuple[int, ...] = ()
    """Rows that named nobody new, but added something."""
    elsewhere: tuple[int, ...] = ()
    """Rows that gave another address."""

    def key(self, known: Mapping[str, Household], taken: Container[str] = ()) -> str:
        """Its reference, never one of `taken`.

        A reference by which it is already known comes first, so that a better listing makes
        nobody new: its own, else another under which somebody of this name or number is known.
        """
        if self.dwelling not in taken and self.dwelling and (self.dwelling in known or not known):
            return self.dwelling
        keys = self._keys()
        if keys[0] in known and keys[0] not in taken:
            return keys[0]
        free = [key for key in keys if key not in taken]
        for key in free:
            if key in known and share_dwelling(known[key], self.household):
                return key
        spare = (f"{keys[-1]}-{number}" for number in count(2))
        return free[0] if free else next(key for key in spare if key not in taken)

    def _keys(self) -> list[str]:
        if not self.dwelling and not self.contract:
            return sorted(set(self.others), key=lambda key: (key.startswith(_MADE), key))
        keys = [self.dwelling] if self.dwelling else []
        # A contract's number may also be some dwelling's.
        return [*keys, self.contract, f"contrat-{self.contract}"] if self.contract else keys

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
        if draft.household.reference or draft.contract:
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
        found.elsewhere += (draft.row,)
    elif whole is found.household:
        found.repeats += (draft.row,)
    elif draft.household.tenants and len(whole.tenants) == len(found.household.tenants):
        found.again += (draft.row,)
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
        place = ("", min(lines(household), default="") or _who(household))
    own: tuple[str, ...] = (_made_key(household, place),)
    if draft.tenant_reference:
        own = (draft.tenant_reference, *own)
    bucket = by_address.setdefault(place, [])
    found = next((other for other in bucket if share_dwelling(other.household, household)), None)
    if found is None and not household.tenants and not household.numbers:
        found = next((other for other in bucket if not other.household.tenants), None)
    if found is not None:
        _add(found, draft)
        found.others += own
        return
    made = Group(household, [draft.row], others=own)
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
    return _MADE + blake2b(what.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _plain(key: str) -> str:
    """A key without what spreadsheets change: case, leading zeros."""
    return (key.lstrip("0") or key) if key.isdigit() else key.casefold()


def _spellings(known: Mapping[str, Household]) -> dict[str, str]:
    """How known references are spelt, by their plain form; those that it confuses are left out."""
    spelt: dict[str, str] = {}
    confused = set()
    for key in known:
        plain = _plain(key)
        if spelt.setdefault(plain, key) != key:
            confused.add(plain)
    return {plain: key for plain, key in spelt.items() if plain not in confused}


def _turn(one: Group) -> int:
    """Who chooses a reference first: those who have a dwelling's, then a contract's."""
    return 0 if one.dwelling else 1 if one.contract else 2


def give_references(groups: Iterable[Group], known: Mapping[str, Household]) -> None:
    """Put every group's household under a reference that no other has."""
    taken: set[str] = set()
    spelt = _spellings(known)
    for one in sorted(groups, key=_turn):
        if spelt:
            one.dwelling = spelt.get(_plain(one.dwelling), one.dwelling)
            one.contract = spelt.get(_plain(one.contract), one.contract)
        key = one.key(known, taken)
        taken.add(key)
        if one.household.reference != key:
            one.household = replace(one.household, reference=key)
