"""What cannot wait reaches the supervisor, the most pressing first."""

from __future__ import annotations

from tests.store.builders import fill, take, taken
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.evidence import NeedFound
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.store.shared import SharedStore


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


def test_a_quiet_campaign_asks_for_nothing(store: SharedStore) -> None:
    fill(store, 2)
    take(store)
    assert store.attention("hiver") == []
