"""The supervisor's rare writes: campaigns."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.records import to_plain
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store.campaigns import unknown
from veille_tui.store.clock import to_micros
from veille_tui.store.link import Link
from veille_tui.store.scripts import put_in_force, script_in_force

_CREATE = """
insert into campaigns (id, title, landlord, timezone, script_id, script_hash, definition, source,
  list_size, shares_history, created_at, updated_at, rules_at)
values (:id, :title, :landlord, :timezone, :script_id, :script_hash, :definition, :source,
  :list_size, :shares_history, :now, :now, :now)
on conflict (id) do nothing returning id"""
_UPDATE = """
update campaigns set title = :title, timezone = :timezone, script_id = :script_id,
  script_hash = :script_hash, definition = :definition, source = :source,
  list_size = :list_size, shares_history = :shares_history, updated_at = :now, rules_at = :now
 where id = :id and landlord = :landlord returning id"""


def create_campaign(link: Link, campaign: Campaign, source: str, by: str, now: datetime) -> None:
    """Open a campaign. Raises Refused when its name is taken."""
    with link.transaction():
        if link.rows(_CREATE, _values(campaign, source, now)):
            put_in_force(link, campaign.id, campaign.script_hash, by, now)
            return
    raise Refused(
        _("La campagne « {id} » existe déjà.").format(id=campaign.id),
        _("La changer avec « veille campaign update FICHIER », ou choisir un autre nom."),
    )


def update_campaign(link: Link, campaign: Campaign, source: str, by: str, now: datetime) -> None:
    """Change a campaign's rules; its landlord stays, because households belong to a landlord."""
    with link.transaction():
        before = script_in_force(link, campaign.id)
        if link.rows(_UPDATE, _values(campaign, source, now)):
            if before != campaign.script_hash:
                put_in_force(link, campaign.id, campaign.script_hash, by, now)
            return
    raise Refused(
        _("Le bailleur d'une campagne ne change pas."),
        _("Créer une autre campagne pour l'autre bailleur."),
    )


def close_campaign(link: Link, campaign_id: str, now: datetime) -> None:
    """Nobody is called in this campaign any more; what was held may still be finished."""
    found = link.rows(
        "update campaigns set closed_at = coalesce(closed_at, :now) where id = :id returning id",
        {"id": campaign_id, "now": to_micros(now)},
    )
    if not found:
        raise unknown(link, campaign_id)


def mark_flag(link: Link, case_id: int, word: str) -> None:
    """Leave a word for the supervisor on a case; "" takes it off. Raises Refused when unknown."""
    if not link.rows(
        "update cases set flagged = :word where id = :id returning id",
        {"id": case_id, "word": word},
    ):
        raise Refused(
            _("Ce suivi n'existe pas, ou n'existe plus."), _("Chercher à nouveau la personne.")
        )


def _values(campaign: Campaign, source: str, now: datetime) -> dict[str, Any]:
    of_the_file = replace(campaign, is_closed=False, alert_since=None, rules_at=None)
    definition = to_plain(of_the_file)
    return {
        "id": campaign.id,
        "title": campaign.title,
        "landlord": campaign.landlord,
        "timezone": campaign.timezone,
        "script_id": campaign.script_id,
        "script_hash": campaign.script_hash,
        "definition": json.dumps(definition, ensure_ascii=False),
        "source": source,
        "list_size": campaign.assignment.size,
        "shares_history": int(campaign.shares_history),
        "now": to_micros(now),
    }
