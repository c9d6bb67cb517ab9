"""Whether the person agreed that their name leaves the landlord, as the conversation tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veille_tui.domain.call_script import CallScript, Question, QuestionType
from veille_tui.domain.evidence import NeedFound
from veille_tui.domain.referrals import Consent
from veille_tui.domain.tenants import Profile
from veille_tui.domain.texts import render
from veille_tui.domain.walk import Walk

_ABOUT_SENDING = ("transmission", "transmettre", "referral", "share")
"""What the id of a question holds that asks whether a name may be passed on."""
_ABOUT_NOTES = ("note",)
"""Who agrees that notes are taken has not agreed that they leave."""


def needs_found(
    script: CallScript, profile: Profile, walk: Walk, answers: Mapping[str, object]
) -> tuple[NeedFound, ...]:
    """The needs of a conversation, each with the consent that goes with it."""
    found = []
    for need in walk.needs:
        question = _question(script, walk, answers, need.consent)
        agreed = _agreed(script, answers, question)
        words = render(question.say, script, profile, answers) if question else ""
        said = "" if agreed is Consent.UNASKED else words
        found.append(
            NeedFound(need.theme, need.urgency.value, need.to, need.note, agreed.value, said)
        )
    return tuple(found)


def consent_of(
    script: CallScript, profile: Profile, walk: Walk, answers: Mapping[str, object]
) -> tuple[Consent, str]:
    """What was said about passing a name on, with the words read, for a need added by hand."""
    question = _question(script, walk, answers, "")
    agreed = _agreed(script, answers, question)
    if question is None or agreed is Consent.UNASKED:
        return Consent.UNASKED, ""
    return agreed, render(question.say, script, profile, answers)


def _question(
    script: CallScript, walk: Walk, answers: Mapping[str, object], named: str
) -> Question | None:
    """The question that asked for it.

    The one that the need's rule names; else the last one answered whose id speaks of passing on;
    else the only consent the script asks for at all, unless it is about notes.
    """
    asked = set(walk.asked)
    if named:
        return script.by_id.get(named) if named in asked else None
    consents = [one for one in script.by_id.values() if one.type is QuestionType.CONSENT]
    about = [one for one in consents if _speaks_of(one, _ABOUT_SENDING)]
    for one in reversed(about):
        if one.id in asked and answers.get(one.id) not in (None, ""):
            return one
    if about or len(consents) != 1 or _speaks_of(consents[0], _ABOUT_NOTES):
        return None
    return consents[0] if consents[0].id in asked else None


def _speaks_of(question: Question, words: Sequence[str]) -> bool:
    return any(word in question.id.lower() for word in words)


def _agreed(
    script: CallScript, answers: Mapping[str, object], question: Question | None
) -> Consent:
    """Yes is yes; no, or no answer wanted, is no; anything else is as if nobody had asked."""
    answer = answers.get(question.id) if question else None
    if answer == script.words.yes:
        return Consent.GIVEN
    if answer in (script.words.no, script.words.refused):
        return Consent.REFUSED
    return Consent.UNASKED
