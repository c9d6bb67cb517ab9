"""A first real day from the command line, on both stores: listing in, calls made, figures out."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from veille_tui.__main__ import run
from veille_tui.cli.ending import guarded
from veille_tui.config import shipped_scripts

DEMO = shipped_scripts() / "demo"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """A workstation of its own on a shared store."""

    home: Path
    store: str
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    @property
    def env(self) -> dict[str, str]:
        place = {"VEILLE_HOME": str(self.home), "VEILLE_STORE": self.store}
        return {**place, "VEILLE_USER": "Hélène B."}

    def run(self, *arguments: str, typed: str = "") -> Ended:
        self.monkeypatch.setattr(sys, "stdin", StringIO(typed))
        self.capsys.readouterr()
        status = guarded(lambda: run(arguments, self.env), self.env)
        shown = self.capsys.readouterr()
        return Ended(status, shown.out, shown.err)

    def data(self, *arguments: str) -> Any:
        done = self.run(*arguments, "--json")
        assert done.status == 0, done.err
        return json.loads(done.out)


@pytest.fixture
def capturing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What every desk of these tests needs to be read."""
    return {"capsys": capsys, "monkeypatch": monkeypatch}


def opened(home: Path, url: str, capturing: Any) -> Desk:
    desk = Desk(home, url, **capturing)
    assert desk.run("store", "init").status == 0
    assert desk.data("campaign", "create", str(DEMO / "campagne_demo.yaml"))["campaign"] == "demo"
    return desk


@pytest.fixture
def desk(store_url: str, tmp_path: Path, capturing: Any) -> Desk:
    """On SQLite, then on PostgreSQL."""
    return opened(tmp_path / "home", store_url, capturing)


@pytest.fixture
def alone(sqlite_url: str, tmp_path: Path, capturing: Any) -> Desk:
    """A desk whose store does not matter."""
    return opened(tmp_path / "home", sqlite_url, capturing)


def imported(desk: Desk) -> Desk:
    listing = str(DEMO / "locataires_demo.csv")
    counts = desk.data("tenants", "import", listing, "--campaign", "demo")
    assert counts["new"] == counts["households"] > 40
    return desk


def test_a_day_from_the_listing_to_the_figures(desk: Desk):
    imported(desk)
    # Nobody answers the first; the second is promised a call; the third is cut, then left.
    said = desk.run("call", "--plain", typed="\n\n4\n\n\n3\ndemain 10 h\n\n\n1\n1\n1\nx\nq\n")
    assert said.status == 0, said.err
    assert "Enregistré et envoyé." in said.out
    assert "Tout est gardé et envoyé." in said.out
    figures = desk.data("report", "demo", "--format", "json")
    assert figures["calls"]["dials"] == 3
    assert figures["households"]["reached"] >= 1


def test_what_was_left_is_taken_up_at_the_same_place(desk: Desk):
    imported(desk)
    first = desk.run("call", "--plain", typed="\n\n1\n1\n1\n")
    assert "Santé, question 3" in first.out
    second = desk.run("call", "--plain")
    assert "Reprise là où l'appel s'était arrêté." in second.out
    assert "Santé, question 3" in second.out


def test_somebody_who_rings_back_is_found_and_taken(desk: Desk):
    imported(desk)
    said = desk.run("call", "--plain", typed="r lefevre\n1\n1\n")
    assert "Mme Hélène LEFÈVRE" in said.out
    assert "Dites-moi, que puis-je faire pour vous ?" in said.out


def test_a_call_left_for_somebody_who_rings_back_is_taken_up_after(alone: Desk):
    imported(alone)
    typed = "\n\n1\n1\n1\nr lefevre\n1\n4\n\n"
    said = alone.run("call", "--plain", typed=typed).out
    assert "Reprise de l'appel laissé en attente." in said
    assert said.index("Mme Hélène LEFÈVRE, ") < said.rindex("Santé, question 3")


def test_the_wrong_person_taken_for_a_ring_back_is_let_go(alone: Desk):
    imported(alone)
    said = alone.run("call", "--plain", typed="r lefevre\n1\nl\nr lefevre\n")
    assert "Foyer rendu." in said.out
    assert "en main" not in said.out
    assert alone.data("campaign", "show", "demo")["waiting"]["held"] == 0


def test_importing_again_changes_nothing(alone: Desk):
    imported(alone)
    again = alone.data("tenants", "import", str(DEMO / "locataires_demo.csv"), "--campaign", "demo")
    assert (again["new"], again["changed"]) == (0, 0)


