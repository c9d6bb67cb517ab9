"""Writes what came back of relays: all of it or nothing, and each result once.

Who is on the telephone with a household keeps it, unless the news is an end: then it is nobody's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from veille_tui.domain import calling_order
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Case, Disposition
from veille_tui.domain.escalation import Escalation, RelayResult, RelayStatus
from veille_tui.domain.evidence import strongest
from veille_tui.domain.phones import national
from veille_tui.domain.referrals import Referral
from veille_tui.domain.relay_news import TAKEN_BACK, Effect, RelayNews, contradicts, effect
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store import campaigns, finding, listed, referrals, relay_corrections
from veille_tui.store.climbing import RUNNING, climb_cases
from veille_tui.store.clock import micros_or_none, to_micros
from veille_tui.store.link import Link
from veille_tui.store.relays import no_relay, relays_of

_LONG = 120.0
_LOCK = """
select count(*) from (select q.case_id from queue q where q.household_id in (
    select c.household_id from cases c join escalations e on e.case_id = c.id
     where e.id in {numbers}) order by q.case_id {locking}) l"""
_RELAY = """
update escalations set status = :status, result = :result, source = :source,
  note = case when :note = '' then note else :note end, closed_at = :now, closed_by = :by,
  sent_at = coalesce(sent_at, :now) where id = :id"""
_WITHDRAW = f"""
update escalations set status = 'withdrawn', closed_at = :now, closed_by = :by
 where case_id = :case and id <> :id and {RUNNING} and (step > 0 or :is_end = 1)"""
_KNOWN = """
update cases set
  last_contact_at = case when :contact > coalesce(last_contact_at, 0) then :contact
    else last_contact_at end,
  secured_at = case when :ends = 1 then null when :is_secured = 1 then :secured_at
    else secured_at end,
  secured_until = case when :ends = 1 then null when :is_secured = 1 then :secured_until
    else secured_until end,
  secured_channel = case when :ends = 1 then '' when :is_secured = 1 then :channel
    else secured_channel end,
  secured_source = case when :ends = 1 then '' when :is_secured = 1 then :source
    else secured_source end,
  not_secured = case when :is_secured = 1 then '' when :not_secured <> '' then :not_secured
    else not_secured end,
  urgency = :urgency,
  flagged = case when :flag = '' or {contains}(flagged, :flag) > 0 then flagged
    when flagged = '' then :flag else flagged || ' ' || :flag end
 where id = :case"""
_CASE = """
update cases set disposition = :disposition, promise_kind = '', promise_starts = null,
  promise_ends = null, promise_by = '',
  cadence_until = case when :cadence = '' then cadence_until else :cadence_until end,
  cadence = case when :cadence = '' then cadence else :cadence end,
  decided_by = :decided_by, closed_why = '', closed_by = '', closed_at = null
 where id = :case"""
# `last_token` goes: what its last holder brings later was said before this news.
_QUEUE = """
update queue set
  state = case when :state = 3 then 3 when state = 1 then 1 else :state end,
  state_before = case when :state = 3 and state = 1 then state_before
    when :state = 3 then state else :state end,
  claim_token = case when :state = 3 then null else claim_token end,
  claimed_by = case when :state = 3 then '' else claimed_by end,
  claimed_at = case when :state = 3 then null else claimed_at end,
  lease_until = case when :state = 3 then null else lease_until end,
  last_token = case when state = 1 and :state <> 3 then last_token else '' end,
  due_at = coalesce(:due_at, :now), calm_due_at = null, priority = :priority,
  sort_key = :sort_key, reserved_for = '', reserved_until = null
 where case_id = :case"""
_DEAD = """
update queue set state_before = case when state in (1, 3) then state_before else state end,
  state = 3, closed_by = :decided_by,
  claim_token = null, claimed_by = '', claimed_at = null, lease_until = null
 where household_id = :household and closed_by = ''"""
_ALIVE = """
update cases set disposition = 'to_call' where disposition = 'deceased'
   and id in (select q.case_id from queue q where q.closed_by = :decided_by)"""
_REOPENED = """
update queue set closed_by = '', state = case when state_before = 2 then 0 else state_before end
 where closed_by = :decided_by and state = 3"""
_ALL_DECEASED = "update cases set disposition = 'deceased' where household_id = :household"
_ALL_WITHDRAWN = f"""
update escalations set status = 'withdrawn', closed_at = :now, closed_by = :by
 where id <> :id and {RUNNING}
   and case_id in (select q.case_id from queue q where q.household_id = :household)"""
_RANK = "select coalesce(max(rank), 0) + 1 from phone_numbers where household_id = :household"
_NUMBER = f"""
insert into phone_numbers (household_id, e164, raw, label, role, rank, state, valid, dialled,
  given_by)
values (:household, :e164, :raw, :label, :role, ({_RANK}), 'usable', :valid, :dialled,
  :decided_by)
