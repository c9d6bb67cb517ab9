"""A queue of any length, made inside the store: people, numbers, a past call for one in five."""

from __future__ import annotations

import time

from veille_tui.store.link import Link

CAMPAIGN = "bench"
_SERIES = {
    "sqlite": "(with recursive s(n) as (select 1 union all select n + 1 from s where n < {size})"
    " select n from s) s",
    "postgresql": "generate_series(1, {size}) s(n)",
}
_FILL = """
insert into campaigns(id, title, landlord, timezone) values ('bench', 'Bench', 'Habitat', '')
;insert into households(id, landlord, reference, address, postcode, city, agency, flags)
 select n, 'Habitat', 'L-' || (10000000 + n), n || ' rue des Œillets', '31000',
   'Toulouse', 'Toulouse Est', '["lives_alone"]' from {series}
;insert into tenants(id, household_id, rank, title, last_name, first_name, birth_date, folded)
 select n, n, 1, 'Mme', 'Lefèvre', 'Hélène', '1938-05-02', 'lefevre helene' from {series}
;insert into phone_numbers(id, household_id, e164, raw, role, rank, state, dialled)
 select n, n, '+33536' || (10000000 + n), '', 'self', 1, 'usable', '0536' || (10000000 + n)
   from {series}
;insert into phone_numbers(id, household_id, e164, raw, label, role, rank, state, dialled)
 select 10000000 + n, n, '+33639' || (10000000 + n), '', 'sa fille', 'relative', 2, 'usable', ''
   from {series} where n % 4 = 0
;insert into cases(id, campaign_id, household_id, segment_priority, disposition, added_at)
 select n, 'bench', n, 1, 'to_call', 1 from {series}
;insert into queue(case_id, campaign_id, household_id, line, priority, due_at)
 select n, 'bench', n, '+33536' || (10000000 + n), 3 + n % 3, 1 from {series}
;insert into attempts(id, case_id, campaign_id, caller, reason, started_at, disposition, minutes)
 select 'a' || (10000000 + n), n, 'bench', 'Paul', 'first', 1, 'retrying', 2
   from {series} where n % 5 = 0
;insert into dials(attempt_id, id, case_id, campaign_id, number_id, at, outcome)
 select 'a' || (10000000 + n), 'd', n, 'bench', n, 1, 'no_answer' from {series} where n % 5 = 0"""


# One in five is not due before tomorrow and would come first; of the others one in a hundred is
# still to be called. Changed as a campaign changes them, so that the indexes are worn too.
_WEAR = (
    "update queue set state = 4, priority = 1, due_at = {tomorrow} where case_id % 5 = 0",
    "update queue set state = 2 where state = 0 and case_id % 100 <> 1",
)
_PUT_BACK = """
update queue set state = 0, claim_token = null, claimed_by = '', claimed_at = null,
  lease_until = null where state = 1"""


_INDEXES = """
select i.indexname, i.indexdef from pg_indexes i
 where i.schemaname = current_schema() and i.tablename in ('households', 'tenants', 'phone_numbers',
     'cases', 'queue', 'attempts', 'dials')
   and not exists (select 1 from pg_constraint c where c.conname = i.indexname)"""


def fill(link: Link, size: int) -> None:
    """Put `size` callable households into an empty store, one statement a table."""
    is_server = link.dialect.name == "postgresql"
    with link.transaction(), link.patient(7200):
        indexes = link.rows(_INDEXES) if is_server else []
        if is_server:
            # The rows refer to each other by number: checking each takes most of the time.
            link.rows("set local session_replication_role = replica")
            link.rows("set local maintenance_work_mem = '512MB'")
        for name, _definition in indexes:
            link.rows(f'drop index "{name}"')
        for statement in _FILL.split("\n;"):
            series = _SERIES[link.dialect.name].format(size=size)
            link.rows(statement.replace("{series}", series))
        for _name, definition in indexes:
            link.rows(definition)


def wear(link: Link) -> None:
    """A campaign near its end: 99 % finished, a fifth scheduled for tomorrow in front."""
    tomorrow = int((time.time() + 86_400) * 1_000_000)
    with link.patient(7200):
        for statement in _WEAR:
            link.rows(statement.replace("{tomorrow}", str(tomorrow)))


def put_back(link: Link, *, tidy: bool = False) -> None:
    """Everything that was taken can be taken again; `tidy`: as after a vacuum."""
    with link.patient(7200):
        link.rows(_PUT_BACK)
        if tidy and link.dialect.name == "postgresql":
            link.rows("vacuum queue")