def test_a_household_is_added_by_hand_and_found_without_its_accents(alone: Desk):
    fields = ("nom=ŒUVRARD", "prenom=Zoé", "telephone=06 39 98 00 77", "age=88")
    alone.data("tenants", "add", "--campaign", "demo", *fields)
    (found,) = alone.data("tenants", "find", "oeuvrard")["tenants"]
    assert found["number"] == "+33639980077"
    shown = alone.data("tenants", "show", str(found["tenant_id"]))
    assert shown["cases"][0]["segment"] == "quatre_vingts"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        (["prenom=Zoé"], 1, "Ni numéro ni adresse"),
        (["nom=ROUX", "telephon=0639980077"], 1, "Vouliez-vous dire « telephone » ?"),
        (["nom=ROUX", "telephone=0639980077", "telephone=0639980078"], 2, "donné deux fois"),
    ],
)
def test_a_household_that_cannot_be_added_is_refused_with_the_remedy(
    alone: Desk, fields: list[str], status: int, said: str
):
    done = alone.run("tenants", "add", "--campaign", "demo", *fields)
    assert done.status == status
    assert said in done.err
    assert "Donner au moins" not in done.err


def test_a_closed_campaign_offers_nobody(alone: Desk):
    imported(alone)
    alone.run("campaign", "close", "demo")
    listed = alone.data("campaign", "list")["campaigns"]
    assert [one["closed"] for one in listed] == [True]
    assert "Foyer à appeler" not in alone.run("call", "--plain", typed="\n").out


def test_a_campaign_that_is_not_there_is_refused_with_those_that_are(alone: Desk):
    done = alone.run("report", "nulle")
    assert done.status == 4
    assert "demo" in done.err


def test_the_doctor_finds_the_store(alone: Desk):
    found = alone.data("doctor")
    assert {check["code"]: check["ok"] for check in found["checks"]}["store"]


def test_a_store_that_does_not_answer_is_said_with_its_status(tmp_path: Path, capturing: Any):
    lost = Desk(tmp_path / "home", "postgresql://veille@127.0.0.1:9/veille", **capturing)
    done = lost.run("campaign", "list")
    assert done.status == 3
    assert "Traceback" not in done.err
    assert done.err.strip()


def test_a_pipe_works_as_well_as_a_person(alone: Desk):
    imported(alone)
    done = subprocess.run(
        [sys.executable, "-m", "veille_tui", "call", "--plain"],
        input="\n\n4\nn sonne dans le vide\n",
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **alone.env, "PYTHONUTF8": "1"},
        timeout=120,
    )
    assert done.returncode == 0
    assert "Note gardée." in done.stdout
    assert done.stderr == ""


def test_the_name_of_a_new_caller_is_asked_once(alone: Desk):
    imported(alone)
    nameless = {**alone.env, "VEILLE_USER": ""}
    alone.monkeypatch.setattr(sys, "stdin", StringIO("Paul\n"))
    assert guarded(lambda: run(["call", "--plain"], nameless), nameless) == 0
    assert "Bonjour Paul." in alone.capsys.readouterr().out
    alone.monkeypatch.setattr(sys, "stdin", StringIO(""))
    assert guarded(lambda: run(["call", "--plain"], nameless), nameless) == 0
    assert "Bonjour Paul." in alone.capsys.readouterr().out


