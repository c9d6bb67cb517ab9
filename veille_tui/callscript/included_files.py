"""Which shared blocks a script file stands on: what must travel with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from veille_tui.callscript.reader import read_file
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Listing, Node, Scalar, Table

MOST_BLOCKS = 200
_INCLUDE = ("inclure", "include")
_WHOLE = re.compile(r"(?m)^script[ \t]*:[ \t]*['\"]?([^\s'\"#]*)")
_TITLE = re.compile(r"(?m)^(?:titre|title)[ \t]*:[ \t]+['\"]?([^\n'\"#>|]+)")
_CAMPAIGN = re.compile(r"(?m)^(?:campagne|campaign)[ \t]*:")
_DIRECTORY = re.compile(r"(?m)^(?:partenaires|partners)[ \t]*:")
_FAQ = re.compile(r"(?m)^(?:questions|faq)[ \t]*:")
_ANSWER = re.compile(r"(?m)^[ \t-]+(?:\{.*[{,][ \t]*)?(?:reponse|answer)[ \t]*:")
_ASKED = re.compile(r"(?m)(?:^|[\s{,-])(?:dire|say)[ \t]*:")


def is_script(text: str) -> bool:
    """Whether a file's text says that it is a whole script, however wrong the rest of it is."""
    return _WHOLE.search(text) is not None


def script_id(text: str) -> str:
    """The name that a script's text gives it, however wrong the rest of it is; "" without one."""
    found = _WHOLE.search(text)
    return found[1] if found else ""


def script_title(text: str) -> str:
    """The title that a script's text gives it, however wrong the rest is; "" without one."""
    found = _TITLE.search(text)
    return found[1].strip() if found else ""


def is_campaign(text: str) -> bool:
    """Whether a file's text says that it is a campaign."""
    return _CAMPAIGN.search(text) is not None


def goes_with_campaign(text: str) -> bool:
    """Whether a file's text is a directory of partners, or the questions that tenants ask."""
    if _DIRECTORY.search(text):
        return True
    # The shared block of a script has "questions" at its margin too; its questions are said.
    return bool(_FAQ.search(text) and _ANSWER.search(text) and not _ASKED.search(text))


def is_there(path: Path) -> bool:
    """Whether a plain file has this name; a name that the disk refuses is nobody's."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def real_path(path: Path) -> Path:
    """Where a file really lies, links followed as far as they lead somewhere."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def blocks_of(path: Path) -> tuple[Path, ...]:
    """Every existing file that `path` includes, the included ones' own blocks too, each once."""
    found: list[Path] = []
    waiting = [path]
    seen = {real_path(path)}
    while waiting and len(found) < MOST_BLOCKS:
        for one in _included(waiting.pop()):
            if real_path(one) not in seen and is_there(one):
                seen.add(real_path(one))
                found.append(one)
                waiting.append(one)
    return tuple(found)


def _included(path: Path) -> Iterator[Path]:
    root = read_file(path, Reporter())
    if root is None:
        return
    for name in _names(root):
        text = name.strip()
        if text and "\0" not in text and not Path(text).is_absolute():
            yield path.parent / text


def _names(node: Node) -> Iterator[str]:
    """What stands behind every include keyword, wherever it is."""
    waiting: list[Node] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Listing):
            waiting.extend(one.items)
        elif isinstance(one, Table):
            for key, value in one.entries:
                if key.text in _INCLUDE:
                    yield from _texts(value)
                waiting.append(value)


def _texts(value: Node) -> Iterator[str]:
    for item in value.items if isinstance(value, Listing) else (value,):
        if isinstance(item, Scalar):
            yield item.text
