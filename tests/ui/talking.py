"""A workstation where somebody has just answered, with any call script."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from tests import builders
from tests.ui.reading import seen
from tests.ui.stations import Station
from veille_tui.callscript.compiler import compile_text, load_script
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.case import Case
from veille_tui.domain.journal import Call
from veille_tui.store.local import LocalJournal
from veille_tui.ui.app import VeilleApp
from veille_tui.ui.screens.call_screen import CallScreen

SHIPPED = Path(__file__).parents[2] / "call_scripts" / "confinement.yaml"

KINDS = """
script: essai
titre: Essai
sections:
  - id: tout
    titre: Tout
    questions:
      - {id: visites, type: nombre, dire: Combien de visites ?, min: 0, max: 7, unite: visites}
      - {id: depuis, type: date, dire: Depuis quand ?}
      - {id: heure, type: heure, dire: À quelle heure ?}
      - {id: proche, type: telephone, dire: Quel numéro ?}
      - {id: forme, type: echelle, dire: De zéro à dix ?}
      - id: aide
        type: multiple
        dire: Quelle aide ?
        choix:
          - {code: repas, libelle: Les repas, besoin: alimentation, urgence: aujourdhui}
          - {code: menage, libelle: Le ménage}
          - {code: autre, libelle: Autre chose, precision: vrai}
      - {id: conseil, type: note, dire: Boire souvent.}
      - {id: mot, type: texte, dire: Un mot ?}
"""
"""A script with a question of every kind."""


@dataclass
class TalkStation(Station):
    """A station whose script is the test's own."""

    spoken: CallScript = field(default_factory=builders.script)

    @property
    def desk(self) -> Desk:
        """A desk that speaks this script."""
        return builders.desk(self.journal, store=self.store, now=self.now, spoken=self.spoken)

    @property
    def call(self) -> Call:
        """The call under way, as the journal tells it."""
        call = builders.held(self.desk).call
        assert call is not None
        return call


def script_of(text: str) -> CallScript:
    """A script written in a test."""
    script, problems = compile_text(text, "essai.yaml")
    assert script is not None, list(problems)
    return script


def shipped() -> CallScript:
    """The script that comes with the program."""
    script, _problems = load_script(SHIPPED)
    assert script is not None
    return script


def answering(
    folder: Path, spoken: CallScript | None = None, one: Case | None = None, who: str = "self"
) -> TalkStation:
    """Somebody has answered; nothing is asked yet."""
    station = TalkStation(folder, spoken=spoken or builders.script())
    builders.in_hand(station.journal, one)
    answered(station.desk, who)
    return station


def answered(desk: Desk, who: str = "self") -> Hand:
    """The first number is dialled, and somebody answers."""
    hand = builders.held(desk)
    hand = desk.dial(hand, hand.case.household.usable_numbers[0])
    return desk.person_answered(hand, who)


@asynccontextmanager
async def on_screen(app: VeilleApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The application once it is back in the call under way."""
    async with app.run_test(size=size, notifications=True) as pilot:
        while not isinstance(app.screen, CallScreen):
            await pilot.pause()
        await pilot.pause()
        yield pilot


def read(app: App[Any]) -> str:
    """The screen in plain words: one space between words, whatever the line ends."""
    return " ".join(seen(app).replace("\u00a0", " ").split())


async def told(pilot: Pilot[None], words: str) -> bool:
    """Whether these words come up on the screen within a few refreshes."""
    for _ in range(100):
        if words in read(pilot.app):
            return True
        await pilot.pause()
    return False


def refuse_to_write(journal: LocalJournal) -> None:
    """From now on SQLite refuses to write this journal, as on a full disk."""
    journal._connection.execute("pragma query_only = on")


def write_again(journal: LocalJournal) -> None:
    """The disk has room again."""
    journal._connection.execute("pragma query_only = off")


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys one after the other, each settled."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def all_well(app: App[Any]) -> str:
    """The key that says all is well at this card of the shipped script."""
    text = read(app)
    if "Continuer" in text:
        return "enter"
    return "2" if "besoin d'aide pour quelque chose" in text else "1"
