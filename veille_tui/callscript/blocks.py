"""A shared block checked on its own: what it does not have may come from the including script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from veille_tui.callscript.checks import check_names
from veille_tui.callscript.compiler import compile_root, is_block, with_rules
from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.includes import Expander, as_block
from veille_tui.callscript.known import known_questions
from veille_tui.callscript.questions import QuestionCompiler
from veille_tui.callscript.reader import read_file
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.rules import (
    compile_alerts,
    compile_cadence,
    compile_closings,
    compile_needs,
)
from veille_tui.callscript.tree import Listing, Node, Table
from veille_tui.callscript.vocabulary import KEYS, detect_language
from veille_tui.domain.call_script import ENGLISH, FRENCH
from veille_tui.problems import Problems


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """What a block brings and awaits."""

    questions: int
    wanted: tuple[str, ...]
    """The questions it speaks of and does not have, in reading order."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is wrong with a script or a block, and what a block is."""

    problems: Problems
    block: BlockFacts | None = None
    """None for a whole script."""


def check_file(path: Path) -> CheckedFile:
    """Every problem of the script or the block in a file."""
    report = Reporter()
    root = read_file(path, report)
    is_alone = root is not None and (is_block(root) or _is_meant_as_block(root))
    block = as_block(root) if root is not None and is_alone else None
    if not isinstance(block, Table):
        compile_root(root, report, path.parent, path)
        return CheckedFile(report.problems)
    facts = _check(block, report, path)
    return CheckedFile(report.problems, facts)


def _is_meant_as_block(root: Node) -> bool:
    """Whether it has sections and nothing that makes them a script's."""
    if not isinstance(root, Table):
        return False
    has_identity = any(root.get(word) is not None for word in ("script", "titre", "title"))
    sections = root.get("sections")
    return not has_identity and isinstance(sections, Listing) and bool(sections.items)


def _check(root: Table, report: Reporter, path: Path) -> BlockFacts:
    language = detect_language(root)
    expander = Expander(report, language, path.parent)
    root = with_rules(expander.expand(root, path), expander)
    context = Context(report, language, tables=KEYS)
    fields, questions = Fields(context, root, "block"), QuestionCompiler(context)
    fields.said("notice")
    for table in fields.tables("sections"):
        questions.section(table)
    if fields.has("questions"):
        questions.section_questions(fields)
    context.position = None
    compile_needs(context, fields)
    compile_alerts(context, fields)
    compile_cadence(context, fields)
    compile_closings(context, fields)
    words = ENGLISH if language == "en" else FRENCH
    wanted: dict[str, None] = {}
    check_names(context, known_questions(questions.questions, words, language, wanted))
    return BlockFacts(len(questions.questions), tuple(wanted))
