"""Random scripts, answers and people, for the tests that compare engines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from veille_tui.domain.call_script import CallScript, Choice, Question, QuestionType, Section
from veille_tui.domain.conditions import parse
from veille_tui.domain.tenants import Profile

CODES = ("bien", "mal", "0", "12", "très fatigué")
PUBLICS = ("70_79", "80+")
_TYPES = (
    QuestionType.YES_NO,
    QuestionType.CHOICE,
    QuestionType.MULTIPLE,
    QuestionType.NUMBER,
    QuestionType.SCALE,
    QuestionType.DATE,
    QuestionType.TEXT,
    QuestionType.NOTE,
    QuestionType.CONSENT,
)
_DAYS = ("2020-03-17", "2020-04-01", "2021-01-01")
_WORDS = ("abc", "l'eau", "a b", "7")
_SIGNS = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
_EQUAL = st.sampled_from(("==", "!="))
_NUMBERS = st.sampled_from(("0", "3", "7", "-2", "2.5"))


def _quoted(text: str) -> str:
    return f'"{text}"'


@st.composite
def _code_atom(draw: st.DrawFn, name: str, codes: Sequence[str]) -> str:
    code = st.sampled_from(codes).map(_quoted)
    one = draw(code)
    others = draw(st.lists(code, min_size=1, max_size=3, unique=True))
    return draw(
        st.sampled_from(
            (
                f"{name} == {one}",
                f"{name} != {one}",
                f"{name} dans [{', '.join(others)}]",
                f"{name} non dans [{', '.join(others)}]",
                f"vide({name})",
                f"nsp({name})",
                f"refus({name})",
            )
        )
    )


@st.composite
def _list_atom(draw: st.DrawFn, name: str, codes: Sequence[str]) -> str:
    one = _quoted(draw(st.sampled_from(codes)))
    count = draw(st.sampled_from(("0", "1", "2")))
    return draw(
        st.sampled_from(
            (
                f"contient({name}, {one})",
                f"{one} dans {name}",
                f"{one} non dans {name}",
                f"nb({name}) {draw(_SIGNS)} {count}",
                f"{name} {draw(_EQUAL)} [{one}]",
                f"vide({name})",
                f"nsp({name})",
                f"refus({name})",
            )
        )
    )


@st.composite
def _number_atom(draw: st.DrawFn, names: Sequence[str]) -> str:
    name, other = draw(st.sampled_from(names)), draw(st.sampled_from(names))
    sign, limit = draw(_SIGNS), draw(_NUMBERS)
    return draw(
        st.sampled_from(
            (
                f"{name} {sign} {limit}",
                f"{name} + {other} {sign} {limit}",
                f"{name} - 1 {sign} {other}",
                f"{name} {sign} {other}",
                f"{name} dans [3, 7]",
                f"{name} non dans [3, 7]",
                f"0 < {name} <= 7",
                f"vide({name})",
            )
        )
    )


@st.composite
def _other_atom(draw: st.DrawFn, question: Question) -> str:
    name = question.id
    if question.type is QuestionType.DATE:
        sign, day = draw(_SIGNS), draw(st.sampled_from(_DAYS))
        return draw(st.sampled_from((f'{name} {sign} "{day}"', f"vide({name})")))
    word = draw(st.sampled_from(_WORDS))
    atoms = (f'{name} == "{word}"', f'{name} != "{word}"', f"vide({name})", f"nsp({name})")
    return draw(st.sampled_from(atoms))


def _context_atoms() -> st.SearchStrategy[str]:
    return st.sampled_from(
        (
            "age >= 80",
            "age != 75",
            "vide(age)",
            "vit_seul",
            "vit_seul == faux",
            "vit_seul != vrai",
            '"80+" dans publics',
            '"80+" non dans publics',
            'contient(publics, "70_79")',
            'motif == "suivi"',
            'motif != "suivi"',
            'motif dans ["premier", "rappel"]',
            'agence == "Nord"',
            'agence != "Nord"',
            "jours_depuis_contact > 21",
            "vide(jours_depuis_contact)",
            "vrai",
            "faux",
        )
    )


def _codes_of(question: Question) -> tuple[str, ...]:
    return tuple(choice.code for choice in question.choices) or ("oui", "non")


def _atoms(earlier: Sequence[Question]) -> st.SearchStrategy[str]:
    several: list[st.SearchStrategy[str]] = [_context_atoms()]
    numbers = [one.id for one in earlier if one.type in (QuestionType.NUMBER, QuestionType.SCALE)]
    if numbers:
        several.append(_number_atom(numbers))
    for one in earlier:
        if one.type is QuestionType.MULTIPLE:
            several.append(_list_atom(one.id, _codes_of(one)))
        elif one.type in (QuestionType.YES_NO, QuestionType.CONSENT, QuestionType.CHOICE):
            several.append(_code_atom(one.id, _codes_of(one)))
        elif one.type in (QuestionType.DATE, QuestionType.TEXT):
            several.append(_other_atom(one))
    return st.one_of(several)


def conditions(earlier: Sequence[Question]) -> st.SearchStrategy[str]:
    """Conditions over questions already asked and over the person."""
    return st.recursive(
        _atoms(earlier),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(lambda two: f"({two[0]} et {two[1]})"),
            st.tuples(inner, inner).map(lambda two: f"({two[0]} ou {two[1]})"),
            inner.map(lambda one: f"non ({one})"),
        ),
        max_leaves=5,
    )


@st.composite
def _question(draw: st.DrawFn, name: str, earlier: Sequence[Question]) -> Question:
    kind = draw(st.sampled_from(_TYPES))
    more: dict[str, Any] = {}
    if kind in (QuestionType.CHOICE, QuestionType.MULTIPLE):
        codes = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True))
        more["choices"] = tuple(Choice(code, code.upper()) for code in codes)
    if kind is QuestionType.NUMBER and draw(st.booleans()):
        more["step"] = 1
    text = draw(st.none() | conditions(earlier))
    return Question(name, kind, f"{name} ?", when=parse(text) if text else None, **more)


@st.composite
def scripts(draw: st.DrawFn) -> CallScript:
    """A French script of a few questions in one to three sections."""
    sections: list[Section] = []
    earlier: list[Question] = []
    for at in range(draw(st.integers(1, 3))):
        text = draw(st.none() | conditions(earlier))
        before = len(earlier)
        for _number in range(draw(st.integers(1, 4))):
            earlier.append(draw(_question(f"q{len(earlier)}", earlier)))
        when = parse(text) if text else None
        sections.append(Section(f"s{at}", f"Section {at}", tuple(earlier[before:]), when))
    return CallScript("essai", "Essai", "0" * 64, tuple(sections))


def _answer(question: Question) -> st.SearchStrategy[object]:
    if question.type is QuestionType.MULTIPLE:
        codes = st.sampled_from(_codes_of(question))
        return st.lists(codes, min_size=1, unique=True)
    if question.type in (QuestionType.NUMBER, QuestionType.SCALE):
        return st.sampled_from((0, 1, 3, 7, 10))
    if question.type is QuestionType.DATE:
        return st.sampled_from(_DAYS)
    if question.type is QuestionType.TEXT:
        return st.sampled_from(_WORDS)
    return st.sampled_from(_codes_of(question))


@st.composite
def answers_to(draw: st.DrawFn, script: CallScript) -> dict[str, object]:
    """Answers to some of the questions, "does not know" and "refused" among them."""
    left_open = st.sampled_from((script.words.dk, script.words.refused))
    found: dict[str, object] = {}
    for question in script.questions:
        if question.type is not QuestionType.NOTE and draw(st.integers(0, 4)):
            found[question.id] = draw(st.one_of(_answer(question), _answer(question), left_open))
    return found


def profiles() -> st.SearchStrategy[Profile]:
    """People of whom more or less is known."""
    return st.builds(
        Profile,
        age=st.none() | st.sampled_from((60, 75, 85)),
        lives_alone=st.none() | st.booleans(),
        segments=st.lists(st.sampled_from(PUBLICS), unique=True).map(tuple),
        agency=st.sampled_from(("", "Nord", "Sud")),
        days_since_contact=st.none() | st.sampled_from((3, 30)),
    )


REASONS = st.sampled_from(("first", "follow_up", "callback", "inbound"))
