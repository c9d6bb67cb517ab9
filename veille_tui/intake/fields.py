"""A household typed by hand, field by field, under the rules of a listing's row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Household
from veille_tui.intake.column_words import FIELDS, SEVERAL
from veille_tui.intake.columns import Columns, field_of, nearest_field
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

    Keys are those of column_words.FIELDS, in English or French, or any heading that a listing
    may have; `known` are the campaign's households by reference. None, with an error, when there
    is neither a number nor an address, or when a key means nothing or repeats another.
    """
    problems = Problems()
    columns = _columns(list(fields), problems)
    if not problems.ok:
        return None, problems
    remarking = Remarking(columns)
    draft = RowReader(columns, today, remarking).read(1, list(fields.values()))
    for problem in remarking.problems:
        problems.add(problem)
    if not isinstance(draft, Draft):
        hint = _("Donner un nom, avec un numéro ou une adresse.")
        problems.add(replace(remark("nobody"), hint=hint))
        return None, problems
    if not (draft.household.numbers or draft.household.address):
        problems.add(_nowhere())
        return None, problems
    groups = group([draft]).groups
    give_references(groups, known)
    return groups[0].household, problems


def _columns(keys: Sequence[str], problems: Problems) -> Columns:
    """What the keys mean, in their order; what means nothing, or twice the same, is a problem."""
    where: dict[str, tuple[int, ...]] = {}
    for at, key in enumerate(keys):
        name = _NAMES.get(fold(key), "") or field_of(key)
        if not name:
            problems.add(_unknown(key))
        elif name in where and name not in SEVERAL:
            problems.add(_twice(keys[where[name][0]], key))
        else:
            where[name] = (*where.get(name, ()), at)
    return Columns(tuple(keys), where)


def _unknown(key: str) -> Problem:
    near = nearest_field(key)
    hint = (
        _("Vouliez-vous dire « {name} » ?").format(name=FIELDS[near])
        if near
        else _("Champs connus : {names}.").format(names=", ".join(sorted(FIELDS.values())))
    )
    return Problem("unknown-field", _("Champ inconnu « {name} ».").format(name=key[:40]), hint)


def _twice(first: str, second: str) -> Problem:
    return Problem(
        "twice",
        _("« {first} » et « {second} » disent le même champ.").format(
            first=first[:40], second=second[:40]
        ),
        _("N'en garder qu'un."),
    )


def _nowhere() -> Problem:
    return Problem(
        "nowhere",
        _("Ni numéro ni adresse : ce foyer ne pourrait être ni appelé ni visité."),
        _("Ajouter telephone=... ou adresse=..."),
    )
