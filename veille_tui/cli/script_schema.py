"""`veille script schema`: what an editor needs to propose keywords and to underline mistakes."""

from __future__ import annotations

import argparse
from pathlib import Path

from veille_tui import language
from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.errors import WrongUsage
from veille_tui.language import _

_KINDS = {
    "script": "script",
    "bloc": "bloc",
    "block": "bloc",
    "campagne": "campagne",
    "campaign": "campagne",
    "questions": "questions",
    "faq": "questions",
    "partenaires": "partenaires",
    "partners": "partenaires",
}


def add(verbs: Group) -> None:
    """Declare the verb."""
    parser = verbs.command(
        "schema", _("le schéma JSON qui aide les éditeurs (VS Code) à écrire les fichiers"), _run
    )
    parser.add_argument(
        "--language", choices=("fr", "en"), help=_("langue des mots-clés du fichier à écrire")
    )
    parser.add_argument(
        "--kind", choices=tuple(_KINDS), default="script", help=_("ce que décrit le schéma")
    )
    parser.add_argument(
        "--output", type=Path, metavar=_("FICHIER"), help=_("l'écrire dans ce fichier")
    )


def _run(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.callscript.schema import schema_text

    text = schema_text(_KINDS[arguments.kind], arguments.language or language.current())
    if arguments.output is None:
        context.out.write(text)
        return 0
    _write(arguments.output, text)
    context.tell(_("Schéma écrit dans {file}.").format(file=arguments.output))
    context.tell(
        _("Première ligne des fichiers à écrire : {line}").format(
            line=f"# yaml-language-server: $schema={arguments.output.as_posix()}"
        )
    )
    return 0


def _write(file: Path, text: str) -> None:
    if file.suffix.lower() in (".yaml", ".yml"):
        raise WrongUsage(
            _("Le schéma effacerait {file}, qui est un script ou une campagne.").format(file=file),
            _("Donner après --output un nom qui finit par .json."),
        )
    try:
        file.write_text(text, encoding="utf-8")
    except (OSError, ValueError):
        raise WrongUsage(
            _("Le fichier {file} ne peut pas être écrit.").format(file=file),
            _("Choisir un dossier qui existe et où l'on peut écrire."),
        ) from None
