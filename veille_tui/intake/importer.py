"""A listing becomes a plan: new, changed and unchanged households, refused rows, remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import NewCase
from veille_tui.domain.tenants import Household, NumberState
from veille_tui.errors import InputRefused
from veille_tui.intake.cells import clean
from veille_tui.intake.collecting import collection_put_off
from veille_tui.intake.grouping import Group, give_references, group
from veille_tui.intake.joining import contradict
from veille_tui.intake.listings import Listing, read_listing
from veille_tui.intake.remarking import Remarking
from veille_tui.intake.remarks import remark
from veille_tui.intake.rows import Draft, RowReader
from veille_tui.intake.updates import updated
from veille_tui.problems import Problem

Progress = Callable[[int, int], None]
"""Told how much is done, of how much, in rows."""
Enter = Callable[[Campaign, Iterable[Household], datetime], Sequence[NewCase]]
"""How households enter a campaign: into which public, in which order (supervision.publics)."""
_EVERY = 1000
_KEYS = ("reference", "contract", "tenant_reference")


class ListingStore(Protocol):
    """What an import asks of the shared store."""

    def campaign(self, campaign_id: str) -> Campaign:
        """The campaign, with its publics and its time zone. Raises Refused when unknown."""

    def known_households(self, campaign_id: str) -> Mapping[str, Household]:
        """The campaign's households by reference, with all of their people and numbers."""

    def apply_import(
        self,
        campaign_id: str,
        new: Sequence[NewCase],
        changed: Sequence[Household],
        now: datetime,
        progress: Progress,
    ) -> None:
        """Write all of it in one transaction, or nothing."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that could not be taken, as it stood, and why."""

    row: int
    cells: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Change:
    """A known household as it will be, and the fields that change."""

    household: Household
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing would do; nothing is done by making it."""

    campaign: str
    rows: int = 0
    """Rows that are neither blank nor headings: kept ones and refused ones."""
    kept_rows: int = 0
    new: tuple[Household, ...] = ()
    changed: tuple[Change, ...] = ()
    same: int = 0
    without_number: int = 0
    """Households of the listing with no usable number, known ones as they will be."""
    refused: tuple[RefusedRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    in_no_public: int = 0
    """New households that fit none of the campaign's publics: called after all others."""

    @property
    def households(self) -> int:
        """How many households the listing describes."""
        return len(self.new) + len(self.changed) + self.same

    @property
    def joined_rows(self) -> int:
        """How many rows went to the household of an earlier one: couples, and rows repeated."""
        return self.kept_rows - self.households

    @property
    def warnings(self) -> int:
        """How many remarks forbid nothing."""
        return sum(problem.severity == "warning" for problem in self.problems)

    @property
    def updates(self) -> tuple[Household, ...]:
        """The changed households as they will be."""
        return tuple(change.household for change in self.changed)


@dataclass(slots=True)
class _Draw:
    """A plan in the making."""

    problems: list[Problem] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    new: list[Household] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    without_number: int = 0


