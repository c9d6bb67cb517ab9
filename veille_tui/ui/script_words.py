"""A supervisor's scripts in words: their state, their problems, their versions, their cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from textual.content import Content

from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, day, moment, n_

if TYPE_CHECKING:
    from veille_tui.domain.call_script import ScriptCase
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.script_cases import Mismatch
    from veille_tui.domain.script_versions import ScriptVersion
    from veille_tui.problems import Problem
    from veille_tui.supervision.script_shelf import ShelvedScript

_A_YEAR_AGO_DAYS = 300
HASH_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Known:
    """What stands around the scripts: the hour, and what the shared store said."""

    now: datetime
    zone: tzinfo
    campaigns: Sequence[Campaign] | None = None
    """None before the shared store answered."""
    versions: Mapping[str, tuple[ScriptVersion, ...]] = field(default_factory=dict)
    """The published versions by script, the newest first."""

    def versions_of(self, one: ShelvedScript) -> tuple[ScriptVersion, ...] | None:
        """None before the shared store answered."""
        return self.versions.get(one.script_id)


def state_words(one: ShelvedScript) -> str:
    """In which state a script is: "bon", "2 erreurs, 1 avertissement"."""
    counts = []
    if one.errors:
        count = len(one.errors)
        counts.append(n_("{n} erreur", "{n} erreurs", count).format(n=count))
    if one.warnings:
        count = len(one.warnings)
        counts.append(n_("{n} avertissement", "{n} avertissements", count).format(n=count))
    if one.failed_cases:
        count = one.failed_cases
        counts.append(n_("{n} essai à voir", "{n} essais à voir", count).format(n=count))
    return ", ".join(counts) or _("bon")


def state_style(one: ShelvedScript) -> str:
    """The colour of its state, which its words say too."""
    if one.errors:
        return "$error"
    return "$warning" if one.warnings or one.failed_cases else "$success"


def title_of(one: ShelvedScript) -> str:
    """What to call it, safe to draw."""
    return one_line(one.text_title)


def one_line(text: str) -> str:
    """A text on one line, without what a terminal would obey."""
    return " ".join(strip_controls(text).split())


def cut(text: str, width: int) -> str:
    """At most `width` characters, an ellipsis where some are left out."""
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"


def facts(one: ShelvedScript, known: Known) -> str:
    """Number of questions and the last change; for a block, who includes it."""
    if one.is_block:
        return _users(one)
    changed = _("changé {when}").format(when=when_words(one.changed_at, known))
    # Two scripts may have one title: a file that is not named after its script says its name.
    parts = [] if one.is_shipped or one.path.stem == one.script_id else [one_line(one.path.name)]
    if one.script is not None:
        parts.append(question_words(len(one.script.questions)))
    return " · ".join(parts if one.is_shipped else [*parts, changed])


def question_words(count: int) -> str:
    """How many questions a script has."""
    return n_("{n} question", "{n} questions", count).format(n=count)


def _users(one: ShelvedScript) -> str:
    count = len(one.used_by)
    if not count:
        return _("bloc que rien n'inclut")
    return n_("bloc, dans {n} script", "bloc, dans {n} scripts", count).format(n=count)


def force_words(one: ShelvedScript, campaigns: Sequence[Campaign]) -> str:
    """In which open campaigns it is in force, in this version or in another; "" in none."""
    there = [
        campaign
        for campaign in campaigns
        if one.script_id and campaign.script_id == one.script_id and not campaign.is_closed
    ]
    wanted = one.script.hash if one.script else ""
    same = [one_line(campaign.title) for campaign in there if campaign.script_hash == wanted]
    other = [one_line(campaign.title) for campaign in there if campaign.script_hash != wanted]
    parts = []
    if same:
        parts.append(_("en service : {names}").format(names=", ".join(same)))
    if other:
        words = _("en service dans une autre version : {names}")
        parts.append(words.format(names=", ".join(other)))
    return " · ".join(parts)


def when_words(at: datetime, known: Known) -> str:
    """A past moment: "hier à 10 h 12", "lundi 2 mars à 9 h 00"; long ago, with its year."""
    local, here = at.astimezone(known.zone), known.now.astimezone(known.zone)
    if abs((here - local).days) > _A_YEAR_AGO_DAYS:
        return _("{day} {year}").format(day=day(local), year=local.year)
    return moment(local, here)


def shelf_row(one: ShelvedScript, known: Known, width: int) -> Content:
    """A script in the list: its title and state, then what else is known of it."""
    state = state_words(one)
    room = max(8, width - len(state) - 2)
    title = cut(title_of(one), room)
    first = Content.assemble(
        (f"{title:<{room}}", "" if one.is_block else "bold"), "  ", (state, state_style(one))
    )
    lines = [first]
    quiet = facts(one, known)
    if quiet and not (one.is_shipped and one.is_block):
        lines.append(Content.styled(cut("  " + quiet, width), "$quiet"))
    force = force_words(one, known.campaigns or ())
    if force and not one.is_shipped:
        lines.append(Content.styled(cut("  " + force, width), "$accent"))
    return Content("\n").join(lines)


def problem_row(problem: Problem, one: ShelvedScript, width: int) -> Content:
    """A problem of `one`: where, the source line with a caret, the cause, the remedy."""
    is_error = problem.severity == "error"
    kind = _("Erreur") if is_error else _("Avertissement")
    place = _("ligne {line}, colonne {column}").format(line=problem.line, column=problem.column)
    file = "" if Path(problem.file) == one.path else Path(problem.file).name
    head = ", ".join(part for part in (kind, file, place if problem.line else "") if part)
    parts = [Content.styled(cut(head, width), "bold $error" if is_error else "bold $warning")]
    quoted = one.quoted.get((problem.file, problem.line), "")
    if quoted.strip():
        parts += _pointed(quoted, problem.column, width)
    parts += [Content(line) for line in wrapped(problem.message, "  ", width)]
    if problem.hint:
        parts += [Content.styled(line, "$accent") for line in wrapped(problem.hint, "  → ", width)]
    return Content("\n").join(parts)


def problem_line(problem: Problem, one: ShelvedScript, width: int) -> Content:
    """A problem below its text: its line, the cause, the remedy, as far as there is room."""
    other = "" if Path(problem.file) == one.path else Path(problem.file).name
    place = _("ligne {line}").format(line=problem.line) if problem.line else ""
    head = ", ".join(part for part in (other, place) if part)
    style = "bold $error" if problem.severity == "error" else "bold $warning"
    said = wrapped(problem.message, f"{head:<11} ", width)
    lines = [Content.assemble((said[0][: len(head)], style), said[0][len(head) :])]
    lines += [Content(line) for line in said[1:]]
    if problem.hint:
        mark = " " * max(12, len(head) + 1) + "→ "
        lines += [Content.styled(line, "$accent") for line in wrapped(problem.hint, mark, width)]
    return Content("\n").join(lines)


def _pointed(line: str, column: int, width: int) -> list[Content]:
    room = max(20, width - 6)
    shown = strip_controls(line.replace("\t", " "))
    start = max(0, min(column - room // 2, len(shown) - room)) if len(shown) > room else 0
    caret = " " * max(0, column - 1 - start) + "^"
    return [
        Content.styled("    " + shown[start : start + room], "$quiet"),
        Content.styled("    " + caret[: room + 1], "bold"),
    ]


def wrapped(text: str, mark: str, width: int) -> list[str]:
    """A text on lines of `width`, `mark` before the first and as much room before the others."""
    lines = wrap(one_line(text), max(20, width - len(mark))) or [""]
    return [(mark if at == 0 else " " * len(mark)) + line for at, line in enumerate(lines)]


def version_row(version: ScriptVersion, here: str, known: Known, width: int) -> Content:
    """A published version: when, by whom, its hash, what was answered with it, where it is used.

    `here` is the hash of the file as it is now.
    """
    when = when_words(version.published_at, known) if version.published_at else ""
    by = _("par {name}").format(name=one_line(version.published_by)) if version.published_by else ""
    head = ", ".join(part for part in (when, by) if part) or _("date inconnue")
    answers = n_("{n} réponse", "{n} réponses", version.answers).format(n=version.answers)
    named = _("version {name}").format(name=one_line(version.version)) if version.version else ""
    parts = [version.hash[:HASH_SHOWN], named, answers]
    if version.hash == here:
        parts.append(_("la même que le fichier"))
    lines = [
        Content.styled(cut(head, width), "bold"),
        Content.styled(cut("  " + " · ".join(part for part in parts if part), width), "$quiet"),
    ]
    if version.campaigns:
        titles = {one.id: one.title for one in known.campaigns or ()}
        names = ", ".join(one_line(titles.get(one, one)) for one in version.campaigns)
        force = _("en service : {names}").format(names=names)
        lines.append(Content.styled(cut("  " + force, width), "$accent"))
    return Content("\n").join(lines)


def case_row(case: ScriptCase, differing: Sequence[Mismatch], width: int) -> Content:
    """A case of the script: that it passes, or each thing that is not as it expects."""
    state = _("à voir") if differing else _("bon")
    lines = [
        Content.assemble(
            (f"{state:<8}", "bold $error" if differing else "bold $success"),
            (cut(one_line(case.name), width - 8), "bold" if differing else ""),
        )
    ]
    for one in differing:
        lines.append(Content(f"  {_subject(one.what)}"))
        for label, value in ((_("attendu"), one.expected), (_("obtenu"), one.got)):
            words = _("{word} : {message}").format(word=label, message=value or _("rien"))
            lines += [Content.styled(line, "$quiet") for line in wrapped(words, "    ", width)]
    return Content("\n").join(lines)


def _subject(what: str) -> str:
    return {
        "questions": _("Les questions posées"),
        "needs": _("Les besoins"),
        "alerts": _("Les alertes"),
        "cadence": _("Le rythme"),
        "complete": _("L'appel complet ou non"),
    }.get(what, what)


def checked_words(one: ShelvedScript) -> str:
    """What a check found, and the keys that go on from there."""
    errors, warnings = len(one.errors), len(one.warnings)
    if errors:
        found = n_("{n} erreur.", "{n} erreurs.", errors).format(n=errors)
        return _("{found} Entrée : y retourner.").format(found=found)
    found = _("Aucun problème.")
    if warnings:
        found = n_("{n} avertissement.", "{n} avertissements.", warnings).format(n=warnings)
    return found if one.is_block else _("{found} A : aperçu   P : publier").format(found=found)


def home_words(folder: Path) -> str:
    """A folder as people write it: the home folder is "~"."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)
