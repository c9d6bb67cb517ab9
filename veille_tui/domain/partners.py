"""Which partner of a campaign's directory takes a need over: by kind, theme and commune."""

from __future__ import annotations

from collections.abc import Iterable

from veille_tui.domain.campaign import Partner
from veille_tui.domain.names import fold
from veille_tui.domain.partner_kinds import partner_kind

_ELSEWHERE, _EVERYWHERE, _DEPARTMENT, _COMMUNE = range(4)


def department(insee: str) -> str:
    """The department of a commune, by its INSEE code: "31", "2A", "974"; "" when unknown."""
    code = insee.strip().upper()
    if len(code) != 5:
        return ""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def nearness(communes: Iterable[str], insee: str) -> int:
    """How closely a partner that serves `communes` serves one: 3 it names it, 2 its department,
    1 it serves everywhere, 0 it serves elsewhere.

    A commune that is not known is served only by who serves everywhere.
    """
    served = {code.strip().upper() for code in communes}
    if not served:
        return _EVERYWHERE
    code = insee.strip().upper()
    if code and code in served:
        return _COMMUNE
    around = department(code)
    return _DEPARTMENT if around and around in served else _ELSEWHERE


def choose(partners: Iterable[Partner], kind: str, theme: str, insee: str) -> Partner | None:
    """The partner of this kind for this theme who serves the commune most closely.

    Of several who serve it equally the directory's first; None when nobody does.
    """
    wanted, about = partner_kind(kind), fold(theme)
    best, found = _ELSEWHERE, None
    for partner in partners:
        if partner_kind(partner.kind) != wanted:
            continue
        if partner.themes and about not in {fold(one) for one in partner.themes}:
            continue
        near = nearness(partner.communes, insee)
        if near > best:
            best, found = near, partner
    return found


def named(partners: Iterable[Partner], name: str) -> Partner | None:
    """The partner of this id or name; None when the directory has none."""
    wanted = fold(name)
    listed = list(partners)
    by_id = next((one for one in listed if one.id == name), None)
    return by_id or next((one for one in listed if wanted and fold(one.name) == wanted), None)


def agency_of(partners: Iterable[Partner], agency: str) -> Partner | None:
    """The line of the directory that is the household's own agency, if there is one."""
    agencies = [one for one in partners if partner_kind(one.kind) == "agency"]
    return named(agencies, agency) if agency else None
