"""The verbs of one call: dial, answer, note, promise, finish.

Every verb writes to the journal before it returns the new state of the case in hand.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from veille_tui.desk import hand as hands
from veille_tui.desk.hand import Hand
from veille_tui.domain.case import Promise
from veille_tui.domain.journal import Call, Entry, Kind, advance, fold, number_data, promise_data
from veille_tui.domain.outcomes import FACTS, Outcome
from veille_tui.domain.tenants import NumberRole, PhoneNumber
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store.local import LocalJournal

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.evidence import NeedFound
    from veille_tui.domain.next_step import Decision
    from veille_tui.domain.opt_outs import OptOut


class CallVerbs:
    """What a caller does with the case in hand; needs nothing but this workstation."""

    def __init__(
        self,
        journal: LocalJournal,
        script: Callable[[str], CallScript],
        clock: Callable[[], datetime],
        caller: str,
        read_number: Callable[[str], PhoneNumber | None],
    ) -> None:
        self._journal = journal
        self._read_number = read_number
        self._script = script
        self._clock = clock
        self._caller = caller

    @property
    def caller(self) -> str:
        """Under whose name calls are made here."""
        return self._caller

    def dial(self, hand: Hand, number: PhoneNumber | None) -> Hand:
        """Write down that a number is dialled, before it is; None: they are ringing us."""
        data: dict[str, Any] = {
            "dial": str(uuid.uuid4()),
            "number_id": number.id if number else 0,
            "e164": number.e164 if number else "",
        }
        if hand.tenant_id and number is None:
            data["tenant_id"] = hand.tenant_id
        hand = self.with_script(hand)
        if hand.call is not None:
            _refuse_after_an_end(hand.call)
            return self._write(hand, Kind.NUMBER_DIALLED, data)
        start = self._start(hand)
        dialled = self._entry(hand, start.attempt_id, Kind.NUMBER_DIALLED, data)
        self._journal.append(start, dialled)
        return hands.walked(replace(hand, call=fold([start, dialled])))

    def person_answered(self, hand: Hand, who: str = "self") -> Hand:
        """The conversation begins, with the tenant or somebody else."""
        return self._write(hand, Kind.PERSON_ANSWERED, {"dial": hands.dial_id(hand), "who": who})

    def end_dial(self, hand: Hand, outcome: Outcome, note: str = "", who: str = "") -> Hand:
        """Say what came of the dial."""
        data = {"dial": hands.dial_id(hand), "outcome": outcome.value, "note": note, "who": who}
        return self._write(hand, Kind.DIAL_ENDED, data)

    def end_talk(self, hand: Hand, *, is_early: bool = False) -> Hand:
        """The conversation is over, or was stopped before its end; its outcome follows."""
        return self.end_dial(hand, hands.outcome_of_talk(hand, is_early=is_early))

    def reopen_dial(self, hand: Hand) -> Hand:
        """Undo the last outcome: back to the conversation, or to who answers."""
        if hand.call is None or not hand.call.dials:
            return hand
        last = hand.call.dials[-1]
        if last.outcome is None and last.answered_at is None:
            return hand
        if hand.call.opt_out is not None and last.outcome is not None:
            hand = self.opt_out(hand, None)
        answered = last.outcome is not None and last.answered_at is not None
        return self._write(hand, Kind.DIAL_REOPENED, {"dial": last.id, "answered": answered})

    def answer(self, hand: Hand, question_id: str, value: object, words: str = "") -> Hand:
        """Keep an answer with the words that were shown; None takes it back."""
        data = {
            "question": question_id,
            "value": value,
            "words": words,
            "script": hand.script.id if hand.script else "",
            "script_hash": hand.call.script_hash if hand.call else "",
        }
        hand = self._write(hand, Kind.ANSWERED, data)
        number = self._number_in(hand, question_id, value)
        hand = self._write(hand, Kind.NUMBER_GIVEN, number_data(number)) if number else hand
        return self._tell_danger(hand)

    def _number_in(self, hand: Hand, question_id: str, value: object) -> PhoneNumber | None:
        """The number that an answer gives and nobody knew yet: somebody near, to be dialled."""
        question = hand.script.by_id.get(question_id) if hand.script else None
        if question is None or question.type.value != "phone" or hand.call is None:
            return None
        number = self._read_number(value) if isinstance(value, str) else None
        if number is None:
            return None
        given = {one["e164"] for one in hand.call.numbers_given}
        known = {one.e164 for one in hand.case.household.numbers}
        if number.e164 in given | known:
            return None
        return replace(number, role=NumberRole.RELATIVE)

    def move_to(self, hand: Hand, question_id: str) -> Hand:
        """Stand at a question; a restart resumes there."""
        return self._write(hand, Kind.MOVED_TO, {"question": question_id})

    def note(self, hand: Hand, text: str) -> Hand:
        """Keep a note."""
        return self._write(hand, Kind.NOTE_WRITTEN, {"text": text})

    def complain(self, hand: Hand, text: str) -> Hand:
        """Keep a technical complaint for the agency."""
        return self._write(hand, Kind.COMPLAINT_MADE, {"text": text})

    def ask_help(self, hand: Hand, text: str) -> Hand:
        """Call the supervisor about this household."""
        return self._write(hand, Kind.HELP_ASKED, {"text": text})

    def ask_question(self, hand: Hand, text: str) -> Hand:
        """Keep what a tenant asked and nobody could answer; it begins the attempt if need be."""
        return self._write(self._begun(hand), Kind.QUESTION_ASKED, {"text": text})

    def show_message(self, hand: Hand, template: str, e164: str) -> Hand:
        """Keep that a text message was shown, to be sent: once in a call, however often shown."""
        if hand.call is not None and template in hand.call.messages_shown:
            return hand
        data = {"template": template, "e164": e164}
        return self._write(self._begun(hand), Kind.MESSAGE_SHOWN, data)

    def add_need(self, hand: Hand, need: NeedFound) -> Hand:
        """Keep a need that the caller heard; without urgency it is taken back."""
        data = {
            "theme": need.theme,
            "urgency": need.urgency or None,
            "to": need.to,
            "note": need.note,
            "consent": need.consent,
            "consent_words": need.consent_words,
        }
        return self._tell_danger(self._write(hand, Kind.NEED_ADDED, data))

    def _tell_danger(self, hand: Hand) -> Hand:
        """An immediate need does not wait for the end of the call to reach the supervisors.

        Once a theme; the referral itself is made of the whole call.
        """
        call, found = hand.call, hand.walk.needs if hand.walk else ()
        if call is None:
            return hand
        heard = [(one.theme, one.urgency.value, one.note) for one in found]
        heard += [(one["theme"], one["urgency"], one.get("note", "")) for one in call.needs_added]
        for theme, urgency, note in dict.fromkeys(heard):
            if urgency == "immediate" and theme not in (hand.call or call).needs_heard:
                hand = self._write(hand, Kind.NEED_HEARD, {"theme": theme, "text": note})
        return hand

    def opt_out(self, hand: Hand, wish: OptOut | None) -> Hand:
        """Keep a wish not to be called, or not to get text messages; None takes it back."""
        data: dict[str, Any] = {"scope": None}
        if wish is not None:
            until = wish.until.isoformat() if wish.until else None
            data = {"scope": wish.scope, "until": until}
            data |= {"channel": wish.channel, "words": wish.words}
            data |= {"zone": hand.campaign.timezone} if until else {}
        return self._write(hand, Kind.OPTED_OUT, data)

    def alert_shown(self, hand: Hand, alert_id: str) -> Hand:
        """Keep that an alert was before the caller's eyes."""
        return self._write(hand, Kind.ALERT_SHOWN, {"alert": alert_id})

    def give_number(self, hand: Hand, number: PhoneNumber) -> Hand:
        """Keep a number that somebody gave; that begins the attempt when nothing has yet."""
        return self._write(self._begun(hand), Kind.NUMBER_GIVEN, number_data(number))

    def _begun(self, hand: Hand) -> Hand:
        """`hand` with an attempt under way."""
        if hand.call is not None:
            return hand
        hand = self.with_script(hand)
        start = self._start(hand)
        self._journal.append(start)
        return replace(hand, call=fold([start]))

    def promise(self, hand: Hand, promise: Promise | None) -> Hand:
        """Keep when a call was promised; None takes it back."""
        return self._write(hand, Kind.PROMISE_MADE, promise_data(promise))

    # The end.

    def correct_secured(self, hand: Hand, secured: bool, source: str, reason: str = "") -> Hand:
        """The caller says whether the situation is secured, and by whose word."""
        data = {"secured": secured, "source": source, "reason": reason}
        return self._write(hand, Kind.SECURED_CORRECTED, data)

    def change_next_call(self, hand: Hand, at: datetime | None) -> Hand:
        """Move the next call, or drop it."""
        data = {"at": at.isoformat() if at else None}
        return self._write(hand, Kind.NEXT_CALL_CHANGED, data)

    def move_next_call(self, hand: Hand, at: datetime | None) -> Hand:
        """Move the next call, its promise with it, window and all; None: no call, no promise."""
        promise = hand.call.promise if hand.call else None
        if promise is None:
            return self.change_next_call(hand, at)
        if at is None:
            return self.change_next_call(self.promise(hand, None), None)
        ends = at + (promise.ends - promise.starts) if promise.ends else None
        return self.promise(hand, replace(promise, starts=at, ends=ends))

    def proposal(self, hand: Hand) -> Decision:
        """What would happen next if the call ended now."""
        from veille_tui.domain.next_step import decide

        if hand.call is None:
            raise ValueError("no call has begun")
        return decide(hand.case, hand.call, hand.talk, hand.campaign, self._clock())

    def finish(self, hand: Hand) -> Decision:
        """Write the end of the attempt with its decision, and let go of the case."""
        if hand.call is None:
            raise ValueError("no call has begun")
        decision = self.proposal(hand)
        minutes = hand.call.talked_for / timedelta(minutes=1)
        data = {
            "decision": decision.to_data(),
            "minutes": round(minutes, 1),
            "complete": hand.talk.complete,
            "token": hand.token,
            "hidden": list(hand.hidden_answers),
            "after": hand.case.decided_by,
        }
        entry = self._entry(hand, hand.call.attempt_id, Kind.ATTEMPT_FINISHED, data)
        self._journal.finish(hand.token, entry, who=hands.short_name(hand))
        return decision

    # Inside.

    def with_script(self, hand: Hand) -> Hand:
        """`hand` with its script loaded: the call's own version, whatever is in force by now."""
        if hand.script is not None:
            return hand
        started = hand.call.script_hash if hand.call else ""
        script = self._script(started or hand.campaign.script_hash)
        profile = hands.profile_of(hand, self._clock())
        return hands.walked(replace(hand, script=script, profile=profile))

    def _start(self, hand: Hand) -> Entry:
        data = hands.start_data(hand)
        return self._entry(hand, str(uuid.uuid4()), Kind.ATTEMPT_STARTED, data)

    def _write(self, hand: Hand, kind: Kind, data: dict[str, Any]) -> Hand:
        if hand.call is None:
            raise ValueError(f"{kind} needs a call that has begun")
        entry = self._entry(hand, hand.call.attempt_id, kind, data)
        self._journal.append(entry)
        return hands.walked(replace(hand, call=advance(hand.call, entry)))

    def _entry(self, hand: Hand, attempt_id: str, kind: Kind, data: dict[str, Any]) -> Entry:
        return Entry(
            id=str(uuid.uuid4()),
            at=self._clock(),
            kind=kind,
            case_id=hand.case.id,
            campaign_id=hand.campaign.id,
            attempt_id=attempt_id,
            caller=self.caller,
            data=data,
        )


def _refuse_after_an_end(call: Call) -> None:
    """Nobody dials another number of a household in which somebody died or refused for good."""
    if any(dial.outcome and FACTS[dial.outcome].ends_case for dial in call.dials):
        raise Refused(
            _("Cet appel a dit de ne plus appeler ce foyer."),
            _("Annuler cette issue si c'était une erreur, ou enregistrer."),
        )
