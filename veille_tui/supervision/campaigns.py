"""Opening and changing campaigns from their YAML files, with the call script they name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from veille_tui.domain.campaign import Campaign
from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.problems import Problems

if TYPE_CHECKING:
    from veille_tui.callscript.campaign_file import CampaignFile


class CampaignStore(Protocol):
    """What the supervisor's campaigns ask of the shared store."""

    def create_campaign(self, campaign: Campaign, source: str, now: datetime) -> None:
        """Open a campaign; Refused when its name is taken."""

    def update_campaign(self, campaign: Campaign, source: str, now: datetime) -> None:
        """Change a campaign; Refused when it is unknown."""

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


def problems_of(file: Path) -> Problems:
    """Everything to be said of a campaign's file and of its script."""
    from veille_tui.callscript.campaign_file import read_campaign

    return read_campaign(file)[1]


def open_campaign(store: CampaignStore, file: Path, by: str, now: datetime) -> Campaign:
    """Publish the campaign's script and open it.

    Raises InputRefused with every problem of the file, Refused when the name is taken.
    """
    found = _read(file)
    _publish(store, found, by, now)
    store.create_campaign(found.campaign, _source(file), now)
    return found.campaign


def update_campaign(store: CampaignStore, file: Path, by: str, now: datetime) -> Campaign:
    """Publish the script as it is now and change the rules; calls already made are not touched.

    Raises InputRefused with every problem of the file, Refused when the campaign is unknown.
    """
    found = _read(file)
    _publish(store, found, by, now)
    store.update_campaign(found.campaign, _source(file), now)
    return found.campaign


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


def _publish(store: CampaignStore, found: CampaignFile, by: str, now: datetime) -> None:
    """A script is published before the campaign that needs it: never a campaign without words."""
    from veille_tui.callscript.compiler import freeze

    script = found.script
    store.put_script(
        script.hash,
        script_id=script.id,
        title=script.title,
        language=script.language,
        version=script.version,
        source=freeze(found.script_path),
        published_by=by,
        now=now,
    )


def _source(file: Path) -> str:
    """The file's text as it stands, which was just read without an error."""
    return file.read_text(encoding="utf-8-sig")
