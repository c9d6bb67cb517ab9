"""What every command is given: where it works, where it speaks, and in which form."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from veille_tui.cli.folding import folded
from veille_tui.domain.texts import strip_controls

if TYPE_CHECKING:
    from veille_tui.config import Settings
    from veille_tui.store.shared import SharedStore


@dataclass(frozen=True, slots=True)
class Context:
    """One run of one command. Data goes to `out`, talk to `err`."""

    settings: Settings
    env: Mapping[str, str]
    as_json: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def show(self, text: str) -> None:
        """A line of data for people; what a terminal would obey is taken out."""
        self.out.write(strip_controls(text) + "\n")

    def document(self, value: Any) -> None:
        """The data for programs: one JSON document."""
        json.dump(value, self.out, ensure_ascii=False, indent=2)
        self.out.write("\n")

    def hand_over(self) -> None:
        """Wait until the data has really left: what is noted as sent afterwards was written.

        Raises OSError where it cannot (a full disk, a pipe that is closed).
        """
        self.out.flush()

    def tell(self, text: str) -> None:
        """A line of talk."""
        self.err.write(folded(strip_controls(text), self.err) + "\n")

    @contextmanager
    def store(self) -> Iterator[SharedStore]:
        """The shared store, closed afterwards."""
        from veille_tui.bootstrap import open_store

        store = open_store(self.settings)
        try:
            yield store
        finally:
            store.close()
