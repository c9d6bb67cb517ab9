"""`veille script versions`: the versions of the scripts, and where each is in force."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.language import _, day, hour, n_

if TYPE_CHECKING:
    from veille_tui.domain.script_versions import InForce, ScriptVersion


def add(verbs: Group) -> None:
    """Declare the verb."""
    versions = verbs.command(
        "versions", _("les versions publiées, et celles en service"), _versions
    )
    versions.add_argument("--campaign", metavar="ID", help=_("celles du script d'une campagne"))


def _versions(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.supervision.scripts import versions

    zone, script = "Europe/Paris", ""
    with context.store() as store:
        if arguments.campaign:
            campaign = store.campaign(arguments.campaign)
            zone, script = campaign.timezone, campaign.script_id
        found = versions(store, script)
    if context.as_json:
        context.document({"versions": [_document(version) for version in found]})
        return 0
    for version in found:
        for line in _lines(version, ZoneInfo(zone)):
            context.show(line)
    if not found:
        context.tell(_("Aucune version publiée."))
    return 0


def _document(version: ScriptVersion) -> dict[str, Any]:
    return {
        "version": version.hash,
        "script": version.script_id,
        "title": version.title,
        "label": version.version,
        "published_by": version.published_by,
        "published_at": _iso(version.published_at),
        "answers": version.answers,
        "in_force": [
            {"campaign": one.campaign_id, "since": _iso(one.since), "by": one.by}
            for one in version.in_force
        ],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _lines(version: ScriptVersion, zone: ZoneInfo) -> Iterator[str]:
    """A version in one line, then a line for each campaign that uses it."""
    label = f" {version.version}" if version.version else ""
    yield f"{version.hash[:12]}  {version.script_id}{label} : {version.title}"
    told = [_told(version.published_at, zone), version.published_by]
    answers = n_("{n} réponse", "{n} réponses", version.answers).format(n=version.answers)
    yield "    " + ", ".join(part for part in (*told, answers) if part)
    for one in version.in_force:
        yield "    " + _in_force(one, zone)


def _in_force(one: InForce, zone: ZoneInfo) -> str:
    text = _("en service : {campaign}").format(campaign=one.campaign_id)
    if one.since:
        text = _("en service : {campaign}, depuis le {moment}").format(
            campaign=one.campaign_id, moment=_told(one.since, zone)
        )
    return f"{text} ({one.by})" if one.by else text


def _told(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment by the campaign's clock, wherever this workstation is."""
    if moment is None:
        return ""
    here = moment.astimezone(zone)
    return _("{day} {year} à {hour}").format(day=day(here), year=here.year, hour=hour(here))
