"""A line of YAML taken apart as its author saw it, and put together again as it should read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

WIDE_SPACES = "\u00a0\u2007\u2009\u200a\u202f\u3000"
"""Spaces that word processors and French keyboards put, and that YAML takes for letters."""
NO_SPACES = "\u00ad\u200b\u2060\ufeff"
"""What is not even seen."""
ODD_SPACES = WIDE_SPACES + NO_SPACES
ODD_COLONS = "：﹕∶꞉ː"
ODD_DASHES = "–—−‐‑•·●▪◦‣*"
CURLY_QUOTES = "“”„«»‘’"
LONGEST_EXAMPLE = 100
_LONGEST_LINE = 2000
"""A line beyond it is no line that somebody typed: it is not looked into."""
_KEY = re.compile(r"[^\W\d][\w-]{0,39}")
_FLOW_END = re.compile(r",\s*[^\W\d]\w{0,39}\s*:|[}\]]+\s*,?\s*$")


_PLAIN = {ord(one): " " for one in WIDE_SPACES} | {ord(one): "" for one in NO_SPACES}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: perhaps dashes, perhaps a key, perhaps a value. Columns count from 0."""

    text: str
    indent: int
    """Where the first dash, or else the key, stands."""
    start: int
    """Where the key, or else the value, stands."""
    colon: int
    """Where the colon after the key stands; -1 without a key."""
    value_at: int
    value: str
    """Up to the end of the line or to a comment."""

    @property
    def key(self) -> str:
        """The key, or ""."""
        return self.text[self.start : self.colon].strip() if self.colon >= 0 else ""

    @property
    def has_dash(self) -> bool:
        """Whether it is an item of a list."""
        return self.start > self.indent

    @property
    def is_empty(self) -> bool:
        """Whether nothing but spaces or a comment stands there."""
        return not self.text.strip() or self.text.lstrip().startswith("#")

    def with_value(self, value: str) -> str:
        """The line with another value; a comment after the old one stays."""
        return self.text[: self.value_at] + value + self.text[self.value_at + len(self.value) :]

    def example(self, value: str) -> str:
        """The line as it should read, without its indentation, shortened to be shown."""
        return shortened(self.text[self.start : self.value_at], value)


def take_apart(text: str) -> Entry:
    """The parts of one line."""
    text = text[:_LONGEST_LINE]
    indent = start = len(text) - len(text.lstrip(" \t" + ODD_SPACES))
    while text[start : start + 1] == "-" and text[start + 1 : start + 2] in (" ", "\t"):
        start += 1
        start += len(text[start:]) - len(text[start:].lstrip(" \t"))
    colon = _colon(text, start)
    value_at = start if colon < 0 else colon + 1
    value_at += len(text[value_at:]) - len(text[value_at:].lstrip())
    return Entry(text, indent, start, colon, value_at, _value(text[value_at:]))


def _colon(text: str, start: int) -> int:
    """The colon that ends the key which starts there, or -1."""
    first = text[start : start + 1]
    if not first or first in "{[#&*!|>%@`":
        return -1
    if first in "\"'":
        closing = text.find(first, start + 1)
        rest = text[closing + 1 :].lstrip() if closing > 0 else ""
        return len(text) - len(rest) if rest[:1] == ":" else -1
    for place in range(start, len(text)):
        if text[place] == ":" and (place + 1 == len(text) or text[place + 1] in " \t"):
            return place
    return -1


def _value(text: str) -> str:
    if text[:1] not in ("'", '"'):
        comment = re.search(r"\s#(?=\s|$)", text)
        text = text[: comment.start()] if comment else text
    return text.rstrip()


def plain(text: str) -> str:
    """`text` with the spaces of the keyboard in place of all others."""
    return text.translate(_PLAIN)


def is_word(text: str) -> bool:
    """Whether it is one word, as keys are."""
    return _KEY.fullmatch(text) is not None


@lru_cache(maxsize=1)
def keywords() -> frozenset[str]:
    """Every word that scripts and campaigns have for a key, in both languages."""
    from veille_tui.callscript.campaign_words import CAMPAIGN_KEYS
    from veille_tui.callscript.vocabulary import KEYS

    tables = [*KEYS.values(), *CAMPAIGN_KEYS.values()]
    return frozenset(word for table in tables for pair in table.items() for word in pair)


def quoted(text: str) -> str:
    """`text` between the quotes that are easiest to read."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def bare(value: str) -> str:
    """A value without the quotes its author put around it, those within it kept."""
    mark = value[:1]
    if mark not in ("'", '"', "“", "„"):
        return value
    closing = {"“": "”", "„": "”"}.get(mark, mark)
    inner = value[1:]
    second = inner.find(closing)
    follows = inner[second + 1 : second + 2]
    is_within = second < 0 or not follows or follows.isalnum()
    if not is_within:
        return value
    return inner[:-1].rstrip() if inner.endswith(closing) else inner


def shortened(head: str, value: str) -> str:
    """`head` and `value` in one line that is not too long to be read as an example."""
    whole = head + value
    if len(whole) <= LONGEST_EXAMPLE:
        return whole
    tail = value[-1:] if value[-1:] in "\"'}]" else ""
    return whole[: LONGEST_EXAMPLE - 1 - len(tail)] + "…" + tail


def above(lines: Sequence[str], line: int) -> int:
    """The line before `line` that holds something, or -1."""
    line -= 1
    while line >= 0 and take_apart(lines[line]).is_empty:
        line -= 1
    return line


def last_of_value(lines: Sequence[str], line: int) -> int:
    """The last line of the text that starts on `line`: deeper ones that look like no key follow."""
    indent, last = take_apart(lines[line]).indent, line
    for number in range(line + 1, min(line + 40, len(lines))):
        entry = take_apart(lines[number])
        if entry.indent <= indent or entry.has_dash or not entry.text.strip():
            break
        if is_word(entry.key) and (entry.key in keywords() or entry.text[entry.colon - 1] != " "):
            break
        last = number
    return last


def flow_value_end(text: str, start: int) -> int:
    """Where a value that starts at `start` between { } or [ ] ends on its line."""
    found = _FLOW_END.search(text, start, start + _LONGEST_LINE)
    return found.start() if found else len(text.rstrip())


def is_in_flow(lines: Sequence[str], number: int, column: int) -> bool:
    """Whether { or [ is open before `column` of a line, from there or from a line above."""
    open_ones = 0
    for place in range(number, max(-1, number - 30), -1):
        text = lines[place][: column if place == number else _LONGEST_LINE]
        open_ones += sum(map(text.count, "{[")) - sum(map(text.count, "}]"))
        if open_ones > 0:
            return True
    return False
