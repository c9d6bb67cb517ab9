"""Which advice fits a household, and to which of its numbers a text message may go."""

from __future__ import annotations

from urllib.parse import quote

from veille_tui.domain.campaign import Campaign, TextMessage
from veille_tui.domain.conditions import Scope, parse, profile_values
from veille_tui.domain.partners import nearness
from veille_tui.domain.tenants import Household, PhoneNumber, Profile

MOBILE = (
    *("+336", "+337", "+262639", "+262692", "+262693"),
    *("+590690", "+590691", "+594694", "+596696", "+596697"),
)
"""Beginnings of mobile numbers, the overseas departments' too."""


def sms_link(e164: str, text: str) -> str:
    """What a mobile telephone opens as a message that is written already (RFC 5724)."""
    return f"sms:{e164}?body={quote(text, safe='')}"


def fitting(
    campaign: Campaign, household: Household, profile: Profile, segment: str
) -> tuple[TextMessage, ...]:
    """The campaign's messages for this household, by public, commune and condition."""
    publics = {segment, *household.segments}
    scope = Scope(known=profile_values(profile, ""))
    return tuple(
        one
        for one in campaign.messages
        if (not one.segments or publics & set(one.segments))
        and nearness(one.communes, household.insee)
        and (not one.when or parse(one.when, campaign.language).holds(scope))
    )


def mobile_of(household: Household) -> PhoneNumber | None:
    """The first usable number that takes text messages, in France; None when there is none."""
    return next((one for one in household.usable_numbers if one.e164.startswith(MOBILE)), None)
