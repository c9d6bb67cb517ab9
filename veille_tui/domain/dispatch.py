"""What leaves for each partner, and what must stay: one parcel a partner, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from veille_tui.domain.campaign import Partner
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.names import fold
from veille_tui.domain.partner_kinds import partner_kind
from veille_tui.domain.referrals import (
    Obstacle,
    ReferralLine,
    obstacle_to_sending,
    partner_for,
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that goes to one partner."""

    name: str
    kind: str
    """English code; "" when it is not known."""
    lines: tuple[ReferralLine, ...]
    partner: Partner | None = None
    """None for an agency that the directory does not have."""

    @property
    def id(self) -> str:
        """What names it in a file's name."""
        return self.partner.id if self.partner else fold(self.name).replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Held:
    """One that stays, and why."""

    line: ReferralLine
    why: Obstacle


def parcels(
    lines: Iterable[ReferralLine], partners: Sequence[Partner], reason: str = ""
) -> tuple[list[Parcel], list[Held]]:
    """What may leave, by partner in the order of the directory, and what may not.

    `reason` is the written one that a refusal and a danger ask for together.
    """
    by_partner: dict[str, list[ReferralLine]] = {}
    known: dict[str, tuple[str, str, Partner | None]] = {}
    held = []
    for line in lines:
        why = obstacle_to_sending(line.referral, reason)
        partner = partner_for(line, partners)
        name = partner.name if partner else line.referral.partner_name
        if why is None and not name:
            why = Obstacle.NOBODY
        if why is not None:
            held.append(Held(line, why))
            continue
        key = partner.id if partner else f":{fold(name)}"
        kind = partner_kind(partner.kind if partner else line.referral.partner_kind)
        known[key] = name, kind, partner
        by_partner.setdefault(key, []).append(line)
    places = {one.id: place for place, one in enumerate(partners)}
    order = sorted(by_partner, key=lambda key: (places.get(key, len(places)), key))
    made = [
        Parcel(name, kind, tuple(by_partner[key]), partner)
        for key in order
        for name, kind, partner in [known[key]]
    ]
    return made, held
