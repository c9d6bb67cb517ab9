"""Make the checkout's `.venv` and install the program in it, with nothing but Python itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from veille import PYTHON, ROOT, STAMP, VENV, is_ready, say, wanted_stamp

_LOCK = Path(ROOT, ".venv.lock")
# There while something is being installed: found at the start, it tells of an interruption.
_UNFINISHED = Path(VENV, "veille.unfinished")
# These would send packages elsewhere than `.venv`, or other packages to it.
_NOT_OURS = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV", "PIP_CONSTRAINT")
# What pip or venv print, and what the person can do about it, in French and in English.
_REMEDIES = (
    (
        ("No space left",),
        "Le disque est plein : libérer 600 Mo, puis relancer la même commande.",
        "The disk is full: make 600 MB of room, then run the same command again.",
    ),
    (
        ("Permission denied",),
        "Des droits manquent sur le dossier .venv : les corriger, ou l'effacer, puis relancer.",
        "Rights are missing on the folder .venv: correct them, or delete it, then run again.",
    ),
    (
        (
            "NewConnectionError",
            "ConnectTimeout",
            "ProxyError",
            "Read timed out",
            "name resolution",
            "CERTIFICATE_VERIFY_FAILED",
            "Connection aborted",
            "No matching distribution found",
        ),
        "Téléchargement impossible : vérifier le réseau (et HTTPS_PROXY), puis relancer.",
        "Cannot download: check the network (and HTTPS_PROXY), then run again.",
    ),
    (
        ("",),
        "L'installation a échoué : relancer ; si cela recommence, effacer .venv et relancer.",
        "The installation failed: run again; if it happens again, delete .venv and run again.",
    ),
)


class SetUpFailed(Exception):
    """The set-up cannot go on; the two texts say what to do about it."""

    def __init__(self, french: str, english: str, output: str = "") -> None:
        super().__init__(english)
        self.french = french
        self.english = english
        self.output = output


def install(extra: str) -> int:
    """Make `.venv` good for `extra`, telling the person; 0, 1 when it failed, 130 on Ctrl-C."""
    try:
        with _alone():
            # Whoever held the lock may have done the work.
            if not is_ready(extra):
                _make(extra)
    except SetUpFailed as failure:
        for line in failure.output.strip().splitlines()[-6:]:
            say(f"  {line}", f"  {line}")
        say(failure.french, failure.english)
        return 1
    except PermissionError as error:
        _not_ours_to_write(error)
        return 1
    except OSError as error:
        say(
            f"L'installation a échoué : {error.strerror}. Vérifier la place sur le disque.",
            f"The installation failed: {error.strerror}. Check the room on the disk.",
        )
        return 1
    except KeyboardInterrupt:
        say(
            "Interrompu. Relancer la même commande reprend l'installation.",
            "Interrupted. Running the same command again takes the installation up.",
        )
        return 130
    return 0


def _not_ours_to_write(error: PermissionError) -> None:
    say(
        f"Ce dossier ne peut pas être écrit : {error.filename or ROOT}. En corriger les droits, ou"
        " copier le projet dans un dossier à soi.",
        f"This folder cannot be written: {error.filename or ROOT}. Correct its rights, or copy the"
        " project to a folder of your own.",
    )


def _make(extra: str) -> None:
    say(
        "Installation dans .venv (une à deux minutes, une seule fois)…",
        "Installing in .venv (a minute or two, once)…",
        end="",
    )
    try:
        if _must_be_remade():
            _make_venv()
        _UNFINISHED.touch()
        Path(STAMP).unlink(missing_ok=True)
        # Without isolation what builds is pinned too; odfpy, for developers, comes as source only.
        _pip("hatchling", *(["setuptools"] if extra else []))
        _pip("--no-build-isolation", "--editable", f".[{extra}]" if extra else ".")
        _run([PYTHON, "-m", "compileall", "-q", "veille_tui"])
        Path(STAMP).write_bytes(wanted_stamp(extra))
        _UNFINISHED.unlink()
    except BaseException:
        say("", "")
        raise
    say(" prêt.", " ready.")


def _must_be_remade() -> bool:
    """Whether what is in `.venv` is not to be built upon: half made, moved, or another Python's."""
    if _UNFINISHED.exists() or not os.access(PYTHON, os.X_OK):
        return True
    place = f"\n{ROOT}\n{sys.version_info[0]}.{sys.version_info[1]}\n".encode()
    try:
        return place not in Path(STAMP).read_bytes()
    except FileNotFoundError:
        # Made by hand, or by another tool: good if it is this Python's and has pip.
        version = "import pip, sys; sys.exit(sys.version_info[:2] != {})"
        check = [PYTHON, "-I", "-c", version.format(tuple(sys.version_info[:2]))]
        return subprocess.run(check, capture_output=True, check=False).returncode != 0


def _make_venv() -> None:
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise SetUpFailed(
            "Il manque à ce Python son module venv. Sur Debian ou Ubuntu :"
            " sudo apt install python3-venv ; puis relancer la même commande.",
            "This Python lacks its venv module. On Debian or Ubuntu:"
            " sudo apt install python3-venv; then run the same command again.",
        )
    # Without pip first: a bare .venv is known as such, and --clear takes every mark away.
    _run([_this_python(), "-I", "-m", "venv", "--clear", "--without-pip", VENV])
    _UNFINISHED.touch()
    _run([PYTHON, "-I", "-m", "ensurepip", "--default-pip"])


def _this_python() -> str:
    """The Python that runs this; it does not know its own path where there is no PATH at all."""
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return sys.executable or str(Path(sys.exec_prefix, "bin", name))


def _pip(*arguments: str) -> None:
    options = ("--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2")
    # The constraints' path is relative: pip splits some paths at their spaces.
    _run([PYTHON, "-m", "pip", "install", *options, "-c", "constraints.txt", *arguments])


def _run(command: list[str]) -> None:
    env = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    env |= {"PIP_USER": "0", "PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1"}
    env.pop("PYTHONPATH", None)
    env.pop("PYTHONHOME", None)
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        # A child that outlives us keeps the lock: see _alone.
        close_fds=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        french, english = next(
            texts for marks, *texts in _REMEDIES if any(mark in done.stdout for mark in marks)
        )
        raise SetUpFailed(french, english, done.stdout)


@contextmanager
def _alone() -> Iterator[None]:
    """One installation at a time; the lock goes with its processes, however they end."""
    with _LOCK.open("a+b") as file:
        os.set_inheritable(file.fileno(), True)
        if not _lock(file.fileno(), wait=False):
            say(
                "Une autre installation est en cours dans ce dossier ; on l'attend…",
                "Another installation is under way in this folder; waiting for it…",
            )
            _lock(file.fileno(), wait=True)
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, wait: bool) -> bool:
        """Take the lock; when told to wait, try for as long as it takes."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        while True:
            try:
                # LK_LOCK gives up after ten seconds.
                msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True

else:
    import fcntl

    def _lock(descriptor: int, wait: bool) -> bool:
        """Take the lock; when told to wait, wait for as long as it takes."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
