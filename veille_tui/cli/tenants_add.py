"""`veille tenants add`: one household, by options, by fields or question by question."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.errors import InputRefused, Refused, WrongUsage
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.case import NewCase
    from veille_tui.domain.tenants import Household
    from veille_tui.intake.look_alikes import LookAlike
    from veille_tui.problems import Problems
    from veille_tui.store.shared import SharedStore

Ask = Callable[[str], str]
"""Asks one question; "" is no answer. Raises EOFError when nobody is there any more."""
_ONE = ("last_name", "first_name", "title", "age", "birth_date", "address", "postcode", "city")
_ONE_MORE = ("insee", "agency", "residence", "note", "reference")
_SEVERAL = {"phone": " / ", "flag": ", "}
"""Options that may be given again, and what joins them in one cell."""
STOP, UPDATE, ADD = "stop", "update", "add"


def add(verbs: Group) -> None:
    """Declare the verb."""
    one = verbs.command(
        "add", _("ajouter un foyer à la main : par options, ou question par question"), _run
    )
    one.add_argument("--campaign", metavar="ID", required=True, help=_("la campagne"))
    helps = {
        "last_name": _("nom"),
        "first_name": _("prénom"),
        "title": _("civilité : Mme, M."),
        "age": _("âge, si la date de naissance n'est pas connue"),
        "birth_date": _("date de naissance : 05/03/1938"),
        "address": _("numéro et rue"),
        "postcode": _("code postal"),
        "city": _("ville"),
        "insee": _("code INSEE de la commune"),
        "agency": _("agence"),
        "residence": _("résidence"),
        "note": _("ce qu'il faut savoir avant d'appeler"),
        "reference": _("référence du logement, si le bailleur en a une"),
    }
    for name in (*_ONE, *_ONE_MORE):
        one.add_argument(_option(name), metavar=_("TEXTE"), help=helps[name])
    one.add_argument(
        "--phone", metavar=_("NUMÉRO"), action="append", help=_("un numéro ; peut se répéter")
    )
    one.add_argument(
        "--flag",
        metavar=_("MARQUEUR"),
        action="append",
        help=_("isole, vit_seul, handicap, monoparental, entend_mal, tutelle ; peut se répéter"),
    )
    one.add_argument(
        "--if-known",
        choices=(STOP, UPDATE, ADD),
        help=_("si le foyer semble connu : ne rien faire, le compléter, ou en ajouter un autre"),
    )
    one.add_argument(
        "fields",
        metavar=_("CHAMP=VALEUR"),
        nargs="*",
        help=_("les mêmes, ou d'autres : nom=LEFÈVRE telephone_proche=0536491234"),
    )


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _run(arguments: argparse.Namespace, context: Context) -> int:
    fields = _given(arguments)
    ask = _at_terminal if sys.stdin.isatty() and sys.stderr.isatty() else None
    return run_add(context, arguments.campaign, fields, arguments.if_known or "", ask)


def _given(arguments: argparse.Namespace) -> dict[str, str]:
    """The fields of the options, then those that are written out."""
    fields = {
        name: str(value).strip()
        for name in (*_ONE, *_ONE_MORE)
        if (value := getattr(arguments, name)) is not None
    }
    for name, mark in _SEVERAL.items():
        if values := getattr(arguments, name):
            fields["flags" if name == "flag" else name] = mark.join(values)
    for name, value in _fields(arguments.fields).items():
        if name in fields:
            raise _twice(name)
        fields[name] = value
    return fields


def _fields(given: Sequence[str]) -> dict[str, str]:
    fields = dict[str, str]()
    for field in given:
        name, equals, value = field.partition("=")
        if not equals or not name.strip():
            raise WrongUsage(
                _("« {field} » n'est pas de la forme champ=valeur.").format(field=field[:40]),
                _("Par exemple : nom=LEFÈVRE telephone=0536491234"),
            )
        if name.strip() in fields:
            raise _twice(name.strip())
        fields[name.strip()] = value.strip()
    return fields


def _twice(name: str) -> WrongUsage:
    return WrongUsage(
        _("Le champ « {name} » est donné deux fois.").format(name=name[:40]),
        _("Pour deux numéros : telephone=... portable=..."),
    )


def _at_terminal(question: str) -> str:
    """One question on standard error, its answer from standard input."""
    sys.stderr.write(question + " ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is about to be written."""

    household: Household
    is_known: bool = False
    """It is in this campaign already, and is completed."""


