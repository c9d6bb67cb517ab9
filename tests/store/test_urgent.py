"""Immediate needs and calls for help reach whoever watches, each once, in the store's time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.store.builders import NOON, Clock, fill, household, query, taken
from tests.store.test_referring import FOOD, call, in_need
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.evidence import NeedFound
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.tenants import Tenant
from veille_tui.domain.urgent import Urgent, Watch
from veille_tui.store.engine import open_link
from veille_tui.store.shared import SharedStore
from veille_tui.store.urgent import HEARD, HELP, NEEDS

DAY = timedelta(days=1)
ALARM = replace(FOOD, theme="sante", urgency="immediate", to="secours", note="ne respire pas")


def seen(store: SharedStore, after=NOON - timedelta(hours=1)) -> list[tuple[str, str, str]]:
    return [(one.kind, one.theme, one.text) for one in store.urgent("hiver", after)]


def test_an_immediate_need_and_a_call_for_help_are_seen(store: SharedStore, clock: Clock):
    fill(store, 2)
    desk = taken(store)
    cry = desk.entry(Kind.HELP_ASKED, {"text": "Elle pleure."})
    store.receive("poste", [desk.started(), cry])
    clock.forward(seconds=5)
    store.receive("poste", call(taken(store), ALARM, FOOD))
    found = store.urgent("hiver", NOON - timedelta(hours=1))
    assert [(one.kind, one.theme, one.text) for one in found] == [
        ("help", "", "Elle pleure."),
        ("need", "sante", "ne respire pas"),
    ]
    assert [one.at for one in found] == [NOON, clock.now]
    assert found[1].referral > 0
    assert (found[1].last_name, found[1].city, found[1].to) == ("Lefèvre", "Toulouse", "secours")
    assert seen(store, NOON) == [("need", "sante", "ne respire pas")]
    assert store.urgent("autre", NOON - timedelta(hours=1)) == []


def test_a_need_that_becomes_immediate_is_told_then(store: SharedStore, clock: Clock):
    fill(store, 1)
    store.receive("poste", call(taken(store), FOOD))
    assert seen(store) == []
    clock.forward(hours=3)
    store.receive("poste", call(taken(store), replace(FOOD, urgency="immediate", note="")))
    assert seen(store, clock.now - timedelta(seconds=1)) == [
        ("need", "alimentation", "plus de pain")
    ]


def test_what_was_sent_presses_nobody_any_more(store: SharedStore):
    fill(store, 1)
    store.receive("poste", call(taken(store), ALARM))
    query(store, "update referrals set status = 'sent'")
    assert seen(store) == []


def test_a_desk_that_was_offline_is_seen_when_its_call_comes_in(store: SharedStore, clock: Clock):
    fill(store, 1)
    desk = taken(store)
    entries = call(desk, ALARM)
    clock.forward(hours=6)
    store.receive("poste", entries)
    assert len(seen(store, clock.now - timedelta(seconds=1))) == 1


def thing(key: str, at) -> Urgent:
    return Urgent(key, "help", at, 1, "Mme", "L", "Toulouse", "Est", "", "", "", "Paul")


def test_a_watch_tells_each_thing_once_and_looks_back_a_minute():
    watch = Watch(NOON)
    assert watch.after == NOON - timedelta(minutes=1)
    first, late = thing("a", NOON + timedelta(seconds=30)), thing("b", NOON)
    assert watch.fresh([first]) == [first]
    assert watch.fresh([late, first]) == [late]
    assert watch.fresh([first, late]) == []
    far = thing("c", NOON + timedelta(hours=1))
    assert watch.fresh([far]) == [far]
    assert watch.after == NOON + timedelta(minutes=59)


LOOKS = (
    (NEEDS, "ix_referrals_urgent"),
    (HELP, "ix_notes_help"),
    (HEARD, "ix_notes_campaign_id"),
)


def test_a_look_walks_an_index_of_its_own(store: SharedStore):
    fill(store, 300)
    link = open_link(store.url, 10, 60)
    values = {"campaign": "hiver", "after": 0, "lately": 0}
    if link.dialect.name == "sqlite":
        for statement, index in LOOKS:
            plan = str(link.rows(f"explain query plan {statement}", values))
            assert index in plan
            assert "SCAN x" not in plan
    else:
        link.rows("set enable_seqscan = off")
        for statement, index in LOOKS:
            assert index in str(link.rows(f"explain {statement}", values))
    link.close()


def test_a_rejected_danger_presses_again_and_a_call_corrected_tells_it_once(
    store: SharedStore, clock: Clock
):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", call(desk, ALARM))
    (first,) = store.urgent("hiver", NOON - timedelta(hours=1))
    clock.forward(minutes=3)
    store.receive("poste", [desk.finished(in_need(replace(ALARM, note="respire à nouveau")))])
    (again,) = store.urgent("hiver", NOON - timedelta(hours=1))
    assert (again.key, again.text) == (first.key, "respire à nouveau")
    query(store, "update referrals set status = 'rejected' returning 1")
    assert seen(store) == [("need", "sante", "respire à nouveau")]


def test_what_presses_names_the_first_tenant_of_the_household(store: SharedStore):
    couple = (Tenant("Lefèvre", "Hélène", "Mme"), Tenant("Gavaldà", "Jean", "M.", rank=2))
    fill(store, [household(1, tenants=couple)])
    store.receive("poste", call(taken(store), ALARM))
    assert [one.last_name for one in store.urgent("hiver", NOON - DAY)] == ["Lefèvre"]


def test_an_immediate_need_is_told_while_the_call_goes_on(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    heard = desk.entry(Kind.NEED_HEARD, {"theme": "sante", "text": "douleur au bras"})
    entries = [desk.started(), desk.dialled(), heard]
    store.receive("poste", entries)
    store.receive("poste", entries)
    (told,) = store.urgent("hiver", NOON - timedelta(hours=1))
    assert (told.kind, told.theme, told.text) == ("heard", "sante", "douleur au bras")
    (listed,) = store.attention("hiver")
    assert (listed.kind, listed.urgency, listed.detail) == ("need", "immediate", "sante")
    assert listed.text == "douleur au bras"


def test_once_the_call_has_ended_its_referral_alone_is_listed(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    heard = desk.entry(Kind.NEED_HEARD, {"theme": "sante", "text": ""})
    need = NeedFound("sante", "immediate", "samu")
    ended = Decision(
        Disposition.NEEDS_HELP, QueueState.DONE, not_secured="needs", needs=(need,),
        urgency="immediate",
    )  # fmt: skip
    store.receive("poste", [desk.started(), desk.dialled(), heard])
    store.receive("poste", [desk.ended("done"), desk.finished(ended)])
    assert seen(store) == [("need", "sante", "")]
    assert [one.kind for one in store.attention("hiver")] == ["need"]


def test_what_was_heard_in_a_call_that_was_put_back_stays_listed(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    heard = desk.entry(Kind.NEED_HEARD, {"theme": "sante", "text": ""})
    back = desk.entry(Kind.CASE_RETURNED, {"why": "", "token": desk.claim})
    store.receive("poste", [desk.started(), desk.dialled(), heard, back])
    assert [(one.kind, one.detail) for one in store.attention("hiver")] == [("need", "sante")]
