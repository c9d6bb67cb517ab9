"""What a desk's entry says, read with suspicion: one that makes no sense is set aside."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from veille_tui.domain.case import QueueState
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.opt_outs import CHANNELS, SCOPES, OptOut, ends_in, wish_in
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.records import to_plain

# Made once: json.dumps would make another one at each call.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_LARGEST = 200_000
"""Characters of one entry's data; a person types a hundredth of it."""
_BIGGEST_INT = 2**31 - 1
_BIGGEST_LONG = 2**63 - 1
# Control characters but tab and line feed, and halves of characters that no engine stores.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Senseless(ValueError):
    """An entry that cannot be understood; the reason is a code, never its contents."""


def cleaned(value: Any) -> Any:
    """`value` (JSON) without control characters in any of its texts."""
    if isinstance(value, str):
        return _UNFIT.sub("", value)
    if isinstance(value, Mapping):
        return {cleaned(str(key)): cleaned(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned(item) for item in value]
    return value


# In JSON: what UNFIT matches stands there as an escape, or as itself.
_SUSPECT = re.compile("\\\\u|[\x7f-\x9f\ud800-\udfff]")


def sound(entry: Entry) -> tuple[Entry, str]:
    """`entry` with clean texts and plain data, and its data as JSON. Raises Senseless."""
    kind: object = entry.kind
    moment: object = entry.at
    if not isinstance(kind, Kind):
        raise Senseless("unknown-kind")
    if not entry.id or not isinstance(moment, datetime) or moment.tzinfo is None:
        raise Senseless("no-id-or-time")
    if not hasattr(entry.data, "items"):
        raise Senseless("malformed")
    whole(entry.case_id)
    whole(entry.seq, _BIGGEST_LONG)
    names = (entry.id, entry.campaign_id, entry.attempt_id, entry.caller)
    if not any(map(_UNFIT.search, names)):
        raw = _plain_json(entry.data)
        # Nearly every entry comes from a journal, as it was read: it is plain and clean already.
        if raw is not None and not _SUSPECT.search(raw):
            return entry, raw
    return _cleaned_entry(entry)


def _plain_json(data: Mapping[str, Any]) -> str | None:
    """Data that is JSON already, as text; None when it has to be looked at closely."""
    if type(data) is not dict:
        return None
    try:
        return as_json(data)
    except Senseless:
        return None


def _cleaned_entry(entry: Entry) -> tuple[Entry, str]:
    try:
        data = cleaned(to_plain(entry.data))
    except RecursionError:
        raise Senseless("malformed") from None
    made = replace(
        entry,
        id=cleaned(entry.id),
        campaign_id=cleaned(entry.campaign_id),
        attempt_id=cleaned(entry.attempt_id),
        caller=cleaned(entry.caller),
        data=data,
    )
    return made, as_json(data)


def as_json(value: Any) -> str:
    """`value` as compact JSON. Raises Senseless when it is none, or far too long."""
    try:
        text = _encode(value)
    except (TypeError, ValueError, RecursionError):
        raise Senseless("malformed") from None
    if len(text) > _LARGEST:
        raise Senseless("too-long")
    return text


def text(data: Mapping[str, Any], key: str) -> str:
    """A text, "" when it is missing. Raises Senseless for anything else."""
    value = data.get(key, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Senseless("malformed")
    return value


def needed(data: Mapping[str, Any], key: str) -> str:
    """A text that must be there."""
    value = text(data, key)
    if not value:
        raise Senseless("malformed")
    return value


def texts(data: Mapping[str, Any], key: str) -> list[str]:
    """A list of texts, empty when it is missing. Raises Senseless for anything else."""
    value = data.get(key) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Senseless("malformed")
    return value


def whole(value: Any, largest: int = _BIGGEST_INT) -> int:
    """A whole number that fits its column."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= largest:
        raise Senseless("malformed")
    return value


def outcome(data: Mapping[str, Any]) -> Outcome:
    """A dial's outcome."""
    try:
        return Outcome(text(data, "outcome"))
    except ValueError:
        raise Senseless("unknown-outcome") from None


def opt_out(data: Mapping[str, Any]) -> tuple[OptOut, datetime | None] | None:
    """A wish not to be called, and when it ends; None takes it back."""
    try:
        wish = wish_in(data)
        until = ends_in(data, wish) if wish else None
    except (TypeError, ValueError, OverflowError):
        raise Senseless("malformed") from None
    if wish is None:
        return None
    if wish.scope not in SCOPES or wish.channel not in CHANNELS or not isinstance(wish.words, str):
        raise Senseless("malformed")
    if wish.until is not None and not 1900 <= wish.until.year <= 2199:
        raise Senseless("malformed")
    return wish, until


def minutes(data: Mapping[str, Any]) -> float | None:
    """An attempt's length, or None."""
    value = data.get("minutes")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise Senseless("malformed")
    return min(max(float(value), 0.0), 100_000.0)


def decision(data: Mapping[str, Any]) -> Decision:
    """The decision of a finished attempt, with aware times and numbers that fit."""
    try:
        made = Decision.from_data(data["decision"])
        times = [
            made.due_at,
            made.reserved_until,
            made.contact_at,
            made.calm_due_at,
            made.rests_until,
        ]
        times.append(made.secured.at if made.secured else None)
        times += [made.promise.starts, made.promise.ends] if made.promise else []
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Senseless("malformed") from None
    if any(moment is not None and moment.tzinfo is None for moment in times):
        raise Senseless("malformed")
    if made.state is QueueState.HELD:
        raise Senseless("malformed")
    whole(made.priority)
    whole(made.sort_key, _BIGGEST_LONG)
    for number in made.numbers_ended:
        whole(number)
    for need in made.needs:
        if not need.theme or not all(isinstance(part, str) for part in to_plain(need).values()):
            raise Senseless("malformed")
    return made
