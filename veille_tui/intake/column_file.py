"""A column file: the landlord's own headings, written once in YAML by whoever imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.domain.names import fold
from veille_tui.errors import InputRefused
from veille_tui.intake.column_words import FIELDS
from veille_tui.language import _
from veille_tui.problems import Problem, Problems

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node

IGNORE = "ignore"
"""The name under which a column file lists the headings not to read; in French "ignorer"."""
_LARGEST = 64_000
_NAMES = {fold(word): name for name, french in FIELDS.items() for word in (name, french)} | {
    "ignorer": IGNORE,
    "ignore": IGNORE,
}


def read_column_file(path: Path) -> dict[str, tuple[str, ...]]:
    """Our field to their headings. Raises InputRefused with every problem and its line.

    The file holds lines such as `telephone: [Tél 1, Tél 2]` or `nom: Patronyme`; the names on
    the left are those of `FIELDS`, in French or English.
    """
    root = _root(path)
    problems = Problems()
    told: dict[str, tuple[str, ...]] = {}
    for key, value in root.value:
        name = _NAMES.get(fold(str(key.value)), "")
        headings = _texts(value)
        if not name:
            problems.add(_unknown(path, key))
        elif name in told:
            problems.add(_problem(path, key, "twice", _("Ce nom est donné deux fois."), ""))
        elif not headings:
            hint = _("Écrire l'en-tête, ou une liste d'en-têtes entre crochets.")
            problems.add(_problem(path, value, "no-heading", _("Il manque un en-tête."), hint))
        else:
            told[name] = headings
    if len(problems):
        raise InputRefused(
            _("Le fichier de colonnes a des problèmes."),
            _("Les corriger, puis recommencer."),
            problems.found,
        )
    return told


def positions(
    headings: Sequence[str], told: Mapping[str, Sequence[str]], strict: bool = True
) -> dict[int, str]:
    """Where the headings of a column file are; "" marks a column to ignore.

    Raises InputRefused, when `strict`, with the headings that are not in the listing.
    """
    folded = [fold(heading) for heading in headings]
    where: dict[int, str] = {}
    missing = []
    for name, wanted in told.items():
        for heading in wanted:
            if heading and fold(heading) in folded:
                where[folded.index(fold(heading))] = "" if name == IGNORE else name
            elif name != IGNORE:
                missing.append(heading)
    if missing and strict:
        message = _("La liste n'a pas de colonne {names}.").format(
            names=", ".join(f"« {name} »" for name in missing)
        )
        hint = _("Recopier l'en-tête tel qu'il est dans la liste.")
        found = " | ".join(name[:40] for name in headings if name)[:300]
        said = Problem("missing-heading", message, hint, heading=_("En-têtes"), value=found)
        raise InputRefused(message, hint, [said])
    return where


def _root(path: Path) -> MappingNode:
    import yaml

    try:
        data = path.read_bytes()[: _LARGEST + 1]
        text = data.decode("utf-8-sig")
        root = yaml.compose(text, Loader=yaml.SafeLoader) if len(data) <= _LARGEST else None
    except OSError as error:
        raise InputRefused(
            _("Le fichier de colonnes ne peut pas être lu."), _("Vérifier son nom et ses droits.")
        ) from error
    except UnicodeDecodeError as error:
        raise InputRefused(
            _("Le fichier de colonnes n'est pas en UTF-8."), _("L'enregistrer en UTF-8.")
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputRefused(
            _("Le fichier de colonnes est mal écrit{place}.").format(place=_place(error)),
            _shape(),
        ) from error
    if not isinstance(root, yaml.MappingNode) or not root.value:
        raise InputRefused(_("Le fichier de colonnes ne contient aucune colonne."), _shape())
    return root


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return _(", ligne {line}").format(line=mark.line + 1) if mark else ""


def _shape() -> str:
    return _("Écrire une ligne par colonne, comme « telephone: Tél. du locataire ».")


def _texts(node: Node) -> tuple[str, ...]:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return (str(node.value),) if node.value else ()
    if isinstance(node, yaml.SequenceNode):
        return tuple(str(item.value) for item in node.value if isinstance(item, yaml.ScalarNode))
    return ()


def _unknown(path: Path, key: Node) -> Problem:
    word = str(key.value)[:40]
    near = get_close_matches(fold(word).replace(" ", "_"), list(FIELDS.values()) + list(FIELDS), 1)
    known = ", ".join(sorted(FIELDS.values()))
    hint = (
        _("Vouliez-vous dire « {name} » ?").format(name=near[0])
        if near
        else _("Noms connus : {names}.").format(names=known)
    )
    return _problem(
        path, key, "unknown-field", _("Nom inconnu « {name} ».").format(name=word), hint
    )


def _problem(path: Path, node: Node, code: str, message: str, hint: str) -> Problem:
    mark = node.start_mark
    return Problem(code, message, hint, file=path.name, line=mark.line + 1, column=mark.column + 1)
