"""Frozen dataclasses as plain JSON values and back, by their own type hints."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, time, timedelta
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def to_plain(value: Any) -> Any:
    """`value` as JSON knows it: ISO 8601 times, seconds for durations, codes for enums."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return {to_plain(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (frozenset, set)):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[Record], data: Mapping[str, Any]) -> Record:
    """The `kind` that `to_plain` wrote; unknown keys are ignored, missing ones take defaults.

    So a record written by a newer or an older program is still read.
    """
    readers = _readers(kind)  # type: ignore[arg-type]
    return kind(**{name: readers[name](data[name]) for name in readers if name in data})


@cache
def _readers(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}


def _same(value: Any) -> Any:
    return value


def _reader(hint: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        real = [part for part in inner if part is not type(None)]
        read = _reader(real[0]) if len(real) == 1 else _same
        return lambda value: None if value is None else read(value)
    if origin in {tuple, frozenset, list}:
        item = _reader(inner[0])
        return lambda value: origin(item(part) for part in value)
    if origin is not None and issubclass(origin, Mapping):
        key, item = _reader(inner[0]), _reader(inner[1])
        return lambda value: {key(name): item(part) for name, part in value.items()}
    if isinstance(hint, type):
        return _plain_reader(hint)
    return _same


def _plain_reader(hint: type) -> Any:
    # Not `is_dataclass`: it would complete a class that this record may not hold.
    if "__dataclass_fields__" in vars(hint):
        return lambda value: from_plain(hint, value)
    if issubclass(hint, Enum):
        return hint
    if issubclass(hint, (date, time)):
        return hint.fromisoformat
    if issubclass(hint, timedelta):
        return lambda value: timedelta(seconds=value)
    return _same
