"""A file to a checked CallScript, or to all its problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from veille_tui.callscript.canonical import canonical_text, content_hash
from veille_tui.callscript.cases import compile_cases
from veille_tui.callscript.checks import check_names
from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.identifiers import read_name
from veille_tui.callscript.includes import Expander
from veille_tui.callscript.known import known_questions
from veille_tui.callscript.questions import QuestionCompiler
from veille_tui.callscript.reach_checks import check_reach
from veille_tui.callscript.reader import read_file, read_text
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.rules import (
    compile_alerts,
    compile_cadence,
    compile_closings,
    compile_needs,
)
from veille_tui.callscript.tree import Listing, Node, Scalar, Table
from veille_tui.callscript.vocabulary import KEYS, detect_language
from veille_tui.domain.call_script import ENGLISH, FRENCH, CallScript, Section
from veille_tui.domain.case import CallReason
from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.problems import Problems


def load_script(path: Path) -> tuple[CallScript | None, Problems]:
    """The call script in a file and its shared blocks; None when there are errors."""
    report = Reporter()
    root = read_file(path, report)
    script, _text = _compile(root, report, path.parent, path)
    return script, report.problems


def compile_text(
    text: str, name: str, base: Path | None = None
) -> tuple[CallScript | None, Problems]:
    """The call script in `text`; `base` is the folder of its shared blocks, None allows none."""
    report = Reporter()
    root = read_text(text, name, report)
    script, _text = _compile(root, report, base, None)
    return script, report.problems


def freeze(path: Path) -> str:
    """One self-contained text of the script in a file, for `compile_text`: same script and hash.

    Raises InputRefused with its problems when the script has errors.
    """
    report = Reporter()
    root = read_file(path, report)
    _script, text = _compile(root, report, path.parent, path)
    if text is None:
        raise InputRefused(
            _("Le script {file} a des erreurs.").format(file=path.name),
            _("Les corriger d'abord : veille script check {file}").format(file=path.name),
            report.problems.found,
        )
    return text


def _compile(
    root: Node | None, report: Reporter, base: Path | None, path: Path | None
) -> tuple[CallScript | None, str | None]:
    """The script and its canonical text; None twice when there are errors."""
    if root is None:
        return None, None
    if not isinstance(root, Table):
        report.error(
            "not-a-script",
            root.place,
            _("Ce fichier n'est pas un script d'appel : il commence par une liste ou un texte."),
            _("Commencer par « script: nom », puis « titre: » et « sections: »."),
        )
        return None, None
    language = detect_language(root)
    expander = Expander(report, language, base)
    root = _with_rules(expander.expand(root, path), expander)
    script = _Compiler(Context(report, language, tables=KEYS)).script(root)
    if not report.problems.ok:
        return None, None
    text = canonical_text(root, language)
    return replace(script, hash=content_hash(text)), text


def _with_rules(root: Table, expander: Expander) -> Table:
    """`root` with the rules that its blocks brought, after its own."""
    for rule, nodes in expander.rules.items():
        word = expander.word("script", rule)
        own = root.get(word)
        items = own.items if isinstance(own, Listing) else ()
        place = own.place if own else nodes[0].place
        joined = Listing((*items, *nodes), place)
        rest = tuple(entry for entry in root.entries if entry[0].text != word)
        root = replace(root, entries=(*rest, (Scalar(word, word, place), joined)))
    return root


class _Compiler:
    """Compiles one script, in the order of its file."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._questions = QuestionCompiler(context)

    def script(self, root: Table) -> CallScript:
        """The script, its hash left empty; problems go to the report."""
        context = self._context
        fields = Fields(context, root, "script")
        name = read_name(
            fields, "script", _("Ajouter un nom court en tête : « script: courtoisie ».")
        )
        if not fields.text("title"):
            fields.missing("title", _("Ajouter le titre que les appelants verront."))
        notice, openings = fields.said("notice"), self._openings(fields)
        voicemail, purpose = fields.said("voicemail"), fields.said("purpose")
        sections = self._sections(fields)
        context.position = None
        script = CallScript(
            id=name,
            title=fields.text("title"),
            hash="",
            sections=sections,
            language=context.language,
            spoken=fields.text("language") or context.language,
            version=fields.text("version"),
            purpose=purpose,
            notice=notice,
            openings=openings,
            voicemail=voicemail,
            needs=compile_needs(context, fields),
            alerts=compile_alerts(context, fields),
            cadence=compile_cadence(context, fields),
            closings=compile_closings(context, fields),
        )
        words = ENGLISH if context.language == "en" else FRENCH
        known = known_questions(self._questions.questions, words, context.language)
        doubtful = check_names(context, known)
        check_reach(context, script, doubtful)
        return replace(script, cases=compile_cases(context, fields, script))

    def _openings(self, parent: Fields) -> Mapping[CallReason, str]:
        table = parent.table("openings")
        if table is None:
            return {}
        fields = Fields(self._context, table, "openings")
        return {reason: fields.said(reason) for reason in CallReason if fields.text(reason)}

    def _sections(self, fields: Fields) -> tuple[Section, ...]:
        if not fields.has("sections"):
            fields.missing("sections", _("Ajouter au moins une section avec ses questions."))
        found = [self._questions.section(table) for table in fields.tables("sections")]
        if fields.has("sections") and not found and not fields.context.report.problems.errors:
            fields.missing("sections", _("Ajouter au moins une section avec ses questions."))
        return tuple(section for section in found if section)
