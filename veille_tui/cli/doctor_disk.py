"""What `veille doctor` says of the disks: room, and whether they really write."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from veille_tui.cli.checks import Check
from veille_tui.cli.context import Context
from veille_tui.errors import WrongUsage
from veille_tui.language import _

ROOM = 200_000_000
"""A day of calls writes a few megabytes; an upgrade copies the store beside itself."""
_TRIED = b"\0" * 4096


def examine_disks(context: Context) -> Iterator[Check]:
    """The disk of the journal, and that of the embedded store when it is another."""
    from veille_tui.store.url import engine_of, sqlite_file

    folders = [("disk", context.settings.paths.data)]
    url = context.settings.store_url
    with contextlib.suppress(WrongUsage):
        if engine_of(url) == "sqlite":
            folders.append(("disk_store", sqlite_file(url).absolute().parent))
    seen: set[Path] = set()
    for code, folder in folders:
        if folder not in seen:
            seen.add(folder)
            yield _disk(code, folder)


def _disk(code: str, folder: Path) -> Check:
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(nearest).free
    refused = _tried(folder) if folder.is_dir() else ""
    if refused:
        return Check(
            code,
            False,
            _("Le disque de {folder} refuse d'écrire : {reason}.").format(
                folder=folder, reason=refused
            ),
            _("Libérer de la place ou corriger les droits : rien ne peut être noté d'ici là."),
            4,
        )
    said = _("Place sur le disque de {folder} : {n} Mo.").format(
        folder=nearest, n=free // 1_000_000
    )
    if free < ROOM:
        return Check(code, False, said, _("Libérer de la place : il faut au moins 200 Mo."))
    return Check(code, True, said)


def _tried(folder: Path) -> str:
    """Why a small file cannot be written and synced there; "" when it can."""
    file = folder / f".veille-{uuid.uuid4().hex}"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, _TRIED)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
            file.unlink()
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""
