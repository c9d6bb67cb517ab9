"""What a batch of entries adds up to, list by list (shapes.py), before the store sees it.

Each entry is read whole before anything is kept of it, so that a senseless one changes nothing. Of
two entries about one thing the later by `seq` stands; the store compares with what it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from veille_tui.domain.case import Disposition
from veille_tui.domain.evidence import strongest
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.phones import national
from veille_tui.domain.referrals import Consent
from veille_tui.domain.tenants import NumberRole
from veille_tui.store import reading
from veille_tui.store.alerting import NO_CALL
from veille_tui.store.clock import micros_or_none, to_micros
from veille_tui.store.reading import Senseless

_CONSENTS = set(Consent)
Data = Mapping[str, Any]
Row = dict[str, Any]
_CONTRADICTS = {"needs", "alert", "help_asked", "said_so", "refused"}
"""Reasons why a situation is not secured that end an earlier evidence; silence ends none."""

Group = tuple[str, int, str]
"""Attempt, case, campaign: an attempt that is said to be of two cases is of the right one."""


def group_of(entry: Entry) -> Group:
    """What an entry says that it belongs to."""
    return entry.attempt_id, entry.case_id, entry.campaign_id


class Fold:
    """The lists of one batch, in the making."""

    def __init__(self) -> None:
        self.entries: list[Row] = []
        self.groups: dict[Group, Row] = {}
        self.attempts: dict[str, Row] = {}
        self.dials: dict[tuple[str, str], Row] = {}
        self.answers: dict[tuple[str, str], Row] = {}
        self.notes: list[Row] = []
        self.helps: list[Row] = []
        self.numbers: list[Row] = []
        self.opt_outs: dict[str, Row] = {}
        self.returns: dict[str, Row] = {}
        self.ends: dict[str, Row] = {}
        self.needs: dict[str, list[Row]] = {}
        self.ended: dict[str, list[Row]] = {}
        self.fates: dict[str, Row] = {}

    def add(self, entry: Entry, raw: str) -> None:
        """One more sound entry, in the order of `seq`; `raw` is its data as JSON.

        Raises Senseless; nothing is kept then.
        """
        if entry.kind is Kind.SHIFT_NOTE:
            _note(self, entry, entry.data)
        else:
            if not entry.attempt_id:
                raise Senseless("no-attempt")
            _STEPS.get(entry.kind, _kept_only)(self, entry, entry.data)
            group = self.groups.setdefault(group_of(entry), _about(entry) | {"token": ""})
            group["token"] = group["token"] or reading.text(entry.data, "token")
        self.entries.append(
            {
                "id": entry.id,
                "seq": entry.seq,
                "at": to_micros(entry.at),
                "kind": entry.kind.value,
                "case_id": entry.case_id,
                "campaign_id": entry.campaign_id,
                "attempt_id": entry.attempt_id,
                "caller": entry.caller,
                "data": raw,
            }
        )

    def lists(self) -> dict[str, list[Row]]:
        """Every list by its name in shapes.py, rows that lock others in one order."""
        return {
            "entries": self.entries,
            "groups": list(self.groups.values()),
            "attempts": list(self.attempts.values()),
            "dials": list(self.dials.values()),
            "answers": list(self.answers.values()),
            "notes": self.notes,
            "helps": self.helps,
            "numbers": self.numbers,
            "opt_outs": list(self.opt_outs.values()),
            "returns": list(self.returns.values()),
            "ends": list(self.ends.values()),
            "needs": [need for needs in self.needs.values() for need in needs],
            "ended": [number for numbers in self.ended.values() for number in numbers],
            "fates": list(self.fates.values()),
        }

    def attempt(self, entry: Entry) -> Row:
        """The entry's attempt; begun by its first entry until its beginning comes."""
        return self.attempts.setdefault(
            entry.attempt_id,
            _about(entry)
            | {
                "caller": entry.caller,
                "started_at": to_micros(entry.at),
                "reason": "",
                "script_hash": "",
                "token": "",
            },
        )

    def dial(self, entry: Entry, dial_id: str) -> Row:
        """The dial an entry speaks of, with this entry as the last one about it."""
        self.attempt(entry)
        row = self.dials.setdefault(
            (entry.attempt_id, dial_id),
            _about(entry)
            | {
                "id": dial_id,
                "at": to_micros(entry.at),
                "number_id": 0,
                "e164": "",
                "answered_at": None,
                "who": "",
                "outcome": "",
                "note": "",
                "ended_at": None,
                **dict.fromkeys(("is_dialled", "is_heard", "is_named", "is_ended"), 0),
            },
        )
        row["seq"] = entry.seq
        return row

    def fate(self, entry: Entry, *, is_final: bool = False, is_dead: bool = False) -> None:
        """Whether the attempt says that somebody died has to be looked at."""
        row = self.fates.setdefault(
            entry.attempt_id,
            {"attempt_id": entry.attempt_id, "case_id": entry.case_id, "is_final": 0},
        )
        if is_final:
            row |= {"is_final": 1, "is_dead": int(is_dead)}


