"""The verbs of the shared store about what follows a call; one class with the others in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from veille_tui.store.link import Link

Result = TypeVar("Result")


class FollowVerbs:
    """Relays, referrals, opt-outs, the alert and text messages. Errors: see SharedStore."""

    def _do(self, work: Callable[[Link], Result]) -> Result:
        """Do `work` on a connection of the store."""
        raise NotImplementedError

    def _now(self) -> int | None:
        """What stands in for the store's clock; None is the store's own."""
        raise NotImplementedError
