"""How a conversation stops before its end, for both faces: another moment, a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veille_tui.domain.case import PromiseKind
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.promises import When, promise_of
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.desk.call import CallVerbs
    from veille_tui.desk.hand import Hand
    from veille_tui.domain.opt_outs import OptOut


def promised(
    desk: CallVerbs, hand: Hand, when: When, outcome: Outcome | None = None, who: str = ""
) -> Hand:
    """Promise a call and end the dial: an exact time is an appointment, a part of a day a callback.

    `outcome` is what came of the dial when it is neither: somebody else agreed on the moment.
    """
    promise = promise_of(when, hand.caller)
    is_hard = promise.kind is PromiseKind.APPOINTMENT
    said = outcome or (Outcome.APPOINTMENT if is_hard else Outcome.CALLBACK)
    return desk.end_dial(desk.promise(hand, promise), said, "", who)


def opted_out(desk: CallVerbs, hand: Hand, wish: OptOut) -> Hand:
    """Keep that they do not want to be called any more, and end the dial with what they said."""
    return desk.end_dial(desk.opt_out(hand, wish), Outcome.REFUSED_HARD, wish.words)


def wants_another_time(hand: Hand, question: str) -> bool:
    """Whether the answer to `question` was that another moment suits better."""
    if hand.script is None or hand.call is None:
        return False
    choice = hand.script.by_id[question].choice(hand.call.answers.get(question))
    return choice is not None and choice.outcome == Outcome.CALLBACK and hand.call.promise is None


def refusals() -> tuple[tuple[Outcome, str], ...]:
    """The two ways of not going on, and how they are said."""
    return (
        (Outcome.REFUSED_SOFT, _("pas cette fois ; on pourra rappeler plus tard")),
        (Outcome.REFUSED_HARD, _("ne veut plus être appelé du tout")),
    )