def _about(entry: Entry) -> Row:
    return {
        "attempt_id": entry.attempt_id,
        "case_id": entry.case_id,
        "campaign_id": entry.campaign_id,
    }


def _kept_only(fold: Fold, entry: Entry, data: Data) -> None:
    """Kept as it came: the finish tells what it led to."""
    fold.attempt(entry)


def _started(fold: Fold, entry: Entry, data: Data) -> None:
    said = {key: reading.text(data, key) for key in ("reason", "script_hash", "token")}
    fold.attempt(entry).update(said, started_at=to_micros(entry.at))


def _dialled(fold: Fold, entry: Entry, data: Data) -> None:
    dial_id, e164 = reading.needed(data, "dial"), reading.text(data, "e164")
    number_id = reading.whole(data.get("number_id") or 0)
    fold.dial(entry, dial_id).update(
        is_dialled=1, number_id=number_id, e164=e164, at=to_micros(entry.at)
    )


def _answered_by(fold: Fold, entry: Entry, data: Data) -> None:
    dial_id, who = reading.needed(data, "dial"), reading.text(data, "who") or "self"
    fold.dial(entry, dial_id).update(
        is_heard=1, answered_at=to_micros(entry.at), is_named=1, who=who
    )


def _dial_ended(fold: Fold, entry: Entry, data: Data) -> None:
    dial_id, outcome = reading.needed(data, "dial"), reading.outcome(data)
    note, who = reading.text(data, "note"), reading.text(data, "who")
    dial = fold.dial(entry, dial_id)
    dial.update(is_ended=1, outcome=outcome.value, note=note, ended_at=to_micros(entry.at))
    if who:
        dial.update(is_named=1, who=who)
    if outcome is Outcome.DECEASED:
        fold.fate(entry)


def _dial_reopened(fold: Fold, entry: Entry, data: Data) -> None:
    dial = fold.dial(entry, reading.needed(data, "dial"))
    dial.update(is_ended=1, outcome="", note="", ended_at=None)
    if not data.get("answered"):
        dial.update(is_heard=1, answered_at=None, is_named=1, who="")
    fold.fate(entry)


def _answer(fold: Fold, entry: Entry, data: Data) -> None:
    question = reading.needed(data, "question")
    if "value" not in data:
        raise Senseless("malformed")
    row = _about(entry) | {
        "question": question,
        "value": reading.as_json(data["value"]),
        "words": reading.text(data, "words"),
        "script_hash": reading.text(data, "script_hash"),
        "at": to_micros(entry.at),
        "seq": entry.seq,
    }
    fold.attempt(entry)
    fold.answers[entry.attempt_id, question] = row


_NOTE_KINDS = {
    Kind.NOTE_WRITTEN: ("note", "text"),
    Kind.COMPLAINT_MADE: ("complaint", "text"),
    Kind.HELP_ASKED: ("help", "text"),
    Kind.ALERT_SHOWN: ("alert", "alert"),
    Kind.QUESTION_ASKED: ("question", "text"),
    Kind.SHIFT_NOTE: ("shift", "text"),
}


def _note(fold: Fold, entry: Entry, data: Data) -> None:
    kind, key = _NOTE_KINDS[entry.kind]
    text = reading.text(data, key)
    if kind != "shift":
        fold.attempt(entry)
    if kind == "help":
        fold.helps.append({"entry_id": entry.id, "case_id": entry.case_id})
    row = {"id": entry.id, "kind": kind, "caller": entry.caller, "at": to_micros(entry.at)}
    fold.notes.append(_about(entry) | row | {"text": text})


def _number_given(fold: Fold, entry: Entry, data: Data) -> None:
    e164 = reading.needed(data, "e164")
    role = reading.text(data, "role") or NumberRole.SELF.value
    if role not in set(NumberRole):
        raise Senseless("unknown-role")
    row = {
        "entry_id": entry.id,
        "attempt_id": entry.attempt_id,
        "case_id": entry.case_id,
        "e164": e164,
        "raw": reading.text(data, "raw"),
        "label": reading.text(data, "label"),
        "role": role,
        "dialled": national(e164),
        "place": len(fold.numbers) + 1,
    }
    fold.attempt(entry)
    # The same number twice in one batch is one number, as it was given last.
    fold.numbers = [
        one for one in fold.numbers if (one["case_id"], one["e164"]) != (entry.case_id, e164)
    ]
    fold.numbers.append(row)


