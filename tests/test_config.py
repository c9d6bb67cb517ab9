"""What is wrong in config.toml is said in the reader's language, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from veille_tui.config import Paths, keep, load
from veille_tui.errors import Refused, WrongUsage


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("user = Hélène", 1),
        ('user = "Hélène"\nlease_minutes = 3x\n', 2),
        ('user = "Hélène"\n\nstore = """jamais fermé\n', 3),
        ("[user", 1),
    ],
)
def test_a_badly_written_file_names_its_line_and_speaks_no_other_language(
    tmp_path: Path, content: str, line: int
):
    (tmp_path / "config.toml").write_text(content, encoding="utf-8")
    with pytest.raises(WrongUsage) as caught:
        load({"VEILLE_HOME": str(tmp_path)})
    assert caught.value.message.endswith(f"est mal écrit, ligne {line}.")
    assert "at line" not in caught.value.message


def test_what_was_chosen_is_kept_beside_what_the_file_said_already(tmp_path: Path):
    file = tmp_path / "config.toml"
    file.write_text('# à nous\nuser = "Ana"\nlease_minutes = 45\ntheme = "veille"\n', "utf-8")
    here = {"VEILLE_HOME": str(tmp_path)}
    keep(load(here).paths, {"theme": "veille-clair"})
    known = load(here)
    assert (known.user, known.lease_minutes, known.theme) == ("Ana", 45, "veille-clair")
    assert file.read_text("utf-8").startswith("# à nous\n")
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_a_variable_says_is_never_written(tmp_path: Path):
    given = {"VEILLE_HOME": str(tmp_path), "VEILLE_STORE": "postgresql://serveur/veille"}
    keep(load(given).paths, {"user": "Ana"})
    assert load({"VEILLE_HOME": str(tmp_path)}).store == ""


def test_a_password_is_never_written(tmp_path: Path):
    here = {"VEILLE_HOME": str(tmp_path)}
    keep(load(here).paths, {"store": "postgresql://ana:s3cret@serveur/veille?password=s3cret"})
    assert load(here).store == "postgresql://ana@serveur/veille"
    assert "s3cret" not in (tmp_path / "config.toml").read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "not_a_folder").write_text("")
    folder = tmp_path / "not_a_folder" / "below"
    paths = Paths(config=folder, data=folder, logs=folder)
    with pytest.raises(Refused):
        keep(paths, {"user": "Ana"})
