"""A disk of a known size that fills up or turns read-only: a tmpfs of our own, for root only."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SmallDisk:
    """What is mounted at `place`."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._ballast = place / "ballast"

    def leave(self, free: int) -> None:
        """Fill it so that about `free` bytes are left."""
        found = os.statvfs(self.place)
        size = found.f_bavail * found.f_frsize - free
        with self._ballast.open("wb") as stream:
            os.posix_fallocate(stream.fileno(), 0, max(size, 1))

    def clear(self) -> None:
        """Somebody made room."""
        self._ballast.unlink(missing_ok=True)

    def read_only(self) -> None:
        """Nobody can write; no file of it may be open for writing."""
        _mount("-o", "remount,ro", str(self.place))

    def writable(self) -> None:
        """It can be written again."""
        _mount("-o", "remount,rw", str(self.place))


def can_mount() -> bool:
    """Whether this account may make a disk."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with small_disk(Path(folder)):
                return True
        except OSError:
            return False


@contextmanager
def small_disk(place: Path) -> Iterator[SmallDisk]:
    """A disk of 4 MB at `place`, an empty folder. Raises OSError when this may not be."""
    _mount("-t", "tmpfs", "-o", "size=4m,mode=0700", "veille-trial", str(place))
    try:
        yield SmallDisk(place)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


def _mount(*arguments: str) -> None:
    try:
        subprocess.run(["mount", *arguments], check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        raise OSError(error.stderr.decode(errors="replace")) from error
