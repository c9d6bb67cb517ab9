"""What a script says, with its placeholders filled in; data is inserted, never read as one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from veille_tui.domain.call_script import CallScript, Question
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.tenants import Profile

PLACEHOLDERS = {
    "fr": {
        "civilite": "title",
        "prenom": "first_name",
        "nom": "last_name",
        "benevole": "caller",
        "bailleur": "landlord",
        "agence": "agency",
        "dernier_appel": "last_call",
    },
    "en": {
        "title": "title",
        "first_name": "first_name",
        "last_name": "last_name",
        "caller": "caller",
        "landlord": "landlord",
        "agency": "agency",
        "last_call": "last_call",
    },
}
"""What a text may hold beside the ids of earlier questions, by language of the file."""

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BEFORE = re.compile(r" ([?!:;»])")
_AFTER = re.compile(r"« ")
_GAP = re.compile(r"[ \t]{2,}")
_GAP_BEFORE = re.compile(r"[ \t]+([,.])")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One `{name}` of a text; `offset` (from 0) is where its name starts."""

    name: str
    offset: int


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """Every placeholder of `text`, in order."""
    return tuple(
        Placeholder(match.group(1).strip(), match.start(1)) for match in _PLACEHOLDER.finditer(text)
    )


def rename_placeholders(text: str, names: Mapping[str, str]) -> str:
    """`text` with its placeholders renamed by `names`."""
    return _PLACEHOLDER.sub(lambda match: "{" + _renamed(match.group(1), names) + "}", text)


def _renamed(inside: str, names: Mapping[str, str]) -> str:
    return names.get(inside.strip(), inside)


def render(text: str, script: CallScript, profile: Profile, answers: Mapping[str, object]) -> str:
    """`text` as it is said to this person; what is unknown leaves no gap.

    Values lose their control characters; their own braces are never read as placeholders.
    """
    if "{" not in text:
        return text
    filled = _PLACEHOLDER.sub(
        lambda match: _value(match.group(1).strip(), script, profile, answers), text
    )
    return _GAP_BEFORE.sub(r"\1", _GAP.sub(" ", filled)).strip()


def strip_controls(text: str) -> str:
    """`text` without what a terminal would obey; line ends and tabs stay."""
    return _CONTROLS.sub("", text)


def unbroken(text: str) -> str:
    """`text` with its French punctuation tied to the word it goes with, however it was typed."""
    return _AFTER.sub("«\u00a0", _BEFORE.sub("\u00a0\\1", text))


def spoken_answer(question: Question, answer: object) -> str:
    """An answer in the script's own words: the labels of its choices, else as it stands."""
    if answer is None:
        return ""
    if isinstance(answer, list | tuple):
        return ", ".join(spoken_answer(question, one) for one in answer)
    choice = question.choice(answer)
    return strip_controls(choice.label if choice else str(answer))


def _value(name: str, script: CallScript, profile: Profile, answers: Mapping[str, object]) -> str:
    question = script.by_id.get(name)
    if question is not None:
        answer = answers.get(name)
        left_open = answer in (script.words.dk, script.words.refused)
        return "" if left_open else spoken_answer(question, answer)
    key = PLACEHOLDERS[script.language].get(name, "")
    known = {
        "title": profile.title,
        "first_name": profile.first_name,
        "last_name": profile.last_name,
        "agency": profile.agency,
    }
    return strip_controls(known.get(key) or profile.words.get(key, ""))
