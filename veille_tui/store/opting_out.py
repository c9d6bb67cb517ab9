"""Who asked not to be called any more: written down, and obeyed at once wherever it holds.

Whoever holds such a household may finish the call; it does not come back to the queue after.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from veille_tui.domain.opt_outs import OptOut, StandingOptOut, ends_at
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store.clock import from_micros, micros_or_none, moment_or_none
from veille_tui.store.link import Link
from veille_tui.store.procedures import Procedure, Step

# A wish about calls that holds for the queue row named by {0}.
_STANDING = """from opt_outs w where w.household_id = {0}.household_id and w.channel = 'calls'
    and w.lifted_at is null and w.campaign_id in ('', {0}.campaign_id)"""
_NOW = "(w.until is null or w.until > {{now}})"
_IS_COVERED = f"exists (select 1 {_STANDING} and {_NOW})"
_IS_FOR_EVER = f"exists (select 1 {_STANDING.format('queue')} and w.until is null)"
_UNTIL = f"(select max(w.until) {_STANDING.format('queue')})"
_NO_PROMISE = """promise_kind = '', promise_starts = null, promise_ends = null,
  promise_by = ''"""


def obeyed(households: str, only: str = "1 = 1") -> tuple[str, str]:
    """Statements that take what is covered out of the queue, of the households in a list.

    Refused, moved and deceased stay what they are. `only`: SQL about the row of `cases`.
    """
    return (
        f"""
update cases set disposition = 'opted_out', {_NO_PROMISE}
 where disposition <> 'opted_out' and {only} and id in (
   select q.case_id from queue q where q.household_id in {{numbers {households}}}
      and q.closed_by = '' and q.state <> 3 and {_IS_COVERED.format("q")})""",
        f"""
update queue set
  state = case when state = 1 then 1 when {_IS_FOR_EVER} then 3 else 4 end,
  state_before = case when {_IS_FOR_EVER} then 3 else 4 end,
  due_at = case when {_IS_FOR_EVER} or due_at > {_UNTIL} then due_at else {_UNTIL} end,
  calm_due_at = null, reserved_for = '', reserved_until = null
 where household_id in {{numbers {households}}} and closed_by = ''
   and {_IS_COVERED.format("queue")} and exists (
   select 1 from cases c where c.id = queue.case_id and c.disposition = 'opted_out')""",
    )


# What a case was before is not known: somebody calls and finds out.
_FREED = f"""closed_by = '' and not {_IS_COVERED.format("queue")} and exists (
   select 1 from cases c where c.id = queue.case_id and c.disposition = 'opted_out')"""
_AGAIN = "case when line like 'ref:%' then 2 else 0 end"
_CALLED_AGAIN = (
    f"""
update queue set state = case when state = 1 then 1 else {_AGAIN} end,
  state_before = {_AGAIN}, due_at = {{now}}
 where household_id in {{numbers opted}} and {_FREED}""",
    f"""
update cases set disposition = case when exists (
    select 1 from queue q where q.case_id = cases.id and q.line like 'ref:%') then 'no_number'
    else 'to_call' end
 where disposition = 'opted_out' and household_id in {{numbers opted}} and exists (
   select 1 from queue q where q.case_id = cases.id and q.closed_by = ''
     and not {_IS_COVERED.format("q")})""",
)
_UNKNOWN = "not exists (select 1 from journal_entries j where j.id = o.entry_id)"
_TOLD = f"""
select {{all}}(t.household_id) from (select distinct q.household_id
  from {{rows opt_outs o}} join queue q on q.case_id = o.case_id where {_UNKNOWN}) t"""
# The last word in a call stands; it may be that all is as before.
_TAKEN_BACK = f"""
update opt_outs set lifted_at = {{now}}, lifted_by = said_by
 where lifted_at is null and attempt_id <> ''
   and attempt_id in (select o.attempt_id from {{rows opt_outs o}} where {_UNKNOWN})"""
_WRITTEN = f"""
insert into opt_outs (household_id, campaign_id, channel, until, words, attempt_id, said_by, at)
select q.household_id, case when o.scope = 'all' then '' else o.campaign_id end, o.channel,
  o.until, o.words, o.attempt_id, case when :is_person = 0 then o.caller else :sender end, o.at
  from {{rows opt_outs o}} join queue q on q.case_id = o.case_id
 where o.scope <> '' and {_UNKNOWN}"""
# Whoever decided about such a household did not know; a call promised by then was wished for.
_FORGOTTEN = f"""
select {{all}}(t.household_id) from (select distinct q.household_id
  from {{rows ends e}} join queue q on q.case_id = e.case_id
 where {_IS_COVERED.format("q")}) t"""

RECEIVED = (
    Step(_TOLD, into="opted", needs="opt_outs"),
    *(Step(one, only_if="opted") for one in (_TAKEN_BACK, _WRITTEN, *_CALLED_AGAIN)),
    *(Step(one, only_if="opted") for one in obeyed("opted")),
    Step(_FORGOTTEN, into="away", needs="ends"),
    *(Step(one, only_if="away") for one in obeyed("away", "promise_kind = ''")),
)
"""After the decisions of a batch, before its entries are kept."""
REDIALLED = tuple(Step(one, only_if="redialled") for one in obeyed("redialled"))
"""A new number is none to call."""
_BY_HAND = """
insert into opt_outs (household_id, campaign_id, channel, until, words, said_by, at)
select h.id, :campaign, :channel, :until, :words, :by, {now} from households h
 where h.id in {numbers opted}"""
OPT_OUT = Procedure(
    name="opt_out",
    takes={
        "opted": "jsonb",
        "until": "bigint",
        **dict.fromkeys(("campaign", "channel", "words", "by"), "text"),
        "now": "bigint",
    },
    gives={"households": "bigint"},
    steps=tuple(Step(one) for one in (_BY_HAND, *obeyed("opted"))),
    result="select count(*) from households h where h.id in {numbers opted}",
    right="supervisor",
)
LIFT = Procedure(
    name="lift_opt_out",
    takes={
        "opted": "jsonb",
        **dict.fromkeys(("campaign", "channel", "by"), "text"),
        "now": "bigint",
    },
    gives={"households": "bigint"},
    steps=(
        Step(
            """
