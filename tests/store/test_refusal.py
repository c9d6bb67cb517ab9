"""A refused connection is understood in whichever language the server speaks."""

from __future__ import annotations

import pytest

from tests.postgres import running_server
from veille_tui.errors import Refused, StoreUnreachable
from veille_tui.store.refusal import from_words, is_about_the_password
from veille_tui.store.shared import SharedStore

HEAD = 'connection failed: connection to server at "veille", port 5432 failed: '


@pytest.mark.parametrize(
    "said",
    [
        'FATAL:  password authentication failed for user "marie"',
        "FATAL:  authentification par mot de passe échouée pour l'utilisateur « marie »",
        "FATAL:  Passwort-Authentifizierung für Benutzer »marie« fehlgeschlagen",
        'ВАЖНО:  пользователь "marie" не прошёл проверку подлинности (по паролю)',
        'FATAL:  role "marie" does not exist',
        'FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "marie", database "veille"',
    ],
)
def test_a_refused_account_is_told(said: str):
    assert from_words(HEAD + said, "marie", "veille") == "account"


@pytest.mark.parametrize(
    "said",
    [
        'FATAL:  database "veille" does not exist',
        "FATAL:  la base de données « veille » n'existe pas",
        "FATAL:  Datenbank »veille« existiert nicht",
    ],
)
def test_an_absent_database_is_told(said: str):
    assert from_words(HEAD + said, "marie", "veille") == "database"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('FATAL:  database "veille" does not exist', "database"),
        ("FATAL:  la base de données « veille » n'existe pas", "database"),
        ('FATAL:  role "veille" does not exist', "account"),
        (
            "FATAL:  authentification par mot de passe échouée pour l'utilisateur « veille »",
            "account",
        ),
        ("FATAL:  Passwort-Authentifizierung für Benutzer »veille« fehlgeschlagen", "account"),
    ],
)
def test_a_database_may_have_its_users_name(said: str, why: str):
    assert from_words(HEAD + said, "veille", "veille") == why


@pytest.mark.parametrize(
    "said", ["Connection refused", "FATAL:  the database system is starting up"]
)
def test_anything_else_is_a_matter_of_network_or_time(said: str):
    assert from_words(HEAD + said, "marie", "veille") == "unknown"


@pytest.mark.parametrize(
    ("said", "is_the_password"),
    [
        ('FATAL:  role "marie" is not permitted to log in', False),
        ("FATAL:  le rôle « marie » n'est pas autorisé à se connecter", False),
        ('FATAL:  password authentication failed for user "marie"', True),
        ("FATAL:  Passwort-Authentifizierung für Benutzer »marie« fehlgeschlagen", True),
    ],
)
def test_a_closed_account_is_told_from_a_wrong_password(said: str, is_the_password: bool):
    assert from_words(HEAD + said, "marie", "veille") == "account"
    assert is_about_the_password("account", HEAD + said) == is_the_password


def test_a_server_that_wants_passwords_tells_them_from_databases():
    with running_server() as server:
        server.execute("create role secretaire login password 'bon'")
        rules = "local all secretaire scram-sha-256\nlocal all all trust\n"
        (server.folder / "data" / "pg_hba.conf").write_text(rules, encoding="ascii")
        server.execute("select pg_reload_conf()")
        known, unknown = server.url("postgres"), server.url("nulle_part")
        for account in ("secretaire:mal@", "secretaire@"):
            with pytest.raises(Refused, match="mot de passe"):
                SharedStore.open(known.replace("veille@", account))
        with pytest.raises(StoreUnreachable, match="existe pas"):
            SharedStore.open(unknown.replace("veille@", "secretaire:bon@"))
