"""An answer may say what the call comes to: another moment, or a refusal."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from tests.ui.talking import TalkStation, answering, on_screen, press, read, script_of
from veille_tui.domain.outcomes import Outcome
from veille_tui.ui.plain import run

ENDING = """
script: essai
titre: Essai
sections:
  - id: tout
    titre: Tout
    questions:
      - id: moment
        type: choix
        dire: Est-ce le bon moment ?
        obligatoire: vrai
        choix:
          - {code: oui, libelle: "Oui"}
          - {code: plus_tard, libelle: Plus tard, issue: rappel}
          - {code: jamais, libelle: Plus jamais, issue: refus_definitif}
      - {id: mange, type: oui_non, dire: Avez-vous de quoi manger ?, obligatoire: vrai,
         si: "moment == 'oui'"}
"""


def asked(folder: Path) -> TalkStation:
    return answering(folder, script_of(ENDING))


async def test_another_moment_is_agreed_on_at_once(tmp_path: Path):
    station = asked(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "2")
        assert "Quand rappeler ?" in read(pilot.app)
        await press(pilot, "1")
    assert station.call.promise is not None
    assert station.call.outcome in {Outcome.APPOINTMENT, Outcome.CALLBACK}


async def test_a_refusal_says_what_will_happen_before_it_is_kept(tmp_path: Path):
    station = asked(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "3")
        assert "Ce foyer ne sera plus appelé ; le superviseur est prévenu." in read(pilot.app)
        await press(pilot, "enter")
    assert station.call.outcome is Outcome.REFUSED_HARD


def lines(station: TalkStation, *typed: str) -> str:
    out, inp = StringIO(), StringIO("".join(f"{line}\n" for line in typed))
    run(station.desk, "", lambda: None, station.now, lambda text: None, inp, out)
    return out.getvalue()


def test_in_lines_another_moment_is_agreed_on_at_once(tmp_path: Path):
    station = asked(tmp_path)
    assert "Rappel promis : demain à 10 h 00." in lines(station, "2", "demain 10 h")


def test_in_lines_a_refusal_says_what_will_happen(tmp_path: Path):
    station = asked(tmp_path)
    assert "Ce foyer ne sera plus appelé" in lines(station, "3", "")
    assert station.call.outcome is Outcome.REFUSED_HARD
