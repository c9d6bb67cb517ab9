"""The whole way from a form's file to the text of a script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from veille_tui.callscript.xlsform.checking import checked_text
from veille_tui.callscript.xlsform.importing import Importer
from veille_tui.callscript.xlsform.reading import read_form
from veille_tui.domain.call_script import CallScript
from veille_tui.errors import InputRefused
from veille_tui.language import _, current
from veille_tui.problems import Problem


@dataclass(frozen=True, slots=True)
class Imported:
    """A form as a script."""

    text: str
    """The YAML, comments included."""
    script: CallScript
    problems: tuple[Problem, ...]
    """Everything that is not as it was, by sheet and row."""


def import_form(path: Path, language: str = "") -> Imported:
    """The form at `path` in the reader's language; its texts in `language` when it has several.

    Raises InputRefused when it is no form, or nothing of it can be asked in a call.
    """
    importer = Importer(read_form(path, language, current()), str(path), current())
    draft = importer.draft()
    told = importer.told
    if not any(draft.questions):
        raise InputRefused(
            _("Aucune question de ce questionnaire ne peut être reprise."),
            _("Vérifier que c'est le bon fichier."),
            told.in_order(),
        )
    draft.head = [
        _("Script tiré du questionnaire {file}.").format(file=path.name),
        _("Ce qui n'a pas pu être repris est en commentaire à sa place."),
    ]
    text, script, errors = checked_text(draft, told, f"{path.stem}.yaml")
    if script is None:
        raise InputRefused(
            _("Ce questionnaire ne donne pas un script valable."),
            _("Corriger le questionnaire d'après ces problèmes, puis recommencer."),
            (*told.in_order(), *errors),
        )
    return Imported(text, script, tuple(told.in_order()))