def import_listing(
    store: ListingStore,
    path: Path,
    campaign_id: str,
    now: datetime,
    enter: Enter,
    *,
    told: Mapping[str, Sequence[str]] | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> tuple[Listing, ImportPlan]:
    """Read a listing, plan, and unless `dry_run` write the plan to the store.

    Raises InputRefused when the file is no listing or has nobody in it, Refused when the campaign
    takes nobody; then the store is as it was.
    """
    listing = read_listing(path, told)
    campaign = store.campaign(campaign_id)
    with collection_put_off():
        known = store.known_households(campaign_id)
        today = now.astimezone(ZoneInfo(campaign.timezone)).date()
        planned = plan(listing, known, campaign_id, today, progress)
        if not planned.rows:
            raise _nobody_in_it(listing, planned)
        entering = enter(campaign, planned.new, now)
        if campaign.segments:
            in_no_public = sum(not case.segment for case in entering)
            planned = replace(planned, in_no_public=in_no_public)
        if not dry_run and (planned.new or planned.changed):
            done = progress or _in_silence
            store.apply_import(campaign_id, entering, planned.updates, now, done)
    return listing, planned


def _nobody_in_it(listing: Listing, planned: ImportPlan) -> InputRefused:
    nobody = remark("no-rows", listing.heading_row, sheet=listing.sheet)
    return InputRefused(nobody.message, nobody.hint, [*planned.problems, nobody])


def _in_silence(done: int, total: int) -> None:
    """Nobody watches."""


def plan(
    listing: Listing,
    known: Mapping[str, Household],
    campaign: str,
    today: date,
    progress: Progress | None = None,
) -> ImportPlan:
    """What importing `listing` into a campaign that knows `known` (by reference) would do.

    Every row that is not blank is in a household or among the refused, never both, never lost.
    """
    with collection_put_off():
        return _planned(listing, known, campaign, today, progress)


def _planned(
    listing: Listing,
    known: Mapping[str, Household],
    campaign: str,
    today: date,
    progress: Progress | None,
) -> ImportPlan:
    draw = _Draw()
    drafts = _drafts(listing, today, draw, progress)
    rows = len(drafts) + len(draw.refused)
    grouping = group(drafts)
    draw.refused.update(dict.fromkeys(grouping.contradictory, "contradictory-key"))
    give_references(grouping.groups, known)
    for one in grouping.groups:
        _settle(one, known, draw)
    draw.problems += _refusals(listing, draw.refused)
    draw.problems.sort(key=lambda problem: problem.row)
    if progress:
        progress(len(listing.rows), len(listing.rows))
    return ImportPlan(
        campaign,
        rows,
        rows - len(draw.refused),
        tuple(draw.new),
        tuple(draw.changed),
        draw.same,
        draw.without_number,
        _refused_rows(listing, draw.refused),
        (*listing.problems, *draw.problems),
    )


def _drafts(listing: Listing, today: date, draw: _Draw, progress: Progress | None) -> list[Draft]:
    """Every row read; refused ones are set apart by their number."""
    remarking = Remarking(listing.columns, listing.sheet)
    reader = RowReader(listing.columns, today, remarking)
    drafts: list[Draft] = []
    total = len(listing.rows)
    for done, row in enumerate(listing.rows):
        if progress and not done % _EVERY:
            progress(done, total)
        number = listing.heading_row + 1 + done
        draft = reader.read(number, row)
        if isinstance(draft, Draft):
            drafts.append(draft)
        elif draft is not None:
            draw.refused[number] = draft
    draw.problems += remarking.problems
    return drafts


def _settle(one: Group, known: Mapping[str, Household], draw: _Draw) -> None:
    """Decide whether a household is new, changed, the same, or another's key."""
    household = one.household
    before = known.get(household.reference)
    if before is not None and contradict(before, household):
        draw.refused.update(dict.fromkeys(one.rows, "contradictory-key"))
        return
    if len(one.rows) > 1:
        _remark_rows(one, draw)
    if before is None:
        draw.new.append(household)
    else:
        household, fields = updated(before, household)
        if fields:
            draw.changed.append(Change(household, fields))
        else:
            draw.same += 1
    if not any(number.state is NumberState.USABLE for number in household.numbers):
        draw.without_number += 1


def _remark_rows(one: Group, draw: _Draw) -> None:
    first = one.rows[0]
    draw.problems += [remark("duplicate-row", row, first=first) for row in one.repeats]
    draw.problems += [remark("same-person-again", row, first=first) for row in one.again]
    draw.problems += [remark("address-differs", row) for row in one.elsewhere]
    if one.is_crowded:
        draw.problems.append(remark("crowded-household", one.rows[-1]))


def _refusals(listing: Listing, refused: Mapping[int, str]) -> list[Problem]:
    at = next(
        (listing.columns.where[name][0] for name in _KEYS if name in listing.columns.where), -1
    )
    heading = listing.columns.headings[at] if at >= 0 else ""
    problems = []
    for row, code in refused.items():
        cells = listing.rows[row - listing.heading_row - 1]
        is_key = code == "contradictory-key" and 0 <= at < len(cells)
        value = cells[at] if is_key else " ".join(cell for cell in cells if cell.strip())
        problems.append(remark(code, row, heading if is_key else "", clean(value), listing.sheet))
    return problems


def _refused_rows(listing: Listing, refused: Mapping[int, str]) -> tuple[RefusedRow, ...]:
    first = listing.heading_row + 1
    return tuple(
        RefusedRow(row, tuple(listing.rows[row - first]), code)
        for row, code in sorted(refused.items())
    )
