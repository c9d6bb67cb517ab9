"""A world from its YAML file, or all that is wrong with it, each thing at its line."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, time
from math import inf
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from veille_tui.callscript.campaign_file import CampaignFile
from veille_tui.callscript.reader import read_file
from veille_tui.callscript.reporter import Reporter, did_you_mean, listed
from veille_tui.callscript.tree import Listing, Node, Scalar, Table
from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.simulation import world
from veille_tui.simulation.world_codes import check_codes
from veille_tui.simulation.world_limits import check_limits

_WORDS: Mapping[type, Mapping[str, str]] = {
    world.World: {
        "debut": "starts", "fin": "until", "foyers": "groups", "appelants": "callers",
        "reponses": "answers", "situations": "situations", "habitudes": "habits",
        "destins": "fates", "relais": "relays", "partenaires": "partners", "alertes": "alerts",
        "messages": "messages", "publies": "published",
    },
    world.Group: {
        "nom": "name", "nombre": "number", "ages": "ages", "couples": "couples",
        "sans_numero": "without_number", "agences": "agencies", "communes": "places",
        "residences": "residences", "marqueurs": "flags", "arrive": "comes",
        "un_par_un": "one_by_one", "jusqu_au": "until",
    },
    world.Place: {"insee": "insee", "ville": "city", "code_postal": "postcode", "poids": "weight"},
    world.Situation: {
        "nom": "name", "nombre": "number", "dans": "within", "reponses": "answers",
        "note": "note", "reclamation": "complaint", "aide": "help", "une_fois": "once",
        "joignable": "reachable",
    },
    world.Habit: {
        "nom": "name", "nombre": "number", "reste": "rest", "dans": "within", "repond": "answers",
        "messagerie": "machine", "occupe": "busy", "proche": "relative",
        "silences": "silent", "faux_numero": "wrong_number", "relais": "relays",
    },
    world.Fate: {"nom": "name", "nombre": "number", "issue": "outcome", "dans": "within"},
    world.Shift: {"de": "starts", "a": "ends"},
    world.Callers: {
        "nombre": "number", "noms": "names", "jours": "days", "plages": "shifts",
        "minutes": "minutes", "presents": "present",
    },
    world.RelayWork: {"canal": "channel", "heures": "hours", "par_jour": "a_day"},
    world.PartnerWork: {
        "envoi": "sent_after", "accord": "accepted_after", "fait": "done_after",
        "rejet": "rejected",
    },
    world.AlertDays: {"de": "starts", "a": "ends"},
    world.Sending: {"jour": "day", "modele": "template"},
    world.Published: {
        "titre": "title", "chemin": "path", "valeur": "value", "ecart": "within",
        "echelle": "scales", "verite": "truth", "sauf": "but", "personnes": "counts_tenants",
    },
}  # fmt: skip
"""What a file writes for each field."""


def read_world(path: Path, used: CampaignFile | None = None) -> world.World:
    """The world in a file. Raises InputRefused with everything that is wrong with it.

    `used`: the campaign that it is for, whose questions, slots and messages it may name.
    """
    report = Reporter()
    root = read_file(path, report)
    found: world.World | None = None
    if isinstance(root, Table):
        found = _record(world.World, root, report)
        check_codes(root, used, report)
        if found is not None and report.problems.ok:
            check_limits(found, root, report)
    if found is None or not report.problems.ok:
        raise InputRefused(
            _("Le monde {file} ne peut pas être lu.").format(file=path.name),
            _("Corriger ces lignes, puis simuler à nouveau."),
            report.problems.found,
        )
    made: world.World = dataclasses.replace(found, file=path)
    return made


def _record(kind: Any, node: Table, report: Reporter) -> Any:
    words, hints = _WORDS[kind], get_type_hints(kind)
    values: dict[str, Any] = {}
    for key, value in node.entries:
        if key.text not in words:
            report.error(
                "unknown-key",
                key.place,
                _("« {word} » n'est pas un mot de cette partie.").format(word=key.text[:60]),
                did_you_mean(key.text[:60], words, listed(words)),
            )
            continue
        field = words[key.text]
        values[field] = _value(hints[field], value, report)
    missing = [
        word
        for word, field in words.items()
        for one in dataclasses.fields(kind)
        if one.name == field and field not in values and _is_needed(one)
    ]
    for word in missing:
        report.error(
            "missing-key",
            node.place,
            _("Il manque « {word} ».").format(word=word),
            _("L'ajouter à cet endroit."),
        )
    return None if missing else kind(**values)


def _is_needed(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _value(hint: Any, node: Node, report: Reporter) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return _value(next(one for one in inner if one is not type(None)), node, report)
    if origin is tuple:
        items = node.items if isinstance(node, Listing) else (node,)
        return tuple(_value(inner[0], item, report) for item in items)
    if origin is not None and isinstance(node, Table):
        return {key.text: _value(inner[1], value, report) for key, value in node.entries}
    if dataclasses.is_dataclass(hint) and isinstance(node, Table):
        return _record(hint, node, report)
    if isinstance(node, Scalar):
        return _scalar(hint, node, report)
    report.error(
        "bad-shape",
        node.place,
        _("Ce n'est pas ce qui est attendu ici."),
        _("Comparer avec un monde livré avec le programme."),
    )
    return None


def _counted(text: str) -> int:
    return int(_measured(str(int(text))))


def _measured(text: str) -> float:
    """A number of a world: nothing in it is less than nothing."""
    number = float(text)
    if not 0 <= number < inf:
        raise ValueError(text)
    return number


_READERS: Mapping[Any, Any] = {
    int: _counted,
    float: _measured,
    date: date.fromisoformat,
    time: time.fromisoformat,
    bool: lambda text: {"vrai": True, "true": True, "faux": False, "false": False}[text],
    str: str,
}


def _scalar(hint: Any, node: Scalar, report: Reporter) -> Any:
    try:
        return _READERS[hint](node.text)
    except (ValueError, KeyError):
        report.error(
            "bad-value",
            node.place,
            _("« {text} » ne convient pas ici.").format(text=node.text[:60]),
            _("Attendu : un nombre, une date (2020-03-17), une heure (09:00), vrai ou faux."),
        )
        return None
