"""Takes in what the desks send: in order, once, all of a batch in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence

from veille_tui.domain.exchange import Received
from veille_tui.domain.journal import Entry
from veille_tui.domain.records import to_plain
from veille_tui.store.batch import look
from veille_tui.store.judging import judge
from veille_tui.store.link import Link
from veille_tui.store.reading import Senseless, as_json, cleaned, sound
from veille_tui.store.recording import record, set_aside


def receive(link: Link, desk: str, entries: Sequence[Entry], now: int | None) -> Received:
    """Record a batch; receiving it again, or a part of it, changes nothing.

    A senseless entry is set aside and named; it never stands in the way of the others.
    """
    if not entries:
        return Received()
    refused: dict[str, str] = {}
    aside: dict[str, Entry] = {}
    understood = []
    for entry in sorted(entries, key=_place):
        try:
            understood.append(_checked(entry))
        except Senseless as senseless:
            refused[entry.id], aside[entry.id] = str(senseless), entry
    with link.transaction():
        batch = look(link, desk, understood, now)
        for entry in understood:
            if entry.id in batch.known or entry.id in batch.kept:
                continue
            try:
                judge(batch, entry)
            except Senseless as senseless:
                refused[entry.id], aside[entry.id] = str(senseless), entry
        record(link, batch)
        set_aside(
            link,
            [
                {
                    "id": cleaned(str(entry_id)),
                    "desk": desk,
                    "reason": refused[entry_id],
                    "entry": _as_it_came(entry),
                    "now": batch.now,
                }
                for entry_id, entry in aside.items()
            ],
        )
    accepted = tuple(entry.id for entry in entries if entry.id not in refused)
    return Received(accepted, tuple(batch.late), refused)


def _place(entry: Entry) -> int:
    seq: object = entry.seq
    return seq if isinstance(seq, int) else 0


def _checked(entry: Entry) -> Entry:
    entry = sound(entry)
    as_json(entry.data)
    return entry


def _as_it_came(entry: Entry) -> str:
    """The whole entry as JSON, whatever it holds; cut where nobody would read on."""
    try:
        plain = cleaned(to_plain(entry))
        return json.dumps(plain, ensure_ascii=False, default=str, skipkeys=True)[:20_000]
    except (RecursionError, ValueError):
        return json.dumps({"id": entry.id, "attempt_id": entry.attempt_id}, default=str)
