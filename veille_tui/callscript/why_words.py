"""Why a question is asked or not, in plain words: its conditions and what they saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veille_tui.callscript.plain_conditions import tree_words
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.condition_tokens import CONTEXT_WORDS
from veille_tui.domain.condition_tree import Name, walk_nodes
from veille_tui.domain.conditions import REASON_WORDS
from veille_tui.domain.explanations import Explanation, Ground, Seen
from veille_tui.domain.tenants import FLAG_WORDS
from veille_tui.language import _

_LONG = 160
"""Characters above which only what decided is told of a condition."""
_MANY = 3
_FRENCH_CODES: Mapping[str, Mapping[str, str]] = {
    "reason": {code: word for word, code in REASON_WORDS.items()},
    "flags": FLAG_WORDS,
}


def why_lines(script: CallScript, explained: Explanation) -> tuple[str, ...]:
    """One line for each condition that decides: all of them when asked, else those that fail."""
    decisive = [ground for ground in explained.grounds if ground.holds is explained.asked]
    return tuple(_line(script, ground) for ground in decisive) or (_("toujours posée"),)


def section_why(script: CallScript, explained: Explanation) -> str:
    """Why the section of a question is open or not; "" when it always is."""
    ground = _ground("section", explained)
    return _line(script, ground) if ground else ""


def question_why(script: CallScript, explained: Explanation) -> str:
    """Why a question is asked or not, for who reads its section's reason above it."""
    own, section = _ground("question", explained), _ground("section", explained)
    if section is not None and not section.holds:
        return _("pas posée : sa section est fermée")
    if own is not None:
        return _line(script, own)
    return _("posée avec sa section") if section else _("toujours posée")


def _ground(of: str, explained: Explanation) -> Ground | None:
    return next((ground for ground in explained.grounds if ground.of == of), None)


def seen_words(script: CallScript, seen: Seen) -> str:
    """What a condition saw under one name: "moral : bien", "moral : sans réponse"."""
    return _("{word} : {message}").format(word=seen.name, message=_state(script, seen))


def _line(script: CallScript, ground: Ground) -> str:
    when, names = tree_words(ground.condition.tree), None
    if len(when) > _LONG and ground.decisive != ground.condition.tree:
        when = _("{when}, entre autres").format(when=tree_words(ground.decisive))
        names = {one.written for one in walk_nodes(ground.decisive) if isinstance(one, Name)}
    asked = _("posée {when}") if ground.of == "question" else _("section ouverte {when}")
    text = asked.format(when=when)
    seen = [one for one in ground.seen if names is None or one.name in names]
    return (
        _("{text}. Vu : {seen}").format(text=text, seen=_all_seen(script, seen)) if seen else text
    )


def _all_seen(script: CallScript, seen: Sequence[Seen]) -> str:
    """What was seen, the questions without an answer together at the end when there are many."""
    left = [one.name for one in seen if one.state == "unanswered"]
    if len(left) < _MANY:
        return ", ".join(seen_words(script, one) for one in seen)
    told = [seen_words(script, one) for one in seen if one.state != "unanswered"]
    return ", ".join([*told, _("sans réponse : {names}").format(names=", ".join(left))])


def _state(script: CallScript, seen: Seen) -> str:
    if seen.state == "known":
        context = CONTEXT_WORDS[script.language].get(seen.name, "")
        french = _FRENCH_CODES.get(context, {}) if script.language == "fr" else {}
        return _known(seen.value, french)
    return {
        "unanswered": _("sans réponse"),
        "hidden": _("réponse gardée, mais la question n'est pas posée"),
        "dk": _("ne sait pas"),
        "refused": _("refuse de répondre"),
        "unknown": _("inconnu"),
    }[seen.state]


def _known(value: object, codes: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list | tuple):
        return ", ".join(_known(one, codes) for one in value) or _("aucun")
    return codes.get(str(value), str(value))
