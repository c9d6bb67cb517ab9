"""`veille tenants import` on a real store: counts, documents, exit statuses."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.intake.builders import listing_rows, write_csv, write_xlsx
from veille_tui.cli.context import Context
from veille_tui.cli.tenants_import import Bar, run_import
from veille_tui.config import Paths, Settings
from veille_tui.domain.campaign import Campaign, Segment
from veille_tui.errors import InputRefused, Refused, WrongUsage
from veille_tui.store.shared import SharedStore

NOW = datetime(2020, 3, 17, 9, tzinfo=UTC)
ROWS = [
    ["Réf. logement", "Nom", "Prénom", "Né le", "Tél"],
    ["L1", "ROUX", "Odette", "05/03/1938", "05 36 49 00 01"],
    ["L2", "FABRE", "Luce", "31/02/1940", "néant"],
    ["L3", "", "", "", ""],
]


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """A run with a store of its own that holds one campaign."""
    settings = Settings(Paths(tmp_path, tmp_path, tmp_path))
    store = SharedStore(settings.store_url)
    store.create_campaign(Campaign("confinement", "Confinement", landlord="Logis"), "", NOW)
    store.close()
    return Context(settings, {}, False, io.StringIO(), io.StringIO(), lambda: NOW)


def document(context: Context, file: Path, **options: Any) -> tuple[int, dict[str, Any]]:
    """Exit status and JSON document of an import."""
    out = io.StringIO()
    ours = Context(context.settings, {}, True, out, io.StringIO(), context.clock)
    status = run_import(ours, file, "confinement", **options)
    return status, json.loads(out.getvalue())


def counts(found: dict[str, Any]) -> dict[str, int]:
    """The numbers of a document."""
    return {name: value for name, value in found.items() if isinstance(value, int)}


def test_the_document_counts_everything(context: Context, tmp_path: Path) -> None:
    status, found = document(context, write_csv(tmp_path / "l.csv", ROWS))
    assert status == 1
    assert counts(found) == {
        "rows": 3,
        "new": 2,
        "changed": 0,
        "same": 0,
        "refused": 1,
        "warnings": 1,
        "households": 2,
        "joined_rows": 0,
        "in_no_public": 0,
        "without_number": 1,
    }
    assert found["problems"][0]["row"] == 3
    assert found["problems"][0]["column"] == "Né le"
    assert found["problems"][0]["value"] == "31/02/1940"


def test_importing_again_changes_nothing_in_the_store(context: Context, tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "l.xlsx", listing_rows(30))
    assert document(context, file)[1]["new"] == 30
    again = document(context, file)[1]
    assert (again["same"], again["new"], again["changed"]) == (30, 0, 0)


def test_a_trial_stores_nothing(context: Context, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "l.csv", ROWS)
    document(context, file, dry_run=True)
    assert document(context, file)[1]["new"] == 2


def test_a_file_that_is_no_listing_is_a_document_too(context: Context, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_bytes(b"Bonjour")
    status, found = document(context, tmp_path / "l.csv")
    assert (status, found["rows"], found["problems"][0]["code"]) == (1, 0, "no-listing")


def test_a_file_that_is_no_listing_is_refused_in_words(context: Context, tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        run_import(context, tmp_path / "absent.csv", "confinement")


@pytest.mark.parametrize("rows", [ROWS[:1], [ROWS[0], [], ["", " "]], [ROWS[0], ROWS[0]]])
def test_a_listing_without_anybody_says_so(
    context: Context, tmp_path: Path, rows: list[list[str]]
) -> None:
    status, found = document(context, write_csv(tmp_path / "l.csv", rows))
    assert (status, found["rows"], found["problems"][-1]["code"]) == (1, 0, "no-rows")
    with pytest.raises(InputRefused, match="personne dans cette liste"):
        run_import(context, tmp_path / "l.csv", "confinement")


@pytest.mark.parametrize("dry_run", [True, False])
def test_who_fits_no_public_is_counted(context: Context, tmp_path: Path, dry_run: bool) -> None:
    with context.store() as store:
        publics = (Segment("ages", "80 ans et plus", "age >= 80"),)
        store.create_campaign(Campaign("ages", "Âgés", segments=publics), "", NOW)
    file = write_csv(tmp_path / "l.csv", ROWS)
    run_import(context, file, "ages", dry_run=dry_run)
    assert isinstance(context.out, io.StringIO)
    assert "1 nouveau foyer n'entre dans aucun public" in context.out.getvalue()


def test_without_publics_nobody_is_said_to_fit_none(context: Context, tmp_path: Path) -> None:
    run_import(context, write_csv(tmp_path / "l.csv", ROWS), "confinement")
    assert isinstance(context.out, io.StringIO)
    assert "public" not in context.out.getvalue()


def test_an_unknown_campaign_is_refused(context: Context, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        run_import(context, write_csv(tmp_path / "l.csv", ROWS), "autre")


def test_people_read_each_remark_and_the_counts(context: Context, tmp_path: Path) -> None:
    rejects = tmp_path / "refus.csv"
    run_import(context, write_csv(tmp_path / "l.csv", ROWS), "confinement", rejects=rejects)
    assert isinstance(context.out, io.StringIO)
    said = context.out.getvalue()
    assert "Ligne 3, « Né le »" in said
    assert "2 foyers, 0 ligne réunie à une autre, 2 nouveaux" in said
    assert rejects.exists()


def test_every_row_read_is_in_the_sum(context: Context, tmp_path: Path) -> None:
    partner = ["L1", "ROUX", "René", "", ""]
    file = write_csv(tmp_path / "l.csv", [*ROWS, ROWS[1], partner])
    found = document(context, file)[1]
    assert (found["rows"], found["households"], found["refused"]) == (5, 2, 1)
    assert found["joined_rows"] == 2
    assert ("duplicate-row", 5) in [(one["code"], one["row"]) for one in found["problems"]]


@pytest.mark.parametrize("name", ["l.csv", "./autre/../l.csv", "lien.csv"])
def test_the_landlords_listing_is_never_written_over(
    context: Context, tmp_path: Path, name: str
) -> None:
    file = write_csv(tmp_path / "l.csv", ROWS)
    before = file.read_bytes()
    (tmp_path / "autre").mkdir()
    (tmp_path / "lien.csv").symlink_to(file)
    with pytest.raises(WrongUsage):
        run_import(context, file, "confinement", rejects=tmp_path / name)
    assert file.read_bytes() == before
    assert document(context, file)[1]["new"] == 2


def test_a_column_file_is_followed(context: Context, tmp_path: Path) -> None:
    told = tmp_path / "colonnes.yaml"
    told.write_text("nom: Zone 1\ntelephone: Zone 2\n", encoding="utf-8")
    file = write_csv(tmp_path / "l.csv", [["Zone 1", "Zone 2"], ["ROUX", "0639980002"]])
    found = document(context, file, columns=told)[1]
    assert (found["new"], found["without_number"]) == (1, 0)


def test_the_bar_is_drawn_only_when_it_moves() -> None:
    err = io.StringIO()
    bar = Bar(err)
    for done in (0, 1, 50_000, 50_001, 100_000):
        bar(done, 100_000)
    assert err.getvalue().count("\r") == 3
