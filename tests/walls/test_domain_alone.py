"""The domain runs on Python and nothing else."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.walls.linting import ROOT

DOMAIN = ROOT / "veille_tui" / "domain"
# Every file of the domain is imported, then what came in with them is told.
LOADS_THE_DOMAIN = """
import importlib, json, sys
before = set(sys.modules)
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def modules_of_the_domain() -> list[str]:
    files = DOMAIN.rglob("*.py")
    dotted = (".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)
    return sorted(name.removesuffix(".__init__") for name in dotted)


def strangers_after_importing(*names: str) -> list[str]:
    child = subprocess.run(
        [sys.executable, "-c", LOADS_THE_DOMAIN, *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    # Python's own, under a name that depends on the machine.
    loaded = [name for name in json.loads(child.stdout) if not name.startswith("_sysconfigdata")]
    tops = {name.partition(".")[0] for name in loaded}
    rooms = {
        name
        for name in loaded
        if name.startswith("veille_tui.") and not name.startswith("veille_tui.domain")
    }
    return sorted((tops - set(sys.stdlib_module_names) - {"veille_tui"}) | rooms)


def strangers_named_in(source: str) -> list[str]:
    """What a file of the domain imports, anywhere in it, that is not Python's or the domain's."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append("." * node.level + (node.module or ""))
    return [
        name
        for name in names
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not f"{name}.".startswith("veille_tui.domain.")
    ]


def test_a_fresh_interpreter_loads_the_domain_with_python_alone():
    assert strangers_after_importing(*modules_of_the_domain()) == []


@pytest.mark.parametrize("stranger", ["yaml", "veille_tui.errors"])
def test_a_stranger_would_be_seen_in_a_fresh_interpreter(stranger: str):
    assert stranger in strangers_after_importing("veille_tui.domain", stranger)


@pytest.mark.parametrize("file", sorted(DOMAIN.rglob("*.py")), ids=lambda file: file.stem)
def test_a_file_of_the_domain_names_only_python_and_the_domain(file: Path):
    assert strangers_named_in(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "import yaml",
        "from veille_tui.errors import Refused",
        "from veille_tui import domain, errors",
        "def late():\n    import phonenumbers",
    ],
)
def test_a_stranger_would_be_seen_in_a_file(line: str):
    assert strangers_named_in(line) != []
