"""`veille script schema`: the schema itself on standard output, or in a file for an editor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from veille_tui.callscript.schema import schema_text
from veille_tui.cli.command_line import run_command
from veille_tui.errors import WrongUsage


@pytest.mark.parametrize(
    ("arguments", "kind", "language"),
    [
        ([], "script", "fr"),
        (["--language", "en"], "script", "en"),
        (["--kind", "bloc"], "bloc", "fr"),
        (["--kind", "campaign", "--language", "en"], "campagne", "en"),
        (["--lang", "en"], "script", "en"),
        (["--lang", "en", "--language", "fr", "--json"], "script", "fr"),
    ],
)
def test_the_schema_is_printed(capsys, arguments: list[str], kind: str, language: str):
    assert run_command(["script", "schema", *arguments], {}) == 0
    printed = capsys.readouterr()
    assert printed.out == schema_text(kind, language)
    assert printed.err == ""


def test_a_schema_goes_to_a_file_with_the_line_to_write(capsys, tmp_path: Path):
    file = tmp_path / "schéma.json"
    assert run_command(["script", "schema", "--output", str(file)], {}) == 0
    printed = capsys.readouterr()
    assert json.loads(file.read_text(encoding="utf-8"))["title"] == "Script d'appel"
    assert f"# yaml-language-server: $schema={file.as_posix()}" in printed.err
    assert printed.out == ""


@pytest.mark.parametrize("name", ["absent/schema.json", "script.yaml"])
def test_a_file_that_cannot_or_must_not_be_written_is_refused(tmp_path: Path, name: str):
    file = tmp_path / name
    with pytest.raises(WrongUsage) as refused:
        run_command(["script", "schema", "--output", str(file)], {})
    assert name in refused.value.message
    assert refused.value.hint
    assert not file.exists()
