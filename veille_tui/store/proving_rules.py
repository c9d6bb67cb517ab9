"""What must hold in the shared store, table by table, as conditions that find where it does not.

Each sweep walks one table once, joined by primary keys to what it speaks of: it costs the same
memory at any size. `{rest}` is where a case stands once nobody holds it.
"""

from __future__ import annotations

from veille_tui.domain import allowed_states as table
from veille_tui.domain.case import Disposition, PromiseKind, QueueState
from veille_tui.domain.escalation import Channel, RelayResult, RelayStatus
from veille_tui.domain.journal import Kind
from veille_tui.domain.ladder import RESTING
from veille_tui.domain.outcomes import Outcome
from veille_tui.store.proving_follow import REFERRALS
from veille_tui.store.proving_shapes import URGENCIES, Rule, Sweep, listed


def _pairs() -> str:
    return ", ".join(f"'{word}:{state}'" for word, state in sorted(table.allowed()))


_DAY = 86_400_000_000
_REST = """(case when q.state = 1 or (q.closed_by <> '' and c.disposition <> 'deceased')
  then q.state_before else q.state end)"""
_STATES = "(" + ", ".join(str(int(state)) for state in QueueState) + ")"
_IS_OPEN = "k.closed_at is null"

_BY_RELAY = "substr(c.decided_by, 1, 6) = 'relay:'"
_NO_RELAY = """not exists (select 1 from escalations e
  where e.case_id = c.id and e.status in ('open', 'sent'))"""
# Nobody looked after the relays since it came to rest: less than one climb ago.
_LONG_AGO = """coalesce((select max(a.finished_at) from attempts a where a.case_id = c.id),
  c.added_at, 0) < k.climbed_at - 120000000"""

# A call that was promised after the wish was wished for.
_UNWANTED = f"""c.promise_kind = '' and q.closed_by = '' and {_REST} in (0, 4)
  and exists (select 1 from opt_outs w where w.household_id = q.household_id
    and w.channel = 'calls' and w.lifted_at is null and w.campaign_id in ('', q.campaign_id)
    and (w.until is null or (w.until > {{now}} and ({_REST} = 0 or q.due_at < w.until))))"""

