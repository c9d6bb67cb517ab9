"""The folder of a supervisor's scripts: what is in it, in which state."""

from __future__ import annotations

from pathlib import Path

import pytest

from veille_tui.config import shipped_scripts
from veille_tui.errors import Refused
from veille_tui.supervision.script_shelf import ShelvedScript, look_again, read_shelf

WHOLE = """script: courtoisie
titre: Appel de courtoisie
sections:
  - id: sante
    titre: Santé
    questions:
      - id: moral
        type: oui_non
        dire: Comment allez-vous ?
"""
INCLUDING = WHOLE + "      - inclure: blocs/courses.yaml\n"
BLOCK = """questions:
  - id: repas
    type: oui_non
    si: moral == "oui"
    dire: Avez-vous de quoi manger ?
"""


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def by_name(shelf: tuple[ShelvedScript, ...]) -> dict[str, ShelvedScript]:
    return {one.path.name: one for one in shelf}


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path):
    assert read_shelf(tmp_path / "scripts") == ()


def test_scripts_blocks_and_campaigns_are_told_apart(tmp_path: Path):
    write(tmp_path, courtoisie=INCLUDING, blocs__courses=BLOCK)
    write(tmp_path, campagne="campagne: hiver\nscript: courtoisie.yaml\n")
    (tmp_path / ".courtoisie.yaml.new").write_text("script: x\n")
    found = by_name(read_shelf(tmp_path))
    assert set(found) == {"courtoisie.yaml", "courses.yaml"}
    assert not found["courtoisie.yaml"].is_block
    assert found["courses.yaml"].is_block
    assert found["courses.yaml"].used_by == ("Appel de courtoisie",)


def test_a_block_may_speak_of_the_questions_of_the_script_that_includes_it(tmp_path: Path):
    write(tmp_path, courtoisie=INCLUDING, blocs__courses=BLOCK)
    assert by_name(read_shelf(tmp_path))["courses.yaml"].problems == ()
    (tmp_path / "courtoisie.yaml").unlink()
    assert by_name(read_shelf(tmp_path))["courses.yaml"].problems == ()


def test_a_mistake_in_a_block_is_shown_on_the_block_and_on_its_script(tmp_path: Path):
    write(tmp_path, courtoisie=INCLUDING, blocs__courses=BLOCK.replace("oui_non", "ouinon"))
    found = by_name(read_shelf(tmp_path))
    assert [one.code for one in found["courses.yaml"].errors] == ["unknown-value"]
    [problem] = found["courtoisie.yaml"].errors
    assert found["courtoisie.yaml"].quoted[problem.file, problem.line].strip() == "type: ouinon"


def test_a_block_that_nothing_includes_is_checked_too(tmp_path: Path):
    write(tmp_path, blocs__courses=BLOCK.replace("dire:", "dirre:"))
    [block] = read_shelf(tmp_path)
    assert "unknown-key" in [one.code for one in block.problems]


def test_a_script_with_errors_keeps_its_title_and_the_name_of_its_versions(tmp_path: Path):
    write(tmp_path, courtoisie=WHOLE.replace("oui_non", "ouinon"))
    [one] = read_shelf(tmp_path)
    assert one.script is None
    assert (one.text_title, one.script_id) == ("Appel de courtoisie", "courtoisie")


def test_a_file_that_is_no_text_at_all_is_listed_with_its_problem(tmp_path: Path):
    (tmp_path / "image.yaml").write_bytes(b"\xff\xfe\x00script: x\x00")
    [one] = read_shelf(tmp_path)
    assert one.errors


def test_one_file_looked_at_again_says_what_the_whole_shelf_says(tmp_path: Path):
    write(tmp_path, courtoisie=INCLUDING, blocs__courses=BLOCK.replace("oui_non", "ouinon"))
    for one in read_shelf(tmp_path):
        assert look_again(one.path, tmp_path) == one


def test_a_folder_that_cannot_be_read_is_refused_in_words(tmp_path: Path):
    (tmp_path / "scripts").write_text("a file")
    with pytest.raises(Refused) as refused:
        read_shelf(tmp_path / "scripts")
    assert "scripts" in refused.value.message


def test_every_shipped_script_is_good_and_no_campaign_is_among_them():
    shelf = read_shelf(shipped_scripts(), is_shipped=True)
    assert shelf
    assert [one.path.name for one in shelf if one.errors] == []
    assert not [one for one in shelf if one.path.name.startswith("campagne")]


def test_the_files_beside_a_campaign_are_neither_scripts_nor_blocks(tmp_path: Path):
    write(
        tmp_path,
        carnet="partenaires:\n  - {genre: ccas, nom: CCAS, telephone: '115'}\n",
        faq="questions:\n  - {id: loyer, question: Mon loyer ?, reponse: Un délai.}\n",
        bloc="questions:\n  - {id: a, type: oui_non, dire: Une réponse ?}\n",
    )
    assert [one.path.stem for one in read_shelf(tmp_path)] == ["bloc"]
