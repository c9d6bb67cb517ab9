"""Versions of a call script: a text frozen under the hash of its content, and where it is used."""

from __future__ import annotations

from datetime import datetime

from veille_tui.domain.late_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FrozenScript:
    """One version as the shared store keeps it."""

    hash: str
    script_id: str
    title: str
    language: str
    version: str
    """As its file says it; the hash is what counts."""
    source: str


@dataclass(frozen=True, slots=True)
class InForce:
    """A campaign that uses a version now."""

    campaign_id: str
    since: datetime | None = None
    by: str = ""
    """Who chose it."""


@dataclass(frozen=True, slots=True)
class ScriptVersion:
    """One version, when it came and where it is used."""

    hash: str
    script_id: str
    title: str
    version: str
    published_by: str
    published_at: datetime | None
    """The first time, UTC."""
    answers: int = 0
    """How many stored answers were given to its questions."""
    in_force: tuple[InForce, ...] = ()

    @property
    def campaigns(self) -> tuple[str, ...]:
        """The campaigns that use it now."""
        return tuple(one.campaign_id for one in self.in_force)


@dataclass(frozen=True, slots=True)
class AnswersCount:
    """How many stored answers one question has that were given under one version."""

    question: str
    script_hash: str
    count: int


@dataclass(frozen=True, slots=True)
class ValueCount:
    """How many stored answers to one question have one value."""

    question: str
    value: object
    """In the shape of an answer: a code, a list of codes, a number."""
    count: int