def waiting_at_a_prompt(desk: Desk, typed: str, until: str) -> subprocess.Popen[str]:
    """Line mode in a process of its own, which has said `until` and waits for more."""
    child = subprocess.Popen(
        [sys.executable, "-u", "-m", "veille_tui", "call", "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **desk.env, "PYTHONUTF8": "1"},
        # Tests that a shell runs in the background ignore Ctrl+C, and so would their children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - nothing of this test runs beside it
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(typed)
    child.stdin.flush()
    said = ""
    while until not in said:
        line = child.stdout.readline()
        assert line, said
        said += line
    return child


def interrupt(child: subprocess.Popen[str]) -> None:
    """Ctrl+C; pressed again when the first came after the prompt and before it was read.

    Python may then notice it only once something is typed, when other threads are at work.
    """
    for _press in range(5):
        child.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=10)
            return


def test_an_interruption_at_a_prompt_is_quiet_and_keeps_the_call(alone: Desk):
    imported(alone)
    child = waiting_at_a_prompt(alone, "\n\n1\n1\n", "question 2")
    interrupt(child)
    _said, complained = child.communicate(timeout=60)
    assert child.returncode == 130
    assert complained == ""
    assert "question 2" in alone.run("call", "--plain").out


def test_a_kill_at_a_prompt_loses_nothing(alone: Desk):
    imported(alone)
    child = waiting_at_a_prompt(alone, "\n\n1\n1\n", "question 2")
    child.kill()
    child.communicate(timeout=60)
    said = alone.run("call", "--plain").out
    assert "Reprise là où l'appel s'était arrêté." in said
    assert "question 2" in said


SCRIPT = """\
script: nouvelles
titre: Nouvelles
sections:
  - id: sante
    titre: Santé
    questions:
      - {id: moral, type: choix, dire: Comment allez-vous ?, obligatoire: vrai, choix: [
          {code: bien, libelle: Bien}, {code: mal, libelle: Mal, besoin: sante}]}
      - {id: aides, type: multiple, dire: Qui vous aide ?, choix: [
          {code: famille, libelle: Famille}, {code: voisins, libelle: Voisins}]}
      - {id: vue, type: date, dire: Depuis quand ?}
rythme:
  - {tous_les: 7 jours}
"""
CAMPAIGN = """\
campagne: petite
titre: Petite campagne
bailleur: Habitat des Deux Rives
script: nouvelles.yaml
horaires:
  jours: [lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche]
  plages: [{id: toujours, de: "00:00", a: "24:00"}]
  feries: vrai
"""


@pytest.fixture
def small(desk: Desk, tmp_path: Path) -> Desk:
    """Two households in a campaign of their own."""
    (tmp_path / "nouvelles.yaml").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "petite.yaml").write_text(CAMPAIGN, encoding="utf-8")
    (tmp_path / "liste.csv").write_text(
        "Réf. logement;Nom;Prénom;Âge;Téléphone\n"
        "A1;LEFÈVRE;Hélène;85;05 36 49 12 34\n"
        "A2;GARRIGUES;Émile;79;05 36 49 12 35\n",
        encoding="utf-8",
    )
    assert desk.run("campaign", "create", str(tmp_path / "petite.yaml")).status == 0
    desk.data("tenants", "import", str(tmp_path / "liste.csv"), "--campaign", "petite")
    return desk


def test_calls_made_in_lines_are_in_the_shared_figures(small: Desk):
    well = "\n1\n1\n1 2\n26/03/2020\n\n\n"
    needs_help = "1\n1\n2\naucune\nnsp\n\n"
    said = small.run("call", "--plain", "--campaign", "petite", typed=f"\n{well}{needs_help}\n")
    assert said.out.count("Enregistré et envoyé.") == 2
    assert "Rien à appeler" in said.out
    figures = small.data("report", "petite")
    assert figures["households"]["secured"] == 1
    assert figures["households"]["reached"] == 2
    assert figures["needs"] == {"sante": 1}
    assert figures["calls"]["answered"] == 2


def test_a_campaign_is_shown_to_people_and_what_cannot_wait_is_listed(desk: Desk) -> None:
    shown = imported(desk).run("campaign", "show", "demo")
    assert shown.status == 0
    assert "À appeler maintenant  41" in shown.out
    assert "minuit" in shown.out
    told = desk.run("campaign", "attention", "demo")
    assert (told.status, told.out) == (0, "4 foyers : sans numéro\n")
    listed = desk.data("campaign", "attention", "demo")["attention"]
    assert [one["detail"] for one in listed] == ["no_number"] * 4


def test_a_campaign_that_needs_nobody_says_so(small: Desk) -> None:
    quiet = small.run("campaign", "attention", "petite")
    assert (quiet.status, quiet.out) == (0, "")
    assert "Rien n'attend" in quiet.err


def test_the_figures_come_as_a_csv_a_page_and_a_workbook(desk: Desk, tmp_path: Path) -> None:
    imported(desk)
    told = desk.run("report", "demo", "--format", "csv")
    assert told.out.startswith("\ufeffsection;key;value")
    targeted = desk.data("report", "demo")["households"]["targeted"]
    assert f"households;targeted;{targeted}" in told.out.splitlines()
    page = desk.run("report", "demo", "--format", "html")
    assert page.out.startswith("<!DOCTYPE html>")
    book = tmp_path / "bilan.xlsx"
    assert desk.run("report", "demo", "--format", "xlsx", "--output", str(book)).status == 0
    assert book.read_bytes().startswith(b"PK")
    assert desk.run("report", "demo", "--format", "xlsx").status == 2
