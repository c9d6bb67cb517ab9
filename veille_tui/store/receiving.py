"""Takes in what the desks send: in order, once, all of a batch in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from veille_tui.domain.exchange import Received
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.records import to_plain
from veille_tui.store import (
    alerting,
    deaths,
    deciding,
    listed,
    opting_out,
    recording,
    referring,
    suspecting,
)
from veille_tui.store.folding import Fold, Group, group_of
from veille_tui.store.link import Link
from veille_tui.store.procedures import Procedure, Step
from veille_tui.store.reading import Senseless, cleaned, sound

_TIGHT = (",", ":")
_LATE = """
select {all}(e.entry_id) from {rows ends e} join {rows said s} on s.attempt_id = e.attempt_id
 where s.say in (0, 2, 3)"""
RECEIVE = Procedure(
    name="receive",
    takes={"desk": "text", "batch": "jsonb", "now": "bigint"},
    gives={"wrong": "jsonb", "late": "jsonb"},
    steps=(
        *deciding.FIRST,
        recording.ATTEMPTS,
        recording.DIALS,
        *deaths.NOTED,
        *deciding.DECIDED,
        alerting.LATE,
        deciding.NOTICES,
        *deaths.FINAL,
        *opting_out.RECEIVED,
        deciding.RETURNS,
        *recording.FACTS,
        *referring.OPENED,
        *recording.KEPT,
        *(
            Step(statement.replace("{numbers}", "{numbers redialled}"), only_if="redialled")
            for statement in listed.REFRESH
        ),
        *opting_out.REDIALLED,
        Step(_LATE, into="late"),
    ),
    result="select :wrong, :late",
    prologue=suspecting.REFUSED,
)


@dataclass(slots=True)
class Batch:
    """Entries on their way: what they add up to, and those that were set aside."""

    fold: Fold = field(default_factory=Fold)
    aside: dict[str, tuple[str, Entry]] = field(default_factory=dict)
    """Reason and entry by id."""

    def as_json(self) -> str:
        """The parameter that the statements read."""
        aside = [
            {"id": cleaned(str(one)), "reason": reason, "entry": _as_it_came(entry)}
            for one, (reason, entry) in self.aside.items()
        ]
        return json.dumps(
            self.fold.lists() | {"aside": aside}, ensure_ascii=False, separators=_TIGHT
        )


Wrong = dict[Group, str]
"""Why the store does not take what belongs to a group."""


def fold(entries: Iterable[Entry], wrong: Mapping[Group, str]) -> Batch:
    """What `entries` add up to, without those that the store refused."""
    batch = Batch()
    for entry in entries:
        try:
            whole, raw = sound(entry)
            if whole.kind is not Kind.SHIFT_NOTE and group_of(whole) in wrong:
                raise Senseless(wrong[group_of(whole)])
            batch.fold.add(whole, raw)
        except Senseless as senseless:
            batch.aside[entry.id] = str(senseless), entry
    return batch


def disputed(link: Link, desk: str, entries: Sequence[Entry], now: int | None) -> Wrong:
    """Which groups are wrong where one attempt is said to be of two cases; nearly always none."""
    said = dict.fromkeys(group_of(one) for one in entries if one.kind is not Kind.SHIFT_NOTE)
    if len({attempt for attempt, _case, _campaign in said}) == len(said):
        return {}
    groups = fold(entries, {}).fold.groups
    only_asking = json.dumps({"groups": list(groups.values())}, ensure_ascii=False)
    values = {"desk": desk, "batch": only_asking, "now": now}
    wrong = wrong_groups(link.call(RECEIVE, values)[0][0])
    taken: set[str] = set()
    for group in groups:
        if group in wrong:
            continue
        if group[0] in taken:
            wrong[group] = "other-case"
        taken.add(group[0])
    return wrong


def wrong_groups(found: Iterable[Sequence[Any]] | None) -> Wrong:
    """What `RECEIVE` says of groups that are wrong."""
    return {(attempt, case, campaign): why for attempt, case, campaign, why in found or ()}


def receive(link: Link, desk: str, entries: Sequence[Entry], now: int | None) -> Received:
    """Record a batch; receiving it again, or a part of it, changes nothing.

    A senseless entry is set aside and named; it never stands in the way of the others.
    """
    return together([_receive(link, desk, part, now) for part in parts(entries)])


def _receive(link: Link, desk: str, entries: Sequence[Entry], now: int | None) -> Received:
    wrong = disputed(link, desk, entries, now)
    while True:
        batch = fold(entries, wrong)
        values = {"desk": desk, "batch": batch.as_json(), "now": now}
        found, late = link.call(RECEIVE, values)[0]
        if not found:
            return received(entries, batch, late)
        wrong |= wrong_groups(found)


def together(parts: Sequence[Received]) -> Received:
    """What became of several batches, as of one."""
    if len(parts) == 1:
        return parts[0]
    return Received(
        tuple(one for part in parts for one in part.accepted),
        tuple(one for part in parts for one in part.late),
        {one: why for part in parts for one, why in part.refused.items()},
    )


def received(entries: Sequence[Entry], batch: Batch, late: Sequence[str] | None) -> Received:
    """What became of `entries`, once the store has the batch they add up to."""
    refused = {entry_id: reason for entry_id, (reason, _entry) in batch.aside.items()}
    accepted = tuple(entry.id for entry in entries if entry.id not in refused)
    return Received(accepted, tuple(late or ()), refused)


def parts(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """`entries` in order, in parts that end one attempt a case at most.

    Nearly always one part: the case of a result that came too late was claimed again at this desk.
    """
    part: list[Entry] = []
    ends: dict[int, str] = {}
    for entry in sorted(entries, key=_place):
        is_end = entry.kind is Kind.ATTEMPT_FINISHED
        if is_end and ends.get(entry.case_id, entry.attempt_id) != entry.attempt_id:
            yield part
            part, ends = [], {}
        if is_end:
            ends[entry.case_id] = entry.attempt_id
        part.append(entry)
    if part:
        yield part


def _place(entry: Entry) -> int:
    seq: object = entry.seq
    return seq if isinstance(seq, int) else 0


def _as_it_came(entry: Entry) -> str:
    """The whole entry as JSON, whatever it holds; cut where nobody would read on."""
    try:
        plain: Any = cleaned(to_plain(entry))
        return json.dumps(plain, ensure_ascii=False, default=str, skipkeys=True)[:20_000]
    except (RecursionError, ValueError):
        return json.dumps({"id": entry.id, "attempt_id": entry.attempt_id}, default=str)
