"""A report written to a file names callers: only its owner reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from veille_tui.cli.output_file import write_whole
from veille_tui.cli.reports import refuse_who_sees_too_little
from veille_tui.domain.people import Person, Role
from veille_tui.errors import Refused, WrongUsage


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


@pytest.mark.parametrize("place", [".", "/", ".."])
def test_a_folder_is_no_file_to_write_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    with pytest.raises(WrongUsage):
        write_whole(Path(place), "Foyers\n")
    with pytest.raises(WrongUsage):
        write_whole(inner, "Foyers\n")
    assert [one.name for one in tmp_path.rglob("*")] == ["a", "b"]


def test_a_caller_gets_no_figures_that_leave_out_what_they_may_not_see():
    with pytest.raises(Refused, match="faux"):
        refuse_who_sees_too_little(Person("Paul", "paul", Role.CALLER))


@pytest.mark.parametrize("person", [None, Person("Zoé", "zoe", Role.READER)])
def test_whoever_sees_everything_that_is_counted_gets_the_figures(person: Person | None):
    refuse_who_sees_too_little(person)
