"""`veille script diff`: what changes for callers between two versions of a script."""

from __future__ import annotations

import argparse

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.language import _


def add(verbs: Group) -> None:
    """Declare the verb."""
    diff = verbs.command("diff", _("ce qui change pour les appelants entre deux versions"), _diff)
    named = _("fichier, début de l'empreinte d'une version, ou campagne:ID")
    diff.add_argument("old", metavar=_("ANCIEN"), help=named)
    diff.add_argument("new", metavar=_("NOUVEAU"), help=named)
    diff.add_argument(
        "--campaign", metavar="ID", help=_("compter les réponses de cette campagne seulement")
    )


def _diff(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.change_lines import (
        change_document,
        change_lines,
        script_document,
        told_count,
    )
    from veille_tui.supervision import scripts

    sources = [scripts.source_of(words) for words in (arguments.old, arguments.new)]
    names = [arguments.campaign or "", *map(scripts.campaign_named, sources)]
    campaign = next((name for name in names if name), None)
    if campaign is None and any(isinstance(source, str) for source in sources):
        campaign = ""
    with context.store() as store:
        old, new = (scripts.read(store, source)[0] for source in sources)
        found = scripts.compare(store, old, new, campaign)
    if context.as_json:
        context.document(
            {
                "old": script_document(old),
                "new": script_document(new),
                "campaign": campaign or None,
                "changes": [change_document(change) for change in found],
            }
        )
        return 0
    for line in change_lines(found):
        context.show(line)
    context.tell(told_count(found))
    return 0
