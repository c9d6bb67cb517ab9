"""Households that are called and tenants who are followed."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import StrEnum

from veille_tui.domain.late_dataclasses import dataclass


class NumberRole(StrEnum):
    """Whose telephone it is."""

    SELF = "self"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    GUARDIAN = "guardian"


class NumberState(StrEnum):
    """Whether it is still worth dialling."""

    USABLE = "usable"
    ENDED = "ended"
    """Somebody else's, or cut off: never dialled again."""


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """One number of a household."""

    e164: str
    """As `+33556115050`."""
    raw: str = ""
    """What stood in the cell or was typed."""
    label: str = ""
    """The words around it: "fils Paul", "le soir"."""
    role: NumberRole = NumberRole.SELF
    rank: int = 1
    """Order of dialling, from 1."""
    state: NumberState = NumberState.USABLE
    valid: bool = True
    """False for possible numbers outside the numbering plan (fiction, brand-new ranges)."""
    id: int = 0
    """The store's number; 0 before it is stored."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """One person who is followed."""

    last_name: str
    first_name: str = ""
    title: str = ""
    """"Mme", "M.", or ""."""
    birth_date: date | None = None
    age_given: int | None = None
    """An age that came without a birth date, true on `age_given_on`."""
    age_given_on: date | None = None
    rank: int = 1
    id: int = 0

    def age(self, today: date) -> int | None:
        """Completed years on `today`, or None when nothing is known."""
        if self.birth_date is not None:
            born = self.birth_date
            return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if self.age_given is not None and self.age_given_on is not None:
            return self.age_given + max(0, today.year - self.age_given_on.year)
        return self.age_given


@dataclass(frozen=True, slots=True)
class Household:
    """A dwelling that is called: its people, its numbers, where it is."""

    reference: str
    """The landlord's own key (dwelling, else contract), or one made from address and name."""
    tenants: tuple[Tenant, ...] = ()
    numbers: tuple[PhoneNumber, ...] = ()
    address: str = ""
    address_extra: str = ""
    """Staircase, floor, door."""
    postcode: str = ""
    city: str = ""
    insee: str = ""
    """Code of the commune; text, leading zero kept."""
    agency: str = ""
    residence: str = ""
    language: str = ""
    """The language spoken, when it is not French."""
    segments: tuple[str, ...] = ()
    """Publics named by the listing itself; the campaign's conditions may add others."""
    flags: frozenset[str] = frozenset()
    """Codes from FLAGS, or the listing's own words in lower case."""
    preferred_caller: str = ""
    note: str = ""
    id: int = 0

    def short_name(self, person: Tenant | None = None) -> str:
        """Surname shortened, people look over shoulders; of `person`, else of the first."""
        one = person or min(self.tenants, key=lambda tenant: tenant.rank, default=None)
        name = f"{one.title} {one.last_name[:1]}.".strip() if one else ""
        return ", ".join(part for part in (name, self.city) if part)

    @property
    def usable_numbers(self) -> tuple[PhoneNumber, ...]:
        """The numbers still worth dialling, the tenant's own first, then by rank."""
        if len(self.numbers) == 1:
            return self.numbers if self.numbers[0].state is NumberState.USABLE else ()
        own_first = sorted(
            self.numbers, key=lambda number: (number.role is not NumberRole.SELF, number.rank)
        )
        return tuple(number for number in own_first if number.state is NumberState.USABLE)

    def line(self) -> str:
        """What rings when this dwelling is called.

        Two households with one line are dwelling-mates: while one is held, the other is not
        offered. The smallest of its own numbers, so that two listings which rank the same numbers
        otherwise name one line; without any, the landlord's key.
        """
        usable = self.usable_numbers
        own = [number.e164 for number in usable if number.role is NumberRole.SELF]
        return min(own or [number.e164 for number in usable], default=f"ref:{self.reference}")

    def eldest_age(self, today: date) -> int | None:
        """The greatest age among its tenants: segments are decided by it."""
        ages = [age for tenant in self.tenants if (age := tenant.age(today)) is not None]
        return max(ages, default=None)

    def profile(self, today: date) -> Profile:
        """What conditions may know of this household: the eldest's age, flags, place.

        Two tenants do not live alone; of one it is unknown unless the flag says so.
        """
        alone = True if "lives_alone" in self.flags else None
        return Profile(
            age=self.eldest_age(today),
            lives_alone=False if alone is None and len(self.tenants) > 1 else alone,
            segments=self.segments,
            flags=tuple(sorted(self.flags)),
            agency=self.agency,
        )


FLAGS = ("lives_alone", "isolated", "disability", "single_parent", "hearing", "guardianship")
"""The flags every listing and script may use; French twins are in FLAG_WORDS."""

FLAG_WORDS = {
    "lives_alone": "vit_seul",
    "isolated": "isole",
    "disability": "handicap",
    "single_parent": "monoparental",
    "hearing": "entend_mal",
    "guardianship": "tutelle",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What a call script may know of the person called; every field may be unknown."""

    title: str = ""
    first_name: str = ""
    last_name: str = ""
    age: int | None = None
    lives_alone: bool | None = None
    segments: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    agency: str = ""
    days_since_contact: int | None = None
    words: dict[str, str] = field(default_factory=dict)
    """Other words a text may hold: caller, landlord, last_call."""
