"""What a form must be told of a script: names, codes, and what is known of the person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from veille_tui.callscript.xlsform.names import plain_id
from veille_tui.domain.call_script import CallScript, Question
from veille_tui.domain.condition_tree import Call, Compare, ListOf, Literal, Name, walk_nodes
from veille_tui.domain.conditions import Condition
from veille_tui.domain.texts import PLACEHOLDERS, placeholders
from veille_tui.language import _


def plain_code(code: str) -> str:
    """A code that a form may list among others: without spaces or quotes."""
    return re.sub(r"\s+", "_", re.sub("['\"]", "", code).strip()) or "c"


def form_codes(question: Question) -> dict[str, str]:
    """Our codes to the form's, which hold no space and no quote; two never become one."""
    found: dict[str, str] = {}
    for choice in question.choices:
        code, number = plain_code(choice.code), 2
        while code in found.values():
            code, number = f"{plain_code(choice.code)}_{number}", number + 1
        found[choice.code] = code
    return found


def form_names(script: CallScript) -> dict[str, str]:
    """Our ids to the form's names, which are ASCII."""
    found: dict[str, str] = {}
    for question in script.questions:
        plain = plain_id(question.id)
        name = plain if plain.isascii() and plain else f"q_{len(found) + 1}"
        base, number = name, 2
        while name in found.values():
            name, number = f"{base}_{number}", number + 1
        found[question.id] = name
    return found


def _conditions(script: CallScript) -> Iterable[Condition]:
    for section in script.sections:
        if section.when:
            yield section.when
        for question in section.questions:
            for condition in (question.when, question.constraint):
                if condition:
                    yield condition


def codes_left_open(script: CallScript) -> dict[str, dict[str, str]]:
    """Of every question whose conditions look at « ne sait pas » or « refuse », the codes."""
    found: dict[str, dict[str, str]] = {}
    codes = {"dk": script.words.dk, "refused": script.words.refused}
    for condition in _conditions(script):
        for node in walk_nodes(condition.tree):
            if isinstance(node, Call) and node.function in codes:
                name = node.arguments[0]
                if isinstance(name, Name) and not name.context:
                    found.setdefault(name.name, {})[node.function] = codes[node.function]
    return found


def context_names(script: CallScript) -> dict[str, dict[str, None]]:
    """What is known of the person that the script uses, and the codes it is compared with."""
    found: dict[str, dict[str, None]] = {}
    for condition in _conditions(script):
        for node in walk_nodes(condition.tree):
            if isinstance(node, Name) and node.context:
                found.setdefault(node.name, {})
            elif isinstance(node, Compare | Call):
                parts = (node.left, node.right) if isinstance(node, Compare) else node.arguments
                names = [one.name for one in parts if isinstance(one, Name) and one.context]
                for name in names:
                    found.setdefault(name, {}).update(dict.fromkeys(_literals(parts)))
    for text in _texts(script):
        for placeholder in placeholders(text):
            english = PLACEHOLDERS[script.language].get(placeholder.name)
            if english and placeholder.name not in script.by_id:
                found.setdefault(english, {})
    return found


def _literals(parts: Iterable[object]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, Literal) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ListOf):
            yield from _literals(part.items)


def _texts(script: CallScript) -> Iterable[str]:
    for question in script.questions:
        yield from (question.say, question.hint, question.avoid, question.message)


def context_label(english: str) -> str:
    labels = {
        "age": _("Âge"),
        "lives_alone": _("Vit seul"),
        "segments": _("Publics"),
        "flags": _("Marqueurs"),
        "agency": _("Agence"),
        "reason": _("Motif de l'appel"),
        "days_since_contact": _("Jours depuis le dernier contact"),
        "title": _("Civilité"),
        "first_name": _("Prénom"),
        "last_name": _("Nom"),
        "caller": _("Appelant"),
        "landlord": _("Bailleur"),
        "last_call": _("Dernier appel"),
    }
    return labels.get(english, english)
