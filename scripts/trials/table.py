"""The table of scripts/faults.py: by family, how many trials and faults, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.trials.auditor import Finding
from scripts.trials.scene import Tally

_COLUMNS = ("lost", "double", "leak", "replay", "wrong")
_HEADS = ("lost", "double holders", "leaked", "replay changed", "otherwise wrong")
_SHOWN = 20


def print_head() -> None:
    """The names of the columns."""
    heads = "".join(f"{head:>16}" for head in _HEADS)
    print(f"{'family':<10}{'trials':>8}{'faults':>8}{heads}{'seconds':>9}")


def print_row(tally: Tally, seconds: float | None = None) -> None:
    """One family."""
    told = "".join(f"{tally.count(kind) or _nothing(kind):>16}" for kind in _COLUMNS)
    took = f"{seconds:>9.1f}" if seconds is not None else ""
    print(f"{tally.name:<10}{tally.trials:>8}{tally.faults:>8}{told}{took}", flush=True)


def _nothing(kind: str) -> str:
    return "nothing" if kind == "lost" else "0"


def print_findings(findings: Sequence[Finding]) -> None:
    """The first of them, each in full."""
    for finding in findings[:_SHOWN]:
        print(f"{finding.kind}: {finding.text}")
    if len(findings) > _SHOWN:
        print(f"... and {len(findings) - _SHOWN} more")