update opt_outs set lifted_at = {now}, lifted_by = :by
 where household_id in {numbers opted} and lifted_at is null
   and (:campaign = '' or campaign_id = :campaign) and (:channel = '' or channel = :channel)""",
            adds_to="lifted",
        ),
        *(Step(one) for one in _CALLED_AGAIN),
    ),
    result="select :lifted",
    right="supervisor",
)
_WHOSE = """
select q.household_id, q.campaign_id, k.timezone
  from queue q join campaigns k on k.id = q.campaign_id where q.case_id = :case_id"""
_OF_HOUSEHOLD = """
select w.id, w.campaign_id, w.channel, w.until, w.words, w.said_by, w.at from opt_outs w
 where w.household_id = :household and w.lifted_at is null order by w.id"""
_AWAY = """
select w.household_id, sum(case when w.until is null then 1 else 0 end), max(w.until)
  from opt_outs w where w.household_id in {numbers} and w.channel = 'calls'
   and w.lifted_at is null and w.campaign_id in ('', :campaign)
   and (w.until is null or w.until > :now)
 group by w.household_id"""


def opt_out(link: Link, case_id: int, wish: OptOut, by: str, now: int | None) -> None:
    """Write down a wish that reached a supervisor. Raises Refused when the case is unknown."""
    found = link.rows(_WHOSE, {"case_id": case_id})
    if not found:
        raise Refused(
            _("Ce suivi n'existe pas, ou n'existe plus."), _("Chercher à nouveau la personne.")
        )
    household_id, campaign_id, timezone = found[0]
    until = ends_at(wish.until, ZoneInfo(timezone)) if wish.until else None
    values = {
        "opted": json.dumps([household_id]),
        "campaign": "" if wish.scope == "all" else campaign_id,
        "channel": wish.channel,
        "until": micros_or_none(until),
        "words": wish.words,
        "by": by,
        "now": now,
    }
    link.call(OPT_OUT, values)


def lift(
    link: Link, household_id: int, campaign_id: str, channel: str, by: str, now: int | None
) -> int:
    """Take wishes back, of one campaign and channel or, with "", of all; how many there were.

    What no other wish covers is called again at once: nobody knows what it was before.
    """
    values = {
        "opted": json.dumps([household_id]),
        "campaign": campaign_id,
        "channel": channel,
        "by": by,
        "now": now,
    }
    return int(link.call(LIFT, values)[0][0])


def standing(link: Link, household_id: int) -> tuple[StandingOptOut, ...]:
    """The wishes of a household that nobody took back, oldest first."""
    found = link.rows(_OF_HOUSEHOLD, {"household": household_id})
    return tuple(
        StandingOptOut(number, campaign, channel, moment_or_none(until), words, by, from_micros(at))
        for number, campaign, channel, until, words, by, at in found
    )


def away(
    link: Link, campaign_id: str, household_ids: Sequence[int], now: int
) -> dict[int, datetime | None]:
    """Who of some households is not to be called in a campaign, until when; None is for ever."""
    values = {"campaign": campaign_id, "list": json.dumps(list(household_ids)), "now": now}
    return {
        household: None if for_ever else moment_or_none(until)
        for household, for_ever, until in link.rows(_AWAY, values)
    }
