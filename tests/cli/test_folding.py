"""A sentence is cut between words where a terminal is narrow, and nowhere else."""

from __future__ import annotations

from io import StringIO

import pytest

from veille_tui.cli.folding import folded


class Terminal(StringIO):
    """Eighty columns."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


SAID = (
    "Zoé M. se connecte avec le compte zoe.m ; lui donner son mot de passe de vive voix, sans"
    " témoin."
)


def test_a_terminal_never_cuts_a_word():
    lines = folded(SAID, Terminal()).splitlines()
    assert [len(line) <= 80 for line in lines] == [True, True]
    assert " ".join(lines).replace("\u00a0", " ") == SAID


def test_a_pipe_gets_the_sentence_whole():
    assert folded(SAID, StringIO()) == SAID


def test_a_remedy_keeps_its_indent_and_an_address_its_letters():
    address = (
        "postgresql://zoe.m@base.bailleur.fr/veille?sslrootcert=/etc/veille/autorite-interne.crt"
    )
    lines = folded(f"à voir :\n    La base ne répond pas ({address}).", Terminal()).splitlines()
    assert lines[0] == "à voir :"
    assert all(line.startswith("    ") for line in lines[1:])
    assert any(address in line for line in lines)


def test_no_line_begins_with_french_punctuation():
    text = f"{'a' * 78} ; la suite de la phrase"
    assert not any(line.startswith(";") for line in folded(text, Terminal()).splitlines())
