"""Where the caller stands in a conversation, and what comes next or before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veille_tui.domain.walk import is_answered
from veille_tui.ui.cards import told

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand


def here(hand: Hand) -> str | None:
    """The question to show: where the journal says, else the first without an answer.

    None when all is answered: time to take leave.
    """
    known = told(hand)
    if known.call.position in known.walk.asked:
        return known.call.position
    return known.walk.current


def has_begun(hand: Hand) -> bool:
    """Whether the opening words are behind: something was answered, or a question stood at."""
    call = hand.call
    return call is not None and bool(call.answers or call.position)


def after_answer(hand: Hand, question: str) -> str | None:
    """What follows a question just answered: the next note, or the next without an answer.

    Answers already given are passed over; None at the end, whatever was skipped before.
    """
    known = told(hand)
    asked = known.walk.asked
    if question not in asked:
        return known.walk.current
    waiting = set(known.walk.unanswered)
    rest = asked[asked.index(question) + 1 :]
    for place, one in enumerate(rest):
        if one in waiting:
            return one
        if one not in known.call.answers and _leads_on(rest[place:], waiting, hand):
            return one
    return None


def _leads_on(rest: tuple[str, ...], waiting: set[str], hand: Hand) -> bool:
    """Whether a note stands just before a question without an answer, or at the very end."""
    for one in rest:
        if one in waiting:
            return True
        if _is_question(hand, one):
            return False
    return True


def _is_question(hand: Hand, one: str) -> bool:
    return told(hand).script.by_id[one].type.value != "note"


def back_from(hand: Hand, question: str | None) -> str | None:
    """What stands before a question (None: before taking leave); None at the very start."""
    return told(hand).walk.preceding(question)


def missing_detail(hand: Hand, question: str, after: str = "") -> str | None:
    """The first chosen answer of `question` whose free text is still to be asked, or None.

    `after` names a choice that was just asked, filled in or not: only later ones count.
    """
    known = told(hand)
    asked = known.script.by_id[question]
    answer = known.call.answers.get(question)
    chosen = answer if isinstance(answer, list | tuple) else [answer]
    codes = [choice.code for choice in asked.choices if choice.detail and choice.code in chosen]
    later = codes[codes.index(after) + 1 :] if after in codes else codes
    for code in later:
        if not is_answered(known.call.answers.get(asked.detail_id(code))):
            return code
    return None