def run_add(
    context: Context, campaign_id: str, fields: Mapping[str, str], if_known: str, ask: Ask | None
) -> int:
    """Add or complete one household; `ask` is None where nobody can be asked.

    Raises InputRefused when nothing can be made of the fields, Refused when the household is
    known and nobody said what to do.
    """
    with context.store() as store:
        campaign = store.campaign(campaign_id)
        today = context.clock().astimezone(ZoneInfo(campaign.timezone)).date()
        from veille_tui.cli.tenant_questions import asked, flag_doubts

        try:
            if not fields:
                fields = asked(_asker(ask), context.tell, today)
            known = store.known_households(campaign.id)
            household, problems = _read(fields, today, known)
            for problem in problems:
                context.tell(_remark(problem))
            for doubt in flag_doubts(household.flags):
                context.tell(doubt)
            plan = _settle(context, store, campaign, household, known, if_known, ask)
        except EOFError:
            raise _stopped() from None
        case = _write(context, store, campaign, plan)
    _tell(context, campaign, plan, case)
    return 0


def _asker(ask: Ask | None) -> Ask:
    if ask is None:
        raise WrongUsage(
            _("Il manque le foyer à ajouter."),
            _(
                "Par exemple : --last-name LEFÈVRE --phone 0536491234. Dans un terminal, sans"
                " rien, les questions sont posées une à une."
            ),
        )
    return ask


def _read(
    fields: Mapping[str, str], today: Any, known: Mapping[str, Household]
) -> tuple[Household, Problems]:
    from veille_tui.intake.fields import household_from_fields

    household, problems = household_from_fields(fields, today, known)
    if household is None:
        raise InputRefused(
            _("Ce foyer ne peut pas être ajouté."), _("Rien n'est enregistré."), problems.found
        )
    return household, problems


def _remark(problem: Any) -> str:
    from veille_tui.cli.ending import problem_line

    line = problem_line(replace(problem, row=0, heading=""))
    return f"« {problem.heading} » : {line}" if problem.heading else line


def _settle(
    context: Context,
    store: SharedStore,
    campaign: Campaign,
    household: Household,
    known: Mapping[str, Household],
    if_known: str,
    ask: Ask | None,
) -> _Plan:
    """What to write: a new household, or a known one completed, as a person decides."""
    from veille_tui.intake.look_alikes import look_alikes
    from veille_tui.intake.updates import updated

    alike = look_alikes(household, known.values())
    elsewhere = () if alike else look_alikes(household, _elsewhere(store, campaign, household))
    if not alike and not elsewhere:
        return _Plan(household)
    first = (alike or elsewhere)[0]
    choice = if_known or _chosen(context, campaign, (alike or elsewhere), ask, bool(alike))
    if choice == UPDATE:
        whole = replace(household, reference=first.household.reference)
        return _Plan(updated(first.household, whole)[0], bool(alike))
    if choice != ADD:
        raise _already(first, campaign, bool(alike))
    taken = {*known, *(one.household.reference for one in elsewhere)}
    return _Plan(replace(household, reference=_free(household.reference, taken)))


def _free(reference: str, taken: set[str]) -> str:
    if reference not in taken:
        return reference
    return next(name for n in count(2) if (name := f"{reference}-{n}") not in taken)


