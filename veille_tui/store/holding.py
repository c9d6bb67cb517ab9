"""Whose login this is, and which claims the store holds for a person: for `veille doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.people import Role
from veille_tui.store.clock import from_micros, to_micros
from veille_tui.store.engine import open_link
from veille_tui.store.link import Link
from veille_tui.store.people import whoami

_OVERDUE = 60_000_000
_OWNS = """
select pg_has_role(current_user, c.relowner, 'member')
  from pg_class c where c.oid = 'people'::regclass"""


@dataclass(frozen=True, slots=True)
class HeldThere:
    """One claim that the store holds for a person."""

    case_id: int
    lease_until: datetime | None
    """None when this account may not see it."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What the store says of whoever asks."""

    name: str
    """Whose claims were looked for."""
    role: str
    """owner, caller, supervisor, reader; "" for an account that is nobody's."""
    is_suspended: bool
    store_id: str
    claims: tuple[HeldThere, ...]
    not_swept: int | None
    """Claims of anybody whose lease ended and that nobody put back; None: may not be seen."""


def holding(
    url: str, caller: str, now: datetime, connect_seconds: float, answer_seconds: float
) -> Holding:
    """What the store at `url` holds for this login, or for `caller` where there are no logins.

    Raises VeilleError as every look into the store does.
    """
    with closing(open_link(url, connect_seconds, answer_seconds)) as link:
        return _holding(link, caller, now)


def role_of(link: Link) -> tuple[str, str, bool]:
    """Name, role and whether suspended, of this login; "owner" may do everything."""
    person = whoami(link)
    if person is not None:
        return person.name, person.role.value, person.suspended_at is not None
    if link.dialect.name == "sqlite" or link.rows(_OWNS)[0][0]:
        return "", "owner", False
    return "", "", False


def _holding(link: Link, caller: str, now: datetime) -> Holding:
    name, role, suspended = role_of(link)
    name = name or caller
    claims: Sequence[HeldThere] = ()
    store_id, not_swept = "", None
    if role and not suspended:
        found = link.rows("select value from store_facts where key = 'store_id'")
        store_id = str(found[0][0]) if found else ""
        claims, not_swept = _claims(link, name, role, now)
    return Holding(name, role, suspended, store_id, tuple(claims), not_swept)


def _claims(
    link: Link, name: str, role: str, now: datetime
) -> tuple[Sequence[HeldThere], int | None]:
    if role == Role.READER:
        return (), None
    if role == Role.CALLER:
        # The server shows a caller the cases in their hands, and no other.
        return [
            HeldThere(row[0], None) for row in link.rows("select id from cases order by id")
        ], None
    moment = to_micros(now) if link.dialect.name == "sqlite" else None
    rows = link.rows(
        "select case_id, lease_until from queue where state = 1 and claimed_by = :name"
        " order by case_id",
        {"name": name},
    )
    late = link.rows(
        f"select count(*) from queue where state = 1 and lease_until < {{now}} - {_OVERDUE}",
        {"now": moment},
    )
    return [HeldThere(row[0], from_micros(row[1])) for row in rows if row[1]], late[0][0]
