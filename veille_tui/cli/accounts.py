"""What `veille users` does."""

from __future__ import annotations

import getpass
import sys

from veille_tui.cli.context import Context
from veille_tui.domain.people import Person, Role
from veille_tui.errors import WrongUsage
from veille_tui.language import _

FEWEST_LETTERS = 10
"""Of a password: tenants' data is health data."""


def run_add(context: Context, name: str, role: Role, login: str) -> int:
    """Open an account; its password is asked twice, or is the first line of standard input."""
    from veille_tui.store.people import login_from

    name = " ".join(name.split())
    person = Person(name, login or login_from(name), role)
    password = _asked(person.login) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if len(password) < FEWEST_LETTERS:
        raise WrongUsage(
            _("Ce mot de passe est trop court : {n} caractères au moins.").format(n=FEWEST_LETTERS),
            _("Une phrase de quatre mots se retient et se tape bien."),
        )
    with context.store() as store:
        store.add_person(person, password, context.clock())
    _said(context, person)
    context.tell(
        _("{name} se connecte avec le compte {login} ; lui donner son mot de passe de vive voix.")
        .format(name=person.name, login=person.login)
    )  # fmt: skip
    return 0


def run_list(context: Context) -> int:
    """Every account."""
    with context.store() as store:
        people = store.people()
    if context.as_json:
        context.document([_data(person) for person in people])
        return 0
    for person in people:
        context.show(_account_line(person))
    if not people:
        context.tell(_("Aucun compte : veille users add NOM"))
    return 0


def run_suspend(context: Context, name: str) -> int:
    """Close an account at once."""
    with context.store() as store:
        person = store.suspend_person(name, context.clock())
    _said(context, person)
    context.tell(
        _(
            "Le compte de {name} est fermé, ses connexions sont coupées. Ses foyers en main"
            " reviennent à la file à la fin de leur délai."
        ).format(name=person.name)
    )
    return 0


def run_restore(context: Context, name: str) -> int:
    """Open a suspended account again."""
    with context.store() as store:
        person = store.restore_person(name)
    _said(context, person)
    context.tell(_("Le compte de {name} est rouvert.").format(name=person.name))
    return 0


def role_words(role: Role) -> str:
    """A role as people say it."""
    return {
        Role.CALLER: _("appelle"),
        Role.SUPERVISOR: _("encadre"),
        Role.READER: _("lit les chiffres"),
    }[role]


def _account_line(person: Person) -> str:
    state = _("suspendu") if person.suspended_at else _("ouvert")
    width = max(len(role_words(role)) for role in Role)
    return f"{person.name:<24} {person.login:<24} {role_words(person.role):<{width}} {state}"


def _asked(login: str) -> str:
    first = getpass.getpass(_("Mot de passe de {login} : ").format(login=login))
    if getpass.getpass(_("Encore une fois : ")) != first:
        raise WrongUsage(_("Les deux mots de passe diffèrent."), _("Recommencer."))
    return first


def _said(context: Context, person: Person) -> None:
    if context.as_json:
        context.document(_data(person))


def _data(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "login": person.login,
        "role": person.role.value,
        "added_at": person.added_at.isoformat() if person.added_at else None,
        "suspended_at": person.suspended_at.isoformat() if person.suspended_at else None,
    }
