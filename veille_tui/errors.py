"""The few errors a person can act on, each with what happened and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from veille_tui.problems import Problem


class VeilleError(Exception):
    """Something a person can act on: `message` says what happened, `hint` what to do.

    Neither ever holds a tenant's name, number, address or answer.
    """

    exit_status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputRefused(VeilleError):
    """The input has problems; nothing was applied. Exit status 1."""

    def __init__(self, message: str, hint: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message, hint)
        self.problems = tuple(problems)


class WrongUsage(VeilleError):
    """The command line or a setting does not make sense. Exit status 2."""

    exit_status = 2


class StoreUnreachable(VeilleError):
    """The shared store cannot be reached, or not in time. Exit status 3."""

    exit_status = 3


class Refused(VeilleError):
    """Rights or state forbid it: unknown case, closed campaign, other schema. Exit status 4."""

    exit_status = 4


class OtherVersion(Refused):
    """The shared store's tables are of another version of the program."""


class PasswordNeeded(Refused):
    """The shared store asks for a password that is not known here, or is wrong."""

    def __init__(self, message: str, hint: str = "", *, is_wrong: bool = False) -> None:
        super().__init__(message, hint)
        self.is_wrong = is_wrong


class JournalFailed(VeilleError):
    """This workstation's journal cannot be written: full, read-only, damaged. Exit status 4."""

    exit_status = 4
