"""A household typed by hand, field by field, under the rules of a listing's row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Household
from veille_tui.intake.column_words import FIELDS
from veille_tui.intake.columns import Columns
from veille_tui.intake.grouping import give_references, group
from veille_tui.intake.remarking import Remarking
from veille_tui.intake.remarks import remark
from veille_tui.intake.rows import Draft, RowReader
from veille_tui.language import _
from veille_tui.problems import Problem, Problems

_NOBODY: Mapping[str, Household] = {}
_NAMES = {fold(word): name for name, french in FIELDS.items() for word in (name, french)}


def household_from_fields(
    fields: Mapping[str, str], today: date, known: Mapping[str, Household] = _NOBODY
) -> tuple[Household | None, Problems]:
    """The household that `fields` describe, and what is to be said of it.

    Keys are those of column_words.FIELDS, in English or French; `known` are the campaign's
    households by reference. None, with an error, when there is nobody to call or visit, or when a
    key means nothing.
    """
    problems = Problems()
    names = {key: _NAMES.get(fold(key), "") for key in fields}
    for key in (key for key, name in names.items() if not name):
        problems.add(_unknown(key))
    if not problems.ok:
        return None, problems
    where = {name: (at,) for at, name in enumerate(names.values())}
    columns = Columns(tuple(fields), where)
    remarking = Remarking(columns)
    draft = RowReader(columns, today, remarking).read(1, list(fields.values()))
    for problem in remarking.problems:
        problems.add(problem)
    if not isinstance(draft, Draft):
        problems.add(remark("nobody"))
        return None, problems
    groups = group([draft]).groups
    give_references(groups, known)
    return groups[0].household, problems


def _unknown(key: str) -> Problem:
    return Problem(
        "unknown-field",
        _("Champ inconnu « {name} ».").format(name=key[:40]),
        _("Champs connus : {names}.").format(names=", ".join(sorted(FIELDS.values()))),
    )
