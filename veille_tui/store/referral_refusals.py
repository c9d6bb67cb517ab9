"""Why a referral cannot be changed as asked, in words, with what to do instead."""

from __future__ import annotations

from veille_tui.domain.referrals import Obstacle, Referral, ReferralStatus
from veille_tui.errors import Refused
from veille_tui.language import _


def unknown(number: int) -> Refused:
    """What to say of a referral that is not there."""
    return Refused(
        _("Le signalement {n} n'existe pas.").format(n=number),
        _("Les numéros sont ceux de « veille referrals list ID »."),
    )


def refusal(referral: Referral, status: ReferralStatus, why: Obstacle) -> Refused:
    """Why `referral` does not become `status`, and what to do."""
    message, hint = words(referral, status, why)
    return Refused(_("Signalement {n} : {why}").format(n=referral.id, why=message), hint)


def words(referral: Referral, status: ReferralStatus, why: Obstacle) -> tuple[str, str]:
    """The same as a sentence and a remedy, without the number."""
    return {
        Obstacle.NOT_FROM_HERE: _not_from_here,
        Obstacle.ANOTHER_PARTNER: _another_partner,
        Obstacle.REASON: _reason,
        Obstacle.NOBODY: _nobody,
        Obstacle.NOT_ASKED: _not_asked,
        Obstacle.SAID_NO: _said_no,
        Obstacle.WRITTEN_REASON: _written_reason,
    }[why](referral, status)


def status_words(status: ReferralStatus) -> str:
    """Where a referral stands."""
    return {
        ReferralStatus.OPEN: _("à envoyer"),
        ReferralStatus.SENT: _("envoyé"),
        ReferralStatus.ACCEPTED: _("accepté"),
        ReferralStatus.REJECTED: _("refusé par le partenaire"),
        ReferralStatus.DONE: _("aide en place"),
        ReferralStatus.REVOKED: _("retiré"),
    }[status]


def _not_from_here(referral: Referral, status: ReferralStatus) -> tuple[str, str]:
    if referral.status is ReferralStatus.REVOKED:
        hint = _("En ouvrir un autre : veille referrals add SUIVI --theme THEME")
    elif referral.status is ReferralStatus.OPEN:
        hint = _("L'envoyer d'abord : veille referrals update {n} --status sent")
    else:
        hint = _("Regarder où il en est : veille referrals show {n}")
    message = _("il est « {before} », il ne peut pas devenir « {after} ».").format(
        before=status_words(referral.status), after=status_words(status)
    )
    return message, hint.format(n=referral.id)


def _another_partner(referral: Referral, status: ReferralStatus) -> tuple[str, str]:
    return (
        _("le partenaire l'a refusé, il en faut un autre."),
        _("Le nommer avec --partner, par son identifiant ou son nom dans le carnet."),
    )


def _reason(referral: Referral, status: ReferralStatus) -> tuple[str, str]:
    return (
        _("l'aide est en place, il ne se rouvre qu'avec une raison."),
        _("L'écrire avec --answer, par exemple « le repas n'est pas venu »."),
    )


def _nobody(referral: Referral, status: ReferralStatus) -> tuple[str, str]:
    return (
        _("personne dans le carnet ne le prend pour cette commune."),
        _("Nommer quelqu'un avec --partner, ou compléter le carnet des partenaires."),
    )


def _not_asked(referral: Referral, status: ReferralStatus) -> tuple[str, str]:
    return (
        _("l'accord de la personne n'a pas été demandé, son nom ne part pas."),
        _(
            "Le demander au prochain appel, ou noter qu'il est donné :"
            " veille referrals add {case} --theme {theme} --consent given --words « … »"
        ).format(case=referral.case_id, theme=referral.theme),
    )


def _said_no(referral: Referral, status: ReferralStatus) -> tuple[str, str]:
    return (
        _("la personne a refusé que son nom soit transmis."),
        _("Le retirer : veille referrals update {n} --status revoked").format(n=referral.id),
    )


def _written_reason(referral: Referral, status: ReferralStatus) -> tuple[str, str]:
    return (
        _("la personne a refusé, et sa vie peut être en danger : il faut une raison écrite."),
        _("L'écrire avec --answer, puis l'envoyer."),
    )
