"""What a condition means: its names exist, come earlier, are compared with what they can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from veille_tui.callscript.context import ConditionUse, Context
from veille_tui.callscript.known import Known, await_name
from veille_tui.callscript.range_checks import range_fault
from veille_tui.callscript.reporter import did_you_mean, listed
from veille_tui.callscript.tree import Place
from veille_tui.domain.call_script import Question
from veille_tui.domain.condition_tokens import CONTEXT_WORDS
from veille_tui.domain.condition_tree import (
    Call,
    Chain,
    Compare,
    ListOf,
    Literal,
    Name,
    Node,
    Not,
    Sum,
    walk_nodes,
)
from veille_tui.language import _

_WRITTEN_AS = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "time": re.compile(r"\d{2}:\d{2}"),
}


def check_condition(use: ConditionUse, known: Known, context: Context) -> bool:
    """Report everything in the condition that cannot mean what its author hoped; whether sound."""
    checker = _Checker(use, known, context)
    checker.check()
    return checker.is_sound


class _Checker:
    """One condition; every problem at the column of what causes it."""

    def __init__(self, use: ConditionUse, known: Known, context: Context) -> None:
        self._use = use
        self._known = known
        self._report = context.report
        self._is_brought = use.scalar.place.source.name != context.file
        """Whether it came with a block."""
        self.is_sound = True

    def check(self) -> None:
        tree = self._use.condition.tree
        for node in walk_nodes(tree):
            if isinstance(node, Name):
                self._check_name(node)
            elif isinstance(node, Compare):
                self._check_compare(node)
            elif isinstance(node, Call):
                self._check_call(node)
            elif isinstance(node, Sum):
                self._check_number(node.left)
                self._check_number(node.right)
            elif isinstance(node, Not):
                self._check_truth(node.operand)
            elif isinstance(node, Chain):
                for operand in node.operands:
                    self._check_truth(operand)
        self._check_truth(tree)

    def _place(self, node: Node) -> Place:
        return self._use.scalar.place_of(node.column - 1)

    def _error(self, code: str, node: Node, message: str, hint: str) -> None:
        self.is_sound = False
        self._report.error(code, self._place(node), message, hint)

    def _check_name(self, name: Name) -> None:
        if name.context:
            return
        position = self._known.positions.get(name.name)
        if position is None:
            if not await_name(self._known, self._report, name.written, self._place(name)):
                self._report_unknown(name)
        elif self._use.before is not None and position >= self._use.before:
            self._error(
                "later-question",
                name,
                _later_words(is_next=position == self._use.before).format(name=name.written),
                _("Placer cette question plus haut, ou employer une question déjà posée."),
            )
        elif self._known.kind(name) == "nothing":
            self._error(
                "note-in-condition",
                name,
                _("« {name} » est une note à lire : elle n'a pas de réponse.").format(
                    name=name.written
                ),
                _("Employer une question qui attend une réponse."),
            )

    def _report_unknown(self, name: Name) -> None:
        words = (self._known.words.yes, self._known.words.no)
        codes = {code for one in self._known.questions.values() for code in _codes(one)}
        if name.written in codes or name.written in words:
            hint = _('Un code de réponse se met entre guillemets : "{name}".').format(
                name=name.written
            )
        elif self._is_brought:
            hint = _("Ce bloc l'attend du script : inclure plus haut le bloc qui l'apporte.")
        else:
            candidates = [*self._known.positions, *CONTEXT_WORDS[self._known.language]]
            hint = did_you_mean(
                name.written,
                candidates,
                _("Noms connus : {names}.").format(names=listed(candidates)),
            )
        self._error(
            "unknown-name",
            name,
            _("« {name} » n'est ni une question, ni une donnée connue de la personne.").format(
                name=name.written[:60]
            ),
            hint,
        )

    def _kind(self, node: Node) -> str:
        if isinstance(node, Name):
            return self._known.kind(node)
        if isinstance(node, Literal):
            if isinstance(node.value, bool):
                return "truth"
            return "number" if isinstance(node.value, int | float) else "quoted"
        if isinstance(node, ListOf):
            return "list"
        if isinstance(node, Sum):
            return "number"
        if isinstance(node, Call) and node.function == "count":
            return "number"
        return "truth"

    def _check_truth(self, node: Node) -> None:
        kind = self._kind(node)
        if kind in ("truth", "", "nothing"):
            return
        hint = _("Comparer : == != < <= > >= ou « {word} ».").format(word=self._known.word("in"))
        if isinstance(node, Name):
            codes = self._known.codes(node)
            example = f'{node.written} == "{codes[0]}"' if codes and kind == "code" else ""
            if kind == "list":
                example = f'{self._known.word("contains")}({node.written}, "…")'
            if example:
                hint = _("Écrire par exemple {example}.").format(example=example)
        self._error(
            "not-a-condition",
            node,
            _("Ceci n'est ni vrai ni faux : il manque une comparaison."),
            hint,
        )

    def _check_number(self, node: Node) -> None:
        if self._kind(node) not in ("number", "", "nothing"):
            self._error(
                "not-a-number",
                node,
                _("Seuls des nombres s'ajoutent ou se retranchent."),
                _("Employer une question de type nombre ou échelle, ou « age »."),
            )

    def _check_call(self, call: Call) -> None:
        first = call.arguments[0]
        if call.function in ("dk", "refused"):
            if not isinstance(first, Name) or first.context:
                self._error(
                    "needs-a-question",
                    first,
                    _("Cette fonction attend le nom d'une question."),
                    _("Écrire par exemple {word}(moral).").format(
                        word=self._known.word(call.function)
                    ),
                )
        elif call.function == "contains":
            kind = self._kind(first)
            if kind not in ("list", "text", "", "nothing"):
                self._error(
                    "not-a-list",
                    first,
                    _("« {word} » attend une question à plusieurs réponses, ou un texte.").format(
                        word=self._known.word("contains")
                    ),
                    _("Pour une seule réponse, comparer avec ==."),
                )
                return
            self._check_pair(first, call.arguments[1])
        elif call.function == "count" and self._kind(first) not in ("list", "", "nothing"):
            self._error(
                "not-a-list",
                first,
                _("« {word} » compte les réponses d'une question à plusieurs réponses.").format(
                    word=self._known.word("count")
                ),
                _("Employer une question à plusieurs réponses."),
            )

    def _check_compare(self, node: Compare) -> None:
        if node.operator in ("in", "not in"):
            self._check_among(node)
            return
        left, right = self._kind(node.left), self._kind(node.right)
        if node.operator in ("==", "!=") and "list" in (left, right) and left != right:
            self._report_list(node)
        elif node.operator not in ("==", "!=") and {"code", "list", "truth"} & {left, right}:
            self._error(
                "not-ordered",
                node,
                _("Ces réponses n'ont pas d'ordre : ni plus petit, ni plus grand."),
                _("Comparer avec == ou « {word} [...] ».").format(word=self._known.word("in")),
            )
        else:
            self._check_pair(node.left, node.right)
            self._check_pair(node.right, node.left)
            if fault := range_fault(node, self._known):
                self._error(*fault)

    def _report_list(self, node: Compare) -> None:
        if "" in (self._kind(node.left), self._kind(node.right)):
            return
        self._error(
            "list-compared",
            node,
            _("Une question à plusieurs réponses ne se compare pas à une seule."),
            _('Écrire {word}(question, "code").').format(word=self._known.word("contains")),
        )

    def _check_among(self, node: Compare) -> None:
        kind = self._kind(node.right)
        if kind not in ("list", "", "nothing"):
            self._error(
                "not-a-list",
                node.right,
                _("Après « {word} », il faut une liste.").format(word=self._known.word("in")),
                _('Écrire par exemple {word} ["mal", "fatigue"].').format(
                    word=self._known.word("in")
                ),
            )
            return
        if isinstance(node.right, ListOf):
            for item in node.right.items:
                self._check_pair(node.left, item)
                equality = Compare("==", node.left, item, item.column)
                if fault := range_fault(equality, self._known):
                    self._error(*fault)
        else:
            self._check_pair(node.right, node.left)

    def _check_pair(self, name: Node, literal: Node) -> None:
        """Whether `literal` is something that the answer `name` could be."""
        if isinstance(name, Name) and isinstance(literal, Sum):
            self._check_no_sum(name, literal)
        if not isinstance(name, Name) or not isinstance(literal, Literal):
            return
        value = literal.value
        left_open = (self._known.words.dk, self._known.words.refused)
        if value in left_open and not name.context:
            self._error(
                "compared-with-dk",
                literal,
                _("Aucune comparaison n'est vraie d'une réponse « {value} ».").format(value=value),
                _("Écrire {value}({name}).").format(value=value, name=name.written),
            )
            return
        codes = self._known.codes(name)
        if codes is not None:
            self._check_code(name, literal, codes)
            return
        _MISFITS.get(self._known.kind(name), _fits)(self, name, literal)

    def _check_code(self, name: Name, literal: Literal, codes: Sequence[str]) -> None:
        if not isinstance(literal.value, bool) and str(literal.value) in codes:
            return
        written = self._written(literal)
        self._error(
            "unknown-code",
            literal,
            _("« {value} » n'est pas une réponse de « {name} ».").format(
                value=written, name=name.written
            ),
            did_you_mean(
                written,
                codes,
                _("Réponses possibles : {codes}.").format(codes=listed(codes)),
            ),
        )

    def _written(self, literal: Literal) -> str:
        """A value as the file writes it."""
        if isinstance(literal.value, bool):
            return self._known.word("true" if literal.value else "false")
        return str(literal.value)[:60]

    def wants_number(self, name: Name, literal: Literal) -> None:
        if isinstance(literal.value, str | bool):
            self._error(
                "not-a-number",
                literal,
                _("« {name} » est un nombre ; ceci n'en est pas un.").format(name=name.written),
                _("Écrire le nombre sans guillemets."),
            )

    def wants_truth(self, name: Name, literal: Literal) -> None:
        if not isinstance(literal.value, bool):
            self._error(
                "not-true-or-false",
                literal,
                _("« {name} » est vrai ou faux.").format(name=name.written),
                _("Écrire « {name} » tout court, ou « {word} {name} ».").format(
                    name=name.written, word=self._known.word("not")
                ),
            )

    def wants_form(self, name: Name, literal: Literal) -> None:
        form = _WRITTEN_AS[self._known.kind(name)]
        if not isinstance(literal.value, str) or not form.fullmatch(literal.value):
            self._report_form(name, literal)

    def _check_no_sum(self, name: Name, amount: Sum) -> None:
        """2020-03-17 without its quotes is a subtraction."""
        if self._known.kind(name) in _WRITTEN_AS:
            self._report_form(name, amount)

    def _report_form(self, name: Name, node: Node) -> None:
        self._error(
            "bad-form",
            node,
            _("Ceci n'a pas la forme d'une réponse de « {name} ».").format(name=name.written),
            _('Une date s\'écrit "2020-03-17", une heure "09:30".'),
        )

    def wants_text(self, name: Name, literal: Literal) -> None:
        if not isinstance(literal.value, str):
            self._error(
                "not-a-text",
                literal,
                _("« {name} » est un texte ; ceci n'en est pas un.").format(name=name.written),
                _("Mettre la valeur entre guillemets."),
            )

    def wants_choices(self, _name: Name, _literal: Literal) -> None:
        """The choices were not understood, and that is told; what depends on them is not."""
        self.is_sound = False


def _later_words(*, is_next: bool) -> str:
    if is_next:
        return _("« {name} » n'a pas encore de réponse à cet endroit.")
    return _("« {name} » n'est demandé que plus loin dans le script.")


def _codes(question: Question) -> list[str]:
    return [choice.code for choice in question.choices]


def _fits(checker: _Checker, name: Name, literal: Literal) -> None:
    """Anything may be compared with it."""


_MISFITS: Mapping[str, Callable[[_Checker, Name, Literal], None]] = {
    "code": _Checker.wants_choices,
    "list": _Checker.wants_choices,
    "number": _Checker.wants_number,
    "truth": _Checker.wants_truth,
    "date": _Checker.wants_form,
    "time": _Checker.wants_form,
    "text": _Checker.wants_text,
}
