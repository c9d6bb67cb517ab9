"""A script drawn: as a Mermaid flowchart, and as a tree for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veille_tui.callscript.plain_conditions import when_words
from veille_tui.callscript.script_tree import tree as tree  # noqa: PLC0414 - both drawings
from veille_tui.callscript.script_words import need_in_words
from veille_tui.domain.call_script import (
    AlertRule,
    CallScript,
    Choice,
    Need,
    NeedRule,
    Question,
    QuestionType,
)
from veille_tui.domain.conditions import Condition
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _

SAID, CONDITION = 60, 140
"""Characters of a question and of a condition that are drawn; the script has the rest."""
_MARKS = re.compile(r"[^\w ,.;:!?'’«»…()/-]|:(?=\S)")
"""Everything that is more than words to Mermaid; ":" only when nothing parts it from the rest."""
_DIRECTION = re.compile(r"(direction)\s+(?=TB|BT|RL|LR|TD)", re.IGNORECASE)
"""Mermaid obeys these words even between quotes."""
_LIST_MARK = re.compile(r"^(\d+)([.)])|^([-.])")


def mermaid(script: CallScript) -> str:
    """A flowchart in Mermaid's language: what is asked in order, skipped when, and what it makes.

    Every text is written so that Mermaid reads it as plain words.
    """
    return "\n".join(_Flowchart(script).lines()) + "\n"


class _Flowchart:
    """One drawing; nodes are numbered, so that no name of the script can mean something to it."""

    def __init__(self, script: CallScript) -> None:
        self._script = script
        self._nodes = {question.id: f"q{n}" for n, question in enumerate(script.questions, 1)}
        self._open_ends: list[str] = []
        """Beginnings of arrows that go to whatever comes next."""
        self._arrows: list[str] = []

    def lines(self) -> Iterator[str]:
        """Nodes under their sections, then arrows, then looks."""
        yield "flowchart TD"
        yield f"    debut([{_label(self._script.title)}])"
        self._open_ends = ["debut -->"]
        for number, section in enumerate(self._script.sections, 1):
            yield from self._gate(f"s{number}", section.when)
            skipping = self._open_ends[1:] if section.when else []
            if section.when:
                self._open_ends = self._open_ends[:1]
            yield f"    subgraph section{number}[{_label(section.title)}]"
            for question in section.questions:
                yield from self._question(question)
            yield "    end"
            self._open_ends += skipping
        yield f"    fin([{_label(_('Prendre congé'))}])"
        self._arrive("fin")
        yield from self._outcomes()
        yield from (f"    {arrow}" for arrow in self._arrows)
        yield from _LOOKS

    def _arrive(self, node: str) -> None:
        """Every open end goes to `node`."""
        self._arrows += [f"{end} {node}" for end in self._open_ends]
        self._open_ends = []

    def _gate(self, name: str, when: Condition | None) -> Iterator[str]:
        """A condition on the way: yes goes on, no passes over; open ends are then yes and no."""
        if when is None:
            return
        node = f"c{name}"
        yield f"    {node}{{{{{_label(when_words(when), most=CONDITION)}}}}}:::condition"
        self._arrive(node)
        yes, no = _edge(_("oui")), _edge(_("non"))
        self._open_ends = [f"{node} -->{yes}", f"{node} -.->{no}"]

    def _question(self, question: Question) -> Iterator[str]:
        node = self._nodes[question.id]
        skipping: list[str] = []
        if question.when is not None:
            yield from (f"    {line}" for line in self._gate(node, question.when))
            skipping = self._open_ends[1:]
            self._open_ends = self._open_ends[:1]
        shape = ("[/", "/]") if question.type is QuestionType.NOTE else ("[", "]")
        said = _label(question.id, question.say)
        yield f"        {node}{shape[0]}{said}{shape[1]}"
        self._arrive(node)
        self._open_ends = [f"{node} -->", *skipping]

    def _outcomes(self) -> Iterator[str]:
        """Needs by choices, needs by rules, alerts: each tied to the questions that make it."""
        for number, (need, choices) in enumerate(self._chosen().items(), 1):
            node = f"n{number}"
            yield f"    {node}>{_label(_need(need))}]:::besoin"
            for question, choice in choices:
                label = _edge(choice.label or choice.code)
                self._arrows.append(f"{self._nodes[question.id]} -.->{label} {node}")
        for number, rule in enumerate(self._script.needs, 1):
            yield from self._rule(f"r{number}", _need(_need_of(rule)), rule, "besoin")
        for number, alert in enumerate(self._script.alerts, 1):
            yield from self._rule(f"a{number}", _alert(alert), alert, "alerte")

    def _rule(self, node: str, words: str, rule: NeedRule | AlertRule, look: str) -> Iterator[str]:
        yield f"    {node}>{_label(words)}]:::{look}"
        when = rule.when
        asked = [name.name for name in when.names if not name.context] if when else []
        sources = [self._nodes[name] for name in dict.fromkeys(asked) if name in self._nodes]
        *others, last = sources or ["debut"]
        self._arrows += [f"{source} -.-> {node}" for source in others]
        label = _edge(when_words(when)) if when else ""
        self._arrows.append(f"{last} -.->{label} {node}")

    def _chosen(self) -> dict[Need, list[tuple[Question, Choice]]]:
        """The choices that make each need, in order."""
        found: dict[Need, list[tuple[Question, Choice]]] = {}
        for question in self._script.questions:
            for choice in question.choices:
                if choice.need:
                    need = Need(choice.need, choice.urgency)
                    found.setdefault(need, []).append((question, choice))
        return found


_LOOKS = (
    "    classDef condition fill:none,stroke-dasharray:4 3",
    "    classDef besoin fill:#fff3d6,stroke:#b07d00,color:#3a2a00",
    "    classDef alerte fill:#fde0dd,stroke:#b3261e,color:#410e0b",
)


def _need_of(rule: NeedRule) -> Need:
    return Need(rule.theme, rule.urgency, rule.to)


def _need(need: Need) -> str:
    return _("besoin : {need}").format(need=need_in_words(need))


def _alert(alert: AlertRule) -> str:
    if not alert.dial:
        return _("alerte : {say}").format(say=alert.say)
    return _("alerte, appeler le {number} : {say}").format(number=alert.dial, say=alert.say)


def _edge(text: str) -> str:
    return f"|{_label(text, most=CONDITION)}|"


def _label(*lines: str, most: int = SAID) -> str:
    """Words between quotes, one line under the other."""
    words = [_escaped(_first(line, most)) for line in lines]
    return '"' + ("<br/>".join(word for word in words if word) or "…") + '"'


def _first(text: str, most: int) -> str:
    """The first words of `text`, on one line."""
    flat = " ".join(strip_controls(text).split())
    if len(flat) <= most:
        return flat
    return flat[:most].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _escaped(text: str) -> str:
    """`text` as Mermaid takes it: what could mean something to it is written by its number."""
    safe = _MARKS.sub(lambda found: f"#{ord(found[0])};", _sound(text))
    return _DIRECTION.sub("\\1#32;", _LIST_MARK.sub(_not_a_list, safe))


def _sound(text: str) -> str:
    """Without what no text file can hold."""
    return "".join(letter for letter in text if not "\ud800" <= letter <= "\udfff")


def _not_a_list(found: re.Match[str]) -> str:
    number, mark, dash = found.groups()
    return f"{number}#{ord(mark)};" if number else f"#{ord(dash)};"
