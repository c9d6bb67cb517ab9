"""Compiling a script's own cases: they may only name what the script has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from veille_tui.callscript.context import Context
from veille_tui.callscript.durations import read_duration
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.identifiers import referred
from veille_tui.callscript.questions import answer_hint, plain_value
from veille_tui.callscript.reporter import did_you_mean, listed
from veille_tui.callscript.tree import Node, Scalar, Table
from veille_tui.callscript.vocabulary import REASONS, URGENCIES
from veille_tui.domain.answers import broken_constraints, check_shape, validate_detail
from veille_tui.domain.call_script import CallScript, Expected, ExpectedNeed, ScriptCase, Urgency
from veille_tui.domain.case import CallReason
from veille_tui.domain.tenants import Profile
from veille_tui.language import _


def compile_cases(context: Context, fields: Fields, script: CallScript) -> tuple[ScriptCase, ...]:
    """The cases of `script`, whose questions and rules are compiled already."""
    reader = _CaseReader(context, script)
    return tuple(reader.case(table) for table in fields.tables("cases"))


class _CaseReader:
    """Reads one case after the other."""

    def __init__(self, context: Context, script: CallScript) -> None:
        self._context = context
        self._script = script
        self._receivers = list(dict.fromkeys(rule.to for rule in script.needs if rule.to))
        self._themes = list(
            dict.fromkeys(
                [rule.theme for rule in script.needs]
                + [choice.need for one in script.questions for choice in one.choices if choice.need]
            )
        )

    def case(self, table: Table) -> ScriptCase:
        """One case."""
        fields = Fields(self._context, table, "case")
        if not fields.text("name"):
            fields.missing("name", _("Ajouter en quelques mots ce que ce cas montre."))
        reason = fields.one_of("reason", REASONS)
        table_of_tenant = fields.table("tenant")
        tenant = self._tenant(table_of_tenant) if table_of_tenant else Profile()
        answers = self._answers(fields)
        for broken in broken_constraints(self._script, answers, tenant, reason):
            self._report_answer(fields.node_of("answers") or table, broken)
        return ScriptCase(
            name=fields.text("name"),
            tenant=tenant,
            reason=CallReason(reason or CallReason.FIRST),
            answers=answers,
            expected=self._expected(fields),
            line=table.place.line,
        )

    def _tenant(self, table: Table) -> Profile:
        fields = Fields(self._context, table, "tenant")
        age, days = fields.number("age"), fields.number("days_since_contact")
        return Profile(
            title=fields.text("title"),
            first_name=fields.text("first_name"),
            last_name=fields.text("last_name"),
            age=None if age is None else int(age),
            lives_alone=fields.flag("lives_alone") if fields.has("lives_alone") else None,
            segments=tuple(scalar.text for scalar in fields.texts("segments")),
            flags=tuple(scalar.text for scalar in fields.texts("flags")),
            agency=fields.text("agency"),
            days_since_contact=None if days is None else int(days),
        )

    def _answers(self, fields: Fields) -> Mapping[str, object]:
        table = fields.table("answers")
        if table is None:
            return {}
        answers: dict[str, object] = {}
        for key, node in table.entries:
            name = referred(key)
            value, problem = self._answer(name, node)
            if problem == "unknown":
                self._report_unknown(key, name, self._script.by_id)
            elif problem:
                self._report_answer(node, name)
            else:
                answers[name] = value
        return answers

    def _answer(self, name: str, node: Node) -> tuple[object, str]:
        raw = plain_value(node)
        question = self._script.by_id.get(name)
        if question is not None:
            return check_shape(question, _as_text(node, raw), self._script.words)
        parent, _dot, code = name.partition(".")
        question = self._script.by_id.get(parent)
        choice = question.choice(code) if question else None
        return validate_detail(raw) if choice and choice.detail else (None, "unknown")

    def _report_answer(self, node: Node, name: str) -> None:
        self._context.report.error(
            "bad-answer",
            node.place,
            _("Ceci n'est pas une réponse possible à « {name} ».").format(name=name),
            answer_hint(
                self._script.by_id.get(name),
                node,
                self._script.words,
                _("Écrire un code des choix, un nombre permis, une date 2020-03-17…"),
            ),
        )

    def _report_unknown(self, scalar: Scalar, name: str, known: Iterable[str]) -> None:
        self._context.report.error(
            "unknown-name",
            scalar.place,
            _("« {name} » n'existe pas dans ce script.").format(name=name[:60]),
            did_you_mean(name[:60], known, _known_names(known)),
        )

    def _expected(self, parent: Fields) -> Expected:
        table = parent.table("expected")
        if table is None:
            parent.missing("expected", _("Ajouter ce qui est attendu, par exemple les questions."))
            return Expected()
        fields = Fields(self._context, table, "expected")
        alerts = [rule.id for rule in self._script.alerts]
        return Expected(
            questions=self._names(fields, "questions", self._script.by_id),
            needs=self._needs(fields),
            alerts=self._names(fields, "alerts", alerts),
            cadence=self._cadence(fields),
            complete=fields.flag("complete") if fields.has("complete") else None,
        )

    def _names(self, fields: Fields, name: str, known: Iterable[str]) -> tuple[str, ...] | None:
        if not fields.has(name):
            return None
        scalars = fields.texts(name)
        for scalar in scalars:
            if referred(scalar) not in known:
                self._report_unknown(scalar, referred(scalar), known)
        return tuple(referred(scalar) for scalar in scalars)

    def _needs(self, fields: Fields) -> tuple[ExpectedNeed, ...] | None:
        if not fields.has("needs"):
            return None
        return tuple(self._need(fields, node) for node in fields.items("needs"))

    def _need(self, parent: Fields, node: Node) -> ExpectedNeed:
        if isinstance(node, Scalar):
            if node.text not in self._themes:
                self._report_unknown(node, node.text, self._themes)
            return ExpectedNeed(node.text)
        table = parent.as_table(node, "needs")
        if table is None:
            return ExpectedNeed("")
        fields = Fields(self._context, table, "expected_need")
        theme = fields.scalar("theme")
        if theme is None:
            fields.missing("theme", _("Ajouter le thème du besoin attendu."))
        elif theme.text not in self._themes:
            self._report_unknown(theme, theme.text, self._themes)
        urgency = fields.one_of("urgency", URGENCIES)
        receiver = fields.scalar("to")
        if receiver is not None and receiver.text not in self._receivers:
            self._report_unknown(receiver, receiver.text, self._receivers)
        return ExpectedNeed(
            theme=theme.text if theme else "",
            urgency=Urgency(urgency) if urgency else None,
            to=fields.text("to"),
        )

    def _cadence(self, fields: Fields) -> str | None:
        if not fields.has("cadence"):
            return None
        text = fields.text("cadence")
        every = read_duration(text) if text else ""
        if every is None:
            fields.wrong(
                "bad-duration",
                "cadence",
                _("« {text} » n'est pas une durée comprise.").format(text=text[:60]),
                _("Écrire « 7 jours », « P7D », ou rien quand aucun rappel n'est attendu."),
            )
        return every


def _as_text(node: Node, raw: object) -> object:
    """A text that looked like a number stays as it was written: `0.50`, `15`."""
    if isinstance(node, Scalar) and node.is_plain_number:
        return node.text
    return raw


def _known_names(known: Iterable[str]) -> str:
    names = listed(known)
    if not names:
        return _("Le script n'en a aucun : l'ajouter au script, ou l'enlever d'ici.")
    return _("Noms connus : {names}.").format(names=names)
