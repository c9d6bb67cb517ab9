"""A listing enters a campaign whole, once, and takes nothing away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.store.builders import NOON, WINTER, Desk, fill, household, query, take, taken
from veille_tui.domain.case import Disposition, NewCase, QueueState
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.tenants import NumberRole, NumberState, PhoneNumber, Tenant
from veille_tui.errors import Refused
from veille_tui.store.shared import SharedStore


def test_what_was_imported_is_known_as_it_was(store: SharedStore):
    couple = household(
        1,
        tenants=(
            Tenant("Garcia", "José", "M.", birth_date=date(1940, 1, 2)),
            Tenant("Garcia", "Inès", "Mme", age_given=79, age_given_on=date(2020, 3, 1), rank=2),
        ),
        segments=("75+",),
        flags=frozenset({"hearing", "isolated"}),
        note="sonner deux fois",
    )
    fill(store, [couple])
    known = store.known_households("hiver")["LOG-1"]
    people = tuple(replace(tenant, id=0) for tenant in known.tenants)
    numbers = tuple(replace(number, id=0) for number in known.numbers)
    assert replace(known, id=0, tenants=people, numbers=numbers) == couple


def test_a_household_without_a_number_is_kept_and_not_called(store: SharedStore):
    fill(store, [household(1, numbers=())])
    assert store.find("lefevre")[0].disposition is Disposition.NO_NUMBER
    assert store.waiting("hiver", "Paul").ready == 0


def test_importing_the_same_again_changes_nothing(store: SharedStore):
    fill(store, 3)
    before = store.known_households("hiver")
    fill(store, 3)
    assert store.known_households("hiver") == before
    assert query(store, "select count(*) from queue") == [(3,)]


def test_a_longer_listing_in_mid_campaign_adds_only_the_new(store: SharedStore):
    fill(store, 2)
    taken(store)
    fill(store, 3)
    waiting = store.waiting("hiver", "Paul")
    assert (waiting.ready, waiting.held) == (2, 1)


def test_two_campaigns_of_a_landlord_share_its_households(store: SharedStore):
    fill(store, 2)
    fill(store, 3, replace(WINTER, id="ete"))
    assert query(store, "select count(*) from households") == [(3,)]
    assert query(store, "select count(*) from cases") == [(5,)]
    assert len(store.known_households("ete")) == 3


def test_two_landlords_may_use_one_reference(store: SharedStore):
    fill(store, 1)
    fill(store, 1, replace(WINTER, id="autre", landlord="Autre Habitat"))
    assert query(store, "select count(*) from households") == [(2,)]


def test_a_newer_listing_corrects_and_takes_nothing_away(store: SharedStore):
    fill(store, [household(1, note="sonner deux fois")])
    known = store.known_households("hiver")["LOG-1"]
    newer = replace(known, address="3 quai Neuf", note="", numbers=(PhoneNumber("+33465710001"),))
    store.apply_import("hiver", [], [newer], NOON)
    found = store.known_households("hiver")["LOG-1"]
    assert (found.address, found.note) == ("3 quai Neuf", "sonner deux fois")
    assert len(found.numbers) == 2
    assert found.tenants == known.tenants


def test_a_number_found_wrong_stays_so_whatever_the_listing_says(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    number = store.case(desk.case_id).household.numbers[0]
    lost = Decision(Disposition.NO_NUMBER, QueueState.DONE, numbers_ended=(number.id,))
    store.receive("poste", [desk.started(), desk.finished(lost)])
    store.apply_import("hiver", [], [household(0)], NOON)
    numbers = store.known_households("hiver")["LOG-0"].numbers
    assert [one.state for one in numbers] == [NumberState.ENDED]


def test_a_number_that_a_caller_was_given_survives_the_next_listing(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    given = {"e164": "+33639980002", "role": "relative"}
    store.receive("poste", [desk.started(), desk.entry(Kind.NUMBER_GIVEN, given)])
    store.apply_import("hiver", [], [household(0, city="Foix")], NOON)
    numbers = store.known_households("hiver")["LOG-0"].numbers
    assert [one.role for one in numbers] == [NumberRole.SELF, NumberRole.RELATIVE]


def test_a_newer_listing_with_a_number_makes_a_household_callable(store: SharedStore):
    fill(store, [household(1, numbers=())])
    store.apply_import("hiver", [], [household(1)], NOON)
    assert take(store).case.disposition is Disposition.TO_CALL


def test_an_import_that_breaks_leaves_nothing(store: SharedStore):
    fill(store, 1)

    def interrupted(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.apply_import("hiver", [NewCase(household(9))], [], NOON, interrupted)
    assert list(store.known_households("hiver")) == ["LOG-0"]


def test_progress_is_told_up_to_the_last_household(store: SharedStore):
    told: list[tuple[int, int]] = []
    store.create_campaign(WINTER, "", NOON)
    new = [NewCase(household(n)) for n in range(6_000)]
    store.apply_import("hiver", new, [], NOON, lambda done, total: told.append((done, total)))
    assert told[-1] == (6_000, 6_000)
    assert len(told) > 1


def test_an_unknown_or_closed_campaign_takes_nobody(store: SharedStore):
    with pytest.raises(Refused, match="ete"):
        store.apply_import("ete", [NewCase(household(1))], [], NOON)
    fill(store, 1)
    store.close_campaign("hiver", NOON)
    with pytest.raises(Refused, match="close"):
        store.apply_import("hiver", [NewCase(household(2))], [], NOON)


def test_an_erased_case_never_lends_its_number_to_a_stranger(store: SharedStore):
    fill(store, 1)
    link_case = store.find("lefevre")[0].case_id
    query(store, "delete from queue returning 1")
    query(store, "delete from cases returning 1")
    fill(store, [household(5)])
    assert take(store).case.id > link_case
    assert store.receive("poste", [Desk(link_case, "").note("?")]).refused


def test_data_is_never_sql(store: SharedStore):
    name = "Robert'); drop table tenants; --%s{now}:token"
    fill(store, [household(1, tenants=(Tenant(name),), city="%(x)s {all} :now")])
    assert store.find("robert drop table")[0].last_name == name
    assert take(store).case.household.city == "%(x)s {all} :now"
