"""Who may do what in a team's store."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from veille_tui.domain.late_dataclasses import dataclass


class Role(StrEnum):
    """What an account is for; each holds no right that its people do not need."""

    CALLER = "caller"
    """Telephones: takes the next case, sees those it holds, writes what it heard."""
    SUPERVISOR = "supervisor"
    """Sees everything, changes campaigns and scripts, imports; telephones too."""
    READER = "reader"
    """Reads figures; no name, number, address or word of a tenant."""


@dataclass(frozen=True, slots=True)
class Person:
    """One account."""

    name: str
    """As colleagues know them; what a call or a claim is recorded under."""
    login: str
    """The server's role."""
    role: Role
    added_at: datetime | None = None
    suspended_at: datetime | None = None
    """Since when nothing is allowed any more; None while the account is open."""


def is_supervisor(person: Person | None) -> bool:
    """Whether an account is a supervisor's; whoever has none says it by opening the follow-up."""
    return person is not None and person.role is Role.SUPERVISOR
