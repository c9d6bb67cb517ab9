"""Who is found among the households that this desk has at hand, when nobody else can be asked."""

from __future__ import annotations

from collections.abc import Iterable

from veille_tui.domain import phones
from veille_tui.domain.case import Case, FoundTenant
from veille_tui.domain.names import fold
from veille_tui.domain.tenants import Tenant
from veille_tui.store.local import HeldClaim

LEAST_DIGITS = 3


def found_here(claims: Iterable[HeldClaim], text: str) -> list[FoundTenant]:
    """People by name, with or without accents, or by part of a number (three digits)."""
    cases = [claim.case for claim in claims if claim.case is not None and not claim.is_leaving]
    if len(phones.digits(text)) >= LEAST_DIGITS:
        return [one for case in cases for one in _by_number(case, text)]
    words = fold(text).split()
    return [
        _found(case, tenant, "")
        for case in cases
        for tenant in case.household.tenants
        if words and all(word in _names(tenant) for word in words)
    ]


def _names(tenant: Tenant) -> list[str]:
    return fold(f"{tenant.last_name} {tenant.first_name}").split()


def _by_number(case: Case, part: str) -> list[FoundTenant]:
    for number in case.household.numbers:
        if phones.holds(number.e164, part):
            return [_found(case, tenant, number.e164) for tenant in case.household.tenants[:1]]
    return []


def _found(case: Case, tenant: Tenant, number: str) -> FoundTenant:
    household = case.household
    usable = household.usable_numbers
    return FoundTenant(
        tenant_id=tenant.id,
        household_id=household.id,
        case_id=case.id,
        campaign_id=case.campaign_id,
        title=tenant.title,
        first_name=tenant.first_name,
        last_name=tenant.last_name,
        age=tenant.age_given,
        city=household.city,
        agency=household.agency,
        number=number or (usable[0].e164 if usable else ""),
        disposition=case.disposition,
    )
