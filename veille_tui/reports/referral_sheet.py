"""Referrals as a sheet that a partner fills in and a supervisor reads back."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.dispatch import Parcel
from veille_tui.domain.referrals import ReferralKind, ReferralLine
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.reports.letters import agreed_words, telephone, where, who
from veille_tui.reports.need_words import theme_words


def headings() -> list[str]:
    """The first row; the last two columns are the partner's to fill in."""
    return [
        _("Numéro"),
        _("Partenaire"),
        _("Personne"),
        _("Adresse"),
        _("Téléphone"),
        _("Besoin"),
        _("Précisions"),
        _("Réponse attendue avant"),
        _("Accord"),
        _("Statut"),
        _("Réponse"),
    ]


def table(parcels: Iterable[Parcel], campaign: Campaign) -> list[list[str]]:
    """Every referral of some parcels, one a row, under the headings."""
    rows = [_row(parcel, line, campaign) for parcel in parcels for line in parcel.lines]
    return [headings(), *rows]


def _row(parcel: Parcel, line: ReferralLine, campaign: Campaign) -> list[str]:
    one, home = line.referral, line.household
    due = one.due_at.astimezone(ZoneInfo(campaign.timezone)) if one.due_at else None
    is_complaint = one.kind is ReferralKind.COMPLAINT
    cells = [
        str(one.id),
        parcel.name,
        who(home),
        where(home),
        telephone(home),
        _("réclamation technique") if is_complaint else theme_words(one.theme),
        one.note,
        f"{due:%Y-%m-%d %H:%M}" if due else "",
        agreed_words(line),
        "",
        "",
    ]
    return [strip_controls(cell) for cell in cells]
