"""`veille script publish`: puts a version of a script in force in a campaign."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.supervision.scripts import Publication


def add(verbs: Group) -> None:
    """Declare the verb."""
    publish = verbs.command(
        "publish", _("mettre une version en service ; revenir à une ancienne"), _publish
    )
    publish.add_argument(
        "source",
        metavar=_("FICHIER"),
        help=_("fichier, début de l'empreinte d'une version, ou campagne:ID"),
    )
    publish.add_argument("--campaign", metavar="ID", required=True, help=_("la campagne"))
    publish.add_argument(
        "--dry-run", action="store_true", help=_("dire ce qui changerait, sans rien changer")
    )
    other_script_option(publish)


def other_script_option(parser: argparse.ArgumentParser) -> None:
    """The supervisor's word that another script may take the place."""
    parser.add_argument(
        "--other-script",
        action="store_true",
        help=_("accepter un autre script que celui de la campagne"),
    )


def _publish(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.supervision import scripts

    with context.store() as store:
        publication = scripts.prepare(
            store,
            scripts.source_of(arguments.source),
            arguments.campaign,
            other_script=arguments.other_script,
        )
        show_publication(publication, context)
        refused = bool(publication.refusals)
        goes_on = not (refused or arguments.dry_run or publication.is_in_force)
        if goes_on:
            scripts.publish(store, publication, context.settings.user, context.clock())
    if context.as_json:
        context.document(_document(publication, published=goes_on))
        return 4 if refused else 0
    if refused:
        raise scripts.PublicationRefused(publication.refusals)
    _tell_end(publication, context, published=goes_on)
    return 0


def show_publication(publication: Publication, context: Context) -> None:
    """What would change, said before anything does."""
    from veille_tui.cli.change_lines import change_lines, told_count

    if publication.current is None or publication.is_in_force:
        return
    context.tell(
        _("Ce qui change pour les appelants de la campagne « {id} » :").format(
            id=publication.campaign.id
        )
    )
    for line in change_lines(publication.changes):
        context.tell(line)
    context.tell(told_count(publication.changes))


def _tell_end(publication: Publication, context: Context, *, published: bool) -> None:
    script, campaign = publication.script, publication.campaign
    if published:
        context.tell(
            _(
                "Publié : « {title} » ({hash}). Les appelants l'auront à leur prochain appel ; un"
                " appel en cours garde sa version."
            ).format(title=script.title, hash=script.hash[:12])
        )
        if campaign.script_hash:
            back = f"veille script publish {campaign.script_hash[:12]} --campaign {campaign.id}"
            context.tell(_("Pour revenir en arrière : {command}").format(command=back))
    elif publication.is_in_force:
        context.tell(_("Cette version est déjà en service : rien n'est changé."))
    else:
        context.tell(_("Essai seulement : rien n'est changé."))


def _document(publication: Publication, *, published: bool) -> dict[str, Any]:
    from veille_tui.cli.change_lines import change_document, problem_document, script_document

    return {
        "campaign": publication.campaign.id,
        "script": publication.script.id,
        "version": publication.script.hash,
        "title": publication.script.title,
        "previous": script_document(publication.current),
        "published": published,
        "in_force": published or publication.is_in_force,
        "changes": [change_document(change) for change in publication.changes],
        "refusals": [problem_document(problem) for problem in publication.refusals],
    }
