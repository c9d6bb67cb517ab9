"""A caller's work with the real desk, by its verbs, pausing where a person would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from veille_tui import bootstrap
from veille_tui.config import Settings, default_paths
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.outcomes import Outcome
from veille_tui.ui import cards, places

Pause = Callable[[str], None]
Verb = Callable[[], object]


def no_pause(what: str) -> None:
    """As fast as the machine can."""


def post(home: Path, store_url: str, caller: str) -> bootstrap.Post:
    """A workstation of its own, on everybody's store."""
    paths = default_paths({"VEILLE_HOME": str(home)})
    return bootstrap.post(Settings(paths=paths, user=caller, language="fr", store=store_url))


def take(desk: Desk, campaign_id: str = "bench") -> Hand:
    """The next case. Raises RuntimeError when there is none."""
    campaign = desk.campaign(campaign_id)
    if campaign is None:
        raise RuntimeError("the campaign is not known here")
    hand = desk.take_next(campaign)
    if not isinstance(hand, Hand):
        raise RuntimeError("there is nobody to call")
    return hand


def talk(desk: Desk, hand: Hand, pause: Pause = no_pause) -> None:
    """Somebody answers, the whole script is gone through, help is needed, the call is saved."""
    pause("read")
    hand = desk.dial(hand, hand.case.household.usable_numbers[0])
    pause("ring")
    hand = desk.person_answered(hand)
    while (question := places.here(hand)) is not None:
        pause("ask")
        option = cards.question_card(hand, question).options[0]
        hand = desk.answer(hand, question, option.value, option.label)
    pause("close")
    desk.finish(desk.end_talk(hand))


def ring_out(desk: Desk, hand: Hand, pause: Pause = no_pause) -> None:
    """Nobody answers."""
    pause("read")
    hand = desk.dial(hand, hand.case.household.usable_numbers[0])
    pause("ring_out")
    desk.finish(desk.end_dial(hand, Outcome.NO_ANSWER))
