"""The five programmes shipped with the program: sound, complete, and of made-up people only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from veille_tui.callscript.campaign_file import CampaignFile, read_campaign
from veille_tui.callscript.compiler import load_script
from veille_tui.domain.call_script import CallScript, Question, QuestionType, ScriptCase
from veille_tui.domain.case import CallReason
from veille_tui.domain.conditions import Scope, parse, profile_values
from veille_tui.domain.partner_kinds import partner_kind
from veille_tui.domain.partners import agency_of, choose
from veille_tui.domain.script_cases import run_case
from veille_tui.domain.tenants import FLAG_WORDS, Profile
from veille_tui.domain.walk import Walk, walk
from veille_tui.simulation.people import draw
from veille_tui.simulation.world import World
from veille_tui.simulation.world_file import read_world

FOLDER = Path(__file__).parents[2] / "call_scripts" / "programmes"
BLOCKS = FOLDER.parent / "blocs"
NAMES = ("mesolia_lancement", "mesolia_mai", "chalets", "patrimoine", "paris_habitat")
WORLDS = sorted(f"{file.parent.name}/{file.name}" for file in FOLDER.glob("*/monde*.yaml"))
FICTION = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")
PUBLIC_LINES = {"0 800 47 33 33", "09 72 39 40 50"}
"""Gas leaks and SOS Amitié: real, because a tenant may need them tonight."""
WIDTH = 74
"""Columns left for a text on an 80-column screen."""
SEVEN_MINUTES = 12
"""Answers of a call in which all is well."""

every_programme = pytest.mark.parametrize("name", NAMES)
every_world = pytest.mark.parametrize("file", WORLDS)


@cache
def shipped(name: str) -> CampaignFile:
    found, problems = read_campaign(FOLDER / name / "campagne.yaml")
    assert [problem.place + " " + problem.message for problem in problems] == []
    assert found is not None
    return found


@cache
def script(name: str) -> CallScript:
    found, problems = load_script(FOLDER / name / "script.yaml")
    assert [problem.place + " " + problem.message for problem in problems] == []
    assert found is not None
    return found


@cache
def world(file: str) -> World:
    return read_world(FOLDER / file)


def played(name: str, case: ScriptCase) -> Walk:
    return walk(script(name), case.tenant, case.reason, case.answers)


def own_questions(name: str) -> list[Question]:
    """Those that are written in the script itself; the blocks have tests of their own."""
    shared = "".join(file.read_text(encoding="utf-8") for file in BLOCKS.glob("*.yaml"))
    return [one for one in script(name).questions if f"- id: {one.id}\n" not in shared]


every_case = pytest.mark.parametrize(
    ("name", "case"),
    [
        pytest.param(name, case, id=f"{name}: {case.name}")
        for name in NAMES
        for case in script(name).cases
    ],
)
every_question = pytest.mark.parametrize(
    ("name", "question"),
    [
        pytest.param(name, one, id=f"{name}: {one.id}")
        for name in NAMES
        for one in script(name).questions
    ],
)


# The files of a programme.


def test_each_programme_is_a_folder_with_all_of_its_files() -> None:
    assert {one.name for one in FOLDER.iterdir() if one.is_dir()} == set(NAMES)
    files = ("campagne.yaml", "script.yaml", "partenaires.yaml", "questions.yaml", "monde.yaml")
    missing = [
        f"{name}/{one}" for name in NAMES for one in files if not (FOLDER / name / one).is_file()
    ]
    assert missing == []


def test_the_guide_tells_every_programme_and_how_to_start_ones_own() -> None:
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"({name}/campagne.yaml)" not in guide] == []
    for command in ("campaign check", "campaign preview", "campaign create", "veille simulate"):
        assert command in guide
    assert [one for one in re.findall(r"\]\(([^)#]+)", guide) if not (FOLDER / one).exists()] == []


@every_programme
def test_a_campaign_calls_by_a_script_of_its_own(name: str) -> None:
    assert shipped(name).campaign.id == name
    assert shipped(name).campaign.script_id == script(name).id == name


@every_programme
def test_a_campaign_says_why_on_what_grounds_for_how_long_and_whom_to_call_back(name: str) -> None:
    campaign = shipped(name).campaign
    assert campaign.purpose
    assert campaign.legal_basis
    assert campaign.retention
    assert campaign.contact
    assert campaign.title


@every_programme
def test_all_people_and_partners_are_made_up(name: str) -> None:
    for file in (FOLDER / name).glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        numbers = set(re.findall(r"\b0[1-9](?: \d\d){4}\b|\b0 800(?: \d\d){3}", text))
        assert {one for one in numbers - PUBLIC_LINES if not one.startswith(FICTION)} == set()
        assert [one for one in re.findall(r"\S+@\S+", text) if not one.endswith(".example")] == []


@every_programme
def test_no_two_partners_share_a_number_or_an_id(name: str) -> None:
    partners = shipped(name).campaign.partners
    phones = [one.phone for one in partners if one.phone]
    assert len(set(phones)) == len(phones)
    assert len({one.id for one in partners}) == len(partners)


@every_programme
def test_every_theme_that_tenants_ask_about_is_in_the_list_of_questions(name: str) -> None:
    themes = {"loyer", "panne", "menage", "livraison", "attestation", "qui_appeler"}
    entries = {one.id: one for one in shipped(name).campaign.faq}
    assert themes <= set(entries)
    assert [one.id for one in entries.values() if len(one.answer) > 320 or not one.words] == []


# Whom a need goes to.


def served(file: str) -> set[tuple[str, str]]:
    """Commune and agency of everybody who lives in the world."""
    return {
        (one.group.places[one.place].insee, one.agency)
        for one in draw(world(file), 1, 0.2).values()
    }


@every_world
def test_every_need_finds_a_partner_of_its_kind_in_every_commune_of_the_world(file: str) -> None:
    name = file.split("/", maxsplit=1)[0]
    partners = shipped(name).campaign.partners
    homeless = [
        (rule.theme, rule.to, insee)
        for rule in script(name).needs
        for insee in {one for one, _agency in served(file)}
        if choose(partners, rule.to, rule.theme, insee) is None
    ]
    assert homeless == []


@every_world
def test_a_complaint_finds_the_household_s_own_agency(file: str) -> None:
    partners = shipped(file.split("/", maxsplit=1)[0]).campaign.partners
    agencies = {agency for _insee, agency in served(file)}
    assert [one for one in agencies if agency_of(partners, one) is None] == []


@every_programme
def test_a_household_of_an_unforeseen_commune_has_somebody_too(name: str) -> None:
    partners = shipped(name).campaign.partners
    kinds = {(rule.theme, rule.to) for rule in script(name).needs}
    assert [one for one in kinds if choose(partners, one[1], one[0], "97105") is None] == []


@every_programme
def test_every_partner_can_be_reached_by_the_channel_that_is_named(name: str) -> None:
    by = {"email": "email", "letter": "address", "phone": "phone"}
    partners = shipped(name).campaign.partners
    assert [one.id for one in partners if not getattr(one, by[one.channel])] == []


@every_programme
def test_the_questions_of_tenants_lead_to_a_partner_of_the_directory_or_a_public_line(
    name: str,
) -> None:
    kinds = {partner_kind(one.kind) for one in shipped(name).campaign.partners}
    for one in shipped(name).campaign.faq:
        assert not one.to or one.to.startswith("le ") or partner_kind(one.to) in kinds


# What each programme did.


def test_the_launch_calls_the_oldest_first() -> None:
    by_priority = sorted(
        shipped("mesolia_lancement").campaign.segments, key=lambda one: one.priority
    )
    assert [one.id for one in by_priority] == ["plus_80", "plus_70"]


@pytest.mark.parametrize("name", ["mesolia_lancement", "mesolia_mai"])
def test_mesolia_asks_the_neighbours_then_the_postman_then_pays_a_visit(name: str) -> None:
    relays = shipped(name).campaign.relays
    assert [one.channel for one in relays] == ["neighbour", "postman", "visit"]


@pytest.mark.parametrize("age", [22, 69, 90])
def test_in_may_an_isolated_tenant_of_any_age_belongs(age: int) -> None:
    scope = Scope(known=profile_values(Profile(age=age, flags=("isolated",)), "first"))
    first = next(
        one for one in shipped("mesolia_mai").campaign.segments if parse(one.when).holds(scope)
    )
    assert first.id == "ajoutes"


def test_each_agency_of_the_chalets_has_one_caller_of_its_own() -> None:
    callers = shipped("chalets").campaign.assignment.callers
    assert len(callers) == 4
    agencies = [agency for one in callers for agency in one.agencies]
    assert sorted(agencies) == sorted(world("chalets/monde.yaml").groups[0].agencies)


@pytest.mark.parametrize("name", ["chalets", "paris_habitat"])
def test_a_weekly_programme_calls_weekly(name: str) -> None:
    assert [rule.every for rule in shipped(name).campaign.cadence] == ["P7D"]


def test_the_chalets_alone_have_text_messages_and_a_heatwave_alert() -> None:
    assert {name for name in NAMES if shipped(name).campaign.messages} == {"chalets"}
    assert {name for name in NAMES if shipped(name).campaign.alert_mode} == {"chalets"}


def test_patrimoine_opens_its_four_waves_one_after_the_other() -> None:
    waves = shipped("patrimoine").campaign.waves
    opened = [one.opens for one in waves]
    assert len(waves) == 4
    assert opened == sorted({one for one in opened if one is not None})


def test_paris_grows_on_13_april() -> None:
    campaign = shipped("paris_habitat").campaign
    assert [one.opens.isoformat() for one in campaign.waves if one.opens] == [
        "2020-03-23",
        "2020-04-13",
    ]


@pytest.mark.parametrize(
    ("file", "households", "callers"),
    [
        ("mesolia_lancement/monde.yaml", 2320, 41),
        ("mesolia_mai/monde.yaml", 2320 + 246 + 120, 41),
        ("chalets/monde.yaml", 1160, 4),
        ("patrimoine/monde.yaml", 1000 + 400 + 500 + 650, 3),
        ("paris_habitat/monde.yaml", 20_000 + 11_719, 400),
    ],
)
def test_a_world_is_as_large_as_its_programme(file: str, households: int, callers: int) -> None:
    assert sum(one.number for one in world(file).groups) == households
    assert world(file).callers.number == callers


def test_the_secured_and_the_others_of_may_are_everybody_who_was_targeted() -> None:
    told = {one.title: one for one in world("mesolia_mai/monde.yaml").published}
    found = world("mesolia_mai/monde.yaml")
    numbers = {one.name: one.number for one in found.habits}
    numbers |= {one.name: one.number for one in found.fates}
    lost = numbers["introuvables"] + numbers["sn_introuvables"]
    ended = numbers["refus"] + numbers["partis"] + numbers["deces"]
    secured = told["Situations sécurisées"].value
    assert secured + lost + ended == told["Foyers visés"].value == 2686
    assert round(100 * secured / 2686) == 93
    by_channel = ("par téléphone", "par les voisins", "par le facteur", "par une visite")
    assert sum(told[one].value for one in by_channel) == secured


def test_forty_thousand_tenants_of_paris_are_reached_fifteen_thousand_of_them_from_april() -> None:
    paris = world("paris_habitat/monde.yaml")
    tenants = {one.name: one.number + round(one.number * one.couples) for one in paris.groups}
    lost = next(one.number for one in paris.habits if one.name == "introuvables")
    assert tenants["non_isoles"] == 15_000
    assert sum(tenants.values()) - 2 * lost > 40_000


# The scripts.


@every_case
def test_every_case_of_a_programme_passes_and_says_what_it_expects(
    name: str, case: ScriptCase
) -> None:
    assert run_case(script(name), case) == ()
    assert case.expected.needs is not None
    assert case.expected.alerts is not None


@every_case
def test_no_need_waits_for_consent_that_was_not_asked(name: str, case: ScriptCase) -> None:
    state = played(name, case)
    assert all(need.to for need in state.needs)
    assert not state.needs or "accord_transmission" in state.asked


@every_programme
def test_the_cases_show_everything_that_the_script_itself_adds(name: str) -> None:
    own = {one.id: one for one in own_questions(name)}
    given = [(key, value) for case in script(name).cases for key, value in case.answers.items()]
    missing = [
        (one.id, choice.code)
        for one in own.values()
        for choice in one.choices
        if not any(
            key == one.id
            and (
                value == choice.code or (isinstance(value, (list, tuple)) and choice.code in value)
            )
            for key, value in given
        )
    ]
    assert missing == []


@every_programme
def test_a_call_in_which_all_is_well_is_short(name: str) -> None:
    calm = [case for case in script(name).cases if case.name.startswith("tout va bien")]
    assert calm
    for case in calm:
        state = played(name, case)
        asked = [
            one for one in state.asked if script(name).by_id[one].type is not QuestionType.NOTE
        ]
        assert state.complete
        assert len(asked) <= SEVEN_MINUTES


@every_programme
@pytest.mark.parametrize("reason", list(CallReason))
def test_a_wish_for_help_is_heard_even_from_those_who_have_no_time(
    name: str, reason: CallReason
) -> None:
    state = walk(script(name), Profile(), reason, {"moment": "plus_tard"})
    assert {"besoin_aide", "autre_chose"} & set(state.asked)


@every_programme
def test_whoever_wishes_no_more_calls_is_asked_nothing_more(name: str) -> None:
    state = walk(script(name), Profile(), CallReason.FIRST, {"moment": "plus_jamais"})
    assert state.asked == ("moment",)


def lines(text: str) -> int:
    return -(-len(text) // WIDTH)


@every_question
def test_every_question_fits_a_small_screen(name: str, question: Question) -> None:
    room = lines(question.say) + lines(question.hint) + lines(question.avoid)
    assert room + len(question.choices) <= 14
    assert len(question.say) <= 240
    assert all(len(choice.label) <= 46 for choice in question.choices)


@every_programme
def test_what_is_said_first_is_short_and_names_the_caller_and_the_landlord(name: str) -> None:
    assert set(script(name).openings) == set(CallReason)
    for opening in script(name).openings.values():
        assert len(opening) <= 240
        assert "{benevole}" in opening
        assert "{bailleur}" in opening


@every_programme
def test_nobody_is_called_fragile_and_a_machine_learns_nothing(name: str) -> None:
    said = [one.say for one in script(name).questions] + list(script(name).openings.values())
    assert [one for one in said if "fragile" in one.casefold()] == []
    secret = ("santé", "aide", "besoin", "{nom}")
    assert not any(word in script(name).voicemail.casefold() for word in secret)


@every_programme
def test_trouble_breathing_leads_to_the_15_and_to_rescuers_at_once(name: str) -> None:
    case = next(one for one in script(name).cases if "le 15" in one.name)
    state = played(name, case)
    assert "samu" in state.alerts
    assert [(need.urgency, need.to) for need in state.needs] == [("immediate", "secours")]


# The worlds.


@every_world
def test_a_world_speaks_of_nothing_that_is_not_there(file: str) -> None:
    found, campaign = world(file), shipped(file.split("/", maxsplit=1)[0]).campaign
    groups = {one.name for one in found.groups}
    known, within = set(groups), {""}
    for situation in found.situations:
        known.add(situation.name)
        within.add(situation.within)
    for habit in found.habits:
        known.add(habit.name)
        within.add(habit.within)
    for fate in found.fates:
        known.add(fate.name)
        within.add(fate.within)
    flags = {flag for one in found.groups for flag in one.flags}
    assert within <= groups | {""}
    assert {one for row in found.published for one in (*row.truth, *row.but)} <= known
    assert flags <= set(FLAG_WORDS.values())
    assert {one.template for one in found.messages} <= {one.id for one in campaign.messages}
    assert {one.channel for one in found.relays} <= {one.channel for one in campaign.relays}


@every_world
def test_a_world_tells_which_figures_are_published_and_which_are_assumed(file: str) -> None:
    told = (FOLDER / file).read_text(encoding="utf-8")
    assert "# Publié" in told
    assert "# Supposé" in told
