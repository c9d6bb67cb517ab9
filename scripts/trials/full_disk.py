"""The disk fills up or turns read-only, under the journal and under the embedded store.

Root makes small disks of its own; anybody lowers the size that a file may have (RLIMIT_FSIZE).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.trials.scene import Place, Scene
from scripts.trials.small_disk import SmallDisk, can_mount, small_disk
from scripts.trials.zygote import Zygote, zygote
from veille_tui.errors import JournalFailed, Refused, StoreUnreachable, VeilleError

_PAGE = 4096
_LIMITED = "scripts.trials.children:limited"
_CALLS = 2


def run(place: Place) -> None:
    """Full at every page that a shift writes, read-only at every start."""
    with zygote() as nursery:
        _limits(place, nursery, 6 if place.is_short else 40)
    if not can_mount():
        return
    _disks(place, 8 if place.is_short else 40)
    while place.again():
        _disks(place, 40)


def _limits(place: Place, nursery: Zygote, count: int) -> None:
    for _ in range(count):
        limit = place.chance.randint(8, 70) * _PAGE + place.chance.randint(0, _PAGE)
        with place.scene("sqlite") as scene:
            status = nursery.run(_LIMITED, scene.url, str(scene.folder), "Hélène", _CALLS, limit)
            place.check(status in {0, 3}, f"files of at most {limit} bytes: ended with {status}")
            place.audited(scene, int(status == 0))


def _disks(place: Place, pages: int) -> None:
    for page in place.some(40, pages):
        _journal_full(place, page * _PAGE)
        _store_full(place, page * _PAGE)
    _journal_read_only(place)
    _store_read_only(place)
    _server_read_only(place)


def _journal_full(place: Place, free: int) -> None:
    """The desk stops at the verb that the disk refused, and goes on from there."""
    with place.scene("sqlite") as scene, _disk_of(scene, "Hélène") as disk:
        desk = scene.desk("Hélène")
        desk.take()
        disk.leave(free)
        refusals = 0

        def make_room() -> None:
            nonlocal refusals
            refusals += 1
            place.check(not scene.auditor().lost(), f"{free} bytes free: lost while it was full")
            disk.clear()

        done = _going_on(lambda: desk.shift(_CALLS), make_room, JournalFailed)
        place.check(done == _CALLS, f"{free} bytes free: {done} calls")
        place.audited(scene, refusals)


def _store_full(place: Place, free: int) -> None:
    """The desk keeps what the store has no room for."""
    with place.scene("sqlite") as scene, _store_on_disk(scene) as disk:
        desk = scene.desk("Hélène")
        desk.take()
        disk.leave(free)
        refusals = 0

        def make_room() -> None:
            nonlocal refusals
            refusals += 1
            disk.clear()

        desk.on_failure = make_room
        place.check(desk.shift(_CALLS) == _CALLS, f"store with {free} bytes free: stopped")
        scene.close_desks()
        place.audited(scene, refusals)
        scene.store.close()


def _journal_read_only(place: Place) -> None:
    """A journal that cannot be written is not opened, and is whole when it can be again."""
    with place.scene("sqlite") as scene, _disk_of(scene, "Hélène") as disk:
        hand = scene.desk("Hélène").take()
        if hand is not None:
            scene.desk("Hélène").dial(hand)
        scene.close_desks()
        disk.read_only()
        try:
            scene.desk("Hélène")
            place.check(False, "a desk opened on a read-only disk")
        except JournalFailed:
            pass
        place.check(not scene.auditor().lost(), "lost while it was read-only")
        disk.writable()
        scene.desk("Hélène").shift(_CALLS)
        place.audited(scene)


def _store_read_only(place: Place) -> None:
    with place.scene("sqlite") as scene, _store_on_disk(scene) as disk:
        hand = scene.desk("Hélène").take()
        if hand is not None:
            scene.desk("Hélène").call(hand)
        scene.store.close()
        disk.read_only()
        _refused(place, scene, "embedded store read-only")
        scene.store.close()
        disk.writable()
        scene.desk("Hélène").shift(_CALLS)
        scene.close_desks()
        place.audited(scene)
        scene.store.close()


def _server_read_only(place: Place) -> None:
    """As after a failover to a standby: the server answers and takes nothing."""
    with place.trial("postgresql") as scene:
        hand = scene.desk("Hélène").take()
        if hand is not None:
            scene.desk("Hélène").call(hand)
        setting = "alter role veille in database {} set default_transaction_read_only = {}"
        name = scene.url.split("@/", 1)[1].split("?", 1)[0]
        place.server.execute(setting.format(f'"{name}"', "on"))
        scene.store.close()
        _refused(place, scene, "server read-only")
        place.server.execute(setting.format(f'"{name}"', "off"))
        scene.store.close()
        scene.eye.close()
        scene.desk("Hélène").shift(_CALLS)


def _refused(place: Place, scene: Scene, where: str) -> None:
    """A round says in words that the store takes nothing, and forgets nothing."""
    waiting = scene.desk("Hélène").journal.unsent_count()
    try:
        scene.desk("Hélène").send()
        place.check(False, f"{where}: it took something")
    except (Refused, StoreUnreachable):
        pass
    except Exception as error:  # noqa: BLE001 - what a screen could not put into words
        place.check(False, f"{where}: {type(error).__name__} {error}")
    place.check(scene.desk("Hélène").journal.unsent_count() == waiting, f"{where}: fewer wait")


def _going_on(work: Callable[[], int], mend: Callable[[], None], failure: type[VeilleError]) -> int:
    """`work`, again after each `failure` once it is mended."""
    for _ in range(5):
        try:
            return work()
        except failure:
            mend()
    return work()


@contextmanager
def _disk_of(scene: Scene, name: str) -> Iterator[SmallDisk]:
    """A small disk for one desk's journal."""
    folder = scene.journal(name).parent
    folder.mkdir()
    with small_disk(folder) as disk:
        try:
            yield disk
        finally:
            scene.close_desks()


@contextmanager
def _store_on_disk(scene: Scene) -> Iterator[SmallDisk]:
    """A small disk for the store itself."""
    scene.store.close()
    file = Path(scene.url.removeprefix("sqlite:///"))
    saved = scene.folder / "saved.db"
    shutil.copy(file, saved)
    for part in file.parent.glob(f"{file.name}*"):
        part.unlink()
    with small_disk(file.parent) as disk:
        shutil.copy(saved, file)
        yield disk
