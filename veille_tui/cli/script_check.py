"""`veille script check`: every problem of scripts, of blocks, and of whole folders of them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.errors import WrongUsage
from veille_tui.language import _, n_
from veille_tui.problems import Problem

if TYPE_CHECKING:
    from veille_tui.callscript.blocks import BlockFacts, CheckedFile

_CAMPAIGN = re.compile(rb"^(?:\xef\xbb\xbf)?(?:campagne|campaign)[ \t]*:", re.MULTILINE)


def add(verbs: Group) -> None:
    """Declare the verb."""
    check = verbs.command("check", _("tous les problèmes, avec leur place et leur remède"), _check)
    check.add_argument(
        "files",
        metavar=_("FICHIER"),
        nargs="+",
        help=_("scripts d'appel ; un dossier : tous ceux qu'il contient"),
    )
    check.add_argument(
        "--quiet", action="store_true", help=_("les erreurs seulement, sans avertissement ni bilan")
    )


def _check(arguments: argparse.Namespace, context: Context) -> int:
    return run_check(arguments.files, context, is_quiet=arguments.quiet)


def run_check(files: Sequence[str], context: Context, *, is_quiet: bool = False) -> int:
    """Print every problem of `files`; 0 when there is no error, else 1."""
    from veille_tui.callscript.blocks import check_file
    from veille_tui.cli.problem_lines import paint_for, problem_document, show_problems

    found = [(str(file), check_file(file)) for file in _all_of(files, context, is_quiet=is_quiet)]
    ok = all(one.problems.ok for _file, one in found)
    problems = _together(found)
    if context.as_json:
        context.document({"ok": ok, "problems": [problem_document(one) for one in problems]})
        return 0 if ok else 1
    shown = [one for one in problems if one.severity == "error" or not is_quiet]
    show_problems(shown, context.out, paint_for(context.out, context.env))
    if not is_quiet:
        for line in _summary(found):
            context.tell(line)
    return 0 if ok else 1


def _together(found: Sequence[tuple[str, CheckedFile]]) -> list[Problem]:
    """Every problem; those of a block that several scripts include count once."""
    return [*dict.fromkeys(problem for _file, one in found for problem in one.problems)]


def _all_of(files: Sequence[str], context: Context, *, is_quiet: bool) -> Iterator[Path]:
    """The files themselves, and those of the folders among them, each once."""
    seen: set[Path] = set()
    for name in files:
        path = Path(name)
        for file in _scripts_in(path, context, is_quiet) if path.is_dir() else (path,):
            if file not in seen:
                seen.add(file)
                yield file


def _scripts_in(folder: Path, context: Context, is_quiet: bool) -> list[Path]:
    """The scripts and blocks of a folder; campaigns are another command's."""
    try:
        files = sorted(
            file for file in folder.iterdir() if file.suffix.lower() in (".yaml", ".yml")
        )
    except OSError:
        files = []
    if not files:
        raise WrongUsage(
            _("Il n'y a aucun script dans {folder}.").format(folder=folder),
            _("Donner un dossier qui contient des fichiers .yaml ou .yml."),
        )
    campaigns = [file for file in files if _is_campaign(file)]
    for file in () if is_quiet else campaigns:
        context.tell(_("{file} est une campagne : veille campaign check {file}").format(file=file))
    return [file for file in files if file not in campaigns and not _goes_with_campaign(file)]


def _goes_with_campaign(file: Path) -> bool:
    """Questions of tenants, partners: checked with the campaign that names them."""
    from veille_tui.callscript.encodings import decode
    from veille_tui.callscript.included_files import goes_with_campaign

    try:
        with file.open("rb") as stream:
            return goes_with_campaign(decode(stream.read(100_000)).text)
    except OSError:
        return False


def _is_campaign(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return _CAMPAIGN.search(stream.read(100_000)) is not None
    except OSError:
        return False


def _summary(found: Sequence[tuple[str, CheckedFile]]) -> Iterator[str]:
    """What each file is and has when there are several, then all of them together."""
    several = len(found) > 1
    for file, one in found:
        if one.block is not None:
            yield _block_line(file, one.block)
        if several:
            counts = _counts([*one.problems]) or _("aucun problème")
            yield _("{word} : {message}").format(word=file, message=counts)
    problems = _together(found)
    if problems:
        yield _counts(problems) + "."
    else:
        yield n_("Aucun problème dans ce script.", "Aucun problème dans ces scripts.", len(found))


def _counts(problems: Sequence[Problem]) -> str:
    """How many errors and warnings, or ""."""
    if not problems:
        return ""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    return ", ".join(
        (
            n_("{count} erreur", "{count} erreurs", errors).format(count=errors),
            n_("{count} avertissement", "{count} avertissements", warnings).format(count=warnings),
        )
    )


def _block_line(file: str, block: BlockFacts) -> str:
    """What a block brings, and the questions that its script must have before it."""
    told = n_(
        "{file} est un bloc à inclure : {count} question.",
        "{file} est un bloc à inclure : {count} questions.",
        block.questions,
    ).format(file=file, count=block.questions)
    if not block.wanted:
        return told
    names = ", ".join(block.wanted)
    return told + " " + _("Il attend du script : {names}.").format(names=names)
