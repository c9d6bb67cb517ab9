"""Speed as ratios: ours against a floor or a peer measured in the same run.

    .venv/bin/python scripts/bench.py [NAME ...]     start key journal claim import memory script

Every row is the median of several repetitions, ours and the other in turn.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

NAMES = ("start", "key", "journal", "claim", "import", "memory", "script")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, smaller tables")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in NAMES]
    if unknown:
        parser.error(f"unknown: {' '.join(unknown)}; known: {' '.join(NAMES)}")
    from scripts.benches.ratios import print_head, print_row

    print_head()
    for name in arguments.names or NAMES:
        module = importlib.import_module(f"scripts.benches.{name}_bench")
        for row in module.rows(quick=arguments.quick):
            print_row(row)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
