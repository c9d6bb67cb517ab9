"""A script's file in an editor's hands: read whole, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from veille_tui.domain.texts import strip_controls
from veille_tui.errors import Refused
from veille_tui.language import _

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class ChangedMeanwhile(Refused):
    """Somebody else wrote the file, or took it away, since it was read."""


@dataclass(frozen=True, slots=True)
class ScriptText:
    """A file's text with one kind of line ends, and what it takes to write it back alike."""

    path: Path
    text: str
    content: bytes
    """The bytes that were on the disk, to see whether somebody else wrote there since."""
    line_end: str = "\n"
    has_mark: bool = False
    is_converted: bool = False
    """It was not in UTF-8, or held invisible characters: saving puts that right."""


def open_text(path: Path) -> ScriptText:
    """The file as an editor shows it. Raises Refused when it cannot be read."""
    content = _bytes(path)
    has_mark = content.startswith(_UTF8_MARK)
    raw, is_converted = _decoded(content)
    line_end = "\r\n" if raw.count("\r\n") * 2 > raw.count("\n") else "\n"
    # strip_controls takes carriage returns with it, and those that end a line alone are line ends.
    text = strip_controls(raw.replace("\r\n", "\n").replace("\r", "\n"))
    is_converted = is_converted or len(text) != len(raw.replace("\r\n", "\n"))
    return ScriptText(path, text, content, line_end, has_mark, is_converted)


def save_text(opened: ScriptText, text: str, *, is_sure: bool = False) -> ScriptText:
    """Write `text` in its place; what is on the disk is the old text or the new one, never a part.

    Raises ChangedMeanwhile when the file is no longer what was opened, unless `is_sure`; Refused
    when it cannot be written. Nothing is changed then.
    """
    if not is_sure and _now(opened.path) != opened.content:
        raise ChangedMeanwhile(
            _("{file} a été changé ou effacé par quelqu'un d'autre.").format(file=opened.path.name),
            _("Choisir laquelle des deux versions garder."),
        )
    content = text.replace("\n", opened.line_end).encode("utf-8")
    if opened.has_mark:
        content = _UTF8_MARK + content
    write_whole(opened.path, content)
    return replace(opened, text=text, content=content, is_converted=False)


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` there with the rights of the file it replaces; 0600 for a new one."""
    try:
        target = path.resolve()
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o600
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError
        _replace(target, content, mode)
    except OSError as error:
        raise Refused(
            _("{file} ne peut pas être enregistré : {reason}.").format(
                file=path.name, reason=_reason(error)
            ),
            _("Rien n'est perdu : le texte est toujours dans l'éditeur."),
        ) from error


def _replace(target: Path, content: bytes, mode: int) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(mode)
        beside.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _reason(error: OSError) -> str:
    import errno

    return {
        errno.ENOSPC: _("le disque est plein"),
        errno.EDQUOT: _("la place permise sur le disque est prise"),
        errno.EFBIG: _("le disque est plein"),
        errno.EROFS: _("ce disque ne se laisse pas écrire"),
        errno.EACCES: _("il n'est pas à nous de l'écrire"),
        errno.EPERM: _("il n'est pas à nous de l'écrire"),
        errno.ENOENT: _("son dossier n'existe plus"),
    }.get(error.errno or errno.EACCES, _("le disque refuse"))


def _bytes(path: Path) -> bytes:
    from veille_tui.callscript.reader import MAX_BYTES

    try:
        if not path.is_file():
            raise IsADirectoryError
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(
            _("{file} ne peut pas être lu.").format(file=path.name),
            _("Vérifier qu'il est toujours là, et ses droits."),
        ) from error
    if len(content) > MAX_BYTES:
        raise Refused(
            _("{file} est trop long pour un script : plus d'un million de caractères.").format(
                file=path.name
            ),
            _("Vérifier que c'est le bon fichier."),
        )
    return content


def _now(path: Path) -> bytes:
    """What is on the disk now; nothing when the file is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether it was in another encoding than UTF-8."""
    if content[:2] in _UTF16_MARKS:
        return content.decode("utf-16", "replace"), True
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), True
