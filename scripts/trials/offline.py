"""A desk works for an hour and more without network, from what it holds in advance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from scripts.trials.jumping_clock import WrongClock
from scripts.trials.scene import AHEAD, ENGINES, Engine, Place, Scene
from scripts.trials.workstation import Workstation
from veille_tui.errors import StoreUnreachable

_HOUSEHOLDS = 12
_WITHIN, _BEYOND = 60, 180
"""Minutes: what is held in advance stays a desk's for two hours."""


class DeadLine:
    """The way to a store that does not answer, for as long as a trial wants."""

    def __init__(self, store: Any) -> None:
        self.is_cut = False
        self._store = store

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._store, name)

        def through(*arguments: Any, **options: Any) -> Any:
            if self.is_cut:
                raise StoreUnreachable("no network")
            return verb(*arguments, **options)

        return through


def run(place: Place) -> None:
    """Within the time and beyond it, restarted in between or not, with a right or a wrong clock."""
    _every_way(place)
    while place.again():
        _every_way(place)


def _every_way(place: Place) -> None:
    for engine in ENGINES:
        for minutes in (_WITHIN, _BEYOND):
            for restarts in (False, True):
                _alone(place, engine, minutes, restarts=restarts, off=timedelta(0))
        _alone(place, engine, _WITHIN, restarts=True, off=timedelta(hours=5))
        _alone(place, engine, _WITHIN, restarts=True, off=-timedelta(hours=5))
        _alone(place, engine, _BEYOND, restarts=True, off=-timedelta(hours=5))


def _alone(place: Place, engine: Engine, minutes: int, *, restarts: bool, off: timedelta) -> None:
    """Hélène loses her network for so many minutes, while Paul calls whomever he can get.

    `off`: what her computer's clock jumps by while it is restarted without network.
    """
    with place.trial(engine, _HOUSEHOLDS) as scene:
        where = f"{engine}, {minutes} minutes, {restarts=}, clock off by {off}"
        wrong, line = WrongClock(scene.clock), DeadLine(scene.store)
        helene = _opened(scene, wrong, line)
        hand = helene.take()
        in_hand = {hand.case.id} if hand is not None else set()
        helene.courier.begin_work()
        helene.round()
        held = scene.eye.rows("select count(*) from queue where claimed_by = 'Hélène'")
        place.check(
            hand is not None and held == [(AHEAD + 1,)], f"{where}: {held} held before it is cut"
        )
        line.is_cut = True
        done = 0
        for minute in range(0, minutes, 10):
            scene.clock.forward(minutes=10)
            if restarts and minute == minutes // 2 // 10 * 10:
                scene.stop("Hélène")
                wrong.off = off
                helene = _opened(scene, wrong, line)
                helene.courier.begin_work()
            done += _calls(helene)
            _calls(scene.desk("Paul"))
            scene.desk("Paul").send()
        line.is_cut = False
        helene.send()
        if minutes == _WITHIN and not off:
            place.check(done == AHEAD + 1, f"{where}: only {done} calls without network")
        # What was in hand when it was cut stays for half an hour, the rest for two.
        every = {case for (case,) in scene.eye.rows("select case_id from queue")}
        _told(place, scene, where, every if minutes == _BEYOND or off else in_hand)


def _opened(scene: Scene, wrong: WrongClock, line: DeadLine) -> Workstation:
    desk = Workstation("Hélène", scene.journal("Hélène"), line, scene.clock, scene.ledger, wrong)
    scene.desks["Hélène"] = desk
    return desk


def _calls(desk: Workstation) -> int:
    """One call if there is anybody; how many."""
    try:
        hand = desk.take()
    except StoreUnreachable:
        return 0
    if hand is None:
        return 0
    desk.call(hand)
    return 1


def _told(place: Place, scene: Scene, where: str, allowed: set[int]) -> None:
    """Who was called by two can be seen, and both callers are told; `allowed` may be called so."""
    twice = scene.eye.rows(
        "select a.case_id, min(c.flagged) from attempts a join cases c on c.id = a.case_id"
        " where exists (select 1 from attempts b where b.case_id = a.case_id and b.is_late = 1)"
        " group by a.case_id having count(distinct a.caller) > 1"
    )
    place.check({case for case, _ in twice} <= allowed, f"{where}: {twice} by two")
    for case, flagged in twice:
        told = set(scene.eye.rows("select kind, caller from notices where case_id = ?", (case,)))
        both = {("late", "Hélène"), ("also_called", "Paul")}
        place.check(bool(flagged) and both <= told, f"{where}: {case} by two, told {told}")
