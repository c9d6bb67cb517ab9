"""Codes of the domain in the words of the screen: why now, outcomes, states, roles, needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from veille_tui.domain.case import Disposition
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tenants import NumberRole, PhoneNumber
from veille_tui.language import _, day, hour, moment, n_
from veille_tui.reports.need_words import theme_words as theme_words  # noqa: PLC0414 - said here too

if TYPE_CHECKING:
    from veille_tui.desk.shift import NothingNow
    from veille_tui.domain.calling_order import WhyNow
    from veille_tui.domain.case import Holder

NEARLY_A_YEAR = 300
"""Days from which a day is said with its year."""


def outcome_words(code: str) -> str:
    """What came of a dial: "sans réponse"; an unknown code stands as it is."""
    return {
        "": _("issue non notée"),
        Outcome.NO_ANSWER: _("sans réponse"),
        Outcome.BUSY: _("occupé"),
        Outcome.VOICEMAIL_LEFT: _("message laissé"),
        Outcome.VOICEMAIL: _("messagerie, sans message"),
        Outcome.PHONE_PROBLEM: _("mauvaise ligne"),
        Outcome.DROPPED: _("coupé"),
        Outcome.WRONG_NUMBER: _("mauvais numéro"),
        Outcome.DISCONNECTED: _("numéro coupé"),
        Outcome.REACHED_OTHER: _("quelqu'un d'autre a répondu"),
        Outcome.APPOINTMENT: _("rendez-vous pris"),
        Outcome.CALLBACK: _("à rappeler"),
        Outcome.REFUSED_SOFT: _("pas cette fois"),
        Outcome.REFUSED_HARD: _("ne veut plus être appelé"),
        Outcome.LANGUAGE: _("autre langue"),
        Outcome.CANNOT_TALK: _("ne peut pas parler au téléphone"),
        Outcome.DECEASED: _("décès"),
        Outcome.MOVED_OUT: _("a déménagé"),
        Outcome.PARTIAL: _("conversation interrompue"),
        Outcome.DONE: _("conversation"),
    }.get(code, code)


def disposition_words(state: Disposition) -> str:
    """The state of a case."""
    return {
        Disposition.TO_CALL: _("à appeler"),
        Disposition.APPOINTMENT: _("rendez-vous"),
        Disposition.CALLBACK: _("à rappeler"),
        Disposition.RETRYING: _("à réessayer"),
        Disposition.FOLLOWED: _("suivi régulier"),
        Disposition.SECURED: _("situation sécurisée"),
        Disposition.NEEDS_HELP: _("aide demandée"),
        Disposition.UNREACHABLE: _("injoignable"),
        Disposition.NO_NUMBER: _("sans numéro"),
        Disposition.TO_VISIT: _("à visiter"),
        Disposition.LANGUAGE: _("autre langue"),
        Disposition.REFUSED: _("refus"),
        Disposition.DECEASED: _("décès"),
        Disposition.MOVED_OUT: _("a déménagé"),
        Disposition.OPTED_OUT: _("ne plus appeler"),
        Disposition.LOST_TO_FOLLOW_UP: _("perdu de vue"),
        "handed_over": _("confié au responsable"),
    }.get(state, str(state))


def flag_words(flags: Iterable[str], title: str = "") -> list[str]:
    """What is known of a household, known flags first; the listing's own words stay.

    `title` ("Mme", "M.") is that of the one person who lives there, "" when there are several.
    """
    alone = {"Mme": _("vit seule"), "M.": _("vit seul")}.get(title, _("vit seul(e)"))
    isolated = {"Mme": _("isolée"), "M.": _("isolé")}.get(title, _("isolé(e)"))
    known = {
        "lives_alone": alone,
        "isolated": isolated,
        "hearing": _("entend mal"),
        "disability": _("handicap"),
        "single_parent": _("parent seul"),
        "guardianship": _("sous tutelle"),
    }
    own = sorted(flag for flag in flags if flag not in known)
    return [words for flag, words in known.items() if flag in flags] + own


def role_words(role: NumberRole) -> str:
    """Whose number it is."""
    return {
        NumberRole.SELF: _("son numéro"),
        NumberRole.RELATIVE: _("un proche"),
        NumberRole.NEIGHBOUR: _("un voisin"),
        NumberRole.GUARDIAN: _("tuteur"),
    }[role]


def number_words(number: PhoneNumber) -> str:
    """The listing's own label, else whose number it is."""
    return number.label or role_words(number.role)


