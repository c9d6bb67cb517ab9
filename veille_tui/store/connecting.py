"""Opens a connection to a PostgreSQL server, and says in words why there is none."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Generator, Mapping
from typing import Any, TypeVar

import psycopg
from psycopg.types.string import TextLoader

from veille_tui.errors import PasswordNeeded, Refused, StoreUnreachable, VeilleError
from veille_tui.language import _
from veille_tui.store import passwords, refusal
from veille_tui.store.transport import account, parameters
from veille_tui.store.url import hide_password

Result = TypeVar("Result")
# It warns, on the screen itself, of transactions that end with their connection: that is said here.
logging.getLogger("psycopg").setLevel(logging.ERROR)
_LOOK_AGAIN = 0.1
"""Seconds between two looks at the deadline while the server is silent."""
_HIGHEST_PID = 4_194_304
"""No server's process has a higher number; a pooler's numbers are random ones of 32 bits."""


class Silent(Exception):
    """The deadline passed without an answer."""


def _limited(work: Generator[Any, Any, Result], end: float) -> Generator[Any, Any, Result]:
    """psycopg's own conversation with the server, left when `end` passes in silence."""
    try:
        wants = next(work)
        while True:
            ready = yield wants
            if not ready and time.monotonic() >= end:
                raise Silent
            wants = work.send(ready)
    except StopIteration as finished:
        result: Result = finished.value
        return result


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """A psycopg connection whose every wait has an end, whatever becomes of the server."""

    patience = 10.0
    deadline = float("inf")

    def wait(
        self,
        gen: Generator[Any, Any, Result],
        interval: float = _LOOK_AGAIN,
        timeout: float | None = None,
    ) -> Result:
        """As psycopg's own, but never longer than `patience`, nor past `deadline`."""
        now = time.monotonic()
        end = min(self.deadline, now + min(self.patience, timeout or self.patience))
        pause = max(0.001, min(interval, _LOOK_AGAIN, end - now))
        try:
            return super().wait(_limited(gen, end), pause)
        except Silent:
            # What surrounds it (a transaction, a pipeline) would wait for a farewell of its own.
            self.pgconn.finish()
            raise


def connect(url: str, seconds: float, password: str = "") -> Connection:
    """A connection within `seconds`, in autocommit, even where a name's look-up takes longer.

    The password is the one given, else what this run of the program knows, else libpq's own ways
    (the address, PGPASSWORD, PGPASSFILE), else the system's keyring. Raises WrongUsage,
    StoreUnreachable, Refused, and PasswordNeeded when there is none or it is wrong.
    """
    end = time.monotonic() + seconds
    told = parameters(url)
    who = account(told)
    word = password or passwords.known(who)
    try:
        return _within(url, told, end, word)
    except PasswordNeeded:
        kept = passwords.kept(who, end - time.monotonic())
        if not kept or kept == word:
            raise
    connection = _within(url, told, end, kept)
    passwords.use(who, kept)
    return connection


