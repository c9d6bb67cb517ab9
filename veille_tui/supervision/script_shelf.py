"""The folder of a supervisor's call scripts: what lies in it, and in which state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.problems import Problem

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.script_cases import Mismatch

MOST_FILES = 300
_ENDINGS = (".yaml", ".yml")
_BELONGS_TO_THE_WHOLE = frozenset({"unknown-name", "later-question", "unknown-placeholder"})
"""What a block alone cannot know: the names of the script that includes it."""


@dataclass(frozen=True, slots=True)
class ShelvedScript:
    """One script file or shared block, checked."""

    path: Path
    text_title: str
    """What to call it: the script's title, else the file's name."""
    script_id: str
    """The name by which its versions are known; "" for a block."""
    script: CallScript | None
    """None for a block, and for a script with errors."""
    problems: tuple[Problem, ...]
    changed_at: datetime
    is_block: bool = False
    is_shipped: bool = False
    blocks: tuple[Path, ...] = ()
    """The shared blocks that it stands on."""
    used_by: tuple[str, ...] = ()
    """For a block, the titles of the scripts that include it."""
    differing: tuple[tuple[Mismatch, ...], ...] = ()
    """For each of its own cases, what is not as it expects."""
    quoted: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """The source line of every problem, by file and line."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that forbid publishing it."""
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that may be meant."""
        return tuple(one for one in self.problems if one.severity != "error")

    @property
    def failed_cases(self) -> int:
        """How many of its own cases do not end as they expect."""
        return sum(bool(found) for found in self.differing)


def read_shelf(folder: Path, *, is_shipped: bool = False) -> tuple[ShelvedScript, ...]:
    """Every script of a folder and of the folders in it, then every shared block, by title.

    A folder that is not there holds nothing. Raises Refused when it cannot be read.
    """
    scripts = [_whole(path, is_shipped) for path in _files(folder) if _kind(path) == "script"]
    blocks = [path for path in _files(folder) if _kind(path) == "block"]
    scripts.sort(key=lambda one: one.text_title.casefold())
    return (*scripts, *(_block(path, scripts, is_shipped) for path in blocks))


def look_again(path: Path, folder: Path) -> ShelvedScript:
    """One file as it is now; `folder` is where the scripts that include a block are looked for."""
    if _kind(path) == "script":
        return _whole(path, False)
    others = [one for one in _files(folder) if _kind(one) == "script"]
    users = [_whole(one, False) for one in others]
    return _block(path, users, False)


def _files(folder: Path) -> Iterator[Path]:
    """YAML files of a folder and of the folders just below it, hidden ones aside."""
    try:
        if not folder.exists():
            return
        inside = sorted(folder.iterdir())
        below = [one for one in inside if one.is_dir() and not one.name.startswith(".")]
        found = [*inside, *(file for one in below for file in _readable(one))]
    except OSError as error:
        raise Refused(
            _("Le dossier des scripts {folder} ne peut pas être lu.").format(folder=folder),
            _("Vérifier ses droits, ou en nommer un autre : veille script open DOSSIER"),
        ) from error
    from veille_tui.callscript.included_files import is_there

    yaml = (one for one in found if one.suffix.lower() in _ENDINGS and one.name[0] != ".")
    for count, file in enumerate(one for one in yaml if is_there(one)):
        if count == MOST_FILES:
            return
        yield file


def _readable(folder: Path) -> Sequence[Path]:
    """What lies in a folder; nothing when it is not for us to read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return ()


def _kind(path: Path) -> str:
    """script, block, campaign, or what stands beside a campaign, by what its text says first."""
    from veille_tui.callscript.included_files import goes_with_campaign, is_campaign, is_script

    text = _text(path)
    # A campaign names its script too, so it is looked at first.
    if is_campaign(text):
        return "campaign"
    if goes_with_campaign(text) and not is_script(text):
        return "beside"
    return "script" if is_script(text) or not text.strip() else "block"


