"""Table rows as domain objects and back; the column lists beside each are its contract."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import Any

from veille_tui.domain.case import (
    Case,
    Disposition,
    News,
    PastAttempt,
    PastDial,
    Promise,
    PromiseKind,
)
from veille_tui.domain.names import fold
from veille_tui.domain.phones import national
from veille_tui.domain.tenants import Household, NumberRole, NumberState, PhoneNumber, Tenant
from veille_tui.store.clock import from_micros, moment_or_none

Row = Sequence[Any]
_SECOND = itemgetter(1)
_LAST = itemgetter(-1)
_TENANT_ORDER = itemgetter(1, 0)
_NUMBER_ORDER = itemgetter(5, 0)
"""By rank, then by id."""
_read = json.JSONDecoder().raw_decode

HOUSEHOLD = (
    "id reference address address_extra postcode city insee agency residence language segments"
    " flags preferred_caller note"
).split()
TENANT = "id rank title last_name first_name birth_date age_given age_given_on".split()
NUMBER = "id e164 raw label role rank state valid".split()
CASE = (
    "id campaign_id segment segment_priority disposition promise_kind promise_starts promise_ends"
    " promise_by urgency cadence cadence_until preferred_caller last_contact_at secured_at flagged"
).split()


def columns(alias: str, names: Sequence[str]) -> str:
    """`alias.a, alias.b` for a statement."""
    return ", ".join(f"{alias}.{name}" for name in names)


def household(row: Row, tenants: Sequence[Row], numbers: Sequence[Row]) -> Household:
    """A household from its HOUSEHOLD, TENANT and NUMBER rows, people and numbers by rank."""
    return Household(
        reference=row[1],
        tenants=tuple([tenant(one) for one in sorted(tenants, key=_TENANT_ORDER)]),
        numbers=tuple([number(one) for one in sorted(numbers, key=_NUMBER_ORDER)]),
        address=row[2],
        address_extra=row[3],
        postcode=row[4],
        city=row[5],
        insee=row[6],
        agency=row[7],
        residence=row[8],
        language=row[9],
        segments=tuple(words(row[10])),
        flags=frozenset(words(row[11])),
        preferred_caller=row[12],
        note=row[13],
        id=row[0],
    )


def household_row(one: Household) -> tuple[Any, ...]:
    """A household's own columns: HOUSEHOLD without the id."""
    return (
        one.reference,
        one.address,
        one.address_extra,
        one.postcode,
        one.city,
        one.insee,
        one.agency,
        one.residence,
        one.language,
        listed(one.segments),
        listed(sorted(one.flags)),
        one.preferred_caller,
        one.note,
    )


def tenant(row: Row) -> Tenant:
    """A tenant from its TENANT row."""
    return Tenant(
        last_name=row[3],
        first_name=row[4],
        title=row[2],
        birth_date=date.fromisoformat(row[5]) if row[5] else None,
        age_given=row[6],
        age_given_on=date.fromisoformat(row[7]) if row[7] else None,
        rank=row[1],
        id=row[0],
    )


def tenant_row(one: Tenant) -> tuple[Any, ...]:
    """A tenant's columns: TENANT without the id, then `folded`."""
    return (
        one.rank,
        one.title,
        one.last_name,
        one.first_name,
        one.birth_date.isoformat() if one.birth_date else None,
        one.age_given,
        one.age_given_on.isoformat() if one.age_given_on else None,
        fold(f"{one.last_name} {one.first_name}"),
    )


def number(row: Row) -> PhoneNumber:
    """A number from its NUMBER row."""
    return PhoneNumber(
        e164=row[1],
        raw=row[2],
        label=row[3],
        role=NumberRole(row[4]),
        rank=row[5],
        state=NumberState(row[6]),
        valid=bool(row[7]),
        id=row[0],
    )


def number_row(one: PhoneNumber) -> tuple[Any, ...]:
    """A number's columns: NUMBER without the id, then `dialled`."""
    return (
        one.e164,
        one.raw,
        one.label,
        one.role.value,
        one.rank,
        one.state.value,
        int(one.valid),
        national(one.e164),
    )


