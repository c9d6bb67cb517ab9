"""What can never happen in a script, or always does: conditions, questions, needs, alerts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from veille_tui.callscript.context import Context
from veille_tui.callscript.tree import Scalar
from veille_tui.domain.answer_space import Left
from veille_tui.domain.call_script import CadenceRule, CallScript, ClosingRule, Question, Section
from veille_tui.domain.condition_tree import Literal
from veille_tui.domain.conditions import Condition, Scope
from veille_tui.domain.possibilities import Possibilities, Situation, Undecided, Wanted
from veille_tui.domain.script_samples import sample_walks
from veille_tui.domain.walk import Walk, walk
from veille_tui.language import _

SAMPLES = 8
MOST_SEARCHES = 200
"""How many conditions that no sample met are searched for; a sound script has few."""
MOST_READ = 100_000
"""How many questions these searches may go through in all: a long script is checked as fast."""
MOST_GUESSES = 2000
"""How many guesses these searches take together, however its conditions hang on each other."""
_SHARE = 8
"""No search takes more than this part of the guesses that are left."""
_ALWAYS_TOLD = ("section", "question", "need", "alert")


@dataclass(frozen=True, slots=True)
class _Use:
    """A condition with what must hold around it to be looked at at all."""

    of: str
    """section, question, need, alert, cadence or closing."""
    condition: Condition
    around: Condition | None = None
    earlier: tuple[Condition, ...] = ()
    """Rules before this one, which win when they hold."""


def check_reach(context: Context, script: CallScript, doubtful: Collection[int]) -> None:
    """Report what no call can reach; `doubtful` conditions, by identity, have faults already."""
    _Reach(context, script, doubtful).check()


class _Reach:
    """Samples first, then a search for each condition that none of them met."""

    def __init__(self, context: Context, script: CallScript, doubtful: Collection[int]) -> None:
        self._report = context.report
        self._script = script
        self._doubtful = doubtful
        self._places: Mapping[int, Scalar] = {
            id(use.condition): use.scalar for use in context.conditions
        }
        self._possible = Possibilities(script, doubtful=doubtful)
        self._uses = tuple(_uses(script))
        self._unsure: Sequence[_Use] = self._uses
        self._answers: Mapping[str, object] = {}
        self._met: set[int] = set()
        self._failed: set[int] = set()
        self._searches_left = min(MOST_SEARCHES, MOST_READ // max(1, len(script.questions)))
        self._lost_sections: set[int] = set()

    def check(self) -> None:
        uses = [use for use in self._uses if id(use.condition) not in self._doubtful]
        for situation, state in self._samples():
            self._answers = situation.answers
            self._learn(state)
        for use in uses:
            if use.around is None or id(use.around) not in self._lost_sections:
                self._check_use(use)
        for question in self._script.questions:
            self._check_constraint(question)

    def _samples(self) -> Iterator[tuple[Situation, Walk]]:
        if not self._uses:
            return iter(())
        return sample_walks(self._script, self._possible.space, SAMPLES, Random(1))

    def _learn(self, state: Walk) -> None:
        scope = state.scope
        self._unsure = [one for one in self._unsure if not self._is_seen(one)]
        for use in self._unsure:
            if use.around is not None and not use.around.holds(scope):
                continue
            if not use.condition.holds(scope):
                self._failed.add(id(use.condition))
            elif not any(one.holds(scope) for one in use.earlier):
                self._met.add(id(use.condition))

    def _is_seen(self, use: _Use) -> bool:
        """Whether it was seen to hold, and not to hold."""
        return id(use.condition) in self._met and id(use.condition) in self._failed

    def _learn_from(self, found: Situation) -> None:
        """A situation that was searched for shows more than what it was searched for."""
        answers = {**self._answers, **found.answers}
        self._learn(walk(self._script, found.profile, found.reason, answers))

    def _check_use(self, use: _Use) -> None:
        if id(use.condition) not in self._met and self._is_never(use):
            self._report_never(use)
            return
        if use.of in _ALWAYS_TOLD and id(use.condition) not in self._failed:
            self._check_always(use)

    def _check_always(self, use: _Use) -> None:
        tree = use.condition.tree
        if not isinstance(tree, Literal) and self._is_impossible((tree, False), *_held(use.around)):
            self._warn(
                "always-true",
                use.condition,
                _("Cette condition est toujours vraie."),
                _("L'enlever, ou corriger la comparaison : « ou » à la place de « et » ?"),
            )

    def _is_never(self, use: _Use) -> bool:
        wanted = ((use.condition.tree, True), *_held(use.around))
        return self._is_impossible(*wanted, *((one.tree, False) for one in use.earlier))

    def _report_never(self, use: _Use) -> None:
        condition = use.condition
        wanted = ((condition.tree, True), *_held(use.around))
        if use.of == "section":
            self._lost_sections.add(id(condition))
        if self._contradicts_itself(condition):
            self._error(
                "never-true",
                condition,
                _("Cette condition ne peut jamais être vraie : elle se contredit."),
                _("Corriger la comparaison : « et » au lieu de « ou », ou deux codes à la fois ?"),
            )
        elif use.earlier and not self._is_impossible(*wanted):
            self._warn(
                "never-reached",
                condition,
                _("Cette règle ne sert jamais : une règle plus haut vaut chaque fois avant elle."),
                _("La placer plus haut, ou l'enlever."),
            )
        else:
            self._warn("never-reached", condition, *_never_words(use.of))

    def _check_constraint(self, question: Question) -> None:
        """A constraint that no answer meets would refuse them all."""
        constraint = question.constraint
        if constraint is None or id(constraint) in self._doubtful:
            return
        cells = self._possible.space.cells(question.id)
        alone = all(name.key == question.id for name in constraint.names)
        given = [value for value in cells.values if not isinstance(value, Left)]
        if not alone or not cells.is_exact or not given:
            return
        if not any(constraint.holds(Scope({question.id: value})) for value in given):
            self._error(
                "never-true",
                constraint,
                _("Aucune réponse ne respecte cette contrainte : toutes seraient refusées."),
                _("Corriger la comparaison, ou le minimum et le maximum."),
            )

    def _contradicts_itself(self, condition: Condition) -> bool:
        """Whether it cannot hold, whatever the rest of the script."""
        if isinstance(condition.tree, Literal):
            return False
        try:
            return self._possible.find_alone((condition.tree, True)) is None
        except Undecided:
            return False

    def _is_impossible(self, *wanted: Wanted) -> bool:
        left = MOST_GUESSES - self._possible.guesses
        self._searches_left -= 1
        if left <= 0 or self._searches_left < 0:
            return False
        try:
            found = self._possible.find(*wanted, most=left // _SHARE + 1)
        except Undecided:
            return False
        if found is not None:
            self._learn_from(found)
        return found is None

    def _error(self, code: str, condition: Condition, message: str, hint: str) -> None:
        self._report.error(code, self._places[id(condition)].place, message, hint)

    def _warn(self, code: str, condition: Condition, message: str, hint: str) -> None:
        self._report.warning(code, self._places[id(condition)].place, message, hint)


def _held(condition: Condition | None) -> list[Wanted]:
    return [(condition.tree, True)] if condition is not None else []


def _uses(script: CallScript) -> Iterator[_Use]:
    for section in script.sections:
        if section.when is not None:
            yield _Use("section", section.when)
        yield from _of_questions(section)
    for rule in script.needs:
        if rule.when is not None:
            yield _Use("need", rule.when)
    for alert in script.alerts:
        if alert.when is not None:
            yield _Use("alert", alert.when)
    yield from _ordered("cadence", script.cadence)
    yield from _ordered("closing", script.closings)


def _of_questions(section: Section) -> Iterator[_Use]:
    for question in section.questions:
        if question.when is not None:
            yield _Use("question", question.when, section.when)


def _ordered(of: str, rules: Sequence[CadenceRule | ClosingRule]) -> Iterator[_Use]:
    earlier: tuple[Condition, ...] = ()
    for rule in rules:
        if rule.when is None:
            return
        yield _Use(of, rule.when, earlier=earlier)
        earlier = (*earlier, rule.when)


def _never_words(of: str) -> tuple[str, str]:
    hint = _("Suivre les conditions des questions qu'elle nomme : l'une empêche l'autre.")
    return {
        "section": (_("Cette section n'est jamais ouverte."), hint),
        "question": (_("Cette question n'est jamais posée."), hint),
        "need": (_("Ce besoin n'est jamais relevé."), hint),
        "alert": (_("Cette alerte ne se déclenche jamais."), hint),
        "cadence": (_("Ce rythme n'est jamais retenu."), hint),
        "closing": (_("Ces mots de fin ne sont jamais dits."), hint),
    }[of]
