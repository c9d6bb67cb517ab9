"""The campaign files shipped with the program: sound, and what the guide for supervisors says."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

import pytest

from veille_tui.callscript.campaign_file import CampaignFile, read_campaign
from veille_tui.domain.conditions import Scope, parse, profile_values
from veille_tui.domain.outcomes import DEFAULT_DELAYS
from veille_tui.domain.tenants import Profile
from veille_tui.domain.text_lengths import text_length
from veille_tui.intake.importer import ImportPlan, plan
from veille_tui.intake.listings import read_listing

FOLDER = Path(__file__).parents[2] / "call_scripts"
LOCKDOWN, DEMO = "campagne_confinement.yaml", "demo/campagne_demo.yaml"
HEAT, COURTESY = "campagne_canicule.yaml", "campagne_courtoisie.yaml"
SCRIPTS = {LOCKDOWN: "confinement", DEMO: "confinement", HEAT: "canicule", COURTESY: "courtoisie"}
SPRING = date(2020, 3, 20)


@cache
def shipped(name: str) -> CampaignFile:
    found, problems = read_campaign(FOLDER / name)
    assert [problem.place + " " + problem.message for problem in problems] == []
    assert found is not None
    return found


@cache
def demo_listing() -> ImportPlan:
    return plan(read_listing(FOLDER / "demo" / "locataires_demo.csv"), {}, "demo", SPRING)


def public_of(name: str, profile: Profile) -> str:
    scope = Scope(known=profile_values(profile, "first"))
    segments = shipped(name).campaign.segments
    return next((one.id for one in segments if parse(one.when).holds(scope)), "")


def test_every_shipped_campaign_is_tried() -> None:
    assert {file.name for file in FOLDER.glob("campagne_*.yaml")} == set(SCRIPTS) - {DEMO}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_shipped_campaign_calls_by_the_shipped_script(name: str) -> None:
    assert shipped(name).campaign.script_id == SCRIPTS[name]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_shipped_campaign_says_why_on_what_grounds_and_for_how_long(name: str) -> None:
    campaign = shipped(name).campaign
    assert campaign.purpose
    assert campaign.legal_basis
    assert campaign.retention


@pytest.mark.parametrize(
    ("profile", "public"),
    [
        (Profile(age=50, flags=("isolated",)), "signales"),
        (Profile(age=80), "quatre_vingts"),
        (Profile(age=79, lives_alone=True), "soixante_dix_seuls"),
        (Profile(age=70, flags=("disability",)), "soixante_dix_seuls"),
        (Profile(age=70), "soixante_dix"),
        (Profile(age=69), ""),
    ],
)
def test_everybody_is_in_the_public_meant_for_them(profile: Profile, public: str) -> None:
    assert public_of(LOCKDOWN, profile) == public


def test_nobody_is_called_on_sundays_holidays_or_out_of_hours() -> None:
    hours = shipped(LOCKDOWN).campaign.hours
    assert not hours.holidays
    assert all(6 not in slot.days for slot in hours.slots)
    assert {(slot.starts, slot.ends) for slot in hours.slots if 5 in slot.days} == {
        (time(9), time(12))
    }
    assert min(slot.starts for slot in hours.slots) == time(9)
    assert max(slot.ends for slot in hours.slots) == time(20)


def test_late_morning_deserves_twice_the_attempts() -> None:
    weights = {slot.id: slot.weight for slot in shipped(LOCKDOWN).campaign.hours.slots}
    assert weights == {"matin": 2, "apres-midi": 1, "soir": 1, "samedi": 1}


def test_the_written_delays_are_those_of_good_practice() -> None:
    attempts = shipped(LOCKDOWN).campaign.attempts
    assert (attempts.per_day, attempts.maximum, attempts.slots, attempts.days) == (3, 5, 3, 3)
    assert dict(attempts.delays) == DEFAULT_DELAYS
    assert attempts.callback_grace == timedelta(minutes=15)


def test_the_neighbour_comes_before_the_postman_and_the_visit() -> None:
    channels = [relay.channel for relay in shipped(LOCKDOWN).campaign.relays]
    assert channels == ["neighbour", "postman", "visit"]


def test_in_a_red_alert_everybody_is_called_daily_and_visited_the_same_day() -> None:
    campaign = shipped(HEAT).campaign
    alert = campaign.alert_mode
    assert alert is not None
    assert (alert.every, alert.by) == ("P1D", time(18))
    assert campaign.hours.holidays
    assert {day for slot in campaign.hours.slots for day in slot.days} == set(range(7))
    assert campaign.attempts.days == 1


@pytest.mark.parametrize(
    ("profile", "public"),
    [
        (Profile(age=40, flags=("isolated",)), "seuls"),
        (Profile(age=75, lives_alone=True), "seuls"),
        (Profile(age=30, flags=("disability",)), "handicap"),
        (Profile(age=75), "soixante_quinze"),
        (Profile(age=65, lives_alone=True), "soixante_cinq"),
        (Profile(age=64), ""),
    ],
)
def test_the_most_exposed_to_heat_come_first(profile: Profile, public: str) -> None:
    assert public_of(HEAT, profile) == public


def test_courtesy_calls_are_weekly() -> None:
    assert [rule.every for rule in shipped(COURTESY).campaign.cadence] == ["P7D"]


def test_the_demonstration_works_on_any_day_at_any_hour() -> None:
    hours = shipped(DEMO).campaign.hours
    always = hours.slots[0]
    assert hours.holidays
    assert (always.starts, always.ends, len(always.days)) == (time(0), time(0), 7)


def test_the_demonstration_listing_is_taken_whole() -> None:
    planned = demo_listing()
    assert (planned.rows, planned.households, planned.refused) == (54, 45, ())
    assert planned.without_number == 4
    assert planned.problems == ()


def test_the_demonstration_shows_couples_on_one_row_and_on_two() -> None:
    couples = [one for one in demo_listing().new if len(one.tenants) == 2]
    assert len(couples) == 13


def test_everybody_of_the_demonstration_belongs_to_a_public() -> None:
    outside = [
        one.reference
        for one in demo_listing().new
        if not public_of(DEMO, Profile(age=one.eldest_age(SPRING), flags=tuple(one.flags)))
    ]
    assert outside == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_shipped_campaign_answers_tenants_questions_and_knows_its_partners(name: str) -> None:
    campaign = shipped(name).campaign
    asked = {word for entry in campaign.faq for word in (entry.id, *entry.words)}
    assert {"loyer", "reparation", "menage", "livraison", "attestation", "qui_appeler"} <= asked
    assert {"social_services", "agency", "mediation", "rescue"} <= {
        partner.kind for partner in campaign.partners
    }
    assert campaign.contact


def test_shipped_text_messages_cost_one_message_each() -> None:
    found = [message for name in SCRIPTS for message in shipped(name).campaign.messages]
    assert found
    assert {text_length(message.text).parts for message in found} == {1}


def test_made_up_partners_have_made_up_addresses() -> None:
    for partner in shipped(LOCKDOWN).campaign.partners:
        assert not partner.email or partner.email.endswith(".example")
        assert not partner.phone or partner.phone.startswith("+3353649")
