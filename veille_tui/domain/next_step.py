"""What happens next to a case after an attempt: the decision that the store applies as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from veille_tui.domain import alert, assignment, calling_order
from veille_tui.domain.cadence import next_due
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import (
    Case,
    Disposition,
    Promise,
    QueueState,
)
from veille_tui.domain.conditions import Condition, ConditionFault, Scope, parse, profile_values
from veille_tui.domain.evidence import (
    NeedFound,
    Secured,
    Talk,
    contact_in,
    evidence,
    final_outcome,
    holds_until,
    numbers_ended_in,
    strongest,
)
from veille_tui.domain.journal import Call
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.records import from_plain, to_plain
from veille_tui.domain.steps import (
    Step,
    as_the_caller_wants,
    missed_appointment,
    opted_out,
    rests_until,
    step_after,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the store writes together with the result, in one transaction."""

    disposition: Disposition
    state: QueueState
    due_at: datetime | None = None
    priority: int = 0
    sort_key: int = 0
    reserved_for: str = ""
    reserved_until: datetime | None = None
    promise: Promise | None = None
    numbers_ended: tuple[int, ...] = ()
    e164_ended: tuple[str, ...] = ()
    """Numbers given in this very call, not stored yet, that turned out to be wrong."""
    contact_at: datetime | None = None
    """Sign of life in this attempt, if any."""
    secured: Secured | None = None
    not_secured: str = ""
    """Why not: needs, alert, help_asked, open_needs, refused, said_so, hearsay, incomplete,
    unknown, no_contact."""
    needs: tuple[NeedFound, ...] = ()
    urgency: str = ""
    cadence: str = ""
    cadence_until: str = ""
    flagged: str = ""
    in_alert: bool = False
    """The next call, or its time, is the alert's."""
    calm_due_at: datetime | None = None
    """When it would be without the alert; None with `in_alert` is no call."""
    rests_until: datetime | None = None
    """Until when the household's other campaigns wait, promises apart; None: they need not."""

    def to_data(self) -> dict[str, Any]:
        """As JSON for the journal: ISO 8601 times, codes."""
        data: dict[str, Any] = to_plain(self)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Decision:
        """The decision that `to_data` wrote."""
        return from_plain(cls, data)


