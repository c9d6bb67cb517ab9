"""What `veille store backup`, `verify` and `restore` do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.cli.context import Context
from veille_tui.cli.deep_lines import deep_data, deep_lines
from veille_tui.cli.tenants_import import Bar
from veille_tui.errors import Refused
from veille_tui.language import _, n_

if TYPE_CHECKING:
    from veille_tui.store.local import LocalJournal
    from veille_tui.store.verifying import Verified

Progress = Callable[[int, int], None]


def run_backup(context: Context, file: Path | None, *, replace: bool) -> int:
    """Copy the embedded store. Raises Refused, with the commands to run, on a server."""
    from veille_tui.store.backup import back_up, name_of_copy
    from veille_tui.store.url import engine_of, sqlite_file

    url = context.settings.store_url
    if engine_of(url) == "postgresql":
        raise _on_a_server(context, url)
    target = file or name_of_copy(sqlite_file(url), "copie", context.clock())
    with progress(context) as bar:
        made = back_up(url, target, replace=replace, progress=bar)
    if context.as_json:
        context.document({"file": str(made.file), "bytes": made.size})
        return 0
    context.tell(
        _("Copie faite ({size}) : {file}").format(file=made.file, size=readable(made.size))
    )
    context.tell(
        _("Elle contient les données des locataires : la garder chiffrée, sur un autre disque.")
    )
    return 0


def run_verify(context: Context, file: Path | None) -> int:
    """Look at everything in a copy, or in the embedded store; 1 when it cannot be relied on."""
    from veille_tui.store.url import engine_of, sqlite_file
    from veille_tui.store.verifying import verify

    url = context.settings.store_url
    if file is None and engine_of(url) == "postgresql":
        raise Refused(
            _("Cette base est sur un serveur PostgreSQL, qui vérifie lui-même ses pages."),
            _("Lancer « veille doctor --deep » pour vérifier ce qu'elle contient."),
        )
    with progress(context) as bar:
        found = verify(file or sqlite_file(url), context.clock(), bar)
    if context.as_json:
        context.document(_verified_data(found))
    else:
        for line in _verified_lines(found):
            context.show(line)
    if found.is_newer:
        return Refused.exit_status
    return 0 if found.is_sound else 1


def run_restore(context: Context, file: Path) -> int:
    """Put a copy in the embedded store's place. Raises Refused while a desk is open here."""
    from veille_tui.store.restoring import check_copy, restore, send_again
    from veille_tui.store.url import engine_of

    url = context.settings.store_url
    if engine_of(url) == "postgresql":
        raise _back_on_a_server(context, url, file)
    copy = check_copy(file, url, context.clock())
    with _no_desk_open(context) as journal, progress(context) as bar:
        done = restore(url, copy, context.clock(), bar)
        again = send_again(journal, url) if journal else 0
    if context.as_json:
        kept = str(done.kept) if done.kept else None
        context.document(
            {"kept": kept, "before": done.version_before, "schema": done.version, "unsent": again}
        )
        return 0
    context.tell(_("La copie est en place : {file}").format(file=file))
    if done.version_before != done.version:
        context.tell(
            _("Elle est passée de la version {before} à la version {after}.").format(
                before=done.version_before, after=done.version
            )
        )
    if done.kept:
        context.tell(_("La base d'avant est gardée : {file}").format(file=done.kept))
        context.tell(_("L'effacer dès qu'elle ne sert plus : elle contient des données."))
    if again:
        said = n_(
            "{n} écriture de ce poste, plus récente que la copie, repartira vers la base.",
            "{n} écritures de ce poste, plus récentes que la copie, repartiront vers la base.",
            again,
        )
        context.tell(said.format(n=again))
    return 0


@contextmanager
def _no_desk_open(context: Context) -> Iterator[LocalJournal | None]:
    """This workstation's journal, held while the store changes; None when there is none.

    Raises Refused while a desk is open: what it shows would not be the store's any more.
    """
    from veille_tui.store.local import LocalJournal

    file = context.settings.paths.journal
    if not file.exists():
        yield None
        return
    with closing(LocalJournal(file)) as journal:
        yield journal


@contextmanager
def progress(context: Context) -> Iterator[Progress]:
    """A bar on a terminal, else nothing."""
    from veille_tui.store.backup import silent

    if not context.err.isatty():
        yield silent
        return
    bar = Bar(context.err)
    try:
        yield bar
    finally:
        bar.close()


def readable(size: int) -> str:
    """A size for people."""
    if size < 1_000_000:
        return _("{n} ko").format(n=max(1, round(size / 1_000)))
    return _("{n} Mo").format(n=round(size / 1_000_000))


def _on_a_server(context: Context, url: str) -> Refused:
    from veille_tui.store.server_copies import dump_commands

    commands = dump_commands(url, context.clock())
    return Refused(
        _("Cette base est sur un serveur PostgreSQL : ses propres programmes la copient."),
        _("Lancer, sur une machine qui les a (la seconde en administrateur du serveur) :")
        + "".join(f"\n      {command}" for command in commands),
    )


def _back_on_a_server(context: Context, url: str, file: Path) -> Refused:
    from veille_tui.store.server_copies import restore_commands

    accounts = str(file.with_name(f"{file.stem}-comptes.sql"))
    commands = restore_commands(url, accounts, str(file))
    return Refused(
        _("Cette base est sur un serveur PostgreSQL : ses propres programmes la restaurent."),
        _("Fermer les postes, puis lancer (la première en administrateur du serveur) :")
        + "".join(f"\n      {command}" for command in commands),
    )


def _verified_data(found: Verified) -> dict[str, object]:
    from veille_tui.store.schema import EXPECTED

    return {
        "file": str(found.file),
        "bytes": found.size,
        "ok": found.is_sound and not found.is_newer,
        "schema": found.version or None,
        "expected": EXPECTED,
        "damaged": list(found.faults),
        "missing_keys": found.missing_keys,
        "counts": found.counts,
        "proof": deep_data(found.proof) if found.proof else None,
    }


def _verified_lines(found: Verified) -> Iterator[str]:
    from veille_tui.store.schema import EXPECTED

    yield _("Fichier : {file} ({size})").format(file=found.file, size=readable(found.size))
    if found.faults:
        yield _("Pages abîmées : {faults}").format(faults=" ; ".join(found.faults))
        yield _("Ce fichier ne peut pas servir : prendre une autre copie.")
        return
    yield _("Pages entières.")
    if not found.version:
        yield _("Ce n'est pas une base de veille.")
        return
    yield _("Version : {schema} (attendue {expected})").format(
        schema=found.version, expected=EXPECTED
    )
    if found.is_newer:
        yield _("Elle vient d'un programme plus récent : mettre veille à jour pour la lire.")
    elif found.version != EXPECTED:
        yield _("Elle sera mise à jour quand elle sera remise en place.")
    if found.missing_keys:
        yield n_(
            "{n} ligne renvoie à une ligne qui manque.",
            "{n} lignes renvoient à des lignes qui manquent.",
            found.missing_keys,
        ).format(n=found.missing_keys)
    for table, count in found.counts.items():
        yield f"  {table:<18}{count:>10}"
    if found.proof:
        yield from deep_lines(found.proof)
