"""Where the parser stopped, to the mistake that was made: its place, its words, ways to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from veille_tui.callscript import yaml_faults as faults
from veille_tui.callscript import yaml_lines as anatomy
from veille_tui.callscript import yaml_values as values
from veille_tui.callscript.yaml_edits import Edit, Fault, Finding, commented, suspects
from veille_tui.callscript.yaml_indents import misaligned, tabs
from veille_tui.callscript.yaml_lines import (
    ODD_SPACES,
    Entry,
    bare,
    quoted,
    shortened,
    take_apart,
)


def find(lines: Sequence[str], fault: Fault) -> Finding:
    """The mistake behind `fault`; there is always something to say."""
    for look in (tabs, _glyphs, _BY_WORDS[_kind(fault)]):
        if finding := look(lines, fault):
            return finding
    return Finding(faults.unknown_fault(), fault.at)


_SIGNS = {
    "colon": ("mapping values are not allowed",),
    "end": ("unexpected end of stream", "found unexpected document indicator"),
    "escape": ("escape", "hexdecimal"),
    "flow": ("expected ',' or", "flow"),
    "key": ("could not find expected ':'",),
    "block": ("expected key", "expected <block end>", "expected '-'", "document start"),
}


def _kind(fault: Fault) -> str:
    for kind, signs in _SIGNS.items():
        if any(sign in fault.words for sign in signs):
            return kind
    return "sign"


# What is seen at once, whatever the parser says.

_WORD = re.compile(r"[^\W\d][\w-]{0,39}")


def _glyphs(lines: Sequence[str], fault: Fault) -> Finding | None:
    for number, entry in suspects(lines, fault):
        for look in (_odd_dash, _glued_dash, _odd_colon, _glued_colon, _no_colon_before_bracket):
            if finding := look(lines, number, entry):
                return finding
    return None


def _odd_dash(lines: Sequence[str], number: int, entry: Entry) -> Finding | None:
    text, at = entry.text, entry.start
    if text[at : at + 1] not in anatomy.ODD_DASHES or not text[at + 1 : at + 2].isspace():
        return None
    changed = text[:at] + "-" + lines[number][at + 1 :]
    told = faults.odd_dash(text[at], shortened("", changed.strip()))
    return Finding(told, (number, at), (Edit({number: changed}),)) if at < len(text) else None


def _glued_dash(lines: Sequence[str], number: int, entry: Entry) -> Finding | None:
    text, at = entry.text, entry.start
    follows = text[at + 1 : at + 2]
    if text[at : at + 1] != "-" or not (follows.isalpha() or follows in ("{", "[", '"', "'", "&")):
        return None
    further = Edit({number: lines[number][: at + 1] + " " + lines[number][at + 1 :]})
    edits = [further]
    if at and text[at - 1] == " ":
        edits.append(Edit({number: lines[number][: at - 1] + "- " + lines[number][at + 1 :]}))
    below = take_apart(lines[number + 1]) if number + 1 < len(lines) else entry
    if below.indent == at + 1:
        edits.reverse()
    told = faults.no_space_after_dash(shortened("- ", text[at + 1 :].strip()))
    return Finding(told, (number, at), tuple(edits))


def _odd_colon(lines: Sequence[str], number: int, entry: Entry) -> Finding | None:
    word = _WORD.match(entry.text, entry.start)
    if word is None:
        return None
    at = word.end()
    while entry.text[at : at + 1].isspace():
        at += 1
    found = entry.text[at : at + 1]
    if not found or found not in anatomy.ODD_COLONS:
        return None
    rest = lines[number][at + 1 :]
    gap = "" if rest[:1] == " " else " "
    edit = Edit({number: lines[number][:at] + ":" + gap + rest})
    told = faults.odd_colon(shortened(f"{word[0]}: ", rest.strip()))
    return Finding(told, (number, at), (edit,))


def _glued_colon(lines: Sequence[str], number: int, entry: Entry) -> Finding | None:
    """« dire:Bonjour », or a no-break space after the colon."""
    word = _WORD.match(entry.text, entry.start)
    at = word.end() if word else 0
    if entry.text[at : at + 2] == " :" and entry.text[at + 2 : at + 3] in tuple(ODD_SPACES):
        at += 1
    if word is None or entry.text[at : at + 1] != ":" or 0 <= entry.colon <= at:
        return None
    follows = entry.text[at + 1 : at + 2]
    if not follows or follows.isspace() is (follows not in ODD_SPACES) or follows in ":/":
        return None
    if follows in ODD_SPACES:
        edit = Edit({number: lines[number][: at + 1] + " " + lines[number][at + 2 :]})
        return Finding(faults.odd_space(), (number, at + 1), (edit,))
    rest = lines[number][at + 1 :]
    told = faults.no_space(shortened(f"{word[0]}: ", rest.strip()))
    return Finding(told, (number, at), (Edit({number: f"{lines[number][: at + 1]} {rest}"}),))


def _no_colon_before_bracket(lines: Sequence[str], number: int, entry: Entry) -> Finding | None:
    """« reponses {moral: bien} »."""
    word = _WORD.match(entry.text, entry.start)
    rest = entry.text[word.end() :].lstrip(" ") if word else ""
    if word and rest[:1] in ("{", "[") and word[0] in anatomy.keywords():
        return _no_colon(lines, number)
    return None


# « : » where the parser does not expect one.


def _colon(lines: Sequence[str], fault: Fault) -> Finding | None:
    number, column = fault.at
    entry = take_apart(lines[number])
    start = fault.value[0][0]
    if not fault.style and start < number and _is_lone_word(lines[start]):
        return _no_colon(lines, start)
    if entry.colon < column:
        return _colon_in_value(lines, fault, entry)
    before = start if not fault.style and start < number else anatomy.above(lines, number)
    parent = take_apart(lines[before]) if before >= 0 else entry
    if before >= 0 and parent.colon < 0 and parent.value[:1] not in ("{", "["):
        return _no_colon(lines, before)
    is_word = anatomy.is_word(entry.key)
    if not is_word or (entry.text[entry.colon - 1] == " " and entry.key not in anatomy.keywords()):
        return _colon_in_text(lines, fault)
    if entry.has_dash and parent.colon >= 0 and not parent.has_dash:
        blanked = parent.with_value(" " * len(parent.value))
        edit = Edit({before: blanked + lines[before][len(blanked) :]}, loses=True)
        told = faults.value_and_group(parent.key[:40])
        return Finding(told, (before, parent.value_at), (edit,))
    return misaligned(lines, number)


def _is_lone_word(line: str) -> bool:
    """Whether it is a keyword without its colon, and nothing else."""
    entry = take_apart(line)
    return entry.colon < 0 and entry.value in anatomy.keywords()


def _colon_in_value(lines: Sequence[str], fault: Fault, entry: Entry) -> Finding | None:
    number, column = fault.at
    if entry.value[:1] in ("'", '"'):
        return values.requoted(lines, fault, faults.text_after_quote)
    second = _WORD.search(entry.text[:column].split(" ")[-1])
    if second and second[0] in anatomy.keywords() and entry.text[column - 1] != " ":
        line = shortened("", entry.text[column - len(second[0]) :].strip())
        at = (number, column - len(second[0]))
        edit = values.without_colons(lines, fault.at)
        return Finding(faults.two_keys(second[0], line), at, (edit,))
    is_curly = entry.value[:1] in anatomy.CURLY_QUOTES
    told = (faults.curly_quotes if is_curly else faults.colon_in_text)(
        entry.example(quoted(bare(entry.value)))
    )
    return Finding(told, fault.at, (values.without_colons(lines, fault.at),))


def _colon_in_text(lines: Sequence[str], fault: Fault) -> Finding:
    """In a line that goes on with the text of the one above."""
    first = fault.value[0][0]
    entry = take_apart(lines[first])
    rest = (lines[number].strip() for number in range(first + 1, fault.at[0] + 1))
    told = faults.colon_in_text(entry.example(quoted(bare(" ".join((entry.value, *rest))))))
    return Finding(told, fault.at, (values.without_colons(lines, fault.at),))


# A line that does not start where its group does.


def _block(lines: Sequence[str], fault: Fault) -> Finding | None:
    number, column = fault.at
    (start, start_column), end = fault.value
    if fault.style in ("'", '"') and start < end[0] and end[0] == number:
        if _looks_swallowed(lines, start, number):
            return values.unclosed(lines, start, start_column)
        return values.requoted(lines, fault, faults.text_after_quote)
    before = lines[number][:column].rstrip()
    if before.endswith(("'", '"')):
        return values.requoted(lines, fault, faults.text_after_quote)
    if before.endswith(("]", "}")):
        return values.after_bracket(lines, fault)
    entry = take_apart(lines[number])
    last = take_apart(lines[anatomy.above(lines, number)])
    cut = re.search(r"\s#", last.text)
    if entry.colon < 0 and not entry.has_dash and cut and entry.indent > last.indent:
        told = faults.text_after_comment(last.example(quoted(last.text[last.value_at :].strip())))
        at = (anatomy.above(lines, number), cut.start() + 1)
        return Finding(told, at, (commented(lines, number, number),))
    return misaligned(lines, number)


def _looks_swallowed(lines: Sequence[str], start: int, last: int) -> bool:
    """Whether a text between quotes ran over lines that were meant to be keys or items."""
    below = [take_apart(lines[number]) for number in range(start + 1, min(last, start + 40) + 1)]
    return any(entry.has_dash or anatomy.is_word(entry.key) for entry in below)


# A keyword without its colon.


def _key(lines: Sequence[str], fault: Fault) -> Finding | None:
    return _no_colon(lines, fault.context[0] if fault.context else fault.at[0])


def _no_colon(lines: Sequence[str], number: int) -> Finding:
    entry = take_apart(lines[number])
    word = _WORD.match(entry.text, entry.start)
    rest = entry.text[word.end() :] if word else ""
    is_alone = word is not None and not rest.strip()
    at = (number, entry.start)
    is_known = word is not None and word[0] in anatomy.keywords() and rest[:1].isspace()
    before = take_apart(lines[anatomy.above(lines, number)])
    if word and (is_alone or is_known or _are_alike(entry, before)):
        line = lines[number]
        told = faults.no_colon(shortened(f"{word[0]}:", rest.rstrip()))
        return Finding(told, at, (Edit({number: line[: word.end()] + ":" + line[word.end() :]}),))
    deeper = Edit({number: "  " + lines[number]}, {number: 2}, joins=True)
    return Finding(faults.stray_text(), at, (deeper, commented(lines, number, number)))


def _are_alike(entry: Entry, before: Entry) -> bool:
    """Whether both are a word and another one, that of `before` with its colon."""
    values = (entry.value.split(" ", 1)[-1], before.value)
    return (
        before.colon > 0
        and entry.indent == before.indent
        and all(value and " " not in value for value in values)
    )


_BY_WORDS: Mapping[str, Callable[[Sequence[str], Fault], Finding | None]] = {
    "colon": _colon,
    "end": values.end_of_file,
    "escape": values.escape,
    "flow": values.flow,
    "key": _key,
    "block": _block,
    "sign": values.sign,
}
