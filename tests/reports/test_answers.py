"""Answers of several versions are counted together, by question, and private words never shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.store.builders import NOON
from tests.supervision.publishing import answered, opened, written
from veille_tui.domain.campaign import Campaign
from veille_tui.reports.progress import as_text, report
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.scripts import prepare, publish

NEWER = (
    ("Comment allez-vous ?", "Ça va, {prenom} ?"),
    ("          - {code: mal, libelle: Mal, precision: vrai}\n", ""),
    ("libelle: Bien", "libelle: Très bien"),
    (', si: moral == "mal"', ""),
)
SECRET = "Mme Lefèvre, 3 rue des Œillets"


def told(store: SharedStore) -> dict[str, Any]:
    found: dict[str, Any] = report(store, "hiver")[1]["answers"]
    return found


@pytest.fixture
def campaign(store: SharedStore, tmp_path: Path) -> Campaign:
    return opened(store, tmp_path)


def newer(store: SharedStore, folder: Path) -> str:
    publication = prepare(store, written(folder / "n", "n.yaml", *NEWER), "hiver")
    return publish(store, publication, "Paul", NOON + timedelta(hours=1)).script_hash


def test_two_versions_are_one_question_with_its_latest_words(
    store: SharedStore, campaign: Campaign, tmp_path: Path
):
    old = campaign.script_hash
    answered(store, old, {"moral": "mal", "souffle": "oui"})
    answered(store, old, {"moral": "bien"})
    answered(store, newer(store, tmp_path), {"moral": "bien", "souffle": "nsp"})
    assert list(told(store)) == ["moral", "souffle"]
    assert told(store)["moral"] == {
        "asked_as": "Ça va, … ?",
        "type": "choice",
        "values": {"bien": 2, "mal": 1},
        "labels": {"bien": "Très bien", "mal": "Mal"},
        "versions": 2,
        "total": 3,
    }
    assert told(store)["souffle"]["values"] == {"oui": 1, "nsp": 1}


def test_of_several_ticked_each_counts_and_nothing_ticked_is_an_answer(
    store: SharedStore, campaign: Campaign
):
    for value in (["famille", "voisins"], ["voisins"], [], "refus"):
        answered(store, campaign.script_hash, {"aides": value})
    found = told(store)["aides"]
    assert found["values"] == {"famille": 1, "voisins": 2, "refus": 1}
    assert found["total"] == 4


def test_own_words_are_counted_and_never_shown(store: SharedStore, campaign: Campaign):
    answered(store, campaign.script_hash, {"moral": "mal", "moral.mal": SECRET, "mot": SECRET})
    campaign, figures = report(store, "hiver")
    assert SECRET not in str(figures)
    assert SECRET not in as_text(campaign, figures)
    assert figures["answers"]["mot"] == {
        "asked_as": "Autre chose ?",
        "type": "text",
        "values": {},
        "labels": {},
        "versions": 1,
        "total": 1,
    }
    assert figures["answers"]["moral.mal"]["total"] == 1


def test_words_where_a_code_was_expected_are_not_shown_either(
    store: SharedStore, campaign: Campaign
):
    answered(store, campaign.script_hash, {"moral": SECRET})
    assert told(store)["moral"]["values"] == {}
    assert told(store)["moral"]["total"] == 1


def test_only_answers_that_count_in_finished_calls_are_reported(
    store: SharedStore, campaign: Campaign
):
    script = campaign.script_hash
    answered(store, script, {"moral": "bien", "souffle": "oui", "mot": None}, hidden=["souffle"])
    answered(store, script, {"moral": "mal"}, finished=False)
    assert {name: one["total"] for name, one in told(store).items()} == {"moral": 1}


def test_a_call_finished_again_counts_what_is_hidden_by_then(
    store: SharedStore, campaign: Campaign
):
    desk = answered(store, campaign.script_hash, {"moral": "bien", "souffle": "oui"},
                    hidden=["souffle"])  # fmt: skip
    again = desk.finished()
    assert not store.receive("poste", [again]).refused
    assert set(told(store)) == {"moral", "souffle"}


def test_answers_under_a_version_that_is_not_there_are_still_counted(
    store: SharedStore, campaign: Campaign
):
    answered(store, "inconnue", {"moral": "bien", "autrefois": "oui"})
    assert told(store)["autrefois"] == {
        "asked_as": "", "type": None, "values": {}, "labels": {}, "versions": 1, "total": 1,
    }  # fmt: skip
    assert told(store)["moral"]["values"] == {"bien": 1}


def test_the_report_in_lines_has_each_question_once(
    store: SharedStore, campaign: Campaign, tmp_path: Path
):
    answered(store, campaign.script_hash, {"moral": "mal"})
    answered(store, newer(store, tmp_path), {"moral": "bien"})
    lines = as_text(*report(store, "hiver")).splitlines()
    place = lines.index("Réponses")
    assert lines[place + 1].split() == "Ça va, … ? (2 versions) 2".split()
    assert lines[place + 2] == "    Très bien 1, Mal 1"
    assert max(map(len, lines)) <= 80


def test_a_campaign_without_answers_says_nothing_of_them(store: SharedStore, campaign: Campaign):
    assert told(store) == {}
    assert "Réponses" not in as_text(*report(store, "hiver"))
