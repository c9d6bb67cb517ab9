"""A relay's result that was a slip of the hand: what it made of its case is taken back.

Whoever was closed or secured by it alone is called again, or is for the relays: nobody knows what
they were before. What a call decided since stands.
"""

from __future__ import annotations

from datetime import datetime

from veille_tui.domain.escalation import Escalation
from veille_tui.store import listed
from veille_tui.store.clock import micros_or_none, to_micros
from veille_tui.store.link import Link

# The last sign of life of which this relay did not tell.
_CONTACT = """
update cases set last_contact_at = (select max(t.at) from (
    select d.answered_at as at from dials d where d.case_id = :case and d.answered_at is not null
    union all select e.closed_at from escalations e
     where e.case_id = :case and e.id <> :id and e.result in ('well', 'needs_help', 'refused')) t)
 where id = :case and last_contact_at is not null and last_contact_at <= :closed
   and decided_by = :decided_by"""
_EVIDENCE = """
update cases set secured_at = null, secured_until = null, secured_channel = '',
  secured_source = '', not_secured = 'no_contact'
 where id = :case and secured_channel = :channel and secured_source = :source
   and secured_at <= :closed"""
_PLACE = """
update queue set state = case when state = 1 then 1 else 2 end, state_before = 2,
  calm_due_at = null, reserved_for = '', reserved_until = null, last_token = case
    when state = 1 then last_token else '' end
 where case_id = :case and closed_by = ''
   and exists (select 1 from cases c where c.id = :case and c.decided_by = :decided_by)"""
_STANDS = """
update cases set disposition = 'no_number'
 where id = :case and decided_by = :decided_by"""
# They were withdrawn in the very moment in which it came back.
_SOUGHT_AGAIN = """
update escalations set status = case when sent_at is null then 'open' else 'sent' end,
  closed_at = null, closed_by = ''
 where case_id = :case and id <> :id and status = 'withdrawn' and closed_at = :closed
   and not exists (select 1 from escalations r where r.case_id = :case
     and r.channel = escalations.channel and r.id <> escalations.id
     and r.status in ('open', 'sent'))"""


def take_back(link: Link, relay: Escalation, household_id: int, now: datetime) -> None:
    """Undo what `relay` told, inside a transaction; its new result is then told as any other."""
    values = {
        "id": relay.id,
        "case": relay.case_id,
        "channel": relay.channel.value,
        "source": relay.source,
        "closed": micros_or_none(relay.closed_at) or 0,
        "decided_by": f"relay:{relay.id}",
    }
    for statement in (_CONTACT, _EVIDENCE, _PLACE, _STANDS, _SOUGHT_AGAIN):
        link.rows(statement, values)
    listed.refresh_lines(link, [household_id], to_micros(now))
