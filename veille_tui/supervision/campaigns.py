"""Opening and changing campaigns from their YAML files, with the call script they name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from veille_tui.domain.campaign import Campaign
from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.supervision.placing import PlacingStore, place_households
from veille_tui.supervision.scripts import Publication, ScriptStore, check, weigh

if TYPE_CHECKING:
    from veille_tui.callscript.campaign_file import CampaignFile
    from veille_tui.domain.call_script import CallScript


class CampaignStore(ScriptStore, PlacingStore, Protocol):
    """What the supervisor's campaigns ask of the shared store."""

    def create_campaign(self, campaign: Campaign, source: str, now: datetime, by: str = "") -> None:
        """Open a campaign; Refused when its name is taken."""

    def update_campaign(self, campaign: Campaign, source: str, now: datetime, by: str = "") -> None:
        """Change a campaign; Refused when it is unknown."""

    def reassign(self, campaign_id: str, now: datetime) -> dict[str, int]:
        """Share the waiting households out among the callers as the rules now say."""

    def put_script(
        self,
        script_hash: str,
        *,
        script_id: str,
        title: str,
        language: str,
        version: str,
        source: str,
        published_by: str,
        now: datetime,
    ) -> None:
        """Freeze one version of a call script; twice is once."""


def open_campaign(store: CampaignStore, file: Path, by: str, now: datetime) -> Campaign:
    """Publish the campaign's script and open it.

    Raises InputRefused with every problem of the file, Refused when the name is taken.
    """
    from veille_tui.callscript.published import read_whole

    found = _read(file)
    script, text = read_whole(found.script_path)
    campaign = replace(found.campaign, script_id=script.id, script_hash=script.hash)
    _put(store, script, text, by, now)
    store.create_campaign(campaign, _source(file), now, by)
    return campaign


@dataclass(frozen=True, slots=True)
class Update:
    """A campaign's file about to be taken over, and what its script changes."""

    campaign: Campaign
    source: str
    """The file's text."""
    publication: Publication


def prepare_update(store: CampaignStore, file: Path, *, other_script: bool = False) -> Update:
    """What taking over a campaign's file would change; the file's script wins over any other.

    Raises InputRefused with every problem of the file, Refused when the campaign is unknown.
    """
    from veille_tui.callscript.published import read_whole

    found = _read(file)
    kept = store.campaign(found.campaign.id)
    script, text = read_whole(found.script_path)
    campaign = replace(found.campaign, script_id=script.id, script_hash=script.hash)
    return Update(
        campaign, _source(file), weigh(store, script, text, kept, other_script=other_script)
    )


def apply_update(store: CampaignStore, update: Update, by: str, now: datetime) -> Campaign:
    """Publish the script as it is now and change the rules; calls already made are not touched.

    Raises Refused when something forbids the script (see scripts.prepare), or when the landlord
    is another.
    """
    check(store, update.publication)
    _put(store, update.publication.script, update.publication.text, by, now)
    store.update_campaign(update.campaign, update.source, now, by)
    store.reassign(update.campaign.id, now)
    return update.campaign


def update_campaign(
    store: CampaignStore, file: Path, by: str, now: datetime, *, other_script: bool = False
) -> Campaign:
    """`prepare_update` and `apply_update` at once; the households follow (see place_households)."""
    campaign = apply_update(store, prepare_update(store, file, other_script=other_script), by, now)
    place_households(store, campaign, now)
    return campaign


def _read(file: Path) -> CampaignFile:
    from veille_tui.callscript.campaign_file import read_campaign

    found, problems = read_campaign(file)
    if found is None:
        raise InputRefused(
            _("La campagne {file} a des erreurs : rien n'est changé.").format(file=file.name),
            _("Les corriger, puis vérifier avec : veille campaign check {file}").format(file=file),
            problems.found,
        )
    return found


def _put(store: CampaignStore, script: CallScript, text: str, by: str, now: datetime) -> None:
    """A script is published before the campaign that needs it: never a campaign without words."""
    store.put_script(
        script.hash,
        script_id=script.id,
        title=script.title,
        language=script.language,
        version=script.version,
        source=text,
        published_by=by,
        now=now,
    )


def _source(file: Path) -> str:
    """The file's text as it stands, which was just read without an error."""
    return file.read_text(encoding="utf-8-sig")