_CASES = Sweep(
    "cases",
    """cases c left join queue q on q.case_id = c.id
  left join households h on h.id = c.household_id left join campaigns k on k.id = c.campaign_id
  left join attempts d on d.id = c.decided_by and c.decided_by <> ''""",
    "c.id",
    "coalesce(h.reference, '')",
    "''",
    (
        Rule("no_queue_row", "q.case_id is null"),
        Rule("no_household", "h.id is null"),
        Rule("no_campaign", "k.id is null"),
        Rule(
            "queue_elsewhere", "q.campaign_id <> c.campaign_id or q.household_id <> c.household_id"
        ),
        Rule(
            "unknown_state",
            f"q.state not in {_STATES} or q.state_before not in {_STATES} or q.state_before = 1",
        ),
        Rule("unknown_disposition", f"c.disposition not in {listed(Disposition)}"),
        Rule("held_without_token", "q.state = 1 and q.claim_token is null"),
        Rule(
            "held_without_lease",
            "q.state = 1 and (q.lease_until is null or q.claimed_at is null)",
        ),
        Rule("held_by_nobody", "q.state = 1 and q.claimed_by = ''"),
        Rule("token_forgotten", "q.state = 1 and q.last_token <> q.claim_token"),
        Rule(
            "claim_without_holder",
            "q.state <> 1 and (q.claim_token is not null or q.claimed_by <> ''"
            " or q.claimed_at is not null or q.lease_until is not null)",
        ),
        Rule(
            "two_states",
            f"c.disposition in {listed(Disposition)}"
            f" and c.disposition || ':' || {_REST} not in ({_pairs()})",
        ),
        Rule("dead_and_queued", "q.closed_by <> '' and q.state not in (1, 3)"),
        Rule("dead_without_end", "c.disposition = 'deceased' and q.closed_by = ''"),
        Rule("opted_out_and_queued", _UNWANTED),
        Rule(
            "promise_incomplete",
            f"c.promise_kind not in {listed([*PromiseKind, ''])}"
            " or (c.promise_kind = '') <> (c.promise_starts is null)"
            " or (c.promise_kind = '' and (c.promise_ends is not null or c.promise_by <> ''))"
            " or c.promise_ends < c.promise_starts",
        ),
        Rule(
            "appointment_without_promise",
            "c.disposition = 'appointment' and c.promise_kind <> 'appointment'",
        ),
        Rule(
            "promise_kept_by_nobody",
            f"c.promise_kind <> '' and {_REST} in (2, 3) and q.closed_by = ''"
            f" and c.disposition not in {listed(table.NO_PROMISE_TO_KEEP)}",
        ),
        Rule(
            "evidence_incomplete",
            "(c.secured_at is null) <> (c.secured_channel = '')"
            " or (c.secured_at is null) <> (c.secured_source = '')",
        ),
        Rule("unknown_urgency", f"c.urgency not in {URGENCIES}"),
        Rule(
            "decided_by_nobody",
            "c.decided_by = '' and c.disposition not in " + listed(table.DECIDED_BY_NOBODY),
        ),
        Rule(
            "decision_missing",
            f"c.decided_by <> '' and not ({_BY_RELAY}) and (d.id is null or d.case_id <> c.id"
            " or d.finished_at is null or d.disposition in ('', 'returned'))",
        ),
        Rule(
            "decision_contradicted",
            # A correction that came too late is kept in its attempt, and flagged.
            "d.disposition <> c.disposition and d.is_late = 0 and c.disposition not in "
            + listed(table.CHANGED_SINCE)
            # Help that a partner put in place since.
            + " and not (c.disposition in ('secured', 'followed')"
            " and c.secured_channel = 'partner')",
        ),
        Rule(
            "relay_decision_missing",
            f"{_BY_RELAY} and not exists (select 1 from escalations e where e.case_id = c.id"
            " and 'relay:' || e.id = c.decided_by and e.result <> '')",
        ),
        Rule("reserved_for_ever", "q.reserved_for <> '' and q.reserved_until is null"),
        Rule("reserved_for_nobody", "q.reserved_for = '' and q.reserved_until is not null"),
        Rule("nothing_rings", "q.line = ''"),
        Rule(
            "number_unused",
            f"c.disposition = 'no_number' and {_REST} = 2 and exists (select 1 from phone_numbers n"
            " where n.household_id = c.household_id and n.state = 'usable')",
        ),
        Rule(
            "secured_without_evidence",
            "c.disposition = 'secured' and c.secured_at is null and c.flagged = ''",
            is_contradiction=False,
        ),
        Rule(
            "rests_without_relay",
            f"c.disposition in {listed(RESTING)} and q.state not in (1, 3) and {_IS_OPEN}"
            f" and {_NO_RELAY} and {_LONG_AGO}",
            is_contradiction=False,
        ),
        Rule("lost_and_sought", f"c.disposition = 'lost_to_follow_up' and not ({_NO_RELAY})"),
        Rule("lease_over", "q.state = 1 and q.lease_until < {now} - 600000000", False),
        Rule(
            "due_and_asleep", f"q.state = 4 and q.due_at < {{now}} - {_DAY} and {_IS_OPEN}", False
        ),
        Rule(
            "promise_overdue",
            f"c.promise_kind <> '' and q.state in (0, 4) and {_IS_OPEN}"
            f" and coalesce(c.promise_ends, c.promise_starts) < {{now}} - {_DAY}",
            is_contradiction=False,
        ),
    ),
)