def for_tables(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    """A plain connection for making tables, after another has been opened: the same way in."""
    told = parameters(url)
    word = passwords.known(account(told))
    given: dict[str, Any] = {**told, **({"password": word} if word else {})}
    return psycopg.connect(**given, prepare_threshold=None)


def _within(url: str, told: dict[str, str], end: float, password: str) -> Connection:
    seconds = max(0.0, end - time.monotonic())
    found = _in_time(lambda: _open(told, seconds, password), seconds)
    if found is None:
        raise silent(url)
    if isinstance(found, psycopg.Error):
        raise _no_connection(found, url, told) from None
    if isinstance(found, Exception):
        raise found
    return found


def _in_time(open_it: Callable[[], Connection], seconds: float) -> Connection | Exception | None:
    """What `open_it` returned or raised; None when it did neither in time."""
    box: list[Connection | Exception] = []
    late = threading.Event()

    def work() -> None:
        try:
            connection = open_it()
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            box.append(error)
            return
        box.append(connection)
        if late.is_set():
            connection.pgconn.finish()

    thread = threading.Thread(target=work, name="veille-connect", daemon=True)
    thread.start()
    thread.join(seconds)
    if not box:
        late.set()
        return None
    return box[0]


def _open(told: dict[str, str], seconds: float, password: str) -> Connection:
    given: dict[str, Any] = {
        "connect_timeout": max(2, round(seconds)),
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        # PgBouncer refuses a start-up parameter that it does not know: no other than this one.
        "application_name": "veille",
        **told,
        **({"password": password} if password else {}),
    }
    connection = Connection.connect(**given, autocommit=True)
    _prepare_alone(connection, told)
    # JSON is read by the rows' own reader, on both engines alike.
    for kind in ("json", "jsonb"):
        connection.adapters.register_loader(kind, TextLoader)
    return connection


_pooled: set[str] = set()
"""Servers that turned out to be behind a pooler, for the rest of this run."""


def never_prepare(url: str) -> None:
    """A pooler answers for `url`: what one transaction prepared is not there for the next."""
    _pooled.add(account(parameters(url)))


def _prepare_alone(connection: Connection, told: Mapping[str, str]) -> None:
    """Named statements where the server is spoken to directly: a fifth of a short call's time.

    A pooler gives each transaction another server, where another desk's statement of the same name
    may be. There are none when the number of the process shows a pooler (PgBouncer's), and names
    that nobody else has where it does not.
    """
    is_pooled = account(told) in _pooled or _shows_a_pooler(connection.pgconn.backend_pid)
    connection.prepare_threshold = None if is_pooled else 2
    # psycopg has no other way: its names are numbered from 0 on each connection.
    connection._prepared._prepared_idx = random.SystemRandom().getrandbits(60)


def _shows_a_pooler(process: int) -> bool:
    return not 0 < process <= _HIGHEST_PID


def silent(url: str) -> StoreUnreachable:
    """Nothing came back in time."""
    return StoreUnreachable(
        _("La base partagée ne répond pas ({url}).").format(url=hide_password(url)),
        _("Vérifier le réseau ; ce qui attend d'être envoyé est gardé sur ce poste."),
    )


def _no_connection(error: psycopg.Error, url: str, told: Mapping[str, str]) -> VeilleError:
    shown = hide_password(url)
    why = refusal.understand(error)
    if why == "clear" and told.get("sslmode") not in {"disable", "allow"}:
        # TLS was tried, and would have been taken: it is the account that may not come in.
        why = "account"
    if why in {"password", "wrong_password"}:
        return PasswordNeeded(
            _("Le serveur de la base demande un mot de passe ({url}).").format(url=shown)
            if why == "password"
            else _("Le serveur de la base refuse ce mot de passe ({url}).").format(url=shown),
            _("Le taper quand veille le demande, ou le mettre dans le fichier de PGPASSFILE."),
            is_wrong=why == "wrong_password",
        )
    if why == "database":
        return StoreUnreachable(
            _(
                "Le serveur répond, mais cette base n'existe pas ou n'est pas ouverte ({url})."
            ).format(url=shown),
            _("Vérifier son nom, ou la faire créer par la personne qui administre le serveur."),
        )
    if why != "unknown":
        message, hint = _refusals()[why]
        return Refused(message.format(url=shown), hint)
    return StoreUnreachable(
        _("La base partagée ne peut pas être jointe ({url}).").format(url=shown),
        _("Vérifier l'adresse et le réseau ; ce qui attend d'être envoyé est gardé sur ce poste."),
    )


def _refusals() -> dict[str, tuple[str, str]]:
    """What stands in the way whatever the network does, and what mends it."""
    return {
        "account": (
            _("Le serveur de la base refuse ce compte ({url})."),
            _("Demander au superviseur s'il est suspendu, ou vérifier son nom dans l'adresse."),
        ),
        "clear": (
            _("Le serveur de la base refuse une liaison sans TLS ({url})."),
            _("Retirer « sslmode » de l'adresse : veille demande TLS par défaut."),
        ),
        "certificate": (
            _("Le certificat du serveur est périmé, ou inconnu de ce poste ({url})."),
            _(
                "Vérifier l'heure de l'ordinateur, puis prévenir la personne qui administre le"
                " serveur : s'il est périmé, elle le renouvelle ; sinon elle donne celui de"
                " l'autorité, à ajouter à l'adresse : ?sslrootcert=/chemin/autorite.crt"
            ),
        ),
        "name": (
            _("Le certificat du serveur de la base est celui d'un autre nom ({url})."),
            _(
                "Écrire dans l'adresse le nom que porte le certificat, ou le faire refaire pour"
                " celui-ci ; quelqu'un peut aussi se faire passer pour le serveur."
            ),
        ),
        "no_tls": (
            _("Le serveur de la base n'a pas TLS : rien n'y est envoyé en clair ({url})."),
            _(
                "Faire activer TLS sur le serveur (ssl = on). Sur un réseau d'essai seulement,"
                " ajouter à l'adresse ?sslmode=disable"
            ),
        ),
        "authorities": (
            _("Les certificats des autorités ne peuvent pas être lus sur ce poste ({url})."),
            _("Vérifier le fichier que « sslrootcert » nomme dans l'adresse, et ses droits."),
        ),
    }
