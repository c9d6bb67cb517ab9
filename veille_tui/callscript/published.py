"""Versions of call scripts as the shared store keeps them: frozen from files, and read again."""

from __future__ import annotations

from pathlib import Path

from veille_tui.callscript.compiler import compile_text, freeze
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.script_versions import FrozenScript
from veille_tui.errors import InputRefused
from veille_tui.language import _


def read_published(source: str) -> CallScript:
    """A call script from the text that was published, which was checked then.

    Raises InputRefused when this program does not understand it.
    """
    script, problems = compile_text(source, _("script publié"))
    if script is None:
        raise InputRefused(
            _("Le script publié n'est pas lu par cette version de veille."),
            _("Mettre le programme à jour, ou publier le script à nouveau."),
            problems.found,
        )
    return script


def read_whole(path: Path) -> tuple[CallScript, str]:
    """The script of a file with the text to be published, of one and the same reading.

    Raises InputRefused with all its problems.
    """
    text = freeze(path)
    return read_published(text), text


def frozen(script: CallScript, text: str) -> FrozenScript:
    """What the shared store keeps of a version."""
    return FrozenScript(
        hash=script.hash,
        script_id=script.id,
        title=script.title,
        language=script.language,
        version=script.version,
        source=text,
    )
