"""The relays of a campaign, from the telephone's end to news or to nobody being found."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.store.builders import (
    NOON,
    WINTER,
    Clock,
    Desk,
    fill,
    household,
    query,
    taken,
    token,
)
from veille_tui.domain.campaign import Relay
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.escalation import Channel, RelayResult
from veille_tui.domain.evidence import Secured
from veille_tui.domain.next_step import Decision
from veille_tui.domain.relay_news import RelayNews
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.errors import Refused, WrongUsage
from veille_tui.store.climbing import MOVED
from veille_tui.store.clock import to_micros
from veille_tui.store.engine import open_link
from veille_tui.store.proving import prove
from veille_tui.store.shared import SharedStore

UNREACHABLE = Decision(Disposition.UNREACHABLE, QueueState.DONE)
DAY = timedelta(days=1)


def numberless(place: int, **others: Any) -> Any:
    return household(place, numbers=(), **others)


def relays(store: SharedStore) -> list[tuple[Any, ...]]:
    return query(store, "select channel, status, why from escalations order by id")


def state(store: SharedStore) -> tuple[Any, ...]:
    return query(
        store,
        "select c.disposition, q.state from cases c join queue q on q.case_id = c.id"
        " order by c.id limit 1",
    )[0]


def sound(store: SharedStore) -> None:
    link = open_link(store.url, 10, 30)
    try:
        found = [one for one in prove(link, None).exceptions if one.is_contradiction]
    finally:
        link.close()
    assert found == []


def tell(store: SharedStore, result: RelayResult, now: Any = NOON, **others: Any) -> None:
    (number,) = query(store, "select max(id) from escalations")[0]
    store.record_relays([RelayNews(number, result, **others)], "Nadia", now)


def test_a_household_without_number_has_its_first_relay_at_the_first_climb(store: SharedStore):
    fill(store, [numberless(1)])
    assert store.climb("hiver", NOON) == 1
    assert relays(store) == [("neighbour", "open", "no_number")]
    sound(store)


def test_climbing_again_changes_nothing(store: SharedStore):
    fill(store, [numberless(1), numberless(2)])
    store.climb("hiver", NOON)
    assert store.climb("hiver", NOON) == 0


def test_several_desks_do_not_all_look_within_the_same_minute(store: SharedStore):
    fill(store, 1)
    store.climb("hiver", NOON)
    fill(store, [numberless(2)])
    minute = timedelta(minutes=1)
    assert store.climb("hiver", NOON, unless_within=minute) == 0
    assert store.climb("hiver", NOON + 2 * minute, unless_within=minute) == 1


def test_two_desks_that_climb_at_once_open_one_relay(store: SharedStore):
    fill(store, [numberless(n) for n in range(20)])
    threads = [threading.Thread(target=store.climb, args=("hiver", NOON)) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(relays(store)) == 20


def test_whom_the_telephone_does_not_reach_climbs_until_nobody_is_left_to_ask(
    store: SharedStore, clock: Clock
):
    fill(store, 1)
    desk = taken(store)
    store.receive("d1", [desk.started(), desk.ended("no_answer"), desk.finished(UNREACHABLE)])
    for _ in range(12):
        store.climb("hiver", clock())
        clock.forward(days=1)
    assert relays(store) == [
        ("neighbour", "failed", "exhausted"),
        ("postman", "failed", "previous_failed"),
        ("visit", "failed", "previous_failed"),
    ]
    assert state(store) == ("lost_to_follow_up", QueueState.DONE)
    sound(store)


def test_a_contact_by_telephone_withdraws_the_ladder_but_not_what_a_person_asked_for(
    store: SharedStore,
):
    fill(store, 1, replace(WINTER, relays=(Relay("neighbour", after=1),)))
    desk = taken(store)
    retrying = Decision(Disposition.RETRYING, QueueState.READY)
    store.receive("d1", [desk.started(), desk.ended("no_answer"), desk.finished(retrying)])
    store.climb("hiver", NOON + timedelta(hours=1))
    store.open_relay(desk.case_id, Channel.RESCUE, "Nadia", NOON)
    again = taken(store, "Paul")
    well = Decision(
        Disposition.SECURED,
        QueueState.DONE,
        contact_at=NOON + timedelta(hours=2),
        secured=Secured(NOON, "phone", "self"),
    )
    store.receive("d2", [again.started(), again.ended("done"), again.finished(well)])
    assert relays(store) == [
        ("neighbour", "withdrawn", "attempts"),
        ("rescue", "open", "by_hand"),
    ]


def test_somebody_seen_well_is_secured_by_who_saw_them_for_as_long_as_it_holds(
    store: SharedStore,
):
    fill(store, [numberless(1)], replace(WINTER, secured_for="P30D"))
    store.climb("hiver", NOON)
    tell(store, RelayResult.WELL)
    assert state(store) == ("secured", QueueState.DONE)
    columns = "secured_channel, secured_source, secured_until - secured_at, last_contact_at > 0"
    (row,) = query(store, f"select {columns} from cases")
    assert (row[0], row[1], row[2], bool(row[3])) == (
        "neighbour",
        "neighbour",
        30 * 86_400_000_000,
        True,
    )
    assert relays(store) == [("neighbour", "done", "no_number")]
    sound(store)


def test_evidence_that_has_expired_is_not_counted(store: SharedStore, clock: Clock):
    fill(store, [numberless(1)], replace(WINTER, secured_for="P30D"))
    store.climb("hiver", NOON)
    tell(store, RelayResult.WELL)
    assert [one.secured for one in store.figures("hiver").cases] == [True]
    clock.forward(days=31)
    assert [one.secured for one in store.figures("hiver").cases] == [False]


def test_a_call_says_how_long_its_evidence_holds(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    found = Secured(NOON, "phone", "self", NOON + DAY)
    well = Decision(Disposition.SECURED, QueueState.DONE, contact_at=NOON, secured=found)
    store.receive("d1", [desk.started(), desk.ended("done"), desk.finished(well)])
    assert query(store, "select secured_until - secured_at from cases") == [(86_400_000_000,)]


def test_news_of_a_need_open_it_and_send_it_on_its_way(store: SharedStore):
    fill(store, [numberless(1)])
    store.climb("hiver", NOON)
    tell(store, RelayResult.NEEDS_HELP, theme="repas", urgency="immediate", note="frigo vide")
    assert state(store) == ("needs_help", QueueState.DONE)
    assert query(store, "select theme, urgency, status from needs") == [
        ("repas", "immediate", "open")
    ]
    referred = query(store, "select theme, urgency, status, note, origin from referrals")
    assert referred == [("repas", "immediate", "open", "frigo vide", "relay:1")]
    assert query(store, "select urgency from cases") == [("immediate",)]
    sound(store)


def test_a_number_that_a_neighbour_gives_brings_the_household_back_to_the_callers(
    store: SharedStore,
):
    fill(store, [numberless(1)])
    store.climb("hiver", NOON)
    tell(store, RelayResult.NUMBER_GIVEN, number=PhoneNumber("+33536490042"))
    assert state(store) == ("to_call", QueueState.READY)
    granted = store.claim_next("hiver", "Paul", token(), timedelta(minutes=30))
    assert granted is not None
    assert granted.case.household.usable_numbers[0].e164 == "+33536490042"
    assert granted.case.number_given_at == NOON
    sound(store)


@pytest.mark.parametrize(
    ("result", "disposition"),
    [
        (RelayResult.REFUSED, "refused"),
        (RelayResult.MOVED_OUT, "moved_out"),
        (RelayResult.DECEASED, "deceased"),
    ],
)
def test_an_end_found_at_the_door_is_an_end_everywhere_it_must_be(
    store: SharedStore, result: RelayResult, disposition: str
):
    fill(store, [numberless(1)])
    fill(store, [numberless(1)], replace(WINTER, id="ete", title="Été"))
    store.climb("hiver", NOON)
    store.climb("ete", NOON)
    query_one = "select max(id) from escalations where campaign_id = 'hiver'"
    ((number,),) = query(store, query_one)
    store.record_relays([RelayNews(number, result)], "Nadia", NOON)
    assert state(store) == (disposition, QueueState.CLOSED)
    others = query(store, "select disposition from cases where campaign_id = 'ete'")
    assert others == [("deceased" if disposition == "deceased" else "no_number",)]
    running = query(store, "select count(*) from escalations where status in ('open', 'sent')")
    assert running == [(0 if disposition == "deceased" else 1,)]
    sound(store)


def test_who_holds_a_household_that_refused_at_the_door_calls_it_no_more(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.open_relay(desk.case_id, Channel.VISIT, "Nadia", NOON)
    tell(store, RelayResult.REFUSED)
    late = Decision(Disposition.RETRYING, QueueState.READY)
    store.receive("d1", [desk.started(), desk.ended("no_answer"), desk.finished(late)])
    assert state(store) == ("refused", QueueState.CLOSED)
    sound(store)


def test_a_death_that_was_a_wrong_key_is_taken_back(store: SharedStore):
    fill(store, [numberless(1)])
    store.climb("hiver", NOON)
    tell(store, RelayResult.DECEASED)
    tell(store, RelayResult.WELL)
    assert state(store) == ("secured", QueueState.DONE)
    sound(store)


def test_nobody_at_the_door_opens_the_next_relay_at_once(store: SharedStore):
    fill(store, [numberless(1)])
    store.climb("hiver", NOON)
    tell(store, RelayResult.NOBODY)
    assert relays(store) == [
        ("neighbour", "failed", "no_number"),
        ("postman", "open", "previous_failed"),
    ]


def test_the_same_news_twice_change_nothing(store: SharedStore):
    fill(store, [numberless(1)])
    store.climb("hiver", NOON)
    news = [RelayNews(1, RelayResult.NOBODY)]
    assert len(store.record_relays(news, "Nadia", NOON)) == 1
    assert store.record_relays(news, "Nadia", NOON) == []
    assert len(relays(store)) == 2


def test_news_are_all_written_or_none(store: SharedStore):
    fill(store, [numberless(1)])
    store.climb("hiver", NOON)
    news = [RelayNews(1, RelayResult.WELL), RelayNews(404, RelayResult.WELL)]
    with pytest.raises(Refused, match="404"):
        store.record_relays(news, "Nadia", NOON)
    assert relays(store) == [("neighbour", "open", "no_number")]


def test_who_is_lost_is_closed_with_a_reason_only(store: SharedStore, clock: Clock):
    fill(store, [numberless(1)], replace(WINTER, relays=(Relay("neighbour"),)))
    store.climb("hiver", NOON)
    with pytest.raises(Refused, match="pas perdu de vue"):
        store.close_lost(1, "rien", "Nadia", NOON)
    tell(store, RelayResult.NOBODY)
    assert state(store)[0] == "lost_to_follow_up"
    with pytest.raises(WrongUsage, match="raison"):
        store.close_lost(1, "  ", "Nadia", NOON)
    store.close_lost(1, "la maison est vendue", "Nadia", NOON)
    assert query(store, "select closed_why, closed_by from cases") == [
        ("la maison est vendue", "Nadia")
    ]
    assert state(store)[0] == "lost_to_follow_up"
    sound(store)


def test_one_person_goes_and_another_who_says_so_too_is_told(store: SharedStore):
    fill(store, 1)
    one = store.open_relay(1, Channel.RESCUE, "Nadia", NOON)
    assert one.due_at == NOON + timedelta(hours=1)
    store.acknowledge_relay(one.id, "Paul", NOON)
    assert store.acknowledge_relay(one.id, "Paul", NOON + DAY).acknowledged_at == NOON
    with pytest.raises(Refused, match="Paul"):
        store.acknowledge_relay(one.id, "Hélène", NOON)


def test_a_relay_of_a_kind_runs_once(store: SharedStore):
    fill(store, 1)
    store.open_relay(1, Channel.VISIT, "Nadia", NOON)
    with pytest.raises(Refused, match="déjà en cours"):
        store.open_relay(1, Channel.VISIT, "Nadia", NOON)


def test_a_list_that_leaves_is_noted_once(store: SharedStore):
    fill(store, [numberless(1)])
    store.climb("hiver", NOON)
    assert store.send_relays([1], "La Poste", NOON) == [1]
    assert store.send_relays([1], "un autre", NOON) == []
    (line,) = store.relays("hiver")
    assert (line.relay.owner, line.people, line.city) == (
        "La Poste",
        ("Mme Lefèvre Hélène 1",),
        "Toulouse",
    )


def test_a_desk_that_finished_before_the_visit_and_sends_after_it_decides_nothing(
    store: SharedStore, clock: Clock
):
    fill(store, 1)
    desk = taken(store)
    clock.forward(hours=2)
    store.sweep()
    store.open_relay(desk.case_id, Channel.VISIT, "Nadia", clock())
    tell(store, RelayResult.WELL, clock())
    late = Decision(Disposition.RETRYING, QueueState.READY)
    received = store.receive("d1", [desk.started(), desk.ended("no_answer"), desk.finished(late)])
    assert len(received.late) == 1
    assert state(store)[0] == "secured"


def test_an_evening_deadline_sends_somebody_the_same_day(store: SharedStore):
    campaign = replace(WINTER, relays=(Relay("rescue"), Relay("visit")))
    fill(store, 2, campaign)
    store.switch_alert("hiver", True, "Nadia", NOON)
    desk = taken(store)
    well = Decision(
        Disposition.SECURED, QueueState.DONE, contact_at=NOON, secured=Secured(NOON, "phone", "x")
    )
    store.receive("d1", [desk.started(), desk.ended("done"), desk.finished(well)])
    assert store.climb("hiver", NOON.replace(hour=16, minute=59)) == 0
    store.climb("hiver", NOON.replace(hour=17, minute=0))
    assert relays(store) == [("rescue", "open", "deadline")]
    opened = query(store, "select case_id from escalations")
    assert opened != [(Desk(desk.case_id, "").case_id,)]


def test_a_late_relay_and_a_rescue_to_which_nobody_goes_call_for_attention(
    store: SharedStore, clock: Clock
):
    fill(store, [numberless(1), numberless(2)])
    store.climb("hiver", NOON)
    rescue = store.open_relay(1, Channel.RESCUE, "Nadia", NOON)
    clock.forward(minutes=4)
    assert [one.kind for one in store.attention("hiver")] == ["household"] * 2
    clock.forward(minutes=1)
    assert next(one.kind for one in store.attention("hiver")) == "rescue"
    store.acknowledge_relay(rescue.id, "Paul", clock())
    assert "rescue" not in [one.kind for one in store.attention("hiver")]
    clock.forward(days=2)
    late = [(one.detail, one.case_id) for one in store.attention("hiver") if one.kind == "relay"]
    assert late == [("rescue", 1), ("neighbour", 1), ("neighbour", 2)]


def test_who_is_lost_calls_for_attention_until_a_person_closes_it(store: SharedStore):
    fill(store, [numberless(1)], replace(WINTER, relays=(Relay("neighbour"),)))
    store.climb("hiver", NOON)
    tell(store, RelayResult.NOBODY)
    assert [one.detail for one in store.attention("hiver")] == ["lost_to_follow_up"]
    store.close_lost(1, "la maison est vendue", "Nadia", NOON)
    assert store.attention("hiver") == []


def moved(store: SharedStore, now: Any = NOON, **moves: list[dict[str, Any]]) -> int:
    """What a desk decided on what it saw a moment ago."""
    known: dict[str, Any] = {"climbed": [], "failed": [], "lost": []} | moves
    values = {"campaign": "hiver", "moves": json.dumps(known), "now": to_micros(now)}
    link = open_link(store.url, 10, 30)
    try:
        with link.transaction():
            return int(link.call(MOVED, values)[0][0])
    finally:
        link.close()


FIRST = {
    "case_id": 1,
    "contact_at": 0,
    "channel": "neighbour",
    "step": 1,
    "why": "no_number",
    "due_at": to_micros(NOON + DAY),
    "disposition": "no_number",
}


@pytest.mark.parametrize(
    ("about", "opens"),
    [({}, 1), ({"contact_at": 5}, 0), ({"disposition": "unreachable"}, 0)],
    ids=["as-it-is", "heard-since", "stands-elsewhere"],
)
def test_no_relay_opens_for_a_household_that_is_no_more_as_the_desk_saw_it(
    store: SharedStore, about: dict[str, Any], opens: int
):
    fill(store, [numberless(1)])
    assert moved(store, climbed=[FIRST | about]) == opens


def test_a_place_in_the_ladder_is_taken_once(store: SharedStore):
    fill(store, [numberless(1)])
    assert moved(store, climbed=[FIRST]) == 1
    assert moved(store, climbed=[FIRST | {"channel": "letter"}]) == 0


def test_a_rescue_never_fails_by_itself_whatever_a_desk_says(store: SharedStore):
    fill(store, [numberless(1)], replace(WINTER, relays=(Relay("rescue"), Relay("visit"))))
    store.climb("hiver", NOON)
    assert moved(store, NOON + DAY, failed=[{"id": 1}]) == 0
    assert relays(store) == [("rescue", "open", "no_number")]


@pytest.mark.parametrize(
    ("change", "is_lost"),
    [
        ("update escalations set status = 'failed' returning 1", True),
        ("update escalations set status = 'open' returning 1", False),
        ("update queue set state = 1 returning 1", False),
        ("update queue set state = 3 returning 1", False),
        ("update cases set last_contact_at = 5 returning 1", False),
        ("update cases set disposition = 'to_call' returning 1", False),
    ],
    ids=["nothing-left", "relay-runs", "in-hand", "closed", "heard-since", "called-again"],
)
def test_nobody_is_lost_who_is_no_more_as_the_desk_saw_them(
    store: SharedStore, change: str, is_lost: bool
):
    fill(store, [numberless(1)])
    store.climb("hiver", NOON)
    query(store, "update escalations set status = 'failed', closed_at = opened_at returning 1")
    query(store, change)
    moved(store, lost=[{"case_id": 1, "contact_at": 0}])
    assert (state(store)[0] == "lost_to_follow_up") is is_lost


def test_nobody_goes_any_more_for_a_campaign_that_is_closed(store: SharedStore):
    fill(store, [numberless(1)])
    store.close_campaign("hiver", NOON)
    assert store.climb("hiver", NOON + DAY) == 0
    assert relays(store) == []


def test_who_talks_with_a_household_keeps_it_when_news_come_from_the_door(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.open_relay(desk.case_id, Channel.VISIT, "Nadia", NOON)
    tell(store, RelayResult.NEEDS_HELP)
    assert state(store)[1] == QueueState.HELD
    sound(store)


def test_news_of_last_week_do_not_hide_that_somebody_was_heard_today(store: SharedStore):
    fill(store, 1)
    store.open_relay(1, Channel.VISIT, "Nadia", NOON)
    query(store, "update cases set last_contact_at = :at returning 1", at=to_micros(NOON))
    tell(store, RelayResult.WELL, at=NOON - 7 * DAY)
    assert query(store, "select last_contact_at from cases") == [(to_micros(NOON),)]


def test_a_number_that_another_household_has_too_is_one_line(store: SharedStore):
    fill(store, [household(1), numberless(2)])
    store.climb("hiver", NOON)
    tell(store, RelayResult.NUMBER_GIVEN, number=PhoneNumber("+33536490001"))
    first = taken(store)
    # Somebody is talking on that line already: the other household waits.
    assert store.claim_next("hiver", "Paul", token(), timedelta(minutes=30)) is None
    assert first.case_id in {1, 2}


def test_a_word_for_the_supervisor_stands_once(store: SharedStore):
    fill(store, [numberless(1)])
    store.climb("hiver", NOON)
    query(store, "update cases set flagged = 'refused_hard' returning 1")
    tell(store, RelayResult.REFUSED)
    assert query(store, "select flagged from cases") == [("refused_hard",)]
