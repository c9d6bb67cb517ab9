"""One row of a form that asks something, to a question of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping

from veille_tui.callscript.xlsform.constraints import plain_bounds
from veille_tui.callscript.xlsform.drafts import DraftChoice, DraftQuestion
from veille_tui.callscript.xlsform.form import Row
from veille_tui.callscript.xlsform.form_words import AVOID, DETAIL, YES_NO
from veille_tui.callscript.xlsform.lists import CONSENT_LISTS, OTHER, ChoiceList, Lists
from veille_tui.callscript.xlsform.logic import written
from veille_tui.callscript.xlsform.names import Ids, plain_id
from veille_tui.callscript.xlsform.reasons import Untranslatable
from veille_tui.callscript.xlsform.scope import FormScope
from veille_tui.callscript.xlsform.subjects import Subject
from veille_tui.callscript.xlsform.texts import Texts
from veille_tui.callscript.xlsform.told import Told, cell_comment
from veille_tui.callscript.xlsform.types import FormType
from veille_tui.domain.answers import check_shape
from veille_tui.domain.call_script import ENGLISH, FRENCH, Choice, Question, QuestionType
from veille_tui.language import _

_TYPES = {
    "text": "text",
    "integer": "number",
    "decimal": "number",
    "percentage": "number",
    "range": "scale",
    "date": "date",
    "time": "time",
    "datetime": "date",
    "note": "note",
    "consent": "consent",
    "phone": "phone",
    "choice": "choice",
    "multiple": "multiple",
}
_SUBJECT_KINDS = {
    "text": "text",
    "number": "number",
    "scale": "number",
    "date": "date",
    "choice": "code",
    "yes_no": "code",
    "consent": "code",
    "multiple": "list",
    "note": "",
}
_YES = frozenset(("yes", "true", "true()", "oui", "1", "vrai"))
_NO = frozenset(("", "no", "false", "false()", "non", "0", "faux"))
_PHONE = re.compile(r"\b(t[eé]l|phone|mobile|portable|gsm|whatsapp)", re.IGNORECASE)


class QuestionRows:
    """Makes the questions of one form."""

    def __init__(
        self, language: str, lists: Lists, told: Told, texts: Texts, scope: FormScope
    ) -> None:
        self._language = language
        self._words = ENGLISH if language == "en" else FRENCH
        self._lists = lists
        self._told = told
        self._texts = texts
        self._scope = scope
        self.ids = Ids(language)

    def question(self, row: Row, form_type: FormType) -> DraftQuestion | None:
        """The question of a row, or None, told, when its list is not there."""
        listed = self._lists.get(form_type.list_name) if form_type.list_name else None
        if form_type.kind in {"choice", "multiple"} and listed is None:
            return None
        question = DraftQuestion(row, self._id(row), self._type(row, form_type, listed))
        subject = self._subject(question, form_type, listed)
        if (listed is not None and not listed.is_yes_no) or question.type in {"choice", "multiple"}:
            self._with_choices(question, form_type, listed)
        self._with_texts(question, row)
        self._with_range(question, row, form_type)
        self._with_constraint(question, row, subject)
        self._with_required(question, row)
        self._with_default(question, row, listed)
        self._tell_columns(question, row, form_type)
        if row.get("name") and question.type != "note":
            self._scope.add(row.get("name"), subject)
        return question

    def _id(self, row: Row) -> str:
        name = row.get("name")
        found = self.ids.give(name, f"question_{row.number}")
        if found != name and name:
            self._told.tell(
                "renamed",
                row,
                _("« {name} » devient « {new} ».").format(name=name[:60], new=found),
                _("Nos noms sont faits de lettres, de chiffres et de « _ », chacun une fois."),
            )
        return found

    def _type(self, row: Row, form_type: FormType, listed: ChoiceList | None) -> str:
        kind = _TYPES[form_type.kind]
        if kind == "choice" and listed is not None and listed.is_yes_no and not form_type.has_other:
            return (
                "consent"
                if form_type.list_name.lower().split("_")[0] in CONSENT_LISTS
                else "yes_no"
            )
        words = f"{row.get('name')} {row.get('label')}"
        appearance = row.get("appearance").lower()
        if kind == "text" and (
            re.search(r"\b(tel|phone)", appearance)
            or ("numbers" in appearance and _PHONE.search(words.replace("_", " ")))
        ):
            return "phone"
        is_shown = row.get("read_only").lower() in _YES or row.get("calculation")
        return "note" if kind == "text" and is_shown and not row.get("name") else kind

    def _subject(
        self, question: DraftQuestion, form_type: FormType, listed: ChoiceList | None
    ) -> Subject:
        kind = _SUBJECT_KINDS.get(question.type, "opaque")
        if form_type.kind == "datetime":
            kind = "opaque"
        if form_type.kind == "consent":
            # A form only has "OK" or nothing; with us somebody may also say no.
            return Subject(question.id, "code", {"OK": self._words.yes, "": self._words.no})
        codes: Mapping[str, str] = listed.codes if listed else {}
        if form_type.has_other and OTHER not in codes:
            codes = {**codes, OTHER: OTHER}
        return Subject(question.id, kind, codes, listed.left_open if listed else {})

    def _with_choices(
        self, question: DraftQuestion, form_type: FormType, listed: ChoiceList | None
    ) -> None:
        choices = listed.choices if listed else ()
        if listed is not None and listed.is_yes_no:
            codes = (self._words.yes, self._words.no)
            labels = dict(zip(codes, YES_NO[self._language], strict=True))
            choices = tuple(DraftChoice(code, label) for code, label in labels.items())
        question.list_name = form_type.list_name
        if form_type.has_other:
            question.list_name = f"{form_type.list_name} or_other"
            others = [one for one in choices if one.code != OTHER]
            label = next((one.label for one in choices if one.code == OTHER), _("Autre"))
            choices = (*others, DraftChoice(OTHER, label, detail=True))
        question.choices = choices

    def _with_texts(self, question: DraftQuestion, row: Row) -> None:
        said = self._texts.said(row, row.get("label"))
        hint = self._texts.said(row, row.get("hint"))
        if not said:
            said, hint = (hint, "") if hint else (row.get("name") or question.id, "")
        guidance = self._texts.said(row, row.get("guidance_hint"))
        for mark in AVOID.values():
            if guidance.startswith(mark):
                question.fields["avoid"] = guidance.removeprefix(mark)
                guidance = ""
        question.fields["say"] = said
        if hint or guidance:
            question.fields["hint"] = "\n".join(part for part in (hint, guidance) if part)

    def _with_range(self, question: DraftQuestion, row: Row, form_type: FormType) -> None:
        if form_type.kind == "integer":
            question.fields["step"] = 1
        if form_type.kind == "percentage":
            question.fields |= {"min": 0, "max": 100, "unit": "%"}
        if form_type.kind == "range":
            bounds = {"start": "min", "end": "max", "step": "step"}
            given = {"start": 1.0, "end": 10.0, "step": 1.0}
            given |= _parameters(row.get("parameters"))
            question.fields |= {bounds[name]: value for name, value in given.items()}

    def _with_constraint(self, question: DraftQuestion, row: Row, subject: Subject) -> None:
        expression = row.get("constraint")
        if not expression or question.type == "note":
            return
        message = self._texts.said(row, row.get("constraint_message"))
        if question.type == "number" and not message:
            bounds = plain_bounds(expression)
            if bounds is not None:
                question.fields |= bounds
                return
        try:
            found = self._scope.constraint(expression, subject)
            if found is False:
                raise Untranslatable("never")
            # Of an empty answer a constraint says nothing, in a form as with us.
            if found is not True:
                question.fields["constraint"] = written(found, self._language)
                if message:
                    question.fields["message"] = message
        except Untranslatable as fault:
            self.refuse_cell(question, row, "constraint", expression, fault.message)

    def refuse_cell(
        self, question: DraftQuestion, row: Row, column: str, value: str, reason: str
    ) -> None:
        """A cell that is not carried over: named, and kept above its question."""
        if value in {"", "None"}:
            return
        question.comments.append(cell_comment(row, column, value, reason))
        self._told.tell(
            f"{column.replace('_', '-')}-not-carried",
            row,
            _("{column} n'est pas repris : {reason}.").format(column=column, reason=reason),
            _("Il reste en commentaire au-dessus de la question : le récrire à la main."),
            heading=column,
            value=value,
        )

    def _with_required(self, question: DraftQuestion, row: Row) -> None:
        wanted = row.get("required")
        if question.type == "note" or wanted.lower() in _NO:
            return
        if wanted.lower() in _YES:
            question.fields["required"] = True
            return
        self.refuse_cell(
            question, row, "required", wanted, _("chez nous une question est obligatoire, ou non")
        )

    def _with_default(self, question: DraftQuestion, row: Row, listed: ChoiceList | None) -> None:
        value = row.get("default")
        if not value or question.type == "note":
            return
        answer: object = value
        if listed is not None:
            codes = [listed.codes.get(code, code) for code in value.split()]
            answer = codes if question.type == "multiple" else listed.codes.get(value, value)
        kept, problem = check_shape(_shape(question), answer, self._words)
        if problem:
            reason = _("ce n'est pas une réponse possible, ou c'est un calcul")
            self.refuse_cell(question, row, "default", value, reason)
            return
        question.fields["default"] = kept

    def _tell_columns(self, question: DraftQuestion, row: Row, form_type: FormType) -> None:
        """What changes the meaning of a question and has no place with us."""
        reasons = {
            "choice_filter": _("tous les choix de la liste sont montrés"),
            "trigger": _("rien ne se recalcule pendant l'appel"),
            "calculation": _("l'appelant écrit la réponse lui-même"),
            "read_only": _("la réponse peut être changée"),
            "required_message": _("nos questions obligatoires ont toutes le même message"),
            "image": _("un appel n'a pas d'image"),
            "big_image": _("un appel n'a pas d'image"),
            "audio": _("un appel n'a pas de son enregistré"),
            "video": _("un appel n'a pas d'image"),
        }
        for column, reason in reasons.items():
            value = row.get(column)
            if question.type == "note" and column in {"read_only", "required_message"}:
                continue
            if value and value.lower() not in _NO:
                self.refuse_cell(question, row, column, value, reason)
        if form_type.kind == "datetime":
            self._told.tell(
                "hour-not-carried",
                row,
                _("La date est reprise, son heure ne l'est pas."),
                _("Ajouter une question de type heure si elle compte."),
            )

    def detail_of(self, row: Row, questions: Mapping[str, DraftQuestion]) -> bool:
        """Whether the row only asks for the details of a choice, as the forms that we write do."""
        match = re.fullmatch(r"selected\(\$\{(\w+)\}, *'([^']*)'\)", row.get("relevant"))
        question = questions.get(match[1]) if match else None
        if match is None or question is None:
            return False
        name, code = match.groups()
        is_ours = row.get("name") == f"{name}_{plain_id(code) or 'c'}_precision"
        if not is_ours or row.get("label") not in detail_labels(question, code):
            return False
        question.choices = tuple(
            DraftChoice(one.code, one.label, one.detail or one.code == code)
            for one in question.choices
        )
        question.list_name = ""
        return True


def detail_labels(question: DraftQuestion, code: str) -> list[str]:
    """What forms of ours ask for the details of a choice."""
    label = next((one.label for one in question.choices if one.code == code), "")
    return [mark + label for mark in DETAIL.values()]


def _parameters(text: str) -> dict[str, float]:
    """start, end and step of a range."""
    pairs = re.findall(r"(start|end|step)\s*=\s*(-?[0-9]+(?:\.[0-9]+)?)", text.lower())
    return {name: float(value) for name, value in pairs}


def _shape(question: DraftQuestion) -> Question:
    """As much of the question as the check of a proposed answer looks at."""
    numbers = {
        name: float(str(question.fields[name]))
        for name in ("min", "max", "step")
        if name in question.fields
    }
    choices = tuple(Choice(one.code, one.label) for one in question.choices)
    return Question(
        id=question.id,
        type=QuestionType(question.type),
        choices=choices,
        min=numbers.get("min"),
        max=numbers.get("max"),
        step=numbers.get("step"),
    )
