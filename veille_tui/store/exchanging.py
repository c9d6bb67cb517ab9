"""All that a desk and the store tell each other, in one round trip."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from veille_tui.domain.exchange import Ask, Exchanged, Notice
from veille_tui.domain.journal import Entry
from veille_tui.store import claiming, receiving
from veille_tui.store.clock import from_micros, length
from veille_tui.store.link import Link
from veille_tui.store.procedures import Procedure, function

HEARD = Procedure(
    name="heard",
    takes={"caller": "text", "heard": "jsonb", "now": "bigint"},
    gives={"id": "integer"},
    result="""
update notices set told_at = {now}
 where caller = :caller and told_at is null and id in {numbers heard} returning id""",
)
UNTOLD = Procedure(
    name="untold",
    takes={"caller": "text"},
    gives={"found": "jsonb"},
    result="""
select {gathered}({row}(n.id, n.kind, n.case_id, n.campaign_id, n.about, n.at)) from (
  select * from notices where caller = :caller and told_at is null order by id limit 100) n""",
)
FACTS = Procedure(
    name="facts",
    takes={"now": "bigint"},
    gives={"at": "bigint", "store_id": "text"},
    result="select {now}, (select value from store_facts where key = 'store_id')",
    right="anybody",
)
EXCHANGE = Procedure(
    name="exchange",
    takes={
        "desk": "text",
        "caller": "text",
        "batch": "jsonb",
        "renewals": "jsonb",
        "asks": "jsonb",
        "heard": "jsonb",
        "now": "bigint",
    },
    gives={
        "at": "bigint",
        "store_id": "text",
        "wrong": "jsonb",
        "late": "jsonb",
        "leases": "jsonb",
        "granted": "jsonb",
        "is_full": "integer",
        "notices": "jsonb",
        "who": "text",
    },
    result="",
)
_ONE_GRANT = ", ".join(f"g.{name}" for name in claiming.GIVES)
# The same order as `_in_parts`, which is how SQLite does it.
_IN_ONE = f"""
if _batch is not null then
  select r.wrong, r.late into _wrong, _late from veille_receive(_desk, _batch, _now) r;
  if _wrong is not null then
    return query select null::bigint, null::text, _wrong, null::jsonb, null::jsonb, null::jsonb,
      0, null::jsonb, _caller;
    return;
  end if;
end if;
if _heard is not null then perform veille_heard(_caller, _heard, _now); end if;
if _renewals is not null then
  _leases := (select jsonb_agg(jsonb_build_array(r.token, r.lease_until))
    from veille_renew(_renewals, _caller, _now) r);
end if;
perform veille_sweep(_now);
if _asks is not null then
  for _ask in select * from jsonb_to_recordset(_asks) as
      a(token text, campaign_id text, lease bigint, up_to bigint, above bigint) loop
    _one := (select json_build_array({_ONE_GRANT}) from veille_claim_next(_ask.campaign_id,
      _caller, _ask.token, _ask.lease, _ask.up_to, _ask.above, _now) g);
    if _one is null then
      _is_full := greatest(_is_full,
        (select f.is_full from veille_list_is_full(_ask.campaign_id, _caller) f));
    else
      _granted := _granted || jsonb_build_array(jsonb_build_array(_ask.token, _one));
    end if;
  end loop;
end if;
return query select f.at, f.store_id, _wrong, _late, _leases, _granted, _is_full,
  (select u.found from veille_untold(_caller) u), _caller from veille_facts(_now) f;"""
_VARIABLES = {
    **dict.fromkeys(("wrong", "late", "leases", "one"), "jsonb"),
    "granted": "jsonb := '[]'",
    "is_full": "int := 0",
    "ask": "record",
}


def exchange_function(schema: str) -> str:
    """The definition of `EXCHANGE` for PostgreSQL."""
    return function(schema, EXCHANGE, _VARIABLES, _IN_ONE)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a desk says and asks at once."""

    desk: str
    caller: str
    entries: Sequence[Entry] = ()
    renew: Mapping[str, timedelta] | None = None
    asks: Sequence[Ask] = ()
    heard: Sequence[int] = ()


def hello(link: Link, now: int | None) -> tuple[str, datetime]:
    """Which store this is, and its clock; nothing of it changes by asking, no lease ends."""
    at, store_id = link.call(FACTS, {"now": now})[0]
    return store_id or "", from_micros(at)


def exchange(link: Link, wishes: Wishes, now: int | None) -> Exchanged:
    """Receive, renew, grant, tell: all or nothing; repeating it changes nothing."""
    *first, last = list(receiving.parts(wishes.entries)) or [[]]
    received = [receiving.receive(link, wishes.desk, part, now) for part in first]
    wrong = receiving.disputed(link, wishes.desk, last, now)
    while True:
        batch = receiving.fold(last, wrong)
        values = _values(wishes, batch.as_json() if last else None, now)
        row = _in_parts(link, values) if link.dialect.name == "sqlite" else _in_one(link, values)
        if not row["wrong"]:
            break
        wrong |= receiving.wrong_groups(row["wrong"])
    received.append(receiving.received(last, batch, row["late"]))
    return Exchanged(
        now=from_micros(row["at"]),
        store_id=row["store_id"] or "",
        received=receiving.together(received),
        leases={token: from_micros(until) for token, until in row["leases"] or ()},
        granted={token: claiming.granted(found) for token, found in row["granted"] or ()},
        is_full=bool(row["is_full"]),
        notices=tuple(_notice(found) for found in row["notices"] or ()),
        caller=row["who"] or wishes.caller,
    )


def _values(wishes: Wishes, batch: str | None, now: int | None) -> dict[str, Any]:
    asks = [
        {
            "token": ask.token,
            "campaign_id": ask.campaign_id,
            "lease": length(ask.lease),
            "up_to": ask.up_to,
            "above": ask.above,
        }
        for ask in wishes.asks
    ]
    return {
        "desk": wishes.desk,
        "caller": wishes.caller,
        "batch": batch,
        "renewals": claiming.renewals_of(wishes.renew) if wishes.renew else None,
        "asks": json.dumps(asks) if asks else None,
        "heard": json.dumps(list(wishes.heard)) if wishes.heard else None,
        "now": now,
    }


def _in_one(link: Link, values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(zip(EXCHANGE.gives, link.call(EXCHANGE, values)[0], strict=True))


def _in_parts(link: Link, values: Mapping[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = dict.fromkeys(EXCHANGE.gives)
    with link.transaction():
        if values["batch"]:
            given["wrong"], given["late"] = link.call(receiving.RECEIVE, values)[0]
            if given["wrong"]:
                return given
        if values["heard"]:
            link.call(HEARD, values)
        if values["renewals"]:
            given["leases"] = link.call(claiming.RENEW, values)
        link.call(claiming.SWEEP, values)
        given["granted"], given["is_full"] = [], 0
        for ask in json.loads(values["asks"] or "[]"):
            wanted = {**values, **ask, "campaign": ask["campaign_id"]}
            found = link.call(claiming.NEXT, wanted)
            if found:
                given["granted"].append((ask["token"], found[0]))
            elif link.call(claiming.IS_FULL, wanted)[0][0]:
                given["is_full"] = 1
        given["at"], given["store_id"] = link.call(FACTS, values)[0]
        given["notices"] = link.call(UNTOLD, values)[0][0]
    return given


def _notice(found: Sequence[Any]) -> Notice:
    number, kind, case_id, campaign_id, about, at = found
    return Notice(number, kind, case_id, campaign_id, about, from_micros(at))
