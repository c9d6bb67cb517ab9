"""Where a key of a JSON document stands, whatever the document."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.callscript.json_places import key_places


def test_a_key_is_found_at_its_depth_and_not_in_a_value():
    text = '{"a": {"b": "a: 1"},\n  "b": ["{", {"c": 1}]}'
    assert key_places(text) == {
        ("a",): (1, 2),
        ("a", "b"): (1, 8),
        ("b",): (2, 3),
        ("b", "b", "c"): (2, 15),
    }


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=8,
        ),
        max_size=4,
    ),
    st.sampled_from([None, 1]),
)
def test_every_key_stands_where_it_is_said_to(document: dict[str, Any], indent: int | None):
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    lines = text.split("\n")
    places = key_places(text)
    assert {(key,) for key in document} <= set(places)
    for key, (line, column) in places.items():
        found, _end = json.JSONDecoder().raw_decode(lines[line - 1][column - 1 :])
        assert found == key[-1]


@pytest.mark.parametrize("text", ["{}", "[]", '"a"', "1"])
def test_a_document_without_keys_has_no_places(text: str):
    assert key_places(text) == {}
