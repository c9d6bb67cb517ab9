"""What supervisors do with referrals, and what it makes of the household."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.builders import NOON, WINTER, Clock, fill, household, query, taken
from tests.store.test_referring import FOOD, NOISE, call, in_need
from veille_tui.domain.campaign import Campaign, Partner
from veille_tui.domain.case import Disposition, News, QueueState
from veille_tui.domain.journal import Kind
from veille_tui.domain.referrals import (
    Consent,
    Referral,
    ReferralChange,
    ReferralKind,
    ReferralLine,
)
from veille_tui.domain.referrals import ReferralStatus as Is
from veille_tui.domain.tallies import tally
from veille_tui.errors import Refused
from veille_tui.store.clock import to_micros
from veille_tui.store.engine import open_link
from veille_tui.store.proving import prove
from veille_tui.store.shared import SharedStore

CCAS = Partner("ccas", "social_services", "CCAS de Toulouse", communes=("31",))
CROSS = Partner("croix", "charity", "Croix-Rouge")
EAST = Partner("est", "agency", "Toulouse Est")
CAMPAIGN = replace(WINTER, partners=(CCAS, CROSS, EAST))
HOME = household(1, insee="31555")
HEALTH = replace(FOOD, theme="sante")


def one_in_need(store: SharedStore, *needs: object, campaign: Campaign = CAMPAIGN) -> int:
    """A household whose call brought these needs; its case."""
    fill(store, [HOME], campaign)
    desk = taken(store)
    store.receive("poste", call(desk, *needs))  # type: ignore[arg-type]
    return desk.case_id


def listed(store: SharedStore) -> list[ReferralLine]:
    return sorted(store.referrals("hiver"), key=lambda line: line.referral.theme)


def done(store: SharedStore, number: int, now=NOON) -> None:
    for status in (Is.SENT, Is.DONE):
        store.change_referral(number, status, "Chef", now, "repas livrés" * (status is Is.DONE))


def holds(store: SharedStore) -> list[str]:
    """What the proof finds."""
    link = open_link(store.url, 10, 60)
    found = prove(link, to_micros(NOON)).exceptions
    link.close()
    return [one.code for one in found if one.is_contradiction]


def test_a_supervisor_sees_the_referral_with_its_household(store: SharedStore):
    one_in_need(store, FOOD)
    (line,) = store.referrals("hiver")
    assert line.referral.theme == "alimentation"
    assert line.referral.consent is Consent.GIVEN
    assert line.household.tenants[0].last_name == "Lefèvre"
    assert line.household.insee == "31555"
    assert store.referrals("hiver", [Is.SENT]) == []
    assert store.referrals("hiver", [Is.OPEN, Is.SENT]) == [line]
    assert store.referrals_by_id([line.referral.id, 99]) == [line]


def test_sent_it_goes_to_whom_the_directory_names(store: SharedStore):
    one_in_need(store, FOOD)
    (line,) = listed(store)
    sent = store.change_referral(line.referral.id, Is.SENT, "Chef", NOON)
    assert (sent.partner, sent.partner_name, sent.status) == ("ccas", "CCAS de Toulouse", Is.SENT)
    assert listed(store)[0].referral == sent
    assert (sent.sent_at, sent.changed_by) == (NOON, "Chef")


def test_a_need_that_nobody_takes_is_not_sent(store: SharedStore):
    one_in_need(store, replace(FOOD, to="medecin"))
    number = listed(store)[0].referral.id
    with pytest.raises(Refused, match="carnet"):
        store.change_referral(number, Is.SENT, "Chef", NOON)
    sent = store.change_referral(number, Is.SENT, "Chef", NOON, partner=CROSS)
    assert (sent.partner, sent.partner_kind) == ("croix", "charity")


def test_without_consent_it_is_not_sent(store: SharedStore):
    one_in_need(store, replace(FOOD, consent="unasked"))
    with pytest.raises(Refused, match="accord"):
        store.change_referral(listed(store)[0].referral.id, Is.SENT, "Chef", NOON)
    assert listed(store)[0].referral.status is Is.OPEN


def test_several_are_changed_all_or_none(store: SharedStore):
    one_in_need(store, FOOD, NOISE)
    food, noise = (line.referral.id for line in listed(store))
    with pytest.raises(Refused, match=f"{noise}"):
        store.change_referrals(
            [ReferralChange(food, Is.SENT), ReferralChange(noise, Is.SENT)], "Chef", NOON
        )
    with pytest.raises(Refused, match="999"):
        store.change_referrals(
            [ReferralChange(food, Is.SENT), ReferralChange(999, Is.SENT)], "", NOON
        )
    assert {line.referral.status for line in listed(store)} == {Is.OPEN}


def test_help_in_place_is_evidence_with_its_date_and_its_source(store: SharedStore):
    case_id = one_in_need(store, FOOD, campaign=replace(CAMPAIGN, secured_for="P30D"))
    later = NOON + timedelta(days=2)
    done(store, listed(store)[0].referral.id, later)
    assert query(store, "select status from needs") == [("met",)]
    row = query(
        store,
        "select disposition, urgency, secured_at, secured_channel, secured_source, secured_until,"
        " not_secured from cases",
    )
    month = later + timedelta(days=30)
    assert row == [("secured", "", to_micros(later), "partner", "ccas", to_micros(month), "")]
    assert store.case(case_id).open_needs == ()
    found = tally(store.figures("hiver"))
    assert found["households"]["secured"] == 1
    assert found["secured_by_channel"] == {"partner": 1}
    assert found["needs"] == {"alimentation": 1}
    assert holds(store) == []


def test_a_need_that_is_left_keeps_the_household_in_need(store: SharedStore):
    alarm = replace(HEALTH, urgency="immediate")
    case_id = one_in_need(store, replace(FOOD, urgency="week"), alarm)
    food, health = (line.referral.id for line in listed(store))
    done(store, health)
    case = store.case(case_id)
    assert (case.disposition, case.urgency) == (Disposition.NEEDS_HELP, "week")
    assert case.open_needs == ("alimentation",)
    assert query(store, "select priority from queue") == [(4,)]
    done(store, food)
    assert store.case(case_id).disposition is Disposition.SECURED


def test_a_cry_for_help_is_not_answered_by_a_meal(store: SharedStore):
    fill(store, [HOME], CAMPAIGN)
    desk = taken(store)
    cry = desk.entry(Kind.HELP_ASKED, {"text": "Elle pleure."})
    store.receive("poste", [*call(desk, FOOD)[:3], cry, desk.finished(in_need(FOOD))])
    done(store, listed(store)[0].referral.id)
    case = store.case(desk.case_id)
    assert (case.disposition, case.secured_at) == (Disposition.NEEDS_HELP, None)
    assert case.open_needs == ()


def test_opened_again_the_need_is_open_and_the_evidence_gone(store: SharedStore):
    case_id = one_in_need(store, FOOD)
    number = listed(store)[0].referral.id
    done(store, number)
    again = store.change_referral(number, Is.OPEN, "Chef", NOON, "le repas n'est pas venu")
    assert again.status is Is.OPEN
    case = store.case(case_id)
    assert (case.disposition, case.urgency) == (Disposition.NEEDS_HELP, "today")
    assert (case.open_needs, case.secured_at) == (("alimentation",), None)
    assert holds(store) == []


def test_a_complaint_that_is_done_secures_nobody(store: SharedStore):
    fill(store, [HOME], CAMPAIGN)
    desk = taken(store)
    said = desk.entry(Kind.COMPLAINT_MADE, {"text": "La lampe du hall."})
    store.receive("poste", [desk.started(), said])
    (line,) = listed(store)
    assert line.referral.kind is ReferralKind.COMPLAINT
    done(store, line.referral.id)
    assert store.referrals("hiver")[0].referral.partner == "est"
    assert store.case(desk.case_id).secured_at is None


def test_by_hand_a_need_is_opened_without_a_call(store: SharedStore, clock: Clock):
    fill(store, [HOME], CAMPAIGN)
    case_id = store.find("Lefèvre")[0].case_id
    query(
        store,
        "update cases set disposition = 'secured', secured_at = 1, secured_channel = 'phone',"
        " secured_source = 'self'",
    )
    query(store, "update queue set state = 2")
    wanted = Referral(
        *(case_id, "", "alimentation"),
        urgency="immediate",
        partner_kind="ccas",
        consent=Consent.GIVEN,
        note="le frigo est vide",
        opened_by="Chef",
    )
    made = store.open_referral(wanted, NOON)
    assert (made.campaign_id, made.status, made.due_at) == (
        *("hiver", Is.OPEN),
        NOON + timedelta(hours=1),
    )
    case = store.case(case_id)
    assert (case.disposition, case.urgency) == (Disposition.NEEDS_HELP, "immediate")
    assert (case.open_needs, case.secured_at) == (("alimentation",), None)
    assert (case.state, case.due_at) == (QueueState.SCHEDULED, NOON + timedelta(days=7))
    assert query(store, "select urgent_at from referrals") == [(to_micros(NOON),)]


def test_by_hand_the_running_one_of_its_theme_is_completed(store: SharedStore):
    case_id = one_in_need(store, replace(FOOD, consent="unasked"))
    wanted = Referral(
        *(case_id, "", "alimentation"),
        urgency="week",
        consent=Consent.GIVEN,
        consent_words="au téléphone",
        note="ni lait",
    )
    made = store.open_referral(wanted, NOON)
    assert made == listed(store)[0].referral
    assert len(listed(store)) == 1
    assert (made.urgency, made.consent, made.consent_words) == (
        *("today", Consent.GIVEN),
        "au téléphone",
    )
    assert made.note == "plus de pain ; ni lait"
    done(store, made.id)
    assert store.case(case_id).open_needs == ()
    assert holds(store) == []


def test_a_household_that_is_not_there_needs_nothing(store: SharedStore):
    fill(store, 1)
    with pytest.raises(Refused):
        store.open_referral(Referral(99, "", "alimentation"), NOON)


def test_the_next_caller_is_told_what_partners_answered_since(store: SharedStore, clock: Clock):
    case_id = one_in_need(store, FOOD, HEALTH)
    food, health = (line.referral.id for line in listed(store))
    later = NOON + timedelta(hours=3)
    done(store, food, later)
    store.change_referral(health, Is.SENT, "Chef", later)
    assert store.case(case_id).news == (
        News("alimentation", "done", "CCAS de Toulouse", "repas livrés", later),
    )
    last = later + timedelta(hours=1)
    store.change_referral(health, Is.REJECTED, "Chef", last, "complet")
    clock.forward(hours=5)
    granted = taken(store)
    assert granted.case_id == case_id
    told = store.case(case_id).news
    assert told[1:] == (News("sante", "rejected", "CCAS de Toulouse", "complet", last),)
    granted.at = clock.now
    again = replace(in_need(), contact_at=clock.now)
    store.receive("poste", [granted.started(), granted.dialled(), granted.finished(again)])
    assert store.case(case_id).news == ()
