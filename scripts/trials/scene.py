"""One trial's stage: a store of its own, a clock in our hand, a ledger and an auditor."""

from __future__ import annotations

import random
import shutil
import struct
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal

from scripts.trials.auditor import Auditor, Finding, of_journal
from scripts.trials.eye import Eye
from scripts.trials.ledger import Ledger
from scripts.trials.workstation import Workstation
from tests import builders
from tests.postgres import Server
from tests.store.builders import NOON, WINTER, fill
from tests.store.conftest import make
from veille_tui.domain.campaign import Assignment
from veille_tui.store.shared import SharedStore

OPEN = replace(WINTER, hours=builders.always_open(), script_id="confinement", script_hash="abc")
AHEAD = 3
"""Households that a desk at work holds in advance."""
Engine = Literal["sqlite", "postgresql"]
ENGINES: tuple[Engine, ...] = ("sqlite", "postgresql")
_SOMETHING = "select 1 from journal where sent_at is null union all select 1 from claims limit 1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class FileClock:
    """The store's clock, which other processes read too."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def set(self, moment: datetime) -> None:
        """It is `moment`."""
        micros = (moment - _EPOCH) // timedelta(microseconds=1)
        # Written over in place: a reader never finds an empty file.
        with self.file.open("r+b" if self.file.exists() else "wb") as stream:
            stream.write(struct.pack("<q", micros))

    def __call__(self) -> datetime:
        (micros,) = struct.unpack("<q", self.file.read_bytes())
        return _EPOCH + timedelta(microseconds=micros)

    def forward(self, **length: float) -> None:
        """Time passes."""
        self.set(self() + timedelta(**length))


@dataclass
class Tally:
    """What one family did so far."""

    name: str
    trials: int = 0
    faults: int = 0
    findings: list[Finding] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """How many findings of a kind."""
        return sum(finding.kind == kind for finding in self.findings)


class Scene:
    """A store with households to call, and the desks that call them."""

    def __init__(self, engine: Engine, url: str, folder: Path) -> None:
        self.engine = engine
        self.url = url
        self.folder = folder
        self.clock = FileClock(folder / "clock")
        self.clock.set(NOON)
        self.ledger = Ledger(folder / "ledger")
        self.store = SharedStore(url, clock=self.clock)
        self.eye = Eye(url)
        self.desks: dict[str, Workstation] = {}

    def open_campaign(self, households: int) -> None:
        """Bring households in, and have the database watch who holds them."""
        fill(self.store, households, replace(OPEN, assignment=Assignment(ahead=AHEAD)))
        self.store.put_script(
            script_hash="abc", script_id="confinement", title="Nouvelles", language="fr",
            version="1", source="script", published_by="Zoé", now=self.clock(),
        )  # fmt: skip
        self.eye.watch()

    def journal(self, name: str) -> Path:
        """Where a desk's journal is."""
        return self.folder / name / "journal.db"

    def desk(self, name: str) -> Workstation:
        """A desk at its workstation, opened when it is not."""
        if name not in self.desks:
            self.desks[name] = Workstation(
                name, self.journal(name), self.store, self.clock, self.ledger
            )
        return self.desks[name]

    def stop(self, name: str) -> None:
        """A desk's program ends."""
        if name in self.desks:
            self.desks.pop(name).close()

    def auditor(self) -> Auditor:
        """The auditor of everything that stands here."""
        return Auditor(self.eye, self.ledger, sorted(self.folder.glob("*/journal.db")))

    def close_desks(self) -> None:
        """Every program ends: the journals may be read."""
        for name in list(self.desks):
            self.stop(name)

    def judged(self) -> list[Finding]:
        """Whether all is there now; then once all is sent; then whether sending again is idle."""
        self.close_desks()
        auditor = self.auditor()
        findings = [*auditor.lost(), *auditor.double()]
        self.send_all()
        findings += auditor.lost_when_all_is_sent() + auditor.double() + auditor.leaks()
        findings += auditor.replay(self._send_again)
        return findings

    def send_all(self) -> None:
        """Every workstation that has something to send or in hand comes back once."""
        for file in sorted(self.folder.glob("*/journal.db")):
            if of_journal(file, _SOMETHING):
                self.desk(file.parent.name).send()
        for (name,) in self.eye.rows("select distinct caller from notices where told_at is null"):
            if self.journal(name).exists():
                # It hears, and then says that it has heard.
                for _ in range(2):
                    self.desk(name).round()
        self.close_desks()

    def _send_again(self) -> None:
        for file in sorted(self.folder.glob("*/journal.db")):
            if of_journal(file, "select 1 from journal limit 1"):
                forget_sent(file)
        self.send_all()

    def close(self) -> None:
        """Let go of everything."""
        self.close_desks()
        self.store.close()
        self.eye.close()


