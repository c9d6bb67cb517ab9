"""The report says what followed the calls, and which part of the day answers best."""

from __future__ import annotations

import pytest

from tests.domain.called import Attempt, counted
from veille_tui.domain.tallies import CaseFacts, ReferralFacts, tally
from veille_tui.reports.after_lines import after_lines, better_slot, day_lines, slot_lines


def slots(**rows: tuple[int, int]) -> dict[str, dict[str, float]]:
    return {
        name: {"dials": dials, "answered": answered, "success": answered / dials}
        for name, (dials, answered) in rows.items()
    }


@pytest.mark.parametrize(
    ("rows", "better"),
    [
        ({"matin": (100, 60), "soir": (100, 20)}, "matin"),
        ({"matin": (100, 45), "soir": (100, 40)}, ""),
        ({"matin": (100, 60), "soir": (40, 1)}, ""),
        ({"matin": (100, 60)}, ""),
        ({}, ""),
    ],
)
def test_a_part_of_the_day_is_named_when_it_answers_clearly_better(rows, better) -> None:
    found = slots(**rows)
    assert better_slot(found) == better
    assert any("nettement mieux" in line for line in slot_lines(found)) is bool(better)


def test_nothing_is_said_of_what_did_not_happen() -> None:
    assert after_lines(tally(counted())) == []
    assert (slot_lines({}), day_lines({})) == ([], [])


def test_referrals_relays_and_those_lost_are_said_in_words_of_the_field() -> None:
    facts = counted(
        [CaseFacts(1, "lost_to_follow_up"), CaseFacts(2, "secured", secured=True,
                                                      secured_channel="neighbour")],
        referrals={"open": 2, "done": 1},
        referral_facts=[ReferralFacts("need", "alimentation", "today", "done", 1, 1, 1, 1, 30.0)],
    )  # fmt: skip
    text = "\n".join(after_lines(tally(facts)))
    for words in ("voisins", "à envoyer", "faits", "perdus de vue, à clore", "en retard"):
        assert words in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_each_day_has_its_calls_and_a_bar() -> None:
    attempts = [Attempt(n, "Paul", ("done",), day="2020-03-17") for n in range(4)]
    lines = day_lines(tally(counted(attempts=attempts))["by_day"])
    assert "17 mars" in lines[1]
    assert lines[1].rstrip().endswith("█")
