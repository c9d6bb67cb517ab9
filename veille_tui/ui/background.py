"""The only workers: journal verbs one after the other, and questions to the shared store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import ParamSpec, TypeVar

from textual.dom import DOMNode
from textual.worker import Worker, get_current_worker

from veille_tui.ui.messages import Fetched, FetchFailed

P = ParamSpec("P")
T = TypeVar("T")
_AT_ONCE = 0.004
"""Seconds that nobody sees; a slower disk is waited for without holding the screen up."""


class Hands:
    """One thread for the journal: verbs never overlap and the screen never waits for a disk."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")

    async def run(self, verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `verb` returns, or its error."""
        future = self._thread.submit(verb, *args, **kwargs)
        # A healthy disk answers at once: waiting for it here spares two turns of the loop.
        with suppress(TimeoutError):
            future.exception(_AT_ONCE)
        return future.result() if future.done() else await asyncio.wrap_future(future)

    def close(self) -> None:
        """Let the thread end once what was begun is written."""
        self._thread.shutdown(wait=True)


def fetch(node: DOMNode, name: str, verb: Callable[[], object]) -> Worker[None]:
    """Run `verb` in a thread; `node` then gets one message, Fetched or FetchFailed.

    A later fetch of the same name, or cancelling the worker, makes the earlier one say nothing.
    """
    work = partial(_fetch, node, name, verb)
    return node.run_worker(
        work, name=name, group=name, exclusive=True, thread=True, exit_on_error=False
    )


def _fetch(node: DOMNode, name: str, verb: Callable[[], object]) -> None:
    worker = get_current_worker()
    message: Fetched | FetchFailed
    try:
        message = Fetched(name, verb())
    except Exception as error:  # noqa: BLE001 - app.tell says it, whatever it is
        message = FetchFailed(name, error)
    if not worker.is_cancelled:
        node.post_message(message)
