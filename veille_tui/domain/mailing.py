"""Who gets a text message of a campaign at once, and who does not, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign, TextMessage
from veille_tui.domain.case import Disposition
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.tenants import Household, NumberRole
from veille_tui.domain.text_messages import fitting, mobile_of

_ENDED = frozenset(
    {
        Disposition.DECEASED,
        Disposition.MOVED_OUT,
        Disposition.REFUSED,
        Disposition.OPTED_OUT,
    }
)


@dataclass(frozen=True, slots=True)
class Reader:
    """One household that a message might go to."""

    case_id: int
    household: Household
    segment: str = ""
    disposition: Disposition = Disposition.TO_CALL
    is_closed: bool = False
    """Never to be called again: whatever it is called, nothing is sent there either."""
    opted_out: bool = False
    """From calls or from text messages, here or everywhere, by now."""
    was_sent: bool = False
    """This very message went there before."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way: the text is the template's."""

    case_id: int
    e164: str


@dataclass(frozen=True, slots=True)
class Mailing:
    """Who gets a message, and how many do not, by the reason why."""

    template: TextMessage
    outgoing: tuple[Outgoing, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    """By code: ended, opted_out, not_meant, no_mobile, same_number, sent_before."""


def own_mobile(household: Household) -> str:
    """The first mobile number of the tenant's own, E.164; "" for none.

    A relative gets no advice that is not theirs.
    """
    own = tuple(one for one in household.numbers if one.role is NumberRole.SELF)
    found = mobile_of(replace(household, numbers=own))
    return found.e164 if found else ""


def mailing(
    readers: Iterable[Reader],
    campaign: Campaign,
    template: TextMessage,
    now: datetime,
    *,
    again: bool = False,
) -> Mailing:
    """Who gets `template` now: once a household and a number, nobody twice unless `again`."""
    left: Counter[str] = Counter()
    made: dict[str, Outgoing] = {}
    for one in readers:
        number = own_mobile(one.household)
        why = _why_not(one, template, campaign, now)
        if not why and one.was_sent and not again:
            why = "sent_before"
        if not why and not number:
            why = "no_mobile"
        if not why and number in made:
            why = "same_number"
        if why:
            left[why] += 1
        else:
            made[number] = Outgoing(one.case_id, number)
    return Mailing(template, tuple(made.values()), dict(left))


def _why_not(one: Reader, template: TextMessage, campaign: Campaign, now: datetime) -> str:
    if one.opted_out or one.disposition is Disposition.OPTED_OUT:
        return "opted_out"
    if one.is_closed or one.disposition in _ENDED:
        return "ended"
    home = one.household
    today = now.astimezone(ZoneInfo(campaign.timezone)).date()
    publics = tuple(dict.fromkeys(each for each in (one.segment, *home.segments) if each))
    profile = replace(home.profile(today), segments=publics)
    only = replace(campaign, messages=(template,))
    return "" if fitting(only, home, profile, one.segment) else "not_meant"
