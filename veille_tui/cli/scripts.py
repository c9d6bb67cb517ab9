"""`veille script`: checks call scripts and walks them."""

from __future__ import annotations

from veille_tui.cli import (
    script_check,
    script_diagram,
    script_diff,
    script_export,
    script_import,
    script_open,
    script_play,
    script_publish,
    script_schema,
    script_test,
    script_versions,
)
from veille_tui.cli.grammar import Group
from veille_tui.language import _


def add(commands: Group) -> None:
    """Declare the noun and its verbs."""
    verbs = commands.noun("script", _("les scripts d'appel (YAML)"))
    script_check.add(verbs)
    script_play.add(verbs)
    script_diagram.add(verbs)
    script_open.add(verbs)
    script_test.add(verbs)
    script_diff.add(verbs)
    script_publish.add(verbs)
    script_versions.add(verbs)
    script_schema.add(verbs)
    script_import.add(verbs)
    script_export.add(verbs)
