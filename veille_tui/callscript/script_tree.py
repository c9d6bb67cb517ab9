"""A script as a tree for the terminal: sections, questions, when they are asked, what they make."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from veille_tui.callscript.plain_conditions import when_words
from veille_tui.callscript.script_words import need_in_words, rhythm_in_words
from veille_tui.domain.call_script import (
    CadenceRule,
    CallScript,
    Choice,
    Need,
    NeedRule,
    Question,
    QuestionType,
    Section,
)
from veille_tui.domain.conditions import Condition
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.texts import strip_controls, unbroken
from veille_tui.language import _

WIDTH = 80
_BRANCH, _LAST, _TRUNK, _GAP = "├─ ", "└─ ", "│  ", "   "


@dataclass(frozen=True, slots=True)
class Part:
    """One branch: its words, lines about it, and the branches under it."""

    words: str
    lines: tuple[str, ...] = ()
    under: tuple[Part, ...] = ()


def tree(script: CallScript, width: int = WIDTH) -> tuple[str, ...]:
    """Lines of at most `width` columns."""
    version = f", version {script.version}" if script.version else ""
    parts = [*(_section(section) for section in script.sections)]
    parts += [part for part in _rules(script) if part.under]
    lines = list(_hung(f"{script.title} ({script.id}{version})", "", "", width))
    for place, part in enumerate(parts):
        lines += ["│", *_drawn(part, "", place == len(parts) - 1, width)]
    return tuple(line.rstrip() for line in lines)


def _drawn(part: Part, before: str, is_last: bool, width: int) -> Iterator[str]:
    inside = before + (_GAP if is_last else _TRUNK)
    stem = _TRUNK if part.under else _GAP
    first = before + (_LAST if is_last else _BRANCH)
    yield from _hung(part.words, first, inside + stem + "  ", width)
    for line in part.lines:
        yield from _hung(line, inside + stem, inside + stem + "  ", width)
    for place, child in enumerate(part.under):
        yield from _drawn(child, inside, place == len(part.under) - 1, width)


def _hung(text: str, first: str, others: str, width: int) -> Iterator[str]:
    """`text` in lines that begin with `others`, the first one with `first`."""
    flat = unbroken(" ".join(strip_controls(text).split()))
    wrapped = wrap(
        flat, width, initial_indent=first, subsequent_indent=others, break_on_hyphens=False
    )
    yield from (line.replace("\u00a0", " ") for line in wrapped or [first])


def _section(section: Section) -> Part:
    when = (when_words(section.when),) if section.when else ()
    return Part(section.title, when, tuple(_question(one) for one in section.questions))


def _question(question: Question) -> Part:
    marks = [_kind(question)]
    if question.required:
        marks.append(_("obligatoire"))
    lines = [_said(question.say)] if question.say else []
    if question.when:
        lines.insert(0, when_words(question.when))
    lines += [f"• {_choice(choice)}" for choice in question.choices]
    return Part(f"{question.id} ({', '.join(marks)})", tuple(lines))


def _kind(question: Question) -> str:
    return {
        QuestionType.YES_NO: _("oui ou non"),
        QuestionType.CHOICE: _("un choix"),
        QuestionType.MULTIPLE: _("plusieurs choix"),
        QuestionType.SCALE: _("échelle"),
        QuestionType.NUMBER: _("nombre"),
        QuestionType.DATE: _("date"),
        QuestionType.TIME: _("heure"),
        QuestionType.PHONE: _("téléphone"),
        QuestionType.TEXT: _("texte"),
        QuestionType.NOTE: _("à lire"),
        QuestionType.CONSENT: _("accord"),
    }[question.type]


def _said(text: str) -> str:
    return _("« {text} »").format(text=text)


def _choice(choice: Choice) -> str:
    words = _("{word} : {message}").format(word=choice.code, message=choice.label)
    if choice.label.casefold() == choice.code:
        words = choice.label
    effects = []
    if choice.detail:
        effects.append(_("à préciser"))
    if choice.need:
        need = need_in_words(Need(choice.need, choice.urgency))
        effects.append(_("besoin : {need}").format(need=need))
    if choice.outcome:
        effects.append(_("issue : {outcome}").format(outcome=_outcome(choice.outcome)))
    return f"{words} → {' ; '.join(effects)}" if effects else words


def _outcome(code: str) -> str:
    return {
        "refused_soft": _("pas cette fois"),
        "refused_hard": _("ne veut plus être appelé"),
        "callback": _("à rappeler"),
    }.get(code, code)


def _rules(script: CallScript) -> Iterator[Part]:
    """What follows from several answers, each kind under its title."""
    first = _("la première règle vraie l'emporte")
    needs = [_ruled(_need(rule), rule.when) for rule in script.needs]
    alerts = [_ruled(_alert(rule.say, rule.dial), rule.when) for rule in script.alerts]
    rhythms = [_ruled(_rhythm(rule), rule.when) for rule in script.cadence]
    leaves = [_ruled(_said(rule.say), rule.when) for rule in script.closings]
    yield Part(_("Besoins"), (), tuple(needs))
    yield Part(_("Alertes"), (), tuple(alerts))
    yield Part(_("Rythme"), (first,), tuple(rhythms))
    yield Part(_("Pour prendre congé"), (first,), tuple(leaves))


def _ruled(words: str, when: Condition | None) -> Part:
    return Part(words, (when_words(when) if when else _("toujours"),))


def _need(rule: NeedRule) -> str:
    words = need_in_words(Need(rule.theme, rule.urgency, rule.to))
    return f"{words}. {rule.note}" if rule.note else words


def _alert(say: str, dial: str) -> str:
    if not dial:
        return say
    return _("appeler le {number} : {say}").format(number=dial, say=say)


def _rhythm(rule: CadenceRule) -> str:
    words = rhythm_in_words(rule.every)
    if rule.until is None:
        return words
    return _("{rhythm}, jusqu'au {day}").format(rhythm=words, day=rule.until.isoformat())
