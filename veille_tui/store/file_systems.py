"""Where a SQLite file must not be: on another machine's disk, where its locks do not hold."""

from __future__ import annotations

import functools
import os
import re
import sys
from pathlib import Path, PurePath

_NETWORKED = frozenset(
    """9p afp afpfs afs beegfs ceph cifs coda davfs ftp gfs2 glusterfs gpfs lustre ncpfs ncp nfs
    nfs3 nfs4 ocfs2 pvfs2 smb smb2 smb3 smbfs sshfs webdav""".split()
)
_NETWORKED_BY_PROGRAM = frozenset(
    """afpfs ceph curlftpfs davfs davfs2 gcsfuse glusterfs gvfsd-fuse goofys kio-fuse mount.davfs
    rclone s3fs sshfs smbnetfs webdav""".split()
)
"""After `fuse.`: a program that shows another machine's files as if they were here."""
_OCTAL = re.compile(r"\\([0-7]{3})")
_DRIVE_REMOTE = 4
_SYNCHRONISED = re.compile(
    r"^(onedrive.*|dropbox.*|google ?drive.*|mon drive|my drive|icloud ?drive.*"
    r"|mobile documents|com~apple~clouddocs|cloudstorage|nextcloud|owncloud|kdrive|pcloud ?drive"
    r"|box sync|seafile|syncthing)$",
    re.IGNORECASE,
)


def network_of(file: Path) -> str:
    """The kind of network that `file` would lie on; "" when its disk is this machine's."""
    # By its name before anything is looked at: a server that is gone would never answer.
    named = file.expanduser().absolute()
    return _network_of(named) or _network_of(Path(os.path.realpath(named)))


def synchronised_by(file: Path) -> str:
    """The folder on the way to `file` that a service copies to elsewhere; "" when there is none.

    It is told by its name alone.
    """
    parts = file.expanduser().absolute().parts
    return next((part for part in parts if _SYNCHRONISED.match(part)), "")


@functools.lru_cache(maxsize=64)
def _network_of(folder: Path) -> str:
    if sys.platform == "win32":
        return _on_windows(folder)
    try:
        if sys.platform == "darwin":
            return kind_on_macos(folder, _what_mount_says())
        mounted = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        return kind_on_linux(folder, mounted)
    except OSError:
        # Nobody says what is mounted: nothing is forbidden by guess.
        return ""


def kind_on_linux(folder: PurePath, mounted: str) -> str:
    """The network's kind by the text of /proc/self/mountinfo; "" for a disk of this machine."""
    place, kind = "", ""
    for line in mounted.splitlines():
        before, _dash, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = _OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4])
        # The later of two on one place hides the earlier.
        if folder.is_relative_to(point) and len(point) >= len(place):
            place, kind = point, after.split(" ")[0]
    if kind == "9p" and place == "/":
        # The whole machine is a sandbox whose only disk is lent to it.
        return ""
    return _if_networked(kind)


def kind_on_macos(folder: PurePath, mounted: str) -> str:
    """The network's kind by what the command `mount` prints; "" for a disk of this machine."""
    place, kind = "", ""
    for found in re.finditer(r"^.+? on (/.*) \((\w+)[,)]", mounted, re.MULTILINE):
        if folder.is_relative_to(found[1]) and len(found[1]) >= len(place):
            place, kind = found[1], found[2]
    return kind if kind in {"macfuse", "osxfuse"} else _if_networked(kind)


def _if_networked(kind: str) -> str:
    family, _dot, program = kind.partition(".")
    if family in {"fuse", "fuseblk"}:
        return program if program in _NETWORKED_BY_PROGRAM else ""
    return kind if kind in _NETWORKED else ""


def _what_mount_says() -> str:
    import subprocess

    try:
        return subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True
        ).stdout
    except subprocess.SubprocessError:
        return ""


def _on_windows(folder: Path) -> str:
    if folder.drive.startswith("\\\\"):
        return "UNC"
    import ctypes

    windows = getattr(ctypes, "windll")  # noqa: B009 - only there on Windows
    kind = windows.kernel32.GetDriveTypeW(f"{folder.drive}\\")
    return "Windows" if kind == _DRIVE_REMOTE else ""
