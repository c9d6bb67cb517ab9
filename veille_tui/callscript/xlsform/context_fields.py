"""Questions that stand for what our scripts know of the person, in the forms that we write."""

from __future__ import annotations

from collections.abc import Mapping

from veille_tui.callscript.xlsform.subjects import Subject
from veille_tui.domain.condition_tokens import CONTEXT_WORDS
from veille_tui.domain.conditions import REASON_WORDS
from veille_tui.domain.texts import PLACEHOLDERS

PREFIX = "veille_"
GROUP = "veille_contexte"
"""The group in which a form that we write asks what a script of ours knows by itself."""
_KINDS = {
    "age": "number",
    "lives_alone": "truth",
    "segments": "list",
    "flags": "list",
    "agency": "text",
    "reason": "code",
    "days_since_contact": "number",
}


def field_name(english: str) -> str:
    """The question that stands for something known, by its English name."""
    return PREFIX + english


def context_subject(name: str, language: str, codes: Mapping[str, str]) -> Subject | None:
    """What the question `name` of such a form stands for, or None; `codes` are its choices."""
    english = name.removeprefix(PREFIX)
    if not name.startswith(PREFIX):
        return None
    word = next((ours for ours, role in CONTEXT_WORDS[language].items() if role == english), "")
    if english == "lives_alone":
        truths = {"yes": "true", "oui": "true", "no": "false", "non": "false"}
        return Subject(word, "truth", truths)
    if english == "reason":
        reasons = {code: ours for code, ours in _reasons(language).items() if code in codes}
        return Subject(word, "code", reasons, is_known=True)
    if english in _KINDS:
        kept = codes if _KINDS[english] == "list" else {}
        return Subject(word, _KINDS[english], kept, is_known=_KINDS[english] == "list")
    spoken = next((ours for ours, role in PLACEHOLDERS[language].items() if role == english), "")
    return Subject(spoken, "opaque") if spoken else None


def _reasons(language: str) -> dict[str, str]:
    """Their codes in either language to this one's."""
    ours = {english: english for english in REASON_WORDS.values()}
    if language == "fr":
        ours = {english: french for french, english in REASON_WORDS.items()}
    french = {french: ours[english] for french, english in REASON_WORDS.items()}
    return ours | french
