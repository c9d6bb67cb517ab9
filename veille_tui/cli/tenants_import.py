"""`veille tenants import`: a landlord's listing into a campaign, with everything said of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from veille_tui.cli.context import Context
from veille_tui.errors import InputRefused, WrongUsage
from veille_tui.language import _, n_
from veille_tui.problems import Problem

if TYPE_CHECKING:
    from veille_tui.intake.importer import ImportPlan
    from veille_tui.intake.listings import Listing

_WIDTH = 30


def run_import(
    context: Context,
    file: Path,
    campaign: str,
    *,
    columns: Path | None = None,
    dry_run: bool = False,
    rejects: Path | None = None,
) -> int:
    """Import a listing, or with `dry_run` only say what would be; 1 when rows were refused.

    Raises VeilleError when nothing could be imported; as JSON, a refused file is a document too.
    """
    if rejects is not None:
        _never_onto(rejects, (file, columns))
    try:
        listing, plan = _import(context, file, campaign, columns, dry_run)
    except InputRefused as error:
        if not context.as_json:
            raise
        context.document(_refusal(error))
        return error.exit_status
    if rejects is not None and plan.refused:
        from veille_tui.intake.rejects import write_rejects

        write_rejects(rejects, listing, plan.refused)
    if context.as_json:
        context.document(document(listing, plan))
    else:
        _show(context, listing, plan, dry_run, rejects)
    return 1 if plan.refused else 0


def _never_onto(rejects: Path, given: Sequence[Path | None]) -> None:
    """Refuse to write the refused rows over what the landlord or the supervisor gave."""
    for file in given:
        if file is not None and _is_same(rejects, file):
            raise WrongUsage(
                _("Les lignes refusées effaceraient {file}, qui vient d'être donné à lire.").format(
                    file=file
                ),
                _("Donner un autre nom après --rejects."),
            )


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


def _import(
    context: Context, file: Path, campaign: str, columns: Path | None, dry_run: bool
) -> tuple[Listing, ImportPlan]:
    from veille_tui.intake.column_file import read_column_file
    from veille_tui.intake.importer import import_listing
    from veille_tui.supervision.publics import new_cases

    told = read_column_file(columns) if columns is not None else None
    bar = Bar(context.err) if context.err.isatty() else None
    try:
        with context.store() as store:
            return import_listing(
                store,
                file,
                campaign,
                context.clock(),
                new_cases,
                told=told,
                dry_run=dry_run,
                progress=bar,
            )
    finally:
        if bar is not None:
            bar.close()


class Bar:
    """A line of progress on a terminal, drawn again only when it looks different."""

    def __init__(self, err: TextIO) -> None:
        self._err = err
        self._drawn = ""

    def __call__(self, done: int, total: int) -> None:
        full = _WIDTH * done // max(1, total)
        line = f"[{'#' * full}{'.' * (_WIDTH - full)}] {100 * done // max(1, total)} %"
        if line != self._drawn:
            self._drawn = line
            self._err.write("\r" + line)
            self._err.flush()

    def close(self) -> None:
        """Leave the terminal's line blank for what follows."""
        if self._drawn:
            self._err.write("\r" + " " * len(self._drawn) + "\r")


def document(listing: Listing, plan: ImportPlan) -> dict[str, Any]:
    """The plan for programs; `column` is a heading, `row` the spreadsheet's own number."""
    named = listing.columns.headings
    return {
        "rows": plan.rows,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": plan.same,
        "refused": len(plan.refused),
        "warnings": plan.warnings,
        "households": plan.households,
        "joined_rows": plan.joined_rows,
        "in_no_public": plan.in_no_public,
        "without_number": plan.without_number,
        "problems": [_problem(problem) for problem in plan.problems],
        "changes": [
            {"reference": change.household.reference, "fields": list(change.fields)}
            for change in plan.changed
        ],
        "sheet": listing.sheet,
        "columns": {
            name: [named[at] for at in places] for name, places in listing.columns.where.items()
        },
        "ignored_columns": [named[at] for at in listing.columns.ignored],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row or None,
        "column": problem.heading or None,
        "value": problem.value,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint,
    }


def _refusal(error: InputRefused) -> dict[str, Any]:
    """A file that is no listing, in the same shape: nothing was read."""
    counts = (
        "rows new changed same refused warnings households joined_rows in_no_public without_number"
    ).split()
    told = error.problems or (Problem("refused-file", error.message, error.hint),)
    return {**dict.fromkeys(counts, 0), "problems": [_problem(problem) for problem in told]}


def _show(
    context: Context, listing: Listing, plan: ImportPlan, dry_run: bool, rejects: Path | None
) -> None:
    for problem in plan.problems:
        context.show(problem_line(problem))
    for line in summary(plan, dry_run):
        context.show(line)
    _show_columns(context, listing)
    if plan.refused and rejects is not None:
        context.tell(_("Lignes refusées écrites dans {file}").format(file=rejects))


def _show_columns(context: Context, listing: Listing) -> None:
    ignored = [listing.columns.headings[at] for at in listing.columns.ignored]
    if ignored:
        names = ", ".join(f"« {name[:40]} »" for name in ignored)
        context.show(_("Colonnes non lues : {names}").format(names=names))


def problem_line(problem: Problem) -> str:
    """One remark on a row, with its cell and its remedy under it."""
    place = _("Ligne {row}").format(row=problem.row) if problem.row else _("Fichier")
    if problem.heading:
        place += f", « {problem.heading} »"
    value = f" [{problem.value}]" if problem.value else ""
    line = _("{word} : {message}").format(word=place, message=problem.message + value)
    return f"{line}\n    {problem.hint}" if problem.hint else line


def summary(plan: ImportPlan, dry_run: bool) -> Sequence[str]:
    """What was done, or would be, in a few lines."""
    head = _("Essai, rien n'est enregistré :") if dry_run else _("Import terminé :")
    joined = plan.joined_rows
    counts = (
        (n_("{count} ligne lue", "{count} lignes lues", plan.rows), plan.rows),
        (n_("{count} foyer", "{count} foyers", plan.households), plan.households),
        (
            n_("{count} ligne réunie à une autre", "{count} lignes réunies à d'autres", joined),
            joined,
        ),
        (n_("{count} nouveau", "{count} nouveaux", len(plan.new)), len(plan.new)),
        (n_("{count} modifié", "{count} modifiés", len(plan.changed)), len(plan.changed)),
        (n_("{count} inchangé", "{count} inchangés", plan.same), plan.same),
        (
            n_("{count} sans numéro", "{count} sans numéro", plan.without_number),
            plan.without_number,
        ),
        (
            n_("{count} ligne refusée", "{count} lignes refusées", len(plan.refused)),
            len(plan.refused),
        ),
        (n_("{count} remarque", "{count} remarques", plan.warnings), plan.warnings),
    )
    lines = [head, ", ".join(text.format(count=count) for text, count in counts)]
    return [*lines, no_public(plan.in_no_public)] if plan.in_no_public else lines


def no_public(count: int) -> str:
    """A warning: these households would otherwise wait after all others in silence."""
    return n_(
        "Attention : {count} nouveau foyer n'entre dans aucun public de la campagne ; il sera "
        "appelé après tous les autres.",
        "Attention : {count} nouveaux foyers n'entrent dans aucun public de la campagne ; ils "
        "seront appelés après tous les autres.",
        count,
    ).format(count=count)