on conflict (household_id, e164) do update set state = 'usable', ended_by = ''"""


def record(link: Link, told: Sequence[RelayNews], by: str, now: datetime) -> list[Escalation]:
    """Write what came back; the relays that changed, as they are now.

    The same news twice changes nothing. Raises Refused, and writes nothing, when a relay is
    unknown or has come back with other news already.
    """
    ids = list(dict.fromkeys(one.relay_id for one in told))
    with link.patient(_LONG), link.transaction():
        link.rows(_LOCK, {"list": json.dumps(ids)})
        known = relays_of(link, ids)
        changed = [news for news in told if _is_new(known.get(news.relay_id), news)]
        by_campaign: dict[str, list[int]] = {}
        for news in changed:
            relay = known[news.relay_id]
            campaign = campaigns.campaign(link, relay.campaign_id)
            _record(link, relay, news, campaign, by, now)
            by_campaign.setdefault(relay.campaign_id, []).append(relay.case_id)
        for campaign_id, cases in by_campaign.items():
            campaign = campaigns.campaign(link, campaign_id)
            if not campaign.is_closed:
                climb_cases(link, campaign, cases, now)
        return list(relays_of(link, [news.relay_id for news in changed]).values())


def _is_new(relay: Escalation | None, news: RelayNews) -> bool:
    """Whether there is something to write. Raises Refused for what contradicts."""
    if relay is None:
        raise no_relay(news.relay_id)
    if not contradicts(relay, news.result):
        return relay.result != news.result
    raise Refused(
        _("Le relais {id} est déjà rendu, avec un autre résultat.").format(id=relay.id),
        _("Si le premier était faux : ouvrir un autre relais, et y noter le bon."),
    )


def _record(
    link: Link, relay: Escalation, news: RelayNews, campaign: Campaign, by: str, now: datetime
) -> None:
    if relay.result == RelayResult.DECEASED:
        values = {"decided_by": f"relay:{relay.id}"}
        for statement in (_ALIVE, _REOPENED):
            link.rows(statement, values)
    if relay.result in TAKEN_BACK:
        household_id = finding.case(link, relay.case_id).household.id
        relay_corrections.take_back(link, relay, household_id, now)
    case = finding.case(link, relay.case_id)
    made = effect(case, relay, news, campaign, now)
    written = _Written(link, case, relay, by, now)
    written.relay_itself(made, news)
    if made.status is RelayStatus.FAILED:
        return
    written.knowledge(made)
    if made.need is not None:
        # Before the place: nobody calls where no telephone rings.
        written.need(made)
    if made.disposition is not None:
        written.place(made)
    if made.disposition is Disposition.DECEASED:
        written.death()
    if news.number is not None and news.result is RelayResult.NUMBER_GIVEN:
        written.number(news)
    if made.withdraws:
        link.rows(_WITHDRAW, written.values | {"is_end": int(made.is_end)})


class _Written:
    """The statements about one relay and its case, with the values they share."""

    def __init__(self, link: Link, case: Case, relay: Escalation, by: str, now: datetime) -> None:
        self._link = link
        self._case = case
        self._now = now
        self.values: dict[str, Any] = {
            "id": relay.id,
            "case": case.id,
            "campaign": case.campaign_id,
            "household": case.household.id,
            "by": by,
            "now": to_micros(now),
            "decided_by": f"relay:{relay.id}",
        }

    def relay_itself(self, made: Effect, news: RelayNews) -> None:
        """What came back, by whom it was entered and when."""
        about = {"status": made.status.value, "result": news.result.value}
        self._do(_RELAY, about | {"source": made.source, "note": news.note})

    def knowledge(self, made: Effect) -> None:
        """Sign of life, evidence, urgency, a word for the supervisor."""
        secured = made.secured
        urgency = strongest([self._case.urgency, made.need.urgency if made.need else ""])
        self._do(
            _KNOWN,
            {
                "contact": micros_or_none(made.contact_at) or 0,
                "ends": int(made.ends_evidence),
                "is_secured": int(secured is not None),
                "secured_at": micros_or_none(secured.at if secured else None),
                "secured_until": micros_or_none(secured.until if secured else None),
                "channel": secured.channel if secured else "",
                "source": secured.source if secured else "",
                "not_secured": made.not_secured,
                "urgency": urgency,
                "flag": made.flagged,
            },
        )

    def place(self, made: Effect) -> None:
        """Where the case stands now, and when it is called again."""
        case = self._case
        rhythm = made.cadence if made.cadence is not None else (case.cadence, case.cadence_until)
        urgency = strongest([case.urgency, made.need.urgency if made.need else ""])
        disposition = made.disposition.value if made.disposition else ""
        about = {"cadence": rhythm[0], "cadence_until": rhythm[1], "disposition": disposition}
        self._do(_CASE, about)
        self._do(
            _QUEUE,
            {
                "state": int(made.state),
                "due_at": micros_or_none(made.due_at),
                "priority": calling_order.priority(None, urgency, case.priority),
                "sort_key": calling_order.sign_of_life(made.contact_at or case.last_contact_at),
            },
        )

    def death(self) -> None:
        """The household is closed in every campaign, from this second."""
        for statement in (_DEAD, _ALL_DECEASED, _ALL_WITHDRAWN):
            self._do(statement)

    def need(self, made: Effect) -> None:
        """The need, and its way to whoever can act."""
        if made.need is None:
            return
        wanted = Referral(
            case_id=self._case.id,
            campaign_id=self._case.campaign_id,
            theme=made.need.theme,
            urgency=made.need.urgency,
            note=made.need.note,
            origin=str(self.values["decided_by"]),
            opened_by=str(self.values["by"]),
        )
        referrals.open_within(self._link, wanted, self._now)

    def number(self, news: RelayNews) -> None:
        """The number that somebody gave; what rings there is worked out anew."""
        number = news.number
        if number is None:
            return
        about = {"e164": number.e164, "raw": number.raw, "label": number.label}
        about |= {"role": number.role.value, "dialled": national(number.e164)}
        self._do(_NUMBER, about | {"valid": int(number.valid)})
        listed.refresh_lines(self._link, [self._case.household.id], self.values["now"])

    def _do(self, statement: str, others: Iterable[tuple[str, Any]] | dict[str, Any] = ()) -> None:
        self._link.rows(statement, self.values | dict(others))
