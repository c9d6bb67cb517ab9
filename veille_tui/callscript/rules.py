"""Compiling what follows from answers: needs, alerts, rhythm and closings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from veille_tui.callscript.context import Context
from veille_tui.callscript.durations import read_duration
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.identifiers import Names, read_id
from veille_tui.callscript.partner_checks import check_partner
from veille_tui.callscript.reporter import did_you_mean
from veille_tui.callscript.tree import Table
from veille_tui.callscript.vocabulary import URGENCIES
from veille_tui.domain.call_script import (
    AlertRule,
    CadenceRule,
    ClosingRule,
    NeedRule,
    Question,
    QuestionType,
    Urgency,
)
from veille_tui.language import _


def compile_needs(context: Context, fields: Fields) -> tuple[NeedRule, ...]:
    """The rules that make needs."""
    return tuple(_needs(context, fields))


def _needs(context: Context, parent: Fields) -> Iterator[NeedRule]:
    for table in parent.tables("needs"):
        fields = Fields(context, table, "need")
        theme = fields.text("theme")
        if not theme:
            fields.missing("theme", _("Ajouter le thème du besoin : « theme: alimentation »."))
        if not fields.has("when"):
            _warn_always(fields)
        when = fields.condition("when")
        urgency = fields.one_of("urgency", URGENCIES)
        check_partner(fields, "to")
        if theme:
            yield NeedRule(
                theme=theme,
                when=when,
                urgency=Urgency(urgency or Urgency.WEEK),
                to=fields.text("to"),
                note=fields.text("note"),
                consent=_own_name(fields, "consent"),
            )


def _own_name(fields: Fields, name: str) -> str:
    """A question's id, with the prefix that the block brought in with it."""
    scalar = fields.scalar(name)
    return scalar.names.get(scalar.text, scalar.text) if scalar else ""


def check_consents(parent: Fields, questions: Mapping[str, Question]) -> None:
    """Report the needs that name a question which is none, or does not ask for consent."""
    for table in parent.tables("needs"):
        fields = Fields(parent.context, table, "need")
        named = _own_name(fields, "consent")
        question = questions.get(named)
        if not named or (question and question.type is QuestionType.CONSENT):
            continue
        asking = [one.id for one in questions.values() if one.type is QuestionType.CONSENT]
        fields.wrong(
            "not-a-consent",
            "consent",
            _("« {name} » n'est pas une question qui demande un accord.").format(name=named[:60]),
            did_you_mean(
                named[:60],
                asking,
                _("Nommer une question de type « accord », ou retirer ce mot-clé."),
            ),
        )


def compile_alerts(context: Context, fields: Fields) -> tuple[AlertRule, ...]:
    """The alerts, each with its own id."""
    return tuple(_alerts(context, fields))


def _alerts(context: Context, parent: Fields) -> Iterator[AlertRule]:
    names = Names()
    for table in parent.tables("alerts"):
        fields = Fields(context, table, "alert")
        name = read_id(fields, names)
        if not fields.text("say"):
            fields.missing("say", _("Ajouter ce que l'appelant doit faire ou dire."))
        if not fields.has("when"):
            _warn_always(fields)
        when = fields.condition("when")
        dial = _dial(fields)
        if name:
            yield AlertRule(name, fields.said("say"), when, dial)


def _dial(fields: Fields) -> str:
    dial = re.sub(r"[\s.\-()]", "", fields.text("dial"))
    if not dial or re.fullmatch(r"\+?[0-9]{2,15}", dial):
        return fields.text("dial")
    fields.wrong(
        "bad-number",
        "dial",
        _("Ce numéro ne peut pas être composé."),
        _("Des chiffres seulement, par exemple « 15 » ou « 3114 »."),
    )
    return ""


def _warn_always(fields: Fields) -> None:
    fields.context.report.warning(
        "always-true",
        fields.node.place,
        _("Sans « {word} », ceci vaut pour tous les appels.").format(word=fields.word("when")),
        _("Ajouter une condition, à moins que ce ne soit voulu."),
    )


def compile_cadence(context: Context, fields: Fields) -> tuple[CadenceRule, ...]:
    """The rhythms, in order; the first that holds wins."""
    return tuple(_cadence(context, fields))


def _cadence(context: Context, parent: Fields) -> Iterator[CadenceRule]:
    ended: Table | None = None
    for table in parent.tables("cadence"):
        fields = Fields(context, table, "cadence")
        ended = _warn_unreachable(fields, ended)
        when = fields.condition("when")
        until = read_date(fields, "until")
        if every := read_every(fields, "every"):
            yield CadenceRule(every, when, until)


def read_every(fields: Fields, name: str) -> str:
    """A duration as ISO, or "" once its problem is reported."""
    text = fields.text(name)
    if not text:
        fields.missing(name, _("Ajouter par exemple « 7 jours »."))
        return ""
    every = read_duration(text)
    if every is None:
        fields.wrong(
            "bad-duration",
            name,
            _("« {text} » n'est pas une durée comprise.").format(text=text[:60]),
            _("Écrire « 7 jours », « 2 par semaine », « tous les jours » ou « P7D »."),
        )
    return every or ""


def read_date(fields: Fields, name: str) -> date | None:
    """A day, as 2020-05-11 or 11/05/2020, or None."""
    text = fields.text(name)
    if not text:
        return None
    french = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        iso = None
    fields.wrong(
        "bad-date",
        name,
        _("« {text} » n'est pas une date qui existe.").format(text=text[:60]),
        _("Écrire l'année, le mois et le jour : 2020-05-11."),
    )
    return None


def compile_closings(context: Context, fields: Fields) -> tuple[ClosingRule, ...]:
    """The words to take leave with, in order; the first that holds wins."""
    return tuple(_closings(context, fields))


def _closings(context: Context, parent: Fields) -> Iterator[ClosingRule]:
    ended: Table | None = None
    for table in parent.tables("closings"):
        fields = Fields(context, table, "closing")
        ended = _warn_unreachable(fields, ended)
        when = fields.condition("when")
        if not fields.text("say"):
            fields.missing("say", _("Ajouter ce qui est dit pour prendre congé."))
            continue
        yield ClosingRule(fields.said("say"), when)


def _warn_unreachable(fields: Fields, ended: Table | None) -> Table | None:
    """Warn when an earlier rule without a condition always wins; give that rule back."""
    if ended is not None:
        fields.context.report.warning(
            "never-reached",
            fields.node.place,
            _("Cette règle ne sert jamais : celle de la ligne {line} vaut toujours.").format(
                line=ended.place.line
            ),
            _("Mettre la règle sans condition en dernier."),
        )
        return ended
    return None if fields.has("when") else fields.node
