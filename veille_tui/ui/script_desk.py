"""What the scripts screen is given to work with; bootstrap builds it, nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.domain.late_dataclasses import dataclass

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.script_versions import ScriptVersion
    from veille_tui.supervision.new_script import NewScript
    from veille_tui.supervision.script_shelf import ShelvedScript
    from veille_tui.supervision.scripts import Publication


@dataclass(frozen=True, slots=True)
class ScriptDesk:
    """A supervisor's scripts; every callable reads a disk or the shared store: in a worker only."""

    folder: Path
    """Where the supervisor's own scripts are; it may not be there yet."""
    caller: str
    """Who publishes."""
    env: Mapping[str, str]
    """For the editor and the preview; VISUAL and EDITOR are read here."""
    own: Callable[[], tuple[ShelvedScript, ...]]
    shipped: Callable[[], tuple[ShelvedScript, ...]]
    look: Callable[[Path], ShelvedScript]
    """One own file as it is now."""
    copy: Callable[[str, ShelvedScript], NewScript]
    """A copy under another name ("" for its own), its blocks with it."""
    begin: Callable[[str], NewScript]
    """A small script to start from."""
    campaigns: Callable[[], Sequence[Campaign]]
    versions: Callable[[str], tuple[ScriptVersion, ...]]
    """The published versions of a script, the newest first."""
    prepare: Callable[[Path | str, str, bool], Publication]
    """What publishing a file, or an older version by its hash, would change in a campaign.

    True when another script than the campaign's is meant.
    """
    publish: Callable[[Publication], Campaign]
