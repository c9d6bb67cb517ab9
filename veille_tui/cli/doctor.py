"""What `veille doctor` looks at, each with its remedy."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from veille_tui.cli.checks import Check
from veille_tui.cli.context import Context
from veille_tui.cli.doctor_link import examine_link
from veille_tui.errors import Refused, VeilleError
from veille_tui.language import _, n_

CLOCK_TOLERANCE = timedelta(minutes=2)
"""Leases last half an hour; a clock this wrong is still harmless."""


def examine(context: Context) -> list[Check]:
    """Everything that can be looked at, in the order in which to mend it."""
    checks = [_folders(context), _journal(context), *_store(context), *examine_link(context)]
    return [*checks, _time_zones(), _terminal(), _letters(), _program()]


def worst(checks: list[Check]) -> int:
    """The exit status for all of them: the greatest of those that failed, 0 when none did."""
    return max((check.status for check in checks if not check.ok), default=0)


def _folders(context: Context) -> Check:
    paths = context.settings.paths
    for folder in (paths.config, paths.data, paths.logs):
        if not _can_be_written(folder):
            return _refused(folder, "folders", status=1)
    return Check("folders", True, _("Les dossiers peuvent être écrits."))


def _can_be_written(folder: Path) -> bool:
    """Whether files can be made there, and the folder itself when it is not there yet."""
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)


def _refused(folder: Path, code: str, status: int) -> Check:
    return Check(
        code,
        False,
        _("Le dossier {folder} ne peut pas être écrit.").format(folder=folder),
        _("Corriger ses droits, ou choisir un autre dossier avec --home."),
        status,
    )


def _journal(context: Context) -> Check:
    from veille_tui.store.local import LocalJournal

    file = context.settings.paths.journal
    if not file.exists():
        return Check("journal", True, _("Pas encore de journal sur ce poste."))
    try:
        journal = LocalJournal(file)
    except Refused as error:
        return Check("journal", True, error.message)
    except VeilleError as error:
        return Check("journal", False, error.message, error.hint, error.exit_status)
    try:
        unsent, aside = journal.unsent_count()[0], len(journal.refused())
    finally:
        journal.close()
    if aside:
        said = n_("{n} écriture mise de côté.", "{n} écritures mises de côté.", aside)
        hint = _(
            "Elles restent sur ce poste. « veille sync » dit pourquoi et les essaie à nouveau."
        )
        return Check("journal", False, said.format(n=aside), hint)
    said = n_("{n} écriture à envoyer.", "{n} écritures à envoyer.", unsent).format(n=unsent)
    return Check("journal", True, said)


def _store(context: Context) -> Iterator[Check]:
    from veille_tui.store.link import NotInitialised
    from veille_tui.store.status import clock_of

    settings = context.settings
    try:
        told = clock_of(settings.store_url, settings.connect_seconds, settings.answer_seconds)
        apart = abs(told - context.clock())
    except VeilleError as error:
        if isinstance(error, NotInitialised) and settings.store_url.startswith("sqlite"):
            yield _store_to_come(settings.store_url)
            return
        yield Check("store", False, error.message, error.hint, error.exit_status)
        return
    yield Check("store", True, _("La base partagée répond, dans la version attendue."))
    seconds = int(apart.total_seconds())
    if apart > CLOCK_TOLERANCE:
        yield Check(
            "clock",
            False,
            _("L'horloge de ce poste s'écarte de {n} secondes de celle de la base.").format(
                n=seconds
            ),
            _("Régler l'heure de l'ordinateur."),
        )
        return
    yield Check("clock", True, _("L'horloge de ce poste est à l'heure."))


def _store_to_come(url: str) -> Check:
    """A file that is not there yet is made at the first use, if its folder lets it."""
    from veille_tui.store.url import sqlite_file

    folder = sqlite_file(url).absolute().parent
    if not _can_be_written(folder):
        return _refused(folder, "store", status=3)
    return Check("store", True, _("La base de ce poste sera créée à la première utilisation."))


def _time_zones() -> Check:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        return Check(
            "time_zones",
            False,
            _("Les fuseaux horaires manquent."),
            _("Installer le paquet Python tzdata."),
        )
    return Check("time_zones", True, _("Les fuseaux horaires sont là."))


def _terminal() -> Check:
    if not sys.stdout.isatty():
        return Check("terminal", True, _("La sortie n'est pas un terminal : rien à mesurer."))
    columns, lines = shutil.get_terminal_size()
    said = _("Terminal de {columns} colonnes sur {lines} lignes.").format(
        columns=columns, lines=lines
    )
    if columns < 80 or lines < 24:
        return Check("terminal", False, said, _("L'agrandir : il faut 80 colonnes sur 24 lignes."))
    return Check("terminal", True, said)


def _letters() -> Check:
    encoding = (sys.stdout.encoding or "ascii").lower()
    said = _("Écriture des lettres : {encoding}.").format(encoding=encoding)
    try:
        "éèêçàùœ « ’ » ─".encode(encoding)
    except UnicodeEncodeError:
        return Check("letters", False, said, _("Choisir une langue en UTF-8 : LANG=fr_FR.UTF-8."))
    return Check("letters", True, said)


def _program() -> Check:
    from veille_tui import __version__

    version = ".".join(str(part) for part in sys.version_info[:3])
    said = _("veille {veille}, Python {python}, SQLite {sqlite}.").format(
        veille=__version__, python=version, sqlite=sqlite3.sqlite_version
    )
    return Check("program", True, said)
