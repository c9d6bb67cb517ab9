"""A day of calls by keys in a real terminal, on both stores, killed at every screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Terminal
from veille_tui.bootstrap import open_store
from veille_tui.config import load, shipped_scripts
from veille_tui.intake.importer import import_listing
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.campaigns import open_campaign
from veille_tui.supervision.publics import new_cases

DEMO = shipped_scripts() / "demo"
VEILLE = (sys.executable, "-m", "veille_tui")
NEXT = "Appeler le foyer suivant"
NUMBERS = "J'appelle ce numéro"
RINGING = "Qui répond"
FIRST_QUESTION = "Avez-vous quelques minutes"
SAVE = "Enregistrer et suivant"
ENTER = "\r"
SHORT = """
campagne: essai
titre: Essai
bailleur: Habitat des Deux Rives
debut: 2020-03-17
script: court.yaml
horaires:
  jours: [lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche]
  plages:
    - {id: toujours, de: "00:00", a: "24:00"}
  feries: vrai
affectation: {avance: 0}
"""
SCRIPT = """
script: court
titre: Court
ouvertures: {premier: "Bonjour {civilite} {nom}, ici {benevole}."}
sections:
  - id: sante
    titre: Santé
    questions:
      - id: forme
        type: choix
        obligatoire: vrai
        dire: Comment vous portez-vous ces jours-ci ?
        choix:
          - {code: bien, libelle: Tout va bien}
          - {code: mal, libelle: Pas bien, besoin: sante, urgence: aujourdhui}
      - id: repas
        type: oui_non
        dire: Avez-vous de quoi manger ?
      - id: mot
        type: texte
        dire: Voulez-vous ajouter quelque chose ?
"""


@dataclass(frozen=True)
class Post:
    """One workstation, as its owner sees it: commands and a terminal."""

    env: dict[str, str]

    def run(self, *arguments: str) -> Any:
        """A command's document."""
        done = subprocess.run(
            [*VEILLE, *arguments, "--json"], env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def open(self) -> Terminal:
        return Terminal(VEILLE, self.env)

    def calls(self) -> dict[str, Any]:
        figures: dict[str, Any] = self.run("report", "essai")
        return figures


@pytest.fixture
def post(ready_url: str, tmp_path: Path) -> Post:
    """A store with the demonstration's listing in a campaign with a short script."""
    (tmp_path / "campagne.yaml").write_text(SHORT, encoding="utf-8")
    (tmp_path / "court.yaml").write_text(SCRIPT, encoding="utf-8")
    now = datetime.now(UTC)
    store = SharedStore(ready_url)
    open_campaign(store, tmp_path / "campagne.yaml", "Zoé", now)
    import_listing(store, DEMO / "locataires_demo.csv", "essai", now, new_cases)
    store.close()
    home = {"VEILLE_HOME": str(tmp_path / "poste"), "VEILLE_STORE": ready_url}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_")}
    return Post({**kept, **home, "VEILLE_USER": "Hélène B.", "TERM": "xterm-256color"})


def test_an_all_well_call_takes_one_key_per_question_and_two_to_finish(post: Post) -> None:
    with post.open() as screen:
        screen.until(NEXT)
        screen.press(ENTER)
        screen.until(NUMBERS)
        screen.press(ENTER)
        screen.until(RINGING)
        screen.press("1")
        screen.until("Comment vous portez-vous")
        screen.press("1")
        screen.until("de quoi manger")
        screen.press("1")
        screen.until("ajouter quelque chose")
        screen.press(ENTER)
        screen.until("Terminer")
        screen.press(ENTER)
        screen.until("sécurisée")
        screen.press(ENTER)
        screen.until(NUMBERS)
        screen.until("tout est envoyé")
    figures = post.calls()
    assert figures["calls"]["attempts"] == 1
    assert figures["households"]["secured"] == 1


def test_the_top_row_of_a_french_keyboard_answers_without_shift(post: Post) -> None:
    with post.open() as screen:
        screen.until(NEXT)
        screen.press(ENTER)
        screen.until(NUMBERS)
        screen.press(ENTER)
        screen.until(RINGING)
        screen.press("&")
        screen.until("Comment vous portez-vous")
        screen.press("é")
        screen.until("de quoi manger")
        screen.until("Pas bien")


def test_a_kill_at_every_screen_loses_nothing(post: Post) -> None:
    steps = (
        (NEXT, ENTER),
        (NUMBERS, ENTER),
        (RINGING, "1"),
        ("Comment vous portez-vous", "2"),
        ("de quoi manger", "1"),
        ("ajouter quelque chose", "Le chat est malade" + ENTER),
        ("Terminer", ENTER),
    )
    shown_next = [seen for seen, _ in steps[1:]] + [SAVE]
    for (seen, keys), then in zip(steps, shown_next, strict=True):
        with post.open() as screen:
            screen.until(seen)
            screen.press(keys)
            screen.until(then)
    with post.open() as screen:
        screen.until(SAVE)
        screen.press(ENTER)
        screen.until(NUMBERS)
        screen.until("tout est envoyé")
    figures = post.calls()
    assert figures["calls"]["attempts"] == 1
    assert figures["calls"]["dials"] == 1
    assert figures["needs"] == {"sante": 1}
    assert figures["households"]["secured"] == 0


def test_two_desks_on_one_store_never_hold_the_same_household(post: Post, tmp_path: Path) -> None:
    other = Post({**post.env, "VEILLE_HOME": str(tmp_path / "autre"), "VEILLE_USER": "Paul"})
    with post.open() as mine, other.open() as theirs:
        for screen in (mine, theirs):
            screen.until(NEXT)
        for screen in (mine, theirs):
            screen.press(ENTER)
        for screen in (mine, theirs):
            screen.until(NUMBERS)
        store = open_store(load(post.env))
        assert store.waiting("essai", "Zoé").held == 2
        store.close()


def test_a_second_window_on_one_workstation_is_told_so(post: Post) -> None:
    with post.open() as screen:
        screen.until(NEXT)
        again = subprocess.run(
            [*VEILLE, "call", "--plain"], env=post.env, capture_output=True, text=True
        )
    assert again.returncode == 4
    assert "déjà ouvert" in again.stderr
    assert "Traceback" not in again.stderr
