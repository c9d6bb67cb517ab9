"""How a run ends: every failure becomes a sentence and an exit status, never a traceback."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from veille_tui import language
from veille_tui.cli.folding import folded
from veille_tui.errors import Refused, VeilleError
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.problems import Problem

INTERRUPTED = 130
UNEXPECTED = 70
"""A fault of the program itself, told in the log (sysexits.h: EX_SOFTWARE)."""


def guarded(work: Callable[[], int], env: Mapping[str, str]) -> int:
    """The exit status of `work`, whose failures are said on standard error."""
    language.use(env.get("VEILLE_LANG", ""))
    _open_what_is_closed()
    _never_refuse_a_letter()
    try:
        status = work()
        sys.stdout.flush()
    except VeilleError as error:
        say(error, sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _close_quietly()
        return 0
    except OSError as error:
        return _disk_full() if error.errno == errno.ENOSPC else _unexpected(error, env)
    except Exception as error:  # noqa: BLE001 - the last place where a fault can become a sentence
        return _unexpected(error, env)
    return status


def say(error: VeilleError, err: TextIO) -> None:
    """What happened and what to do, with every problem that the input has, each said once."""
    found = [one for one in getattr(error, "problems", ()) if one.message != error.message]
    said = [*map(problem_line, found), error.message, error.hint]
    err.writelines(folded(line, err) + "\n" for line in said if line)


def problem_line(problem: Problem) -> str:
    """One problem in one line or two: where, what, and the remedy under it."""
    from veille_tui.domain.texts import strip_controls

    where = problem.place
    if problem.row:
        where = _("ligne {row}").format(row=problem.row)
        if problem.heading:
            where = _("{row}, colonne « {heading} »").format(row=where, heading=problem.heading)
    text = problem.message
    if where:
        text = _("{word} : {message}").format(word=where, message=text)
    if problem.hint:
        text += f"\n    {problem.hint}"
    return strip_controls(text)


def _never_refuse_a_letter() -> None:
    """A terminal that lacks a letter gets a question mark, not a failure."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _open_what_is_closed() -> None:
    """A program that was started without one of its streams reads nothing, and writes nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the program


def _disk_full() -> int:
    _close_quietly()
    error = Refused(
        _("Le disque est plein : ce qui devait être écrit ne l'est pas en entier."),
        _("Faire de la place, puis recommencer."),
    )
    say(error, sys.stderr)
    return error.exit_status


def _close_quietly() -> None:
    """Whoever read our output has had enough; Python must not complain of it while ending."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _unexpected(error: Exception, env: Mapping[str, str]) -> int:
    log = _write_down(error, env)
    sys.stderr.write(_("Une erreur imprévue a arrêté veille. Rien de ce qui est noté n'est perdu."))
    sys.stderr.write("\n")
    if log is not None:
        told = _("Le détail, sans donnée de locataire, est dans {file}.").format(file=log)
        sys.stderr.write(told + "\n")
    return UNEXPECTED


def _write_down(error: Exception, env: Mapping[str, str]) -> Path | None:
    """Add the places where it happened to the log; None when even that is refused."""
    from veille_tui.config import default_paths

    try:
        log = default_paths(env).log_file
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
            stream.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")
            stream.writelines(f"{line}\n" for line in _places(error))
    except OSError:
        return None
    return log


def _places(error: BaseException) -> Iterator[str]:
    """Kinds of errors and lines of code; never a message, which may quote a tenant."""
    import traceback

    yield type(error).__qualname__
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _places(cause)
