"""What leaves for which partner: nobody is written to in another's place."""

from __future__ import annotations

from dataclasses import replace

from veille_tui.domain.campaign import Partner
from veille_tui.domain.dispatch import parcels
from veille_tui.domain.referrals import (
    Consent,
    Obstacle,
    Referral,
    ReferralKind,
    ReferralLine,
    partner_for,
)
from veille_tui.domain.tenants import Household

CCAS = Partner("ccas31", "ccas", "CCAS de Toulouse")
BASSO = Partner("basso", "agence", "Agence Basso")
CAMBO = Partner("cambo", "agence", "Agence Cambo")
DIRECTORY = (CCAS, BASSO, CAMBO)
HOME = Household("L-1", agency="Agence Cambo", insee="31555")
FOOD = Referral(7, "hiver", "alimentation", partner_kind="ccas", consent=Consent.GIVEN, id=1)
LEAK = Referral(7, "hiver", "complaint", ReferralKind.COMPLAINT, partner_kind="agency", id=2)


def line(referral: Referral, home: Household = HOME) -> ReferralLine:
    return ReferralLine(referral, home)


def test_who_was_chosen_keeps_it_and_nobody_else_gets_it_when_they_left_the_directory():
    assert partner_for(line(replace(FOOD, partner="basso")), DIRECTORY) == BASSO
    assert partner_for(line(replace(FOOD, partner="parti")), DIRECTORY) is None
    assert partner_for(line(FOOD), DIRECTORY) == CCAS


def test_a_complaint_goes_to_the_agency_of_the_household_and_to_no_other():
    assert partner_for(line(LEAK), DIRECTORY) == CAMBO
    assert partner_for(line(LEAK, replace(HOME, agency="Agence fermée")), DIRECTORY) is None


def test_what_has_nobody_to_go_to_is_held_and_says_so():
    nobody = replace(FOOD, partner_kind="facteur")
    made, held = parcels([line(nobody), line(FOOD)], DIRECTORY)
    assert [(one.id, len(one.lines)) for one in made] == [("ccas31", 1)]
    assert [(one.line.referral, one.why) for one in held] == [(nobody, Obstacle.NOBODY)]


def test_a_name_that_may_not_leave_is_held_even_with_somebody_to_go_to():
    refused = replace(FOOD, consent=Consent.REFUSED)
    made, held = parcels([line(refused)], DIRECTORY)
    assert made == []
    assert [one.why for one in held] == [Obstacle.SAID_NO]


def test_each_partner_gets_one_parcel_in_the_order_of_the_directory():
    others = [line(LEAK), line(FOOD), line(replace(FOOD, id=3, theme="sante"))]
    made, held = parcels(others, DIRECTORY)
    assert [(one.name, len(one.lines)) for one in made] == [
        ("CCAS de Toulouse", 2),
        ("Agence Cambo", 1),
    ]
    assert held == []


def test_an_agency_that_the_directory_lacks_still_gets_its_complaints_under_its_name():
    known = replace(LEAK, partner_name="Agence Férié")
    (parcel,), _held = parcels([line(known, replace(HOME, agency="Agence Férié"))], (CCAS,))
    assert (parcel.name, parcel.id, parcel.partner) == ("Agence Férié", "agence-ferie", None)
