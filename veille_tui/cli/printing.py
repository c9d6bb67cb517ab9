"""A document in indented lines, for people who want to see all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def lines_of(document: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """Every key with its value, those that are empty left out; two spaces a level."""
    margin = "  " * depth
    for key, value in document.items():
        if value in ("", None, [], {}):
            continue
        if isinstance(value, Mapping):
            yield f"{margin}{key}:"
            yield from lines_of(value, depth + 1)
        elif isinstance(value, list):
            yield f"{margin}{key}:"
            yield from _items(value, depth + 1)
        else:
            yield f"{margin}{key}: {value}"


def _items(values: list[Any], depth: int) -> Iterator[str]:
    margin = "  " * depth
    for value in values:
        if isinstance(value, Mapping):
            yield f"{margin}-"
            yield from lines_of(value, depth + 1)
        else:
            yield f"{margin}- {value}"
