"""A new script is a copy that works at once, and writes over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.supervision.test_script_shelf import BLOCK, INCLUDING, WHOLE, write
from veille_tui.callscript.compiler import load_script
from veille_tui.domain.script_cases import run_case
from veille_tui.errors import Refused
from veille_tui.supervision.new_script import MODELS, from_model, from_script, identifier


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A folder of scripts that is not to be written to."""
    folder = tmp_path / "shipped"
    write(folder, courtoisie=INCLUDING, blocs__courses=BLOCK)
    return folder


@pytest.mark.parametrize("language", sorted(MODELS))
def test_the_model_is_without_problem_and_passes_its_own_cases(tmp_path: Path, language: str):
    made = from_model('Canicule : "été" #1', tmp_path, language)
    script, problems = load_script(made.path)
    assert list(problems) == []
    assert script is not None
    assert script.title == 'Canicule : "été" #1'
    assert script.language == language
    assert [run_case(script, case) for case in script.cases] == [(), ()]


def test_a_copy_brings_its_blocks_and_has_its_own_name(shipped: Path, tmp_path: Path):
    mine = tmp_path / "mine"
    made = from_script("Canicule, Toulouse", shipped / "courtoisie.yaml", shipped, mine)
    assert made.path == mine / "canicule_toulouse.yaml"
    assert made.copied == (mine / "blocs" / "courses.yaml",)
    script, problems = load_script(made.path)
    assert list(problems) == []
    assert script is not None
    assert (script.id, script.title) == ("canicule_toulouse", "Canicule, Toulouse")
    assert [question.id for question in script.questions] == ["moral", "repas"]


def test_the_folder_is_for_its_owner_alone(shipped: Path, tmp_path: Path):
    mine = tmp_path / "deep" / "mine"
    made = from_script("Canicule", shipped / "courtoisie.yaml", shipped, mine)
    assert mine.stat().st_mode & 0o777 == 0o700
    assert (mine / "blocs").stat().st_mode & 0o777 == 0o700
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_a_copy_under_its_own_name_is_the_same_to_the_letter(shipped: Path, tmp_path: Path):
    made = from_script("", shipped / "courtoisie.yaml", shipped, tmp_path / "mine")
    assert made.path.name == "courtoisie.yaml"
    assert made.path.read_bytes() == (shipped / "courtoisie.yaml").read_bytes()


def test_nothing_that_exists_is_written_over(shipped: Path, tmp_path: Path):
    mine = tmp_path / "mine"
    write(mine, blocs__courses="questions: []\n", canicule="à moi")
    with pytest.raises(Refused):
        from_script("Canicule", shipped / "courtoisie.yaml", shipped, mine)
    assert (mine / "canicule.yaml").read_text("utf-8") == "à moi"
    made = from_script("Autre", shipped / "courtoisie.yaml", shipped, mine)
    assert made.kept == (mine / "blocs" / "courses.yaml",)
    assert (mine / "blocs" / "courses.yaml").read_text("utf-8") == "questions: []\n"


def test_a_title_on_several_lines_is_replaced_whole(tmp_path: Path):
    folded = WHOLE.replace("Appel de courtoisie", ">-\n  Appel de\n  courtoisie")
    write(tmp_path / "shipped", long=folded)
    made = from_script("Court", tmp_path / "shipped/long.yaml", tmp_path / "shipped", tmp_path)
    script, _problems = load_script(made.path)
    assert script is not None
    assert script.title == "Court"


def test_a_script_deeper_down_still_finds_its_blocks(tmp_path: Path):
    up = INCLUDING.replace("blocs/", "../blocs/")
    write(tmp_path / "shipped", fr__courtoisie=up, blocs__courses=BLOCK)
    source = tmp_path / "shipped" / "fr" / "courtoisie.yaml"
    made = from_script("Été", source, tmp_path / "shipped", tmp_path / "mine")
    assert made.path == tmp_path / "mine" / "fr" / "ete.yaml"
    assert load_script(made.path)[1].ok


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Canicule, Toulouse", "canicule_toulouse"),
        ("Cœur & âge", "coeur_age"),
        ("112", "script_112"),
    ],
)
def test_a_name_makes_an_identifier_without_accents(name: str, made: str):
    assert identifier(name) == made
