"""`veille sync`: one round of the courier by hand, and what became of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.errors import Refused, VeilleError
from veille_tui.language import _, n_

if TYPE_CHECKING:
    from veille_tui.bootstrap import Post
    from veille_tui.desk.messages import Message


def add(commands: Group) -> None:
    """Declare the command."""
    sync = commands.command("sync", _("envoyer à la main ce qui attend"), _sync)
    sync.add_argument("--once", action="store_true", help=_("un seul passage (c'est le cas)"))


@dataclass(frozen=True, slots=True)
class _Done:
    """What one round did."""

    sent: int
    unsent: int
    set_aside: int
    messages: list[Message]
    stopped: VeilleError | None


def _sync(arguments: argparse.Namespace, context: Context) -> int:
    """One round; what was set aside is tried again, since a person asks for it."""
    from veille_tui.bootstrap import post
    from veille_tui.store.local import JournalInUse

    try:
        wired = post(context.settings)
    except JournalInUse as error:
        raise Refused(
            error.message,
            _("C'est cette fenêtre qui envoie ce qui attend ; F12 y dit ce qui ne part pas."),
        ) from error
    try:
        done = _round(wired)
        lines = list(_lines(done, wired))
    finally:
        wired.close()
    if context.as_json:
        context.document(_data(done))
    else:
        for line in lines:
            context.show(line)
    if done.stopped is not None:
        raise done.stopped
    return 0


def _round(wired: Post) -> _Done:
    wired.journal.try_refused_again()
    before, _since = wired.journal.unsent_count()
    stopped = wired.rounds.once()
    left, _since = wired.journal.unsent_count()
    aside = wired.journal.refused_count()
    return _Done(before - left - aside, left, aside, wired.desk.messages(), stopped)


def _data(done: _Done) -> dict[str, object]:
    notices = [one for one in done.messages if one.notice]
    return {
        "sent": done.sent,
        "unsent": done.unsent,
        "set_aside": done.set_aside,
        "notices": [
            {"kind": one.kind, "about": one.about, "at": one.at.isoformat()} for one in notices
        ],
    }


def _lines(done: _Done, wired: Post) -> Iterator[str]:
    from veille_tui.ui.message_words import message_lines

    yield n_("{n} écriture envoyée.", "{n} écritures envoyées.", done.sent).format(n=done.sent)
    if done.unsent:
        yield n_(
            "{n} écriture attend encore.", "{n} écritures attendent encore.", done.unsent
        ).format(n=done.unsent)
    campaign = wired.desk.campaign(wired.desk.last_campaign)
    zone = ZoneInfo(campaign.timezone if campaign else "Europe/Paris")
    for message in done.messages:
        said, todo = message_lines(message, wired.clock(), zone)
        yield said
        yield f"    {todo}"
