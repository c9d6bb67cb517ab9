"""The telephone numbers of one cell, with the words around them, however they were typed."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from veille_tui.domain.names import fold
from veille_tui.domain.phones import digits, is_fiction, national
from veille_tui.domain.tenants import NumberRole, NumberState, PhoneNumber
from veille_tui.intake.numbering import exact, read_national
from veille_tui.intake.phone_words import NO_NUMBER, role_of

LETTER, LOST, NOT_VALID, UNREADABLE = (
    "number-letter",
    "number-digits-lost",
    "number-not-valid",
    "number-unreadable",
)
"""What may be remarked about a cell; the words are in intake/remarks."""

_PLAIN = re.compile(r"0[1-9](?:[ .-]?\d\d){4}", re.ASCII)
_BARE = re.compile(r"[1-9]\d{8}", re.ASCII)
_SCIENTIFIC = re.compile(r"(?<![\w.,])(\d)(?:[.,](\d{1,14}))?[eE]\+?(\d{1,2})(?!\w)", re.ASCII)
_DECIMAL = re.compile(r"(?<![\w.,])(\d{9,15})[.,]0+(?!\w)", re.ASCII)
_LETTER = re.compile(r"(?<![^\W\d_])(?:[OolI]{1,3}(?=\d)|(?<=\d)[OolI]{1,3})(?![^\W\d_])", re.ASCII)
_LETTERS = str.maketrans("OolI", "0011")
_STUCK = re.compile(r"(?<!\d)(0[1-9]\d{8})(?=0[1-9]\d{8}(?!\d))", re.ASCII)
_GAP = r"[\s.\-/_]{0,3}"
_NUMBERS = re.compile(
    rf"(?:\+|(?<!\d)00){_GAP}(?P<code>33|262|590|594|596){_GAP}0?(?P<own>(?:{_GAP}\d){{9}})(?!\d)"
    rf"|(?P<foreign>(?:\+|(?<!\d)00)\s?[1-9](?:[\s.\-()]{{0,2}}\d){{5,14}})(?!\d)"
    rf"|(?<!\d)0{_GAP}(?P<national>[1-9](?:{_GAP}\d){{8}})(?!\d)"
    r"|(?<!\d)33[ .]?(?P<eleven>[1-9](?:[ .\-]?\d\d){4})(?![\s.\-/]?\d)"
    r"|(?<!\d)(?P<nine>[1-9]\d{8})(?!\d)"
    r"|(?<!\d)(?<!\d[\s.\-/])(?P<spaced>[1-9](?:[ .\-]\d\d){4})(?![\s.\-/]?\d)",
    re.ASCII,
)
_STRONG = re.compile(r"[/;,|\n\r]|\s(?:ou|et|puis)\s|\s-\s", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:t[ée]l(?:[ée]phones?)?|num(?:[ée]ro)?s?|ph(?:one)?)\b\.?|n°", re.IGNORECASE
)
_NOTHING: tuple[str, ...] = ()
_INVALID = (NOT_VALID,)
_LONGEST = 400
"""A cell longer than this is prose; only its beginning is searched."""


class Reading(NamedTuple):
    """What a cell held: numbers in their order, and remarks by code."""

    numbers: list[PhoneNumber]
    remarks: tuple[str, ...]


def read_numbers(
    cell: str, region: str, role: NumberRole = NumberRole.SELF, label: str = "", rank: int = 1
) -> Reading:
    """Every number of `cell`; `region` decides numbers dialled without a country (see numbering).

    `role` and `label` come from the heading; words in the cell are more precise and win. `rank`
    is that of the first number.
    """
    if _PLAIN.fullmatch(cell):
        # Three replacements take a quarter of the time of one translation.
        ten = cell.replace(" ", "").replace(".", "").replace("-", "")
    elif _BARE.fullmatch(cell):
        ten = "0" + cell
    else:
        return _read_slowly(cell[:_LONGEST], region, role, label, rank)
    e164, valid = read_national(ten, region)
    number = PhoneNumber(e164, cell, label, role, rank, NumberState.USABLE, valid)
    return Reading([number], _NOTHING if valid or is_fiction(ten) else _INVALID)


def _read_slowly(cell: str, region: str, role: NumberRole, label: str, rank: int) -> Reading:
    remarks: list[str] = []
    text = _repaired(unicodedata.normalize("NFKC", cell), remarks)
    hits = list(_NUMBERS.finditer(text))
    labels = _labels(text, hits)
    numbers: list[PhoneNumber] = []
    left = _NUMBERS.sub(" ", text)
    for hit, words in zip(hits, labels, strict=True):
        e164, valid = _judged(hit, region)
        if not e164:
            remarks.append(UNREADABLE)
            continue
        if not valid and not is_fiction(national(e164)):
            remarks.append(NOT_VALID)
        found_role = role_of(words) or role
        place = rank + len(numbers)
        numbers.append(PhoneNumber(e164, cell, words or label, found_role, place, valid=valid))
    if len(digits(left)) > 4 or (not hits and LOST not in remarks and fold(cell) not in NO_NUMBER):
        remarks.append(UNREADABLE)
    return Reading(numbers, tuple(dict.fromkeys(remarks)))


def _repaired(text: str, remarks: list[str]) -> str:
    """`text` with what spreadsheets and fingers do to numbers undone."""
    text = _SCIENTIFIC.sub(lambda hit: _unscientific(hit, remarks), text)
    text = _DECIMAL.sub(r"\1", text)
    text = re.sub(r"((?:\+|00)\s?\d{2,3}\s?)\(0\)", r"\1", text).replace("(0)", "0")
    text = text.replace("\u2010", "-").replace("\u2011", "-").replace("\u2013", "-")
    repaired = _LETTER.sub(lambda hit: hit[0].translate(_LETTERS), text)
    if repaired != text and _NUMBERS.search(repaired) and not _NUMBERS.fullmatch(text.strip()):
        remarks.append(LETTER)
        text = repaired
    return _STUCK.sub(r"\1 / ", text)


def _unscientific(hit: re.Match[str], remarks: list[str]) -> str:
    """`6.12345678E+08` as 612345678; with digits missing, nothing but a remark."""
    decimals, power = hit[2] or "", int(hit[3])
    if power >= 8 and len(decimals) == power:
        return hit[1] + decimals
    remarks.append(LOST)
    return " "


def _judged(hit: re.Match[str], region: str) -> tuple[str, bool]:
    """E.164 and validity of one number found in a cell."""
    kind = hit.lastgroup or ""
    if kind == "own":
        return exact(f"+{hit['code']}{digits(hit['own'])}", region)
    if kind == "foreign":
        whole = digits(hit["foreign"])
        return exact("+" + whole.removeprefix("00"), region)
    if kind == "eleven":
        return exact("+33" + digits(hit["eleven"]), region)
    return read_national("0" + digits(hit[kind]), region)


def _labels(text: str, hits: list[re.Match[str]]) -> list[str]:
    """The words that belong to each number: before it, or after it, as the cell is written."""
    if not hits:
        return []
    edges = [0, *(edge for hit in hits for edge in hit.span()), len(text)]
    gaps = [text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]
    words_come_first = bool(_tidy(gaps[0]))
    labels = [gaps[0]] + [""] * (len(hits) - 1)
    for at, gap in enumerate(gaps[1:-1]):
        after, before = _shared(gap, words_come_first)
        labels[at] += " " + after
        labels[at + 1] = before
    labels[-1] += " " + gaps[-1]
    return [_tidy(label) for label in labels]


def _shared(gap: str, words_come_first: bool) -> tuple[str, str]:
    """The words between two numbers: those of the number before, those of the number after."""
    closing = gap.find(")")
    if gap.lstrip().startswith("(") and closing > 0:
        return gap[: closing + 1], gap[closing + 1 :]
    cut = _STRONG.search(gap)
    if cut and cut[0] != "\n" and _tidy(gap[: cut.start()]):
        return gap[: cut.start()], gap[cut.end() :]
    if cut:
        return gap[: cut.start()], gap[cut.end() :]
    if words_come_first or gap.rstrip().endswith(":"):
        return "", gap
    return gap, ""


def _tidy(words: str) -> str:
    """A label without punctuation at its ends, nor the word telephone; at most 80 signs."""
    plain = _FILLER.sub(" ", words)
    plain = re.sub(r"[()\[\]{}:;,|/=\s]+", " ", plain).strip(" .-_'\"")
    if plain.casefold() in ("ou", "et", "puis") or not any(map(str.isalnum, plain)):
        return ""
    return plain[:80]
