"""Run the import contracts on the house, or on a copy of it with something built in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
_RUN = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of the house whose pyproject.toml is in `house`."""
    return subprocess.run(
        [sys.executable, "-c", _RUN, "--no-cache"],
        cwd=house,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def copy_with(place: Path, additions: Mapping[str, str]) -> Path:
    """A copy of the house in `place`, with these files (path in the package: text) added."""
    shutil.copy(ROOT / "pyproject.toml", place)
    shutil.copytree(
        ROOT / "veille_tui", place / "veille_tui", ignore=shutil.ignore_patterns("__pycache__")
    )
    for path, text in additions.items():
        file = place / "veille_tui" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return place
