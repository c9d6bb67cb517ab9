"""What supervisors do with referrals: see them, open one by hand, write down what became of them.

Supervisors have the tables' own rights, so these are statements, not procedures. What a change
does to the household's case is decided by domain.settling and written in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from veille_tui.domain.cadence import parse_every
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.next_step import WHILE_IN_NEED
from veille_tui.domain.referrals import (
    Consent,
    Referral,
    ReferralChange,
    ReferralKind,
    ReferralLine,
    ReferralStatus,
    changed,
    due,
    obstacle,
    partner_for,
)
from veille_tui.domain.settling import Settled, Standing, after_help, after_need
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store import rows
from veille_tui.store.campaigns import campaign as campaign_of
from veille_tui.store.clock import micros_or_none, moment_or_none, to_micros
from veille_tui.store.link import Link
from veille_tui.store.referral_refusals import refusal, unknown
from veille_tui.store.referring import IS_RUNNING
from veille_tui.store.rows import HOUSEHOLD, NUMBER, TENANT, columns, parsed

_LONG = 60.0
_WORDS = (
    "campaign_id theme kind urgency partner_kind partner partner_name consent consent_words note"
    " status attempt_id origin opened_by changed_by answer"
).split()
_MOMENTS = "opened_at due_at sent_at answered_at closed_at".split()
_REFERRAL = ["id", "case_id", *_WORDS, *_MOMENTS]
_SELECT = f"""
select {columns("r", _REFERRAL)}, {columns("h", HOUSEHOLD)},
  (select {{all}}({{row}}({columns("t", TENANT)})) from tenants t where t.household_id = h.id),
  (select {{all}}({{row}}({columns("n", NUMBER)})) from phone_numbers n
    where n.household_id = h.id)
  from referrals r join cases c on c.id = r.case_id join households h on h.id = c.household_id"""
_OF_CAMPAIGN = f"{_SELECT} where r.campaign_id = :campaign order by r.id"
_OF_STATUSES = (
    f"{_SELECT} where r.campaign_id = :campaign and r.status in {{texts statuses}} order by r.id"
)
_BY_ID = f"{_SELECT} where r.id in {{numbers ids}} order by r.id"
_LOCK = """
select q.case_id from queue q where q.case_id in (
  select r.case_id from referrals r where r.id in {numbers ids}) order by q.case_id {locking}"""
_CHANGE = """
update referrals set status = :status, partner_kind = :partner_kind, partner = :partner,
  partner_name = :partner_name, due_at = :due_at, sent_at = :sent_at, answered_at = :answered_at,
  closed_at = :closed_at, changed_by = :changed_by, answer = :answer where id = :id"""
_MET = """
update needs set status = 'met'
 where case_id = :case_id and theme = :theme and status = 'open'"""
_UNMET = """
update needs set status = 'open'
 where case_id = :case_id and theme = :theme and status = 'met'"""
_STANDING = """
select c.disposition, case when q.state = 1 or (q.closed_by <> '' and c.disposition <> 'deceased')
    then q.state_before else q.state end,
  (select {all}(n.urgency) from needs n where n.case_id = c.id and n.status = 'open'),
  c.not_secured, c.flagged, c.cadence, c.promise_kind, c.promise_starts, c.promise_ends,
  c.promise_by, c.segment_priority, q.state, c.secured_channel, c.campaign_id
  from cases c join queue q on q.case_id = c.id where c.id = :case_id"""
_SETTLE = "update cases set disposition = :disposition, urgency = :urgency where id = :case_id"
_ORDER = "update queue set priority = :priority where case_id = :case_id"
_SECURE = """
update cases set secured_at = :now, secured_channel = 'partner', secured_source = :source,
  secured_until = :until, not_secured = '' where id = :case_id"""
_UNSECURE = """
update cases set secured_at = null, secured_channel = '', secured_source = '',
  secured_until = null, not_secured = 'needs' where id = :case_id"""
_CALL_AGAIN = """
update queue set state = 4, state_before = 4, due_at = :due_at
 where case_id = :case_id and state = 2"""
_RHYTHM = "update cases set cadence = :cadence where id = :case_id and cadence = ''"
_OF_CASE = """
select c.campaign_id, q.case_id, h.agency from cases c join queue q on q.case_id = c.id
  join households h on h.id = c.household_id where c.id = :case_id {locking}"""
_RUNNING_OF = f"""
select id, urgency, note from referrals where case_id = :case_id and theme = :theme
   and kind <> 'complaint' and status in {IS_RUNNING} order by id limit 1"""
_COMPLETE = """
update referrals set urgency = :urgency, due_at = :due_at, note = :note, changed_by = :by,
  urgent_at = case when :urgency = 'immediate' then coalesce(urgent_at, :now) else urgent_at end,
  consent = case when :consent = 'unasked' then consent else :consent end,
  consent_words = case when :consent = 'unasked' then consent_words else :consent_words end
 where id = :id"""
# Of no attempt: it is named by its referral.
_NEED_BY_HAND = """
insert into needs (case_id, attempt_id, theme, campaign_id, urgency, partner, note, status,
  found_at)
