"""Whether a name may be passed on: which question says so, and with which words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.scripting import question, script
from veille_tui.domain.call_script import NeedRule, QuestionType, Urgency
from veille_tui.domain.consent import consent_of, needs_found
from veille_tui.domain.referrals import Consent
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import walk

LADY = Profile(title="Mme", last_name="Lefèvre")


def said(named: str = "", *ids: str, **answers: Any) -> tuple[str, str]:
    """The consent and its words of one need, in a script that asks the consents `ids`."""
    asked = [question(one, QuestionType.CONSENT) for one in ids]
    rule = NeedRule("repas", None, Urgency.TODAY, "ccas", "plus de pain", named)
    made = script(question("moral"), *asked, needs=(rule,))
    (need,) = needs_found(made, LADY, walk(made, LADY, "first", answers), answers)
    assert (need.theme, need.urgency, need.to, need.note) == (
        *("repas", "today", "ccas"),
        "plus de pain",
    )
    return need.consent, need.consent_words


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("oui", "given"), ("non", "refused"), ("refus", "refused"), ("nsp", "unasked"),
     (None, "unasked")],
)  # fmt: skip
def test_yes_is_yes_and_no_is_no_and_unknown_is_as_if_nobody_had_asked(
    answer: str | None, expected: str
):
    answers = {} if answer is None else {"accord_transmission": answer}
    words = "" if expected == "unasked" else "accord_transmission ?"
    assert said("", "accord_transmission", **answers) == (expected, words)


def test_the_question_that_the_needs_rule_names_is_the_one_that_counts():
    ids = ("accord_transmission", "pour_les_repas")
    given = said("pour_les_repas", *ids, accord_transmission="non", pour_les_repas="oui")
    assert given == ("given", "pour_les_repas ?")
    assert said("pour_les_repas", *ids, accord_transmission="oui") == ("unasked", "")


def test_the_last_one_answered_that_speaks_of_passing_on_counts():
    ids = ("accord_transmission", "accord_autre", "transmission_bis")
    both = {"accord_transmission": "non", "accord_autre": "oui", "transmission_bis": "oui"}
    assert said("", *ids, **both) == ("given", "transmission_bis ?")
    assert said("", *ids, accord_transmission="non", accord_autre="oui")[0] == "refused"


def test_the_only_consent_of_the_script_counts_unless_it_is_about_notes():
    assert said("", "accord", accord="oui") == ("given", "accord ?")
    assert said("", "accord_notes", accord_notes="oui") == ("unasked", "")
    assert said("", "un", "deux", un="oui", deux="oui") == ("unasked", "")


def test_what_does_not_apply_any_more_agrees_to_nothing():
    asked = question("accord_transmission", QuestionType.CONSENT, si='moral == "non"')
    made = script(question("moral"), asked, needs=(NeedRule("repas"),))
    answers = {"moral": "oui", "accord_transmission": "oui"}
    state = walk(made, LADY, "first", answers)
    assert needs_found(made, LADY, state, answers)[0].consent == "unasked"
    assert consent_of(made, LADY, state, answers) == (Consent.UNASKED, "")


def test_the_words_are_those_that_were_read_to_this_person():
    asked = question("partage_transmission", QuestionType.CONSENT)
    made = script(asked)
    answers = {"partage_transmission": "oui"}
    state = walk(made, LADY, "first", answers)
    assert consent_of(made, LADY, state, answers) == (Consent.GIVEN, "partage_transmission ?")
