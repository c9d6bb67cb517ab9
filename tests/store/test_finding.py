"""Somebody rings back: found by what they say of themselves, with who has them in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.store.builders import NOON, WINTER, fill, household, take
from veille_tui.domain.case import QueueState
from veille_tui.domain.tenants import NumberRole, PhoneNumber, Tenant
from veille_tui.errors import Refused
from veille_tui.store.shared import SharedStore


@pytest.fixture
def people(store: SharedStore) -> SharedStore:
    angelo = Tenant("D'Angelo", "Zoé", "Mme", birth_date=date(1938, 3, 27))
    son = PhoneNumber("+33639980002", role=NumberRole.RELATIVE, rank=2)
    numbers = (PhoneNumber("+33536491234", valid=False), son)
    fill(store, [household(1, tenants=(angelo,), numbers=numbers, city="Foix"), household(2)])
    return store


def names(store: SharedStore, text: str) -> list[str]:
    return [found.last_name for found in store.find(text)]


@pytest.mark.parametrize("text", ["d'angelo", "DANGELO", "d angelo zoe", "Zoé", "angelo  ZOE"])
def test_a_name_is_found_however_it_is_written(people: SharedStore, text: str):
    assert names(people, text) == ["D'Angelo"]


@pytest.mark.parametrize(
    "text", ["0639980002", "06 39 98 00 02", "+33 6 39 98 00 02", "8 00 02", "(06) 39-98"]
)
def test_a_number_is_found_by_any_part_of_it(people: SharedStore, text: str):
    found = people.find(text)
    assert [(one.last_name, one.number) for one in found] == [("D'Angelo", "+33639980002")]


@pytest.mark.parametrize("text", ["", "  ", "12", "%", "_", "'", "zz", "+"])
def test_too_little_finds_nobody(people: SharedStore, text: str):
    assert people.find(text) == []


def test_age_town_and_first_number_come_along(people: SharedStore):
    found = people.find("angelo")[0]
    assert (found.age, found.city, found.number) == (81, "Foix", "+33536491234")


def test_who_has_the_case_in_hand_is_named(people: SharedStore):
    take(people, "Paul")
    assert [one.holder for one in people.find("angelo")] == ["Paul"]


def test_one_campaign_or_all(people: SharedStore):
    fill(people, [household(3)], replace(WINTER, id="ete"))
    assert len(people.find("lefevre")) == 2
    assert len(people.find("lefevre", "ete")) == 1
    assert people.find("angelo", "ete") == []


def test_a_household_of_a_closed_campaign_is_found_without_a_case(people: SharedStore):
    people.close_campaign("hiver", NOON)
    assert [one.case_id for one in people.find("angelo")] == [0]


def test_a_person_is_shown_with_every_campaign(people: SharedStore):
    fill(people, [household(2)], replace(WINTER, id="ete"))
    found = people.find("lefevre")[0]
    tenant, cases = people.tenant(found.tenant_id)
    assert tenant.last_name == "Lefèvre"
    assert [case.campaign_id for case in cases] == ["hiver", "ete"]


def test_an_unknown_person_or_case_is_refused(people: SharedStore):
    with pytest.raises(Refused):
        people.tenant(404)
    with pytest.raises(Refused):
        people.case(404)


def test_where_a_case_stands_in_the_queue_comes_along(people: SharedStore):
    held = take(people).case
    assert held.state == QueueState.HELD
    assert people.case(held.id).state == QueueState.HELD
    other = next(one for one in people.find("lefevre") if one.case_id != held.id)
    assert people.case(other.case_id).state == QueueState.READY
