"""Leases at the exact moment: a microsecond before their end, at it, and after."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

from scripts.trials.scene import ENGINES, Engine, Place, Scene
from tests.store.builders import LEASE, NOON
from veille_tui.desk.hand import Hand

_BESIDE = (-1, 0, 1)
_ORDERS = tuple(permutations(("confirm", "finish", "take")))


def run(place: Place) -> None:
    """Whoever holds asks again, ends the call, and another desk takes: in every order."""
    _all_orders(place)
    while place.again():
        _all_orders(place)


def _all_orders(place: Place) -> None:
    for engine in ENGINES:
        is_sampled = place.is_short and engine == "postgresql"
        orders = place.chance.sample(_ORDERS, 2) if is_sampled else _ORDERS
        for beside in _BESIDE:
            for order in orders:
                _one(place, engine, beside, order)


def _one(place: Place, engine: Engine, beside: int, order: tuple[str, ...]) -> None:
    with place.trial(engine, households=1) as scene:
        hand = scene.desk("Hélène").take()
        if hand is None:
            raise ValueError("there is nobody to call")
        scene.clock.set(NOON + LEASE + timedelta(microseconds=beside))
        took = _play(scene, hand, order)
        before = order[: order.index("take")]
        place.check(
            took == (beside >= 0 and not before),
            f"{engine}: {beside} µs beside the end, after {before}: taken by another is {took}",
        )
        is_late = scene.eye.rows("select is_late from attempts where caller = 'Hélène'")
        was_taken_first = took and order.index("take") < order.index("finish")
        place.check(
            is_late == [(int(was_taken_first),)],
            f"{engine}: {beside} µs beside the end, {order}: late is {is_late}",
        )


def _play(scene: Scene, hand: Hand, order: tuple[str, ...]) -> bool:
    """Whether the other desk got the household."""
    took = False
    for verb in order:
        if verb == "confirm":
            scene.desk("Hélène").desk.confirm(hand)
        elif verb == "finish":
            scene.desk("Hélène").call(hand)
            scene.desk("Hélène").send()
        else:
            took = scene.desk("Paul").take() is not None
    return took
