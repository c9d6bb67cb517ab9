"""A campaign's figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.called import Attempt, counted
from veille_tui.domain import aapor
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tallies import (
    CaseFacts,
    ReferralFacts,
    RelayFacts,
    tally,
)


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


PUBLISHED = (
    # The worked example of ropensci/outcomerate, a reference implementation of the 9th edition.
    (
        {"I": 4, "P": 2, "R": 1, "NC": 1, "O": 1, "UH": 1, "UO": 1, "NE": 1},
        (
            "RR1 .364 RR2 .545 RR3 .370 RR4 .556 RR5 .444 RR6 .667 COOP1 .500 COOP2 .750 COOP3 .571"
            " COOP4 .857 REF1 .091 REF2 .093 REF3 .111 CON1 .727 CON2 .741 CON3 .889"
        ),
    ),
    # The worked example of leeper/responserates, another one.
    (
        {"I": 100, "NC": 20},
        (
            "RR1 .833 RR2 .833 RR3 .833 RR4 .833 RR5 .833 RR6 .833 COOP1 1 COOP2 1 COOP3 1 COOP4 1"
            " REF1 0 REF2 0 REF3 0 CON1 .833 CON2 .833 CON3 .833"
        ),
    ),
)


@pytest.mark.parametrize(("counts", "published"), PUBLISHED)
def test_the_rates_are_those_of_published_examples(counts, published) -> None:
    words = published.split()
    wanted = {name: float(value) for name, value in zip(words[::2], words[1::2], strict=True)}
    found = aapor.rates(counts)
    assert {name: pytest.approx(value, abs=0.0006) for name, value in wanted.items()} == found


def test_an_appointment_is_in_no_refusal_rate() -> None:
    facts = counted([CaseFacts(1, "appointment")], [Attempt(1, "Paul", ("appointment",))])
    assert tally(facts)["rates"]["refusal"] == 0


def test_the_secured_rate_is_over_all_targeted_households_with_or_without_a_number() -> None:
    cases = [
        CaseFacts(1, "secured", secured=True, reached=True, secured_channel="phone"),
        CaseFacts(2, "no_number", with_number=False),
        CaseFacts(3, "retrying", reached=True),
        CaseFacts(4, "secured", secured=True, with_number=False, secured_channel="visit"),
    ]
    figures = tally(counted(cases))
    assert figures["rates"]["secured"] == 0.5
    assert figures["households"]["without_number"] == 2
    assert figures["households"]["reached"] == 2
    assert figures["secured_by_channel"] == {"phone": 1, "visit": 1}


def test_lengths_are_those_of_calls_that_somebody_answered() -> None:
    attempts = [
        Attempt(1, "Paul", ("done",), 6.0, reassuring=True),
        Attempt(2, "Paul", ("no_answer", "done"), 9.0),
        Attempt(3, "Zoé", ("no_answer",), 0.5),
    ]
    figures = tally(counted([CaseFacts(n, "to_call") for n in (1, 2, 3)], attempts))
    assert figures["calls"] == {
        "dials": 4, "attempts": 3, "answered": 2, "mean_minutes": 7.5, "median_minutes": 7.5
    }  # fmt: skip
    assert figures["rates"]["reassuring"] == 0.5
    assert figures["by_caller"]["Zoé"]["answered"] == 0


def test_nothing_gives_rates_that_are_unknown_and_not_zero() -> None:
    figures = tally(counted())
    assert figures["rates"]["secured"] is None
    assert figures["calls"]["mean_minutes"] is None


@given(st.lists(st.lists(st.sampled_from([outcome.value for outcome in Outcome]), max_size=4)))
def test_every_household_is_in_one_category_and_every_rate_is_a_share(histories) -> None:
    cases = [CaseFacts(n, "to_call") for n in range(len(histories))]
    attempts = [Attempt(n, "P", tuple(found)) for n, found in enumerate(histories)]
    figures = tally(counted(cases, attempts))["aapor"]
    assert sum(figures[name] for name in aapor.CATEGORIES) == len(cases)
    shares = [value for name, value in figures.items() if name not in aapor.CATEGORIES]
    assert all(value is None or 0 <= value <= 1 for value in shares)


def test_households_called_again_are_told_apart_by_their_rhythm() -> None:
    rhythms = ["P7D", "P1W", "P1D", "P14D", ""]
    cases = [CaseFacts(n, "followed", cadence=every) for n, every in enumerate(rhythms)]
    follow_up = tally(counted(cases))["follow_up"]
    told = {"lonely": 4, "weekly": 2, "oftener": 1, "less_often": 1, "called_again": 4}
    assert follow_up == told


def test_who_is_lonely_has_a_rhythm_of_their_own_and_no_other_need() -> None:
    def follow_up(**case) -> int:
        facts = counted([CaseFacts(1, "followed", **case)], usual=frozenset({"P14D"}))
        return int(tally(facts)["follow_up"]["lonely"])

    assert follow_up(cadence="P7D") == 1
    assert follow_up(cadence="P14D") == 0
    assert follow_up(cadence="P14D", themes=frozenset({"isolement"})) == 1
    assert follow_up(cadence="P7D", themes=frozenset({"alimentation"})) == 0
    assert follow_up(cadence="") == 0


def test_a_difficult_situation_is_a_household_with_a_need_other_than_company() -> None:
    themes = [set(), {"alimentation"}, {"lien"}, {"sante", "lien"}]
    cases = [CaseFacts(n, "followed", themes=frozenset(one)) for n, one in enumerate(themes)]
    assert tally(counted(cases))["difficult"] == 2


def test_referrals_are_told_by_kind_theme_urgency_and_time() -> None:
    facts = counted(
        referral_facts=[
            ReferralFacts("need", "sante", "today", "done", 3, 3, 3, 1, 36.0),
            ReferralFacts("need", "sante", "week", "open", 2, overdue=1),
            ReferralFacts("complaint", "complaint", "week", "sent", 4, 4),
            ReferralFacts("mediation", "voisinage", "week", "done", 1, 1, 1, 0, 5.0),
        ],
        relays=[RelayFacts("visit", "done", "well", 2), RelayFacts("visit", "failed", "nobody", 1)],
    )
    found = tally(facts)
    assert found["referred"] == {"sante": 3, "total": 3}
    assert found["referrals_by_theme"] == {"sante": {"done": 3, "open": 2}}
    assert found["referrals_by_urgency"]["today"] == {
        "count": 3,
        "answered": 3,
        "overdue": 1,
        "mean_hours": 12.0,
    }
    assert (found["complaints"], found["mediation"]) == ({"sent": 4}, {"done": 1})
    assert found["relays"]["visit"] == {
        "status": {"done": 2, "failed": 1},
        "results": {"nobody": 1, "well": 2},
    }


def test_attempts_are_counted_by_day_and_by_part_of_the_day_with_their_success() -> None:
    attempts = [
        Attempt(1, "Paul", ("no_answer", "done"), day="2020-03-17", slots=("am", "pm")),
        Attempt(2, "Paul", ("busy",), day="2020-03-18", slots=("am",)),
    ]
    found = tally(counted(attempts=attempts))
    assert found["by_day"]["2020-03-17"]["dials"] == 2
    assert found["by_slot"]["am"] == {"dials": 2, "answered": 0, "success": 0.0}
    assert found["by_slot"]["pm"]["success"] == 1.0


@given(
    st.lists(
        st.builds(
            CaseFacts,
            case_id=st.integers(0, 9),
            disposition=st.sampled_from(["secured", "lost_to_follow_up", "to_call", "refused"]),
            segment=st.sampled_from("ab"),
            wave=st.sampled_from("xy"),
            secured=st.booleans(),
            secured_channel=st.sampled_from(["phone", "visit", "neighbour"]),
            closed_by_hand=st.booleans(),
        )
    )
)
def test_every_breakdown_adds_up_to_the_whole(cases) -> None:
    found = tally(counted(cases))
    households = found["households"]
    for name in ("by_segment", "by_wave", "by_agency"):
        for key in ("targeted", "secured"):
            assert sum(row[key] for row in found[name].values()) == households[key]
    assert sum(found["secured_by_channel"].values()) == households["secured"]
    assert sum(found["dispositions"].values()) == households["targeted"]
    assert sum(found["lost"].values()) == households["lost_to_follow_up"]


def test_a_day_says_who_was_reached_and_how_many_are_secured_so_far() -> None:
    attempts = [
        Attempt(1, "Paul", ("done",), reassuring=True, day="2020-03-17"),
        Attempt(1, "Paul", ("no_answer",), day="2020-03-18"),
        Attempt(1, "Paul", ("done",), reassuring=True, day="2020-03-18"),
        Attempt(1, "Zoé", ("done",), day="2020-03-18"),
    ]
    cases = [
        CaseFacts(1, "secured", secured=True, secured_on="2020-03-17"),
        CaseFacts(2, "secured", secured=True, secured_channel="visit", secured_on="2020-03-19"),
    ]
    days = tally(counted(cases, attempts))["by_day"]
    assert [row["secured_so_far"] for row in days.values()] == [1, 1, 2]
    assert days["2020-03-18"]["answered"] == 2
    assert [row["reached"] for row in days.values()] == [1, 1, 0]
    assert days["2020-03-19"]["attempts"] == 0


@given(
    st.lists(
        st.builds(
            Attempt,
            case_id=st.integers(0, 5),
            caller=st.sampled_from(["Paul", "Zoé"]),
            outcomes=st.lists(
                st.sampled_from(["", *(outcome.value for outcome in Outcome)]), max_size=3
            ).map(tuple),
            reassuring=st.booleans(),
            day=st.sampled_from(["2020-03-17", "2020-03-18", "2020-03-20"]),
        )
    )
)
def test_days_and_callers_add_up_and_the_secured_never_fall(attempts) -> None:
    found = tally(counted([CaseFacts(n, "to_call") for n in range(6)], attempts))
    for name in ("by_day", "by_caller"):
        for key in ("dials", "attempts", "answered"):
            assert sum(row.get(key, 0) for row in found[name].values()) == found["calls"][key]
    so_far = [row["secured_so_far"] for row in found["by_day"].values()]
    assert so_far == sorted(so_far)
    assert all(row["reached"] <= row["answered"] for row in found["by_day"].values())


def test_who_is_lost_is_open_until_a_person_closes_it() -> None:
    lost = CaseFacts(1, "lost_to_follow_up")
    cases = [lost, replace(lost, closed_by_hand=True), CaseFacts(3, "refused", closed_by_hand=True)]
    assert tally(counted(cases))["lost"] == {"open": 1, "closed": 1}
