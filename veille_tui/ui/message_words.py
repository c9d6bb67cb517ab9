"""What callers are told of late results and of what the shared store did not take, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from veille_tui.language import _, hour, n_
from veille_tui.ui.words import day_words

if TYPE_CHECKING:
    from veille_tui.desk.messages import Message


def message_lines(message: Message, now: datetime, zone: tzinfo) -> tuple[str, str]:
    """What happened, and what to do."""
    who = message.who or _("Un foyer que vous avez appelé")
    about = message.about or _("quelqu'un d'autre")
    if message.kind == "refused":
        return _refused(message, now, zone)
    if message.kind == "late":
        said = _(
            "{who} : votre appel est arrivé alors que {about} avait repris ce foyer."
            " Les deux appels sont gardés, et le superviseur est prévenu."
        )
        todo = _("À faire : en parler avec {about} avant de rappeler ce foyer.")
    elif message.kind == "called_before":
        said = _(
            "{who} : {about} avait appelé ce foyer, sans réseau ; son appel vient d'arriver."
            " Ce foyer était dans votre réserve : il est rendu, le superviseur est prévenu."
        )
        todo = _("À faire : s'il vous revient, lire d'abord ce que {about} a noté.")
    else:
        said = _(
            "{who} : {about} avait aussi appelé ce foyer, et son appel n'arrive que maintenant."
            " Les deux appels sont gardés, et le superviseur est prévenu."
        )
        todo = _("À faire : vous accorder avec {about} sur la suite.")
    return said.format(who=who, about=about), todo.format(about=about)


def brief(message: Message) -> str:
    """One line that passes by when it comes."""
    who = message.who or _("Un foyer que vous avez appelé")
    if message.kind == "refused":
        return _("Une écriture a été mise de côté. F12 : la lire.")
    return _("{who} : {about} a appelé aussi. F12 : lire.").format(
        who=who, about=message.about or _("quelqu'un d'autre")
    )


def count_words(messages: Sequence[Message]) -> str:
    """For the top bar; "" when there is nothing to read."""
    count = sum(message.kind != "refused" for message in messages)
    return n_("{n} message", "{n} messages", count).format(n=count) if count else ""


def _refused(message: Message, now: datetime, zone: tzinfo) -> tuple[str, str]:
    at = message.at.astimezone(zone)
    when = f"{day_words(at, now, zone)}, {hour(at)}"
    count = n_("{n} écriture", "{n} écritures", message.count).format(n=message.count)
    what = _("{count} de côté ({when})").format(count=count, when=when)
    if message.who:
        what = f"{message.who} : {what}"
    said = _("{what} : {why}.").format(what=what, why=reason_words(message.reason))
    return said, _todo(message.reason)


def reason_words(code: str) -> str:
    """Why the shared store did not take an entry."""
    known = {
        "unknown-case": _("ce foyer n'est plus dans la base"),
        "other-campaign": _("ce foyer est d'une autre campagne"),
        "other-case": _("cet appel est déjà noté pour un autre foyer"),
        "other-desk": _("cet appel est déjà noté par un autre poste"),
        "store-failed": _("la base n'arrive pas à l'enregistrer"),
    }
    if code in known:
        return known[code]
    if "right" in code or "not-yours" in code or "forbidden" in code:
        return _("vous n'avez plus le droit de l'écrire")
    return _("elle est abîmée ({code})").format(code=code)


def _todo(code: str) -> str:
    if code in {"unknown-case", "other-campaign", "other-case", "other-desk"}:
        return _("À faire : prévenir le superviseur, puis essayer à nouveau s'il l'a rétabli.")
    if code == "store-failed":
        return _("À faire : essayer à nouveau plus tard ; prévenir qui administre veille.")
    if "right" in code or "not-yours" in code or "forbidden" in code:
        return _("À faire : demander votre accès au superviseur, puis essayer à nouveau.")
    return _("À faire : prévenir la personne qui administre veille ; rien n'est effacé.")
