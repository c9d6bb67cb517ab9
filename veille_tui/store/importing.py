"""Brings a landlord's households into a campaign: all or none, at the engine's best pace."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from veille_tui.domain.calling_order import priority as calling_priority
from veille_tui.domain.case import Disposition, NewCase, QueueState
from veille_tui.domain.tenants import Household
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store import opting_out, rows
from veille_tui.store.campaigns import unknown
from veille_tui.store.clock import micros_or_none, to_micros
from veille_tui.store.link import Link
from veille_tui.store.listed import refresh_lines, update_households

Progress = Callable[[int, int], None]
_SLICE = 5_000
_LONG = 120.0
"""Seconds one statement of an import may take."""


def apply_import(
    link: Link,
    campaign_id: str,
    new: Sequence[NewCase],
    changed: Sequence[Household],
    now: datetime,
    progress: Progress,
) -> None:
    """Write what a listing brought, in one transaction; `progress(done, total)` as it goes.

    Numbers found wrong stay so, numbers that callers added stay, nobody is removed. Raises Refused
    when the campaign is unknown or closed; nothing is written then.
    """
    total = len(new) + len(changed)
    with link.patient(_LONG), link.transaction():
        landlord = _landlord(link, campaign_id)
        known = _known(link, landlord, [one.household.reference for one in new])
        strangers = [one for one in new if one.household.reference not in known]
        others = [one for one in new if one.household.reference in known]
        for start in range(0, len(strangers), _SLICE):
            part = strangers[start : start + _SLICE]
            ids = link.reserve("households", len(part))
            _load_households(link, landlord, ids, part)
            _load_cases(link, campaign_id, list(zip(ids, part, strict=True)), _Before(), now)
            progress(start + len(part), total)
        entered = _join_others(link, campaign_id, others, known, now)
        listed = [*changed, *(one.household for one in others)]
        update_households(link, landlord, listed, to_micros(now))
        refresh_lines(link, entered, to_micros(now))
        progress(total, total)


def _landlord(link: Link, campaign_id: str) -> str:
    found = link.rows(
        "select landlord, closed_at from campaigns where id = :id", {"id": campaign_id}
    )
    if not found:
        raise unknown(link, campaign_id)
    if found[0][1] is not None:
        raise Refused(
            _("La campagne « {id} » est close : elle ne reçoit plus personne.").format(
                id=campaign_id
            ),
            _("Importer dans une campagne ouverte."),
        )
    return str(found[0][0])


def _known(link: Link, landlord: str, references: Sequence[str]) -> dict[str, int]:
    """The landlord's households among `references` that another campaign already brought."""
    found = link.rows(
        "select reference, id from households where landlord = :landlord and reference in {texts}",
        {"landlord": landlord, "list": json.dumps(references)},
    )
    return dict(found)


def _load_households(link: Link, landlord: str, ids: Sequence[int], new: Sequence[NewCase]) -> None:
    both = [(number, one.household) for number, one in zip(ids, new, strict=True)]
    link.load(
        "households",
        ["id", "landlord", *rows.HOUSEHOLD[1:]],
        [(number, landlord, *rows.household_row(one)) for number, one in both],
    )
    link.load(
        "tenants",
        ["household_id", *rows.TENANT[1:], "folded"],
        [(number, *rows.tenant_row(tenant)) for number, one in both for tenant in one.tenants],
    )
    link.load(
        "phone_numbers",
        ["household_id", *rows.NUMBER[1:], "dialled"],
        [
            (number, *rows.number_row(phone))
            for number, one in both
            # The same number twice in one household is one number, at its first place.
            for phone in {phone.e164: phone for phone in reversed(one.numbers)}.values()
        ],
    )


_CASE_COLUMNS = (
    "id campaign_id household_id segment segments wave segment_priority disposition"
    " preferred_caller added_at"
).split()
_QUEUE_COLUMNS = (
    "case_id campaign_id household_id line closed_by state state_before priority due_at"
    " reserved_for reserved_until"
).split()
Entering = tuple[int, NewCase]


