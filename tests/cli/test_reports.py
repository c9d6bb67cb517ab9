"""A report written to a file names callers: only its owner reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from veille_tui.cli.reports import write_whole
from veille_tui.errors import WrongUsage


def test_only_its_owner_reads_a_report(tmp_path: Path):
    file = tmp_path / "bilan.txt"
    write_whole(file, "Foyers\n")
    assert file.read_text(encoding="utf-8") == "Foyers\n"
    assert file.stat().st_mode & 0o077 == 0


def test_a_report_that_anybody_could_read_is_replaced_by_one_that_nobody_else_can(tmp_path: Path):
    file = tmp_path / "bilan.txt"
    file.touch(0o644)
    write_whole(file, "Foyers\n")
    assert file.stat().st_mode & 0o077 == 0


def test_a_place_that_refuses_is_said(tmp_path: Path):
    with pytest.raises(WrongUsage):
        write_whole(tmp_path / "absent" / "bilan.txt", "Foyers\n")
