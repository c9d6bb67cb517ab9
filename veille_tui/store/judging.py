"""What each kind of entry does to the cases, attempts and queue of a batch, in the order of `seq`.

A step reads all it needs before it changes anything, so that a senseless entry changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.phones import national
from veille_tui.domain.tenants import NumberRole
from veille_tui.store import deaths, deciding, reading
from veille_tui.store.batch import Attempt, Batch, Dial
from veille_tui.store.clock import length, to_micros
from veille_tui.store.reading import Senseless

AVOIDED_FOR = timedelta(hours=1)
"""A case is not offered again so soon to the one who put it back."""
Data = Mapping[str, Any]


def judge(batch: Batch, entry: Entry) -> None:
    """Add one sound entry to the batch. Raises Senseless, and then nothing was added."""
    if entry.kind is Kind.SHIFT_NOTE:
        _note(batch, entry, entry.data)
    else:
        held = batch.cases.get(entry.case_id)
        if held is None:
            raise Senseless("unknown-case")
        if held.campaign_id != entry.campaign_id:
            raise Senseless("other-campaign")
        if not entry.attempt_id:
            raise Senseless("no-attempt")
        _STEPS.get(entry.kind, _kept_only)(batch, entry, entry.data)
    batch.kept[entry.id] = entry


def _attempt(batch: Batch, entry: Entry) -> Attempt:
    """The entry's attempt; made when its beginning has not come."""
    known = batch.attempts.get(entry.attempt_id)
    if known is None:
        return Attempt(
            id=entry.attempt_id,
            case_id=entry.case_id,
            campaign_id=entry.campaign_id,
            desk=batch.desk,
            caller=entry.caller,
            started_at=to_micros(entry.at),
        )
    if known.case_id != entry.case_id:
        raise Senseless("other-case")
    return known


def _touch(batch: Batch, attempt: Attempt) -> None:
    batch.attempts[attempt.id] = attempt
    batch.touched.add(attempt.id)


def _kept_only(batch: Batch, entry: Entry, data: Data) -> None:
    """Kept as it came: the finish tells what it led to."""
    _touch(batch, _attempt(batch, entry))


def _started(batch: Batch, entry: Entry, data: Data) -> None:
    attempt = _attempt(batch, entry)
    reason, script = reading.text(data, "reason"), reading.text(data, "script_hash")
    token = reading.text(data, "token")
    attempt.reason, attempt.script_hash, attempt.token = reason, script, token
    attempt.started_at = to_micros(entry.at)
    _touch(batch, attempt)


def _dial(batch: Batch, entry: Entry, data: Data) -> Dial:
    """The dial an entry speaks of; made when its beginning has not come."""
    dial_id = reading.needed(data, "dial")
    known = batch.dials.get((entry.attempt_id, dial_id))
    return known or Dial(
        entry.attempt_id, dial_id, entry.case_id, entry.campaign_id, to_micros(entry.at)
    )


def _redial(batch: Batch, attempt: Attempt, dial: Dial) -> None:
    key = (dial.attempt_id, dial.id)
    batch.dials[key] = dial
    batch.dialled.add(key)
    _touch(batch, attempt)


def _dialled(batch: Batch, entry: Entry, data: Data) -> None:
    attempt, dial = _attempt(batch, entry), _dial(batch, entry, data)
    number_id, e164 = reading.whole(data.get("number_id") or 0), reading.text(data, "e164")
    dial.number_id, dial.e164 = number_id, e164
    _redial(batch, attempt, dial)


def _answered_by(batch: Batch, entry: Entry, data: Data) -> None:
    attempt, dial = _attempt(batch, entry), _dial(batch, entry, data)
    dial.who = reading.text(data, "who") or "self"
    dial.answered_at = to_micros(entry.at)
    _redial(batch, attempt, dial)


def _dial_ended(batch: Batch, entry: Entry, data: Data) -> None:
    attempt, dial = _attempt(batch, entry), _dial(batch, entry, data)
    outcome, note = reading.outcome(data), reading.text(data, "note")
    dial.who = reading.text(data, "who") or dial.who
    dial.outcome, dial.note, dial.ended_at = outcome.value, note, to_micros(entry.at)
    _redial(batch, attempt, dial)
    if outcome is Outcome.DECEASED:
        deaths.noted(batch, batch.cases[entry.case_id], attempt)


def _dial_reopened(batch: Batch, entry: Entry, data: Data) -> None:
    attempt, dial = _attempt(batch, entry), _dial(batch, entry, data)
    was_death = dial.outcome == Outcome.DECEASED
    dial.outcome, dial.note, dial.ended_at = "", "", None
    if not data.get("answered"):
        dial.answered_at, dial.who = None, ""
    _redial(batch, attempt, dial)
    if was_death:
        deaths.taken_back(batch, batch.cases[entry.case_id], attempt)


