"""A made-up world: who lives there, how they answer the telephone, and what is true of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A commune of the world."""

    insee: str
    city: str
    postcode: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """Households that come together."""

    name: str
    number: int
    ages: tuple[int, ...] = (70, 95)
    """From, to."""
    couples: float = 0.0
    """Share that is a couple."""
    without_number: int = 0
    agencies: Mapping[str, float] = field(default_factory=dict)
    """Names with their weights; () takes those of the callers."""
    places: tuple[Place, ...] = (Place("31555", "Toulouse", "31000"),)
    residences: int = 20
    flags: Mapping[str, int] = field(default_factory=dict)
    """Exact numbers by flag."""
    comes: date | None = None
    """None is with the first listing."""
    one_by_one: bool = False
    """Added by an agency's staff, some every working day, instead of by a listing."""
    until: date | None = None
    """Of `one_by_one`: the last day."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is true of some households; each is in at most one, so that totals are exact."""

    name: str
    number: int
    within: str = ""
    """Only in this group."""
    answers: str = ""
    """Which answers tell it; "" is those of its own name."""
    note: str = ""
    complaint: str = ""
    """A technical complaint told in the first talk."""
    help: str = ""
    """What the caller writes when calling the supervisor."""
    once: bool = True
    """Told in the first talk only; after that the household is well."""
    reachable: bool = True
    """Only among those whom the telephone reaches in the end."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How some households answer the telephone, and who else has news of them."""

    name: str
    number: int = 0
    rest: bool = False
    """All who have no other habit."""
    within: str = ""
    answers: Mapping[str, float] = field(default_factory=dict)
    """Chance to be heard by slot of the campaign; "*" is any other slot."""
    silent: int = 3
    """Who can be heard is, after so many silent calls: how many are reached is no chance."""
    machine: float = 0.0
    """Share of silent calls that end on a machine."""
    busy: float = 0.0
    relative: float = 0.0
    """Share of answered calls in which a relative gives news and all is well."""
    wrong_number: bool = False
    relays: Mapping[str, str] = field(default_factory=dict)
    """What each relay brings back, by channel: a RelayResult; what is not named finds nobody."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What some households say in the first talk instead of talking."""

    name: str
    number: int
    outcome: str
    """An Outcome."""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """When people call."""

    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Callers:
    """Who calls, when, and how long they talk."""

    number: int = 1
    names: tuple[str, ...] = ()
    days: tuple[str, ...] = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
    shifts: tuple[Shift, ...] = (Shift(time(9), time(12)), Shift(time(14), time(17)))
    minutes: float = 7.0
    """Mean of a talk."""
    present: float = 1.0
    """Share of the callers who are there on a day."""


@dataclass(frozen=True, slots=True)
class RelayWork:
    """How one relay works."""

    channel: str
    hours: float = 24.0
    """From the list that left to the news."""
    a_day: int = 0
    """How many come back a day at most; 0 is all."""


@dataclass(frozen=True, slots=True)
class PartnerWork:
    """How partners answer, in hours."""

    sent_after: float = 0.5
    accepted_after: float = 20.0
    done_after: float = 60.0
    rejected: float = 0.0
    """Share that the first partner rejects."""


@dataclass(frozen=True, slots=True)
class AlertDays:
    """Days on which the alert is on."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Sending:
    """A text message to everybody whom it fits."""

    day: date
    template: str


@dataclass(frozen=True, slots=True)
class Published:
    """A total that the programme published, to be found in the report."""

    title: str
    path: str
    """Keys of the report's JSON, with dots; several with " + " are added up."""
    value: float
    within: float = 0.0
    """How far the report may be from it, in per cent of it."""
    scales: bool = True
    """Whether it shrinks with the world."""
    truth: tuple[str, ...] = ()
    """Groups, situations, habits and fates whose people, counted, are the truth of it."""
    but: tuple[str, ...] = ()
    """Those among them who do not count."""
    counts_tenants: bool = False
    """The truth counts people instead of households."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything that `monde.yaml` says."""

    starts: date
    until: date
    groups: tuple[Group, ...]
    callers: Callers = Callers()
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By name of a situation ("bien" is everybody else's): answer by question; a list is written
    with commas between."""
    situations: tuple[Situation, ...] = ()
    habits: tuple[Habit, ...] = ()
    fates: tuple[Fate, ...] = ()
    relays: tuple[RelayWork, ...] = ()
    partners: PartnerWork = PartnerWork()
    alerts: tuple[AlertDays, ...] = ()
    messages: tuple[Sending, ...] = ()
    published: tuple[Published, ...] = ()
    file: Path = Path("monde.yaml")
