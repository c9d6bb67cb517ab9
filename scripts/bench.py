"""Speed as ratios: ours against a floor or a peer measured in the same run.

    .venv/bin/python scripts/bench.py [NAME ...]

Every row is the median of several repetitions, ours and the other in turn. The job queues that
`claim` is compared with come with the extra `bench`; without them it runs without them.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

NAMES = tuple(
    "start key journal claim import memory script"
    " roundtrips sync burst deadlink offline desks".split()
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, smaller tables")
    parser.add_argument("--huge", action="store_true", help="claim: on 10,000,000 households too")
    parser.add_argument("--minutes", type=float, default=5, help="desks: how long each shift is")
    parser.add_argument("--hour", action="store_true", help="desks: shifts of an hour")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in NAMES]
    if unknown:
        parser.error(f"unknown: {' '.join(unknown)}; known: {' '.join(NAMES)}")
    from scripts.benches.ratios import print_head, print_row

    print_head()
    more: dict[str, dict[str, Any]] = {
        "claim": {"huge": arguments.huge},
        "desks": {"minutes": 60 if arguments.hour else arguments.minutes},
    }
    for name in arguments.names or NAMES:
        module = importlib.import_module(f"scripts.benches.{name}_bench")
        for row in module.rows(quick=arguments.quick, **more.get(name, {})):
            print_row(row)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