def _answer(batch: Batch, entry: Entry, data: Data) -> None:
    attempt = _attempt(batch, entry)
    question = reading.needed(data, "question")
    if "value" not in data:
        raise Senseless("malformed")
    batch.answers[entry.attempt_id, question] = {
        "attempt_id": entry.attempt_id,
        "question": question,
        "case_id": entry.case_id,
        "campaign_id": entry.campaign_id,
        "value": reading.as_json(data["value"]),
        "words": reading.text(data, "words"),
        "script_hash": reading.text(data, "script_hash"),
        "at": to_micros(entry.at),
    }
    _touch(batch, attempt)


_NOTE_KINDS = {
    Kind.NOTE_WRITTEN: ("note", "text"),
    Kind.COMPLAINT_MADE: ("complaint", "text"),
    Kind.HELP_ASKED: ("help", "text"),
    Kind.ALERT_SHOWN: ("alert", "alert"),
    Kind.SHIFT_NOTE: ("shift", "text"),
}


def _note(batch: Batch, entry: Entry, data: Data) -> None:
    kind, key = _NOTE_KINDS[entry.kind]
    text = reading.text(data, key)
    if kind != "shift":
        _touch(batch, _attempt(batch, entry))
    if kind == "help":
        batch.flag(batch.cases[entry.case_id], "help_asked")
    batch.notes.append(
        {
            "id": entry.id,
            "kind": kind,
            "case_id": entry.case_id,
            "campaign_id": entry.campaign_id,
            "attempt_id": entry.attempt_id,
            "caller": entry.caller,
            "at": to_micros(entry.at),
            "text": text,
        }
    )


def _number_given(batch: Batch, entry: Entry, data: Data) -> None:
    attempt, e164 = _attempt(batch, entry), reading.needed(data, "e164")
    role = reading.text(data, "role") or NumberRole.SELF.value
    if role not in set(NumberRole):
        raise Senseless("unknown-role")
    batch.numbers_given.append(
        {
            "household_id": batch.cases[entry.case_id].household_id,
            "e164": e164,
            "raw": reading.text(data, "raw"),
            "label": reading.text(data, "label"),
            "role": role,
            "valid": 1,
            "dialled": national(e164),
            "attempt_id": entry.attempt_id,
        }
    )
    _touch(batch, attempt)


def _returned(batch: Batch, entry: Entry, data: Data) -> None:
    known = batch.attempts.get(entry.attempt_id)
    if known is not None and known.case_id != entry.case_id:
        raise Senseless("other-case")
    token = reading.text(data, "token") or (known.token if known else "")
    held = batch.cases[entry.case_id]
    if known is not None:
        known.finished_at, known.disposition = to_micros(entry.at), "returned"
        _touch(batch, known)
    if held.is_held_by(token):
        held.let_go(held.state_before)
        until = batch.now + length(AVOIDED_FOR)
        batch.returns.append({"case_id": held.case_id, "avoid": entry.caller, "avoid_until": until})


def _finished(batch: Batch, entry: Entry, data: Data) -> None:
    attempt = _attempt(batch, entry)
    made, minutes = reading.decision(data), reading.minutes(data)
    hidden = reading.texts(data, "hidden")
    attempt.token = attempt.token or reading.text(data, "token")
    attempt.complete, attempt.minutes = int(data.get("complete") is True), minutes
    attempt.finished_at = to_micros(entry.at)
    _touch(batch, attempt)
    batch.hidden[attempt.id] = {"attempt_id": attempt.id, "list": reading.as_json(hidden)}
    if not deciding.decide(batch, attempt, made):
        batch.late.append(entry.id)


_STEPS: dict[Kind, Callable[[Batch, Entry, Data], None]] = {
    Kind.ATTEMPT_STARTED: _started,
    Kind.NUMBER_DIALLED: _dialled,
    Kind.PERSON_ANSWERED: _answered_by,
    Kind.DIAL_ENDED: _dial_ended,
    Kind.DIAL_REOPENED: _dial_reopened,
    Kind.ANSWERED: _answer,
    Kind.NOTE_WRITTEN: _note,
    Kind.COMPLAINT_MADE: _note,
    Kind.HELP_ASKED: _note,
    Kind.ALERT_SHOWN: _note,
    Kind.NUMBER_GIVEN: _number_given,
    Kind.CASE_RETURNED: _returned,
    Kind.ATTEMPT_FINISHED: _finished,
}
