"""The journal: everything a desk did, entry by entry, and the call it adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from veille_tui.domain.case import CallReason, Promise, PromiseKind
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tenants import PhoneNumber


class Kind(StrEnum):
    """What an entry says; its `data` holds the keys named here."""

    ATTEMPT_STARTED = "attempt_started"
    """reason, script, script_hash, token"""
    NUMBER_DIALLED = "number_dialled"
    """dial, number_id, e164; reason inbound: no number dialled, they rang, tenant_id if known"""
    PERSON_ANSWERED = "person_answered"
    """dial, who (self, relative, neighbour, guardian, other): the conversation begins"""
    DIAL_ENDED = "dial_ended"
    """dial, outcome, note, who"""
    DIAL_REOPENED = "dial_reopened"
    """dial, answered (bool): a wrong key was undone, back to the conversation or to the ringing"""
    ANSWERED = "answered"
    """question, value (null takes it back), words, script_hash"""
    MOVED_TO = "moved_to"
    """question: where the caller stands, for resuming"""
    NOTE_WRITTEN = "note_written"
    """text"""
    COMPLAINT_MADE = "complaint_made"
    """text: a technical complaint for the agency"""
    HELP_ASKED = "help_asked"
    """text: the caller calls the supervisor"""
    ALERT_SHOWN = "alert_shown"
    """alert"""
    PROMISE_MADE = "promise_made"
    """kind, starts, ends, by; kind null takes it back"""
    NUMBER_GIVEN = "number_given"
    """e164, raw, label, role"""
    SECURED_CORRECTED = "secured_corrected"
    """secured (bool), source, reason: the caller corrects the proposal"""
    NEXT_CALL_CHANGED = "next_call_changed"
    """at (UTC) or null for none"""
    CASE_RETURNED = "case_returned"
    """why: put back without a call"""
    ATTEMPT_FINISHED = "attempt_finished"
    """decision (see next_step.Decision), minutes, complete, token, hidden (ids whose answer does
    not count any more)"""
    NEED_ADDED = "need_added"
    """theme, urgency, to, note, consent, consent_words: a need that the caller adds by hand; with
    urgency null it is taken back"""
    OPTED_OUT = "opted_out"
    """scope, until (ISO date or null), channel, words (opt_outs.OptOut), zone (of that day);
    scope null takes it back"""
    QUESTION_ASKED = "question_asked"
    """text: what a tenant asked and the campaign's FAQ did not know"""
    MESSAGE_SHOWN = "message_shown"
    """template, e164: a text message was shown, to be sent from the caller's own telephone"""
    NEED_HEARD = "need_heard"
    """theme, text: an immediate need, told to the supervisors while the call goes on"""
    SHIFT_NOTE = "shift_note"
    """text: a line at the end of a shift"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal; it is never changed."""

    id: str
    """UUID made at the desk: receiving it twice changes nothing."""
    at: datetime
    """UTC by the desk's clock; order is by `seq`, never by `at`."""
    kind: Kind
    case_id: int
    campaign_id: str
    attempt_id: str
    caller: str
    data: Mapping[str, Any] = field(default_factory=dict)
    seq: int = 0
    """Place in this desk's journal; 0 before it is written."""


