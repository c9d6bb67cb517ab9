"""Runs the five programmes whole, one after the other, and prints each table with time and memory.

python scripts/programmes.py               all five, on SQLite in a temporary folder
python scripts/programmes.py chalets       one of them
python scripts/programmes.py --scale 0.1   smaller
python scripts/programmes.py --folder DIR  the stores there: a fast disk, or memory
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAMMES = ROOT / "call_scripts" / "programmes"
NAMES = ("mesolia_lancement", "mesolia_mai", "chalets", "patrimoine", "paris_habitat")


def main() -> int:
    """1 when a programme stopped or a figure is not what is true of its world."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("names", nargs="*", metavar="PROGRAMME", help=", ".join(NAMES))
    options.add_argument("--scale", default="1")
    options.add_argument("--seed", default="1")
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    unknown = [name for name in chosen.names if name not in NAMES]
    if unknown:
        options.error(f"no such programme: {', '.join(unknown)}")
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
    failed = [name for name in chosen.names or NAMES if not ran(name, chosen)]
    print("failed: " + ", ".join(failed) if failed else "all programmes hold")
    return 1 if failed else 0


def ran(name: str, chosen: argparse.Namespace) -> bool:
    """Run one in a process of its own, so that its memory is its own."""
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="programme-") as folder:
        command = [
            *(sys.executable, "-m", "veille_tui", "simulate"),
            str(PROGRAMMES / name / "campagne.yaml"),
            *("--scale", chosen.scale, "--seed", chosen.seed, "--keep", folder),
        ]
        env = os.environ | {"PYTHONPATH": str(ROOT), "VEILLE_HOME": folder}
        began = time.perf_counter()
        done = subprocess.run(command, env=env, check=False, stdout=subprocess.PIPE, text=True)
        seconds = time.perf_counter() - began
        size = sum(file.stat().st_size for file in Path(folder).glob("*.db*"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"== {name}")
    print(done.stdout)
    print(
        f"{seconds:.0f} s, at most {peak} MB so far, store of {size // 1_000_000} MB\n", flush=True
    )
    return done.returncode == 0 and "≠" not in done.stdout


if __name__ == "__main__":
    sys.exit(main())
