"""Results to send: the entries of one real call at a real desk, again for any case."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from scripts.benches import calling, many_households, working_desk
from veille_tui import bootstrap, config
from veille_tui.domain.journal import Entry, Kind
from veille_tui.store.link import Link

_ANSWERS = 8
_HOLD = """
update queue set state = 1, claim_token = 'bench-' || case_id, last_token = 'bench-' || case_id,
  claimed_by = 'Hélène', claimed_at = {now}, lease_until = {now} + 1800000000
 where case_id in (select case_id from queue where state = 0 order by case_id limit :count)
returning case_id, claim_token"""


@cache
def real_call() -> tuple[Entry, ...]:
    """What a desk's journal holds of one whole conversation, with its first eight answers."""
    with tempfile.TemporaryDirectory() as folder:
        env = working_desk.prepare(Path(folder))
        post = bootstrap.post(config.load(env))
        calling.talk(post.desk, calling.take(post.desk))
        found = post.journal.unsent(1000)
        post.close()
    answers = [entry for entry in found if entry.kind is Kind.ANSWERED]
    left_out = {entry.id for entry in answers[_ANSWERS:]}
    return tuple(entry for entry in found if entry.id not in left_out)


def result(case_id: int, token: str) -> list[Entry]:
    """That call, on another case under another claim."""
    attempt, dial = str(uuid.uuid4()), str(uuid.uuid4())

    def own(entry: Entry) -> Entry:
        data: dict[str, Any] = dict(entry.data)
        for key, value in (("token", token), ("dial", dial)):
            if key in data:
                data[key] = value
        return replace(entry, id=str(uuid.uuid4()), case_id=case_id, attempt_id=attempt, data=data)

    return [own(entry) for entry in real_call()]


def results(held: Sequence[tuple[int, str]]) -> list[Entry]:
    """One result each, in the order of one desk's journal."""
    found = [entry for case_id, token in held for entry in result(case_id, token)]
    return [replace(entry, seq=place) for place, entry in enumerate(found, 1)]


def hold(link: Link, count: int) -> list[tuple[int, str]]:
    """Claim the next `count` cases at once, as nobody could: cases and their tokens."""
    rows = link.rows(_HOLD, {"now": None, "count": count})
    if len(rows) != count:
        raise RuntimeError("there are not enough cases")
    return [(int(case_id), str(token)) for case_id, token in rows]


def store_with(url: str, households: int) -> Link:
    """An open link to a new store of so many callable households."""
    from veille_tui.store import migrate
    from veille_tui.store.engine import open_link

    link = open_link(url, 10, 600)
    migrate.init(url, link)
    many_households.fill(link, households)
    return link


def hold_none(count: int) -> list[tuple[int, str]]:
    """Cases that nobody holds: for entries that are only kept."""
    return [(1 + place, f"none-{place}") for place in range(count)]
