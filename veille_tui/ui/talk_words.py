"""What stands around the question: who, since when, how far, what was said, what cannot wait."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.domain.texts import strip_controls
from veille_tui.domain.walk import is_answered
from veille_tui.language import _
from veille_tui.ui import answer_words
from veille_tui.ui.cards import told
from veille_tui.ui.widgets.alert_banner import Alert, first_sentence
from veille_tui.ui.widgets.section_progress import Step
from veille_tui.ui.words import source_words

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand
    from veille_tui.domain.journal import Dial
    from veille_tui.domain.tenants import Household

ENOUGH = 12
"""Answers worth keeping in sight: more never fit."""


def name_of(household: Household) -> str:
    """The people of a dwelling, shortly: "Mme LEFÈVRE", "M. et Mme DURAND", "M. ROY et Mme BÉ"."""
    people = sorted(household.tenants, key=lambda tenant: tenant.rank)
    if not people:
        return strip_controls(household.reference)
    surnames = {person.last_name for person in people}
    if len(surnames) == 1 and all(person.title for person in people):
        titles = _(" et ").join(dict.fromkeys(person.title for person in people))
        return strip_controls(f"{titles} {people[0].last_name}")
    names = (f"{person.title} {person.last_name}".strip() for person in people)
    return strip_controls(_(" et ").join(names))


def person_line(hand: Hand, now: datetime) -> str:
    """Who is on the line, and for how long: "Mme LEFÈVRE, 85 ans · un proche · 04:12"."""
    local = now.astimezone(ZoneInfo(hand.campaign.timezone))
    age = hand.case.household.eldest_age(local.date())
    parts = [name_of(hand.case.household)]
    if age is not None:
        parts[0] += _(", {age} ans").format(age=age)
    dial = hand.call.open_dial if hand.call else None
    if dial is not None and dial.who not in {"", "self"}:
        parts.append(source_words(dial.who))
    if dial is not None and dial.answered_at is not None:
        parts.append(clock_words(dial, now))
    return " · ".join(parts)


def clock_words(dial: Dial, now: datetime) -> str:
    """How long somebody has been on the line, as mm:ss; a clock set back shows 00:00."""
    seconds = int(((dial.ended_at or now) - (dial.answered_at or dial.at)).total_seconds())
    minutes, rest = divmod(max(0, seconds), 60)
    return f"{minutes:02d}:{rest:02d}"


def steps_of(hand: Hand, question: str) -> tuple[Step, ...]:
    """The sections that apply, as the progress line shows them; `question` is "" at the end,
    when the last one is present.
    """
    here = told(hand)
    shown = [one.id for one in here.walk.sections if one.asked]
    at_end = shown[-1] if shown else ""
    present = here.script.section_of[question].id if question else at_end
    return tuple(
        Step(
            strip_controls(section.title),
            is_done=section.answered == section.asked,
            is_here=section.id == present,
        )
        for section in here.walk.sections
        if section.asked or section.id == present
    )


def place_of(hand: Hand, question: str) -> tuple[int, int]:
    """Which question of how many, notes not counted; (0, 0) at the end and without questions."""
    here = told(hand)
    by_id = here.script.by_id
    asked = [one for one in here.walk.asked if by_id[one].type.value != "note"]
    if not asked or not question:
        return 0, 0
    if question in asked:
        return asked.index(question) + 1, len(asked)
    before = here.walk.asked.index(question) if question in here.walk.asked else 0
    passed = sum(one in asked for one in here.walk.asked[:before])
    return min(passed + 1, len(asked)), len(asked)


def answers_of(hand: Hand) -> tuple[tuple[str, str], ...]:
    """Section and answer of the last questions answered, oldest first."""
    here = told(hand)
    found = []
    for one in here.walk.asked:
        answer = here.call.answers.get(one)
        if is_answered(answer):
            question = here.script.by_id[one]
            words = answer_words.said(here.script.words, question, answer)
            found.append((strip_controls(here.script.section_of[one].title), words))
    return tuple(found[-ENOUGH:])


def alerts_of(hand: Hand, new: frozenset[str]) -> tuple[Alert, ...]:
    """The alerts that hold, those of `new` first."""
    here = told(hand)
    rules = {rule.id: rule for rule in here.script.alerts}
    alerts = [
        Alert(one, here.words(rules[one].say), strip_controls(rules[one].dial), one in new)
        for one in here.walk.alerts
    ]
    return tuple(sorted(alerts, key=lambda alert: not alert.is_new))


def waiting_words(hand: Hand) -> str:
    """What somebody left on the line waits for: "Mme LEFÈVRE attend : appeler le 15"; or ""."""
    if hand.walk is None or not hand.walk.alerts:
        return ""
    alert = alerts_of(hand, frozenset())[0]
    name = name_of(hand.case.household)
    if alert.dial:
        return _("{name} attend : appeler le {number}").format(name=name, number=alert.dial)
    return _("{name} attend : {alert}").format(name=name, alert=first_sentence(alert.say))


def help_text(hand: Hand) -> str:
    """What the supervisor is told about the alerts that hold: their words, never an answer."""
    here = told(hand)
    rules = {rule.id: rule for rule in here.script.alerts}
    says = (_("Alerte : {alert}").format(alert=rules[one].say) for one in here.walk.alerts)
    return strip_controls("\n".join(says))
