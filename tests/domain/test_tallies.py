"""A campaign's figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.domain import aapor
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tallies import AttemptFacts, CaseFacts, Facts, tally


@pytest.mark.parametrize(
    ("outcomes", "category"),
    [((), "UH"), (("no_answer", "busy"), "UH"), (("no_answer", "done"), "I"),
     (("done", "no_answer"), "I"), (("partial", "refused_soft"), "P"),
     (("appointment",), "NC"), (("refused_hard",), "R"), (("voicemail_left",), "NC"),
     (("wrong_number", "no_answer"), "NE"), (("wrong_number", "reached_other"), "NC"),
     (("deceased",), "O"), (("moved_out",), "NE")],
)  # fmt: skip
def test_a_household_s_category_is_the_most_that_was_obtained(outcomes, category) -> None:
    assert aapor.category(outcomes) == category


def test_rates_follow_the_standard_s_formulas() -> None:
    counts = {"I": 400, "P": 50, "R": 100, "NC": 150, "O": 50, "UH": 200, "UO": 50, "NE": 250}
    rates = aapor.rates(counts)
    e = 750 / 1000
    assert rates["RR1"] == 0.4
    assert rates["RR2"] == 0.45
    assert rates["RR3"] == round(400 / (750 + e * 250), 4)
    assert rates["RR6"] == 0.6
    assert rates["COOP1"] == round(400 / 600, 4)
    assert rates["COOP4"] == round(450 / 550, 4)
    assert rates["REF1"] == 0.1
    assert rates["CON1"] == 0.6
    assert rates["CON3"] == 0.8
    assert len(rates) == 16


def test_an_appointment_is_in_no_refusal_rate() -> None:
    facts = Facts([CaseFacts(1, "appointment")], [AttemptFacts(1, "Paul", ("appointment",))])
    assert tally(facts)["rates"]["refusal"] == 0


def test_the_secured_rate_is_over_all_targeted_households_with_or_without_a_number() -> None:
    cases = [
        CaseFacts(1, "secured", secured=True, reached=True, secured_channel="phone"),
        CaseFacts(2, "no_number", with_number=False),
        CaseFacts(3, "retrying", reached=True),
        CaseFacts(4, "secured", secured=True, with_number=False, secured_channel="visit"),
    ]
    figures = tally(Facts(cases))
    assert figures["rates"]["secured"] == 0.5
    assert figures["households"]["without_number"] == 2
    assert figures["households"]["reached"] == 2
    assert figures["secured_by_channel"] == {"phone": 1, "visit": 1}


def test_lengths_are_those_of_calls_that_somebody_answered() -> None:
    attempts = [
        AttemptFacts(1, "Paul", ("done",), 6.0, reassuring=True),
        AttemptFacts(2, "Paul", ("no_answer", "done"), 9.0),
        AttemptFacts(3, "Zoé", ("no_answer",), 0.5),
    ]
    figures = tally(Facts([CaseFacts(n, "to_call") for n in (1, 2, 3)], attempts))
    assert figures["calls"] == {
        "dials": 4, "attempts": 3, "answered": 2, "mean_minutes": 7.5, "median_minutes": 7.5
    }  # fmt: skip
    assert figures["rates"]["reassuring"] == 0.5
    assert figures["by_caller"]["Zoé"]["answered"] == 0


def test_nothing_gives_rates_that_are_unknown_and_not_zero() -> None:
    figures = tally(Facts())
    assert figures["rates"]["secured"] is None
    assert figures["calls"]["mean_minutes"] is None


@given(st.lists(st.lists(st.sampled_from([outcome.value for outcome in Outcome]), max_size=4)))
def test_every_household_is_in_one_category_and_every_rate_is_a_share(histories) -> None:
    cases = [CaseFacts(n, "to_call") for n in range(len(histories))]
    attempts = [AttemptFacts(n, "P", tuple(found)) for n, found in enumerate(histories)]
    figures = tally(Facts(cases, attempts))["aapor"]
    assert sum(figures[name] for name in aapor.CATEGORIES) == len(cases)
    shares = [value for name, value in figures.items() if name not in aapor.CATEGORIES]
    assert all(value is None or 0 <= value <= 1 for value in shares)


def test_households_called_again_are_told_apart_by_their_rhythm() -> None:
    rhythms = ["P7D", "P1W", "P1D", "P14D", ""]
    cases = [CaseFacts(n, "followed", cadence=every) for n, every in enumerate(rhythms)]
    follow_up = tally(Facts(cases))["follow_up"]
    assert follow_up == {"weekly": 2, "oftener": 1, "less_often": 1, "called_again": 4}
