"""Where a password comes from, in order; it is asked for last, and never written by us."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import keyring
import keyring.backend
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from tests.certificates import PASSWORD, Guarded, guarded
from tests.store.builders import fill, take
from veille_tui.errors import PasswordNeeded
from veille_tui.store import keychain, migrate, passwords
from veille_tui.store.engine import open_link
from veille_tui.store.shared import SharedStore
from veille_tui.store.transport import account, parameters


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server that asks for a password."""
    with guarded(tmp_path_factory.mktemp("asks"), has_tls=False) as one:
        yield one


@pytest.fixture
def url(server: Guarded) -> Iterator[str]:
    """An empty database of its."""
    name = server.server.new_database()
    yield server.url(name)
    passwords.forget()
    server.server.drop_database(name)


class Safe(keyring.backend.KeyringBackend):
    """A keyring as a desktop's, in memory."""

    priority: ClassVar[float] = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.looks = 0
        self.is_shut = threading.Event()
        self.is_shut.set()

    def get_password(self, service: str, username: str) -> str | None:
        self.looks += 1
        self.is_shut.wait(20)
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def safe() -> Iterator[Safe]:
    """It is this computer's keyring meanwhile."""
    before, mine = keyring.get_keyring(), Safe()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


@dataclass
class Person:
    """Somebody at a terminal who types `words`, one each time, and says whether to keep."""

    words: list[str]
    keeps: bool = False
    asked: list[bool] = field(default_factory=list)
    """For each question, whether the word before was wrong."""
    offered: int = 0

    def password(self, needed: PasswordNeeded) -> str:
        self.asked.append(needed.is_wrong)
        return self.words.pop(0)

    def may_keep(self) -> bool:
        self.offered += 1
        return self.keeps


def attending(*words: str, keeps: bool = False) -> Person:
    person = Person([*words], keeps)
    passwords.ask_with(person)
    return person


def who(url: str) -> str:
    return account(parameters(url))


def test_without_any_password_the_server_s_question_is_told(url: str):
    with pytest.raises(PasswordNeeded, match="demande un mot de passe") as failure:
        SharedStore.open(url)
    assert (failure.value.exit_status, failure.value.is_wrong) == (4, False)


def test_tables_can_be_made_with_a_password_that_was_typed(url: str):
    person = attending(PASSWORD)
    link = open_link(url, 10, 10)
    migrate.init(url, link)
    link.close()
    store = SharedStore.open(url)
    fill(store, 1)
    assert take(store).case.id
    store.close()
    assert person.asked == [False]


def test_a_wrong_password_is_asked_again_a_few_times(url: str):
    person = attending("faux", "encore", PASSWORD)
    open_link(url, 10, 10).close()
    assert person.asked == [False, True, True]
    assert person.offered == 0, "there is no keyring to offer"
    passwords.forget()
    person = attending("faux", "faux", "faux", "faux")
    with pytest.raises(PasswordNeeded, match="refuse ce mot de passe"):
        open_link(url, 10, 10)
    assert (len(person.asked), passwords.known(who(url))) == (3, "")


def test_nobody_who_answers_nothing_is_asked_twice(url: str):
    person = attending("")
    with pytest.raises(PasswordNeeded):
        open_link(url, 10, 10)
    assert person.asked == [False]


def test_the_address_comes_first_and_nobody_is_asked(url: str, safe: Safe):
    person = attending()
    open_link(url.replace("hélène@", f"hélène:{quote(PASSWORD)}@"), 10, 10).close()
    assert (person.asked, safe.looks) == ([], 0)


def test_a_password_file_comes_before_the_keyring(
    url: str, safe: Safe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "pgpass"
    file.write_text(f"127.0.0.1:*:*:hélène:{PASSWORD}\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    open_link(url, 10, 10).close()
    assert safe.looks == 0


def test_the_keyring_comes_before_a_question(url: str, safe: Safe):
    safe.kept["veille", who(url)] = PASSWORD
    person = attending()
    for _ in range(3):
        open_link(url, 10, 10).close()
    assert (person.asked, safe.looks) == ([], 1)


def test_a_password_that_changed_is_asked_and_kept_anew(url: str, safe: Safe):
    safe.kept["veille", who(url)] = "l'ancien"
    person = attending(PASSWORD, keeps=True)
    open_link(url, 10, 10).close()
    assert person.asked == [True]
    assert safe.kept == {("veille", who(url)): PASSWORD}


def test_the_keyring_gets_nothing_that_nobody_agreed_to(url: str, safe: Safe):
    person = attending(PASSWORD)
    open_link(url, 10, 10).close()
    assert (person.offered, safe.kept) == (1, {})


def test_a_keyring_that_waits_for_its_owner_is_not_waited_for(url: str, safe: Safe):
    safe.kept["veille", who(url)] = PASSWORD
    safe.is_shut.clear()
    with pytest.raises(PasswordNeeded):
        open_link(url, 0.5, 10)
    safe.is_shut.set()
    open_link(url, 10, 10).close()
    assert safe.looks == 1


def test_only_the_main_thread_asks(url: str):
    person = attending(PASSWORD)
    failed: list[Exception] = []

    def work() -> None:
        try:
            open_link(url, 10, 10)
        except PasswordNeeded as error:
            failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert (person.asked, len(failed)) == ([], 1)


class Readable(Safe):
    """As those that write their passwords in a file."""

    priority: ClassVar[float] = 0.5


class Broken(Safe):
    """As one whose service has stopped."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("no service")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("no service")


@pytest.mark.parametrize("backend", [NoKeyring, Readable])
def test_a_keyring_that_keeps_nothing_safe_is_none(backend: type, safe: Safe):
    keyring.set_keyring(backend())
    assert not keychain.works()
    assert not keychain.keep("a@b:5432", "mot")
    assert keychain.recall("a@b:5432") == ""


def test_a_broken_keyring_is_silent(safe: Safe):
    keyring.set_keyring(Broken())
    assert not keychain.keep("a@b:5432", "mot")
    assert keychain.recall("a@b:5432") == ""


def test_what_a_run_knows_is_never_shown():
    passwords.use("a@b:5432", "s3cret")
    assert "s3cret" not in repr(passwords._run)
