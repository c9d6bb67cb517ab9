"""Run veille from a checkout: `python3 scripts/veille.py ARGS` is `veille ARGS`.

The first time, and when what the program needs has changed, it makes `.venv` in the checkout and
installs the program there; otherwise it only hands over, so it imports nothing but os and sys.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = (
    os.path.join(VENV, "Scripts", "python.exe")
    if os.name == "nt"
    else os.path.join(VENV, "bin", "python")
)
STAMP = os.path.join(VENV, "veille.stamp")


def in_english() -> bool:
    """Whether the person reads English; the program's own rule, before there is a program."""
    return os.environ.get("VEILLE_LANG", "").lower().startswith("en")


def say(french: str, english: str, end: str = "\n") -> None:
    """One line to the person, on standard error."""
    text = english if in_english() else french
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding) + end)
    sys.stderr.flush()


def wanted_stamp(extra: str) -> bytes:
    """What a finished `.venv` bears: its place, its Python, and all that decides what is in it."""
    parts = [f"{extra}\n{ROOT}\n{sys.version_info[0]}.{sys.version_info[1]}\n".encode()]
    for name in ("pyproject.toml", "constraints.txt"):
        with open(os.path.join(ROOT, name), "rb") as file:
            parts.append(file.read())
    return b"".join(parts)


def is_ready(extra: str = "") -> bool:
    """Whether `.venv` is finished and up to date; one made for developers serves everybody."""
    try:
        with open(STAMP, "rb") as file:
            stamp = file.read()
    except OSError:
        return False
    good = {wanted_stamp(extra), wanted_stamp("dev")}
    return stamp in good and os.access(PYTHON, os.X_OK)


def ensure(extra: str = "") -> int:
    """Make `.venv` good for `extra` ("" or "dev") if it is not; 0, or an exit status."""
    if sys.version_info < (3, 11):
        say(
            "Il faut Python 3.11 ou plus récent (ici : {}.{}). L'installer, puis relancer avec lui,"
            " par exemple : python3.12 scripts/veille.py".format(*sys.version_info),
            "Python 3.11 or newer is needed (this is {}.{}). Install it, then run again with it,"
            " for example: python3.12 scripts/veille.py".format(*sys.version_info),
        )
        return 1
    if is_ready(extra):
        return 0
    import installing

    return int(installing.install(extra))


def main() -> int:
    """Hand over to the program in `.venv`, once it is there; its exit status."""
    status = ensure()
    if status:
        return status
    # -P: a stranger's yaml.py in the current folder is not ours.
    command = [PYTHON, "-P", "-m", "veille_tui", *sys.argv[1:]]
    if os.name != "nt":
        os.execv(PYTHON, command)
    import subprocess

    with subprocess.Popen(command) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                # Ctrl-C went to the child as well, and what it means is the child's to say.
                continue


if __name__ == "__main__":
    sys.exit(main())
