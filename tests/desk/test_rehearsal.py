"""A desk to rehearse at: the callers' verbs, in memory, with people as they are described."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests import builders
from tests.domain import scripting
from veille_tui.desk.hand import Stage
from veille_tui.desk.rehearsal import RehearsalDesk, Rehearsed
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.case import CallReason
from veille_tui.domain.made_up_people import Callee
from veille_tui.domain.tenants import Profile
from veille_tui.errors import StoreUnreachable

SCRIPT = scripting.script(
    scripting.question("moral", choix="bien mal"),
    scripting.question("seule", si="vit_seul"),
    scripting.question("deux", si="vit_seul == faux"),
    scripting.question("marque", si='"vit_seul" dans marqueurs'),
    scripting.question("suite", si='motif == "suivi" et jours_depuis_contact >= 21'),
)


def desk(script: CallScript = SCRIPT) -> RehearsalDesk:
    """A desk where this script is rehearsed."""
    return RehearsalDesk(
        script,
        landlord="Habitat",
        caller="Zoé",
        clock=builders.clock,
        read_number=lambda text: None,
    )


def asked(profile: Profile, reason: CallReason = CallReason.FIRST) -> tuple[str, ...]:
    """What is asked of this person."""
    hand = desk().call(Rehearsed(Callee(profile, reason)))
    assert hand.walk is not None
    return hand.walk.asked


def test_the_person_has_answered_and_nothing_is_asked_yet():
    hand = desk().call(Rehearsed(Callee(Profile(last_name="Roy"))))
    assert hand.stage is Stage.TALKING
    assert hand.person is not None
    assert hand.person.last_name == "Roy"


def test_conditions_see_exactly_what_was_described():
    assert asked(Profile()) == ("moral",)
    assert asked(Profile(lives_alone=True)) == ("moral", "seule")
    assert asked(Profile(lives_alone=False)) == ("moral", "deux")
    assert asked(Profile(flags=("vit_seul",))) == ("moral", "seule", "marque")
    assert asked(Profile(days_since_contact=21), CallReason.FOLLOW_UP) == ("moral", "suite")
    assert asked(Profile(days_since_contact=20), CallReason.FOLLOW_UP) == ("moral",)


def test_answers_given_beforehand_are_answers_like_others():
    hand = desk().call(Rehearsed(Callee(Profile(), answers={"moral": "mal"})))
    assert hand.call is not None
    assert hand.call.answers == {"moral": "mal"}


def test_the_words_said_name_caller_and_landlord():
    hand = desk().call(Rehearsed(Callee(Profile())))
    assert hand.profile is not None
    assert hand.profile.words == {"caller": "Zoé", "landlord": "Habitat"}


def test_the_call_before_is_forgotten():
    at = desk()
    at.call(Rehearsed(Callee(Profile(last_name="Roy"), answers={"moral": "mal"})))
    hand = at.call(Rehearsed(Callee(Profile(last_name="Bé"))))
    assert [one.token for one in at.in_hand()] == [hand.token]
    assert hand.call is not None
    assert hand.call.answers == {}


def test_a_real_tenant_is_known_as_at_a_real_call():
    case = builders.case()
    hand = desk().call(Rehearsed(Callee(Profile()), case, builders.campaign(landlord="Bailleur")))
    assert hand.profile is not None
    assert hand.profile.age == 85
    assert hand.profile.flags == ("hearing", "lives_alone")
    assert hand.profile.words["landlord"] == "Bailleur"
    assert hand.campaign.script_hash == SCRIPT.hash


def test_a_real_tenant_without_a_number_can_be_rehearsed_too():
    case = builders.case()
    mute = replace(case, household=replace(case.household, numbers=()))
    hand = desk().call(Rehearsed(Callee(Profile()), mute, builders.campaign()))
    assert hand.stage is Stage.TALKING


def test_nothing_is_asked_of_any_store():
    with pytest.raises(StoreUnreachable):
        desk().search("Roy")


def test_no_file_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    at = desk()
    at.answer(at.call(Rehearsed(Callee(Profile()))), "moral", "mal")
    assert list(tmp_path.iterdir()) == []
