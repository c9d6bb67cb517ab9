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
from veille_tui.callscript.includes import Expander, looks_like_parts
from veille_tui.callscript.known import known_questions
from veille_tui.callscript.questions import QuestionCompiler
from veille_tui.callscript.reach_checks import check_reach
from veille_tui.callscript.reader import read_file, read_text
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.rules import (
    check_consents,
    compile_alerts,
    compile_cadence,
    compile_closings,
    compile_needs,
)
from veille_tui.callscript.tree import Listing, Node, Scalar, Table
from veille_tui.callscript.vocabulary import KEYS, detect_language
from veille_tui.domain.call_script import ENGLISH, FRENCH, CallScript, Guidance, Section
from veille_tui.domain.case import CallReason
from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.problems import Problems


def load_script(path: Path) -> tuple[CallScript | None, Problems]:
    """The call script in a file and its shared blocks; None when there are errors."""
    report = Reporter()
    root = read_file(path, report)
    script, _text = compile_root(root, report, path.parent, path)
    return script, report.problems


def compile_text(
    text: str, name: str, base: Path | None = None
) -> tuple[CallScript | None, Problems]:
    """The call script in `text`; `base` is the folder of its shared blocks, None allows none."""
    report = Reporter()
    root = read_text(text, name, report)
    script, _text = compile_root(root, report, base, None)
    return script, report.problems


def freeze(path: Path) -> str:
    """One self-contained text of the script in a file, for `compile_text`: same script and hash.

    Raises InputRefused with its problems when the script has errors.
    """
    report = Reporter()
    root = read_file(path, report)
    _script, text = compile_root(root, report, path.parent, path)
    if text is None:
        raise InputRefused(
            _("Le script {file} a des erreurs.").format(file=path.name),
            _("Les corriger d'abord : veille script check {file}").format(file=path.name),
            report.problems.found,
        )
    return text


def compile_root(
    root: Node | None, report: Reporter, base: Path | None, path: Path | None
) -> tuple[CallScript | None, str | None]:
    """The script and its canonical text; None twice when there are errors."""
    if root is None:
        return None, None
    if is_block(root):
        report.error(
            "block-alone",
            root.place,
            _("Ce fichier est un bloc : il sert dans un script, pas tout seul."),
            _("L'inclure dans les questions d'une section : « - inclure: {name} ».").format(
                name=path.name if path else "bloc.yaml"
            ),
        )
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
    root = with_rules(expander.expand(root, path), expander)
    script = _Compiler(Context(report, language, tables=KEYS)).script(root)
    if not report.problems.ok:
        return None, None
    text = canonical_text(root, language)
    return replace(script, hash=content_hash(text)), text


def is_block(root: Node) -> bool:
    """Whether it holds questions outside any section, as only a shared block does."""
    if isinstance(root, Listing):
        return looks_like_parts(root)
    return isinstance(root, Table) and root.get("script") is None and bool(root.get("questions"))


def with_rules(root: Table, expander: Expander) -> Table:
    """`root` with what its blocks brought: rules after its own, a notice if it has none.

    Where the first rule that holds wins, its own last rule without a condition stays the last.
    """
    for rule, nodes in expander.rules.items():
        word = expander.word("script", rule)
        own = root.get(word)
        items = own.items if isinstance(own, Listing) else ()
        if own is not None and not isinstance(own, Listing):
            expander.refuse_rules(own, word)
        last = items[-1:] if items and _holds_always(items[-1], rule) else ()
        place = own.place if own else nodes[0].place
        joined = Listing((*items[: len(items) - len(last)], *nodes, *last), place)
        rest = tuple(entry for entry in root.entries if entry[0].text != word)
        root = replace(root, entries=(*rest, (Scalar(word, word, place), joined)))
    word = expander.word("script", "notice")
    if expander.notice is None or root.get(word) is not None:
        return root
    key = Scalar(word, word, expander.notice.place)
    return replace(root, entries=(*root.entries, (key, expander.notice)))


def _holds_always(item: Node, rule: str) -> bool:
    """Whether `item` is the rhythm or the closing for when no other holds."""
    is_first_wins = rule in ("cadence", "closings")
    return is_first_wins and isinstance(item, Table) and item.get("si", "when") is None


class _Compiler:
    """Compiles one script, in the order of its file."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._questions = QuestionCompiler(context)

    def script(self, root: Table) -> CallScript:
        """The script, its hash left empty; problems go to the report."""
        context = self._context
        context.file = root.place.source.name
        fields = Fields(context, root, "script")
        name = read_name(
            fields, "script", _("Ajouter un nom court en tête : « script: courtoisie ».")
        )
        if not fields.text("title"):
            fields.missing("title", _("Ajouter le titre que les appelants verront."))
        notice, openings = fields.said("notice"), self._openings(fields)
        voicemail, purpose = fields.said("voicemail"), fields.said("purpose")
        guidance = self._guidance(fields)
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
            guidance=guidance,
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
        check_consents(fields, script.by_id)
        check_reach(context, script, doubtful)
        return replace(script, cases=compile_cases(context, fields, script))

    def _openings(self, parent: Fields) -> Mapping[CallReason, str]:
        table = parent.table("openings")
        if table is None:
            return {}
        fields = Fields(self._context, table, "openings")
        return {reason: fields.said(reason) for reason in CallReason if fields.text(reason)}

    def _guidance(self, parent: Fields) -> Guidance:
        table = parent.table("guidance")
        if table is None:
            return Guidance()
        fields = Fields(self._context, table, "guidance")
        return Guidance(fields.said("tone"), fields.said("never"), fields.said("stop"))

    def _sections(self, fields: Fields) -> tuple[Section, ...]:
        if not fields.has("sections"):
            fields.missing("sections", _("Ajouter au moins une section avec ses questions."))
        found = [self._questions.section(table) for table in fields.tables("sections")]
        if fields.has("sections") and not found and not fields.context.report.problems.errors:
            fields.missing("sections", _("Ajouter au moins une section avec ses questions."))
        return tuple(section for section in found if section)
