"""Bytes to text: UTF-8, bounded, without invisible characters; every refusal explained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from veille_tui.callscript.encodings import decode
from veille_tui.callscript.lost_words import warn_of_lost_words
from veille_tui.callscript.mending import build
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Node, Place, Source
from veille_tui.language import _

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1_000_000
_MOST_INVISIBLE = 20
"""How many invisible characters are pointed at one by one."""

_FORBIDDEN = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def read_file(path: Path, report: Reporter) -> Node | None:
    """The content of `path` as far as it can be read; what it has of mistakes is reported."""
    nowhere = Place(Source(str(path), ()), 1, 1)
    try:
        if path.exists() and not path.is_file():
            raise IsADirectoryError
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        report.error(
            "unreadable-file",
            nowhere,
            _("Ce fichier n'existe pas ou ne peut pas être lu."),
            _("Vérifier son nom, son dossier et ses droits."),
        )
        return None
    return read_bytes(content, str(path), report)


def read_bytes(content: bytes, name: str, report: Reporter) -> Node | None:
    """The content of a file called `name`: UTF-8, with or without a byte order mark.

    Another encoding is an error, but what it holds is read and checked all the same.
    """
    if len(content) > MAX_BYTES:
        _report_size(name, report)
        return None
    found = decode(content)
    if found.encoding:
        report.error(
            "not-utf8",
            Place(Source(name, ()), found.line, found.column),
            _("Ce fichier est en {encoding}, pas en UTF-8 : ses accents seraient perdus.").format(
                encoding=found.encoding
            ),
            _(
                "Bloc-notes : Fichier, Enregistrer sous, Encodage : UTF-8. VS Code : cliquer sur"
                " l'encodage en bas à droite, « Enregistrer avec l'encodage », UTF-8."
            ),
        )
    return read_text(found.text, name, report)


def read_text(text: str, name: str, report: Reporter) -> Node | None:
    """The content of `text` as far as it can be read; what it has of mistakes is reported."""
    if len(text) > MAX_BYTES:
        _report_size(name, report)
        return None
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
    text = re.sub("[\x85\u2028\u2029]", " ", text)
    source = Source(name, tuple(text.split("\n")))
    if _FORBIDDEN.search(text):
        text = _without_invisible(text, source, report)
    root = build(text, source, report)
    warn_of_lost_words(text, source, root, report)
    return root


def _without_invisible(text: str, source: Source, report: Reporter) -> str:
    """`text` with a space for every character that is not seen, each reported at its place."""
    for count, found in enumerate(_FORBIDDEN.finditer(text)):
        if count == _MOST_INVISIBLE:
            break
        before = text[: found.start()]
        place = Place(source, before.count("\n") + 1, len(before) - before.rfind("\n"))
        report.error(
            "control-character",
            place,
            _("Un caractère invisible (code {code}) se trouve ici.").format(
                code=f"U+{ord(found.group()):04X}"
            ),
            _("L'effacer ; il vient souvent d'un copier-coller."),
        )
    return _FORBIDDEN.sub(" ", text)


def _report_size(name: str, report: Reporter) -> None:
    report.error(
        "file-too-long",
        Place(Source(name, ()), 1, 1),
        _("Ce fichier est trop long pour un script : plus d'un million de caractères."),
        _("Vérifier que c'est le bon fichier, ou le partager en blocs avec « inclure »."),
    )