def _text(path: Path) -> str:
    """What a file holds, whatever its encoding; nothing when it cannot be read."""
    from veille_tui.callscript.reader import MAX_BYTES

    try:
        with path.open("rb") as stream:
            text = stream.read(MAX_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _whole(path: Path, is_shipped: bool) -> ShelvedScript:
    from veille_tui.callscript.compiler import load_script
    from veille_tui.callscript.included_files import blocks_of, script_id, script_title

    script, problems = load_script(path)
    text = "" if script else _text(path)
    return ShelvedScript(
        path=path,
        text_title=script.title if script else script_title(text) or path.name,
        script_id=script.id if script else script_id(text),
        script=script,
        problems=tuple(problems),
        differing=_differing(script) if script else (),
        quoted=_quoted(problems),
        changed_at=_changed_at(path),
        is_shipped=is_shipped,
        blocks=blocks_of(path),
    )


def _differing(script: CallScript) -> tuple[tuple[Mismatch, ...], ...]:
    from veille_tui.domain.script_cases import run_case

    return tuple(run_case(script, case) for case in script.cases)


def _block(path: Path, scripts: Sequence[ShelvedScript], is_shipped: bool) -> ShelvedScript:
    from veille_tui.callscript.included_files import real_path

    own = real_path(path)
    users = [one for one in scripts if any(real_path(block) == own for block in one.blocks)]
    said = {
        (problem.code, problem.line, problem.column, problem.message): problem
        for user in users
        for problem in user.problems
        if real_path(Path(problem.file)) == own
    }
    problems = tuple(said.values()) if users else _alone(path)
    return ShelvedScript(
        path=path,
        text_title=path.name,
        script_id="",
        script=None,
        problems=problems,
        quoted=_quoted(problems),
        changed_at=_changed_at(path),
        is_block=True,
        is_shipped=is_shipped,
        used_by=tuple(user.text_title for user in users),
    )


def _alone(path: Path) -> tuple[Problem, ...]:
    """What is wrong in a block that no script includes yet."""
    from veille_tui.callscript.compiler import compile_text
    from veille_tui.callscript.included_files import real_path
    from veille_tui.callscript.reader import read_file
    from veille_tui.callscript.reporter import Reporter
    from veille_tui.callscript.tree import Table
    from veille_tui.callscript.vocabulary import detect_language

    report = Reporter()
    root = read_file(path, report)
    if root is None:
        return tuple(report.problems)
    words = _WORDS[detect_language(root)]
    holds_sections = isinstance(root, Table) and root.get("sections") is not None
    around = _AROUND_SECTIONS if holds_sections else _AROUND_QUESTIONS
    _script, problems = compile_text(around.format(file=path.name, **words), "", path.parent)
    own = real_path(path)
    return tuple(
        one
        for one in problems
        if one.file and real_path(Path(one.file)) == own and one.code not in _BELONGS_TO_THE_WHOLE
    )


_WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {"title": "titre", "include": "inclure"},
    "en": {"title": "title", "include": "include"},
}
_AROUND_SECTIONS = "script: bloc\n{title}: bloc\n{include}: '{file}'\n"
_AROUND_QUESTIONS = (
    "script: bloc\n{title}: bloc\nsections:\n"
    "  - id: bloc\n    {title}: bloc\n    questions:\n      - {include}: '{file}'\n"
)


def _quoted(problems: Iterable[Problem]) -> dict[tuple[str, int], str]:
    """The lines that problems point at, as their files have them now."""
    found: dict[tuple[str, int], str] = {}
    lines: dict[str, list[str]] = {}
    for one in problems:
        if one.file not in lines:
            lines[one.file] = _text(Path(one.file)).split("\n")
        if 0 < one.line <= len(lines[one.file]):
            found[one.file, one.line] = lines[one.file][one.line - 1]
    return found


def _changed_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return datetime.fromtimestamp(0, UTC)
