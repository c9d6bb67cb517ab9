"""Values that need quotes, or lack one: what was meant, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from veille_tui.callscript import yaml_faults as faults
from veille_tui.callscript import yaml_lines as anatomy
from veille_tui.callscript.yaml_edits import Edit, Fault, Finding, Spot
from veille_tui.callscript.yaml_faults import Told
from veille_tui.callscript.yaml_lines import bare, quoted, shortened, take_apart

_RESERVED = frozenset("@`%&*!|>[]{}\"'#,?-:")


def without_colons(lines: Sequence[str], at: Spot) -> Edit:
    """The line with every colon from there on that could end a key disarmed."""
    number, column = at
    line = lines[number]
    return Edit({number: line[:column] + re.sub(r":(?=\s|$|[,\]}])", "：", line[column:])})


# Quotes.


def end_of_file(lines: Sequence[str], fault: Fault) -> Finding | None:
    """Quotes that are still open when the file ends."""
    return unclosed(lines, *fault.context) if fault.context else None


def unclosed(lines: Sequence[str], number: int, column: int) -> Finding:
    """Quotes that open there and are not closed."""
    line = lines[number]
    end, last = len(line.rstrip()), number
    if anatomy.is_in_flow(lines, number, column):
        end = anatomy.flow_value_end(line, column)
    else:
        last = anatomy.last_of_value(lines, number)
    entry = take_apart(line)
    told = faults.unclosed_quote(
        shortened(
            line[entry.start : column][-60:],
            quoted(line[column + 1 : end].strip()) + line[end:].rstrip(),
        )
    )
    begin = (number, column, column + 1)
    edits = [_between_quotes(lines, begin, (number, end))]
    if last > number:
        edits.insert(0, _between_quotes(lines, begin, (last, len(lines[last]))))
    return Finding(told, (number, column), tuple(edits))


def _between_quotes(lines: Sequence[str], start: tuple[int, int, int], end: Spot) -> Edit:
    """Single quotes from `start` (line, column, where the text begins) to the end of a value."""
    number, column, begin = start
    last, stop = end
    line = lines[number]
    if last == number:
        text = line[begin:stop].replace("'", "''")
        return Edit({number: f"{line[:column]}'{text}'{line[stop:]}"})
    changed = {one: lines[one].replace("'", "''") for one in range(number + 1, last + 1)}
    changed[number] = f"{line[:column]}'" + line[begin:].replace("'", "''")
    changed[last] = changed[last].rstrip() + "'"
    return Edit(changed)


def requoted(lines: Sequence[str], fault: Fault, tell: Callable[[str], Told]) -> Finding:
    """The whole value between quotes, those that its author put around it taken away."""
    number, column = fault.value[0]
    line = lines[number]
    if anatomy.is_in_flow(lines, number, column):
        return _requoted_in_flow(lines, fault, (number, column), tell)
    entry = take_apart(line)
    value = line[entry.value_at :].rstrip()
    inner = bare(value)
    told = tell(entry.example(quoted(inner)))
    last = anatomy.last_of_value(lines, number)
    begin = entry.value_at + (value != inner)
    whole = (number, entry.value_at, begin)
    edits = [_between_quotes(lines, whole, (last, len(lines[last].rstrip())))]
    if last == number:
        text = line[: entry.value_at] + "'" + inner.replace("'", "''") + "'"
        edits = [Edit({number: text})]
    return Finding(told, fault.at, tuple(edits))


def _requoted_in_flow(
    lines: Sequence[str], fault: Fault, start: Spot, tell: Callable[[str], Told]
) -> Finding:
    number, column = start
    line = lines[number]
    end = anatomy.flow_value_end(line, column)
    inner = bare(line[column:end].rstrip())
    text = line[:column] + "'" + inner.replace("'", "''") + "'" + line[end:]
    told = tell(shortened("", line[:column].strip() + " " + quoted(inner) + line[end:].rstrip()))
    return Finding(told, fault.at, (Edit({number: text}),))


def escape(lines: Sequence[str], fault: Fault) -> Finding | None:
    """A backslash between double quotes."""
    number, column = fault.at
    line = lines[number]
    at = line.rfind("\\", 0, column + 1)
    if at < 0:
        return None
    entry = take_apart(line)
    mended = line[:at] + re.sub(r"\\(?!\")", r"\\\\", line[at:])
    value = line[entry.value_at :].strip().strip('"')
    told = faults.backslash(entry.example("'" + value.replace("'", "''") + "'"))
    return Finding(told, (number, at), (Edit({number: mended}),))


# Brackets.


def after_bracket(lines: Sequence[str], fault: Fault) -> Finding:
    """More closing brackets than opened ones, or a text that begins with a bracket."""
    number, column = fault.at
    rest = lines[number][column:].rstrip()
    if rest and not rest.strip("]} "):
        blanked = lines[number][:column] + " " * len(rest)
        return Finding(faults.too_many_brackets(), fault.at, (Edit({number: blanked}),))
    entry = take_apart(lines[number])
    return _as_text(lines, fault.at, entry.value_at, faults.text_after_bracket)


def _as_text(lines: Sequence[str], at: Spot, begin: int, tell: Callable[[str], Told]) -> Finding:
    """The value that begins at a column of the line `at` between quotes, with what follows it."""
    number = at[0]
    line = lines[number]
    entry = take_apart(line)
    value = line[begin:].rstrip()
    told = tell(entry.example(quoted(value)))
    last = anatomy.last_of_value(lines, number)
    edits = [_between_quotes(lines, (number, begin, begin), (number, begin + len(value)))]
    if last > number:
        whole = _between_quotes(lines, (number, begin, begin), (last, len(lines[last])))
        edits.insert(0, whole)
    return Finding(told, at, tuple(edits))


def flow(lines: Sequence[str], fault: Fault) -> Finding | None:
    """Something that cannot stand between brackets, or brackets that are not closed."""
    number, column = fault.at
    line = lines[number]
    if "block node" in fault.words:
        return sign(lines, fault)
    (start, start_column), end = fault.value
    if fault.style in ("'", '"') and end[0] == number:
        if start < number:
            return unclosed(lines, start, start_column)
        if not line[end[1] : column].strip():
            return _requoted_in_flow(lines, fault, (start, start_column), faults.text_after_quote)
    opened = _opened(lines, fault.context or fault.at)
    if opened is None:
        return None
    if number == opened[0] and line[column : column + 1] == ":":
        return _colon(lines, fault)
    if number == opened[0] and line[column : column + 1] == "{" and start == end[0] == number:
        return _brace_in_text(lines, fault)
    if number == opened[0] and line[column : column + 1] == "?":
        return _question_mark(lines, fault)
    if number > opened[0] or not line[column:].strip():
        return _unclosed_bracket(lines, opened)
    return _broken(lines, opened)


def _opened(lines: Sequence[str], near: Spot) -> Spot | None:
    """The bracket that is open there."""
    number, column = near
    if lines[number][column : column + 1] in ("{", "["):
        return near
    for place in range(number, max(-1, number - 50), -1):
        line = take_apart(lines[place]).text
        opened = max(line.rfind("{"), line.rfind("["))
        if opened > max(line.rfind("}"), line.rfind("]")):
            return place, opened
    return None


def _broken(lines: Sequence[str], opened: Spot) -> Finding:
    number, column = opened
    entry = take_apart(lines[number])
    if column == entry.value_at and not re.search(r"\w ?: ", entry.value):
        return _as_text(
            lines, opened, column, lambda line: faults.reserved_sign(entry.value[:1], line)
        )
    return Finding(faults.broken_bracket(), opened)


def _question_mark(lines: Sequence[str], fault: Fault) -> Finding:
    number = fault.at[0]
    line = lines[number]
    example = re.sub(r"(: )([^,\[\]{}\"']*\?)", r'\1"\2"', line.strip())
    told = faults.question_mark(shortened("", example))
    return Finding(told, fault.at, (Edit({number: line.replace(" ?", " ？")}),))


_END_OF_TEXT = re.compile(r"[^{}]*?(?:\{[^{}]*\}[^{}]*?)*(?=,\s*\w+ ?:\s|\}|$)")


def _brace_in_text(lines: Sequence[str], fault: Fault) -> Finding:
    """« {dire: Bonjour {prenom}} »: the inner brace would begin a group."""
    number, start = fault.value[0]
    line = lines[number]
    found = _END_OF_TEXT.match(line, start)
    text = (found[0] if found else line[start:]).rstrip()
    rest = line[start + len(text) :]
    told = faults.brace_in_text(shortened("", (line[:start] + quoted(text) + rest).strip()))
    mended = line[:start] + "'" + text.replace("'", "''") + "'" + rest
    return Finding(told, fault.at, (Edit({number: mended}),))


def _colon(lines: Sequence[str], fault: Fault) -> Finding:
    number, column = fault.at
    line = lines[number]
    word = line[:column].split(" ")[-1]
    if word in anatomy.keywords() and column > len(word):
        gap = column - len(word) - 1
        mended = line[:gap] + "," + line[gap + 1 :]
        shown = line[:gap].rstrip() + ", " + line[gap + 1 :]
        told = faults.no_comma(shortened("", shown.strip()))
        return Finding(told, (number, gap), (Edit({number: mended}),))
    start = fault.value[0][1] if fault.value[0][0] == number else column
    end = anatomy.flow_value_end(line, start)
    shown = line[:start] + quoted(line[start:end].rstrip()) + line[end:]
    told = faults.colon_in_text(shortened("", shown.strip()))
    return Finding(told, fault.at, (without_colons(lines, fault.at),))


def _unclosed_bracket(lines: Sequence[str], opened: Spot) -> Finding:
    number, column = opened
    line = lines[number].rstrip()
    entry = take_apart(line)
    if not re.search(r"[:,]", line[column:]) and line[column + 1 :].strip():
        sign = line[column]
        return _as_text(lines, opened, column, lambda line: faults.reserved_sign(sign, line))
    closing = "}" if line[column : column + 1] == "{" else "]"
    told = faults.unclosed_bracket(shortened(line[entry.start : column], line[column:] + closing))
    return Finding(told, opened, (Edit({number: line + closing}),))


# Signs that mean something else.


def sign(lines: Sequence[str], fault: Fault) -> Finding | None:
    """A value that starts with a sign which is not taken for text."""
    number, column = fault.context if fault.context and fault.context < fault.at else fault.at
    line = lines[number]
    if line[column : column + 1] not in _RESERVED or not line[column:].strip():
        return None
    if anatomy.is_in_flow(lines, number, column):
        stop = anatomy.flow_value_end(line, column)
        inner = line[column:stop].rstrip()
        told = faults.reserved_sign(line[column], shortened("", quoted(inner)))
        text = line[:column] + "'" + inner.replace("'", "''") + "'" + line[stop:]
        return Finding(told, (number, column), (Edit({number: text}),))
    entry = take_apart(line)
    begin = entry.value_at if entry.colon >= 0 else entry.start
    first = line[begin : begin + 1]
    return _as_text(
        lines, (number, begin), begin, lambda example: faults.reserved_sign(first, example)
    )
