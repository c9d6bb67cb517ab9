"""What `veille doctor` says of rights, and of households in hand that nobody remembers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from veille_tui.cli.checks import Check
from veille_tui.cli.context import Context
from veille_tui.cli.doctor_journal import moment
from veille_tui.errors import VeilleError
from veille_tui.language import _, n_

if TYPE_CHECKING:
    from veille_tui.store.glance import Glance
    from veille_tui.store.holding import Holding

_NAMED = 10


def examine_claims(context: Context, seen: Glance | None) -> Iterator[Check]:
    """Rights and claims, when the store answers; its own check says when it does not."""
    from veille_tui.store.holding import holding

    settings = context.settings
    try:
        there = holding(
            settings.store_url,
            settings.user,
            context.clock(),
            settings.connect_seconds,
            settings.answer_seconds,
        )
    except VeilleError:
        return
    yield _rights(there)
    if not there.role or there.is_suspended:
        return
    other = list(_other_store(seen, there))
    # What is in hand is of that other store: nothing can be said of it here.
    yield from other or _orphans(seen, there)
    if there.not_swept:
        said = n_(
            "{n} foyer dont la prise en charge est finie attend d'être remis dans la file.",
            "{n} foyers dont la prise en charge est finie attendent d'être remis dans la file.",
            there.not_swept,
        )
        hint = _("Le premier poste ouvert les y remet : en ouvrir un.")
        yield Check("not_swept", False, said.format(n=there.not_swept), hint)


def _rights(there: Holding) -> Check:
    if there.is_suspended:
        return Check(
            "rights",
            False,
            _("Le compte de {name} est suspendu : la base n'accepte plus rien de lui.").format(
                name=there.name
            ),
            _("Demander à qui administre la base : veille users restore. Rien n'est perdu ici."),
            4,
        )
    if not there.role:
        return Check(
            "rights",
            False,
            _("Ce compte du serveur n'est celui de personne : il ne peut rien faire ici."),
            _("Demander un compte à qui administre la base : veille users add."),
            4,
        )
    if there.role == "owner":
        return Check("rights", True, _("Ce compte peut tout faire dans la base."))
    said = {
        "caller": _("{name} peut appeler, et ne voit que les foyers qu'il a en main."),
        "supervisor": _("{name} peut appeler, voir tout, changer campagnes et scripts."),
        "reader": _("{name} peut lire les chiffres, sans aucun nom."),
    }[there.role]
    return Check("rights", True, said.format(name=there.name))


def _other_store(seen: Glance | None, there: Holding) -> Iterator[Check]:
    if seen is None or not seen.store_id or seen.store_id == there.store_id:
        return
    if not seen.unsent and not seen.claims:
        return
    yield Check(
        "other_store",
        False,
        _("Ce que ce poste doit envoyer est pour une autre base : {url}.").format(
            url=seen.store_address or seen.store_id
        ),
        _("Remettre cette adresse le temps de l'envoi (--store), puis revenir à la nouvelle."),
        4,
    )


def _orphans(seen: Glance | None, there: Holding) -> Iterator[Check]:
    here = {one.case_id for one in seen.claims} if seen else set()
    held = {one.case_id for one in there.claims}
    forgotten = sorted(held - here)
    if forgotten and there.name:
        until = max((one.lease_until for one in there.claims if one.lease_until), default=None)
        said = n_(
            "{n} foyer est pris en charge au nom de {name} sans que ce poste le sache : {cases}.",
            "{n} foyers sont pris en charge au nom de {name} sans que ce poste le sache : {cases}.",
            len(forgotten),
        ).format(n=len(forgotten), name=there.name, cases=_cases(forgotten))
        hint = _("Si aucun autre poste de cette personne n'est ouvert, ils se libèrent seuls.")
        if until:
            hint += " " + _("Au plus tard le {until}.").format(until=moment(until))
        yield Check("forgotten_claims", False, said, hint)
    lost = sorted(here - held) if there.role != "reader" else []
    if lost:
        said = n_(
            "{n} foyer que ce poste a en main n'est plus à lui dans la base : {cases}.",
            "{n} foyers que ce poste a en main ne sont plus à lui dans la base : {cases}.",
            len(lost),
        ).format(n=len(lost), cases=_cases(lost))
        hint = _("Terminer l'appel s'il est commencé : il est gardé, et signalé au responsable.")
        yield Check("lost_claims", False, said, hint)
    if not forgotten and not lost:
        yield Check("claims", True, _("Ce poste et la base sont d'accord sur les foyers en main."))


def _cases(ids: Iterable[int]) -> str:
    listed = [str(one) for one in ids]
    shown = ", ".join(listed[:_NAMED])
    return shown + ("…" if len(listed) > _NAMED else "")
