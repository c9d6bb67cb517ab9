"""An entry that no store can take, in the middle of a batch: set aside, and the rest goes on."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scripts.trials.scene import ENGINES, Engine, Place, Scene
from scripts.trials.workstation import Workstation
from tests.store.builders import NOON
from veille_tui.domain.journal import Entry, Kind

Make = Callable[[Entry], Entry]


def _with(**data: Any) -> Make:
    return lambda entry: replace(entry, data=data)


def _as(kind: Kind, **data: Any) -> Make:
    return lambda entry: replace(entry, kind=kind, data=data)


# Each made from a sound note of the call under way; all of them can be written down by a desk.
POISONS: dict[str, Make] = {
    "nothing in it": _as(Kind.ANSWERED),
    "an outcome nobody knows": _as(Kind.DIAL_ENDED, dial="d", outcome="teleported"),
    "a number for a text": _with(text=17),
    "a list for a text": _with(text=["a"] * 10),
    "unknown case": lambda entry: replace(entry, case_id=999_999),
    "case beyond any number": lambda entry: replace(entry, case_id=2**62),
    "case below any number": lambda entry: replace(entry, case_id=-1),
    "other campaign": lambda entry: replace(entry, campaign_id="ete"),
    "no attempt": lambda entry: replace(entry, attempt_id=""),
    "too long": _with(text="x" * 300_000),
    "no decision": _as(Kind.ATTEMPT_FINISHED, minutes=1, token="t"),  # noqa: S106 - a claim's
    "a decision of another world": _as(Kind.ATTEMPT_FINISHED, decision={"state": 77}),
    "a role nobody has": _as(Kind.NUMBER_GIVEN, e164="+33536490001", role="emperor"),
    "minutes without end": _as(Kind.ATTEMPT_FINISHED, decision={}, minutes=1e400),
}
# These are strange and can be taken all the same, or set aside; they stop nothing.
STRANGE: dict[str, Make] = {
    "no character": _with(text="a\x00b\x1b[2J"),
    "before all time": lambda entry: replace(entry, at=datetime(1, 1, 1, tzinfo=UTC)),
    "after all time": lambda entry: replace(entry, at=datetime(9999, 12, 31, tzinfo=UTC)),
    "an enormous number": _with(text="a", other=10**400),
    "an enormous number of a dial": _as(Kind.NUMBER_DIALLED, dial="d", number_id=2**31),
    "deep": _with(text="a", other=[[[[[[[[[[]]]]]]]]]]),
    "a caller of many names": lambda entry: replace(entry, caller="n" * 100_000),
    "an id of many letters": lambda entry: replace(entry, id="i" * 100_000),
    "an attempt of many letters": lambda entry: replace(entry, attempt_id="a" * 100_000),
    "a dial of many letters": _as(Kind.NUMBER_DIALLED, dial="d" * 100_000, number_id=0),
    "a question of many letters": _as(Kind.ANSWERED, question="q" * 100_000, value="oui"),
    "a number of many figures": _as(Kind.NUMBER_GIVEN, e164="+" + "3" * 100_000, role="self"),
}


def run(place: Place) -> None:
    """Each poison in the middle of two calls, on both stores; then mixtures of them."""
    everything = [*POISONS.items(), *STRANGE.items()]
    for engine in ENGINES:
        _poisoned(place, engine, [*POISONS.items()], is_refused=True)
        _poisoned(place, engine, everything, is_refused=False)
        for one in place.chance.sample(everything, 6) if place.is_short else everything:
            _poisoned(place, engine, [one], is_refused=one[0] in POISONS)
    while place.again():
        chosen = place.chance.sample(everything, place.chance.randint(2, 9))
        _poisoned(place, place.chance.choice(ENGINES), chosen, is_refused=False)


def _poisoned(
    place: Place, engine: Engine, poisons: list[tuple[str, Make]], *, is_refused: bool
) -> None:
    with place.trial(engine, faults=len(poisons)) as scene:
        desk = scene.desk("Hélène")
        ids = _a_call_with(desk, [make for _, make in poisons])
        desk.shift(2)
        desk.send()
        where = f"{engine}: {', '.join(name for name, _ in poisons)}"
        _rest_goes_on(place, scene, where)
        shown = {entry.id for entry, _ in desk.journal.refused()}
        place.check(not is_refused or shown == set(ids), f"{where}: not shown as set aside")
        kept = {row[0] for row in scene.eye.rows("select id from refused_entries")}
        place.check(shown <= kept, f"{where}: told to the desk and kept nowhere")


def _rest_goes_on(place: Place, scene: Scene, where: str) -> None:
    counts = scene.eye.rows(
        "select (select count(*) from attempts where finished_at is not null and token <> ''),"
        " (select count(*) from queue where state = 1)"
    )
    place.check(counts == [(2, 0)], f"{where}: calls recorded and cases held are {counts}")


def _a_call_with(desk: Workstation, poisons: list[Make]) -> list[str]:
    """A call with the poisons written into its middle; their ids."""
    hand = desk.take()
    if hand is None:
        raise ValueError("there is nobody to call")
    hand = desk.dial(hand)
    attempt = hand.call.attempt_id if hand.call else ""
    ids = []
    for make in poisons:
        entry = make(
            Entry(
                id=str(uuid.uuid4()), at=NOON, kind=Kind.NOTE_WRITTEN, case_id=hand.case.id,
                campaign_id=hand.campaign.id, attempt_id=attempt, caller=desk.name,
                data={"text": "vu"},
            )
        )  # fmt: skip
        desk.journal.append(entry)
        ids.append(entry.id)
    desk.call(hand)
    return ids
