"""Run every check of the project: `python3 scripts/check.py [arguments of pytest]`.

Format, lint, types, import contracts, generated documents, then the tests, which bring up their
own PostgreSQL. Each runs even when another fails; the exit status is 0 when all went well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from veille import PYTHON, ROOT, ensure, in_english

_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def steps() -> list[tuple[str, str, list[str]]]:
    """What is run before the tests: name in French, in English, arguments of Python."""
    found = [
        ("format", "format", ["-m", "ruff", "format", "--check", "."]),
        ("style", "lint", ["-m", "ruff", "check", "--quiet", "."]),
        ("types", "types", ["-m", "mypy"]),
        ("cloisons", "imports", ["-c", _IMPORTS]),
    ]
    if os.path.exists(os.path.join(ROOT, "scripts", "make_docs.py")):
        found.append(("documents", "documents", ["scripts/make_docs.py", "--check"]))
    return found


def run_step(name: str, arguments: list[str]) -> bool:
    """Run one step and say how it went, with all it printed when it failed."""
    start = time.monotonic()
    done = subprocess.run(
        [PYTHON, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    went = "ok" if done.returncode == 0 else ("FAILED" if in_english() else "ÉCHEC")
    if done.returncode:
        print(done.stdout.rstrip())
    print(f"{name:<12}{went:<8}{time.monotonic() - start:5.1f} s", flush=True)
    return done.returncode == 0


def run_tests(arguments: list[str]) -> int:
    """Run pytest, on two processors where there are two; its exit status.

    Three at a time keep both busy: many tests wait for a server, a terminal or another process.
    """
    by_hand = any(given.startswith(("-n", "--pdb", "-p", "--dist")) for given in arguments)
    workers = (
        []
        if by_hand or (os.cpu_count() or 1) < 2
        else ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    )
    return subprocess.call([PYTHON, "-m", "pytest", *workers, *arguments], cwd=ROOT)


def main() -> int:
    """Run everything, the tests last so that pytest has the last word."""
    status = int(ensure("dev"))
    if status:
        return status
    went = [
        run_step(english if in_english() else french, arguments)
        for french, english, arguments in steps()
    ]
    status = run_tests(sys.argv[1:])
    return status or int(not all(went))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
