"""Another machine is reached by TLS, its certificate checked, unless the address says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.certificates import PASSWORD, Guarded, guarded
from tests.store.conftest import make
from veille_tui.errors import Refused, StoreUnreachable
from veille_tui.store import passwords
from veille_tui.store.connecting import connect
from veille_tui.store.transport import parameters, protection


@pytest.fixture(autouse=True)
def a_fresh_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("HOME", str(tmp_path))
    passwords.forget()
    yield
    passwords.forget()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("postgresql://a@base.bailleur.fr/veille", "checked"),
        ("postgresql://a@10.0.0.3/veille", "checked"),
        ("postgresql://a@localhost,base.bailleur.fr/veille", "checked"),
        ("postgresql://a@localhost/veille?hostaddr=10.0.0.3", "checked"),
        ("postgresql:///veille?service=bailleur", "checked"),
        ("postgresql://a@base/veille?sslmode=verify-full", "checked"),
        ("postgresql://a@base/veille?sslmode=verify-ca", "unnamed"),
        ("postgresql://a@base/veille?sslmode=require", "unchecked"),
        ("postgresql://a@base/veille?sslmode=prefer", "clear"),
        ("postgresql://a@base/veille?sslmode=disable", "clear"),
        ("postgresql://a@localhost/veille", "loopback"),
        ("postgresql://a@127.0.0.2:5433/veille", "loopback"),
        ("postgresql://a@[::1]/veille", "loopback"),
        ("postgresql://a@base/veille?hostaddr=127.0.0.1", "loopback"),
        ("postgresql:///veille", "socket"),
        ("postgresql://a@/veille?host=/run/postgresql", "socket"),
    ],
)
def test_only_an_address_that_says_so_does_without_a_checked_certificate(address: str, kept: str):
    assert protection(address) == kept


def test_the_environment_weakens_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PGSSLMODE", "disable")
    monkeypatch.setenv("PGHOST", "base.bailleur.fr")
    assert parameters("postgresql://a@base/veille")["sslmode"] == "verify-full"
    assert parameters("postgresql:///veille")["sslmode"] == "verify-full"


def test_authorities_are_those_of_the_address_then_of_this_account_then_of_the_system(
    tmp_path: Path,
):
    told = parameters("postgresql://a@base/veille?sslrootcert=/srv/ca.crt")
    assert (told["sslmode"], told["sslrootcert"]) == ("verify-full", "/srv/ca.crt")
    system = parameters("postgresql://a@base/veille?sslmode=verify-full&sslrootcert=system")
    assert Path(system["sslrootcert"]).is_file() or system["sslrootcert"] == "system"
    assert parameters("postgresql://a@base/veille")["sslrootcert"] == system["sslrootcert"]
    (tmp_path / ".postgresql").mkdir()
    (tmp_path / ".postgresql" / "root.crt").touch()
    assert "sslrootcert" not in parameters("postgresql://a@base/veille")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server with TLS and passwords."""
    with guarded(tmp_path_factory.mktemp("tls")) as one:
        yield one


@pytest.fixture(scope="module")
def in_clear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server without TLS."""
    with guarded(tmp_path_factory.mktemp("clear"), has_tls=False) as one:
        yield one


def reached(url: str) -> bool:
    """Whether the connection is one of TLS."""
    connection = connect(url, 5, PASSWORD)
    try:
        return bool(connection.pgconn.ssl_in_use)
    finally:
        connection.close()


NAMED = "base.bailleur.test"
CHECKED = "hostaddr=127.0.0.1&sslmode=verify-full"


def test_a_server_that_proves_its_name_is_reached_by_tls(server: Guarded):
    url = server.url("postgres", host=NAMED, more=f"{CHECKED}&sslrootcert={server.authority}")
    assert reached(url)


def test_tables_are_made_the_same_way(server: Guarded):
    database = server.server.new_database()
    more = f"{CHECKED}&sslrootcert={server.authority}&password={PASSWORD.replace(' ', '%20')}"
    make(server.url(database, host=NAMED, more=more))
    assert reached(server.url(database, host=NAMED, more=more))


def test_a_certificate_of_another_name_is_refused_and_says_what_to_do(server: Guarded):
    url = server.url(
        "postgres", host="autre.bailleur.test", more=f"{CHECKED}&sslrootcert={server.authority}"
    )
    with pytest.raises(Refused, match="autre nom") as failure:
        reached(url)
    assert "nom que porte le certificat" in failure.value.hint


def test_a_certificate_that_nobody_vouches_for_is_refused_and_says_what_to_do(server: Guarded):
    with pytest.raises(Refused, match="périmé, ou inconnu") as failure:
        reached(server.url("postgres", host=NAMED, more=CHECKED))
    assert "sslrootcert=" in failure.value.hint


def test_authorities_that_are_not_there_are_told(server: Guarded):
    with pytest.raises(Refused, match="autorités"):
        reached(server.url("postgres", host=NAMED, more=f"{CHECKED}&sslrootcert=/nulle/part.crt"))


def test_a_server_without_tls_gets_nothing_and_says_what_to_do(in_clear: Guarded):
    with pytest.raises(Refused, match="n'a pas TLS") as failure:
        reached(in_clear.url("postgres", host=NAMED, more=CHECKED))
    assert "sslmode=disable" in failure.value.hint


def test_an_address_may_do_without(in_clear: Guarded, server: Guarded):
    assert not reached(in_clear.url("postgres", more="sslmode=disable"))
    assert not reached(server.url("postgres", more="sslmode=disable"))


def test_a_server_that_wants_tls_is_told_apart_from_a_refused_account(server: Guarded):
    if not server.is_built_with_tls:
        pytest.skip("no PostgreSQL here was built with TLS (scripts/postgres_versions.py)")
    hba = server.server.folder / "data" / "pg_hba.conf"
    before = hba.read_text()
    hba.write_text("local all all trust\nhostssl all all all scram-sha-256\n")
    server.server.execute("select pg_reload_conf()")
    try:
        with pytest.raises(Refused, match="sans TLS"):
            _until_refused(server.url("postgres", more="sslmode=disable"))
        assert reached(server.url("postgres"))
    finally:
        hba.write_text(before)
        server.server.execute("select pg_reload_conf()")


def _until_refused(url: str) -> None:
    # The server reads its rules again in its own time.
    for _ in range(1000):
        reached(url)


def test_nothing_of_this_is_mistaken_for_a_network_that_is_down(server: Guarded):
    with pytest.raises(StoreUnreachable):
        reached("postgresql://a@127.0.0.1:1/veille?sslmode=verify-full")