def source_words(who: str) -> str:
    """Who was on the line, or whose word it is."""
    return {
        "self": _("la personne elle-même"),
        "relative": _("un proche"),
        "neighbour": _("un voisin"),
        "guardian": _("le tuteur"),
        "other": _("quelqu'un d'autre"),
    }.get(who, _("quelqu'un"))


def channel_words(channel: str) -> str:
    """By which way we know."""
    return {
        "phone": _("au téléphone"),
        "neighbour": _("par un voisin"),
        "postman": _("par le facteur"),
        "visit": _("par une visite"),
    }.get(channel, channel)


def urgency_words(urgency: str) -> str:
    """How soon somebody must act."""
    return {
        "immediate": _("tout de suite"),
        "today": _("aujourd'hui"),
        "week": _("cette semaine"),
    }.get(urgency, "")


def not_secured_words(code: str) -> str:
    """Why a situation is not secured."""
    return {
        "needs": _("un besoin est ouvert"),
        "open_needs": _("un besoin d'un appel précédent est encore ouvert"),
        "alert": _("un danger a été signalé"),
        "help_asked": _("vous avez prévenu le superviseur"),
        "unknown": _("trop de questions sont restées sans vraie réponse"),
        "incomplete": _("la conversation n'est pas allée au bout"),
        "no_contact": _("personne n'a été joint"),
        "hearsay": _("des nouvelles par quelqu'un d'autre seulement"),
        "said_so": _("vous l'avez dit"),
        "refused": _("la personne n'a pas souhaité parler"),
    }.get(code, code)


def why_words(why: WhyNow, now: datetime, zone: tzinfo) -> str:
    """Why a household is offered now, in one line of natural French."""
    at = future(why.at, now, zone) if why.at else ""
    if why.code.startswith("appointment"):
        words = _("rendez-vous pris pour {at}").format(at=at)
    elif why.code.startswith("callback"):
        words = _("rappel promis pour {at}").format(at=at)
    elif why.code == "urgent_need":
        words = _("besoin urgent : {theme}").format(theme=theme_words(why.detail))
    elif why.code == "retry":
        if why.at and why.at.astimezone(zone).date() == now.astimezone(zone).date():
            at = _("à {hour}").format(hour=at)
        words = _("nouvel essai : {outcome} {at}").format(outcome=outcome_words(why.detail), at=at)
    elif why.code == "follow_up":
        return contact_words(why.days)
    elif why.code == "inbound":
        return _("on nous rappelle")
    else:
        return _("premier appel")
    if why.late_minutes:
        return f"{words}, {late_words(why.late_minutes)}"
    return words


def contact_words(days: int | None) -> str:
    """How long ago somebody was last heard."""
    if days is None:
        return _("jamais joint")
    if days == 0:
        return _("dernier contact aujourd'hui")
    if days == 1:
        return _("dernier contact hier")
    return _("dernier contact il y a {n} jours").format(n=days)


