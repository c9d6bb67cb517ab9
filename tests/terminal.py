"""A program in a real pseudo-terminal: what it has painted, and when."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_LIMIT = 30.0


class Terminal:
    """One program on an 80x24 terminal; times are seconds since it was started."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(env))
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._seen = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def until(self, marker: str, within: float = _LIMIT) -> float:
        """When `marker` was painted; what came before it is forgotten."""
        wanted = marker.encode()
        deadline = time.perf_counter() + within
        while wanted not in self._seen:
            ready, _, _ = select.select([self._fd], [], [], max(0, deadline - time.perf_counter()))
            if not ready:
                raise TimeoutError(f"{marker!r} was never painted; seen: {self._seen[-2000:]!r}")
            self._seen += os.read(self._fd, 65536)
        now = time.perf_counter()
        self._seen = self._seen.partition(wanted)[2]
        return now - self._started

    def press(self, keys: str) -> None:
        """Send keys as a keyboard would."""
        os.write(self._fd, keys.encode())

    def settle(self, quiet: float) -> None:
        """Read until nothing was painted for `quiet` seconds."""
        while select.select([self._fd], [], [], quiet)[0]:
            self._seen = os.read(self._fd, 65536)

    @property
    def fd(self) -> int:
        """The terminal itself, for who looks at its modes."""
        return self._fd

    def ended(self, within: float = _LIMIT) -> int:
        """The exit status, once the program has ended by itself."""
        deadline = time.perf_counter() + within
        while time.perf_counter() < deadline:
            if select.select([self._fd], [], [], 0.05)[0]:
                with contextlib.suppress(OSError):
                    os.read(self._fd, 65536)
            state = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if state is not None:
                return state.si_status
        raise TimeoutError("the program goes on")

    def memory(self) -> float:
        """Peak resident memory so far, in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
