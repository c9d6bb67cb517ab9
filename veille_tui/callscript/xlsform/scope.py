"""What can be named at one place of a form: the questions asked before it, and why not others."""

from __future__ import annotations

from collections import Counter

from veille_tui.callscript.xlsform.form import Form, Row
from veille_tui.callscript.xlsform.logic import Truth
from veille_tui.callscript.xlsform.meaning import Translator
from veille_tui.callscript.xlsform.reasons import Untranslatable
from veille_tui.callscript.xlsform.subjects import Subject
from veille_tui.callscript.xlsform.types import read_type
from veille_tui.callscript.xlsform.xpath import (
    Call,
    Misspelt,
    Node,
    Path,
    Text,
    read_expression,
)


class FormScope:
    """Grows while a form is read from top to bottom."""

    def __init__(self, form: Form, language: str) -> None:
        self.subjects: dict[str, Subject] = {}
        self._names = Counter(
            row.get("name") for row in form.survey if row.get("name") and _answers(row)
        )
        self._notes = {
            row.get("name") for row in form.survey if read_type(row.get("type")).kind == "note"
        }
        self._dropped: set[str] = set()
        self.calculations = _calculations(form)
        self._translator = Translator(language, self.subjects, self.calculations, self._why_missing)

    def add(self, name: str, subject: Subject) -> None:
        """A question that what follows may name; one of a name that two have cannot be named."""
        if self._names[name] < 2:
            self.subjects[name] = subject

    def drop(self, name: str) -> None:
        """A question that is not carried over."""
        self._dropped.add(name)

    def never(self, name: str) -> None:
        """A question that is never asked: what names it finds nothing there, as in the form."""
        self.calculations[name] = Text("")

    def subject(self, name: str) -> Subject:
        """What `name` is here. Raises Untranslatable."""
        return self._translator.subject(name)

    def condition(self, expression: str) -> Truth:
        """What the expression of a condition says here. Raises Untranslatable."""
        return self._translator.translate(expression)

    def constraint(self, expression: str, subject: Subject) -> Truth:
        """What a constraint says of an answer that is there, "." being `subject`."""
        self.subjects["."] = subject
        try:
            return self._translator.translate(expression)
        finally:
            del self.subjects["."]

    @property
    def used(self) -> set[str]:
        """Every calculation that lives on in a condition."""
        return self._translator.used

    def _why_missing(self, name: str) -> Untranslatable:
        if name == "." or name in self._dropped:
            return Untranslatable("not-carried", name)
        if self._names[name] > 1:
            return Untranslatable("ambiguous", name)
        if name in self.calculations:
            return Untranslatable("computed", name)
        if name in self._notes:
            return Untranslatable("note", name)
        return Untranslatable("later" if name in self._names else "unknown", name)


def _answers(row: Row) -> bool:
    return read_type(row.get("type")).kind not in {"begin", "end", "comment", ""}


def _calculations(form: Form) -> dict[str, Node]:
    """What every calculation of the form computes, empty where its own condition is false."""
    found: dict[str, Node] = {}
    conditions: list[str] = []
    for row in form.survey:
        kind = read_type(row.get("type"))
        if kind.kind == "begin":
            conditions.append(row.get("relevant") if kind.list_name == "group" else "position(..)")
        elif kind.kind == "end" and conditions:
            conditions.pop()
        elif kind.kind in {"calculate", "hidden"} and row.get("name"):
            computed = row.get("calculation") or (row.get("default") and _as_text(row))
            relevant = [one for one in (*conditions, row.get("relevant")) if one]
            found[row.get("name")] = _computed(computed, relevant)
    return found


def _as_text(row: Row) -> str:
    value = row.get("default")
    return f"'{value}'" if "'" not in value else f'"{value}"'


def _computed(expression: str, conditions: list[str]) -> Node:
    try:
        node = read_expression(expression)
        for condition in conditions:
            node = Call("if", (read_expression(condition), node, Text("")))
    except Misspelt:
        return Path(expression)
    return node
