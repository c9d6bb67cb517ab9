"""What a report counts: evidence that stands, and people who were really heard."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.domain.called import Attempt, called
from tests.store.builders import NOON, WINTER, Clock, fill, taken
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.evidence import NeedFound, Secured
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.tallies import tally
from veille_tui.store.call_sums import call_sums
from veille_tui.store.clock import to_micros
from veille_tui.store.engine import open_link
from veille_tui.store.shared import SharedStore


def test_a_household_with_an_open_need_is_not_secured(store: SharedStore):
    fill(store, 2)
    for needs in ((), (NeedFound("sante", "today"),)):
        desk = taken(store)
        well = Secured(NOON, "phone", "self")
        decision = Decision(Disposition.SECURED, QueueState.DONE, secured=well, needs=needs)
        store.receive("poste", [desk.started(), desk.finished(decision)])
    found = tally(store.figures("hiver"))
    assert found["households"]["secured"] == 1
    assert found["secured_by_channel"] == {"phone": 1}


def test_a_line_cut_while_it_rang_was_answered_by_nobody(store: SharedStore):
    fill(store, 2)
    again = Decision(Disposition.RETRYING, QueueState.DONE)
    for dial in ("rang", "talked"):
        desk = taken(store)
        heard = [desk.entry(Kind.PERSON_ANSWERED, {"dial": "d1", "who": "self"})]
        begun = [desk.started(), desk.dialled(), *(heard if dial == "talked" else [])]
        store.receive("poste", [*begun, desk.ended("dropped"), desk.finished(again)])
    calls = tally(store.figures("hiver"))["calls"]
    assert (calls["dials"], calls["answered"]) == (2, 1)


def test_needs_are_told_by_theme_and_whether_help_is_in_place(store: SharedStore):
    fill(store, 2)
    for theme in ("sante", "courses"):
        desk = taken(store)
        needs = (NeedFound(theme, "today"),)
        decision = Decision(Disposition.NEEDS_HELP, QueueState.DONE, needs=needs)
        store.receive("poste", [desk.started(), desk.finished(decision)])
    found = tally(store.figures("hiver"))
    assert found["needs_by_status"] == {"courses": {"open": 1}, "sante": {"open": 1}}
    assert found["needs"] == {"courses": 1, "sante": 1}


def test_evidence_that_ended_no_longer_secures_but_its_day_is_remembered(
    store: SharedStore, clock: Clock
):
    fill(store, 1)
    desk = taken(store)
    well = Secured(NOON, "phone", "self", until=NOON + timedelta(days=30))
    decision = Decision(Disposition.SECURED, QueueState.DONE, secured=well)
    store.receive("poste", [desk.started(), desk.finished(decision)])
    assert tally(store.figures("hiver"))["households"]["secured"] == 1
    clock.forward(days=31)
    found = tally(store.figures("hiver"))
    assert found["households"]["secured"] == 0
    assert [row["secured_so_far"] for row in found["by_day"].values()] == [1]


OUTCOMES = ("no_answer", "done", "dropped", "wrong_number", "callback", "refused_soft", "")


@given(
    st.lists(
        st.tuples(
            st.integers(1, 4),
            st.sampled_from(["Paul", "Zoé"]),
            st.lists(st.tuples(st.sampled_from(OUTCOMES), st.booleans()), max_size=3),
            st.sampled_from([None, 2.0, 5.5]),
            st.booleans(),
            st.sampled_from(["retrying", "returned"]),
            # Around the night in which the clocks go forward, and midnight in Paris.
            st.integers(0, 4 * 24 * 60),
        ),
        max_size=8,
    )
)
@example(
    # The last hour of a day before the clocks go forward, and a day after.
    [
        (1, "Paul", [("done", True)], 2.0, True, "retrying", 22 * 60 + 30),
        (2, "Paul", [("done", True)], 2.0, True, "retrying", 3 * 24 * 60 + 23 * 60),
    ]
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_store_adds_calls_up_as_one_would_by_hand(ready_url: str, found):
    """Each statement against the same calls counted one by one."""
    zone = ZoneInfo("Europe/Paris")
    begin = datetime(2020, 3, 27, tzinfo=UTC)
    with closing(open_link(ready_url, 10, 60)) as link, suppress(Undone), link.transaction():
        rows(link, "campaigns", ["id"], [("hiver",)])
        rows(link, "households", ["id", "landlord", "reference"], [(n, "L", str(n)) for n in CASES])
        rows(
            link,
            "cases",
            ["id", "campaign_id", "household_id"],
            [(case_id, "hiver", case_id) for case_id in CASES],
        )
        told = []
        for place, (case_id, caller, dials, minutes, secured, disposition, minute) in enumerate(
            found
        ):
            at = begin + timedelta(minutes=minute)
            rows(
                link,
                "attempts",
                "id case_id campaign_id caller started_at minutes secured disposition".split(),
                [(f"a{place}", case_id, "hiver", caller, to_micros(at), minutes, int(secured),
                  disposition)],
            )  # fmt: skip
            rows(
                link,
                "dials",
                "attempt_id id case_id campaign_id at outcome answered_at".split(),
                [(f"a{place}", f"d{n}", case_id, "hiver", to_micros(at), outcome,
                  to_micros(at) if heard else None) for n, (outcome, heard) in enumerate(dials)],
            )  # fmt: skip
            if disposition != "returned":
                told.append(
                    Attempt(
                        case_id,
                        caller,
                        tuple(
                            "" if outcome == "dropped" and not heard else outcome
                            for outcome, heard in dials
                        ),
                        minutes,
                        talked=any(heard for _outcome, heard in dials),
                        reassuring=secured,
                        day=at.astimezone(zone).date().isoformat(),
                    )
                )
        sums = call_sums(link, WINTER, {"campaign": "hiver"})
        wanted = called(told)
        assert sums.calls == wanted.calls
        assert sums.lengths == wanted.lengths
        assert sums.reached == wanted.reached
        assert {k: v for k, v in sums.categories.items() if k != "UH"} == {
            k: v for k, v in wanted.categories.items() if k != "UH"
        }
        assert sum(dials for dials, _heard in sums.slots.values()) == sum(
            len(one.outcomes) for one in told
        )
        raise Undone


class Undone(Exception):
    """Nothing of an example stays."""


CASES = (1, 2, 3, 4)


def rows(link, table, columns, found):
    if found:
        link.load(table, columns, found)


def test_each_dial_counts_in_its_part_of_the_day(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    again = Decision(Disposition.RETRYING, QueueState.DONE)
    entries = [desk.started(), desk.dialled(), desk.ended("no_answer"), desk.finished(again)]
    store.receive("poste", entries)
    slots = tally(store.figures("hiver"))["by_slot"]
    # Thirteen hours in Paris.
    assert slots == {"afternoon": {"dials": 1, "answered": 0, "success": 0.0}}
