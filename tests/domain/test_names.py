"""Names are compared without what people leave out when they type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.domain.names import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("LEFÈVRE", "lefevre"),
        ("Dupont-Martin", "dupont martin"),
        ("d'Angelo", "d angelo"),
        ("d’Angelo", "d angelo"),
        ("Œillet", "oeillet"),
        ("  Núñez   Ça ", "nunez ca"),
        ("Straße", "strasse"),
    ],
)
def test_accents_case_and_signs_do_not_matter(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_composed_and_decomposed_accents_are_one_name() -> None:
    assert fold("e\u0301lodie") == fold("élodie")


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
