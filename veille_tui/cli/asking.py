"""Asks for the password of a shared store at the terminal, when a server wants one."""

from __future__ import annotations

import getpass
import sys

from veille_tui.cli.folding import folded
from veille_tui.errors import PasswordNeeded
from veille_tui.language import _
from veille_tui.store import passwords


class Terminal:
    """Whoever runs a command; standard output stays the data's."""

    def password(self, needed: PasswordNeeded) -> str:
        """What was typed, which the terminal does not show; "" for nothing."""
        sys.stderr.write(folded(needed.message, sys.stderr) + "\n")
        try:
            return getpass.getpass(_("Mot de passe (rien pour arrêter) : "), sys.stderr)
        except EOFError:
            return ""

    def may_keep(self) -> bool:
        """Whether the keyring of this computer may have it."""
        sys.stderr.write(_("Le garder dans le trousseau de cet ordinateur ? o/N : "))
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in {"o", "oui", "y", "yes"}


def ask_here() -> None:
    """From now on passwords are asked for here, if a person is there to answer."""
    if sys.stdin.isatty() and sys.stderr.isatty():
        passwords.ask_with(Terminal())
