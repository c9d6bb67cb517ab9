"""Moments as the shared store keeps them: whole microseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """`moment` (aware) as an integer that sorts and indexes alike on every engine."""
    return (moment - _EPOCH) // _MICROSECOND


def micros_or_none(moment: datetime | None) -> int | None:
    """`to_micros`, or None for no moment."""
    return None if moment is None else to_micros(moment)


def length(duration: timedelta) -> int:
    """A duration in microseconds."""
    return duration // _MICROSECOND


def from_micros(value: int) -> datetime:
    """The moment that `to_micros` wrote, in UTC."""
    return _EPOCH + timedelta(microseconds=value)


def moment_or_none(value: int | None) -> datetime | None:
    """`from_micros`, or None for no moment."""
    return None if value is None else from_micros(value)
