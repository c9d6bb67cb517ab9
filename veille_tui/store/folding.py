"""What a batch of entries adds up to, list by list (shapes.py), before the store sees it.

Each entry is read whole before anything is kept of it, so that a senseless one changes nothing. Of
two entries about one thing the later by `seq` stands; the store compares with what it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from veille_tui.domain.case import Disposition
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.phones import national
from veille_tui.domain.tenants import NumberRole
from veille_tui.store import decision_rows, reading
from veille_tui.store.clock import micros_or_none, to_micros
from veille_tui.store.reading import Senseless

Data = Mapping[str, Any]
Row = dict[str, Any]

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
        self.messages: list[Row] = []
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
            "messages": self.messages,
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
    Kind.NEED_HEARD: ("danger", "text"),
    Kind.SHIFT_NOTE: ("shift", "text"),
}


def _note(fold: Fold, entry: Entry, data: Data) -> None:
    kind, key = _NOTE_KINDS[entry.kind]
    text = reading.text(data, key)
    if kind == "danger":
        text = f"{reading.needed(data, 'theme')}\n{text}"
    if kind != "shift":
        fold.attempt(entry)
    if kind == "help":
        fold.helps.append({"entry_id": entry.id, "case_id": entry.case_id})
    row = {"id": entry.id, "kind": kind, "caller": entry.caller, "at": to_micros(entry.at)}
    fold.notes.append(_about(entry) | row | {"text": text})


def _message_shown(fold: Fold, entry: Entry, data: Data) -> None:
    template, e164 = reading.needed(data, "template"), reading.needed(data, "e164")
    fold.attempt(entry)
    row = {"entry_id": entry.id, "caller": entry.caller, "at": to_micros(entry.at)}
    fold.messages.append(_about(entry) | row | {"template": template, "e164": e164})


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
        | decision_rows.decided(made)
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
    fold.needs[entry.attempt_id] = decision_rows.needs(_about(entry), made, to_micros(entry.at))
    fold.ended[entry.attempt_id] = [
        *(about | {"id": one, "e164": ""} for one in made.numbers_ended),
        *(about | {"id": 0, "e164": one} for one in made.e164_ended),
    ]
    is_dead = made.disposition is Disposition.DECEASED
    fold.fate(entry, is_final=True, is_dead=is_dead)


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
    Kind.NEED_HEARD: _note,
    Kind.MESSAGE_SHOWN: _message_shown,
    Kind.NUMBER_GIVEN: _number_given,
    Kind.OPTED_OUT: _opted_out,
    Kind.CASE_RETURNED: _returned,
    Kind.ATTEMPT_FINISHED: _finished,
}
