"""Each person's account on the team's PostgreSQL server: made, listed, suspended at once."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from veille_tui.domain.names import fold
from veille_tui.domain.people import Person, Role
from veille_tui.errors import Refused, WrongUsage
from veille_tui.language import _
from veille_tui.store.access import group_of, quoted
from veille_tui.store.clock import moment_or_none, to_micros
from veille_tui.store.link import Link
from veille_tui.store.metering import meter

_LOGIN = re.compile(r"[a-z][a-z0-9_.-]{1,40}")
_PEOPLE = "select name, login, role, added_at, suspended_at from people"
_ADD = """
insert into people (name, login, role, added_by, added_at)
values (:name, :login, :role, session_user, :now)"""
_SUSPENDED = "update people set suspended_at = :at where name = :name"
# Where this is not allowed, the next statement of an open session is refused all the same.
_END_SESSIONS = """
select pg_terminate_backend(pid) from pg_stat_activity
 where usename = :login and pid <> pg_backend_pid() and (
   pg_has_role(current_user, usesysid, 'usage')
   or pg_has_role(current_user, 'pg_signal_backend', 'usage'))"""


def login_from(name: str) -> str:
    """A login made of a person's name: "Hélène B." gives helene.b."""
    return ".".join(re.findall(r"[a-z0-9]+", fold(name)))[:40]


def add(link: Link, person: Person, password: str, now: datetime) -> None:
    """Make a person's account and its login on the server, both or neither.

    Raises WrongUsage for a login that is none, Refused when the name or the login is taken, when
    this store has no accounts, or when this account may make none.
    """
    _need_a_server(link)
    if not person.name.strip():
        raise WrongUsage(_("Il manque le nom de la personne."))
    if not _LOGIN.fullmatch(person.login):
        raise WrongUsage(
            _("« {login} » ne peut pas servir de compte.").format(login=person.login),
            _("Le choisir avec --login : des lettres sans accent, des chiffres, un point."),
        )
    _need_to_be_owner(link)
    _need_a_closed_schema(link)
    if _known(link, person):
        raise Refused(
            _("Ce nom ou ce compte existe déjà : {name} ({login}).").format(
                name=person.name, login=person.login
            ),
            _("Voir « veille users list », ou choisir un autre compte avec --login."),
        )
    group = _group(link, person.role)
    with link.transaction():
        link.make_login(person.login, password, group)
        link.rows(f"create sequence {quoted(meter(person.login))}")
        link.rows("insert into turns (login) values (:login)", {"login": person.login})
        link.rows(
            _ADD,
            {
                "name": person.name,
                "login": person.login,
                "role": person.role.value,
                "now": to_micros(now),
            },
        )


def people(link: Link) -> list[Person]:
    """Every account, by name. Raises Refused when this store has none."""
    _need_a_server(link)
    return [_person(row) for row in link.rows(f"{_PEOPLE} order by name")]


def suspend(link: Link, name: str, now: datetime) -> Person:
    """Close an account at once: its next statement is refused, its open sessions end.

    `name` is the person's, or the login. Raises Refused when there is no such account.
    """
    person = _named(link, name)
    # First and by itself: a session that is changing its own password holds up what follows.
    link.rows(_SUSPENDED, {"at": to_micros(now), "name": person.name})
    link.rows(_END_SESSIONS, {"login": person.login})
    link.rows(f"alter role {quoted(person.login)} nologin")
    # Whoever came in between.
    link.rows(_END_SESSIONS, {"login": person.login})
    return _named(link, name)


def restore(link: Link, name: str) -> Person:
    """Open a suspended account again."""
    person = _named(link, name)
    with link.transaction():
        link.rows(_SUSPENDED, {"at": None, "name": person.name})
        link.rows(f"alter role {quoted(person.login)} login")
    return _named(link, name)


def whoami(link: Link) -> Person | None:
    """Whose login this connection is; None for whoever owns the tables, and on SQLite."""
    if link.dialect.name == "sqlite":
        return None
    found = link.rows(
        "select w.name, session_user, w.role, null::bigint,"
        " case when w.is_suspended then 0 end from veille_whoami() w"
    )
    return _person(found[0]) if found else None


def _person(row: tuple[Any, ...]) -> Person:
    name, login, role, added_at, suspended_at = row
    return Person(name, login, Role(role), moment_or_none(added_at), moment_or_none(suspended_at))


def _known(link: Link, person: Person) -> bool:
    values = {"name": person.name, "login": person.login}
    return bool(
        link.rows("select 1 from people where name = :name or login = :login", values)
        or link.rows("select 1 from pg_roles where rolname = :login", values)
    )


def _named(link: Link, name: str) -> Person:
    _need_a_server(link)
    _need_to_be_owner(link)
    found = link.rows(f"{_PEOPLE} where name = :name or login = :name", {"name": name})
    if not found:
        raise Refused(
            _("Il n'y a pas de compte « {name} ».").format(name=name),
            _("Voir « veille users list »."),
        )
    return _person(found[0])


def _group(link: Link, role: Role) -> str:
    found = link.rows("select value from store_facts where key = 'groups'")
    group = group_of(str(found[0][0]), role.value) if found else ""
    if not link.rows("select 1 from pg_roles where rolname = :name", {"name": group}):
        raise Refused(
            _("Les groupes de comptes n'existent pas sur ce serveur."),
            _("Lancer « veille store upgrade » avec un compte qui a le droit CREATEROLE."),
        )
    return group


def _need_a_server(link: Link) -> None:
    if link.dialect.name == "sqlite":
        raise Refused(
            _("Cette base est un fichier d'un seul poste : elle n'a pas de comptes."),
            _("Des comptes se font dans la base PostgreSQL d'une équipe (VEILLE_STORE)."),
        )


def _need_to_be_owner(link: Link) -> None:
    found = link.rows(
        "select pg_has_role(current_user, c.relowner, 'member'),"
        " (select r.rolcreaterole or r.rolsuper from pg_roles r where r.rolname = current_user)"
        " from pg_class c where c.oid = 'people'::regclass"
    )
    if not found[0][0]:
        raise Refused(
            _("Seul le compte qui a préparé la base peut ouvrir ou fermer des comptes."),
            _("Se connecter avec celui qui a lancé « veille store init »."),
        )
    if not found[0][1]:
        raise Refused(
            _("Ce compte n'a pas le droit de créer des comptes sur le serveur (CREATEROLE)."),
            _("Le demander à l'hébergeur : alter role … createrole."),
        )


def _need_a_closed_schema(link: Link) -> None:
    """Where anybody may make functions, somebody could put one in the place of ours (before 15)."""
    if link.rows("select has_schema_privilege('public', current_schema(), 'create')")[0][0]:
        raise Refused(
            _("Tout compte de ce serveur peut créer des objets parmi les tables de veille."),
            _(
                "Avant d'ouvrir des comptes, l'administrateur du serveur lance :"
                " revoke create on schema public from public"
            ),
        )
