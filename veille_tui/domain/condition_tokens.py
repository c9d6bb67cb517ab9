"""The words of a condition, each with its column, and the few ways in which one is misspelt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from veille_tui.domain.late_dataclasses import dataclass

MAX_LENGTH = 2000

OPERATOR_WORDS = {
    "fr": {
        "et": "and",
        "ou": "or",
        "non": "not",
        "dans": "in",
        "vrai": "true",
        "faux": "false",
    },
    "en": {
        "and": "and",
        "or": "or",
        "not": "not",
        "in": "in",
        "true": "true",
        "false": "false",
    },
}
"""Every word that is not a name, by language."""

CONTEXT_WORDS = {
    "fr": {
        "age": "age",
        "vit_seul": "lives_alone",
        "publics": "segments",
        "marqueurs": "flags",
        "agence": "agency",
        "motif": "reason",
        "jours_depuis_contact": "days_since_contact",
    },
    "en": {
        "age": "age",
        "lives_alone": "lives_alone",
        "segments": "segments",
        "flags": "flags",
        "agency": "agency",
        "reason": "reason",
        "days_since_contact": "days_since_contact",
    },
}
"""What is known of the person and the call, by language; the same order in both."""

FUNCTION_WORDS = {
    "fr": {
        "nb": "count",
        "vide": "empty",
        "contient": "contains",
        "nsp": "dk",
        "refus": "refused",
    },
    "en": {
        "count": "count",
        "empty": "empty",
        "contains": "contains",
        "dk": "dk",
        "refused": "refused",
    },
}
"""The only functions there are, by language."""

FOREIGN_OPERATORS = {
    "=": "==",
    "=>": ">=",
    "=<": "<=",
    "<>": "!=",
    "===": "==",
    "!==": "!=",
    "≠": "!=",
    "≥": ">=",
    "≤": "<=",
}
"""What people write for an operator of ours."""

SPOKEN_EQUALS = frozenset("est vaut égal égale egal egale is equals".split())
"""What people say for ==."""


class ConditionFault(Exception):
    """A condition cannot be read: a stable code, the column (from 1), what stood there.

    `found` is text of the script's author, never a tenant's.
    """

    def __init__(self, code: str, column: int, found: str = "", wanted: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.found = found
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a condition."""

    kind: str
    """"name", "number", "text", "op", "word" (see OPERATOR_WORDS) or "end"."""
    text: str
    """As it is meant: a name in NFC, a text without its quotes, the English operator word."""
    column: int
    """From 1."""
    width: int = 0
    """How many characters it takes in the source."""


_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<number>[0-9]{1,15}(?:\.[0-9]{1,15})?(?![\w.]))
    | (?P<name>[^\W\d][\w\u0300-\u036f]*)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<foreign>===|!==|=>|=<|<>|=(?!=)|[≠≥≤])
    | (?P<op>==|!=|<=|>=|[<>()\[\],+-])
    """,
    re.VERBOSE,
)
_CURLY_QUOTES = "«»“”„‘’‹›"


def tokens(text: str, language: str) -> list[Token]:
    """The words of `text`, ended by an "end" token; raises ConditionFault at the first misspelt."""
    if len(text) > MAX_LENGTH:
        raise ConditionFault("condition-too-long", MAX_LENGTH + 1)
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _unreadable(text, place, language)
        token = _token(match, language)
        if token is not None:
            found.append(token)
        place = match.end()
    found.append(Token("end", "", len(text) + 1))
    return found


def _token(match: re.Match[str], language: str) -> Token | None:
    kind, text, column = str(match.lastgroup), match.group(), match.start() + 1
    if kind == "space":
        return None
    if kind == "foreign":
        code = "single-equals" if text == "=" else "foreign-operator"
        raise ConditionFault(code, column, text, FOREIGN_OPERATORS[text])
    if kind == "text":
        return Token("text", text[1:-1], column, len(text))
    if kind != "name":
        return Token(kind, text, column, len(text))
    return _name(unicodedata.normalize("NFC", text), column, len(text), language)


def _name(text: str, column: int, width: int, language: str) -> Token:
    words = OPERATOR_WORDS[language]
    if text in words:
        return Token("word", words[text], column, width)
    other = OPERATOR_WORDS["en" if language == "fr" else "fr"]
    meant = words.get(text.lower()) and text.lower()
    if meant is None and text.lower() in other:
        meant = next(ours for ours, role in words.items() if role == other[text.lower()])
        raise ConditionFault("mixed-languages", column, text, meant)
    if meant is not None:
        raise ConditionFault("upper-case-word", column, text, meant)
    return Token("name", text, column, width)


def _unreadable(text: str, place: int, language: str) -> ConditionFault:
    found = text[place]
    if found in "\"'":
        return ConditionFault("unclosed-quote", place + 1, found)
    if found in _CURLY_QUOTES:
        return ConditionFault("curly-quotes", place + 1, found, '"')
    if found.isdigit():
        return ConditionFault("bad-number", place + 1, found)
    if text.startswith(("&&", "||"), place):
        pair = text[place : place + 2]
        return ConditionFault("foreign-operator", place + 1, pair, _word_for(pair, language))
    return ConditionFault("forbidden-character", place + 1, found)


def _word_for(pair: str, language: str) -> str:
    meant = "and" if pair == "&&" else "or"
    return next(word for word, role in OPERATOR_WORDS[language].items() if role == meant)


def is_reserved(name: str) -> bool:
    """Whether `name` means something to conditions already, in either language."""
    return any(
        name in words
        for table in (OPERATOR_WORDS, CONTEXT_WORDS, FUNCTION_WORDS)
        for words in table.values()
    )


def rename_names(text: str, language: str, names: Mapping[str, str]) -> str:
    """`text` with its names replaced by `names`; unchanged where it cannot be read."""
    try:
        found = tokens(text, language)
    except ConditionFault:
        return text
    for token in reversed(found):
        if token.kind == "name" and token.text in names:
            start = token.column - 1
            text = text[:start] + names[token.text] + text[start + token.width :]
    return text