def forget_sent(journal: Path) -> None:
    """As if no acknowledgement had ever come."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
        connection.execute("update journal set sent_at = null, refused = null")


class Templates:
    """Stores with their tables and nothing in them, made once and copied for each trial."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self._folder = folder

    @cached_property
    def sqlite(self) -> Path:
        """The file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / "template.db"
        make(f"sqlite:///{file}")
        return file

    @cached_property
    def postgres(self) -> str:
        """The name of the database."""
        name = self.server.new_database()
        make(self.server.url(name))
        return name


class Place:
    """Where the trials of one family run: stores to start from, chance, and a time to end."""

    def __init__(
        self, made: Templates, folder: Path, *, seed: int, minutes: float = 0, name: str = ""
    ) -> None:
        self.use(made)
        self.folder = folder
        self.chance = random.Random(f"{seed} {name}")
        self.tally = Tally(name)
        self.is_short = not minutes
        self._end = time.monotonic() + 60 * minutes

    def use(self, made: Templates) -> None:
        """Take stores from there from now on."""
        self.made = made
        self.server = made.server

    def again(self) -> bool:
        """Whether the long form has time for another turn."""
        return not self.is_short and time.monotonic() < self._end

    def some(self, steps: int, at_most: int) -> list[int]:
        """Steps to try: all of them at length, spread over all of them in the short form."""
        if not self.is_short or steps <= at_most:
            return list(range(1, steps + 1))
        width = steps / at_most
        return sorted({1 + int((part + self.chance.random()) * width) for part in range(at_most)})

    @contextmanager
    def scene(self, engine: Engine, households: int = 3) -> Iterator[Scene]:
        """A fresh store of either kind with households to call."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder, self.url(engine) as url:
            scene = Scene(engine, url, Path(folder))
            try:
                scene.open_campaign(households)
                yield scene
            finally:
                scene.close()

    @contextmanager
    def empty(self, engine: Engine) -> Iterator[tuple[str, Path]]:
        """The address of a store without tables, and a folder."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            if engine == "sqlite":
                yield f"sqlite:///{folder}/store.db", Path(folder)
                return
            name = self.server.new_database()
            try:
                yield self.server.url(name), Path(folder)
            finally:
                self.server.drop_database(name)

    @contextmanager
    def trial(self, engine: Engine, households: int = 3, faults: int = 1) -> Iterator[Scene]:
        """A scene that is audited at its end; what nobody expected is a finding too."""
        with self.scene(engine, households) as scene:
            try:
                yield scene
                self.audited(scene, faults)
            except Exception as error:  # noqa: BLE001 - told in the table
                last = traceback.extract_tb(error.__traceback__)[-1]
                where = f"{Path(last.filename).name}:{last.lineno}"
                self.check(False, f"{engine}: {type(error).__name__} {error} at {where}")

    def audited(self, scene: Scene, faults: int = 1) -> None:
        """Count a trial and what its auditor finds."""
        self.tally.trials += 1
        self.tally.faults += faults
        self.tally.findings += scene.judged()

    def check(self, is_right: bool, text: str) -> None:
        """What a family knows must hold, beyond what the auditor looks at."""
        if not is_right:
            self.tally.findings.append(Finding("wrong", text))

    @contextmanager
    def url(self, engine: Engine) -> Iterator[str]:
        """A store with its tables and nothing in them."""
        if engine == "sqlite":
            with tempfile.TemporaryDirectory(dir=self.folder) as folder:
                file = Path(folder) / "store.db"
                shutil.copy(self.made.sqlite, file)
                yield f"sqlite:///{file}"
            return
        name = self.server.new_database(self.made.postgres)
        try:
            yield self.server.url(name)
        finally:
            self.server.drop_database(name)


Run = Callable[[Place], None]
