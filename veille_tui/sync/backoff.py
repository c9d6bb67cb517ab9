"""How long to wait before trying an unreachable store again."""

from __future__ import annotations

import random

FIRST_SECONDS = 2.0
LONGEST_SECONDS = 120.0


def pause(failures: int, rhythm: float, chance: random.Random) -> float:
    """Seconds until the next round: the rhythm, or after `failures` in a row a growing pause.

    Always with jitter of a fifth either way, so that four hundred desks do not come back at once.
    """
    base = rhythm if not failures else min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(failures, 16))
    return base * chance.uniform(0.8, 1.2)
