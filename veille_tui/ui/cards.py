"""What one moment of a conversation shows: opening words, a question, a precision, taking leave."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.texts import render, strip_controls
from veille_tui.language import _
from veille_tui.ui import answer_words

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand
    from veille_tui.domain.call_script import CallScript, Question
    from veille_tui.domain.journal import Call
    from veille_tui.domain.tenants import Profile
    from veille_tui.domain.walk import Walk


class CardKind(StrEnum):
    """How a card is answered."""

    OPENING = "opening"
    """Words to begin with; the first question's answers already work."""
    CHOICE = "choice"
    MULTIPLE = "multiple"
    ENTRY = "entry"
    """Something is typed."""
    DETAIL = "detail"
    """The free text that goes with a choice."""
    NOTE = "note"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that a key gives."""

    key: str
    """The digit, or letter, or "" when only the arrows reach it."""
    value: object
    label: str
    effect: str = ""
    """The need it makes, in words."""
    is_chosen: bool = False
    """It is the answer kept so far."""


@dataclass(frozen=True, slots=True)
class Card:
    """Everything the conversation screen draws in its middle; plain text, ready to show."""

    kind: CardKind
    question: str = ""
    """Its id; when taking leave, the first required one without an answer, or ""."""
    before: str = ""
    """Opening words, above a first question."""
    say: str = ""
    hint: str = ""
    avoid: str = ""
    notice: str = ""
    options: tuple[Option, ...] = ()
    proposed: int = -1
    """The option that Enter takes: the answer kept so far, or the default; -1 is none."""
    prompt: str = ""
    """What is typed, in words: "en jours", "jj/mm/aaaa"."""
    typed: str = ""
    """What stands in the field at first."""
    detail: str = ""
    """The choice whose precision is asked."""
    missing: str = ""
    """What still has to be asked, on the closing card."""
    may_skip: bool = True
    """Whether "does not know" and "refused" are offered."""

    @property
    def is_typed(self) -> bool:
        """Whether the answer goes through a text field."""
        return self.kind in {CardKind.ENTRY, CardKind.DETAIL}

    @property
    def has_zero(self) -> bool:
        """Whether the digit 0 is an answer of its own."""
        return any(option.key == "0" for option in self.options)


@dataclass(frozen=True, slots=True)
class Told:
    """The parts of a hand that a card needs, all there once somebody has answered."""

    script: CallScript
    profile: Profile
    walk: Walk
    call: Call

    def words(self, text: str) -> str:
        """`text` as it is said to this person."""
        return strip_controls(render(text, self.script, self.profile, self.call.answers)).strip()


def told(hand: Hand) -> Told:
    """What `hand` knows of its conversation. Raises ValueError before anybody has answered."""
    if hand.script is None or hand.profile is None or hand.walk is None or hand.call is None:
        raise ValueError("nobody has answered yet")
    return Told(hand.script, hand.profile, hand.walk, hand.call)


def opening_card(hand: Hand) -> Card | None:
    """The words that begin a call, with the first question under them; None without any.

    A notice that no consent question will carry is shown here, and then stands alone.
    """

    here = told(hand)
    text = here.words(here.script.opening(hand.reason))
    notice = "" if notice_question(here.script) else here.words(here.script.notice)
    first = here.walk.asked[0] if here.walk.asked else ""
    if not text and not notice:
        return None
    card = question_card(hand, first) if first and not notice else Card(CardKind.NOTE, first)
    if card.kind is not CardKind.CHOICE:
        also = notice if text else ""
        return Card(CardKind.OPENING, first, say=text or notice, notice=also, may_skip=False)
    return replace(card, kind=CardKind.OPENING, before=text, hint="", avoid="")


def notice_question(script: CallScript) -> str:
    """The question at which the notice is shown: the first that asks for a consent, or ""."""
    return next((one.id for one in script.questions if one.type.value == "consent"), "")


def question_card(hand: Hand, question_id: str) -> Card:
    """The card of one question, with the answer it has so far."""
    here = told(hand)
    question = here.script.by_id[question_id]
    shows_notice = question_id == notice_question(here.script)
    card = Card(
        _kind(question),
        question_id,
        say=here.words(question.say),
        hint=here.words(question.hint),
        avoid=here.words(question.avoid),
        notice=here.words(here.script.notice) if shows_notice else "",
    )
    if card.kind is CardKind.NOTE:
        return replace(card, may_skip=False)
    answer = here.call.answers.get(question_id)
    if card.kind is CardKind.ENTRY:
        shown = question.default if answer is None else answer
        left_open = shown in (here.script.words.dk, here.script.words.refused)
        typed = "" if left_open else answer_words.as_typed(question, shown)
        return replace(card, prompt=_prompt(question), typed=typed)
    options = _options(here.script, question, answer)
    return replace(card, options=options, proposed=_proposed(options, question, answer))


def detail_card(hand: Hand, question_id: str, code: str) -> Card:
    """The card that asks for the free text of a choice."""
    here = told(hand)
    question = here.script.by_id[question_id]
    choice = question.choice(code)
    kept = here.call.answers.get(question.detail_id(code))
    return Card(
        CardKind.DETAIL,
        question_id,
        say=here.words(question.say),
        hint=here.words(question.hint),
        prompt=_("{choice} : précisez (facultatif)").format(choice=strip_controls(choice.label))
        if choice
        else _("Précisez (facultatif)"),
        typed=strip_controls(str(kept)) if kept is not None else "",
        detail=code,
        may_skip=False,
    )


def closing_card(hand: Hand) -> Card:
    """Words to take leave, and what was left unanswered."""
    here = told(hand)
    said = here.walk.outcome
    missing = () if said else missing_questions(hand)
    return Card(
        CardKind.CLOSING,
        missing[0] if missing else "",
        say=here.words(here.walk.closing) or _("Merci, et à bientôt."),
        missing=_what_follows(said) if said else _missing(here, missing),
        may_skip=False,
    )


def _what_follows(outcome: str) -> str:
    """What an answer that ends the conversation leads to."""
    return {
        "refused_soft": _("Pas cette fois : on pourra rappeler plus tard."),
        "refused_hard": _("Ce foyer ne sera plus appelé ; le superviseur est prévenu."),
        "callback": _("Elle préfère un autre moment. P pour en convenir."),
    }.get(outcome, "")


def missing_questions(hand: Hand) -> tuple[str, ...]:
    """The required questions that apply and have no answer, in order."""
    here = told(hand)
    by_id = here.script.by_id
    return tuple(one for one in here.walk.unanswered if by_id[one].required)


def _missing(here: Told, required: tuple[str, ...]) -> str:
    if required:
        asked = here.words(here.script.by_id[required[0]].say)
        return _("Il manque une réponse : « {question} »").format(question=asked)
    count = len(here.walk.unanswered)
    return _("Sans réponse : {count}. J pour y revenir.").format(count=count) if count else ""


_KINDS = {
    "yes_no": CardKind.CHOICE,
    "consent": CardKind.CHOICE,
    "choice": CardKind.CHOICE,
    "multiple": CardKind.MULTIPLE,
    "note": CardKind.NOTE,
}


def _kind(question: Question) -> CardKind:
    if question.type.value == "scale" and _scale(question):
        return CardKind.CHOICE
    return _KINDS.get(question.type.value, CardKind.ENTRY)


def _scale(question: Question) -> tuple[int, ...]:
    """The steps of a scale that one key each can give; none when it must be typed."""
    low, high, step = question.min or 0, 10 if question.max is None else question.max, question.step
    whole = low == int(low) and high == int(high) and step in {None, 1}
    return tuple(range(int(low), int(high) + 1)) if whole and low >= 0 and high <= 10 else ()


def _options(script: CallScript, question: Question, answer: object) -> tuple[Option, ...]:
    kind = question.type.value
    if kind in {"yes_no", "consent"}:
        words = script.words
        yes = _("Oui, d'accord") if kind == "consent" else _("Oui")
        return (
            Option("1", words.yes, yes, is_chosen=answer == words.yes),
            Option("2", words.no, _("Non"), is_chosen=answer == words.no),
        )
    if kind == "scale":
        return tuple(_step(number, question, answer) for number in _scale(question))
    chosen = answer if isinstance(answer, list | tuple) else [answer]
    return tuple(
        Option(
            str(place) if place <= 9 else "",
            choice.code,
            strip_controls(choice.label),
            answer_words.need_made(choice),
            choice.code in chosen,
        )
        for place, choice in enumerate(question.choices, start=1)
    )


def _step(number: int, question: Question, answer: object) -> Option:
    key = str(number) if number < 10 else "D"
    label = f"{number} {question.unit}".strip()
    return Option(key, number, label, is_chosen=answer == number)


def _proposed(options: tuple[Option, ...], question: Question, answer: object) -> int:
    wanted = question.default if answer is None else answer
    return next((n for n, option in enumerate(options) if option.value == wanted), -1)


def _prompt(question: Question) -> str:
    kind = question.type.value
    if kind in {"number", "scale"}:
        return _("Nombre ({unit})").format(unit=question.unit) if question.unit else _("Nombre")
    return {
        "date": _("Date (jj/mm/aaaa)"),
        "time": _("Heure (10 h 30)"),
        "phone": _("Numéro de téléphone"),
    }.get(kind, _("Réponse") if question.required else _("Réponse, ou Entrée seule"))
