"""Where the keys of a JSON document stand in its text."""

from __future__ import annotations

import json
import re

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:]')

Key = tuple[str, ...]
"""A key with the keys that lead to it."""
Places = dict[Key, tuple[int, int]]
"""Line and column of keys, from 1."""


def key_places(text: str) -> Places:
    """Where every key of `text` stands, which is sound JSON."""
    places: Places = {}
    within: list[str] = []
    key, start = "", 0
    word = '""'
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in "{[":
            within.append(key)
        elif mark in "}]":
            within.pop()
        elif mark == ":":
            key = str(json.loads(word))
            line = text.count("\n", 0, start) + 1
            places[(*within[1:], key)] = line, start - text.rfind("\n", 0, start)
        else:
            word, start = mark, token.start()
    return places
