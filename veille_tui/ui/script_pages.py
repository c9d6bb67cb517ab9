"""The four headings under which a script is looked at, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.content import Content

from veille_tui.language import _
from veille_tui.ui import script_words

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.script_versions import ScriptVersion
    from veille_tui.supervision.script_shelf import ShelvedScript
    from veille_tui.ui.script_words import Known


class Page(StrEnum):
    """What is shown of a script."""

    PROBLEMS = "problems"
    VERSIONS = "versions"
    DIAGRAM = "diagram"
    CASES = "cases"


def tab_line(
    one: ShelvedScript, current: Page, versions: Sequence[ScriptVersion] | None
) -> Content:
    """The headings with their digits and counts; brackets around the one that is open."""
    parts = []
    for number, page in enumerate(Page, 1):
        label = _label(page, one, versions)
        words = f"[{label}]" if page is current else f" {label} "
        style = "bold $strong" if page is current else ""
        parts.append(Content.assemble((f"{number}", "$key-color bold"), " ", (words, style)))
    return Content("  ").join(parts)


def _label(page: Page, one: ShelvedScript, versions: Sequence[ScriptVersion] | None) -> str:
    words, count = {
        Page.PROBLEMS: (_("Problèmes"), len(one.problems) or None),
        Page.VERSIONS: (_("Versions"), len(versions) if versions is not None else None),
        Page.DIAGRAM: (_("Schéma"), None),
        Page.CASES: (_("Essais"), len(one.script.cases) if one.script else None),
    }[page]
    return words if count is None else f"{words} {count}"


def page_rows(page: Page, one: ShelvedScript, known: Known, width: int) -> list[Content]:
    """The rows of a heading; a sentence when there is nothing to list."""
    if page is Page.PROBLEMS:
        return _problems(one, width)
    if page is Page.VERSIONS:
        return _versions(one, known, width)
    if one.is_block:
        return _sentence(_("Un bloc se voit dans les scripts qui l'incluent."))
    if one.script is None:
        return _sentence(_("Corriger d'abord les erreurs : 1 les montre."))
    return _diagram(one.script, width) if page is Page.DIAGRAM else _cases(one, one.script, width)


def _sentence(words: str) -> list[Content]:
    return [Content.styled(words, "$quiet")]


def _problems(one: ShelvedScript, width: int) -> list[Content]:
    if not one.problems:
        return _sentence(_("Aucun problème."))
    rows = [script_words.problem_row(problem, one, width) for problem in one.problems]
    return [Content.assemble(row, "\n") for row in rows[:-1]] + rows[-1:]


def _versions(one: ShelvedScript, known: Known, width: int) -> list[Content]:
    if one.is_block:
        return _sentence(_("Un bloc se publie avec les scripts qui l'incluent."))
    versions = known.versions_of(one)
    if versions is None:
        return _sentence(_("Versions pas encore connues."))
    if not versions:
        return _sentence(_("Pas encore publié. P : publier pour une campagne."))
    here = one.script.hash if one.script else ""
    return [script_words.version_row(version, here, known, width) for version in versions]


def _diagram(script: CallScript, width: int) -> list[Content]:
    from veille_tui.callscript.diagram import tree

    return [Content(line) for line in tree(script, width)]


def _cases(one: ShelvedScript, script: CallScript, width: int) -> list[Content]:
    if not script.cases:
        return _sentence(_("Pas encore d'essai. Le mot-clé « essais » les tient."))
    pairs = zip(script.cases, one.differing, strict=True)
    return [script_words.case_row(case, differing, width) for case, differing in pairs]
