"""A form to a draft of a script, row by row; what cannot be carried over is kept at its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from veille_tui.callscript.xlsform.context_fields import GROUP, context_subject
from veille_tui.callscript.xlsform.drafts import Draft, DraftQuestion, DraftSection
from veille_tui.callscript.xlsform.form import Form, Row
from veille_tui.callscript.xlsform.headings import language_code
from veille_tui.callscript.xlsform.lists import Lists
from veille_tui.callscript.xlsform.logic import Truth, both, written
from veille_tui.callscript.xlsform.names import Ids, script_name
from veille_tui.callscript.xlsform.question_rows import QuestionRows
from veille_tui.callscript.xlsform.reasons import Untranslatable
from veille_tui.callscript.xlsform.scope import FormScope
from veille_tui.callscript.xlsform.texts import Texts
from veille_tui.callscript.xlsform.told import Told, cell_comment, row_comment
from veille_tui.callscript.xlsform.types import FormType, read_type
from veille_tui.language import _

_OFF = frozenset(("yes", "true", "true()", "oui", "1"))


@dataclass(slots=True)
class _Group:
    """A group that is open."""

    row: Row
    kind: str
    """group, repeat, never (never shown), or context: what our scripts know by themselves."""
    title: str
    condition: Truth = True
    comments: list[str] = field(default_factory=list)


class Importer:
    """Makes the draft of one form."""

    def __init__(self, form: Form, file: str, language: str) -> None:
        self._form = form
        self._language = language
        self.told = Told(file)
        self.told.problems.extend(form.problems)
        self._scope = FormScope(form, language)
        self._texts = Texts(self.told, self._scope.subject)
        self._lists = Lists(form, language, self.told, self._texts)
        self._rows = QuestionRows(language, self._lists, self.told, self._texts, self._scope)
        self._section_ids = Ids(language)
        self._groups: list[_Group] = []
        self._pending: list[str] = []
        self._last: tuple[_Group | None, DraftSection] | None = None
        self._questions: dict[str, DraftQuestion] = {}
        self._computed: list[Row] = []
        self._draft = self._new_draft()

    def draft(self) -> Draft:
        """The script of the whole form."""
        for row in self._form.survey:
            self._take(row)
        for group in self._groups:
            self.told.tell(
                "unclosed-group",
                group.row,
                _("Ce groupe n'est pas refermé."),
                _("Ajouter une ligne end_group, ou end_repeat."),
            )
        self._tell_calculations()
        self._draft.tail = self._pending
        return self._draft

    def _new_draft(self) -> Draft:
        settings = self._form.settings
        title = settings.get("form_title") if settings else ""
        name = settings.get("form_id") if settings else ""
        draft = Draft(
            id=script_name(name or self._form.name),
            title=self._texts.shown(settings, title) if settings and title else self._form.name,
            language=self._language,
            spoken=language_code(self._form.language),
            version=settings.get("version") if settings else "",
        )
        draft.title = draft.title or draft.id
        self._tell_settings(settings)
        return draft

    def _tell_settings(self, settings: Row | None) -> None:
        known = {"form_title", "form_id", "version", "default_language"}
        for column in settings.cells if settings else ():
            if settings and column not in known:
                self.told.tell(
                    "setting-not-carried",
                    settings,
                    _("Le réglage « {column} » n'est pas repris.").format(column=column[:60]),
                    heading=column,
                    value=settings.get(column),
                )

    def _take(self, row: Row) -> None:
        kind = read_type(row.get("type"))
        if not row.get("type"):
            self._keep(row, "no-type", _("la ligne n'a pas de type"))
        elif row.get("disabled").lower() in _OFF:
            self._keep(row, "disabled", _("la ligne est désactivée"))
        elif kind.kind == "comment":
            self._pending.append(row_comment(row, _("c'est un commentaire")))
        elif kind.kind == "begin":
            self._open(row, kind)
        elif kind.kind == "end":
            self._close(row)
        else:
            self._take_question(row, kind)

    def _keep(self, row: Row, code: str, reason: str, hint: str = "") -> None:
        """A row that is not carried over: named, and kept as a comment at its place."""
        if row.get("name"):
            self._scope.drop(row.get("name"))
            if code == "never-asked":
                self._scope.never(row.get("name"))
        self._pending.append(row_comment(row, reason))
        self.told.tell(
            code,
            row,
            _("« {type} » {name} n'est pas repris : {reason}.").format(
                type=row.get("type")[:60], name=row.get("name")[:60], reason=reason
            ),
            hint,
        )

    def _open(self, row: Row, kind: FormType) -> None:
        title = self._texts.shown(row, row.get("label"))
        if self._in("repeat") or kind.list_name == "repeat":
            self._groups.append(_Group(row, "repeat", title))
            self._keep(row, "repeat", _("un appel ne répète pas une suite de questions"))
            return
        if self._in("context") or row.get("name") == GROUP:
            self._groups.append(_Group(row, "context", title))
            return
        group = _Group(row, "group", title)
        self._groups.append(group)
        try:
            group.condition = self._condition(row)
        except Untranslatable as fault:
            self._refuse_condition(row, fault, group.comments)
        if group.condition is False or self._in("never"):
            group.kind = "never"
            self._keep(row, "never-asked", _("sa condition n'est jamais vraie"))

    def _in(self, kind: str) -> bool:
        return any(group.kind == kind for group in self._groups)

    def _close(self, row: Row) -> None:
        if not self._groups:
            self._keep(row, "unopened-group", _("aucun groupe n'est ouvert"))
            return
        closed = self._groups.pop()
        if closed.kind == "repeat":
            self._pending.append(row_comment(row, _("fin de la répétition")))
        self._pending.extend(closed.comments)

    def _condition(self, row: Row) -> Truth:
        """When the row applies. Raises Untranslatable."""
        expression = row.get("relevant")
        if not expression:
            return True
        return self._scope.condition(expression)

    def _refuse_condition(self, row: Row, fault: Untranslatable, comments: list[str]) -> None:
        comments.append(cell_comment(row, "relevant", row.get("relevant"), fault.message))
        self.told.tell(
            "relevant-not-carried",
            row,
            _("La condition n'est pas reprise : {reason}.").format(reason=fault.message),
            _("Ce qui en dépend est toujours demandé : écrire « si » à la main."),
            heading="relevant",
            value=row.get("relevant"),
        )

    def _take_question(self, row: Row, kind: FormType) -> None:
        reason = _WHY_NOT.get(kind.kind)
        if self._in("context"):
            self._take_context(row, kind)
        elif self._in("repeat"):
            self._keep(row, "in-repeat", _("elle est dans une répétition"))
        elif self._in("never"):
            self._keep(row, "never-asked", _("elle est dans un groupe qui n'est jamais montré"))
        elif kind.kind in {"calculate", "hidden"}:
            self._take_calculation(row)
        elif reason is not None:
            self._keep(row, f"{kind.kind or 'unknown'}-not-carried", reason())
        elif self._rows.detail_of(row, self._questions):
            return
        else:
            self._ask(row, kind)

    def _take_context(self, row: Row, kind: FormType) -> None:
        listed = self._lists.get(kind.list_name) if kind.list_name else None
        subject = context_subject(row.get("name"), self._language, listed.codes if listed else {})
        if subject is None:
            self._keep(row, "unknown-not-carried", _("nos scripts ne savent pas cela"))
        else:
            self._scope.add(row.get("name"), subject)

    def _take_calculation(self, row: Row) -> None:
        """A calculation lives on in the conditions that name it, if they can be carried over."""
        self._computed.append(row)
        reason = _("un calcul ne se garde pas ; les conditions reprises le contiennent")
        self._pending.append(row_comment(row, reason))

    def _tell_calculations(self) -> None:
        for row in self._computed:
            if row.get("name") not in self._scope.used:
                self.told.tell(
                    "calculation-not-carried",
                    row,
                    _(
                        "Le calcul {name} n'est pas repris : aucune condition reprise ne l'emploie."
                    ).format(name=row.get("name")[:60]),
                    value=row.get("calculation"),
                )

    def _ask(self, row: Row, kind: FormType) -> None:
        comments: list[str] = []
        conditions: list[Truth] = []
        try:
            conditions.append(self._condition(row))
        except Untranslatable as fault:
            self._refuse_condition(row, fault, comments)
        if False in conditions:
            self._keep(row, "never-asked", _("sa condition n'est jamais vraie"), _hint_never())
            return
        question = self._rows.question(row, kind)
        if question is None:
            self._keep(
                row,
                "no-list",
                _("la liste « {name} » n'a pas de choix").format(name=kind.list_name[:60]),
                _("Ajouter ses lignes dans la feuille choices."),
            )
            return
        section, inner = self._section()
        condition = both([*inner, *conditions])
        if condition is not True:
            question.fields["when"] = written(condition, self._language)
        question.comments[:0] = comments
        if section.questions or not self._pending:
            question.comments[:0] = self._pending
        else:
            section.comments.extend(self._pending)
        self._pending = []
        section.questions.append(question)
        self._questions[row.get("name")] = question

    def _section(self) -> tuple[DraftSection, list[Truth]]:
        """The section of what comes now, and the conditions of the nameless groups inside it."""
        titled = [at for at, group in enumerate(self._groups) if group.title]
        depth = titled[-1] + 1 if titled else (1 if self._groups else 0)
        group = self._groups[depth - 1] if depth else None
        inner = [one.condition for one in self._groups[depth:]]
        for nameless in self._groups[depth:]:
            self._pending.extend(nameless.comments)
            nameless.comments = []
        if self._last and self._last[0] is group:
            return self._last[1], inner
        section = self._new_section(group, self._groups[:depth])
        self._last = (group, section)
        self._draft.sections.append(section)
        return section, inner

    def _new_section(self, group: _Group | None, around: list[_Group]) -> DraftSection:
        if group is None:
            name, title, row = "questions", _("Questions"), None
        else:
            row = group.row
            name = row.get("name") or f"section_{row.number}"
            title = group.title or row.get("name") or _("Questions")
        condition = both(one.condition for one in around)
        section = DraftSection(self._section_ids.give(name, "section"), title, row)
        if condition is not True:
            section.when = written(condition, self._language)
        for one in around:
            section.comments.extend(one.comments)
            one.comments = []
        return section


def _hint_never() -> str:
    return _("Vérifier les codes de cette condition : l'un d'eux n'est pas dans la liste.")


_WHY_NOT: dict[str, Callable[[], str]] = {
    "metadata": lambda: _("la fiche de l'appel le note déjà, ou l'appareil n'est pas le même"),
    "geo": lambda: _("un appel ne relève pas de position"),
    "media": lambda: _("un appel n'a ni photo, ni son, ni fichier, ni code-barres"),
    "external": lambda: _("nos scripts n'ont pas de données à côté d'eux"),
    "file": lambda: _("sa liste de choix est dans un autre fichier, ou dans d'autres réponses"),
    "rank": lambda: _("nos questions ne classent pas des choix"),
    "": lambda: _("ce type n'est pas connu"),
}