def late_words(minutes: int) -> str:
    """How late a promised call is."""
    if minutes < 60:
        return _("en retard de {n} min").format(n=minutes)
    if minutes < 24 * 60:
        return _("en retard de {n} h").format(n=minutes // 60)
    days = minutes // (24 * 60)
    return n_("en retard de {n} jour", "en retard de {n} jours", days).format(n=days)


def nothing_now(nothing: NothingNow, now: datetime, zone: tzinfo) -> str:
    """Why there is nobody to call, and when there will be."""
    at = future(nothing.next_at, now, zone) if nothing.next_at else ""
    if nothing.reason == "full":
        return full_words()
    if nothing.reason == "load":
        words = n_(
            "Votre foyer du jour est appelé : merci. Entrée pour continuer quand même.",
            "Vos {n} foyers du jour sont appelés : merci. Entrée pour continuer quand même.",
            nothing.load,
        )
        return words.format(n=nothing.load)
    if nothing.reason == "closed":
        return _("Cette campagne est fermée : plus personne n'y est à appeler.")
    if nothing.reason == "hours":
        if not at:
            return _("Hors des heures d'appel.")
        return _("Hors des heures d'appel, reprise {at}.").format(at=at)
    if not at:
        return _("Rien à appeler pour le moment.")
    return _("Rien à appeler avant {at}.").format(at=at)


def full_words() -> str:
    """Why nobody more is given to this caller."""
    return _(
        "Vous avez déjà autant de foyers en main que la campagne le permet :"
        " en terminer, ou en rendre un."
    )


def holder_words(holder: Holder, now: datetime, zone: tzinfo) -> str:
    """Why somebody who rings back cannot be taken."""
    if holder.is_full:
        return full_words()
    if not holder.caller:
        return untaken_words(holder)
    say = _("À dire : « {caller} vous rappelle. » Puis prévenir {caller} de vive voix.")
    if holder.lease_until is None or holder.lease_until <= now:
        words = _("C'est {caller} qui l'a en main.").format(caller=holder.caller)
    else:
        words = _("C'est {caller} qui l'a en main, jusqu'à {at}.").format(
            caller=holder.caller, at=future(holder.lease_until, now, zone)
        )
    return f"{words}\n{say.format(caller=holder.caller)}"


def untaken_words(holder: Holder) -> str:
    """Why a household that nobody holds was not given: a death, or it was let go just now."""
    if holder.disposition is not Disposition.DECEASED:
        return _("Ce foyer n'a pas pu être pris à l'instant. Essayer à nouveau.")
    words = _("Ce foyer ne s'appelle plus : {state}.")
    return words.format(state=disposition_words(holder.disposition))


def lost_words() -> str:
    """Why a household in hand must not be dialled any more."""
    return _(
        "Ce foyer n'est plus à vous : la réservation a pris fin, quelqu'un d'autre a pu l'appeler."
    )


def doubtful_words() -> str:
    """Why a household in hand might be called twice."""
    return _(
        "La réservation de ce foyer a pris fin et la base partagée ne répond pas :"
        " quelqu'un d'autre a pu l'appeler."
    )


def future(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A coming moment, as short as it can be said: "14 h 00", "lundi 23 mars à 9 h 00"."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return hour(local)
    return moment(local, now.astimezone(zone))


def every_words(cadence: str) -> str:
    """A rhythm: "chaque semaine"; a rhythm without a name is said in days."""
    named = {
        "P1D": _("chaque jour"),
        "P2D": _("tous les deux jours"),
        "P7D": _("chaque semaine"),
        "P1W": _("chaque semaine"),
        "P14D": _("toutes les deux semaines"),
        "P2W": _("toutes les deux semaines"),
        "PT84H": _("deux fois par semaine"),
    }
    if not cadence or cadence in named:
        return named.get(cadence, "")
    from veille_tui.domain.cadence import parse_every

    days = parse_every(cadence).days
    return n_("tous les {n} jours", "tous les {n} jours", days).format(n=days)


def day_words(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A day without its hour: "hier", "jeudi 12 mars"; with its year when it is far away."""
    local = at.astimezone(zone)
    ago = (now.astimezone(zone).date() - local.date()).days
    far = f"{day(local)} {local.year}" if abs(ago) > NEARLY_A_YEAR else day(local)
    return {0: _("aujourd'hui"), 1: _("hier"), -1: _("demain")}.get(ago, far)


def when_words(starts: datetime, ends: datetime | None, now: datetime, zone: tzinfo) -> str:
    """A promised time as it is said: "demain à 10 h 00", "mardi 24 mars, le matin"."""
    local, here = starts.astimezone(zone), now.astimezone(zone)
    if ends is None:
        return moment(local, here)
    last = ends.astimezone(zone)
    if last.date() != local.date():
        return _("entre {first} et {last}").format(first=day(local), last=day(last))
    if local.date() == here.date():
        return {"morning": _("ce matin"), "afternoon": _("cet après-midi")}.get(
            _part(local, last), _("ce soir")
        )
    part = {"morning": _("le matin"), "afternoon": _("l'après-midi"), "day": _("dans la journée")}
    return f"{day_words(starts, now, zone)}, {part.get(_part(local, last), _('le soir'))}"


def _part(starts: datetime, ends: datetime) -> str:
    if starts.hour < 12:
        return "morning" if ends.hour < 14 and ends.hour >= starts.hour else "day"
    return "afternoon" if starts.hour < 18 else "evening"
