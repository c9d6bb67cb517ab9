"""A script's file in the editor: whole or not at all, alike in everything but its text."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from veille_tui.errors import Refused
from veille_tui.supervision.script_text import ChangedMeanwhile, open_text, save_text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A script with the rights and line ends of another system."""
    path = tmp_path / "courtoisie.yaml"
    path.write_bytes("\ufefftitre: été\r\nscript: a\r\n".encode())
    path.chmod(0o640)
    return path


def test_line_ends_byte_order_mark_and_rights_stay(file: Path):
    opened = open_text(file)
    assert opened.text == "titre: été\nscript: a\n"
    save_text(opened, opened.text + "version: 2\n")
    assert file.read_bytes() == "\ufefftitre: été\r\nscript: a\r\nversion: 2\r\n".encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_link_stays_a_link_to_the_file_it_names(file: Path):
    link = file.with_name("link.yaml")
    link.symlink_to(file)
    save_text(open_text(link), "script: b\n")
    assert link.is_symlink()
    assert file.read_bytes().endswith(b"script: b\r\n")


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(file: Path):
    opened = open_text(file)
    file.write_text("script: theirs\n")
    with pytest.raises(ChangedMeanwhile):
        save_text(opened, "script: mine\n")
    assert file.read_text() == "script: theirs\n"
    save_text(opened, "script: mine\n", is_sure=True)
    assert "mine" in file.read_text("utf-8-sig")


def test_a_file_taken_away_meanwhile_is_said_and_may_be_written_again(file: Path):
    opened = open_text(file)
    file.unlink()
    with pytest.raises(ChangedMeanwhile):
        save_text(opened, opened.text)
    save_text(opened, opened.text, is_sure=True)
    assert open_text(file).text == opened.text


def test_a_full_disk_leaves_the_old_text_whole(file: Path):
    opened = open_text(file)
    before = file.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(Refused) as refused:
            save_text(opened, "x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "le disque est plein" in refused.value.message
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == [file.name]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_file_that_is_not_ours_to_write_is_said(file: Path):
    file.chmod(0o400)
    with pytest.raises(Refused):
        save_text(open_text(file), "script: b\n")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_read_and_saved_as_utf8(tmp_path: Path, encoding: str):
    path = tmp_path / "notepad.yaml"
    path.write_bytes("titre: été\n".encode(encoding))
    opened = open_text(path)
    assert opened.is_converted
    save_text(opened, opened.text)
    assert path.read_text("utf-8") == "titre: été\n"


def test_what_a_terminal_would_obey_never_reaches_the_screen(tmp_path: Path):
    path = tmp_path / "wild.yaml"
    path.write_text("titre: \x1b[2Jété\u202e\n", encoding="utf-8")
    opened = open_text(path)
    assert opened.text == "titre: [2Jété\n"
    assert opened.is_converted


def test_a_file_too_long_or_a_folder_is_refused_in_words(tmp_path: Path):
    (tmp_path / "long.yaml").write_bytes(b"#" * 1_000_001)
    for name in ("long.yaml", ".", "nowhere.yaml"):
        with pytest.raises(Refused):
            open_text(tmp_path / name)
