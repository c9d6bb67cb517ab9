"""A password for the store at an address, from whoever can be asked; see store/passwords."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from veille_tui.store import passwords
from veille_tui.store.url import engine_of

Result = TypeVar("Result")


def signed_in(url: str, password: str, work: Callable[[], Result]) -> Result:
    """`work`, again with what is typed when the server of `url` wants another password."""
    if password or engine_of(url) == "sqlite":
        return work()
    return passwords.asking(lambda: _account(url), work)


def use(url: str, password: str) -> None:
    """Every connection of this run to `url` gives this password; "" changes nothing."""
    if password and engine_of(url) == "postgresql":
        passwords.use(_account(url), password)


def keep(url: str, password: str) -> bool:
    """Whether the system's keyring has taken the password."""
    return engine_of(url) == "postgresql" and passwords.keep(_account(url), password)


def can_keep() -> bool:
    """Whether this system has a keyring that works."""
    return passwords.can_keep()


def _account(url: str) -> str:
    from veille_tui.store.transport import account, parameters

    return account(parameters(url))
