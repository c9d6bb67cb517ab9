"""The words of the supervisor's follow-up screen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.domain.escalation import Channel, RelayResult, RelayStatus
from veille_tui.domain.referrals import ReferralStatus, partner_for
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, n_
from veille_tui.ui.words import future, theme_words

if TYPE_CHECKING:
    from veille_tui.domain.alert import AlertState
    from veille_tui.domain.attention import Attention
    from veille_tui.domain.escalation import RelayLine
    from veille_tui.domain.referrals import ReferralLine
    from veille_tui.domain.urgent import Urgent
    from veille_tui.supervision.follow_board import FollowBoard


def status_words(status: ReferralStatus) -> str:
    """Where a referral stands, or what is made of it."""
    return {
        ReferralStatus.OPEN: _("à envoyer"),
        ReferralStatus.SENT: _("envoyé"),
        ReferralStatus.ACCEPTED: _("accepté"),
        ReferralStatus.REJECTED: _("rejeté : choisir quelqu'un d'autre"),
        ReferralStatus.DONE: _("fait, l'aide est en place"),
        ReferralStatus.REVOKED: _("annulé"),
    }[status]


def result_words(result: RelayResult) -> str:
    """What a relay brings back."""
    return {
        RelayResult.WELL: _("tout va bien, vu ou entendu"),
        RelayResult.NEEDS_HELP: _("a besoin d'aide"),
        RelayResult.NOBODY: _("personne, ou personne ne sait"),
        RelayResult.REFUSED: _("ne veut pas"),
        RelayResult.MOVED_OUT: _("n'habite plus là"),
        RelayResult.DECEASED: _("décès"),
        RelayResult.NOT_DONE: _("n'a pas pu être fait"),
        RelayResult.NUMBER_GIVEN: _("a donné un numéro"),
    }[result]


def channel_words(channel: Channel) -> str:
    """By which way news is sought."""
    return {
        Channel.NEIGHBOUR: _("voisin"),
        Channel.POSTMAN: _("facteur"),
        Channel.VISIT: _("visite"),
        Channel.RESCUE: _("secours"),
        Channel.LETTER: _("courrier"),
    }[channel]


def tab_words(board: FollowBoard) -> tuple[str, str, str, str]:
    """The four lists with how many wait in each."""
    needs = sum(one.referral.kind.value == "need" for one in board.referrals)
    others = len(board.referrals) - needs
    return (
        _("1 Signalements {n}").format(n=needs),
        _("2 Réclamations {n}").format(n=others),
        _("3 Relais {n}").format(n=len(board.relays)),
        _("4 Perdus de vue {n}").format(n=len(board.lost)),
    )


def referral_line(one: ReferralLine, board: FollowBoard) -> str:
    """Who, what, to whom, where it stands; what is late says so first."""
    referral, home = one.referral, one.household
    zone = ZoneInfo(board.campaign.timezone)
    partner = referral.partner_name
    if not partner:
        found = partner_for(one, board.campaign.partners)
        partner = found.name if found else _("personne dans le carnet")
    parts = [
        _when(referral.due_at, board.at, zone),
        f"{home.short_name()} : {theme_words(referral.theme)}",
        _("vers {partner}").format(partner=partner),
        status_words(referral.status),
    ]
    if referral.consent.value != "given" and referral.status is ReferralStatus.OPEN:
        parts.append(_("sans accord") if referral.consent.value == "unasked" else _("a dit non"))
    return _line(parts)


def relay_line(one: RelayLine, board: FollowBoard) -> str:
    """`relay_text` of a board's line."""
    return relay_text(one, ZoneInfo(board.campaign.timezone), board.at)


def relay_text(one: RelayLine, zone: ZoneInfo, now: datetime) -> str:
    """Which relay, where, by whom, until when."""
    relay = one.relay
    place = ", ".join(part for part in (one.address, one.city) if part)
    who = one.people[0] if one.people else one.reference
    stands = {
        RelayStatus.OPEN: _("à confier"),
        RelayStatus.SENT: _("parti"),
        RelayStatus.DONE: _("rendu"),
        RelayStatus.FAILED: _("sans suite"),
        RelayStatus.WITHDRAWN: _("retiré"),
    }[relay.status]
    when = _when(relay.due_at, now, zone) if relay.is_running else ""
    parts = [when, channel_words(relay.channel), who, place, stands]
    if relay.acknowledged_by:
        parts.append(_("{who} y va").format(who=relay.acknowledged_by))
    return _line(parts)


def lost_line(one: Attention) -> str:
    """Who is lost to follow-up."""
    name = " ".join(part for part in (one.title, one.last_name) if part)
    return _line([name, one.city, one.agency])


def _when(due: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    if due is None:
        return ""
    if due >= now:
        return _("avant {at}").format(at=future(due, now, zone))
    late = now - due
    hours = late // timedelta(hours=1)
    if hours < 1:
        minutes = max(1, late // timedelta(minutes=1))
        return n_("EN RETARD de {n} min", "EN RETARD de {n} min", minutes).format(n=minutes)
    if hours < 48:
        return n_("EN RETARD de {n} h", "EN RETARD de {n} h", hours).format(n=hours)
    return n_("EN RETARD de {n} jour", "EN RETARD de {n} jours", late.days).format(n=late.days)


def alert_words(alert: AlertState, zone: ZoneInfo) -> str:
    """How far the alert has come; "" when it is off."""
    if alert.since is None:
        return ""
    left = n_("{n} foyer pas encore joint", "{n} foyers pas encore joints", alert.left)
    words = left.format(n=alert.left)
    if alert.ends_at is None:
        return _("ALERTE · {left}").format(left=words)
    until = alert.ends_at.astimezone(zone).strftime("%H h %M")
    hours, minutes = divmod(alert.minutes_left, 60)
    time_left = f"{hours} h {minutes:02d}" if hours else f"{minutes} min"
    if not alert.minutes_left:
        return _("ALERTE · {left} · l'heure de {until} est passée").format(left=words, until=until)
    return _("ALERTE · {left} · il reste {time}, jusqu'à {until}").format(
        left=words, time=time_left, until=until
    )


def urgent_words(one: Urgent) -> str:
    """What cannot wait a minute, in one line."""
    name = f"{one.title} {one.last_name[:1]}.".strip()
    if one.kind == "help":
        said = _("À L'AIDE · {caller} pour {name}, {city} : {text}").format(
            caller=one.caller, name=name, city=one.city, text=one.text
        )
    else:
        said = _("IMMÉDIAT · {theme} · {name}, {city} · {caller}").format(
            theme=theme_words(one.theme), name=name, city=one.city, caller=one.caller
        )
    return _line([said])


def _line(parts: list[str]) -> str:
    """One line of what others wrote: nothing in it that a terminal would obey."""
    said = " · ".join(part for part in parts if part)
    return strip_controls(said).replace("\n", " ").replace("\t", " ")
