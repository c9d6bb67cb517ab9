"""What can come of dialling a number, with AAPOR codes and default delays (field.md)."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from veille_tui.domain.late_dataclasses import dataclass


class Outcome(StrEnum):
    """The outcome of one dial."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL_LEFT = "voicemail_left"
    VOICEMAIL = "voicemail"
    PHONE_PROBLEM = "phone_problem"
    DROPPED = "dropped"
    WRONG_NUMBER = "wrong_number"
    DISCONNECTED = "disconnected"
    REACHED_OTHER = "reached_other"
    APPOINTMENT = "appointment"
    CALLBACK = "callback"
    REFUSED_SOFT = "refused_soft"
    REFUSED_HARD = "refused_hard"
    LANGUAGE = "language"
    CANNOT_TALK = "cannot_talk"
    DECEASED = "deceased"
    MOVED_OUT = "moved_out"
    PARTIAL = "partial"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What an outcome means, whatever the campaign."""

    aapor: str
    delay: timedelta | None = None
    """Before the next try; None when a try is not what comes next."""
    answered: bool = False
    """A human voice was heard."""
    reached: bool = False
    """The person we wanted was on the line."""
    ends_number: bool = False
    ends_case: bool = False
    asks: str = ""
    """What the caller must add: "when", "note", "who" or ""."""


HOUR = timedelta(hours=1)
FACTS: dict[Outcome, OutcomeFacts] = {
    Outcome.NO_ANSWER: OutcomeFacts("3.13", 3 * HOUR),
    Outcome.BUSY: OutcomeFacts("3.12", timedelta(minutes=15)),
    Outcome.VOICEMAIL_LEFT: OutcomeFacts("2.221", 3 * HOUR),
    Outcome.VOICEMAIL: OutcomeFacts("2.222", 3 * HOUR),
    Outcome.PHONE_PROBLEM: OutcomeFacts("3.16", 3 * HOUR),
    # Whether anybody was heard before the line was cut is known only of its dial.
    Outcome.DROPPED: OutcomeFacts("2.35", timedelta(0)),
    Outcome.WRONG_NUMBER: OutcomeFacts("4.32", answered=True, ends_number=True),
    Outcome.DISCONNECTED: OutcomeFacts("4.32", ends_number=True),
    Outcome.REACHED_OTHER: OutcomeFacts("2.21", 3 * HOUR, answered=True, asks="who"),
    Outcome.APPOINTMENT: OutcomeFacts("2.12", answered=True, reached=True, asks="when"),
    Outcome.CALLBACK: OutcomeFacts("2.13", 3 * HOUR, answered=True, reached=True, asks="when"),
    Outcome.REFUSED_SOFT: OutcomeFacts(
        "2.112a", timedelta(days=7), answered=True, reached=True, asks="note"
    ),
    Outcome.REFUSED_HARD: OutcomeFacts(
        "2.112b", answered=True, reached=True, ends_case=True, asks="note"
    ),
    Outcome.LANGUAGE: OutcomeFacts("2.332", answered=True, ends_case=True, asks="note"),
    Outcome.CANNOT_TALK: OutcomeFacts("2.32", answered=True, ends_case=True, asks="note"),
    Outcome.DECEASED: OutcomeFacts("2.31", answered=True, ends_case=True, asks="note"),
    Outcome.MOVED_OUT: OutcomeFacts("4.54", answered=True, ends_case=True, asks="note"),
    Outcome.PARTIAL: OutcomeFacts("1.2", 3 * HOUR, answered=True, reached=True),
    Outcome.DONE: OutcomeFacts("1.1", answered=True, reached=True),
}

DEFAULT_DELAYS = {
    outcome: facts.delay for outcome, facts in FACTS.items() if facts.delay is not None
}