_NEED_OF_RELAY = "substr(n.attempt_id, 1, 6) = 'relay:'"
# One that a supervisor opened is of no call.
_IS_OF_CALL = "substr(n.attempt_id, 1, 5) <> 'hand:'"
_NEEDS = Sweep(
    "needs",
    """needs n left join cases c on c.id = n.case_id left join queue q on q.case_id = n.case_id
  left join households h on h.id = c.household_id left join campaigns k on k.id = n.campaign_id
  left join attempts a on a.id = n.attempt_id""",
    "n.case_id",
    "coalesce(h.reference, '')",
    "n.attempt_id || ' ' || n.theme",
    (
        Rule("need_unknown_state", f"n.status not in {listed(table.NEED_STATES)}"),
        Rule("need_without_case", "c.id is null"),
        Rule("need_elsewhere", "n.campaign_id <> c.campaign_id or a.case_id <> n.case_id"),
        # One that a supervisor opened, or a relay brought back, is of no attempt.
        Rule(
            "need_without_attempt",
            f"{_IS_OF_CALL} and a.id is null and not ({_NEED_OF_RELAY})",
        ),
        Rule(
            "need_of_unfinished",
            f"{_IS_OF_CALL} and (a.finished_at is null or a.disposition = 'returned')"
            f" and not ({_NEED_OF_RELAY})",
        ),
        Rule("need_unknown_urgency", f"n.urgency not in {URGENCIES} or n.urgency = ''"),
        # field.md: every need ends with a partner, an agency, a rescuer or a named next call.
        Rule(
            "need_ends_nowhere",
            f"n.status = 'open' and n.partner = '' and ({_REST} = 3 or k.closed_at is not null)",
            is_contradiction=False,
        ),
    ),
)

_ATTEMPTS = Sweep(
    "attempts",
    "attempts a left join cases c on c.id = a.case_id",
    "a.case_id",
    "''",
    "a.id",
    (
        Rule("attempt_without_case", "c.id is null"),
        Rule("attempt_elsewhere", "a.campaign_id <> c.campaign_id"),
        Rule("attempt_half_finished", "(a.finished_at is null) <> (a.disposition = '')"),
        Rule(
            "attempt_unknown_end",
            f"a.disposition not in {listed([*Disposition, '', 'returned'])}",
        ),
        Rule(
            "attempt_without_entry",
            "not exists (select 1 from journal_entries j"
            " where j.case_id = a.case_id and j.attempt_id = a.id)",
        ),
    ),
)

_OF_ATTEMPT = "left join attempts a on a.id = x.attempt_id"
_ELSEWHERE = "a.case_id <> x.case_id or a.campaign_id <> x.campaign_id"

_DIALS = Sweep(
    "dials",
    f"dials x {_OF_ATTEMPT}",
    "x.case_id",
    "''",
    "x.attempt_id || ' ' || x.id",
    (
        Rule("dial_without_attempt", "a.id is null"),
        Rule("dial_elsewhere", _ELSEWHERE),
        Rule("dial_half_ended", "(x.ended_at is null) <> (x.outcome = '')"),
        Rule("dial_unknown_outcome", f"x.outcome not in {listed([*Outcome, ''])}"),
        Rule("dial_answered_by_nobody", "x.answered_at is not null and x.who = ''"),
    ),
)

_ANSWERS = Sweep(
    "answers",
    f"answers x {_OF_ATTEMPT}",
    "x.case_id",
    "''",
    "x.attempt_id || ' ' || x.question",
    (
        Rule("answer_without_attempt", "a.id is null"),
        Rule("answer_elsewhere", _ELSEWHERE),
        Rule("answer_empty", "x.value = ''"),
        Rule(
            "answer_hidden_early",
            "x.hidden not in (0, 1) or (x.hidden = 1 and a.finished_at is null)",
        ),
    ),
)

_NOTE_KINDS = "('note', 'complaint', 'help', 'alert', 'question', 'danger', 'shift')"
_NOTES = Sweep(
    "notes",
    f"notes x {_OF_ATTEMPT}",
    "x.case_id",
    "''",
    "x.id",
    (
        Rule("note_without_attempt", "x.kind <> 'shift' and a.id is null"),
        Rule("note_elsewhere", f"x.kind <> 'shift' and ({_ELSEWHERE})"),
        Rule("note_unknown_kind", f"x.kind not in {_NOTE_KINDS}"),
    ),
)

