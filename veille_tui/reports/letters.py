"""What a partner is written: the people, what each needs, by when, and how to answer.

Only what the partner needs: no other need, no answer of the conversation, nothing medical but the
note that was written for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.dispatch import Parcel
from veille_tui.domain.phones import display
from veille_tui.domain.referrals import Consent, ReferralKind, ReferralLine, is_vital
from veille_tui.domain.tenants import Household, NumberRole
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, day, hour, n_
from veille_tui.reports.need_words import theme_words


def letter(parcel: Parcel, campaign: Campaign, now: datetime) -> str:
    """The letter or message for one partner, ready to be sent."""
    zone = ZoneInfo(campaign.timezone)
    blocks = [
        [_to(parcel)],
        [_opening(parcel, campaign)],
        *([*_person(line, now, zone)] for line in parcel.lines),
        [*_closing(parcel, campaign)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def subject(parcel: Parcel, campaign: Campaign) -> str:
    """The subject of the message: never a name, mail boxes are read over shoulders."""
    count = len(parcel.lines)
    if parcel.kind == "agency":
        text = n_("{n} réclamation de locataire", "{n} réclamations de locataires", count)
    else:
        text = n_("{n} personne à aider", "{n} personnes à aider", count)
    urgent = any(line.referral.urgency == "immediate" for line in parcel.lines)
    said = text.format(n=count)
    said = _("URGENT : {what}").format(what=said) if urgent else said
    return f"{campaign.landlord} – {said}" if campaign.landlord else said


def who(home: Household) -> str:
    """The household's people, as an envelope names them."""
    people = sorted(home.tenants, key=lambda one: one.rank)
    names = [
        " ".join(part for part in (one.title, one.first_name, one.last_name) if part)
        for one in people
    ]
    return strip_controls(_(" et ").join(names))


def where(home: Household) -> str:
    """The dwelling on one line."""
    town = " ".join(part for part in (home.postcode, home.city) if part)
    parts = (home.residence, home.address, home.address_extra, town)
    return strip_controls(", ".join(part for part in parts if part))


def telephone(home: Household) -> str:
    """The tenant's own number, or "": a relative's leaves with nobody."""
    own = [one for one in home.usable_numbers if one.role is NumberRole.SELF]
    return display(own[0].e164) if own else ""


def agreed_words(line: ReferralLine) -> str:
    """Why the name may leave."""
    referral = line.referral
    if referral.consent is Consent.GIVEN:
        return _("La personne est d'accord pour que son nom vous soit transmis.")
    if is_vital(referral):
        return _("Transmis sans son accord : sa vie peut être en danger (intérêt vital).")
    return ""


def _to(parcel: Parcel) -> str:
    partner = parcel.partner
    if partner is None:
        return strip_controls(parcel.name)
    reach = {"phone": display(partner.phone) if partner.phone else "", "email": partner.email}
    lines = [parcel.name, *partner.address.splitlines()]
    lines.append(reach.get(partner.channel, ""))
    return strip_controls("\n".join(line for line in lines if line))


def _opening(parcel: Parcel, campaign: Campaign) -> str:
    count = len(parcel.lines)
    landlord = campaign.landlord or _("Le bailleur")
    words = {
        "town_hall": n_(
            "{landlord} prend par téléphone des nouvelles de ses locataires fragiles. Une personne"
            " de votre commune a besoin d'aide :",
            "{landlord} prend par téléphone des nouvelles de ses locataires fragiles. {n} personnes"
            " de votre commune ont besoin d'aide :",
            count,
        ),
        "charity": n_(
            "{landlord} prend par téléphone des nouvelles de ses locataires fragiles. Une personne"
            " serait heureuse de votre aide :",
            "{landlord} prend par téléphone des nouvelles de ses locataires fragiles. {n} personnes"
            " seraient heureuses de votre aide :",
            count,
        ),
        "counselling": n_(
            "Pendant nos appels, une personne nous a semblé avoir besoin d'être écoutée par vous :",
            "Pendant nos appels, {n} personnes nous ont semblé avoir besoin d'être écoutées par"
            " vous :",
            count,
        ),
        "rescue": n_(
            "Merci d'aller voir cette personne sans attendre :",
            "Merci d'aller voir ces {n} personnes sans attendre :",
            count,
        ),
        "agency": n_(
            "Pendant nos appels, un locataire nous a dit ce qui ne va pas dans son immeuble ou son"
            " logement :",
            "Pendant nos appels, {n} locataires nous ont dit ce qui ne va pas dans leur immeuble ou"
            " leur logement :",
            count,
        ),
        "mediation": n_(
            "Une personne vit un conflit de voisinage et souhaite une médiation :",
            "{n} personnes vivent un conflit de voisinage et souhaitent une médiation :",
            count,
        ),
    }
    same = {"social_services": "town_hall", "family_services": "town_hall"}
    same |= dict.fromkeys(("food_bank", "home_care"), "charity")
    same |= {"doctor": "counselling"}
    kind = same.get(parcel.kind, parcel.kind)
    return words.get(kind, words["charity"]).format(landlord=landlord, n=count)


def _person(line: ReferralLine, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    one, home = line.referral, line.household
    yield _("N° {n} – {who}").format(n=one.id, who=who(home))
    yield f"  {where(home)}"
    if number := telephone(home):
        yield "  " + _("Téléphone : {number}").format(number=number)
    if one.kind is not ReferralKind.COMPLAINT:
        yield "  " + _("Besoin : {theme}").format(theme=strip_controls(theme_words(one.theme)))
    for text in strip_controls(one.note).splitlines():
        yield f"  {text}"
    if one.due_at is not None:
        local = one.due_at.astimezone(zone)
        # Whoever reads a letter does not know which day "tomorrow" was.
        by = _("{day} à {hour}").format(day=day(local.date()), hour=hour(local))
        late = _("Réponse attendue sans délai") if one.is_overdue(now) else ""
        yield "  " + (late or _("Réponse attendue avant : {moment}").format(moment=by))
    if agreed := agreed_words(line):
        yield f"  {agreed}"


def _closing(parcel: Parcel, campaign: Campaign) -> Iterator[str]:
    if parcel.kind == "agency":
        yield _("Merci de nous dire, avec son numéro, ce qui a été fait pour chacun.")
    else:
        yield _(
            "Merci de nous répondre pour chaque numéro : accepté, refusé, ou aide en place. Si vous"
            " ne pouvez pas aider, dites-le vite : nous chercherons quelqu'un d'autre."
        )
    if campaign.contact:
        yield _("Réponse à : {contact}").format(contact=strip_controls(campaign.contact))
    yield _("Ces renseignements ne servent qu'à cette aide ; merci de les effacer ensuite.")
    if campaign.landlord:
        yield strip_controls(campaign.landlord)
