"""A campaign with a small script that changes, and answers given to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.store.builders import NOON, Desk, household, taken
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import NewCase
from veille_tui.domain.journal import Kind
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.campaigns import open_campaign

SCRIPT = """\
script: nouvelles
titre: Nouvelles
sections:
  - id: sante
    titre: Santé
    questions:
      - id: moral
        type: choix
        dire: Comment allez-vous ?
        choix:
          - {code: bien, libelle: Bien}
          - {code: mal, libelle: Mal, precision: vrai}
      - {id: souffle, type: oui_non, si: moral == "mal", dire: Du mal à respirer ?}
      - {id: aides, type: multiple, dire: Qui vous aide ?, choix: [
          {code: famille, libelle: Famille}, {code: voisins, libelle: Voisins}]}
      - {id: mot, type: texte, dire: Autre chose ?}
"""
CAMPAIGN = """\
campagne: hiver
titre: Hiver
bailleur: Habitat des Deux Rives
script: nouvelles.yaml
horaires:
  jours: [lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche]
  plages: [{id: toujours, de: "00:00", a: "24:00"}]
  feries: vrai
"""


def written(folder: Path, name: str = "nouvelles.yaml", *changes: tuple[str, str]) -> Path:
    """The small script in a file, with some of its words replaced."""
    text = SCRIPT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def opened(store: SharedStore, folder: Path, households: int = 5) -> Campaign:
    """The campaign "hiver" with its script and a few households."""
    written(folder)
    (folder / "hiver.yaml").write_text(CAMPAIGN, encoding="utf-8")
    campaign = open_campaign(store, folder / "hiver.yaml", "Zoé", NOON)
    new = [NewCase(household(place)) for place in range(households)]
    store.apply_import(campaign.id, new, [], NOON)
    return campaign


def answered(
    store: SharedStore,
    script_hash: str,
    answers: Mapping[str, Any],
    *,
    hidden: Sequence[str] = (),
    finished: bool = True,
) -> Desk:
    """One call in which these answers were given under a version."""
    desk = taken(store)
    entries = [desk.started()]
    for question, value in answers.items():
        data = {"question": question, "value": value, "words": "?", "script_hash": script_hash}
        entries.append(desk.entry(Kind.ANSWERED, data))
    if finished:
        end = desk.finished()
        entries.append(desk.entry(Kind.ATTEMPT_FINISHED, {**end.data, "hidden": list(hidden)}))
    received = store.receive("poste", entries)
    assert not received.refused
    return desk
