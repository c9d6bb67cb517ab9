"""The shared blocks shipped with the program: sound alone, told at their head, ready to include."""

from __future__ import annotations

from pathlib import Path

import pytest

from veille_tui.callscript.blocks import check_file
from veille_tui.callscript.compiler import compile_text

FOLDER = Path(__file__).parents[2] / "call_scripts"
BLOCKS = sorted((FOLDER / "blocs").glob("*.yaml"))
SCRIPT = """\
script: essai
titre: Essai
sections:
  - id: tout
    titre: Tout
    questions:
{includes}
"""


def head_of(block: Path) -> str:
    """The comment at the top of a block."""
    lines = block.read_text(encoding="utf-8").split("\n")
    return "\n".join(lines[: next(n for n, line in enumerate(lines) if line[:1] != "#")])


def ids_of(block: Path) -> list[str]:
    """The ids that a block brings, alone in a script that has all that it awaits."""
    text = block.read_text(encoding="utf-8")
    named = [line.split("id: ", 1)[1] for line in text.split("\n") if "- id: " in line]
    return [name.strip() for name in named]


def test_there_is_a_block_for_every_part_of_a_call():
    assert {block.stem for block in BLOCKS} >= {
        *("presentation", "donnees", "sante", "courses", "liens", "gestes", "chaleur", "fin"),
    }


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.stem)
def test_every_block_is_sound_alone(block: Path):
    checked = check_file(block)
    assert [problem.message for problem in checked.problems] == []
    assert checked.block is not None


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.stem)
def test_the_head_of_a_block_tells_what_it_brings_awaits_and_how_to_include_it(block: Path):
    head = head_of(block)
    assert f"- inclure: blocs/{block.name}" in head
    checked = check_file(block)
    assert checked.block is not None
    for name in (*ids_of(block), *checked.block.wanted):
        assert name in head


def test_the_blocks_make_a_whole_script_in_the_order_that_their_heads_tell():
    order = "presentation donnees suivi sante courses liens moral gestes chaleur logement fin"
    names = [*order.split(), "transmission", "rappel"]
    assert {block.stem for block in BLOCKS} == set(names)
    includes = "\n".join(f"      - inclure: blocs/{name}.yaml" for name in names)
    script, problems = compile_text(SCRIPT.format(includes=includes), "essai.yaml", FOLDER)
    assert [problem.message for problem in problems] == []
    assert script is not None
    assert script.notice


@pytest.mark.parametrize("name", ["courses", "gestes", "chaleur", "logement", "fin"])
def test_a_block_that_awaits_nothing_may_have_a_prefix(name: str):
    include = f"      - {{inclure: blocs/{name}.yaml, prefixe: x_}}"
    script, problems = compile_text(SCRIPT.format(includes=include), "essai.yaml", FOLDER)
    assert [problem.message for problem in problems] == []
    assert script is not None
    assert all(question.id.startswith("x_") for question in script.questions)
