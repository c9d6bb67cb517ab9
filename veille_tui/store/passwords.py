"""The passwords of shared stores: in this run's memory, in the system's keyring, or asked for.

Nothing here is ever written to a file of ours. Other ways (PGPASSFILE, ~/.pgpass) are libpq's own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from veille_tui.errors import PasswordNeeded

Result = TypeVar("Result")
_TRIES = 3


class Asker(Protocol):
    """Somebody at a terminal."""

    def password(self, needed: PasswordNeeded) -> str:
        """The password as it was typed; "" when nobody wants to."""

    def may_keep(self) -> bool:
        """Whether the keyring may keep it."""


@dataclass
class _Run:
    """What this run of the program knows."""

    words: dict[str, str] = field(default_factory=dict, repr=False)
    looks: dict[str, _Look] = field(default_factory=dict, repr=False)
    asker: Asker | None = None


_run = _Run()


def ask_with(asker: Asker | None) -> None:
    """From now on `asker` is asked when a server wants a password."""
    _run.asker = asker


def known(account: str) -> str:
    """The password that this run uses for `account`; "" when there is none."""
    return _run.words.get(account, "")


def use(account: str, password: str) -> None:
    """Use it for the rest of this run; "" forgets it."""
    if password:
        _run.words[account] = password
    else:
        _run.words.pop(account, None)


def kept(account: str, seconds: float) -> str:
    """What the system's keyring has for `account`; "" when it does not say within `seconds`.

    A keyring may ask its owner to open it: it is looked at once, and a later call has the answer.
    """
    look = _run.looks.setdefault(account, _Look(account))
    return look.answer(seconds)


def keep(account: str, password: str) -> bool:
    """Whether the system's keyring has taken it."""
    from veille_tui.store import keychain

    _run.looks.pop(account, None)
    return keychain.keep(account, password)


def can_keep() -> bool:
    """Whether this system has a keyring that works."""
    from veille_tui.store import keychain

    return keychain.works()


def forget() -> None:
    """As at the start of a run."""
    _run.words.clear()
    _run.looks.clear()
    _run.asker = None


def asking(account: Callable[[], str], work: Callable[[], Result]) -> Result:
    """`work`, again with what was typed each time that it wants a password.

    Raises its PasswordNeeded when nobody can be asked, or wants to answer.
    """
    typed, tries = "", 0
    while True:
        try:
            result = work()
        except PasswordNeeded as needed:
            tries += 1
            typed = _ask(needed) if tries <= _TRIES else ""
            use(account(), typed)
            if not typed:
                raise
        else:
            if typed:
                _offer(account(), typed)
            return result


def _ask(needed: PasswordNeeded) -> str:
    # A question in the middle of what the main thread reads would take its answer.
    is_main = threading.current_thread() is threading.main_thread()
    return _run.asker.password(needed) if _run.asker and is_main else ""


def _offer(account: str, password: str) -> None:
    if _run.asker and can_keep() and _run.asker.may_keep():
        keep(account, password)


class _Look:
    """One look into the keyring, in a thread that nobody has to wait for."""

    def __init__(self, account: str) -> None:
        self._account = account
        self._found = ""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def answer(self, seconds: float) -> str:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._look, name="veille-keyring", daemon=True
                )
                self._thread.start()
        self._thread.join(max(0.0, seconds))
        return self._found

    def _look(self) -> None:
        from veille_tui.store import keychain

        self._found = keychain.recall(self._account)
