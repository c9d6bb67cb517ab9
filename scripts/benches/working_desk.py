"""A workstation with a real embedded store, the shipped script and households to call."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from veille_tui import bootstrap, config
from veille_tui.config import Settings, default_paths, shipped_scripts
from veille_tui.desk.hand import Hand
from veille_tui.desk.shift import shift_note
from veille_tui.domain.case import NewCase
from veille_tui.domain.tenants import Household, PhoneNumber, Tenant
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.campaigns import open_campaign
from veille_tui.ui import cards, commands, places, talk_words
from veille_tui.ui.cards import Card, CardKind
from veille_tui.ui.widgets.key_line import pairs
from veille_tui.ui.widgets.section_progress import Step

_CAMPAIGN = """
campagne: bench
titre: Bench
bailleur: Habitat des Deux Rives
debut: 2020-03-17
script: confinement.yaml
horaires:
  jours: [lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche]
  plages: [{id: toujours, de: "00:00", a: "24:00"}]
  feries: vrai
affectation: {taille: 100, avance: @AHEAD@, duree_avance: 2 heures}
"""
_ASKS_FOR_TROUBLE = "besoin_aide"
"""Everywhere else the first answer says that all is well."""
_TIED = re.compile(" [?!:;»]|« ")
"""Where the screen puts a space that does not break."""
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Picture:
    """What the conversation screen shows at one step, and the key of its answer."""

    card: Card
    steps: tuple[Step, ...]
    place: tuple[int, int]
    answers: Pairs
    keys: Pairs
    key: str

    @property
    def marker(self) -> str:
        """The first words of the card, as a terminal receives them."""
        return _TIED.split(self.card.say, maxsplit=1)[0][:24]


def prepare(
    home: Path, households: int = 1, store_url: str = "", ahead: int = 10
) -> Mapping[str, str]:
    """A returning desk with `households` to call; the environment to start it with.

    `store_url`: a new store with tables, in place of the desk's own; `ahead`: how many households
    a desk holds in advance.
    """
    shutil.copytree(shipped_scripts(), home / "scripts")
    file = home / "scripts" / "bench.yaml"
    file.write_text(_CAMPAIGN.replace("@AHEAD@", str(ahead)), encoding="utf-8")
    kept = {name: text for name, text in os.environ.items() if not name.startswith("VEILLE_")}
    env = {**kept, "VEILLE_HOME": str(home), "TERM": "xterm-256color", "COLUMNS": "80"}
    settings = Settings(paths=default_paths(env), user="Hélène", language="fr", store=store_url)
    config.save(settings)
    store = SharedStore.open(settings.store_url)
    now = datetime.now(UTC)
    open_campaign(store, file, "Zoé", now)
    store.apply_import("bench", [NewCase(_household(n)) for n in range(households)], [], now)
    store.close()
    post = bootstrap.post(settings)
    post.desk.enter("bench")
    post.close()
    return env


def _household(number: int) -> Household:
    return Household(
        reference=f"L-{number}",
        tenants=(Tenant("Lefèvre", "Hélène", "Mme", age_given=85),),
        numbers=(
            PhoneNumber(f"+3353649{number:04d}"),
            PhoneNumber(f"+3363998{number:04d}", label="sa fille", rank=2),
        ),
        address="12 rue des Œillets",
        city="Toulouse",
    )


def begin_call(env: Mapping[str, str], *, talking: bool) -> None:
    """Take a case; with `talking`, somebody has answered."""
    post = bootstrap.post(config.load(env))
    _begin(post, talking)
    post.close()


def _begin(post: bootstrap.Post, talking: bool) -> Hand:
    campaign = post.desk.campaign("bench")
    if campaign is None:
        raise RuntimeError("the campaign is not known here")
    hand = post.desk.take_next(campaign)
    if not isinstance(hand, Hand):
        raise RuntimeError("there is nobody to call")
    if talking:
        hand = post.desk.dial(hand, hand.case.household.usable_numbers[0])
        hand = post.desk.person_answered(hand)
    return hand


def write_notes(env: Mapping[str, str], count: int) -> None:
    """Leave `count` unsent entries in the journal."""
    post = bootstrap.post(config.load(env))
    campaign = post.desk.campaign("bench")
    if campaign is not None:
        now = datetime.now(UTC)
        post.journal.append(*(shift_note(campaign, "Hélène", now, "x" * 80) for _ in range(count)))
    post.journal.close()


def pictures(home: Path) -> list[Picture]:
    """Every step of a call where all is well, to its closing words."""
    env = prepare(home)
    post = bootstrap.post(config.load(env))
    hand = _begin(post, talking=True)
    seen: list[Picture] = []
    opening = cards.opening_card(hand)
    while True:
        question = places.here(hand)
        if question is None:
            seen.append(_picture(hand, cards.closing_card(hand), "\r"))
            break
        card = opening or cards.question_card(hand, question)
        opening = None
        option = card.options[1 if question == _ASKS_FOR_TROUBLE else 0]
        seen.append(_picture(hand, card, option.key))
        hand = post.desk.answer(hand, question, option.value, option.label)
    post.close()
    return seen


def _picture(hand: Hand, card: Card, key: str) -> Picture:
    question = card.question if card.kind is not CardKind.CLOSING else ""
    return Picture(
        card=card,
        steps=tuple(talk_words.steps_of(hand, question)),
        place=talk_words.place_of(hand, question),
        answers=tuple(talk_words.answers_of(hand)),
        keys=pairs(commands.of_room("conversation")),
        key=key,
    )
