"""The walls between the rooms stand, and each of them breaks when somebody goes through it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.walls.linting import ROOT, copy_with, lint

ROOMS = "A room imports only from the rooms below it"
SQL = "Only store speaks to databases"
TEXTUAL = "Only ui imports textual"
TRESPASSES = {
    "a sibling": (ROOMS, {"desk/odd.py": "import veille_tui.sync\n"}),
    "a room above": (ROOMS, {"intake/odd.py": "import veille_tui.ui\n"}),
    "a room that is not on the plan": (ROOMS, {"attic/__init__.py": ""}),
    "the house, from the domain": (
        "The domain imports nothing of the house",
        {"domain/odd.py": "import veille_tui.errors\n"},
    ),
    "a package, from the domain": (
        "The domain imports nothing but Python",
        {"domain/odd.py": "def late():\n    import yaml\n"},
    ),
    "textual, from reports": (TEXTUAL, {"reports/odd.py": "from textual.app import App\n"}),
    "textual, from the wiring": (TEXTUAL, {"bootstrap.py": "import textual\n"}),
    "sqlmodel, from the desk": (SQL, {"desk/odd.py": "from sqlmodel import Session\n"}),
    "psycopg, from sync": (SQL, {"sync/odd.py": "import psycopg.errors\n"}),
    "the store, from the screens": (
        "ui reaches the store only through the rooms of a trade",
        {"ui/screens/odd.py": "import veille_tui.store\n"},
    ),
    "a circle": (
        "No circles between the files of a room",
        {
            "reports/odd.py": "import veille_tui.reports.even\n",
            "reports/even.py": "import veille_tui.reports.odd\n",
        },
    ),
}


def test_the_walls_stand():
    seen = lint(ROOT)
    assert seen.returncode == 0, seen.stdout + seen.stderr


@pytest.mark.parametrize("trespass", TRESPASSES)
def test_a_wall_breaks_when_somebody_imports(trespass: str, tmp_path: Path):
    contract, additions = TRESPASSES[trespass]
    seen = lint(copy_with(tmp_path, additions))
    assert f"{contract} BROKEN" in seen.stdout, seen.stdout + seen.stderr
    assert seen.returncode == 1


def test_screens_may_import_textual_and_the_store_sqlmodel(tmp_path: Path):
    additions = {
        "ui/odd.py": "import textual.app\n",
        "ui/screens/odd.py": "import textual.screen\n",
        "store/odd.py": "import sqlmodel, sqlalchemy.exc, psycopg, alembic\n",
    }
    seen = lint(copy_with(tmp_path, additions))
    assert f"{TEXTUAL} KEPT" in seen.stdout, seen.stdout + seen.stderr
    assert f"{SQL} KEPT" in seen.stdout
