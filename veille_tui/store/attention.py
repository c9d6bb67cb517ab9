"""What a campaign holds that cannot wait, or that waits for a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from veille_tui.domain.attention import Attention, in_order
from veille_tui.domain.escalation import ANSWER_WITHIN
from veille_tui.store.clock import from_micros, length
from veille_tui.store.link import Link

_LONG = 60.0
_SETTLED = "settled"
"""Listed nowhere: its household's danger is known all the same."""
_NEEDS = {"need", "overdue", "rejected", _SETTLED}
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


_UNHEARD = f"""(x.channel = 'rescue' and x.acknowledged_at is null
  and x.opened_at <= {{now}} - {length(ANSWER_WITHIN)})"""
# What is on its way to a partner, in time, waits for nobody here; nor what one has in hand.
_SENT_ON = f"""case when x.status in ('accepted', 'done') then '{_SETTLED}'
  when x.status = 'sent' then case when x.due_at < {{now}} then 'overdue'
    else '{_SETTLED}' end
  when x.status = 'rejected' then 'rejected'
  when x.kind = 'complaint' then 'complaint' else 'need' end"""
_STATEMENTS = (
    _select(
        f"{_SENT_ON}, case when x.kind = 'complaint' then '' else x.theme end,"
        " case when x.kind = 'complaint' then '' else x.urgency end,"
        " case when x.kind = 'complaint' then '' else x.partner_kind end,"
        " x.note, x.opened_by, x.opened_at",
        "referrals",
        "x.case_id",
        "x.status <> 'revoked'",
    ),
    _select(
        "x.kind, '', '', '', x.text, x.caller, x.at",
        "notes",
        "x.case_id",
        "x.kind = 'help'",
    ),
    _select(
        "'alert', x.text, '', '', '', x.caller, x.at",
        "notes",
        "x.case_id",
        "x.kind = 'alert' and not exists (select 1 from needs n"
        " where n.attempt_id = x.attempt_id and n.status <> 'withdrawn')",
    ),
    _select(
        "'need', x.text, 'immediate', '', '', x.caller, x.at",
        "notes",
        "x.case_id",
        "x.kind = 'danger' and exists (select 1 from attempts a where a.id = x.attempt_id"
        " and (a.finished_at is null or a.disposition = 'returned'))",
    ),
    _select(
        "'flag', x.flagged, '', '', '', coalesce((select a.caller from attempts a"
        " where a.id = x.decided_by), ''), coalesce((select max(a.finished_at) from attempts a"
        " where a.case_id = x.id), x.last_contact_at, x.added_at, 0)",
        "cases",
        "x.id",
        "x.flagged <> ''",
    ),
    _select(
        f"case when {_UNHEARD} then 'rescue' else 'relay' end, x.channel, '', '', x.note, x.owner,"
        " coalesce(x.due_at, x.opened_at)",
        "escalations",
        "x.case_id",
        f"x.status in ('open', 'sent') and (x.due_at <= {{now}} or {_UNHEARD})",
    ),
    _select(
        "'household', x.disposition, '', '', '', '', coalesce(x.last_contact_at, x.added_at, 0)",
        "cases",
        "x.id",
        "x.disposition in ('unreachable', 'no_number', 'to_visit', 'language', 'handed_over',"
        " 'lost_to_follow_up') and x.closed_at is null",
    ),
    """
select 'shift', '', '', '', x.text, x.caller, x.at, 0, 0, '', '', '', ''
  from notes x where x.campaign_id = :campaign and x.kind = 'shift'""",
)
_REFUSED = "select id, reason, received_at, entry from refused_entries order by received_at, id"


def attention(link: Link, campaign_id: str, now: int | None) -> list[Attention]:
    """Everything that somebody must look at, the most pressing first, at one moment."""
    with link.patient(_LONG), link.transaction():
        rows = [
            row
            for statement in _STATEMENTS
            for row in link.rows(statement, {"campaign": campaign_id, "now": now})
        ]
        refused = [_refused(row, campaign_id) for row in link.rows(_REFUSED)]
    found = [_one(row) for row in rows]
    return in_order([*_once(found), *(one for one in refused if one is not None)])


def _once(found: Iterable[Attention]) -> Iterator[Attention]:
    """Each alert of a household once, and each word of a flag that nothing else tells."""
    found = sorted(found, key=lambda one: one.at)
    told = {(one.case_id, "need" if one.kind in _NEEDS else one.kind) for one in found}
    alerts = set()
    for one in (one for one in found if one.kind != _SETTLED):
        if one.kind == "alert":
            if (one.case_id, one.detail) in alerts:
                continue
            alerts.add((one.case_id, one.detail))
        if one.kind == "flag":
            yield from _words(one, told)
        else:
            yield one


def _words(flag: Attention, told: set[tuple[int, str]]) -> Iterator[Attention]:
    """A flag's words; a cry for help and a danger that are listed themselves are not told twice."""
    case_id = flag.case_id
    known = {
        "help_asked": (case_id, "help") in told,
        "alert": (case_id, "alert") in told or (case_id, "need") in told,
    }
    for word in flag.detail.split():
        if not known.get(word):
            yield replace(flag, detail=word)


def _refused(row: tuple[Any, ...], campaign_id: str) -> Attention | None:
    """An entry that was set aside, without a word of what it holds; None for other campaigns'."""
    entry_id, reason, at, entry = row
    case_id, campaign = _about(entry)
    if campaign not in {campaign_id, ""}:
        return None
    return _one(("refused_entry", reason, "", "", entry_id, "", at, case_id, 0, *[""] * 4))


def _about(entry: str) -> tuple[int, str]:
    """The case and the campaign that a refused entry names, if it can be read: it may be cut."""
    try:
        known = json.loads(entry)
    except ValueError:
        return 0, ""
    case_id, campaign = known.get("case_id"), known.get("campaign_id")
    is_case = isinstance(case_id, int) and not isinstance(case_id, bool)
    return case_id if is_case else 0, campaign if isinstance(campaign, str) else ""


def _one(row: tuple[Any, ...]) -> Attention:
    kind, detail, urgency, to, text, caller, at, case_id, tenant_id, title, name, city, agency = row
    # What was heard in a call that goes on: the theme, then the words.
    detail, _end, words = detail.partition("\n")
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
        text=text or words,
        caller=caller,
        at=from_micros(at),
    )
