"""`veille script play`, who is called, and `veille script diagram`, from the command line."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import termios
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests import builders
from tests.terminal import Terminal
from veille_tui.__main__ import run
from veille_tui.cli.ending import guarded
from veille_tui.config import load
from veille_tui.desk.rehearsal import Rehearsed
from veille_tui.domain.case import CallReason, NewCase
from veille_tui.errors import Refused
from veille_tui.preview import look_for_tenant
from veille_tui.store.shared import SharedStore

NOW = datetime(2020, 3, 17, 9, tzinfo=UTC)
SCRIPT = """
script: court
titre: Court
ouvertures: {premier: Bonjour., suivi: Rebonjour.}
sections:
  - id: sante
    titre: Santé
    questions:
      - {id: moral, type: oui_non, dire: Le moral est-il bon ?}
      - {id: seul, type: oui_non, si: vit_seul, dire: Quelqu'un vient-il ?}
      - {id: chute, type: oui_non, si: age >= 80, dire: Êtes-vous tombé ?}
      - {id: sourd, type: oui_non, si: '"entend_mal" dans marqueurs', dire: M'entendez-vous ?}
      - {id: retour, type: oui_non, si: motif == "suivi", dire: L'aide est-elle venue ?}
      - {id: longtemps, type: oui_non, si: jours_depuis_contact > 20, dire: Quoi de neuf ?}
      - {id: public, type: oui_non, si: '"80" dans publics et agence == "Est"', dire: Et l'agence ?}
essais:
  - nom: tout va bien
    locataire: {age: 85}
    reponses: {moral: oui, chute: non}
    attendu: {questions: [moral, chute]}
  - nom: tout va mal
    locataire: {age: 70}
    motif: suivi
    reponses: {moral: non}
    attendu: {questions: [moral, retour]}
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Player:
    """A supervisor with one script, without a terminal."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    @property
    def file(self) -> Path:
        return self.folder / "court.yaml"

    @property
    def env(self) -> dict[str, str]:
        return {"VEILLE_HOME": str(self.folder / "poste")}

    def run(self, *arguments: str, typed: str = "") -> Ended:
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        self.capsys.readouterr()
        status = guarded(lambda: run(["script", *arguments], self.env), self.env)
        shown = self.capsys.readouterr()
        return Ended(status, shown.out, shown.err)

    def asked(self, *options: str) -> list[str]:
        """What is asked of the person these options describe."""
        done = self.run("play", str(self.file), *options, "--json")
        assert done.status == 0, done.err
        questions: list[str] = json.loads(done.out)["asked"]
        return questions


@pytest.fixture
def player(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Player:
    made = Player(tmp_path, capsys, monkeypatch)
    made.file.write_text(SCRIPT, encoding="utf-8")
    return made


# Who is called.


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (("--age", "85"), ["moral", "chute"]),
        (("--age", "79", "--alone"), ["moral", "seul"]),
        (("--not-alone",), ["moral"]),
        (("--flags", "entend_mal, isole"), ["moral", "sourd"]),
        (("--days", "30", "--reason", "suivi"), ["moral", "retour", "longtemps"]),
        (("--days", "3", "--reason", "follow_up"), ["moral", "retour"]),
        (("--segments", "70,80", "--agency", "Est"), ["moral", "public"]),
        (("--case", "tout va bien"), ["moral", "chute"]),
        (("--case", "MAL"), ["moral", "retour"]),
        (("--case", "mal", "--reason", "premier"), ["moral"]),
    ],
)
def test_the_person_is_described_by_options(
    player: Player, options: tuple[str, ...], asked: list[str]
):
    assert player.asked(*options) == asked


def test_somebody_described_is_not_asked_for_again(player: Player):
    out = player.run("play", str(player.file), "--age", "85", "--plain").out
    assert "Âge de la personne" not in out
    assert "Êtes-vous tombé ?" in player.run("play", str(player.file), typed="1\n85\n\n\n\n").out


def test_without_a_terminal_the_lines_are_taken_by_themselves(player: Player):
    done = player.run("play", str(player.file), "--age", "85", typed="1\n2\n")
    assert done.status == 0
    assert "== Santé ==" in done.out
    assert "Appel complet." in done.out


def test_a_case_brings_its_answers(player: Player):
    out = player.run("play", str(player.file), "--case", "tout va bien", typed="\n\n").out
    assert "[réponse : oui]" in out
    assert "[réponse : non]" in out


def test_two_question_marks_list_every_question_with_its_reason(player: Player):
    out = player.run("play", str(player.file), "--age", "85", typed="1\n??\n").out
    assert "  moral, réponse : oui\n    toujours posée\n" in out
    assert "> chute, sans réponse\n    posée si l'âge est au moins 80. Vu : age : 85\n" in out
    assert "  seul, pas posée\n    posée si la personne vit seule. Vu : vit_seul : inconnu\n" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--reason", "jamais"), "n'est pas un motif"),
        (("--case", "inconnu"), "n'a pas d'essai"),
        (("--case", "tout"), "Plusieurs essais"),
        (("--case", "tout va bien", "--age", "3"), "plusieurs façons"),
        (("--answers", "x.json", "--age", "3"), "plusieurs façons"),
        (("--tenant", "1", "--case", "x"), "plusieurs façons"),
        (("--age", "200"), "n'est pas possible"),
        (("--days", "-1"), "n'est pas possible"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    player: Player, options: tuple[str, ...], said: str
):
    done = player.run("play", str(player.file), *options)
    assert done.status == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_case_nearly_named_is_guessed(player: Player):
    assert (
        "Vouliez-vous dire « tout va bien » ?"
        in player.run("play", str(player.file), "--case", "tout va biem").err
    )


def test_a_broken_script_is_told_before_anything_opens(player: Player):
    player.file.write_text(SCRIPT.replace("si: vit_seul", "si: vit_seule"), encoding="utf-8")
    done = player.run("play", str(player.file), "--age", "85")
    assert done.status == 1
    assert "vit_seule" in done.out
    assert "Le moral" not in done.out


# A real tenant.


@pytest.fixture
def tenant(player: Player) -> int:
    """Mme Lefèvre, in a campaign of the embedded store; her number."""
    store = SharedStore(load(player.env).store_url)
    store.create_campaign(builders.campaign(), "", NOW)
    store.apply_import("confinement", [NewCase(builders.household(), "80", ("80",))], (), NOW)
    (found,) = store.find("lefevre")
    store.close()
    return found.tenant_id


def chosen(player: Player, tenant: int, reason: CallReason | None = None) -> Rehearsed:
    """The tenant as a rehearsal knows them."""
    return look_for_tenant(load(player.env), tenant, reason)


def test_a_real_tenant_is_asked_what_they_would_be(player: Player, tenant: int):
    assert player.asked("--tenant", str(tenant)) == ["moral", "seul", "chute", "sourd"]


def test_a_real_tenant_is_called_for_the_reason_that_is_theirs(player: Player, tenant: int):
    assert chosen(player, tenant).callee.reason is CallReason.FIRST
    assert chosen(player, tenant, CallReason.INBOUND).callee.reason is CallReason.INBOUND


def test_the_store_is_only_read(player: Player, tenant: int):
    def print_of() -> str:
        return hashlib.sha256(load(player.env).paths.embedded_store.read_bytes()).hexdigest()

    before = print_of()
    player.run("play", str(player.file), "--tenant", str(tenant), typed="1\n1\n1\n1\n")
    assert print_of() == before


def test_a_tenant_who_does_not_exist_is_refused(player: Player, tenant: int):
    assert player.run("play", str(player.file), "--tenant", "999").status == 4


def test_no_store_is_made_to_look_for_a_tenant(player: Player):
    with pytest.raises(Refused):
        chosen(player, 1)
    assert not Path(player.env["VEILLE_HOME"]).exists()


# In a terminal.


def terminal(player: Player, *options: str) -> Terminal:
    """The command in a terminal of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_")}
    command = [sys.executable, "-m", "veille_tui", "script", "play", str(player.file), *options]
    return Terminal(command, {**kept, **player.env, "TERM": "xterm-256color"})


def test_in_a_terminal_the_callers_own_screen_opens_and_leaves_it_as_it_was(player: Player):
    with terminal(player, "--age", "85") as screen:
        before = termios.tcgetattr(screen.fd)
        screen.until("rien n'est enregistr")
        screen.until("Le moral est-il bon")
        screen.press("&")
        screen.until("tomb")
        screen.press("w")
        screen.until("Pourquoi chaque question")
        screen.press("\x11")
        assert screen.ended() == 0
        assert termios.tcgetattr(screen.fd)[3] == before[3]
    assert not Path(player.env["VEILLE_HOME"]).exists()


def test_a_killed_rehearsal_leaves_nothing(player: Player, tenant: int):
    home = Path(player.env["VEILLE_HOME"])
    before = {file: file.stat().st_size for file in home.iterdir()}
    with terminal(player, "--tenant", str(tenant)) as screen:
        screen.until("Le moral est-il bon")
        screen.press("&")
        screen.until("Quelqu'un vient-il")
    left = {file: file.stat().st_size for file in home.iterdir()}
    assert {file.name for file in set(left) - set(before)} <= {"store.db-wal", "store.db-shm"}
    assert [left[file] for file in before] == list(before.values())


# The drawings.


def test_the_diagram_is_mermaid_and_the_tree_is_a_tree(player: Player):
    assert player.run("diagram", str(player.file)).out.startswith("flowchart TD\n")
    out = player.run("diagram", str(player.file), "--tree").out
    assert out.startswith("Court (court)\n")
    assert "si l'âge est au moins 80" in out


def test_the_diagram_is_a_document_for_programs(player: Player):
    document: dict[str, Any] = json.loads(player.run("diagram", str(player.file), "--json").out)
    assert document["script"] == "court"
    assert document["mermaid"].startswith("flowchart TD")


def test_a_broken_script_is_not_drawn(player: Player):
    player.file.write_text("script: a\n", encoding="utf-8")
    done = player.run("diagram", str(player.file))
    assert done.status == 1
    assert "flowchart" not in done.out
