"""Compiling sections, questions and their choices."""

from __future__ import annotations

from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.identifiers import Names, code_of, read_id
from veille_tui.callscript.reporter import did_you_mean, listed
from veille_tui.callscript.tree import Listing, Node, Scalar, Table
from veille_tui.callscript.vocabulary import OUTCOMES, TYPES, URGENCIES
from veille_tui.callscript.wording_checks import check_choice_words, check_question_words
from veille_tui.domain.answers import check_shape
from veille_tui.domain.call_script import (
    ENGLISH,
    FRENCH,
    Choice,
    Question,
    QuestionType,
    Section,
    Urgency,
    Words,
)
from veille_tui.domain.conditions import Scope
from veille_tui.language import _

WITH_CHOICES = (QuestionType.CHOICE, QuestionType.MULTIPLE)
WITH_RANGE = (QuestionType.SCALE, QuestionType.NUMBER)


class QuestionCompiler:
    """Compiles the sections of one script; ids are unique across all of them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._section_ids = Names()
        self._question_ids = Names()
        self.questions: list[Question] = []
        """Every question so far, also those that have no valid id, so that positions hold."""

    def section(self, table: Table) -> Section | None:
        """One section with its questions, or None when it has no id."""
        fields = Fields(self._context, table, "section")
        name = read_id(fields, self._section_ids)
        if not fields.text("title"):
            fields.missing("title", _("Ajouter le titre que l'appelant verra."))
        when = fields.condition("when", before=len(self.questions))
        questions = self.section_questions(fields)
        return Section(name, fields.text("title"), questions, when) if name else None

    def section_questions(self, fields: Fields) -> tuple[Question, ...]:
        """The questions of a section, or of a script without sections."""
        if not fields.items("questions") and not fields.has("questions"):
            fields.missing("questions", _("Ajouter au moins une question, ou enlever la section."))
        found = [self._question(table) for table in fields.tables("questions")]
        return tuple(question for question in found if question.id)

    def _question(self, table: Table) -> Question:
        place = len(self.questions)
        self._context.position = place
        fields = Fields(self._context, table, "question")
        name = read_id(fields, self._question_ids, is_named_by_conditions=True)
        kind = self._type(fields)
        choices = self._choices(fields, kind)
        question = Question(
            id=name,
            type=kind,
            say=self._say(fields),
            hint=fields.said("hint"),
            avoid=fields.said("avoid"),
            when=fields.condition("when", before=place),
            required=fields.flag("required"),
            constraint=fields.condition("constraint", before=place + 1),
            message=fields.said("message"),
            choices=choices,
            min=self._range(fields, kind, "min"),
            max=self._range(fields, kind, "max"),
            step=self._range(fields, kind, "step"),
            unit=fields.text("unit"),
        )
        _check_range(fields, question)
        check_question_words(fields, question)
        question = _with_default(fields, question)
        self.questions.append(question)
        self._context.position = place + 1
        return question

    def _say(self, fields: Fields) -> str:
        if not fields.text("say") and isinstance(fields.node_of("say"), Scalar | None):
            fields.missing("say", _("Ajouter ce qui est dit à la personne."))
        return fields.said("say")

    def _type(self, fields: Fields) -> QuestionType:
        if not fields.text("type"):
            fields.missing("type", _("Ajouter par exemple « type: oui_non » ou « type: choix »."))
        found = fields.one_of("type", TYPES)
        if found:
            return QuestionType(found)
        return QuestionType.CHOICE if fields.has("choices") else QuestionType.TEXT

    def _range(self, fields: Fields, kind: QuestionType, name: str) -> float | None:
        if fields.has(name) and kind not in WITH_RANGE and fields.text("type"):
            _misplaced(fields, name, _("« {word} » ne sert qu'aux échelles et aux nombres."))
        return fields.number(name)

    def _choices(self, fields: Fields, kind: QuestionType) -> tuple[Choice, ...]:
        if kind not in WITH_CHOICES:
            if fields.has("choices"):
                _misplaced(
                    fields, "choices", _("« {word} » ne sert qu'aux questions de type choix.")
                )
            return ()
        nodes = fields.items("choices")
        if not nodes and not isinstance(fields.node_of("choices"), Scalar | Table):
            fields.missing("choices", _("Ajouter les réponses possibles : code et libelle."))
        codes, labels = Names(), dict[str, int]()
        found = [self._choice(fields, node, codes, labels) for node in nodes]
        return tuple(choice for choice in found if choice)

    def _choice(
        self, parent: Fields, node: Node, codes: Names, labels: dict[str, int]
    ) -> Choice | None:
        if isinstance(node, Scalar) and node.text.strip():
            return self._bare_choice(node, codes)
        table = parent.as_table(node, "choices")
        if table is None:
            return None
        fields = Fields(self._context, table, "choice")
        code = self._code(fields, codes)
        if not fields.text("label"):
            fields.missing("label", _("Ajouter les mots que l'appelant verra pour cette réponse."))
        check_choice_words(fields, labels)
        urgency = fields.one_of("urgency", URGENCIES)
        if fields.has("urgency") and not fields.has("need"):
            fields.missing("need", _("Une urgence va avec un besoin : ajouter son thème."))
        if not code:
            return None
        return Choice(
            code=code,
            label=fields.text("label"),
            need=fields.text("need"),
            urgency=Urgency(urgency or Urgency.WEEK),
            detail=fields.flag("detail"),
            outcome=fields.one_of("outcome", OUTCOMES),
        )

    def _bare_choice(self, node: Scalar, codes: Names) -> Choice | None:
        """« - Bien » instead of a code and a label: shown as it should be, then read so."""
        label = node.text.strip()
        code = code_of(label)
        french = self._context.language != "en"
        example = f'- {{code: {code}, {"libelle" if french else "label"}: "{label[:60]}"}}'
        self._context.report.error(
            "not-a-group",
            node.place,
            _("Une réponse a besoin d'un code et d'un libellé."),
            _("Écrire : {example}").format(example=example),
        )
        return (
            Choice(code=code, label=label) if codes.claim(self._context, code, node.place) else None
        )

    def _code(self, fields: Fields, codes: Names) -> str:
        scalar = fields.scalar("code")
        if scalar is None:
            fields.missing("code", _("Ajouter un mot court : « code: bien »."))
            return ""
        words = ENGLISH if self._context.language == "en" else FRENCH
        code = scalar.text.strip()
        if code in (words.dk, words.refused):
            fields.wrong(
                "reserved-code",
                "code",
                _("« {code} » existe déjà pour toutes les questions.").format(code=code),
                _("Enlever ce choix : l'appelant peut toujours le donner."),
            )
            return ""
        if "," in code or not code or len(code) > 80:
            fields.wrong(
                "bad-code",
                "code",
                _("Ce code est vide, trop long ou contient une virgule."),
                _("Un mot court suffit ; les mots à montrer vont dans le libellé."),
            )
            return ""
        return code if codes.claim(self._context, code, scalar.place) else ""


def _misplaced(fields: Fields, name: str, message: str) -> None:
    fields.context.report.error(
        "misplaced-key",
        fields.key_place(name),
        message.format(word=fields.word(name)),
        _("L'enlever, ou changer le type de la question."),
    )


def _check_range(fields: Fields, question: Question) -> None:
    if question.min is not None and question.max is not None and question.min >= question.max:
        fields.wrong(
            "empty-range",
            "max",
            _("Le maximum n'est pas plus grand que le minimum."),
            _("Donner un maximum plus grand, ou un minimum plus petit."),
        )
    if question.step is not None and question.step <= 0:
        fields.wrong(
            "bad-step",
            "step",
            _("Le pas doit être plus grand que zéro."),
            _("Écrire par exemple 1, ou 0.5."),
        )


def _with_default(fields: Fields, question: Question) -> Question:
    """The question with its proposed answer, if it is one that could be given."""
    from dataclasses import replace

    node = fields.node_of("default")
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return question
    if question.step is not None and question.step <= 0:
        return question
    words = ENGLISH if fields.context.language == "en" else FRENCH
    value, problem = check_shape(question, plain_value(node), words)
    if not problem and _meets_constraint(question, value, words):
        return replace(question, default=value)
    if not problem:
        fields.wrong(
            "bad-default",
            "default",
            _("La réponse proposée ne respecte pas la contrainte de la question."),
            _("Proposer une réponse permise, ou changer « {word} ».").format(
                word=fields.word("constraint")
            ),
        )
        return question
    fields.wrong(
        "bad-default",
        "default",
        _("La réponse proposée n'est pas une réponse possible à cette question."),
        answer_hint(
            question,
            node,
            words,
            _("Écrire un code des choix, un nombre permis, ou enlever la ligne."),
        ),
    )
    return question


def answer_hint(question: Question | None, node: Node, words: Words, otherwise: str) -> str:
    """What could be written for an answer that `question` cannot have."""
    codes: tuple[str, ...] = ()
    if question and question.type in (QuestionType.YES_NO, QuestionType.CONSENT):
        codes = (words.yes, words.no)
    elif question and question.type in WITH_CHOICES:
        codes = tuple(choice.code for choice in question.choices)
    if not codes:
        return otherwise
    written = node.text.strip()[:60] if isinstance(node, Scalar) else ""
    return did_you_mean(
        written, codes, _("Réponses possibles : {codes}.").format(codes=listed(codes))
    )


def _meets_constraint(question: Question, value: object, words: Words) -> bool:
    """Whether a proposed answer is allowed; when that hangs on other questions it may be."""
    constraint = question.constraint
    if constraint is None or value in (words.dk, words.refused):
        return True
    if any(name.key != question.id for name in constraint.names):
        return True
    return constraint.holds(Scope({question.id: value}))


def plain_value(node: Node) -> object:
    """A value as an answer could be: text, number, true or false, or a list of these."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Listing):
        return [plain_value(item) for item in node.items]
    return {}
