"""What `veille doctor` says of the way to the shared store: TLS, password, whose disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from veille_tui.cli.checks import Check
from veille_tui.cli.context import Context
from veille_tui.config import without_password
from veille_tui.errors import WrongUsage
from veille_tui.language import _
from veille_tui.store.file_systems import network_of, synchronised_by


def examine_link(context: Context) -> Iterator[Check]:
    """How the store is reached, and where this workstation's own files lie."""
    from veille_tui.store.url import engine_of, sqlite_file

    url = context.settings.store_url
    try:
        engine = engine_of(url)
    except WrongUsage:
        # The store's own check says it.
        return
    if engine == "postgresql":
        yield transport(url)
        yield from _password(context)
    else:
        yield from _synchronised(sqlite_file(url), "store_folder")
    yield from _disk(context.settings.paths.journal)


def transport(url: str) -> Check:
    """How a PostgreSQL server is reached, in words."""
    from veille_tui.store.transport import protection

    try:
        kept = protection(url)
    except WrongUsage as error:
        return Check("transport", False, error.message, error.hint, error.exit_status)
    said = {
        "socket": _("La base est sur cet ordinateur : rien ne passe par le réseau."),
        "loopback": _("La base est sur cet ordinateur : rien ne passe par le réseau."),
        "checked": _("Rien ne part vers la base sans TLS, ni sans certificat vérifié."),
        "unnamed": _("La liaison est chiffrée, mais le nom du serveur n'est pas vérifié."),
        "unchecked": _("La liaison est chiffrée, mais rien ne prouve quel serveur répond."),
        "clear": _("La liaison avec la base peut passer en clair sur le réseau."),
    }[kept]
    if kept in {"socket", "loopback", "checked"}:
        return Check("transport", True, said)
    hint = _("Retirer « sslmode » de l'adresse : veille demande TLS et vérifie le certificat.")
    return Check("transport", False, said, hint)


def _password(context: Context) -> Iterator[Check]:
    if not without_password(context.settings.store_url)[1]:
        return
    is_given = context.settings.is_store_given
    yield Check(
        "password",
        False,
        _("Le mot de passe de la base est écrit en clair dans {place}.").format(
            place="VEILLE_STORE" if is_given else context.settings.paths.config_file
        ),
        _("L'en retirer : veille le demande, et le trousseau ou PGPASSFILE le gardent."),
    )


def _disk(journal: Path) -> Iterator[Check]:
    kind = network_of(journal)
    if kind:
        yield Check(
            "journal_folder",
            False,
            _("Le journal de ce poste est sur un dossier du réseau ({kind}).").format(kind=kind),
            _("Choisir un dossier du disque de cet ordinateur, avec --home ou VEILLE_HOME."),
        )
        return
    yield from _synchronised(journal, "journal_folder")


def _synchronised(file: Path, code: str) -> Iterator[Check]:
    name = synchronised_by(file)
    if name:
        yield Check(
            code,
            False,
            _("Le fichier {file} est dans un dossier recopié ailleurs ({name}).").format(
                file=file.name, name=name
            ),
            _("Des données de locataires en partent, et il peut s'abîmer : choisir un autre lieu."),
        )
