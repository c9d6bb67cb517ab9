"""Bytes to text: UTF-8, bounded, without invisible characters; every refusal explained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from veille_tui.callscript.builder import Builder
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Node, Place, Source
from veille_tui.language import _

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1_000_000

_FORBIDDEN = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def read_file(path: Path, report: Reporter) -> Node | None:
    """The content of `path`, or None once its problems are reported."""
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
    """The content of a file called `name`: UTF-8, with or without a byte order mark."""
    if len(content) > MAX_BYTES:
        _report_size(name, report)
        return None
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _report_encoding(Place(Source(name, ()), 1, 1), report)
        return None
    try:
        return read_text(content.decode("utf-8"), name, report)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        source = Source(name, tuple(content.decode("cp1252", "replace").splitlines()))
        column = len(before) - (before.rfind("\n") + 1) + 1
        _report_encoding(Place(source, before.count("\n") + 1, column), report)
        return None


def read_text(text: str, name: str, report: Reporter) -> Node | None:
    """The content of `text`, or None once its problems are reported."""
    if len(text) > MAX_BYTES:
        _report_size(name, report)
        return None
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff"))
    text = re.sub("[\x85\u2028\u2029]", " ", text)
    source = Source(name, tuple(text.split("\n")))
    if found := _FORBIDDEN.search(text):
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
        return None
    return Builder(source, report).build(text)


def _report_size(name: str, report: Reporter) -> None:
    report.error(
        "file-too-long",
        Place(Source(name, ()), 1, 1),
        _("Ce fichier est trop long pour un script : plus d'un million de caractères."),
        _("Vérifier que c'est le bon fichier, ou le partager en blocs avec « inclure »."),
    )


def _report_encoding(place: Place, report: Reporter) -> None:
    report.error(
        "not-utf8",
        place,
        _("Ce fichier n'est pas enregistré en UTF-8 : ses accents seraient perdus."),
        _("Dans l'éditeur : « Enregistrer sous », encodage UTF-8."),
    )