_ENTRIES = Sweep(
    "journal_entries",
    f"journal_entries x {_OF_ATTEMPT} left join cases c on c.id = x.case_id",
    "x.case_id",
    "''",
    "x.id",
    (
        Rule("entry_unknown_kind", f"x.kind not in {listed(Kind)}"),
        Rule("entry_without_case", "x.kind <> 'shift_note' and c.id is null"),
        # What is put back before it was called leaves no attempt.
        Rule(
            "entry_without_attempt",
            "x.kind not in ('shift_note', 'case_returned') and a.id is null",
        ),
        Rule(
            "entry_elsewhere",
            "c.campaign_id <> x.campaign_id or a.case_id <> x.case_id",
        ),
    ),
)

_RUNS = "x.status in ('open', 'sent')"
_RELAYS = Sweep(
    "escalations",
    """escalations x left join cases c on c.id = x.case_id left join queue q on q.case_id = c.id""",
    "x.case_id",
    "''",
    "'relay ' || x.id",
    (
        Rule("relay_without_case", "c.id is null"),
        Rule("relay_elsewhere", "x.campaign_id <> c.campaign_id"),
        Rule(
            "relay_unknown_state",
            f"x.status not in {listed(RelayStatus)} or x.channel not in {listed(Channel)}"
            f" or x.result not in {listed([*RelayResult, ''])}",
        ),
        Rule("relay_half_ended", f"({_RUNS}) = (x.closed_at is not null)"),
        Rule("relay_ended_by_nothing", "x.status = 'done' and x.result = ''"),
        Rule("relay_sent_never", "x.status = 'sent' and x.sent_at is null"),
        # A death that is only noted may be a wrong key: its relays wait for the call's end.
        Rule("relay_for_nobody", f"{_RUNS} and q.state = 3 and c.disposition = 'deceased'"),
        Rule("relay_after_the_end", f"{_RUNS} and q.state = 3 and x.step > 0", False),
    ),
)

_HOUSEHOLDS = Sweep(
    "households",
    "households h",
    "0",
    "h.reference",
    "''",
    (
        Rule(
            "household_in_no_state",
            "not exists (select 1 from cases c where c.household_id = h.id)",
        ),
    ),
)

_QUEUE = Sweep(
    "queue",
    "queue q left join cases c on c.id = q.case_id",
    "q.case_id",
    "''",
    "''",
    (Rule("queue_without_case", "c.id is null"),),
)

_PEOPLE = Sweep(
    "tenants",
    "tenants x left join households h on h.id = x.household_id",
    "0",
    "''",
    "cast(x.id as text)",
    (Rule("tenant_without_household", "h.id is null"),),
)

_NUMBERS = Sweep(
    "phone_numbers",
    "phone_numbers x left join households h on h.id = x.household_id",
    "0",
    "''",
    "cast(x.id as text)",
    (Rule("number_without_household", "h.id is null"),),
)

_LINES = Sweep(
    "held_lines",
    """(select min(q.case_id) as case_id, q.line from queue q where q.state = 1
  group by q.line having count(*) > 1) x""",
    "x.case_id",
    "''",
    "''",
    (Rule("line_held_twice", "1 = 1"),),
)

_TOKENS = Sweep(
    "tokens",
    """(select min(q.case_id) as case_id, q.claim_token from queue q
  where q.claim_token is not null group by q.claim_token having count(*) > 1) x""",
    "x.case_id",
    "''",
    "''",
    (Rule("token_used_twice", "1 = 1"),),
)

SWEEPS = (
    *(_CASES, _QUEUE, _HOUSEHOLDS, _LINES, _TOKENS, _NEEDS, REFERRALS, _RELAYS),
    *(_ATTEMPTS, _DIALS, _ANSWERS, _NOTES, _ENTRIES, _PEOPLE, _NUMBERS),
)
"""In the order in which to mend: what decides who is called comes first."""
