"""What a campaign holds that cannot wait: open needs, cries for help, complaints, flags."""

from __future__ import annotations

from typing import Any

from veille_tui.domain.attention import Attention, in_order
from veille_tui.store.clock import from_micros
from veille_tui.store.link import Link

_LONG = 60.0
_WHO = """
  from {table} x join cases c on c.id = {case} join households h on h.id = c.household_id
  left join tenants t on t.id = (select min(m.id) from tenants m where m.household_id = h.id)
 where c.campaign_id = :campaign and {open}"""
_COLUMNS = (
    "c.id, coalesce(t.id, 0), coalesce(t.title, ''), coalesce(t.last_name, ''), h.city, h.agency"
)


def _select(values: str, table: str, case: str, is_open: str) -> str:
    who = _WHO.format(table=table, case=case, open=is_open)
    return f"select {values}, {_COLUMNS}{who}"


_STATEMENTS = (
    _select(
        "'need', x.theme, x.urgency, x.partner, x.note, '', x.found_at",
        "needs",
        "x.case_id",
        "x.status = 'open'",
    ),
    _select(
        "case when x.kind = 'help' then 'help' else 'complaint' end, '', '', '', x.text,"
        " x.caller, x.at",
        "notes",
        "x.case_id",
        "x.kind in ('help', 'complaint')",
    ),
    _select(
        "'flag', x.flagged, '', '', '', coalesce((select a.caller from attempts a"
        " where a.id = x.decided_by), ''), coalesce(x.last_contact_at, x.added_at, 0)",
        "cases",
        "x.id",
        "x.flagged not in ('', 'help_asked')",
    ),
)


def attention(link: Link, campaign_id: str) -> list[Attention]:
    """Everything that somebody must look at, the most pressing first, at one moment."""
    with link.patient(_LONG), link.transaction():
        rows = [
            row
            for statement in _STATEMENTS
            for row in link.rows(statement, {"campaign": campaign_id})
        ]
    return in_order(_one(row) for row in rows)


def _one(row: tuple[Any, ...]) -> Attention:
    kind, detail, urgency, to, text, caller, at, case_id, tenant_id, title, name, city, agency = row
    return Attention(
        kind=kind,
        case_id=case_id,
        tenant_id=tenant_id,
        title=title,
        last_name=name,
        city=city,
        agency=agency,
        detail=detail,
        urgency=urgency,
        to=to,
        text=text,
        caller=caller,
        at=from_micros(at),
    )
