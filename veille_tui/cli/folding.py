"""Sentences on a terminal end their lines between words; a file or a pipe gets them whole."""

from __future__ import annotations

import shutil
import textwrap
from typing import TextIO

from veille_tui.domain.texts import unbroken


def folded(text: str, stream: TextIO) -> str:
    """`text` as `stream` shows it best: its own lines are kept, each with its indent."""
    if not stream.isatty():
        return text
    width = shutil.get_terminal_size().columns
    return "\n".join(_line(line, width) for line in text.split("\n"))


def _line(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    # An address or a path is copied in one piece, even where the terminal has to cut it.
    return textwrap.fill(
        unbroken(line),
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
