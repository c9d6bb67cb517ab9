"""Who is ringing back: people by name, with or without accents, or by part of a number."""

from __future__ import annotations

import json
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
from veille_tui.store.metering import HAS_SEEN_ENOUGH, TURN, paid
from veille_tui.store.procedures import Procedure

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
_BY_NAME = f"""{_WHO}, case when :is_person = 0 then {_USABLE} else '' end{_FROM}
 where not exists (select 1 from {{rows words w}} where {{contains}}(t.folded, w.word) = 0
     and {{contains}}(replace(t.folded, ' ', ''), w.word) = 0)
   and {_IN_CAMPAIGN} {_ORDER}"""
_FOUND = {
    "id": "integer",
    "rank": "smallint",
    "title": "text",
    "last_name": "text",
    "first_name": "text",
    "birth_date": "text",
    "age_given": "smallint",
    "age_given_on": "text",
    "household_id": "integer",
    "city": "text",
    "agency": "text",
    "case_id": "integer",
    "campaign_id": "text",
    "disposition": "text",
    "holder": "text",
    "number": "text",
}
LOOKUPS_AN_HOUR = 40
"""Of one login: more than anybody who answers a telephone, far less than a list."""
_FEWEST_LETTERS, _FEWEST_SHOWN_DIGITS, _MOST_FOUND = 3, 6, 10
TOO_MANY = "veille: lookups"
"""What the server's refusal says when a login has looked for too many people."""
# Whoever has an account may find who is ringing back, and may not read the list of tenants.
_ONLY_A_FEW = f"""
if _is_person = 1 then
  _limit := least(_limit, {_MOST_FOUND});
  if coalesce({{short}}, true) then return; end if;
  {TURN}
  if (select count(*) from lookups l where l.caller = _sender
       and l.at > (extract(epoch from clock_timestamp()) * 1000000)::bigint
         - 3600000000) >= {LOOKUPS_AN_HOUR} or {HAS_SEEN_ENOUGH} then
    raise program_limit_exceeded using message = '{TOO_MANY}';
  end if;
  insert into lookups (caller, at)
  values (_sender, (extract(epoch from clock_timestamp()) * 1000000)::bigint);
  {paid(str(LOOKUPS_AN_HOUR))}
end if;"""
BY_NUMBER = Procedure(
    name="find_number",
    takes={"digits": "text", "campaign": "text", "limit": "bigint"},
    gives=_FOUND,
    result=_BY_NUMBER,
    prologue=_ONLY_A_FEW.format(short=f"length(_digits) < {_FEWEST_SHOWN_DIGITS}"),
)
BY_NAME = Procedure(
    name="find_name",
    takes={"words": "jsonb", "campaign": "text", "limit": "bigint"},
    gives=_FOUND,
    result=_BY_NAME,
    prologue=_ONLY_A_FEW.format(
        short="coalesce((select max(length(w.word)) from"
        f" jsonb_to_recordset(_words) as w(word text)), 0) < {_FEWEST_LETTERS}"
    ),
)


def find(
    link: Link, text: str, campaign_id: str | None, limit: int, today: date
) -> list[FoundTenant]:
    """People whose name holds every word of `text`, or whose household has such a number.

    Three digits at least make a number, in any writing; by name, the alphabet decides the order. A
    server gives those who log in as callers a few people for three letters or six digits, and so
    many answers an hour.
    """
    values: dict[str, Any] = {"campaign": campaign_id, "limit": limit}
    wanted = digits(text)
    if _NUMBER.fullmatch(text.strip()):
        if len(wanted) < _FEWEST_DIGITS:
            return []
        found = link.call(BY_NUMBER, values | {"digits": wanted})
        return [_found(row, today) for row in found]
    words = fold(text).split()[:_MOST_WORDS]
    if not words:
        return []
    values["words"] = json.dumps([{"word": word} for word in words], ensure_ascii=False)
    return [_found(row, today) for row in link.call(BY_NAME, values)]


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
