"""A PostgreSQL reached by TCP, with TLS and passwords as an administrator would have set them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.postgres import Server, every_version, lent_to, running_server
from tests.tls_front import fronted

PASSWORD = "clé d'été"


@dataclass(frozen=True)
class Guarded:
    """A server on loopback, and the file of the authority that signed its certificate."""

    server: Server
    authority: Path
    port: str
    is_built_with_tls: bool

    def url(
        self, database: str, user: str = "hélène", host: str = "127.0.0.1", more: str = ""
    ) -> str:
        """Its address, as another machine would write it."""
        return f"postgresql://{user}@{host}:{self.port}/{database}?{more}"


def _with_tls() -> Path | None:
    """A PostgreSQL that was built with TLS, the newest; several wheels' were not."""
    for folder in reversed(every_version(os.environ).values()):
        configured = subprocess.run(
            [folder / "pg_config", "--configure"], capture_output=True, text=True, check=False
        ).stdout
        if re.search(r"with-openssl|with-ssl|-Dssl=openssl", configured):
            return folder
    return None


def free_port() -> str:
    """A TCP port that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@contextmanager
def guarded(place: Path, *, has_tls: bool = True) -> Iterator[Guarded]:
    """It asks `hélène` for her password; its certificate is that of base.bailleur.test.

    Where no PostgreSQL here was built with TLS, one of ours gives it before the server.
    """
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(place / "authority.crt"))
    made = authority.issue_cert("base.bailleur.test")
    made.private_key_pem.write_to_path(str(place / "server.key"))
    made.cert_chain_pems[0].write_to_path(str(place / "server.crt"))
    binaries = _with_tls() if has_tls else None

    def prepare(folder: Path) -> Mapping[str, str]:
        settings = {"listen_addresses": "127.0.0.1", "port": free_port()}
        rules = "local all all trust\nhost all all all scram-sha-256\n"
        (folder / "data" / "pg_hba.conf").write_text(rules)
        if binaries is None:
            return settings
        for name in ("server.key", "server.crt"):
            file = folder / "data" / name
            shutil.copy(place / name, file)
            file.chmod(0o600)
            if who := lent_to():
                os.chown(file, who["user"], who["group"])
        return {**settings, "ssl": "on"}

    @contextmanager
    def port_of(server: Server) -> Iterator[str]:
        if not has_tls or binaries is not None:
            yield server.port
            return
        with fronted(server.port, place / "server.crt", place / "server.key") as port:
            yield port

    env = {"VEILLE_TEST_PG_BIN": str(binaries)} if binaries else os.environ
    with running_server(env, prepare) as server:
        quoted = PASSWORD.replace("'", "''")
        server.execute(f"create role \"hélène\" login superuser password '{quoted}'")
        with port_of(server) as port:
            yield Guarded(server, place / "authority.crt", port, binaries is not None)
