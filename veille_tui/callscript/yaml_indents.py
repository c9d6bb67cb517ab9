"""Lines that do not start where their group does: tabs, odd spaces, a column too many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from veille_tui.callscript import yaml_faults as faults
from veille_tui.callscript.yaml_edits import Edit, Fault, Finding
from veille_tui.callscript.yaml_lines import ODD_SPACES, Entry, above, keywords, plain, take_apart

_TABBED = re.compile(r"[ \t]*(?:-[ \t]+)*")
_BLANK = rf"[ \t{ODD_SPACES}]"
_ODD_HEAD = re.compile(rf"{_BLANK}*(?:-{_BLANK}+)*(?:\w+[{ODD_SPACES}]+(?=:))?")
_ODD_IN_FLOW = re.compile(rf"(?<=[{{\[,])\s*\w+(?P<gap>[{ODD_SPACES}]+)(?=:)")
_IN_FLOW = re.compile(r"(\w+) ?:")


def tabs(lines: Sequence[str], fault: Fault) -> Finding | None:
    """Tabs before the first word; all such lines are mended at once."""
    near = {fault.at[0], fault.context[0] if fault.context else fault.at[0]}
    heads = {}
    for number, line in enumerate(lines):
        found = _TABBED.match(line)
        if found and "\t" in found[0] and line.strip():
            heads[number] = found[0]
    here = [number for number in sorted(near) if number in heads]
    if not here:
        return None
    column = lines[here[0]].index("\t")
    edits = [_expanded(lines, heads, size) for size in (2, 4, 8, 1, 0)]
    edits.sort(key=lambda edit: _astray(edit.of(lines), [*heads][:50]))
    return Finding(faults.tab(len(heads) - 1), (here[0], column), tuple(edits))


def _astray(lines: Sequence[str], numbers: Sequence[int]) -> int:
    """How far these lines are from beginning where a group that is open may go on."""
    return sum(_is_astray(lines, number) for number in numbers)


def _is_astray(lines: Sequence[str], number: int) -> int:
    entry, before = take_apart(lines[number]), take_apart(lines[above(lines, number)])
    if before.colon >= 0 and not before.value and entry.indent > before.start:
        below = take_apart(lines[min(number + 1, len(lines) - 1)])
        return 2 if below.indent != entry.start and not below.is_empty else 0
    here = [one for one in _levels(lines, number) if one[0] == entry.indent]
    if not here:
        return 2
    return int(all(_distance(lines, entry, one, number)[0] for one in here))


def _expanded(lines: Sequence[str], heads: Mapping[int, str], size: int) -> Edit:
    changed = {
        number: head.expandtabs(size) + lines[number][len(head) :] for number, head in heads.items()
    }
    moved = {number: len(text) - len(lines[number]) for number, text in changed.items()}
    return Edit(changed, moved)


def odd_spaces(lines: Sequence[str]) -> Iterator[Finding]:
    """Spaces that are none to the parser, where keys and items begin and end."""
    for number, line in enumerate(lines):
        if any(one in line for one in ODD_SPACES) and (found := _odd_space(lines, number)):
            yield found


def _odd_space(lines: Sequence[str], number: int) -> Finding | None:
    line = lines[number]
    found = _ODD_HEAD.match(line)
    head = found[0] if found else ""
    odd = next((place for place, one in enumerate(head) if one in ODD_SPACES), -1)
    if odd < 0:
        return _odd_space_in_flow(lines, number)
    entry = take_apart(plain(line))
    text = _text_above(lines, number, entry)
    is_glued = entry.colon > 0 and not entry.text[entry.colon - 1].isspace()
    is_entry = entry.has_dash or entry.key in keywords() or is_glued
    if odd > text if text is not None else not is_entry:
        return None
    mended = _plain_head(lines, number, head) if is_entry else plain(head)
    return _respaced(lines, number, odd, mended + line[len(head) :])


def _plain_head(lines: Sequence[str], number: int, head: str) -> str:
    """The beginning of a line with plain spaces, or without the odd ones if it is aligned so."""
    spaced, bare = plain(head), "".join(one for one in head if one not in ODD_SPACES)
    before = take_apart(lines[above(lines, number)])
    first, second = take_apart(spaced + "x").indent, take_apart(bare + "x").indent
    if before.colon >= 0 and not before.value:
        following = take_apart(lines[min(number + 1, len(lines) - 1)]).indent
        return bare if following == second > before.indent else spaced
    columns = {column for column, _list, _line in _levels(lines, number)}
    return bare if second in columns and first not in columns else spaced


def _odd_space_in_flow(lines: Sequence[str], number: int) -> Finding | None:
    line = lines[number]
    entry = take_apart(line)
    found = _ODD_IN_FLOW.search(line) if entry.value[:1] in ("{", "[") else None
    if found is None or _text_above(lines, number, entry) is not None:
        return None
    mended = line[: found.start("gap")] + " " * len(found["gap"]) + line[found.end() :]
    return _respaced(lines, number, found.start("gap"), mended)


def _respaced(lines: Sequence[str], number: int, column: int, mended: str) -> Finding:
    by = len(mended) - len(lines[number])
    return Finding(faults.odd_space(), (number, column), (Edit({number: mended}, {number: by}),))


def _text_above(lines: Sequence[str], number: int, entry: Entry) -> int | None:
    """The column of the keyword whose text, after a sign > or |, the line belongs to, if any."""
    if not entry.indent:
        return None
    for place in range(number - 1, max(-1, number - 200), -1):
        before = take_apart(plain(lines[place]))
        if not before.is_empty and before.indent < entry.indent:
            return before.indent if before.value[:1] in (">", "|") else None
    return None


def misaligned(lines: Sequence[str], number: int) -> Finding | None:
    """A line whose group begins at another column; or else the line above, whose first it is."""
    entry = take_apart(lines[number])
    open_groups = [*_levels(lines, number)]
    found = [one for one in open_groups if one[1] is entry.has_dash and one[0] != entry.indent]
    near = sorted(found, key=lambda one: _distance(lines, entry, one, number))[:3]
    before = dict.fromkeys([above(lines, number), *(line for _column, _list, line in near)])
    first = tuple(one for line in before if line >= 0 for one in _first_moved(lines, number, line))
    if not near:
        return first[0] if first else Finding(faults.misaligned(), (number, entry.indent))
    stops = {one[0] for one in open_groups}
    edits = []
    for level, _is_list, _line in near:
        edits.append(_moved(lines, number, level - entry.indent, stops))
        edits.append(_moved(lines, number, level - entry.indent, None))
    told = faults.moved(entry.indent, near[0][0], near[0][2] + 1)
    return Finding(told, (number, entry.indent), tuple(edits), first)


def _levels(lines: Sequence[str], line: int) -> Iterator[tuple[int, bool, int]]:
    """The groups that are open before `line`, innermost first: column, whether a list, its line."""
    lowest = 10_000
    for number in range(line - 1, max(-1, line - 3000), -1):
        entry = take_apart(lines[number])
        if entry.is_empty or entry.indent >= lowest or (entry.colon < 0 and not entry.has_dash):
            continue
        if entry.has_dash and entry.start < lowest and entry.colon >= 0:
            yield entry.start, False, number
        yield entry.indent, entry.has_dash, number
        lowest = entry.indent
        if not lowest:
            return


def _distance(
    lines: Sequence[str], entry: Entry, level: tuple[int, bool, int], here: int
) -> tuple[bool, int, int]:
    """How unlikely it is that a line belongs to a group: by its keywords, then by its column."""
    column, is_list, number = level
    if is_list:
        fits = _are_of_one_kind(_item(lines, here), _item(lines, number))
    else:
        fits = _may_stand_among(entry.key, _keys_at(lines, number, column))
    return not fits, abs(column - entry.indent), -column


def _item(lines: Sequence[str], number: int) -> set[str]:
    """The keywords of the item of a list that begins on a line."""
    entry = take_apart(lines[number])
    found = {one for one in _IN_FLOW.findall(entry.text[entry.start :])[:20] if one in keywords()}
    if entry.colon < 0:
        return found
    column = -1
    found = {entry.key}
    for place in range(number + 1, min(number + 200, len(lines))):
        below = take_apart(lines[place])
        if below.is_empty:
            continue
        column = below.indent if column < 0 else column
        if below.has_dash or below.indent < column:
            break
        if below.indent == column and below.colon >= 0:
            found.add(below.key)
    return found


def _keys_at(lines: Sequence[str], number: int, column: int) -> set[str]:
    """The keywords of the group at `column` that ends on the line `number`."""
    found = set()
    for place in range(number, max(-1, number - 500), -1):
        entry = take_apart(lines[place])
        if entry.is_empty:
            continue
        if entry.start == column and entry.colon >= 0:
            found.add(entry.key)
        if entry.indent < column:
            break
    return found


def _are_of_one_kind(one: set[str], other: set[str]) -> bool:
    """Whether some place of the language has the keywords of both."""
    return any(one | other <= place for place in _places())


def _may_stand_among(key: str, others: set[str]) -> bool:
    """Whether some place of the language has these keywords, and `key` is not taken."""
    if key in others:
        return False
    if _are_of_one_kind({key}, others):
        return True
    return key not in keywords() and not others <= keywords()


@lru_cache(maxsize=1)
def _places() -> tuple[frozenset[str], ...]:
    """The keywords of every place of scripts and campaigns, in each language."""
    from veille_tui.callscript.campaign_words import CAMPAIGN_KEYS
    from veille_tui.callscript.vocabulary import KEYS

    tables = [*KEYS.values(), *CAMPAIGN_KEYS.values()]
    return tuple(frozenset(words) for one in tables for words in (one.keys(), one.values()))


def _moved(lines: Sequence[str], number: int, by: int, stops: set[int] | None) -> Edit:
    """The line further right or left; with `stops`, also those below at its column or deeper."""
    indent, changed = take_apart(lines[number]).indent, {}
    for place in range(number, len(lines) if stops is not None else number + 1):
        entry = take_apart(lines[place])
        if entry.is_empty:
            continue
        if place > number and (entry.indent < indent or entry.indent in (stops or ())):
            break
        changed[place] = " " * by + lines[place] if by > 0 else lines[place][-by:]
    return Edit(changed, dict.fromkeys(changed, by))


def _first_moved(lines: Sequence[str], number: int, before: int) -> Iterator[Finding]:
    """The line `before` is the first of the group of the line `number`, and stands wrong."""
    here, entry = take_apart(lines[number]), take_apart(lines[before])
    wanted = here.indent - (entry.start - entry.indent if not here.has_dash else 0)
    by = wanted - entry.indent
    if wanted < 0 or not 0 < abs(by) <= 3 or (entry.colon < 0 and not entry.has_dash):
        return
    text = " " * by + lines[before] if by > 0 else lines[before][-by:]
    told = faults.moved(entry.indent, wanted, number + 1)
    edit = Edit({before: text}, {before: by})
    yield Finding(told, (before, entry.indent), (edit,))
