"""A call script to the sheets of an XLSForm; what a form cannot say is listed, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping

from veille_tui.callscript.vocabulary import KEYS, written
from veille_tui.callscript.xlsform.context_fields import GROUP, field_name
from veille_tui.callscript.xlsform.form_names import (
    codes_left_open,
    context_label,
    context_names,
    form_codes,
    form_names,
    plain_code,
)
from veille_tui.callscript.xlsform.form_words import AVOID, DETAIL, LEFT_OPEN, YES_NO
from veille_tui.callscript.xlsform.lists import CONSENT_LISTS
from veille_tui.callscript.xlsform.names import plain_id, script_name
from veille_tui.callscript.xlsform.numbers import plain_number
from veille_tui.callscript.xlsform.sheets import Lost, Sheets
from veille_tui.callscript.xlsform.to_xpath import CannotSay, Spoken, Writer
from veille_tui.domain.answers import SCALE
from veille_tui.domain.call_script import CallScript, Question, QuestionType, Section
from veille_tui.domain.condition_tree import Name
from veille_tui.domain.conditions import REASON_WORDS, Condition
from veille_tui.domain.texts import PLACEHOLDERS, placeholders
from veille_tui.language import _

_KINDS = {
    QuestionType.YES_NO: "code",
    QuestionType.CONSENT: "code",
    QuestionType.CHOICE: "code",
    QuestionType.MULTIPLE: "list",
    QuestionType.SCALE: "number",
    QuestionType.NUMBER: "number",
    QuestionType.DATE: "date",
    QuestionType.TIME: "time",
    QuestionType.PHONE: "text",
    QuestionType.TEXT: "text",
}
_CONTEXT_KINDS = {
    "age": "number",
    "lives_alone": "truth",
    "segments": "list",
    "flags": "list",
    "agency": "text",
    "reason": "code",
    "days_since_contact": "number",
}
_CHOSEN = {QuestionType.YES_NO, QuestionType.CONSENT, QuestionType.CHOICE, QuestionType.MULTIPLE}
_YES_NO = {QuestionType.YES_NO, QuestionType.CONSENT}


class Exporter:
    """Writes one script."""

    def __init__(self, script: CallScript) -> None:
        self._script = script
        self.sheets = Sheets()
        self.sheets.lost_name = "not_carried" if script.language == "en" else "non_repris"
        self._left_open = codes_left_open(script)
        self._names = form_names(script)
        self._codes = {question.id: form_codes(question) for question in script.questions}
        self._lists: dict[tuple[object, ...], str] = {}
        self._own = ""

    def export(self) -> Sheets:
        """The sheets of the whole script."""
        script = self._script
        self.sheets.settings = {
            "form_title": script.title,
            "form_id": script_name(script.id),
            "version": script.version or script.hash[:10],
        }
        self._context()
        for section in script.sections:
            self._section(section)
        self._rules()
        return self.sheets

    def _word(self, place: str, english: str) -> str:
        return written(KEYS[place], english, self._script.language)

    def _lose(self, place: str, key: str, value: str, reason: str, row: int = 0) -> None:
        if value:
            self.sheets.lost.append(Lost(place, key, value, reason, row))

    def _context(self) -> None:
        """The questions that stand for what our scripts know by themselves."""
        wanted = context_names(self._script)
        if not wanted:
            return
        label = _("Ce que l'on sait déjà de la personne")
        self.sheets.add(type="begin_group", name=GROUP, label=label)
        for english, codes in wanted.items():
            self._context_field(english, codes)
        self.sheets.add(type="end_group", name=GROUP)

    def _context_field(self, english: str, codes: Mapping[str, None]) -> None:
        name, kind = field_name(english), _CONTEXT_KINDS.get(english, "text")
        types = {"number": "integer", "text": "text"}
        row_type = types.get(kind, "")
        if kind == "truth":
            row_type = "select_one " + self._list({"oui": _("Oui"), "non": _("Non")}, "oui_non")
        elif kind == "code":
            reasons = {reason: reason for reason in REASON_WORDS}
            row_type = "select_one " + self._list(reasons, "motifs")
        elif kind == "list":
            listed = {plain_code(code): code for code in codes} or {"aucun": "-"}
            row_type = "select_multiple " + self._list(listed, name)
        self.sheets.add(type=row_type, name=name, label=context_label(english))

    def _list(self, labels: Mapping[str, str], name: str) -> str:
        """The name of the list of these codes and labels, written once."""
        key = (name == CONSENT_LISTS[0], *labels.items())
        if key not in self._lists:
            taken = set(self._lists.values())
            unique, number = name, 2
            while unique in taken:
                unique, number = f"{name}_{number}", number + 1
            self._lists[key] = unique
            self.sheets.choices.extend(
                {"list_name": unique, "name": code, "label": label}
                for code, label in labels.items()
            )
        return self._lists[key]

    def _section(self, section: Section) -> None:
        name = f"section_{plain_id(section.id) or len(self.sheets.survey)}"
        row = len(self.sheets.survey) + 2
        relevant = self._condition(section.when, section.id, "when", row)
        self.sheets.add(
            type="begin_group", name=name, label=_plain_label(section.title), relevant=relevant
        )
        for question in section.questions:
            self._question(question)
        self.sheets.add(type="end_group", name=name)

    def _condition(self, condition: Condition | None, place: str, key: str, row: int) -> str:
        """The condition as an expression; "" when a form cannot say it, which is then told."""
        if condition is None:
            return ""
        writer = Writer(self._spoken)
        word = self._word("question", key)
        try:
            expression = writer.write(condition.tree)
        except CannotSay as fault:
            self._lose(place, word, condition.text, fault.reason, row)
            return ""
        for name in writer.lost:
            reason = _("un formulaire n'a ni « ne sait pas » ni « refuse » à « {name} »")
            self._lose(place, word, condition.text, reason.format(name=name), row)
        return expression

    def _spoken(self, name: Name) -> Spoken:
        if name.context:
            kind = _CONTEXT_KINDS[name.name]
            codes: Mapping[str, str] = {}
            if name.name == "reason":
                codes = {english: french for french, english in REASON_WORDS.items()}
            if name.name in {"segments", "flags"}:
                found = context_names(self._script).get(name.name, {})
                codes = {code: plain_code(code) for code in found}
            known = kind == "list" or name.name == "reason"
            return Spoken("${" + field_name(name.name) + "}", kind, codes, is_known=known)
        question = self._script.by_id[name.name]
        own = "." if name.name == self._own else "${" + self._names[name.name] + "}"
        left = self._left_open.get(name.name, {}) if question.type in _CHOSEN else {}
        return Spoken(own, _KINDS.get(question.type, ""), self._codes[name.name], left)

    def _question(self, question: Question) -> None:
        row = len(self.sheets.survey) + 2
        place = question.id
        constraint, message = self._constraint(question, row)
        self.sheets.add(
            type=self._type(question),
            name=self._names[question.id],
            label=self._text(question.say, place, "say", row) or question.id,
            hint=self._text(question.hint, place, "hint", row),
            guidance_hint=self._avoid(question, row),
            required="yes" if question.required and question.type is not QuestionType.NOTE else "",
            relevant=self._condition(question.when, place, "when", row),
            constraint=constraint,
            constraint_message=message,
            default=self._default(question),
            appearance="numbers tel" if question.type is QuestionType.PHONE else "",
            parameters=_range(question),
        )
        self._lose(
            place, self._word("question", "unit"), question.unit, _("il n'a pas d'unité"), row
        )
        self._choices_lost(question, row)
        self._details(question)

    def _type(self, question: Question) -> str:
        kinds = {
            QuestionType.SCALE: "range",
            QuestionType.NUMBER: "integer" if _is_whole(question) else "decimal",
            QuestionType.DATE: "date",
            QuestionType.TIME: "time",
            QuestionType.NOTE: "note",
        }
        if question.type not in _CHOSEN:
            return kinds.get(question.type, "text")
        verb = "select_multiple" if question.type is QuestionType.MULTIPLE else "select_one"
        codes = self._codes[question.id]
        if question.type in _YES_NO:
            words = self._script.words
            labels = dict(zip((words.yes, words.no), YES_NO[self._script.language], strict=True))
            name = CONSENT_LISTS[0] if question.type is QuestionType.CONSENT else "oui_non"
        else:
            labels = {codes[one.code]: _plain_label(one.label) for one in question.choices}
            name = self._names[question.id]
        said = LEFT_OPEN[self._script.language]
        for how, code in self._left_open.get(question.id, {}).items():
            labels[code] = said[how]
        return f"{verb} {self._list(labels, name)}"

    def _constraint(self, question: Question, row: int) -> tuple[str, str]:
        self._own = question.id
        expression = self._condition(question.constraint, question.id, "constraint", row)
        self._own = ""
        message = self._text(question.message, question.id, "message", row)
        bounds = _bounds(question)
        if question.type is QuestionType.NUMBER and question.step not in {None, 1}:
            step = plain_number(question.step or 1)
            self._lose(
                question.id,
                self._word("question", "step"),
                step,
                _("un nombre y a n'importe quel pas"),
                row,
            )
        if not expression:
            if question.constraint is None:
                return bounds, message
            self._lose(
                question.id, self._word("question", "message"), message, _("sans contrainte"), row
            )
            return bounds, ""
        if bounds and " or " in expression:
            expression = f"({expression})"
        return " and ".join(part for part in (bounds, expression) if part), message

    def _avoid(self, question: Question, row: int) -> str:
        text = self._text(question.avoid, question.id, "avoid", row)
        return AVOID[self._script.language] + text if text else ""

    def _default(self, question: Question) -> str:
        value = question.default
        codes = self._codes[question.id]
        if value is None:
            return ""
        if isinstance(value, list | tuple):
            return " ".join(codes.get(str(one), str(one)) for one in value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return plain_number(float(value))
        return codes.get(str(value), str(value))

    def _text(self, text: str, place: str, key: str, row: int) -> str:
        """A text whose placeholders a form can fill."""
        for placeholder in placeholders(text):
            name = placeholder.name
            question = self._script.by_id.get(name)
            if question is not None and question.choices:
                reason = _("un formulaire y mettra le code de « {name} », non son libellé")
                self._lose(place, self._word("question", key), text, reason.format(name=name), row)
        return re.sub(r"\{([^{}\n]*)\}", lambda match: self._ref(match[1].strip()), text)

    def _ref(self, name: str) -> str:
        if name in self._names:
            return "${" + self._names[name] + "}"
        english = PLACEHOLDERS[self._script.language].get(name, name)
        return "${" + field_name(english) + "}"

    def _choices_lost(self, question: Question, row: int) -> None:
        for choice in question.choices:
            place = f"{question.id}.{choice.code}"
            if choice.need:
                said = f"{choice.need}, {choice.urgency.value}"
                reason = _("un formulaire ne fait pas naître de besoin")
                self._lose(place, self._word("choice", "need"), said, reason, row)
            reason = _("un formulaire ne dit pas ce que devient l'appel")
            self._lose(place, self._word("choice", "outcome"), choice.outcome, reason, row)

    def _details(self, question: Question) -> None:
        """A text for every choice that asks for one."""
        for choice in question.choices:
            if not choice.detail:
                continue
            name, code = self._names[question.id], self._codes[question.id][choice.code]
            self.sheets.add(
                type="text",
                name=f"{name}_{plain_id(code) or 'c'}_precision",
                label=DETAIL[self._script.language] + _plain_label(choice.label),
                relevant="selected(${" + name + "}, '" + code + "')",
            )

    def _rules(self) -> None:
        """What follows from the answers, and what is said around the questions."""
        script = self._script
        reason = _("un formulaire n'a que des questions")
        for number, need in enumerate(script.needs, start=1):
            place = f"{self._word('script', 'needs')} {number}"
            said = ", ".join(part for part in (need.theme, need.urgency.value, need.to) if part)
            self._lose(place, _condition_text(need.when), said, reason)
        for alert in script.alerts:
            place = f"{self._word('script', 'alerts')} {alert.id}"
            said = " ".join(part for part in (alert.say, alert.dial) if part)
            self._lose(place, _condition_text(alert.when), said, reason)
        for number, cadence in enumerate(script.cadence, start=1):
            place = f"{self._word('script', 'cadence')} {number}"
            until = f" - {cadence.until.isoformat()}" if cadence.until else ""
            self._lose(place, _condition_text(cadence.when), cadence.every + until, reason)
        for number, closing in enumerate(script.closings, start=1):
            place = f"{self._word('script', 'closings')} {number}"
            self._lose(place, _condition_text(closing.when), closing.say, reason)
        for case in script.cases:
            self._lose(self._word("script", "cases"), case.name, case.name, reason)
        for why, text in script.openings.items():
            place = self._word("script", "openings")
            self._lose(place, self._word("openings", why.value), text, reason)
        for key, text in (
            ("notice", script.notice),
            ("purpose", script.purpose),
            ("voicemail", script.voicemail),
        ):
            self._lose(self._word("script", key), "", text, reason)


def _plain_label(text: str) -> str:
    """A label in which a form finds nothing to fill in."""
    return text.replace("${", "$ {")


def _is_whole(question: Question) -> bool:
    return question.step == 1 and (question.min is None or question.min == int(question.min))


def _bounds(question: Question) -> str:
    if question.type is not QuestionType.NUMBER:
        return ""
    parts = []
    if question.min is not None:
        parts.append(f". >= {plain_number(question.min)}")
    if question.max is not None:
        parts.append(f". <= {plain_number(question.max)}")
    return " and ".join(parts)


def _range(question: Question) -> str:
    if question.type is not QuestionType.SCALE:
        return ""
    low = SCALE[0] if question.min is None else question.min
    high = SCALE[1] if question.max is None else question.max
    step = question.step or 1
    words = (plain_number(float(one)) for one in (low, high, step))
    return "start={} end={} step={}".format(*words)


def _condition_text(condition: Condition | None) -> str:
    return condition.text if condition else ""
