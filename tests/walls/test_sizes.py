"""The house stays one that a person can walk through: small files with the name of a trade."""

from __future__ import annotations

import pytest

from tests.walls.linting import ROOT

FILES = sorted((ROOT / "veille_tui").rglob("*.py"))
TRADELESS = ("util", "utils", "helper", "helpers", "common", "misc", "manager", "managers")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_file_is_over_400_lines(file):
    lines = file.read_text(encoding="utf-8").count("\n")
    assert lines <= 400


def test_no_file_is_named_after_no_trade():
    named = {file for file in FILES if set(file.stem.split("_")) & set(TRADELESS)}
    assert named == set()
