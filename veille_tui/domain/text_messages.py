"""Who gets a text message, on which number, and the link that opens it on a telephone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign, TextMessage
from veille_tui.domain.case import CallReason, Disposition
from veille_tui.domain.conditions import Condition, Scope, profile_values
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.next_step import campaign_condition
from veille_tui.domain.partners import nearness
from veille_tui.domain.phones import national
from veille_tui.domain.tenants import Household, NumberRole

_MOBILE = ("06", "07")
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


def mobile_of(household: Household) -> str:
    """The first mobile number of the tenant's own, E.164; "" for none: a relative gets no advice
    that is not theirs.
    """
    for number in household.usable_numbers:
        if number.role is NumberRole.SELF and national(number.e164).startswith(_MOBILE):
            return number.e164
    return ""


def sms_link(e164: str, text: str) -> str:
    """What a mobile telephone opens as a message that is written already (RFC 5724)."""
    return f"sms:{e164}?body={quote(text, safe='')}"


def mailing(
    readers: Iterable[Reader],
    campaign: Campaign,
    template: TextMessage,
    now: datetime,
    *,
    again: bool = False,
) -> Mailing:
    """Who gets `template` now: once a household and a number, nobody twice unless `again`."""
    condition = campaign_condition(template.when, campaign.language) if template.when else None
    left: Counter[str] = Counter()
    made: dict[str, Outgoing] = {}
    for one in readers:
        number = mobile_of(one.household)
        why = _why_not(one, template, condition, campaign, now)
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


def _why_not(
    one: Reader,
    template: TextMessage,
    condition: Condition | None,
    campaign: Campaign,
    now: datetime,
) -> str:
    if one.opted_out or one.disposition is Disposition.OPTED_OUT:
        return "opted_out"
    if one.is_closed or one.disposition in _ENDED:
        return "ended"
    home = one.household
    publics = tuple(dict.fromkeys(each for each in (one.segment, *home.segments) if each))
    if template.segments and not set(publics) & set(template.segments):
        return "not_meant"
    if template.communes and not nearness(template.communes, home.insee):
        return "not_meant"
    if condition is None:
        return ""
    today = now.astimezone(ZoneInfo(campaign.timezone)).date()
    profile = replace(home.profile(today), segments=publics)
    holds = condition.holds(Scope(known=profile_values(profile, CallReason.FOLLOW_UP.value)))
    return "" if holds else "not_meant"
