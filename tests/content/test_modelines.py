"""Every shipped file tells editors which schema it follows, on its first line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "call_scripts"
# A world is read by the simulator alone, and has no schema.
FILES = sorted(file for file in FOLDER.rglob("*.y*ml") if not file.name.startswith("monde"))
_MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_a_shipped_file_names_the_schema_of_its_kind_and_language(file: Path) -> None:
    first, *others = file.read_text(encoding="utf-8").splitlines()
    modeline = _MODELINE.fullmatch(first)
    assert modeline, f"{file.name} must begin with: # yaml-language-server: $schema=…"
    schema = (file.parent / modeline[1]).resolve()
    assert schema.parent == FOLDER / "schema"
    assert schema.is_file()
    keys = [line.partition(":")[0] for line in others if re.match(r"\w+:", line)]
    assert schema.name == f"{kind_of(keys)}.{language_of(keys)}.json"


def kind_of(keys: list[str]) -> str:
    """What a file is, by the keywords at its margin."""
    if {"campagne", "campaign"} & set(keys):
        return "campagne"
    if "partenaires" in keys:
        return "partenaires"
    if keys == ["questions"]:
        return "questions"
    return "script" if "script" in keys else "bloc"


def language_of(keys: list[str]) -> str:
    """The language of a file's keywords, by those that only English has."""
    english = {"title", "needs", "alerts", "landlord", "openings", "language", "cadence"}
    return "en" if english & set(keys) else "fr"
