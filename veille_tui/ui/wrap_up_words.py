"""What the end of a call says: how things stand, what is needed, when we call again, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.opt_outs import wish_in
from veille_tui.domain.outcomes import FACTS, Outcome
from veille_tui.domain.phones import display
from veille_tui.domain.texts import strip_controls
from veille_tui.domain.walk import is_answered
from veille_tui.language import _, hour
from veille_tui.ui import ending_words, words

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand
    from veille_tui.domain.evidence import NeedFound
    from veille_tui.domain.journal import Call
    from veille_tui.domain.next_step import Decision

ROUND = 5
"""Minutes to which a proposed hour is said: nobody calls at 10 h 13."""


def rows(hand: Hand, decision: Decision, now: datetime) -> tuple[tuple[str, str], ...]:
    """Title and words of every line, in order."""
    call = hand.call
    if call is None:
        return ()
    found = [(_("Appel"), dial_words(call))]
    if hand.is_lost:
        found.append((_("Attention"), _("quelqu'un d'autre a repris ce foyer ; tout est gardé")))
    found.append((_("Situation"), situation(decision, call, now, hand.campaign.timezone)))
    agreed = consent(hand)
    found += [
        (_("Besoins") if place == 0 else "", need_words(hand, need, agreed))
        for place, need in enumerate(decision.needs)
    ]
    wish = wish_in(call.opt_out)
    if wish is not None:
        found.append((_("Ne plus appeler"), ending_words.opt_out_words(wish)))
    found.append((_("Prochain appel"), next_call(hand, decision, now)))
    found += [(_("Réclamation"), strip_controls(text)) for text in call.complaints]
    if call.help_asked:
        found.append((_("Superviseur"), _("prévenu pendant l'appel")))
    note = call.notes[-1] if call.notes else ""
    found.append((_("Un mot"), strip_controls(note) or "…"))
    return tuple(found)


def dial_words(call: Call) -> str:
    """The last dial and what came of it."""
    dial = call.dials[-1]
    parts = [display(dial.e164)] if dial.e164 else [_("appel reçu")]
    parts.append(words.outcome_words(dial.outcome or ""))
    if dial.who not in {"", "self"}:
        parts.append(words.source_words(dial.who))
    if dial.note:
        parts.append(f"« {strip_controls(dial.note)} »")
    return ", ".join(parts)


def minutes_of(call: Call, now: datetime) -> int:
    """How long the attempt has lasted; a clock set back gives 0."""
    ended = call.dials[-1].ended_at if call.dials else None
    return max(0, ((ended or now) - call.started_at) // timedelta(minutes=1))


def situation(decision: Decision, call: Call, now: datetime, timezone: str) -> str:
    """Secured, by whose word and how; or why not."""
    secured = decision.secured
    if secured is not None:
        return _("sécurisée : {source}, {channel}, {day}").format(
            source=words.source_words(secured.source),
            channel=words.channel_words(secured.channel),
            day=words.day_words(secured.at, now, ZoneInfo(timezone)),
        )
    if decision.state is QueueState.CLOSED:
        return _("suivi terminé : {why}").format(why=words.disposition_words(decision.disposition))
    why = words.not_secured_words(decision.not_secured)
    if call.secured_reason:
        why = f"{why} : « {strip_controls(call.secured_reason)} »"
    return _("pas encore sécurisée : {why}").format(why=why)


def need_words(hand: Hand, need: NeedFound, agreed: str) -> str:
    """One need: what, how soon, to whom, and whether the person agreed."""
    text = words.theme_words(strip_controls(need.theme))
    soon = words.urgency_words(need.urgency)
    if soon:
        text = f"{text} ({soon})"
    if need.to:
        text = _("{need} vers {partner}").format(need=text, partner=_by_whom(hand, need))
    return f"{text}, {_agreement(need.consent, agreed)}"


def _by_whom(hand: Hand, need: NeedFound) -> str:
    """The partner of the directory, else its kind."""
    return ending_words.partner_called(hand, need.to, need.theme) or ending_words.partner(need.to)


def _agreement(consent: str, agreed: str) -> str:
    """What was said of this need; else of the call as a whole."""
    said = {"given": _("accord donné"), "refused": _("sans accord")}
    return said.get(consent, agreed)


def consent(hand: Hand) -> str:
    """Whether the person agreed to be helped: the last consent that was asked."""
    if hand.script is None or hand.walk is None or hand.call is None:
        return _("accord non demandé")
    by_id = hand.script.by_id
    asked = [one for one in hand.walk.asked if by_id[one].type.value == "consent"]
    answer = hand.call.answers.get(asked[-1]) if asked else None
    if not is_answered(answer):
        return _("accord non demandé")
    return _("accord donné") if answer == hand.script.words.yes else _("sans accord")


def next_call(hand: Hand, decision: Decision, now: datetime) -> str:
    """When, by whom and why; or why there is none."""
    if decision.state is QueueState.CLOSED:
        return _("aucun : ce foyer ne sera plus appelé")
    if decision.due_at is None:
        return _no_call(decision.disposition)
    zone = ZoneInfo(hand.campaign.timezone)
    if decision.disposition is Disposition.OPTED_OUT:
        # The person named a day, not an hour; the keys that move the next call change nothing.
        return _("pas avant le {day}, {who} (ne plus appeler jusque-là)").format(
            day=words.day_words(decision.due_at, now, zone), who=_by(decision, hand.caller)
        )
    when = _when(decision, now, zone)
    return _("{when}, {who} ({why})").format(
        when=when, who=_by(decision, hand.caller), why=_why(hand, decision)
    )


def _when(decision: Decision, now: datetime, zone: ZoneInfo) -> str:
    promise = decision.promise
    if promise is not None:
        return words.when_words(promise.starts, promise.ends, now, zone)
    due = decision.due_at or now
    local = due.astimezone(zone) + timedelta(minutes=ROUND / 2)
    local = local.replace(minute=local.minute - local.minute % ROUND)
    part = _("le matin") if local.hour < 12 else _("l'après-midi")
    if local.hour >= 18:
        part = _("en soirée")
    return _("{day}, {part} vers {hour}").format(
        day=words.day_words(local, now, zone), part=part, hour=hour(local)
    )


def _by(decision: Decision, caller: str) -> str:
    who = decision.reserved_for or (decision.promise.by if decision.promise else "")
    if not who:
        return _("par la première personne libre")
    return _("par vous") if who == caller else _("par {name}").format(name=strip_controls(who))


def _why(hand: Hand, decision: Decision) -> str:
    if hand.call is not None and hand.call.next_call_changed:
        return _("changé par vous")
    if decision.promise is not None:
        return words.disposition_words(Disposition(decision.promise.kind.value))
    if decision.disposition is Disposition.RETRYING or _outcome(hand) is Outcome.DROPPED:
        return _("nouvel essai")
    if decision.cadence and FACTS[_outcome(hand)].reached:
        return words.every_words(decision.cadence)
    return _("pour reprendre de ses nouvelles")


def _outcome(hand: Hand) -> Outcome:
    return (hand.call.outcome if hand.call else None) or Outcome.NO_ANSWER


def _no_call(disposition: Disposition) -> str:
    return {
        Disposition.TO_VISIT: _("aucun : une visite est demandée"),
        Disposition.UNREACHABLE: _("aucun : le téléphone est épuisé, place aux relais"),
        Disposition.NO_NUMBER: _("aucun : plus de numéro, place aux relais"),
        Disposition.LANGUAGE: _("aucun : le superviseur cherche qui parle sa langue"),
    }.get(disposition, _("aucun"))