select c.id, :by_hand, :theme, c.campaign_id, :urgency, :partner_kind, :note, 'open', :now
  from cases c where c.id = :case_id and not exists (select 1 from needs n
   where n.case_id = c.id and n.theme = :theme and n.status = 'open')
on conflict (case_id, attempt_id, theme) do update set status = 'open'"""


def referrals(
    link: Link, campaign_id: str, statuses: Iterable[ReferralStatus] | None = None
) -> list[ReferralLine]:
    """The referrals of a campaign with their households, those of some statuses or all."""
    values: dict[str, Any] = {"campaign": campaign_id}
    with link.patient(_LONG):
        if statuses is None:
            return [_line(row) for row in link.rows(_OF_CAMPAIGN, values)]
        values["statuses"] = json.dumps([status.value for status in statuses])
        return [_line(row) for row in link.rows(_OF_STATUSES, values)]


def referrals_by_id(link: Link, ids: Iterable[int]) -> list[ReferralLine]:
    """Some referrals by their number; those that do not exist are left out."""
    return [_line(row) for row in link.rows(_BY_ID, {"ids": json.dumps(sorted(set(ids)))})]


def change_referrals(
    link: Link, changes: Sequence[ReferralChange], by: str, now: datetime
) -> list[Referral]:
    """Write down what became of some referrals, all or none, and of their households.

    Raises Refused, naming the first that cannot be changed so.
    """
    ids = {"ids": json.dumps(sorted({one.id for one in changes}))}
    with link.transaction():
        link.rows(_LOCK, ids)
        known = {line.referral.id: line for line in map(_line, link.rows(_BY_ID, ids))}
        campaigns: dict[str, Campaign] = {}
        made = []
        for wish in changes:
            line = known.get(wish.id)
            if line is None:
                raise unknown(wish.id)
            name = line.referral.campaign_id
            campaign = campaigns.setdefault(name, campaign_of(link, name))
            after = _changed(line, wish, campaign, by, now)
            known[wish.id] = replace(line, referral=after)
            made.append(after)
            link.rows(_CHANGE, _values(after))
            _settle(link, line.referral, after, campaign, now)
    return made


def _changed(
    line: ReferralLine, wish: ReferralChange, campaign: Campaign, by: str, now: datetime
) -> Referral:
    asked = wish.partner
    if asked is not None:
        moved = replace(line.referral, partner_kind=asked.kind)
        line = replace(line, referral=moved)
    partner = asked or partner_for(line, campaign.partners)
    to = partner.id if partner else ""
    why = obstacle(line.referral, wish.status, answer=wish.answer, partner=to)
    if why is not None:
        raise refusal(line.referral, wish.status, why)
    after = changed(line.referral, wish.status, by, now, wish.answer)
    if partner is None or (asked is None and wish.status is not ReferralStatus.SENT):
        return after
    return replace(after, partner=partner.id, partner_name=partner.name)


def open_referral(link: Link, wanted: Referral, now: datetime) -> Referral:
    """Open one by hand, for `wanted.case_id`; a need of it is open from then on.

    A running one of the same theme is completed instead. Raises Refused when the case is unknown.
    """
    with link.transaction():
        number = open_within(link, wanted, now)
        return referrals_by_id(link, [number])[0].referral


def open_within(link: Link, wanted: Referral, now: datetime) -> int:
    """`open_referral` inside a transaction; its number."""
    found = link.rows(_OF_CASE, {"case_id": wanted.case_id})
    if not found:
        raise Refused(
            _("Ce suivi n'existe pas, ou n'existe plus."),
            _("Chercher à nouveau la personne."),
        )
    campaign_id, _case, agency = found[0]
    fresh = _fresh(wanted, campaign_id, agency, now)
    is_complaint = fresh.kind is ReferralKind.COMPLAINT
    number = 0 if is_complaint else _complete(link, fresh, now)
    number = number or _insert(link, fresh, now)
    if not is_complaint:
        by_hand = {"by_hand": f"hand:{number}", "now": to_micros(now)}
        link.rows(_NEED_BY_HAND, _values(fresh) | by_hand)
        _write(link, fresh.case_id, after_need(_standing(link, fresh.case_id)), now)
        link.rows(_UNSECURE, {"case_id": fresh.case_id})
    return number


def _fresh(wanted: Referral, campaign_id: str, agency: str, now: datetime) -> Referral:
    is_complaint = wanted.kind is ReferralKind.COMPLAINT
    return replace(
        wanted,
        campaign_id=campaign_id,
        status=ReferralStatus.OPEN,
        opened_at=now,
        due_at=due(wanted.urgency, now),
        partner_name=wanted.partner_name or (agency if is_complaint else ""),
    )


def _complete(link: Link, fresh: Referral, now: datetime) -> int:
    """Add `fresh` to the running one of its theme; its number, or 0 when there is none."""
    names = {"case_id": fresh.case_id, "theme": fresh.theme}
    found = link.rows(_RUNNING_OF, names)
    if not found:
        return 0
    number, urgency, note = found[0]
    ranks = ("week", "today", "immediate")
    is_worse = urgency not in ranks or ranks.index(fresh.urgency) > ranks.index(urgency)
    known = next(iter(referrals_by_id(link, [number]))).referral
    text = note if fresh.note in note else " ; ".join(part for part in (note, fresh.note) if part)
    values = _values(fresh) | {"id": number, "note": text, "by": fresh.opened_by}
    if not is_worse:
        values |= {"urgency": urgency, "due_at": micros_or_none(known.due_at)}
    link.rows(_COMPLETE, values | {"now": to_micros(now)})
    return int(number)


def _insert(link: Link, fresh: Referral, now: datetime) -> int:
    names = [name for name in (*_REFERRAL, "urgent_at") if name != "id"]
    marks = ", ".join(f":{name}" for name in names)
    moment = to_micros(now)
    values = _values(fresh) | {
        "origin": fresh.origin or f"hand:{fresh.case_id}:{fresh.theme}:{moment}",
        "urgent_at": moment if fresh.urgency == "immediate" else None,
    }
    found = link.rows(
        f"insert into referrals ({', '.join(names)}) values ({marks})"
        " on conflict (origin) do nothing returning id",
        values,
    )
    if not found:
        found = link.rows("select id from referrals where origin = :origin", values)
    return int(found[0][0])


def _settle(
    link: Link, before: Referral, after: Referral, campaign: Campaign, now: datetime
) -> None:
    """What a change makes of the household: help in place, or help that was not."""
    names = {"case_id": after.case_id, "theme": after.theme}
    is_need = after.kind is not ReferralKind.COMPLAINT
    if is_need and after.status is ReferralStatus.DONE:
        link.rows(_MET, names)
        settled = after_help(_standing(link, after.case_id))
        _write(link, after.case_id, settled, now)
        if settled.is_secured:
            _secure(link, after, campaign, now)
    elif is_need and before.status is ReferralStatus.DONE:
        link.rows(_UNMET, names)
        _write(link, after.case_id, after_need(_standing(link, after.case_id)), now)
        link.rows(_UNSECURE, names)


def _secure(link: Link, after: Referral, campaign: Campaign, now: datetime) -> None:
    holds = campaign.secured_for
    until = now + parse_every(holds) if holds else None
    values = {
        "case_id": after.case_id,
        "now": to_micros(now),
        "source": after.partner_kind or "partner",
        "until": micros_or_none(until),
    }
    link.rows(_SECURE, values)


def _standing(link: Link, case_id: int) -> Standing:
    row = link.rows(_STANDING, {"case_id": case_id})[0]
    return Standing(
        disposition=Disposition(row[0]),
        state=QueueState(row[1]),
        open_urgencies=tuple(parsed(row[2])),
        not_secured=row[3],
        flagged=row[4],
        cadence=row[5],
        promise=rows.promise(row[6], row[7], row[8], row[9]),
        segment_priority=row[10],
    )


def _write(link: Link, case_id: int, settled: Settled, now: datetime) -> None:
    values = {
        "case_id": case_id,
        "disposition": settled.disposition.value,
        "urgency": settled.urgency,
        "priority": settled.priority,
        "cadence": WHILE_IN_NEED,
        "due_at": to_micros(now + timedelta(days=7)),
    }
    link.rows(_SETTLE, values)
    link.rows(_ORDER, values)
    if settled.calls_again:
        link.rows(_RHYTHM, values)
        link.rows(_CALL_AGAIN, values)


def _line(row: Sequence[Any]) -> ReferralLine:
    own, home = row[: len(_REFERRAL)], row[len(_REFERRAL) : -2]
    named = dict(zip(_REFERRAL, own, strict=True))
    moments = {name: moment_or_none(named[name]) for name in _MOMENTS}
    codes = {
        "kind": ReferralKind(named["kind"]),
        "consent": Consent(named["consent"] or Consent.UNASKED),
        "status": ReferralStatus(named["status"]),
    }
    household = rows.household(home, parsed(row[-2]), parsed(row[-1]))
    return ReferralLine(Referral(**{**named, **moments, **codes}), household)


def _values(one: Referral) -> dict[str, Any]:
    """Every column of a referral, as the store writes it."""
    plain = {name: str(getattr(one, name)) for name in _WORDS}
    moments = {name: micros_or_none(getattr(one, name)) for name in _MOMENTS}
    return {"id": one.id, "case_id": one.case_id, **plain, **moments}