def decide(case: Case, call: Call, talk: Talk, campaign: Campaign, now: datetime) -> Decision:
    """The decision for `case` after `call`, in which the script concluded `talk`.

    Pure: the wrap-up shows it, the journal keeps it, the store applies it.
    """
    talk = with_added(talk, call)
    outcome = final_outcome(call) or Outcome.NO_ANSWER
    contact = contact_in(call)
    secured, not_secured = evidence(case, call, talk, now)
    if secured is not None:
        secured = replace(secured, until=holds_until(secured.at, campaign))
    new = strongest([need.urgency for need in talk.needs] + (["today"] if call.help_asked else []))
    urgency = strongest([new, case.urgency])
    rhythm = pace = rhythm_of(case, talk, contact is not None, campaign, now)
    if (talk.needs or case.open_needs) and secured is None:
        pace = _until_it_is_closed(rhythm, campaign, now)
    # Nothing new about a need that is with its partner already: its rhythm is soon enough.
    worry = new or ("week" if not_secured == "open_needs" else "")
    heard = _Heard(case, call, outcome, secured is not None, worry)
    step, dropped = _step(heard, pace, campaign, now)
    calm = step
    if campaign.alert_since is not None:
        calm, _dropped = _step(heard, pace, replace(campaign, alert_since=None), now)
        # The alert changes when somebody is called, not what is known of them.
        step = replace(step, disposition=calm.disposition)
    if (talk.needs or case.open_needs or call.help_asked) and secured is None:
        open_state = step.state is not QueueState.CLOSED and not _is_away(step)
        step = replace(step, disposition=Disposition.NEEDS_HELP) if open_state else step
    stored, given = numbers_ended_in(call)
    return Decision(
        disposition=step.disposition,
        state=step.state,
        due_at=step.due_at,
        priority=calling_order.priority(step.promise, urgency, case.priority),
        sort_key=calling_order.sign_of_life(contact or case.last_contact_at),
        reserved_for=step.reserved_for,
        reserved_until=step.reserved_until,
        promise=step.promise,
        numbers_ended=stored,
        e164_ended=given,
        contact_at=contact,
        secured=secured,
        not_secured=not_secured,
        needs=talk.needs,
        urgency=urgency,
        cadence=rhythm[0],
        cadence_until=rhythm[1],
        flagged=_flag(case, call, talk, outcome, now) or ("no_next_call" if dropped else ""),
        in_alert=_is_moved(step, calm),
        calm_due_at=calm.due_at if _is_moved(step, calm) else None,
        rests_until=rests_until(case, call, campaign, now),
    )


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a call came to."""

    case: Case
    call: Call
    outcome: Outcome
    is_secured: bool
    worry: str


def _step(
    heard: _Heard, rhythm: tuple[str, str], campaign: Campaign, now: datetime
) -> tuple[Step, bool]:
    """Where the case goes, and whether the caller dropped its next call."""
    case, call = heard.case, heard.call
    away = opted_out(call, campaign, now)
    if away is not None and heard.outcome not in {Outcome.DECEASED, Outcome.MOVED_OUT}:
        return away, False
    wish = alert.pace(rhythm, campaign), heard.worry
    step = step_after(case, call, heard.outcome, heard.is_secured, wish, campaign, now)
    step, dropped = as_the_caller_wants(step, call, heard.is_secured)
    return _kept_for_its_caller(step, case, campaign), dropped


def _is_away(step: Step) -> bool:
    return step.disposition is Disposition.OPTED_OUT


def _is_moved(step: Step, calm: Step) -> bool:
    """Whether only the alert asks for the next call, or for so soon a one."""
    return step.due_at is not None and step.promise is None and step.due_at != calm.due_at


def with_added(talk: Talk, call: Call) -> Talk:
    """`talk` with the needs that the caller added by hand: their word on a theme is the last.

    One taken back leaves what the script found; an added one is never less urgent than that.
    """
    if not call.needs_added:
        return talk
    needs = {need.theme: need for need in talk.needs}
    for said in call.needs_added:
        theme, found = said["theme"], needs.get(said["theme"], NeedFound(said["theme"], ""))
        needs[theme] = NeedFound(
            theme=theme,
            urgency=strongest([found.urgency, said.get("urgency") or ""]) or "week",
            to=said.get("to") or found.to,
            note=said.get("note") or found.note,
            consent=said.get("consent") or found.consent,
            consent_words=said.get("consent_words") or found.consent_words,
        )
    return replace(talk, needs=tuple(needs.values()))


def _kept_for_its_caller(step: Step, case: Case, campaign: Campaign) -> Step:
    """A promise stays with who made it; any other next call is for the assigned caller first."""
    name = assignment.keeper(case, campaign)
    waits = step.state in {QueueState.READY, QueueState.SCHEDULED}
    if not name or not waits or step.due_at is None or step.promise is not None:
        return step
    until = assignment.kept_until(step.due_at, campaign)
    return replace(step, reserved_for=name, reserved_until=until)


WHILE_IN_NEED = "P7D"
"""How often somebody with an open need is called when nothing else says it."""


def _until_it_is_closed(
    rhythm: tuple[str, str], campaign: Campaign, now: datetime
) -> tuple[str, str]:
    """A person with a need is followed until somebody closes it: no rhythm is weekly, no end
    comes before. It is not their own rhythm: that comes back with the help.
    """
    every, until = rhythm[0] or WHILE_IN_NEED, rhythm[1]
    goes_on = next_due(every, until, now, ZoneInfo(campaign.timezone)) is not None
    return every, until if goes_on else ""


def rhythm_of(
    case: Case, talk: Talk, contact: bool, campaign: Campaign, now: datetime
) -> tuple[str, str]:
    """The cadence in force from now on, and its last day: the script's conclusion, what was, or
    the first of the campaign's rules that holds for this household.
    """
    if talk.cadence or (talk.cadence_is_said and talk.complete):
        return talk.cadence, talk.cadence_until
    if case.cadence:
        return case.cadence, case.cadence_until
    for rule in campaign.cadence if contact else ():
        if _holds(rule.when, case, campaign, now):
            return rule.every, rule.until.isoformat() if rule.until else ""
    return "", ""


def _holds(when: str, case: Case, campaign: Campaign, now: datetime) -> bool:
    """Whether a condition of the campaign file holds for the household; "" always does."""
    if not when:
        return True
    today = now.astimezone(ZoneInfo(campaign.timezone)).date()
    profile = case.household.profile(today)
    segments = tuple(dict.fromkeys(one for one in (case.segment, *profile.segments) if one))
    reason = calling_order.reason_of(case).value
    scope = Scope(known=profile_values(replace(profile, segments=segments), reason))
    return campaign_condition(when, campaign.language).holds(scope)


@lru_cache(maxsize=64)
def campaign_condition(when: str, language: str) -> Condition:
    """A condition of a campaign file, which may be written in either language.

    Raises ConditionFault; a file that was checked never does.
    """
    try:
        return parse(when, language)
    except ConditionFault:
        return parse(when, "en" if language == "fr" else "fr")


_LOOKED_AT = {
    Outcome.REFUSED_HARD,
    Outcome.DECEASED,
    Outcome.LANGUAGE,
    Outcome.CANNOT_TALK,
}


def _flag(case: Case, call: Call, talk: Talk, outcome: Outcome, now: datetime) -> str:
    """A word for the supervisor: what needs a human look whatever the queue does."""
    if call.help_asked:
        return "help_asked"
    if outcome is Outcome.DECEASED and len(case.household.tenants) > 1:
        return "deceased_couple"
    if outcome in _LOOKED_AT:
        return outcome.value
    if talk.alerts:
        return "alert"
    return "missed_appointment" if missed_appointment(case, call, now) else ""
