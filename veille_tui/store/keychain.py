"""The system's keyring (Windows, macOS, the Linux desktops): where a password may be kept.

Imported only when a server asks for a password; where there is no keyring, or it fails, it is
as if it were empty.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "veille"


def recall(account: str) -> str:
    """The password kept for `account`; "" when there is none."""
    with contextlib.suppress(Exception):  # a keyring fails in as many ways as there are systems
        backend = _backend()
        return (backend.get_password(_SERVICE, account) or "") if backend else ""
    return ""


def keep(account: str, password: str) -> bool:
    """Whether the keyring has taken the password."""
    with contextlib.suppress(Exception):
        backend = _backend()
        if backend:
            backend.set_password(_SERVICE, account, password)
            return True
    return False


def works() -> bool:
    """Whether a password can be kept here."""
    with contextlib.suppress(Exception):
        return _backend() is not None
    return False


def _backend() -> KeyringBackend | None:
    import keyring

    backend = keyring.get_keyring()
    # Below 1 are those that keep nothing, and those that write a file anybody can read.
    return backend if backend.priority >= 1 else None
