"""Words that a script loses without any mistake of YAML: after « # », or in a wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Listing, Node, Place, Scalar, Source, Table
from veille_tui.callscript.yaml_faults import garbled, lost_comment
from veille_tui.callscript.yaml_lines import quoted, shortened

_CUT = re.compile(
    r"^ *(?:- +)*(?P<head>\w+ *: +)(?P<value>[^\s\"'\[{|>&*!#][^\n#]*[^\s#])"
    r"(?P<gap>[ \t]+)#(?P<lost>[^\n]*)$",
    re.MULTILINE,
)
_GARBLED = re.compile("Ã[\x80-\xbf©¨ª«¢´®¯¹»§‰€]|â€|\ufffd")
_MOST = 20


def warn_of_lost_words(text: str, source: Source, root: Node | None, report: Reporter) -> None:
    """Warn of texts that a comment cuts, and of accents that were spoilt."""
    if " #" in text and root is not None:
        _warn_of_comments(text, source, root, report)
    if "Ã" in text or "â€" in text or "\ufffd" in text:
        _warn_of_garbled(text, source, report)


def _warn_of_comments(text: str, source: Source, root: Node, report: Reporter) -> None:
    cut = {}
    for found in _CUT.finditer(text):
        lost = found["lost"]
        if (
            lost.strip()
            and " " in found["value"]
            and (not lost[0].isspace() or len(found["gap"]) == 1)
        ):
            line = text.count("\n", 0, found.start()) + 1
            cut[line, found.start("value") - found.start() + 1] = found
    if not cut:
        return
    for scalar in _plain_texts(root):
        words = cut.get((scalar.place.line, scalar.place.column))
        if words is not None and scalar.place.source is source and scalar.text == words["value"]:
            whole = words["value"] + words["gap"] + "#" + words["lost"].rstrip()
            told = lost_comment(shortened(words["head"], quoted(whole)))
            place = Place(source, scalar.place.line, words.end("gap") - words.start() + 1)
            report.warning(told.code, place, told.message, told.hint)


def _plain_texts(root: Node) -> Iterator[Scalar]:
    waiting, left = [root], 200_000
    while waiting and left:
        left -= 1
        node = waiting.pop()
        if isinstance(node, Scalar):
            if not node.style:
                yield node
        elif isinstance(node, Listing):
            waiting.extend(node.items)
        elif isinstance(node, Table):
            waiting.extend(value for _key, value in node.entries)


def _warn_of_garbled(text: str, source: Source, report: Reporter) -> None:
    told = garbled()
    for count, found in enumerate(_GARBLED.finditer(text)):
        if count == _MOST:
            return
        before = text[: found.start()]
        place = Place(source, before.count("\n") + 1, len(before) - before.rfind("\n"))
        report.warning(told.code, place, told.message, told.hint)
