"""Every family of faults has its short form among the tests."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.trials.families import FAMILIES


def test_each_family_is_run():
    texts = [file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py")]
    named = [part for text in texts for part in re.findall(r'"name", \[(.*)\]', text)]
    found = re.findall(r'"(\w+)"', " ".join(named))
    assert sorted(found) == sorted(FAMILIES)
