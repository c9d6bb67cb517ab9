"""The file of the questions that tenants ask, and what to answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from veille_tui.callscript.campaign_words import CAMPAIGN_KEYS
from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.identifiers import Names, read_id
from veille_tui.callscript.reader import read_file
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Place, Table
from veille_tui.callscript.vocabulary import detect_language
from veille_tui.domain.campaign import FaqEntry
from veille_tui.domain.names import fold
from veille_tui.language import _


def read_faq(path: Path, report: Reporter) -> tuple[FaqEntry, ...]:
    """The questions of a file, in order; everything wrong with them goes to `report`."""
    root = read_file(path, report)
    if root is None:
        return ()
    if not isinstance(root, Table):
        report.error(
            "not-questions",
            root.place,
            _("Ce fichier ne tient pas de questions : il commence par une liste ou un texte."),
            _("Commencer par « questions: », puis un tiret devant chacune."),
        )
        return ()
    context = Context(report, detect_language(root, CAMPAIGN_KEYS), tables=CAMPAIGN_KEYS)
    fields = Fields(context, root, "faq_file")
    if not fields.has("faq"):
        fields.missing("faq", _("Ajouter « questions: », puis un tiret devant chacune."))
    return tuple(_entries(context, fields))


def _entries(context: Context, parent: Fields) -> Iterator[FaqEntry]:
    names = Names()
    asked: dict[str, Place] = {}
    for table in parent.tables("faq"):
        fields = Fields(context, table, "faq_entry")
        name = read_id(fields, names, is_free=True)
        question, answer = fields.text("question"), fields.text("answer")
        if not question:
            fields.missing("question", _("Ajouter la question, avec les mots des locataires."))
        if not answer:
            fields.missing("answer", _("Ajouter ce que l'appelant peut répondre."))
        _check_asked_once(fields, question, asked)
        words = tuple(scalar.text.strip() for scalar in fields.texts("words"))
        if name and question and answer:
            yield FaqEntry(name, question, answer, words, fields.text("to"))


def _check_asked_once(fields: Fields, question: str, asked: dict[str, Place]) -> None:
    place = fields.node.place
    first = asked.setdefault(fold(question), place) if question else place
    if first is not place:
        fields.wrong(
            "duplicate-question",
            "question",
            _("Cette question est déjà posée à la ligne {line}.").format(line=first.line),
            _("Garder une seule des deux réponses : l'appelant n'en lira qu'une."),
        )
