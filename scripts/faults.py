"""Everything that can go wrong, on purpose: what was lost, and whom two people called at once.

    .venv/bin/python scripts/faults.py [NAME ...] [--minutes N] [--seed S]

Each trial ends with an auditor that reads journals and store with its own SQL. `--minutes` is for
all families together; without it each runs its short form once, as scripts/check.py does. The exit
status is 1 when anything was lost, held twice, leaked, changed by a replay or otherwise wrong.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts.trials.scene import Tally

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main() -> int:
    from scripts.trials.families import FAMILIES, IN_MEMORY

    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(FAMILIES))
    parser.add_argument("--minutes", type=float, default=0, metavar="N", help="for all together")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), metavar="S")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.names if name not in FAMILIES]
    if unknown:
        parser.error(f"unknown: {' '.join(unknown)}; known: {' '.join(FAMILIES)}")
    names = list(dict.fromkeys(chosen.names)) or list(FAMILIES)
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        return _run(names, Path(folder), chosen.minutes, chosen.seed)


def _run(names: list[str], folder: Path, minutes: float, seed: int) -> int:
    from scripts.trials.families import run
    from scripts.trials.scene import Place, Templates
    from scripts.trials.table import print_findings, print_head, print_row
    from tests.postgres import running_server

    # The program says in its log where an exchange broke; here they break on purpose.
    logging.getLogger("veille_tui").addHandler(logging.NullHandler())
    tallies: list[Tally] = []
    print(f"seed {seed}")
    print_head()
    with running_server() as server:
        made = Templates(server, folder)
        for name in names:
            share = minutes / len(names)
            place = Place(made, folder, seed=seed, minutes=share, name=name)
            seconds = run(name, place)
            print_row(place.tally, seconds)
            tallies.append(place.tally)
    print_row(_sum(tallies))
    findings = [finding for tally in tallies for finding in tally.findings]
    print_findings(findings)
    return int(bool(findings))


def _sum(tallies: list[Tally]) -> Tally:
    from scripts.trials.scene import Tally

    return Tally(
        "all",
        sum(tally.trials for tally in tallies),
        sum(tally.faults for tally in tallies),
        [finding for tally in tallies for finding in tally.findings],
    )


if __name__ == "__main__":
    raise SystemExit(main())
