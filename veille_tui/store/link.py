"""One open connection to the shared store, whichever engine answers."""

from __future__ import annotations

import json
import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store.dialects import Dialect
from veille_tui.store.procedures import Procedure

Values = Mapping[str, Any]
Rows = list[tuple[Any, ...]]


class LinkLost(Exception):
    """The connection broke before the answer came; a new one may work."""


class Collision(Exception):
    """Somebody else wrote the same thing at the same moment; trying again settles it."""


class Link(ABC):
    """A connection used by one thread at a time.

    Every method is back when `patience` or the `deadline` is over; it raises StoreUnreachable when
    no answer came, LinkLost when the connection broke, Collision when two writers met, Refused when
    rights or the state of the tables forbid.
    """

    dialect: Dialect
    is_open: bool = True
    patience: float
    """Seconds an answer may take."""
    deadline: float = math.inf
    """When the whole call must be back (time.monotonic), however many answers it waits for."""

    @abstractmethod
    def rows(self, statement: str, values: Values = {}) -> Rows:  # noqa: B006 - never changed
        """Run one statement; its rows. Outside `transaction` it is committed when it returns."""

    @abstractmethod
    def call(self, procedure: Procedure, values: Values) -> Rows:
        """Do a whole procedure: all of it or nothing; JSON in its answer is read."""

    @abstractmethod
    def many(self, statement: str, values: Sequence[Values]) -> None:
        """Run one statement once per mapping."""

    @abstractmethod
    def load(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Put many new rows into `table`, the engine's fastest way."""

    @abstractmethod
    def reserve(self, table: str, count: int) -> Sequence[int]:
        """Numbers that no row of `table` has or will have; inside `transaction`."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; writers take turns from the start."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the connection; never raises."""

    def make_login(self, login: str, password: str, group: str) -> None:
        """A role that logs in, in `group`; its password leaves this program as a verifier only."""
        raise NotImplementedError

    @contextmanager
    def patient(self, seconds: float) -> Iterator[None]:
        """Long work: an answer may take `seconds` meanwhile, and there may be any number."""
        before, deadline = self.patience, self.deadline
        self.patience, self.deadline = seconds, math.inf
        try:
            yield
        finally:
            self.patience = before
            # The call goes on after its long part as if it had just begun.
            self.deadline = deadline if deadline == math.inf else time.monotonic() + before


def read_json(procedure: Procedure, found: Rows) -> Rows:
    """`found` with the JSON columns of its answer read."""
    kinds = list(procedure.gives.values())
    places = [place for place, kind in enumerate(kinds) if kind == "jsonb"]
    if not places:
        return found
    return [
        tuple(
            json.loads(value) if place in places and isinstance(value, str) else value
            for place, value in enumerate(row)
        )
        for row in found
    ]


OpenLink = Callable[[float], Link]
"""Opens one, given the moment (time.monotonic) at which it is too late."""


class NotInitialised(Refused):
    """The tables are not there."""


def not_initialised() -> NotInitialised:
    """What to do about it."""
    return NotInitialised(
        _("Cette base n'est pas encore préparée pour veille."),
        _("La préparer une fois avec « veille store init »."),
    )
