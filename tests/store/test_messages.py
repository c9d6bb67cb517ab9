"""Text messages: who may get one by the store's own knowledge, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.store.builders import NOON, WINTER, fill, household, query, take, taken
from veille_tui.domain.campaign import TextMessage
from veille_tui.domain.journal import Kind
from veille_tui.domain.mailing import Outgoing
from veille_tui.domain.opt_outs import OptOut
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.store.shared import SharedStore

ADVICE = TextMessage("chaleur", "Chaleur", "Buvez de l'eau.")
CAMPAIGN = replace(WINTER, messages=(ADVICE,))


def test_wishes_ends_and_what_was_sent_are_known(store: SharedStore):
    homes = [household(n, numbers=(PhoneNumber(f"+3363998000{n}", valid=False),)) for n in range(5)]
    fill(store, homes, CAMPAIGN)
    cases = [row[0] for row in query(store, "select id from cases order by id")]
    tomorrow = (NOON + timedelta(days=1)).date()
    store.opt_out(cases[1], OptOut(channel="messages", until=tomorrow), "Paul", NOON)
    store.opt_out(cases[2], OptOut(scope="all"), "Paul", NOON)
    query(store, "update queue set state = 3, closed_by = 'a1' where case_id = :id", id=cases[3])
    store.messages_sent("hiver", "chaleur", [Outgoing(cases[4], "+33639980004")], "Chef", NOON)
    made = store.messages_for(CAMPAIGN, ADVICE, NOON)
    assert [one.case_id for one in made.outgoing] == [cases[0]]
    assert made.left_out == {"opted_out": 2, "ended": 1, "sent_before": 1}
    later = store.messages_for(CAMPAIGN, ADVICE, NOON + timedelta(days=2), again=True)
    assert [one.case_id for one in later.outgoing] == [cases[0], cases[1], cases[4]]
    assert store.messages_counted("hiver") == [("chaleur", "export", 1, NOON)]
    assert store.messages_counted("autre") == []


def test_nothing_sent_is_nothing_kept(store: SharedStore):
    fill(store, 1, CAMPAIGN)
    store.messages_sent("hiver", "chaleur", [], "Chef", NOON)
    assert store.messages_counted("hiver") == []


def test_only_a_wish_that_stands_and_the_same_message_hold_it_back(store: SharedStore):
    homes = [household(n, numbers=(PhoneNumber(f"+3363998000{n}", valid=False),)) for n in range(3)]
    fill(store, homes, CAMPAIGN)
    fill(store, homes, replace(CAMPAIGN, id="ete", title="Été"))
    hiver = "select id from cases where campaign_id = 'hiver' order by id"
    one, two, three = (row[0] for row in query(store, hiver))
    store.opt_out(one, OptOut(channel="messages"), "Paul", NOON)
    query(store, "update opt_outs set lifted_at = 5 returning 1")
    there = "select id from cases where campaign_id = 'ete' order by id"
    store.opt_out(query(store, there)[1][0], OptOut(channel="messages"), "Paul", NOON)
    store.messages_sent("hiver", "froid", [Outgoing(three, "+33639980002")], "Chef", NOON)
    made = store.messages_for(CAMPAIGN, ADVICE, NOON)
    assert [sent.case_id for sent in made.outgoing] == [one, two, three]


def test_a_message_that_a_caller_shows_is_counted_once_and_not_exported_again(store: SharedStore):
    fill(store, [household(0, numbers=(PhoneNumber("+33639980000", valid=False),))], CAMPAIGN)
    desk = taken(store)
    data = {"template": "chaleur", "e164": "+33639980000"}
    entries = [desk.started(), desk.entry(Kind.MESSAGE_SHOWN, data)]
    store.receive("poste", entries)
    store.receive("poste", entries)
    assert store.messages_counted("hiver") == [("chaleur", "qr", 1, entries[1].at)]
    assert query(store, "select caller from messages") == [("Hélène B.",)]
    assert store.messages_for(CAMPAIGN, ADVICE, NOON).left_out == {"sent_before": 1}


def test_a_message_without_its_template_is_set_aside(store: SharedStore):
    fill(store, 1, CAMPAIGN)
    desk = taken(store)
    wrong = desk.entry(Kind.MESSAGE_SHOWN, {"template": "", "e164": "+33639980000"})
    assert store.receive("poste", [desk.started(), wrong]).refused == {wrong.id: "malformed"}


def test_a_claim_brings_along_until_when_no_message_is_wanted(store: SharedStore):
    fill(store, 1, CAMPAIGN)
    (case_id,) = (row[0] for row in query(store, "select id from cases"))
    assert store.case(case_id).no_messages_until is None
    store.opt_out(case_id, OptOut(channel="messages", until=date(2020, 4, 6)), "Paul", NOON)
    assert store.case(case_id).no_messages_until == datetime(2020, 4, 5, 22, tzinfo=UTC)
    store.opt_out(case_id, OptOut("all", channel="messages"), "Paul", NOON)
    until = take(store).case.no_messages_until
    assert until is not None
    assert until.year == 9999
    store.lift_opt_out(store.case(case_id).household.id, "Paul", NOON)
    assert store.case(case_id).no_messages_until is None
