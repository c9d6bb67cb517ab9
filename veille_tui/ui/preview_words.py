"""What a rehearsal says around the callers' own screens: who may be called, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from veille_tui.domain.case import CallReason
from veille_tui.domain.script_cases import Mismatch, run_case
from veille_tui.domain.tenants import FLAG_WORDS
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, n_
from veille_tui.ui import talk_words, words, wrap_up_words
from veille_tui.ui.cards import told

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand
    from veille_tui.domain.call_script import ScriptCase
    from veille_tui.domain.next_step import Decision
    from veille_tui.domain.tenants import Profile

_FLAG_CODES = {french: code for code, french in FLAG_WORDS.items()}


def nothing_is_kept() -> str:
    """What the top bar says on every screen of a rehearsal."""
    return _("Essai : rien n'est enregistré")


def reason_words(reason: CallReason) -> str:
    """Why somebody is called."""
    return {
        CallReason.FIRST: _("premier appel"),
        CallReason.FOLLOW_UP: _("suivi"),
        CallReason.CALLBACK: _("rappel promis"),
        CallReason.INBOUND: _("appel entrant"),
    }[reason]


def name_of(profile: Profile) -> str:
    """Mme Hélène Lefèvre."""
    parts = (profile.title, profile.first_name, profile.last_name)
    return strip_controls(" ".join(part for part in parts if part)) or _("Personne sans nom")


def about(profile: Profile) -> str:
    """What conditions may know of somebody: "85 ans, vit seule, dernier contact hier"."""
    parts = _lasting(profile)
    if profile.days_since_contact is not None:
        parts.append(words.contact_words(profile.days_since_contact))
    return strip_controls(", ".join(parts)) or _("rien n'est connu de cette personne")


def shortly(profile: Profile) -> str:
    """The same without the last contact, for a list."""
    return strip_controls(", ".join(_lasting(profile))) or _("rien n'est connu")


def _lasting(profile: Profile) -> list[str]:
    parts = [] if profile.age is None else [_("{age} ans").format(age=profile.age)]
    flags = [_FLAG_CODES.get(flag, flag) for flag in profile.flags]
    if profile.lives_alone is False:
        parts.append(_("ne vit pas seule") if profile.title == "Mme" else _("ne vit pas seul"))
    elif profile.lives_alone:
        flags.append("lives_alone")
    parts += words.flag_words(set(flags), profile.title)
    if profile.segments:
        parts.append(_("public : {names}").format(names=", ".join(profile.segments)))
    if profile.agency:
        parts.append(profile.agency)
    return parts


def rows(
    hand: Hand, decision: Decision, now: datetime, case: ScriptCase | None
) -> tuple[tuple[str, str], ...]:
    """Title and words of every line of the summary, the most important first."""
    here = told(hand)
    found = [(_("Issue"), _outcome(hand)), (_("Complet"), _complete(hand))]
    if case is not None:
        found += _case_rows(hand, case)
    agreed = wrap_up_words.consent(hand)
    needs = [wrap_up_words.need_words(hand, need, agreed) for need in hand.talk.needs]
    found += _titled(_("Besoins"), needs or [_("aucun")])
    found += _titled(_("Alertes"), list(_alerts(hand)) or [_("aucune")])
    every = here.walk.every
    found.append((_("Rythme"), words.every_words(every) if every else _("aucun rappel demandé")))
    situation = wrap_up_words.situation(decision, here.call, now, hand.campaign.timezone)
    found.append((_("Situation"), situation))
    found.append((_("Prochain appel"), wrap_up_words.next_call(hand, decision, now)))
    closing = here.words(here.walk.closing)
    found.append((_("Prendre congé"), _("« {text} »").format(text=closing) if closing else "…"))
    found.append((_("Questions"), _counts(hand)))
    return tuple(found)


def _titled(title: str, lines: list[str]) -> list[tuple[str, str]]:
    return [(title if place == 0 else "", line) for place, line in enumerate(lines)]


def _outcome(hand: Hand) -> str:
    outcome = hand.call.outcome if hand.call else None
    return words.outcome_words(outcome or "")


def _complete(hand: Hand) -> str:
    here = told(hand)
    if here.walk.complete:
        return _("oui")
    required = [one for one in here.walk.unanswered if here.script.by_id[one].required]
    return _("non, il manque : {questions}").format(questions=", ".join(required))


def _alerts(hand: Hand) -> Iterator[str]:
    for alert in talk_words.alerts_of(hand, frozenset()):
        if alert.dial:
            yield _("appeler le {number} : {say}").format(number=alert.dial, say=alert.say)
        else:
            yield alert.say


def _counts(hand: Hand) -> str:
    here = told(hand)
    asked = sum(section.asked for section in here.walk.sections)
    answered = sum(section.answered for section in here.walk.sections)
    skipped = len(here.walk.not_applicable)
    parts = (
        n_("{n} posée", "{n} posées", asked).format(n=asked),
        n_("{n} répondue", "{n} répondues", answered).format(n=answered),
        n_("{n} pas posée", "{n} pas posées", skipped).format(n=skipped),
    )
    return ", ".join(parts)


def _case_rows(hand: Hand, case: ScriptCase) -> list[tuple[str, str]]:
    """Whether the call gives what the script's own case expects, as it was answered here."""
    from dataclasses import replace

    here = told(hand)
    played = replace(case, reason=hand.reason, answers=here.call.answers)
    found = run_case(here.script, played)
    if not found:
        return [(_("Essai"), _("« {name} » : tout est comme attendu").format(name=case.name))]
    head = _("« {name} » : ce n'est pas ce qui est attendu").format(name=case.name)
    return _titled(_("Essai"), [head, *(_mismatch(one) for one in found)])


def _mismatch(one: Mismatch) -> str:
    what = {
        "questions": _("questions"),
        "needs": _("besoins"),
        "alerts": _("alertes"),
        "cadence": _("rythme"),
        "complete": _("complet"),
    }.get(one.what, one.what)
    return _("{what} : attendu {expected} ; obtenu {got}").format(
        what=what, expected=one.expected or "-", got=one.got or "-"
    )
