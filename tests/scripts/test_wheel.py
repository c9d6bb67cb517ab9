"""The wheel holds the program and the call scripts, where the program looks for them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from veille_tui.config import shipped_scripts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of a wheel built from this checkout, as an installer would lay it out."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    source.mkdir()
    for name in ("veille_tui", "call_scripts"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(place / "site")
    return place / "site"


def test_an_installed_program_finds_its_call_scripts(installed: Path):
    code = "import sys; sys.path.insert(0, sys.argv[1]);"
    code += "from veille_tui.config import shipped_scripts; print(shipped_scripts())"
    child = subprocess.run(
        [sys.executable, "-I", "-c", code, str(installed)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = Path(child.stdout.strip())
    assert found.is_relative_to(installed)
    assert (found / "confinement.yaml").is_file()


def test_every_shipped_file_is_in_the_wheel(installed: Path):
    here = {file.relative_to(ROOT / "call_scripts") for file in shipped_scripts().rglob("*.*")}
    shipped = installed / "veille_tui" / "call_scripts"
    assert here == {file.relative_to(shipped) for file in shipped.rglob("*.*")}


def test_a_checkout_finds_its_call_scripts():
    assert shipped_scripts() == ROOT / "call_scripts"


def test_the_command_is_called_veille(installed: Path):
    (entry_points,) = installed.glob("*.dist-info/entry_points.txt")
    assert "veille = veille_tui.__main__:main" in entry_points.read_text()


def test_an_installed_program_has_the_words_of_its_schemas(installed: Path):
    code = "import sys; sys.path.insert(0, sys.argv[1]);"
    code += "from veille_tui.callscript.schema import schema_text; print(schema_text('bloc', 'en'))"
    child = subprocess.run(
        [sys.executable, "-I", "-c", code, str(installed)],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1"},
        check=True,
    )
    assert '"title": "Script block"' in child.stdout
