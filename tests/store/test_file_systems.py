"""A SQLite store is one machine's: on a network folder it is refused, whichever the system."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from veille_tui.errors import Refused
from veille_tui.store import file_systems
from veille_tui.store.file_systems import (
    kind_on_linux,
    kind_on_macos,
    network_of,
    synchronised_by,
)
from veille_tui.store.shared import SharedStore

LINUX = r"""
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
23 22 0:21 / /proc rw,nosuid - proc proc rw
40 22 0:40 / /srv/equipe rw,relatime shared:9 - nfs4 nas:/equipe rw,vers=4.2
41 22 0:41 / /srv/equipe/local rw - ext4 /dev/vdb rw
42 22 0:42 / /mnt/Mes\040partages rw - cifs //nas/partages rw
43 22 0:43 / /home/ana/nas rw - fuse.sshfs ana@nas:/ rw
44 22 0:44 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
45 22 0:45 / /mnt/c rw - 9p drvfs rw
46 22 0:46 / /media/cle rw - fuseblk /dev/sdb1 rw
47 22 0:47 / /mnt/deux rw - ext4 /dev/vdc rw
48 22 0:48 / /mnt/deux rw - smb3 //nas/deux rw
49 22 0:49 / /data rw - fuse.mergerfs disks rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ana/.local/share/veille", ""),
        ("/srv/equipe", "nfs4"),
        ("/srv/equipe/veille", "nfs4"),
        ("/srv/equipes", ""),
        ("/srv/equipe/local/veille", ""),
        ("/mnt/Mes partages/veille", "cifs"),
        ("/home/ana/nas/veille", "sshfs"),
        ("/run/user/1000/gvfs/smb-share:server=nas", "gvfsd-fuse"),
        ("/mnt/c/Users/ana", "9p"),
        ("/media/cle", ""),
        ("/mnt/deux", "smb3"),
        ("/data/veille", ""),
    ],
)
def test_linux_says_which_folders_are_another_machine_s(folder: str, kind: str):
    assert kind_on_linux(PurePosixPath(folder), LINUX) == kind


def test_a_sandbox_whose_only_disk_is_lent_to_it_is_a_machine_of_its_own():
    lent = "1 0 0:1 / / rw - 9p none rw\n2 1 0:2 / /mnt rw - 9p none rw\n"
    assert kind_on_linux(PurePosixPath("/home"), lent) == ""
    assert kind_on_linux(PurePosixPath("/mnt/veille"), lent) == "9p"


MACOS = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//ana@nas._smb._tcp.local/equipe on /Volumes/equipe (smbfs, nodev, nosuid, mounted by ana)
nas:/vol/deux on /Volumes/mes (deux) (nfs, nodev)
ana@nas:/ on /Volumes/ssh (macfuse, nodev, nosuid, mounted by ana)
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/Users/ana/Library/veille", ""),
        ("/Volumes/equipe/veille", "smbfs"),
        ("/Volumes/mes (deux)/veille", "nfs"),
        ("/Volumes/ssh/veille", "macfuse"),
    ],
)
def test_macos_says_which_folders_are_another_machine_s(folder: str, kind: str):
    assert kind_on_macos(PurePosixPath(folder), MACOS) == kind


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("/home/ana/OneDrive - Habitat/veille.db", "OneDrive - Habitat"),
        ("/home/ana/Dropbox/x/veille.db", "Dropbox"),
        ("/Users/ana/Library/CloudStorage/GoogleDrive-ana/veille.db", "CloudStorage"),
        ("/Users/ana/Library/Mobile Documents/x/veille.db", "Mobile Documents"),
        ("/home/ana/Nextcloud/veille.db", "Nextcloud"),
        ("/home/ana/dossiers/veille.db", ""),
    ],
)
def test_a_folder_that_a_service_copies_elsewhere_is_known_by_its_name(file: str, name: str):
    assert synchronised_by(Path(file)) == name


@pytest.fixture
def on_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the system says to be another machine's."""
    shared = tmp_path / "nas"
    shared.mkdir()
    mounted = f"1 0 0:1 / / rw - ext4 d rw\n2 1 0:2 / {shared} rw - nfs4 nas:/ rw\n"
    monkeypatch.setattr(file_systems, "_network_of", lambda folder: kind_on_linux(folder, mounted))
    return shared


def test_a_store_on_a_network_folder_is_refused_before_anything_is_made(on_a_network: Path):
    with pytest.raises(Refused, match="nfs4") as failure:
        SharedStore.open(f"sqlite:///{on_a_network}/veille/store.db")
    assert "PostgreSQL" in failure.value.hint
    assert list(on_a_network.iterdir()) == []


def test_a_link_to_a_network_folder_is_one(on_a_network: Path, tmp_path: Path):
    (tmp_path / "ici").symlink_to(on_a_network)
    with pytest.raises(Refused, match="nfs4"):
        SharedStore.open(f"sqlite:///{tmp_path}/ici/store.db")


def test_the_folders_of_the_tests_are_this_machine_s(tmp_path: Path):
    assert network_of(tmp_path / "not" / "there" / "yet.db") == ""


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Path]:
    """A folder mounted as sshfs mounts it, whose server never answers."""
    if sys.platform != "linux" or os.geteuid() != 0 or not Path("/dev/fuse").exists():
        pytest.skip("only root mounts a folder, where Linux has FUSE")
    folder = tmp_path / "distant"
    folder.mkdir()
    system = ctypes.CDLL(None, use_errno=True)
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,subtype=sshfs".encode()
    if system.mount(b"ana@nas:/", bytes(folder), b"fuse", 0, options):
        os.close(device)
        pytest.skip(f"mounting is not allowed here: {os.strerror(ctypes.get_errno())}")
    yield folder
    os.close(device)
    detach = 2
    system.umount2(bytes(folder), detach)


def test_a_real_network_folder_is_refused_without_waiting_for_its_server(remote: Path):
    with pytest.raises(Refused, match="sshfs"):
        SharedStore.open(f"sqlite:///{remote}/veille/store.db")
