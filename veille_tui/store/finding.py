"""Who is ringing back: people by name, with or without accents, or by part of a number."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from veille_tui.domain.case import Case, Disposition, FoundTenant
from veille_tui.domain.names import fold
from veille_tui.domain.phones import digits
from veille_tui.domain.tenants import Tenant
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store import rows
from veille_tui.store.dossier import case_from, dossier
from veille_tui.store.link import Link

_FEWEST_DIGITS = 3
_MOST_WORDS = 6
_NUMBER = re.compile(r"[+(\d][\d\s().+/-]*")
_USABLE = """(select n.e164 from phone_numbers n
     where n.household_id = t.household_id and n.state = 'usable'
     order by case when n.role = 'self' then 0 else 1 end, n.rank, n.id limit 1)"""
_FROM = """
  from tenants t join households h on h.id = t.household_id
  left join (cases c join queue q on q.case_id = c.id
             join campaigns g on g.id = c.campaign_id and g.closed_at is null)
    on c.household_id = t.household_id"""
_WHO = f"""
select {rows.columns("t", rows.TENANT)}, t.household_id, h.city, h.agency, c.id, c.campaign_id,
       c.disposition, case when q.state = 1 then q.claimed_by else '' end"""
_IN_CAMPAIGN = "(cast(:campaign as text) is null or c.campaign_id = :campaign)"
_ORDER = "order by t.folded, t.id, c.id limit :limit"
_MATCHES = """m.household_id = t.household_id and (
     {contains}(m.dialled, :digits) > 0 or {contains}(m.e164, :digits) > 0)"""
_BY_NUMBER = f"""{_WHO},
       (select m.e164 from phone_numbers m where {_MATCHES} order by m.rank, m.id limit 1){_FROM}
 where t.household_id in (select m.household_id from phone_numbers m
     where {{contains}}(m.dialled, :digits) > 0 or {{contains}}(m.e164, :digits) > 0)
   and {_IN_CAMPAIGN} {_ORDER}"""


def find(
    link: Link, text: str, campaign_id: str | None, limit: int, today: date
) -> list[FoundTenant]:
    """People whose name holds every word of `text`, or whose household has such a number.

    Three digits at least make a number, in any writing; by name, the alphabet decides the order.
    """
    values: dict[str, Any] = {"campaign": campaign_id, "limit": limit}
    wanted = digits(text)
    if _NUMBER.fullmatch(text.strip()):
        if len(wanted) < _FEWEST_DIGITS:
            return []
        values["digits"] = wanted
        return [_found(row, today) for row in link.rows(_BY_NUMBER, values)]
    words = fold(text).split()[:_MOST_WORDS]
    if not words:
        return []
    values |= {f"word{place}": word for place, word in enumerate(words)}
    return [_found(row, today) for row in link.rows(_by_name(len(words)), values)]


def _by_name(count: int) -> str:
    names = " and ".join(
        f"({{contains}}(t.folded, :word{place}) > 0"
        f" or {{contains}}(replace(t.folded, ' ', ''), :word{place}) > 0)"
        for place in range(count)
    )
    return f"{_WHO}, {_USABLE}{_FROM} where {names} and {_IN_CAMPAIGN} {_ORDER}"


def _found(row: tuple[Any, ...], today: date) -> FoundTenant:
    person = rows.tenant(row)
    household_id, city, agency, case_id, campaign, disposition, holder, number = row[8:]
    return FoundTenant(
        tenant_id=person.id,
        household_id=household_id,
        case_id=case_id or 0,
        campaign_id=campaign or "",
        title=person.title,
        first_name=person.first_name,
        last_name=person.last_name,
        age=person.age(today),
        city=city,
        agency=agency,
        number=number or "",
        disposition=Disposition(disposition or Disposition.TO_CALL),
        holder=holder or "",
    )


_CASE = f"select q.due_at, {dossier('q')} from queue q where q.case_id = :case_id"
_CASES_OF = f"""
select q.due_at, {dossier("q")} from queue q
 where q.household_id = :household_id order by q.case_id"""


def case(link: Link, case_id: int) -> Case:
    """One case with everything a desk needs. Raises Refused when it is unknown."""
    found = link.rows(_CASE, {"case_id": case_id})
    if not found:
        raise Refused(
            _("Ce suivi n'existe pas, ou n'existe plus."), _("Chercher à nouveau la personne.")
        )
    return case_from(found[0][0], found[0][1:])


def tenant_cases(link: Link, tenant_id: int) -> tuple[Tenant, list[Case]]:
    """One person and their household's cases in every campaign. Raises Refused when unknown."""
    found = link.rows(
        f"select {rows.columns('t', rows.TENANT)}, t.household_id from tenants t where t.id = :id",
        {"id": tenant_id},
    )
    if not found:
        raise Refused(
            _("Il n'y a pas de locataire numéro {id}.").format(id=tenant_id),
            _("Le chercher par son nom avec « veille tenants find NOM »."),
        )
    cases = link.rows(_CASES_OF, {"household_id": found[0][-1]})
    return rows.tenant(found[0]), [case_from(row[0], row[1:]) for row in cases]
