"""A short day of a shared store: the answers are the same on every server, by every way to it."""

from __future__ import annotations

from datetime import timedelta

from tests.store.builders import LEASE, Desk, fill, household, query, take, taken, token
from veille_tui.domain.exchange import Ask
from veille_tui.store import migrate, schema
from veille_tui.store.engine import open_link
from veille_tui.store.shared import SharedStore


def made(url: str) -> None:
    """Make the tables as `veille store init` does, and again, and upgrade."""
    link = open_link(url, 10, 60)
    assert migrate.init(url, link) == schema.EXPECTED
    assert migrate.init(url, link) == schema.EXPECTED
    assert migrate.upgrade(url, link) == (schema.EXPECTED, schema.EXPECTED)
    link.close()


def worked(url: str) -> None:
    """Two desks share a list: nobody is called twice, and what they send is there."""
    ours, theirs = SharedStore(url), SharedStore(url)
    fill(ours, 12)
    # More often than a statement has to be run before a driver prepares it.
    held = [taken(store, caller) for _ in range(5) for store, caller in _both(ours, theirs)]
    assert len({desk.case_id for desk in held}) == 10
    first = held[0]
    assert take(ours, "Hélène B.", first.claim).case.id == first.case_id
    assert set(ours.renew([desk.claim for desk in held[::2]], "Hélène B.", LEASE)) == {
        desk.claim for desk in held[::2]
    }
    for desk, store in zip(held[:-1], (ours, theirs) * 5, strict=False):
        _call(store, desk)
    assert theirs.release(held[-1].claim)
    assert query(ours, "select count(*) from attempts") == [(9,)]
    granted = _exchanged(theirs)
    assert granted not in {desk.case_id for desk in held[:-1]}
    assert len(ours.find("lefevre")) == 12
    ours.apply_import("hiver", [], [household(3, city="Albi")], ours.now())
    assert theirs.known_households("hiver")["LOG-3"].city == "Albi"
    assert len(ours.figures("hiver").cases) == 12
    ours.close()
    theirs.close()


def _both(ours: SharedStore, theirs: SharedStore) -> tuple[tuple[SharedStore, str], ...]:
    return (ours, "Hélène B."), (theirs, "Paul R.")


def _call(store: SharedStore, desk: Desk) -> None:
    entries = [desk.started(), desk.dialled(), desk.answered("moral", "bien"), desk.finished()]
    for _twice in range(2):
        received = store.receive("poste", entries)
        assert sorted(received.accepted) == sorted(entry.id for entry in entries)


def _exchanged(store: SharedStore) -> int:
    claim = token()
    told = store.exchange("poste", "Paul R.", asks=[Ask(claim, "hiver", timedelta(minutes=30))])
    return told.granted[claim].case.id