def _elsewhere(
    store: SharedStore, campaign: Campaign, household: Household
) -> tuple[Household, ...]:
    """The landlord's households of other campaigns that have one of the numbers or names."""
    from veille_tui.domain.phones import national

    words = [national(number.e164) for number in household.numbers]
    words += [f"{one.last_name} {one.first_name}" for one in household.tenants]
    places = {one.campaign_id for word in words for one in store.find(word)}
    ours = [one.id for one in store.campaigns() if one.landlord == campaign.landlord]
    return tuple(
        household
        for name in ours
        if name != campaign.id and name in places
        for household in store.known_households(name).values()
    )


def _chosen(
    context: Context,
    campaign: Campaign,
    alike: Sequence[LookAlike],
    ask: Ask | None,
    is_here: bool,
) -> str:
    """What the person at the terminal decides; nobody there decides nothing."""
    if ask is None:
        return STOP
    for one in alike[:5]:
        context.tell(_about(one))
    if is_here:
        question = _("1 : c'est le même, le compléter ; 2 : c'est un autre foyer ; rien : arrêter")
    else:
        question = _(
            "1 : c'est le même, il entre dans cette campagne ; 2 : c'est un autre ; rien : arrêter"
        )
    return {"1": UPDATE, "2": ADD}.get(ask(question), STOP)


def _about(one: LookAlike) -> str:
    from veille_tui.domain import phones

    household = one.household
    names = ", ".join(
        " ".join(part for part in (person.title, person.last_name, person.first_name) if part)
        for person in household.tenants
    )
    why = {
        "reference": _("même référence"),
        "number": _("même numéro"),
        "name": _("même nom à la même adresse"),
    }[one.why]
    numbers = " / ".join(phones.display(number.e164) for number in household.numbers)
    place = " ".join(part for part in (household.address, household.city) if part)
    parts = (household.reference, names, place, numbers, household.agency)
    return _("Déjà connu ({why}) : {who}").format(
        why=why, who="  ".join(part for part in parts if part)
    )


def _already(one: LookAlike, campaign: Campaign, is_here: bool) -> Refused:
    if one.why == "reference" and is_here:
        return Refused(
            _("La référence « {reference} » est déjà prise dans cette campagne.").format(
                reference=one.household.reference
            ),
            _("En donner une autre, ou le compléter avec --if-known update."),
        )
    return Refused(
        _about(one),
        _("Le compléter : --if-known update ; en ajouter un autre : --if-known add."),
    )


def _stopped() -> Refused:
    return Refused(_("Arrêté : rien n'est enregistré."), _("Recommencer quand tout est là."))


def _write(context: Context, store: SharedStore, campaign: Campaign, plan: _Plan) -> NewCase:
    """Write it; a household that is completed may belong to another public from now on."""
    from veille_tui.supervision.placing import place_households
    from veille_tui.supervision.publics import new_cases

    now = context.clock()
    (case,) = new_cases(campaign, [plan.household], now, store.carried(campaign.id))
    store.apply_import(
        campaign.id,
        () if plan.is_known else (case,),
        (plan.household,) if plan.is_known else (),
        now,
    )
    if plan.is_known:
        place_households(store, campaign, now)
    return case


def _tell(context: Context, campaign: Campaign, plan: _Plan, case: NewCase) -> None:
    from veille_tui.cli.tenants_import import no_public

    reference = plan.household.reference
    if context.as_json:
        opens = case.due_at.isoformat() if case.due_at else None
        context.document(
            {
                "campaign": campaign.id,
                "reference": reference,
                "completed": plan.is_known,
                "segment": case.segment,
                "wave": case.wave,
                "opens": opens,
            }
        )
        return
    told = (
        _("Foyer complété, référence {id}.")
        if plan.is_known
        else _("Foyer ajouté, référence {id}.")
    )
    context.show(told.format(id=reference))
    if campaign.segments and not case.segment:
        context.tell(no_public(1))
    title = next((one.title for one in campaign.segments if one.id == case.segment), "")
    if title:
        context.show(_("Public : {title}").format(title=title))
    if not case.household.usable_numbers:
        context.show(_("Sans numéro : il va droit aux relais."))