@dataclass(frozen=True, slots=True)
class Dial:
    """One number dialled in the call under way."""

    id: str
    number_id: int
    e164: str
    at: datetime
    answered_at: datetime | None = None
    """When the conversation began; None while it rings, or when nobody answered."""
    outcome: Outcome | None = None
    ended_at: datetime | None = None
    note: str = ""
    who: str = ""
    """Who was on the line: self, relative, neighbour, guardian, other; "" is unknown."""
    tenant_id: int = 0
    """Which of the household's tenants rang us; 0 is unknown."""


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt, as the journal tells it."""

    attempt_id: str
    case_id: int
    campaign_id: str
    caller: str
    started_at: datetime
    reason: CallReason = CallReason.FIRST
    script_hash: str = ""
    token: str = ""
    dials: tuple[Dial, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    """Every answer ever given and not taken back, hidden ones too."""
    position: str = ""
    """The question the caller stands at; "" is the first without an answer."""
    notes: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    help_asked: tuple[str, ...] = ()
    alerts_shown: tuple[str, ...] = ()
    numbers_given: tuple[Mapping[str, str], ...] = ()
    needs_added: tuple[Mapping[str, str], ...] = ()
    """By hand, the last word on each theme."""
    opt_out: Mapping[str, Any] | None = None
    questions_asked: tuple[str, ...] = ()
    needs_heard: tuple[str, ...] = ()
    """Themes of the immediate needs that the supervisors were told of during the call."""
    messages_shown: tuple[str, ...] = ()
    """Ids of the campaign's text messages."""
    promise: Promise | None = None
    secured: bool | None = None
    """The caller's correction; None leaves it to the rules."""
    secured_source: str = ""
    secured_reason: str = ""
    next_call_changed: bool = False
    next_call_at: datetime | None = None
    finished_at: datetime | None = None
    returned: bool = False
    decision: Mapping[str, Any] | None = None

    @property
    def open_dial(self) -> Dial | None:
        """The dial whose outcome is still to be said."""
        if self.dials and self.dials[-1].outcome is None:
            return self.dials[-1]
        return None

    @property
    def is_talking(self) -> bool:
        """Whether the conversation is on: somebody answered and no outcome ended it."""
        return self.open_dial is not None and self.open_dial.answered_at is not None

    @property
    def talked_for(self) -> timedelta:
        """The length of its dials, from ringing to their outcome: nights between do not count."""
        lengths = [dial.ended_at - dial.at for dial in self.dials if dial.ended_at is not None]
        return sum((max(length, timedelta(0)) for length in lengths), timedelta(0))

    @property
    def outcome(self) -> Outcome | None:
        """The attempt's outcome: its last dial's."""
        return self.dials[-1].outcome if self.dials else None


def fold(entries: Iterable[Entry]) -> Call | None:
    """The call that the entries of one attempt add up to, in the order of `seq`."""
    call: Call | None = None
    for entry in entries:
        call = advance(call, entry)
    return call


def advance(call: Call | None, entry: Entry) -> Call:
    """`call` after one more entry; the first must start the attempt."""
    if call is None:
        if entry.kind is not Kind.ATTEMPT_STARTED:
            raise ValueError(f"an attempt begins with {Kind.ATTEMPT_STARTED}, not {entry.kind}")
        return Call(
            attempt_id=entry.attempt_id,
            case_id=entry.case_id,
            campaign_id=entry.campaign_id,
            caller=entry.caller,
            started_at=entry.at,
            reason=CallReason(entry.data.get("reason", CallReason.FIRST)),
            script_hash=entry.data.get("script_hash", ""),
            token=entry.data.get("token", ""),
        )
    step = _STEPS.get(entry.kind)
    return step(call, entry, entry.data) if step else call