@dataclass(frozen=True, slots=True)
class _Before:
    """What other campaigns know of households that enter this one."""

    dead: Mapping[int, str] = field(default_factory=dict)
    """The attempt in which a death was noted, by household."""
    away: Mapping[int, datetime | None] = field(default_factory=dict)
    """Who is not to be called, until when; None is for ever."""


def _load_cases(
    link: Link, campaign_id: str, new: Sequence[Entering], before: _Before, now: datetime
) -> None:
    """Cases and their queue rows for households (id, case) that are in the store."""
    ids = link.reserve("cases", len(new))
    cases, queue = [], []
    for case_id, (household_id, listed) in zip(ids, new, strict=True):
        one = _not_before(listed, before.away.get(household_id))
        line = one.household.line()
        closed_by = before.dead.get(household_id, "")
        disposition, state = _entry_state(one, line, now)
        if household_id in before.away:
            disposition, state = Disposition.OPTED_OUT, _away_state(before.away[household_id])
        cases.append(
            (
                *(case_id, campaign_id, household_id, one.segment, rows.listed(one.segments)),
                *(one.wave, one.priority, "deceased" if closed_by else disposition.value),
                *(_first_caller(one), to_micros(now)),
            )
        )
        # Should the death turn out to be a wrong key, the case stands as a new one would.
        states = (QueueState.CLOSED.value if closed_by else state.value, state.value)
        place = (case_id, campaign_id, household_id, line, closed_by, *states)
        queue.append((*place, *_queue_values(one, now)))
    link.load("cases", _CASE_COLUMNS, cases)
    link.load("queue", _QUEUE_COLUMNS, queue)


def _entry_state(one: NewCase, line: str, now: datetime) -> tuple[Disposition, QueueState]:
    if line.startswith("ref:"):
        return Disposition.NO_NUMBER, QueueState.DONE
    if one.due_at is not None and one.due_at > now:
        return Disposition.TO_CALL, QueueState.SCHEDULED
    return Disposition.TO_CALL, QueueState.READY


def _away_state(until: datetime | None) -> QueueState:
    """Whoever asked not to be called is not by another campaign either, or only after a day."""
    return QueueState.CLOSED if until is None else QueueState.SCHEDULED


def _not_before(one: NewCase, until: datetime | None) -> NewCase:
    return one if until is None else replace(one, due_at=max(until, one.due_at or until))


def _first_caller(one: NewCase) -> str:
    return one.caller or one.household.preferred_caller


def _queue_values(one: NewCase, now: datetime) -> tuple[Any, ...]:
    starts = max(one.due_at or now, now)
    preferred = _first_caller(one)
    return (
        calling_priority(None, "", one.priority),
        to_micros(starts),
        preferred,
        micros_or_none(starts + one.kept_for if preferred else None),
    )


_ALREADY_IN = "select household_id from cases where campaign_id = :id and household_id in {numbers}"
_DEAD = (
    "select household_id, closed_by from queue where closed_by <> '' and household_id in {numbers}"
)


def _join_others(
    link: Link,
    campaign_id: str,
    others: Sequence[NewCase],
    known: dict[str, int],
    now: datetime,
) -> list[int]:
    """Cases for households that another campaign brought; who died there is not called here.

    The households that entered.
    """
    if not others:
        return []
    ids = json.dumps([known[one.household.reference] for one in others])
    inside = {row[0] for row in link.rows(_ALREADY_IN, {"id": campaign_id, "list": ids})}
    dead: dict[int, str] = dict(link.rows(_DEAD, {"list": ids}))
    away = opting_out.away(link, campaign_id, json.loads(ids), to_micros(now))
    entering = [
        (known[one.household.reference], one)
        for one in others
        if known[one.household.reference] not in inside
    ]
    _load_cases(link, campaign_id, entering, _Before(dead, away), now)
    return [household_id for household_id, _one in entering]