def promise(kind: str, starts: int | None, ends: int | None, by: str) -> Promise | None:
    """A promise from its four columns; `kind` "" is none."""
    if not kind or starts is None:
        return None
    return Promise(PromiseKind(kind), from_micros(starts), moment_or_none(ends), by)


def case(row: Row, due_at: int, parts: Sequence[Sequence[Row]]) -> Case:
    """A case from its CASE + HOUSEHOLD row with its state, until when it refuses messages and when
    a number was given, when it is due, and its parts.

    `parts`: TENANT and NUMBER rows, then attempts (see `past_attempt`), open needs (theme,
    found_at), the last answers (attempt_id, at, question, words), what partners answered (theme,
    status, partner's name and kind, answer, at) and the attempts of other campaigns (title,
    attempts).
    """
    tenants, numbers, attempts, needs, answers, news, elsewhere = parts
    return Case(
        id=row[0],
        campaign_id=row[1],
        household=household(row[len(CASE) :], tenants, numbers),
        disposition=Disposition(row[4]),
        segment=row[2],
        priority=row[3],
        due_at=from_micros(due_at),
        promise=promise(row[5], row[6], row[7], row[8]),
        urgency=row[9],
        cadence=row[10],
        cadence_until=row[11],
        preferred_caller=row[12],
        last_contact_at=moment_or_none(row[13]),
        secured_at=moment_or_none(row[14]),
        attempts=tuple(past_attempt(one, answers) for one in sorted(attempts, key=_SECOND)),
        open_needs=tuple(dict.fromkeys(theme for theme, _ in sorted(needs, key=_SECOND))),
        flagged=row[15],
        state=row[-3],
        no_messages_until=moment_or_none(row[-2]),
        number_given_at=moment_or_none(row[-1]),
        news=tuple(
            News(theme, status, name or kind, answer, from_micros(at))
            for theme, status, name, kind, answer, at in sorted(news, key=_LAST)
        ),
        elsewhere=tuple(_elsewhere(elsewhere)),
    )


def _elsewhere(campaigns: Sequence[Row]) -> list[PastAttempt]:
    found = [
        replace(past_attempt(one, ()), campaign=title)
        for title, attempts in campaigns
        for one in parsed(attempts)
    ]
    return sorted(found, key=lambda one: one.at)


def past_attempt(row: Row, answers: Sequence[Row]) -> PastAttempt:
    """An attempt: id, started_at, caller, reason, disposition, minutes, its dials, its notes.

    Dials are (at, number_id, outcome, note), notes (at, text, kind), each a JSON array or null. Of
    `answers` (attempt_id, at, question, words), the last line of the words is the answer's label.
    """
    attempt_id, at, caller, reason, disposition, minutes, dialled, noted = row
    dials = sorted(parsed(dialled))
    written = sorted(parsed(noted))
    notes = [(said, text) for said, text, kind in written if kind == "note"]
    notes += [(said, text) for said, _, _, text in dials if text]
    given = sorted(answers, key=_SECOND) if answers and answers[0][0] == attempt_id else ()
    return PastAttempt(
        id=attempt_id,
        at=from_micros(at),
        caller=caller,
        reason=reason,
        disposition=disposition,
        dials=tuple(PastDial(from_micros(rang), number, what) for rang, number, what, _ in dials),
        notes=tuple(text for _, text in sorted(notes)),
        minutes=None if minutes is None else round(minutes),
        answers=tuple((question, words.rpartition("\n")[2]) for _, _, question, words in given),
        complaints=tuple(text for _, text, kind in written if kind == "complaint"),
        help_texts=tuple(text for _, text, kind in written if kind == "help"),
    )


def parsed(text: str | list[Any] | None) -> list[Any]:
    """A JSON array as the driver gave it: text on SQLite, a list on PostgreSQL, null when empty."""
    if not text:
        return []
    if isinstance(text, str):
        # Half the cost of json.loads, which looks for blanks before and after.
        found: list[Any] = _read(text)[0]
        return found
    return text


def words(text: str) -> list[str]:
    """The list that `listed` wrote; "" is empty."""
    return json.loads(text) if text and text != "[]" else []


def listed(values: Sequence[str]) -> str:
    """A list of words as JSON; "" when there are none."""
    return json.dumps(list(values), ensure_ascii=False) if values else ""
