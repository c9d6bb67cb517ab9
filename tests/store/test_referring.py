"""What a call brings becomes referrals at once: needs, complaints, and what was corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.store.builders import NOON, Clock, Desk, fill, query, taken
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.evidence import NeedFound
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.next_step import Decision
from veille_tui.store.clock import to_micros
from veille_tui.store.shared import SharedStore

FOOD = NeedFound("alimentation", "today", "ccas", "plus de pain", "given", "Puis-je transmettre ?")
NOISE = NeedFound("voisinage", "week", "mediation")
HOURS = 3_600_000_000


def in_need(*needs: NeedFound) -> Decision:
    return Decision(
        Disposition.NEEDS_HELP,
        QueueState.READY,
        contact_at=NOON,
        not_secured="needs",
        needs=needs,
    )


def call(desk: Desk, *needs: NeedFound) -> list[Entry]:
    return [desk.started(), desk.dialled(), desk.ended("done"), desk.finished(in_need(*needs))]


def referrals(store: SharedStore, columns: str, where: str = "1 = 1") -> list[tuple[Any, ...]]:
    return query(store, f"select {columns} from referrals where {where} order by theme, id")


def test_each_need_opens_a_referral_with_the_consent_and_its_words(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", call(desk, FOOD, NOISE))
    columns = "case_id, campaign_id, origin, kind, theme, urgency, partner_kind, consent,"
    columns += " consent_words, note, status, opened_by, partner"
    assert referrals(store, columns) == [
        (desk.case_id, "hiver", f"need:{desk.attempt}:alimentation", "need", "alimentation",
         "today", "ccas", "given", "Puis-je transmettre ?", "plus de pain", "open", "Hélène B.",
         ""),
        (desk.case_id, "hiver", f"need:{desk.attempt}:voisinage", "mediation", "voisinage",
         "week", "mediation", "unasked", "", "", "open", "Hélène B.", ""),
    ]  # fmt: skip


def test_somebody_must_answer_within_the_time_of_the_urgency(store: SharedStore, clock: Clock):
    fill(store, 1)
    alarm = replace(FOOD, theme="sante", urgency="immediate")
    desk = taken(store)
    clock.forward(hours=2)
    store.receive("poste", call(desk, FOOD, alarm, NOISE))
    waits = referrals(store, "due_at - opened_at, urgent_at")
    noon = to_micros(clock.now)
    assert waits == [(24 * HOURS, None), (HOURS, noon), (72 * HOURS, None)]
    assert referrals(store, "theme", f"opened_at >= {noon}") == []


def test_received_twice_it_is_one_referral(store: SharedStore):
    fill(store, 1)
    entries = call(taken(store), FOOD)
    store.receive("poste", entries)
    store.receive("poste", entries)
    assert referrals(store, "theme, note") == [("alimentation", "plus de pain")]


def test_a_second_call_completes_the_one_that_is_running(store: SharedStore, clock: Clock):
    fill(store, 1)
    store.receive("poste", call(taken(store), replace(NOISE, note="la nuit")))
    query(store, "update referrals set status = 'sent'")
    clock.forward(hours=5)
    worse = replace(NOISE, urgency="immediate", note="des menaces", consent="refused")
    again = taken(store)
    again.at = clock.now - timedelta(minutes=1)
    store.receive("poste", call(again, replace(worse, consent_words="D'accord ?")))
    columns = "urgency, note, consent, consent_words, status, urgent_at"
    assert referrals(store, columns) == [
        ("immediate", "la nuit ; des menaces", "refused", "D'accord ?", "sent",
         to_micros(clock.now)),
    ]  # fmt: skip
    found_at = to_micros(again.at) + 4_000_000
    assert referrals(store, "due_at") == [(found_at + HOURS,)]


def test_a_milder_second_call_lowers_nothing(store: SharedStore):
    fill(store, 1)
    store.receive("poste", call(taken(store), FOOD))
    before = referrals(store, "urgency, due_at, note, consent, consent_words")
    mild = NeedFound("alimentation", "week", "", "pain")
    store.receive("poste", call(taken(store), mild))
    assert referrals(store, "urgency, due_at, note, consent, consent_words") == before


def test_after_what_was_done_a_new_need_opens_a_new_one(store: SharedStore):
    fill(store, 1)
    store.receive("poste", call(taken(store), FOOD))
    query(store, "update referrals set status = 'done'")
    store.receive("poste", call(taken(store), FOOD))
    assert referrals(store, "status") == [("done",), ("open",)]


def test_a_call_finished_again_without_the_need_revokes_what_was_not_sent(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", call(desk, FOOD, NOISE))
    store.receive("poste", [desk.finished(in_need(NOISE))])
    assert referrals(store, "theme, status, changed_by") == [
        ("alimentation", "revoked", ""),
        ("voisinage", "open", ""),
    ]
    store.receive("poste", [desk.finished(in_need(replace(FOOD, note="vraiment")))])
    assert referrals(store, "theme, status, note, closed_at") == [
        ("alimentation", "open", "vraiment", None),
        ("voisinage", "revoked", "", to_micros(NOON)),
    ]


def test_what_was_sent_stays_sent_whatever_the_call_says_then(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", call(desk, FOOD))
    query(store, "update referrals set status = 'sent', changed_by = 'Chef'")
    store.receive("poste", [desk.finished(in_need())])
    assert referrals(store, "status, changed_by") == [("sent", "Chef")]


def test_what_the_supervisor_revoked_stays_revoked(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", call(desk, FOOD))
    query(store, "update referrals set status = 'revoked', changed_by = 'Chef'")
    store.receive("poste", [desk.finished(in_need(FOOD))])
    assert referrals(store, "status, changed_by") == [("revoked", "Chef")]


def test_each_complaint_opens_one_for_the_households_agency(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    said = desk.entry(Kind.COMPLAINT_MADE, {"text": "La chaudière fuit."})
    other = desk.entry(Kind.COMPLAINT_MADE, {"text": "La lampe du hall."})
    store.receive("poste", [desk.started(), said, other])
    store.receive("poste", [desk.started(), said, other])
    columns = "origin, kind, theme, urgency, partner_kind, partner_name, note, opened_by, status"
    common = ("complaint", "complaint", "week", "agency", "Toulouse Est")
    assert sorted(referrals(store, columns)) == sorted(
        [
            (f"note:{said.id}", *common, "La chaudière fuit.", "Hélène B.", "open"),
            (f"note:{other.id}", *common, "La lampe du hall.", "Hélène B.", "open"),
        ]
    )
    assert referrals(store, "due_at - opened_at") == [(72 * HOURS,), (72 * HOURS,)]


def test_what_a_tenant_asked_is_kept_as_a_note_of_its_own(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    asked = desk.entry(Kind.QUESTION_ASKED, {"text": "Qui répare l'ascenseur ?"})
    store.receive("poste", [desk.started(), asked])
    rows = query(store, "select kind, text, received_at from notes")
    assert rows == [("question", "Qui répare l'ascenseur ?", to_micros(NOON))]
    assert referrals(store, "id") == []


def test_a_desk_with_a_fast_clock_finds_nothing_in_the_future(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    desk.at = NOON + timedelta(hours=20)
    store.receive("poste", call(desk, FOOD))
    assert referrals(store, "opened_at, due_at") == [
        (to_micros(NOON), to_micros(NOON) + 24 * HOURS)
    ]


def test_a_complaint_that_runs_is_not_completed_by_a_need_of_its_name(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    said = desk.entry(Kind.COMPLAINT_MADE, {"text": "La chaudière fuit."})
    begun, *ended = call(desk, replace(FOOD, theme="complaint"))
    store.receive("poste", [begun, said])
    store.receive("poste", ended)
    assert sorted(referrals(store, "kind, urgency, note")) == [
        ("complaint", "week", "La chaudière fuit."),
        ("need", "today", "plus de pain"),
    ]
