"""What moved in a list is said with as few names as can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.domain.orders import moved


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("abcd", "abcd", ""),
        ("abcd", "dabc", "d"),
        ("abcd", "bcda", "a"),
        ("abcd", "axbyd", ""),
        ("", "abc", ""),
    ],
)
def test_only_what_changed_place_moved(old: str, new: str, expected: str):
    assert moved(old, new) == tuple(expected)


@given(st.permutations(list("abcdefgh")), st.permutations(list("abcdefgh")))
def test_what_did_not_move_kept_its_order(old: list[str], new: list[str]):
    gone = set(moved(old, new))
    assert [one for one in old if one not in gone] == [one for one in new if one not in gone]
    assert len(gone) < len(old)
