"""A decision as the rows that the store's statements read (shapes.py)."""

from __future__ import annotations

from typing import Any

from veille_tui.domain.evidence import strongest
from veille_tui.domain.next_step import Decision
from veille_tui.domain.referrals import Consent
from veille_tui.store.alerting import NO_CALL
from veille_tui.store.clock import micros_or_none, to_micros

Row = dict[str, Any]
_CONSENTS = set(Consent)
_CONTRADICTS = {"needs", "alert", "help_asked", "said_so", "refused"}
"""Reasons why a situation is not secured that end an earlier evidence; silence ends none."""


def needs(about: Row, made: Decision, found_at: int) -> list[Row]:
    """The needs that a decision names, each theme once; `about`: attempt, case and campaign."""
    found = {need.theme: need for need in made.needs}
    return [
        about
        | {
            "theme": need.theme,
            "urgency": need.urgency,
            "partner": need.to,
            "note": need.note,
            "consent": need.consent if need.consent in _CONSENTS else Consent.UNASKED.value,
            "consent_words": need.consent_words,
            "found_at": found_at,
        }
        for need in found.values()
    ]


def decided(made: Decision) -> Row:
    """The columns of a decision."""
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
