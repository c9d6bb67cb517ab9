"""Who calls which household: shared out among a campaign's callers, fairly and by agency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from veille_tui.domain.campaign import Assignment, CallerShare, Campaign
from veille_tui.domain.case import Case
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.names import fold

IN_ALERT = timedelta(hours=2)
"""How long a household waits for its own caller at most while an alert is on."""


@dataclass(frozen=True, slots=True)
class ToAssign:
    """A household that waits for somebody to call it."""

    key: int
    """What names it: a case, or its place in a list."""
    agency: str = ""
    known_caller: str = ""
    """Whom the person knows, or the listing wished for."""


def assigned(
    assignment: Assignment, wanted: Iterable[ToAssign], carried: Mapping[str, int] | None = None
) -> dict[int, str]:
    """Who calls each household, by key; "" is anybody.

    Whom the person knows comes first, then those of its agency, then (by caller only) everybody;
    among them the one who carries least for what they can take a day. `carried`: how many each
    caller has already.
    """
    if assignment.by == "anybody" or not assignment.callers:
        return {one.key: one.known_caller for one in wanted}
    shares = {share.name: share for share in assignment.callers}
    load = {name: (carried or {}).get(name, 0) for name in shares}
    found = {}
    for one in wanted:
        name = one.known_caller
        if name not in shares:
            name = _lightest(_fitting(assignment, one.agency), load, assignment)
        if name in load:
            load[name] += 1
        found[one.key] = name
    return found


def _fitting(assignment: Assignment, agency: str) -> list[CallerShare]:
    """The callers of an agency; by caller, all of them when it has none."""
    wanted = fold(agency)
    own = [one for one in assignment.callers if wanted in map(fold, one.agencies)]
    if own or assignment.by == "agency":
        return own
    return [one for one in assignment.callers if not one.agencies] or list(assignment.callers)


def _lightest(callers: list[CallerShare], load: Mapping[str, int], assignment: Assignment) -> str:
    """Who carries least for a day's figure; "" of nobody. The first in the file among equals."""
    if not callers:
        return ""
    return min(callers, key=lambda one: load[one.name] / max(1, load_of(assignment, one.name))).name


def load_of(assignment: Assignment, caller: str) -> int:
    """How many households a day a caller is asked to call; 0 is as many as come."""
    own = next((one.load for one in assignment.callers if one.name == caller), 0)
    return own or assignment.load


def keeper(case: Case, campaign: Campaign) -> str:
    """For whom a case's next call is kept: its assigned caller; "" is nobody in particular."""
    if campaign.assignment.by == "anybody":
        return ""
    return case.preferred_caller


def kept_until(due: datetime, campaign: Campaign) -> datetime:
    """After this a household that is kept for one caller falls to anybody; sooner in an alert,
    whose deadline is the same day's.
    """
    grace = campaign.assignment.grace
    return due + (grace if campaign.alert_since is None else min(grace, IN_ALERT))
