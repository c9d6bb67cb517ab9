"""Campaigns and call scripts of the shared store: written by supervisors, read by every desk."""

from __future__ import annotations

import json
from dataclasses import replace

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.records import from_plain
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store.clock import moment_or_none
from veille_tui.store.link import Link

_COLUMNS = "definition, closed_at, alert_since, rules_at"
_LIST = f"select {_COLUMNS} from campaigns order by created_at, id"
_ONE = f"select {_COLUMNS} from campaigns where id = :id"


def campaigns(link: Link) -> list[Campaign]:
    """Every campaign, oldest first, closed ones too."""
    return [_campaign(*row) for row in link.rows(_LIST)]


def campaign(link: Link, campaign_id: str) -> Campaign:
    """One campaign. Raises Refused, naming those there are, when it is unknown."""
    found = link.rows(_ONE, {"id": campaign_id})
    if not found:
        raise unknown(link, campaign_id)
    return _campaign(*found[0])


def campaign_source(link: Link, campaign_id: str) -> str:
    """The YAML a campaign was made from. Raises Refused when it is unknown."""
    found = link.rows("select source from campaigns where id = :id", {"id": campaign_id})
    if not found:
        raise unknown(link, campaign_id)
    return str(found[0][0])


def _campaign(
    definition: str, closed_at: int | None, alert_since: int | None, rules_at: int | None
) -> Campaign:
    return replace(
        from_plain(Campaign, json.loads(definition)),
        is_closed=closed_at is not None,
        alert_since=moment_or_none(alert_since),
        rules_at=moment_or_none(rules_at),
    )


def unknown(link: Link, campaign_id: str) -> Refused:
    """What to say of a campaign that is not there."""
    known = [str(row[0]) for row in link.rows("select id from campaigns order by id limit 20")]
    return Refused(
        _("La campagne « {id} » n'existe pas.").format(id=campaign_id),
        _("Campagnes connues : {ids}.").format(ids=", ".join(known))
        if known
        else _("En créer une avec « veille campaign create FICHIER »."),
    )
