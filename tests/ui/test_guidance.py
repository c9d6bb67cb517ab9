"""The script's advice, one key away from the caller, on the screen and in lines."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from tests import builders
from tests.ui.driving import opened
from tests.ui.reading import seen
from tests.ui.talking import TalkStation, answering, on_screen, press, read, script_of
from veille_tui.cli.script_rehearsal import Rehearsal
from veille_tui.domain.call_script import CallScript, Guidance
from veille_tui.ui.plain import run

ADVICE = Guidance("Lentement, [b]chez {bailleur}[/b].", "Le loyer.", "Si la voix se fatigue.")


def advised() -> CallScript:
    return replace(builders.script(), guidance=ADVICE)


async def test_help_begins_with_the_advice_of_the_script(tmp_path: Path):
    async with on_screen(answering(tmp_path, advised()).app()) as pilot:
        await press(pilot, "f1")
        text = read(pilot.app)
        assert "Conseils pour cet appel" in text
        assert "Le ton : Lentement, [b]chez" in text
        assert "Jamais : Le loyer." in text
        assert "Quand s'arrêter : Si la voix se fatigue." in text
        assert text.index("Quand s'arrêter") < text.index("Donner la réponse")


async def test_a_script_without_advice_has_the_keys_alone(tmp_path: Path):
    async with on_screen(answering(tmp_path).app()) as pilot:
        await press(pilot, "f1")
        assert "Les touches de cet écran" in read(pilot.app)
        assert "Conseils" not in read(pilot.app)


async def test_the_advice_is_there_before_anybody_answers(tmp_path: Path):
    station = TalkStation(tmp_path, spoken=advised())
    builders.in_hand(station.journal)
    hand = builders.held(station.desk)
    station.desk.dial(hand, hand.case.household.usable_numbers[0])
    async with opened(station, "f1") as pilot:
        assert "Jamais : Le loyer." in " ".join(seen(pilot.app).split())


def typed(tmp_path: Path, script: CallScript, *lines: str) -> str:
    station = TalkStation(tmp_path, spoken=script)
    builders.in_hand(station.journal)
    out, inp = io.StringIO(), io.StringIO("".join(f"{line}\n" for line in lines))
    run(station.desk, "confinement", lambda: None, builders.clock, lambda _text: None, inp, out)
    return out.getvalue()


def test_line_mode_tells_the_word_and_says_the_advice(tmp_path: Path):
    said = typed(tmp_path, advised(), "", "c")
    assert "c, les conseils pour cet appel." in said
    assert "Le ton : Lentement, [b]chez" in said
    assert "Jamais : Le loyer." in said


def test_the_advice_may_be_heard_again_in_the_conversation(tmp_path: Path):
    said = typed(tmp_path, advised(), "", "1", "c")
    assert said.count("Quand s'arrêter : Si la voix se fatigue.") == 1


def test_line_mode_without_advice_says_so(tmp_path: Path):
    said = typed(tmp_path, builders.script(), "", "c")
    assert "c, les conseils" not in said
    assert "Aucun conseil n'accompagne cet appel." in said


def test_a_rehearsal_says_the_advice_too():
    script = script_of(
        "script: a\ntitre: A\nconseils: {ton: Lentement.}\nsections:\n"
        "  - {id: s, titre: S, questions: [{id: q, type: oui_non, dire: Bien ?}]}\n"
    )
    out = io.StringIO()
    Rehearsal(script, io.StringIO("/c\n1\n"), out).play()
    assert "« /c » : les conseils pour cet appel." in out.getvalue()
    assert "Le ton : Lentement." in out.getvalue()
