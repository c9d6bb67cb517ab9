"""A process with everything loaded and one thread, that forks a real child for each trial.

Starting Python for each of hundreds of kills would take most of the time; a fork takes 5 ms.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

_ROOT = Path(__file__).resolve().parent.parent.parent


class Zygote:
    """The parent's side."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, function: str, *arguments: Any) -> int:
        """Run `module:function` in a child; its process id."""
        pid: int = self._ask({"run": function, "with": arguments})
        return pid

    def wait(self, pid: int) -> int:
        """Its exit status; minus the signal that killed it; 256 + the signal that stopped it."""
        status: int = self._ask({"wait": pid})
        return status

    def run(self, function: str, *arguments: Any) -> int:
        """Start and wait."""
        return self.wait(self.start(function, *arguments))

    def _ask(self, question: Any) -> Any:
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("the zygote has no pipes")
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def zygote() -> Iterator[Zygote]:
    """A zygote while the block runs; its children are gone after it."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from scripts.trials.zygote import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )
    try:
        yield Zygote(process)
    finally:
        if process.stdin:
            process.stdin.close()
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()


def serve() -> None:
    """The zygote's side: answer each line of standard input until there is no more."""
    # Loaded once, for every child.
    importlib.import_module("scripts.trials.children")
    importlib.import_module("veille_tui.store.postgres_link")

    children: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        answer = _status(asked["wait"], children) if "wait" in asked else _fork(asked, children)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for pid in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _status(pid: int, children: set[int]) -> int:
    _, status = os.waitpid(pid, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        return 256 + os.WSTOPSIG(status)
    children.discard(pid)
    return os.waitstatus_to_exitcode(status)


def _fork(asked: dict[str, Any], children: set[int]) -> int:
    pid = os.fork()
    if not pid:
        _child(asked["run"], asked["with"])
    children.add(pid)
    return pid


def _child(function: str, arguments: list[Any]) -> NoReturn:
    """Never returns into the zygote's loop, and closes nothing that was the zygote's."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    status = 1
    try:
        module, name = function.split(":")
        status = int(getattr(importlib.import_module(module), name)(*arguments) or 0)
    except BaseException:  # noqa: BLE001 - a child's last words go to standard error
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)
