"""What cannot wait reaches the supervisor, the most pressing first."""

from __future__ import annotations

from tests.store.builders import Clock, Desk, fill, household, take, taken
from veille_tui.domain.campaign import Partner
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.evidence import NeedFound
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.referrals import ReferralChange, ReferralStatus
from veille_tui.store.shared import SharedStore

EAST = Partner("est", "agency", "Toulouse Est")
WEST = Partner("ouest", "agency", "Toulouse Ouest")


def test_a_cry_for_help_and_needs_are_listed_by_how_much_they_press(store: SharedStore) -> None:
    fill(store, 4)
    week = taken(store)
    needs = (NeedFound("lien", "week", "association"), NeedFound("sante", "immediate", "secours"))
    decision = Decision(Disposition.NEEDS_HELP, QueueState.DONE, needs=needs)
    store.receive("d1", [week.started(), week.finished(decision)])
    helped = taken(store)
    cry = helped.entry(Kind.HELP_ASKED, {"text": "elle ne répond plus"})
    broken = helped.entry(Kind.COMPLAINT_MADE, {"text": "chaudière"})
    store.receive("d1", [helped.started(), cry, broken])
    refused = taken(store)
    flagged = Decision(Disposition.REFUSED, QueueState.CLOSED, flagged="refused_hard")
    store.receive("d1", [refused.started(), refused.finished(flagged)])
    found = [(one.kind, one.detail) for one in store.attention("hiver")]
    assert found == [
        ("need", "sante"),
        ("help", ""),
        ("flag", "refused_hard"),
        ("need", "lien"),
        ("complaint", ""),
    ]


def test_an_item_says_who_where_and_what_was_written(store: SharedStore) -> None:
    fill(store, 1)
    desk = taken(store)
    store.receive(
        "d1", [desk.started(), desk.entry(Kind.HELP_ASKED, {"text": "elle pleure beaucoup"})]
    )
    (one,) = store.attention("hiver")
    assert (one.last_name, one.city, one.text) == ("Lefèvre", "Toulouse", "elle pleure beaucoup")
    assert (one.case_id, one.caller) == (desk.case_id, "Hélène B.")


def test_a_flag_dates_from_the_call_that_raised_it(store: SharedStore) -> None:
    fill(store, 1)
    desk = taken(store)
    nobody = Decision(Disposition.RETRYING, QueueState.READY, flagged="late_result")
    finished = desk.finished(nobody)
    store.receive("d1", [desk.started(), finished])
    (one,) = store.attention("hiver")
    assert one.at == finished.at


def test_a_quiet_campaign_asks_for_nothing(store: SharedStore) -> None:
    fill(store, 2)
    take(store)
    assert store.attention("hiver") == []


def test_an_alert_that_led_to_no_need_is_listed_once(store: SharedStore) -> None:
    fill(store, 2)
    for needs in ((), (NeedFound("sante", "immediate"),)):
        desk = taken(store)
        shown = [desk.entry(Kind.ALERT_SHOWN, {"alert": "samu"}) for _ in range(2)]
        decision = Decision(Disposition.NEEDS_HELP, QueueState.DONE, needs=needs, flagged="alert")
        store.receive("d1", [desk.started(), *shown, desk.finished(decision)])
    found = [(one.kind, one.detail, one.case_id) for one in store.attention("hiver")]
    assert found == [("need", "sante", 2), ("alert", "samu", 1)]


def test_what_left_for_a_partner_waits_for_nobody_until_its_answer_is_late(
    store: SharedStore, clock: Clock
) -> None:
    fill(store, 1)
    desk = taken(store)
    shown = desk.entry(Kind.ALERT_SHOWN, {"alert": "samu"})
    broken = desk.entry(Kind.COMPLAINT_MADE, {"text": "chaudière"})
    need = NeedFound("alimentation", "today", "ccas", consent="given")
    decision = Decision(Disposition.NEEDS_HELP, QueueState.DONE, needs=(need,), flagged="alert")
    store.receive("d1", [desk.started(), shown, broken, desk.finished(decision)])
    assert kinds(store) == ["need", "complaint"]
    numbers = [one.referral.id for one in store.referrals("hiver")]

    def change(status: ReferralStatus, partner: Partner | None = None) -> list[str]:
        changes = [ReferralChange(number, status, "non", partner) for number in numbers]
        store.change_referrals(changes, "Sup", clock())
        return kinds(store)

    assert change(ReferralStatus.SENT, EAST) == []
    clock.forward(days=4)
    assert kinds(store) == ["overdue", "overdue"]
    assert change(ReferralStatus.REJECTED) == ["rejected", "rejected"]
    assert change(ReferralStatus.OPEN, WEST) == ["need", "complaint"]
    assert change(ReferralStatus.SENT) == []
    clock.forward(days=4)
    assert kinds(store) == ["overdue", "overdue"]
    assert change(ReferralStatus.ACCEPTED) == []
    assert change(ReferralStatus.DONE) == []


def kinds(store: SharedStore) -> list[str]:
    return [one.kind for one in store.attention("hiver")]


def test_no_word_on_a_case_hides_another(store: SharedStore) -> None:
    fill(store, 1)
    desk = taken(store)
    cry = desk.entry(Kind.HELP_ASKED, {"text": "vite"})
    refused = Decision(Disposition.REFUSED, QueueState.CLOSED, flagged="refused_hard")
    store.receive("d1", [desk.started(), cry, desk.finished(refused)])
    found = [(one.kind, one.detail) for one in store.attention("hiver")]
    assert found == [("help", ""), ("flag", "refused_hard")]


def test_the_line_at_the_end_of_a_shift_reaches_the_supervisor(store: SharedStore) -> None:
    fill(store, 1)
    store.receive("d1", [Desk(0, "").entry(Kind.SHIFT_NOTE, {"text": "Trois appels à refaire."})])
    (one,) = store.attention("hiver")
    assert (one.kind, one.text, one.caller) == ("shift", "Trois appels à refaire.", "Hélène B.")
    assert one.case_id == 0


def test_a_refused_entry_is_named_without_what_it_holds(store: SharedStore) -> None:
    fill(store, 1)
    stray = Desk(404, "").note("secret")
    elsewhere = Desk(404, "", campaign="ete").note("secret")
    store.receive("d1", [stray, elsewhere])
    (one,) = store.attention("hiver")
    assert (one.kind, one.detail, one.text) == ("refused_entry", "unknown-case", stray.id)
    assert "secret" not in str(one)


def test_a_refused_entry_that_cannot_be_read_is_listed_all_the_same(store: SharedStore) -> None:
    fill(store, 1)
    store.receive("d1", [Desk(1, "").note("x" * 300_000)])
    assert [one.kind for one in store.attention("hiver")] == ["refused_entry"]


def test_households_that_wait_for_a_person_are_listed_last(store: SharedStore) -> None:
    waiting = ("unreachable", "to_visit", "language", "handed_over")
    fill(store, [household(place) for place in range(5)] + [household(9, numbers=())])
    for disposition in waiting:
        desk = taken(store)
        decision = Decision(Disposition(disposition), QueueState.DONE)
        store.receive("d1", [desk.started(), desk.finished(decision)])
    found = store.attention("hiver")
    assert {one.kind for one in found} == {"household"}
    assert sorted(one.detail for one in found) == sorted([*waiting, "no_number"])
    assert all(one.tenant_id and one.last_name for one in found)
