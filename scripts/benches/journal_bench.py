"""One answer to disk, as the screen sees it, against append + fdatasync."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from statistics import median

from scripts.benches.ratios import ON_DISK, Row
from veille_tui.domain.journal import Entry, Kind
from veille_tui.store.local import LocalJournal
from veille_tui.ui.background import Hands


def rows(*, quick: bool) -> Iterator[Row]:
    """Both on the same disk, in turn, in blocks of a hundred."""
    blocks = 5 if quick else 20
    with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
        mine, floor = asyncio.run(_measure(Path(folder), blocks))
    ratios = [ours / other for ours, other in zip(mine, floor, strict=True)]
    yield Row("journal", "one answer to disk", median(mine), median(floor), "s",
              "append + fdatasync", 2.0, median(ratios))  # fmt: skip


async def _measure(folder: Path, blocks: int) -> tuple[list[float], list[float]]:
    """The medians of each block of a hundred, ours and the floor's."""
    journal = LocalJournal(folder / "journal.db")
    hands = Hands()
    mine: list[float] = []
    floor: list[float] = []
    with (folder / "floor").open("ab", buffering=0) as stream:
        for _ in range(blocks):
            entries = [_entry() for _ in range(100)]
            mine.append(median([await _ours(hands, journal, entry) for entry in entries]))
            floor.append(median([_floor(stream) for _ in range(100)]))
    hands.close()
    journal.close()
    return mine, floor


async def _ours(hands: Hands, journal: LocalJournal, entry: Entry) -> float:
    start = time.perf_counter()
    await hands.run(journal.append, entry)
    return time.perf_counter() - start


def _floor(stream: FileIO) -> float:
    line = json.dumps({"id": str(uuid.uuid4()), "value": "oui"}).encode()
    start = time.perf_counter()
    stream.write(line)
    os.fdatasync(stream.fileno())
    return time.perf_counter() - start


def _entry() -> Entry:
    data = {"question": "moral", "value": "bien", "words": "Comment allez-vous ? Bien"}
    return Entry(
        str(uuid.uuid4()), datetime.now(UTC), Kind.ANSWERED, 1, "bench", "a", "Hélène", data
    )
