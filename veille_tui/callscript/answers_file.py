"""The JSON document of answers that `script play` walks a script with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from veille_tui.callscript.answer_words import why_refused
from veille_tui.callscript.json_places import Key, Places, key_places
from veille_tui.callscript.reporter import did_you_mean, listed
from veille_tui.domain.answers import broken_constraints, check_shape, validate_detail
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.case import CallReason
from veille_tui.domain.tenants import Profile
from veille_tui.language import _
from veille_tui.problems import Problem, Problems

MAX_BYTES = 5_000_000
_TEXTS = ("title", "first_name", "last_name", "agency")
_NUMBERS = ("age", "days_since_contact")
_LISTS = ("segments", "flags")
_TENANT = (*_TEXTS, *_NUMBERS, *_LISTS, "lives_alone")


@dataclass(frozen=True, slots=True)
class Conversation:
    """Who is called, why, and what was answered: only what is possible."""

    profile: Profile = field(default_factory=Profile)
    reason: CallReason = CallReason.FIRST
    answers: Mapping[str, object] = field(default_factory=dict)


def read_answers(path: Path, script: CallScript) -> tuple[Conversation | None, Problems]:
    """The conversation in a file; None when it is no such document.

    Answers that are not possible are left out, with a problem each.
    """
    problems = Problems()
    loaded = _load(path, problems)
    if loaded is None:
        return None, problems
    document, places = loaded
    return _Reader(str(path), places, script, problems).conversation(document), problems


def _load(path: Path, problems: Problems) -> tuple[dict[str, object], Places] | None:
    line = column = 1
    try:
        if path.exists() and not path.is_file():
            raise IsADirectoryError
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
        document = json.loads(text) if len(content) <= MAX_BYTES else None
        if isinstance(document, dict):
            return document, key_places(text)
    except json.JSONDecodeError as error:
        line, column = error.lineno, error.colno
    except (OSError, ValueError, RecursionError):
        line = column = 1
    problems.add(
        Problem(
            code="not-answers",
            message=_("Ce fichier n'est pas un document de réponses lisible."),
            hint=_('Écrire du JSON en UTF-8 : {"answers": {"moral": "bien"}}.'),
            file=str(path),
            line=line,
            column=column,
        )
    )
    return None


class _Reader:
    """Reads one document, collecting problems."""

    def __init__(self, file: str, places: Places, script: CallScript, problems: Problems) -> None:
        self._file = file
        self._places = places
        self._script = script
        self._problems = problems

    def conversation(self, document: Mapping[str, object]) -> Conversation:
        """The whole document."""
        for key in document:
            if key not in ("tenant", "reason", "answers"):
                self._report_key((key,), ("tenant", "reason", "answers"))
        profile = self._profile(self._group(document, "tenant"))
        reason = self._reason(document.get("reason"))
        answers = self._answers(self._group(document, "answers"), profile, reason)
        return Conversation(profile, reason, answers)

    def _group(self, document: Mapping[str, object], key: str) -> dict[str, object]:
        value = document.get(key)
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        self._report("not-a-group", (key,), _("« {key} » attend un groupe {{…}}.").format(key=key))
        return {}

    def _reason(self, value: object) -> CallReason:
        if value is None:
            return CallReason.FIRST
        if isinstance(value, str) and value in tuple(CallReason):
            return CallReason(value)
        message = _("« reason » attend l'un de ces mots : {words}.").format(
            words=listed(CallReason)
        )
        self._report("unknown-value", ("reason",), message)
        return CallReason.FIRST

    def _profile(self, tenant: Mapping[str, object]) -> Profile:
        for key in tenant:
            if key not in _TENANT:
                self._report_key(("tenant", key), _TENANT)
        alone = tenant.get("lives_alone")
        if not isinstance(alone, bool | None):
            message = _("« lives_alone » : true ou false.")
            self._report("not-true-or-false", ("tenant", "lives_alone"), message)
            alone = None
        return Profile(
            title=self._text(tenant, "title"),
            first_name=self._text(tenant, "first_name"),
            last_name=self._text(tenant, "last_name"),
            agency=self._text(tenant, "agency"),
            age=self._number(tenant, "age"),
            days_since_contact=self._number(tenant, "days_since_contact"),
            segments=self._texts(tenant, "segments"),
            flags=self._texts(tenant, "flags"),
            lives_alone=alone,
        )

    def _text(self, tenant: Mapping[str, object], key: str) -> str:
        value = tenant.get(key)
        if value is None or isinstance(value, str):
            return value or ""
        message = _("« {key} » attend un texte.").format(key=key)
        self._report("not-a-text", ("tenant", key), message)
        return ""

    def _number(self, tenant: Mapping[str, object], key: str) -> int | None:
        value = tenant.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        message = _("« {key} » attend un nombre entier.").format(key=key)
        self._report("not-a-number", ("tenant", key), message)
        return None

    def _texts(self, tenant: Mapping[str, object], key: str) -> tuple[str, ...]:
        value = tenant.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        message = _("« {key} » attend une liste de textes.").format(key=key)
        self._report("not-a-list", ("tenant", key), message)
        return ()

    def _answers(
        self, raw: Mapping[str, object], profile: Profile, reason: CallReason
    ) -> dict[str, object]:
        """First every shape, then constraints, which may look at the other answers."""
        kept: dict[str, object] = {}
        for name, value in raw.items():
            if value is None or value == "":
                continue
            answer, problem = self._shaped(name, value)
            if not problem:
                kept[name] = answer
        for name in broken_constraints(self._script, kept, profile, reason):
            del kept[name]
            message = why_refused(self._script, self._script.by_id[name], "constraint")
            self._report("constraint", ("answers", name), message)
        return kept

    def _shaped(self, name: str, value: object) -> tuple[object, str]:
        question = self._script.by_id.get(name)
        if question is not None:
            answer, problem = check_shape(question, value, self._script.words)
            if problem:
                why = why_refused(self._script, question, problem)
                self._report(problem, ("answers", name), why)
            return answer, problem
        parent, _dot, code = name.partition(".")
        question = self._script.by_id.get(parent)
        choice = question.choice(code) if question else None
        if choice is not None and choice.detail:
            return validate_detail(value)
        self._report_key(("answers", name), self._script.by_id)
        return None, "unknown-name"

    def _report_key(self, key: Key, known: Iterable[str]) -> None:
        words, name = list(known), key[-1][:60]
        hint = did_you_mean(name, words, _("Noms connus : {names}.").format(names=listed(words)))
        message = _("« {name} » n'existe pas ici.").format(name=name)
        self._report("unknown-name", key, message, hint)

    def _report(self, code: str, key: Key, message: str, hint: str = "") -> None:
        line, column = self._places.get(key, (1, 1))
        said = _("{word} : {message}").format(word=key[-1][:60], message=message)
        self._problems.add(
            Problem(
                code=code,
                message=said,
                hint=hint or _("Corriger cette valeur, ou l'enlever."),
                file=self._file,
                line=line,
                column=column,
            )
        )
