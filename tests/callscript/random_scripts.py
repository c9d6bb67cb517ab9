"""Random scripts that are valid, and random calls with them: what property tests start from.

`random_script(Random(7))` is always the same script; inside hypothesis:

    @given(scripts())                     def test(one): ... one.script, one.text, one.content
    @given(scripts(Shape(language="en", types=("yes_no", "choice"))), st.randoms())
    def test(one, luck): call = random_calls.random_call(luck, one.script)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

import yaml
from hypothesis import strategies as st

from tests.callscript.random_conditions import Asked, about, condition
from veille_tui.callscript.compiler import compile_text
from veille_tui.callscript.vocabulary import KEYS, OUTCOMES, TYPES, URGENCIES, written
from veille_tui.domain.call_script import CallScript, QuestionType
from veille_tui.domain.texts import PLACEHOLDERS

_T = TypeVar("_T")
_CODES = ("bien", "mal", "oui", "1", "2", "plus_tard", "etc")
_SAYINGS = (
    "Comment allez-vous ?",
    "Bonjour : c'est moi",
    '"Oui" ou « non »',
    "À 9 h 30, n° 12 # pas 13",
    "- tiret",
    "l'été",
)
_WITH_RANGE = ("scale", "number")
_CONTRADICTIONS = frozenset(("never-true", "never-reached", "always-true", "outside-range"))


@dataclass(frozen=True)
class Shape:
    """What kind of script is wanted."""

    language: str = "fr"
    most_questions: int = 8
    types: tuple[str, ...] = tuple(kind.value for kind in QuestionType)
    """The English names of the types of its questions."""
    has_rules: bool = True
    """Whether it may have needs, alerts, rhythms and closings."""
    of_the_person: bool = True
    """Whether its conditions may look at the person and the call, not only at answers."""


ANY = Shape()


@dataclass(frozen=True)
class RandomScript:
    """One valid script: compiled, as YAML, and as the plain data that the YAML holds."""

    script: CallScript
    text: str
    content: Mapping[str, Any]


def scripts(shape: Shape = ANY) -> st.SearchStrategy[RandomScript]:
    """Valid scripts of a shape."""
    return st.randoms().map(lambda luck: random_script(luck, shape))


def random_script(luck: Random, shape: Shape = ANY) -> RandomScript:
    """A valid script of a shape; one seed gives one script.

    Chance also writes conditions that contradict themselves: then another one is written.
    """
    seed, codes = luck.getrandbits(32), set[str]()
    for again in range(50):
        author = Random(f"{seed} {again}") if again else luck
        content = random_content(author, shape)
        text = random_yaml(author, content)
        script, problems = compile_text(text, "aleatoire.yaml")
        if script is not None:
            return RandomScript(script, text, content)
        codes |= {problem.code for problem in problems.errors}
        assert codes <= _CONTRADICTIONS, (codes, text)
    raise AssertionError(codes)


def random_content(luck: Random, shape: Shape = ANY) -> dict[str, Any]:
    """The plain data of a valid script."""
    return _Author(luck, shape).script()


def random_yaml(luck: Random, content: Mapping[str, Any]) -> str:
    """The content in one of the many ways of writing YAML."""
    return yaml.dump(
        content,
        Dumper=yaml.CSafeDumper,
        default_flow_style=luck.choice([False, None, True]),
        width=luck.choice([40, 100, 10_000]),
        indent=luck.choice([2, 4]),
        allow_unicode=True,
        sort_keys=False,
    )


class _Author:
    """Writes one script, question after question, so that each may look at those before it."""

    def __init__(self, luck: Random, shape: Shape) -> None:
        self._luck = luck
        self._shape = shape
        self._asked: list[Asked] = []

    def script(self) -> dict[str, Any]:
        """The whole of it."""
        left = self._luck.randint(1, self._shape.most_questions)
        sections: list[dict[str, Any]] = []
        while left:
            size = self._luck.randint(1, left)
            sections.append(self._section(len(sections), size))
            left -= size
        script = self._named("script", script="aleatoire", title="Un script", sections=sections)
        return {**script, **self._rules()} if self._shape.has_rules else script

    def _named(self, place: str, **values: Any) -> dict[str, Any]:
        """The keywords of a place, those with a value, in the language of the script."""
        given = {key: value for key, value in values.items() if value is not None}
        return {self._word(KEYS[place], key): value for key, value in given.items()}

    def _word(self, table: Mapping[str, str], english: str) -> str:
        return written(table, english, self._shape.language)

    def _maybe(self, make: Callable[[], _T], chance: float = 0.4) -> _T | None:
        return make() if self._luck.random() > 1 - chance else None

    def _condition(self) -> str:
        shape = self._shape
        return condition(self._luck, self._asked, shape.language, of_the_person=shape.of_the_person)

    def _when(self) -> str | None:
        if not self._asked and not self._shape.of_the_person:
            return None
        return self._maybe(self._condition)

    def _saying(self) -> str:
        names = [one.id for one in self._asked if one.type != "note"]
        said = self._luck.choice(_SAYINGS)
        name = self._maybe(lambda: self._luck.choice([*PLACEHOLDERS[self._shape.language], *names]))
        return f"{said} {{{name}}}" if name else said

    def _section(self, number: int, size: int) -> dict[str, Any]:
        when = self._when()
        questions = [self._question() for _ in range(size)]
        return self._named(
            "section", id=f"s{number}", title=f"Partie {number}", when=when, questions=questions
        )

    def _question(self) -> dict[str, Any]:
        kind = self._luck.choice(self._shape.types)
        asked = self._asked_of(kind, f"q{len(self._asked) + 1}")
        question = self._named(
            "question",
            id=asked.id,
            type=self._word(TYPES, kind),
            say=self._saying(),
            hint=self._maybe(lambda: self._luck.choice(_SAYINGS)),
            when=self._when(),
            required=None if kind == "note" else self._maybe(lambda: True),
            constraint=self._constraint(asked),
            choices=[self._choice(code) for code in asked.codes] or None,
            min=asked.low if kind in _WITH_RANGE else None,
            max=asked.high if kind in _WITH_RANGE else None,
        )
        self._asked.append(asked)
        return question

    def _asked_of(self, kind: str, name: str) -> Asked:
        if kind in ("choice", "multiple"):
            return Asked(name, kind, tuple(self._luck.sample(_CODES, self._luck.randint(1, 4))))
        if kind in _WITH_RANGE:
            low = self._luck.randint(0, 5)
            return Asked(name, kind, low=low, high=low + self._luck.randint(1, 20))
        return Asked(name, kind)

    def _constraint(self, asked: Asked) -> str | None:
        if asked.type == "note":
            return None
        return self._maybe(lambda: about(self._luck, asked, self._shape.language), 0.2)

    def _choice(self, code: str) -> dict[str, Any]:
        theme = self._maybe(lambda: self._luck.choice(["sante", "repas"]))
        return self._named(
            "choice",
            code=code,
            label=f"Réponse {code}",
            need=theme,
            urgency=self._urgency() if theme else None,
            detail=self._maybe(lambda: True),
            outcome=self._word(OUTCOMES, "callback") if code == "plus_tard" else None,
        )

    def _urgency(self) -> str | None:
        return self._maybe(lambda: self._word(URGENCIES, self._luck.choice([*URGENCIES])), 0.7)

    def _rules(self) -> dict[str, Any]:
        return self._named(
            "script",
            needs=self._several(self._need),
            alerts=self._several(self._alert),
            cadence=self._several(self._rhythm, self._named("cadence", every="P7D")),
            closings=self._several(self._closing, self._named("closing", say="Au revoir.")),
        )

    def _several(
        self, rule: Callable[[int], dict[str, Any]], last: dict[str, Any] | None = None
    ) -> list[dict[str, Any]] | None:
        """Some rules, and perhaps one for every other call at the end."""
        found = [rule(number) for number in range(self._luck.randint(0, 2))]
        if last and self._luck.random() > 0.5:
            found.append(last)
        return found or None

    def _need(self, number: int) -> dict[str, Any]:
        theme = self._luck.choice(["sante", "repas", "lien"])
        to = self._maybe(lambda: "ccas")
        return self._named(
            "need", theme=theme, when=self._condition(), urgency=self._urgency(), to=to
        )

    def _alert(self, number: int) -> dict[str, Any]:
        dial = self._maybe(lambda: self._luck.choice(["15", "3114"]))
        say = self._saying()
        return self._named("alert", id=f"a{number}", when=self._condition(), say=say, dial=dial)

    def _rhythm(self, number: int) -> dict[str, Any]:
        every = self._luck.choice(["P1D", "P3DT12H", "PT12H"])
        until = self._maybe(lambda: "2020-05-11")
        return self._named("cadence", when=self._condition(), every=every, until=until)

    def _closing(self, number: int) -> dict[str, Any]:
        return self._named("closing", when=self._condition(), say=self._saying())
