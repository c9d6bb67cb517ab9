"""The file that a command writes where it is told to, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from veille_tui.errors import WrongUsage
from veille_tui.language import _
from veille_tui.spreadsheets.writing import write_file


def write_whole(file: Path, made: str | bytes) -> None:
    """Write the file for its owner only, or leave what was there.

    Raises WrongUsage when the place refuses.
    """
    try:
        write_file(file, made if isinstance(made, bytes) else made.encode("utf-8"))
    except OSError as error:
        raise WrongUsage(
            _("Le fichier {file} ne peut pas être écrit.").format(file=file),
            _("Choisir un dossier qui existe et où l'on peut écrire."),
        ) from error