def _opted_out(fold: Fold, entry: Entry, data: Data) -> None:
    wish, until = reading.opt_out(data) or (None, None)
    fold.attempt(entry)
    fold.opt_outs[entry.attempt_id] = _about(entry) | {
        "entry_id": entry.id,
        "caller": entry.caller,
        "scope": wish.scope if wish else "",
        "channel": wish.channel if wish else "",
        "words": wish.words if wish else "",
        "until": micros_or_none(until),
        "at": to_micros(entry.at),
    }


def _returned(fold: Fold, entry: Entry, data: Data) -> None:
    token = reading.text(data, "token") or fold.attempts.get(entry.attempt_id, {}).get("token", "")
    fold.returns[entry.attempt_id] = {
        "attempt_id": entry.attempt_id,
        "case_id": entry.case_id,
        "token": token,
        "caller": entry.caller,
        "at": to_micros(entry.at),
        "seq": entry.seq,
    }


def _finished(fold: Fold, entry: Entry, data: Data) -> None:
    made, minutes = reading.decision(data), reading.minutes(data)
    hidden, token = reading.texts(data, "hidden"), reading.text(data, "token")
    attempt = fold.attempt(entry)
    fold.ends[entry.attempt_id] = (
        _about(entry)
        | _decision(made)
        | {
            "entry_id": entry.id,
            "seq": entry.seq,
            "at": to_micros(entry.at),
            "caller": entry.caller,
            "token": attempt["token"] or token,
            "is_complete": int(data.get("complete") is True),
            "minutes": minutes,
            "hidden": reading.as_json(hidden),
            "after": reading.text(data, "after") if "after" in data else None,
        }
    )
    about = {"attempt_id": entry.attempt_id, "case_id": entry.case_id}
    fold.needs[entry.attempt_id] = _needs(entry, made)
    fold.ended[entry.attempt_id] = [
        *(about | {"id": one, "e164": ""} for one in made.numbers_ended),
        *(about | {"id": 0, "e164": one} for one in made.e164_ended),
    ]
    is_dead = made.disposition is Disposition.DECEASED
    fold.fate(entry, is_final=True, is_dead=is_dead)


def _needs(entry: Entry, made: Decision) -> list[Row]:
    found = {need.theme: need for need in made.needs}
    return [
        _about(entry)
        | {
            "theme": need.theme,
            "urgency": need.urgency,
            "partner": need.to,
            "note": need.note,
            "consent": need.consent if need.consent in _CONSENTS else Consent.UNASKED.value,
            "consent_words": need.consent_words,
            "found_at": to_micros(entry.at),
        }
        for need in found.values()
    ]


def _decision(made: Decision) -> Row:
    promise, secured = made.promise, made.secured
    return {
        "disposition": made.disposition.value,
        "state": made.state.value,
        "due_at": micros_or_none(made.due_at),
        "priority": made.priority,
        "sort_key": made.sort_key,
        "reserved_for": made.reserved_for,
        "reserved_until": micros_or_none(made.reserved_until),
        "promise_kind": promise.kind.value if promise else "",
        "promise_starts": micros_or_none(promise.starts if promise else None),
        "promise_ends": micros_or_none(promise.ends if promise else None),
        "promise_by": promise.by if promise else "",
        "urgency": made.urgency,
        "worst_need": strongest([need.urgency for need in made.needs]),
        "has_needs": int(bool(made.needs)),
        "cadence": made.cadence,
        "cadence_until": made.cadence_until,
        "contact_at": micros_or_none(made.contact_at),
        "is_secured": int(secured is not None),
        "secured_at": micros_or_none(secured.at if secured else None),
        "secured_until": micros_or_none(secured.until if secured else None),
        "secured_channel": secured.channel if secured else "",
        "secured_source": secured.source if secured else "",
        "not_secured": made.not_secured,
        "contradicts": int(made.not_secured in _CONTRADICTS),
        "flagged": made.flagged,
        "rests_until": micros_or_none(made.rests_until),
        "in_alert": int(made.in_alert),
        "calm_due_at": _calm(made),
    }


def _calm(made: Decision) -> int | None:
    """When the case would be due without the alert, as queue.calm_due_at has it."""
    if not made.in_alert:
        return None
    return NO_CALL if made.calm_due_at is None else to_micros(made.calm_due_at)


_STEPS: dict[Kind, Callable[[Fold, Entry, Data], None]] = {
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
    Kind.QUESTION_ASKED: _note,
    Kind.NUMBER_GIVEN: _number_given,
    Kind.OPTED_OUT: _opted_out,
    Kind.CASE_RETURNED: _returned,
    Kind.ATTEMPT_FINISHED: _finished,
}
