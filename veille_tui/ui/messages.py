"""What workers tell the screens."""

from __future__ import annotations

from textual.message import Message


class Fetched(Message, bubble=False):
    """A verb that asked the shared store came back."""

    def __init__(self, name: str, result: object) -> None:
        super().__init__()
        self.name = name
        self.result = result


class FetchFailed(Message, bubble=False):
    """A verb that asked the shared store did not succeed."""

    def __init__(self, name: str, error: Exception) -> None:
        super().__init__()
        self.name = name
        self.error = error