def _number_dialled(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    dial = Dial(
        data["dial"],
        data.get("number_id", 0),
        data.get("e164", ""),
        entry.at,
        tenant_id=data.get("tenant_id", 0),
    )
    return replace(call, dials=(*call.dials, dial))


def _person_answered(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return _change_dial(call, data["dial"], answered_at=entry.at, who=data.get("who", "self"))


def _dial_ended(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    changes: dict[str, Any] = {"who": data["who"]} if data.get("who") else {}
    return _change_dial(
        call,
        data["dial"],
        outcome=Outcome(data["outcome"]),
        ended_at=entry.at,
        note=data.get("note", ""),
        **changes,
    )


def _dial_reopened(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    """A promise made with the outcome that is undone is undone with it."""
    changes: dict[str, Any] = {} if data.get("answered") else {"answered_at": None, "who": ""}
    reopened = _change_dial(call, data["dial"], outcome=None, ended_at=None, note="", **changes)
    return replace(reopened, promise=None)


def _change_dial(call: Call, dial_id: str, **changes: Any) -> Call:
    dials = tuple(replace(dial, **changes) if dial.id == dial_id else dial for dial in call.dials)
    return replace(call, dials=dials)


def _answered(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    answers = dict(call.answers)
    if data["value"] is None:
        answers.pop(data["question"], None)
    else:
        answers[data["question"]] = data["value"]
    return replace(call, answers=answers, position="")


def _moved_to(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, position=data["question"])


def _note(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, notes=(*call.notes, data["text"]))


def _complaint(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, complaints=(*call.complaints, data["text"]))


def _help(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, help_asked=(*call.help_asked, data.get("text", "")))


def _alert(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, alerts_shown=(*call.alerts_shown, data["alert"]))


def _number_given(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, numbers_given=(*call.numbers_given, dict(data)))


def _need_added(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    others = [one for one in call.needs_added if one["theme"] != data["theme"]]
    added = [dict(data)] if data.get("urgency") else []
    return replace(call, needs_added=(*others, *added))


def _opted_out(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, opt_out=dict(data) if data.get("scope") else None)


def _question_asked(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, questions_asked=(*call.questions_asked, data["text"]))


def _message_shown(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, messages_shown=(*call.messages_shown, data["template"]))


def _need_heard(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, needs_heard=(*call.needs_heard, data["theme"]))


def _promise(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    """A promise is the caller's last word on the next call: what was changed before gives way."""
    promise = promise_from(data)
    if promise is None:
        return replace(call, promise=None)
    return replace(call, promise=promise, next_call_changed=False, next_call_at=None)


def _secured(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(
        call,
        secured=data["secured"],
        secured_source=data.get("source", ""),
        secured_reason=data.get("reason", ""),
    )


def _next_call(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    at = datetime.fromisoformat(data["at"]) if data["at"] else None
    return replace(call, next_call_changed=True, next_call_at=at)


def _returned(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, returned=True)


def _finished(call: Call, entry: Entry, data: Mapping[str, Any]) -> Call:
    return replace(call, finished_at=entry.at, decision=data["decision"])


_STEPS = {
    Kind.NUMBER_DIALLED: _number_dialled,
    Kind.PERSON_ANSWERED: _person_answered,
    Kind.DIAL_ENDED: _dial_ended,
    Kind.DIAL_REOPENED: _dial_reopened,
    Kind.ANSWERED: _answered,
    Kind.MOVED_TO: _moved_to,
    Kind.NOTE_WRITTEN: _note,
    Kind.COMPLAINT_MADE: _complaint,
    Kind.HELP_ASKED: _help,
    Kind.ALERT_SHOWN: _alert,
    Kind.NUMBER_GIVEN: _number_given,
    Kind.NEED_ADDED: _need_added,
    Kind.OPTED_OUT: _opted_out,
    Kind.QUESTION_ASKED: _question_asked,
    Kind.MESSAGE_SHOWN: _message_shown,
    Kind.NEED_HEARD: _need_heard,
    Kind.PROMISE_MADE: _promise,
    Kind.SECURED_CORRECTED: _secured,
    Kind.NEXT_CALL_CHANGED: _next_call,
    Kind.CASE_RETURNED: _returned,
    Kind.ATTEMPT_FINISHED: _finished,
}


def promise_from(data: Mapping[str, Any]) -> Promise | None:
    """The promise that an entry's data holds; `kind` null is none."""
    if not data.get("kind"):
        return None
    return Promise(
        kind=PromiseKind(data["kind"]),
        starts=datetime.fromisoformat(data["starts"]),
        ends=datetime.fromisoformat(data["ends"]) if data.get("ends") else None,
        by=data.get("by", ""),
    )


def promise_data(promise: Promise | None) -> dict[str, Any]:
    """The data of a PROMISE_MADE entry."""
    if promise is None:
        return {"kind": None}
    return {
        "kind": promise.kind.value,
        "starts": promise.starts.isoformat(),
        "ends": promise.ends.isoformat() if promise.ends else None,
        "by": promise.by,
    }


def number_data(number: PhoneNumber) -> dict[str, str]:
    """The data of a NUMBER_GIVEN entry."""
    return {
        "e164": number.e164,
        "raw": number.raw,
        "label": number.label,
        "role": number.role.value,
    }
