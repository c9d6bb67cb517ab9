"""Text messages: which households may get one, and which did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from veille_tui.domain.case import Disposition
from veille_tui.domain.mailing import Outgoing, Reader
from veille_tui.store import listed
from veille_tui.store.clock import from_micros, to_micros
from veille_tui.store.link import Link

_LONG = 60.0
_READERS = """
select c.id, h.reference, c.segment, c.disposition,
  case when q.state = 3 or q.closed_by <> '' then 1 else 0 end,
  (select count(*) from opt_outs o where o.household_id = h.id and o.lifted_at is null
    and o.campaign_id in ('', c.campaign_id) and (o.until is null or o.until > :now)),
  (select count(*) from messages m where m.case_id = c.id and m.template = :template)
  from cases c join households h on h.id = c.household_id join queue q on q.case_id = c.id
 where c.campaign_id = :campaign order by c.id"""
_SENT = """
insert into messages (case_id, campaign_id, template, e164, way, at, caller)
values (:case_id, :campaign, :template, :e164, :way, :at, :caller)"""
_COUNTED = """
select template, way, count(*), max(at) from messages where campaign_id = :campaign
 group by template, way order by template, way"""


def readers(link: Link, campaign_id: str, template: str, now: datetime) -> list[Reader]:
    """Every household of a campaign, as far as a text message goes. Raises Refused."""
    homes = listed.known_households(link, campaign_id)
    values = {"campaign": campaign_id, "template": template, "now": to_micros(now)}
    with link.patient(_LONG):
        rows = link.rows(_READERS, values)
    return [
        Reader(
            case_id=case_id,
            household=homes[reference],
            segment=segment,
            disposition=Disposition(disposition),
            is_closed=bool(is_closed),
            opted_out=bool(wishes),
            was_sent=bool(sent),
        )
        for case_id, reference, segment, disposition, is_closed, wishes, sent in rows
        if reference in homes
    ]


def record(
    link: Link,
    campaign_id: str,
    template: str,
    sent: Sequence[Outgoing],
    *,
    way: str,
    by: str,
    now: datetime,
) -> None:
    """Keep that some messages were handed over: "export" to a provider, or shown as a "qr"."""
    common: dict[str, Any] = {
        "campaign": campaign_id,
        "template": template,
        "way": way,
        "at": to_micros(now),
        "caller": by,
    }
    if sent:
        with link.transaction():
            link.many(_SENT, [common | {"case_id": one.case_id, "e164": one.e164} for one in sent])


def counted(link: Link, campaign_id: str) -> list[tuple[str, str, int, datetime]]:
    """Template, way, how many and when last, of what was sent."""
    rows = link.rows(_COUNTED, {"campaign": campaign_id})
    return [(template, way, count, from_micros(at)) for template, way, count, at in rows]
