"""Shared blocks: brought in with a prefix, checked in their own file, frozen with the script."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.callscript.writing import MORAL, codes_of, questions, read
from veille_tui.callscript.compiler import compile_text, freeze, load_script
from veille_tui.callscript.included_files import blocks_of
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import walk
from veille_tui.errors import InputRefused

BLOCK = """\
questions:
  - {id: mange, type: oui_non, dire: Mangez-vous bien ?}
  - {id: quoi, type: texte, si: 'mange == "non" et moral == "mal"', dire: "Vous disiez {mange} ?"}
besoins:
  - {theme: repas, si: 'mange == "non"', vers: ccas}
alertes:
  - {id: faim, si: vide(mange), dire: Demander}
"""
ODD = r"""- {id: a, type: texte, dire: "« É 😀 \\ \" % : # \u2028 \u2019 »"}"""
MAIN = questions(MORAL, "- {inclure: blocs/repas.yaml, prefixe: r_}")


def write(folder: Path, **files: str) -> Path:
    """The files of a script, `main` being the script; underscores in names are folders."""
    (folder / "blocs").mkdir(exist_ok=True)
    for name, text in files.items():
        where = folder / "main.yaml" if name == "main" else folder / "blocs" / f"{name}.yaml"
        where.write_text(text, encoding="utf-8")
    return folder / "main.yaml"


def loaded(path: Path) -> CallScript:
    """The script in a file, which has no problem."""
    script, problems = load_script(path)
    assert script is not None, [problem.message for problem in problems]
    return script


def problem_codes(path: Path) -> list[str]:
    """The codes of everything wrong with a file and its blocks."""
    return [problem.code for problem in load_script(path)[1]]


def test_a_block_brings_its_questions_and_rules_with_a_prefix(tmp_path: Path):
    script = loaded(write(tmp_path, main=MAIN, repas=BLOCK))
    assert [question.id for question in script.questions] == ["moral", "r_mange", "r_quoi"]
    assert script.by_id["r_quoi"].say == "Vous disiez {r_mange} ?"
    assert [rule.id for rule in script.alerts] == ["r_faim"]


def test_conditions_of_a_block_follow_its_prefix(tmp_path: Path):
    script = loaded(write(tmp_path, main=MAIN, repas=BLOCK))
    state = walk(script, Profile(), "first", {"moral": "mal", "r_mange": "non"})
    assert state.asked == ("moral", "r_mange", "r_quoi")
    assert [need.theme for need in state.needs] == ["repas"]


def test_the_same_block_may_come_twice(tmp_path: Path):
    twice = questions(MORAL, *(f"- {{inclure: blocs/repas.yaml, prefixe: {one}_}}" for one in "ab"))
    script = loaded(write(tmp_path, main=twice, repas=BLOCK))
    assert [question.id for question in script.questions][1:] == [
        "a_mange",
        "a_quoi",
        "b_mange",
        "b_quoi",
    ]


def test_a_block_of_a_block_has_both_prefixes(tmp_path: Path):
    middle = """\
questions:
  - {inclure: repas.yaml, prefixe: m_}
  - {id: fin, type: oui_non, si: m_mange == "oui", dire: x}
"""
    main = questions(MORAL, "- {inclure: blocs/milieu.yaml, prefixe: p_}")
    script = loaded(write(tmp_path, main=main, milieu=middle, repas=BLOCK))
    assert [question.id for question in script.questions][1:] == ["p_m_mange", "p_m_quoi", "p_fin"]
    state = walk(script, Profile(), "first", {"p_m_mange": "oui"})
    assert "p_fin" in state.asked


def test_a_block_may_hold_whole_sections(tmp_path: Path):
    block = """\
sections:
  - id: s
    titre: S
    questions:
      - {id: a, type: oui_non, dire: x}
"""
    main = "script: e\ntitre: E\nsections:\n  - inclure: blocs/s.yaml\n    prefixe: x_\n"
    script = loaded(write(tmp_path, main=main, s=block))
    assert [section.id for section in script.sections] == ["x_s"]
    at_the_top = "script: e\ntitre: E\ninclure: blocs/s.yaml\n"
    assert loaded(write(tmp_path, main=at_the_top)).sections[0].id == "s"


def test_a_problem_of_a_block_is_told_in_its_own_file(tmp_path: Path):
    path = write(tmp_path, main=MAIN, repas=BLOCK.replace('== "non" et', '== "jamais" et'))
    problem = load_script(path)[1].found[0]
    assert problem.code == "unknown-code"
    assert problem.file.endswith("repas.yaml")
    assert problem.line == 3


@pytest.mark.parametrize(
    ("include", "code"),
    [
        ("- {inclure: blocs/absent.yaml}", "include-missing"),
        ("- {inclure: main.yaml}", "include-loop"),
        ("- {inclure: blocs/boucle.yaml}", "include-loop"),
        ("- {inclure: /dehors.yaml}", "bad-include"),
        ("- {inclure: [a, b]}", "bad-include"),
        ("- {inclure: blocs/anglais.yaml}", "mixed-languages"),
        ("- {inclure: blocs/mot.yaml}", "wrong-block"),
        ("- {inclure: blocs/faute.yaml}", "unknown-key"),
        ("- {inclure: blocs/besoin.yaml}", "not-a-list"),
        ("- {inclure: blocs/repas.yaml, type: texte}", "unknown-key"),
    ],
)
def test_a_wrong_include_says_what_is_wrong(tmp_path: Path, include: str, code: str):
    path = write(
        tmp_path,
        main=questions(MORAL, include),
        repas=BLOCK,
        boucle="questions:\n  - {inclure: boucle.yaml}\n",
        anglais="questions:\n  - {id: a, type: yes_no, say: x, hint: y}\n",
        mot="bonjour\n",
        faute=BLOCK.replace("besoins", "besoin"),
        besoin="questions: []\nbesoins: {theme: repas}\n",
    )
    assert code in problem_codes(path)


def test_two_blocks_without_prefix_may_not_share_a_name(tmp_path: Path):
    twice = questions(MORAL, *["- {inclure: blocs/repas.yaml}"] * 2)
    assert "duplicate-id" in problem_codes(write(tmp_path, main=twice, repas=BLOCK))


def test_a_text_without_a_folder_may_not_include():
    assert codes_of(MAIN) == ["bad-include"]


def test_a_frozen_script_stands_alone_with_the_same_hash(tmp_path: Path):
    path = write(tmp_path, main=MAIN, repas=BLOCK)
    script = loaded(path)
    again, problems = compile_text(freeze(path), "gelé")
    assert list(problems) == []
    assert again is not None
    assert again == script
    assert again.hash == script.hash


def test_the_hash_is_that_of_the_content_and_not_of_its_layout():
    text = questions(MORAL)
    spaced = "# un mot\n" + text.replace("titre: Essai", 'titre:   "Essai"')
    assert read(spaced).hash == read(text).hash
    assert read(text.replace("Comment", "Et comment")).hash != read(text).hash


def test_the_hash_follows_the_blocks(tmp_path: Path):
    before = loaded(write(tmp_path, main=MAIN, repas=BLOCK)).hash
    after = loaded(write(tmp_path, repas=BLOCK.replace("Mangez-vous", "Avez-vous mangé"))).hash
    assert before != after


def test_a_script_with_errors_is_not_frozen(tmp_path: Path):
    path = write(tmp_path, main=MAIN.replace("moral\n", "\n"), repas=BLOCK)
    with pytest.raises(InputRefused) as refused:
        freeze(path)
    assert refused.value.problems


def test_odd_characters_survive_freezing(tmp_path: Path):
    path = write(tmp_path, main=questions(ODD))
    script = loaded(path)
    again, _ = compile_text(freeze(path), "gelé")
    assert again is not None
    assert again.questions[0].say == script.questions[0].say


def test_a_block_whose_keywords_are_those_of_both_languages_fits_any_script(tmp_path: Path):
    main = """\
script: a
title: A
sections:
  - id: s
    title: S
    questions:
      - {id: well, type: yes_no, say: Well?}
      - include: blocs/neutre.yaml
"""
    block = "questions: []\n"
    assert loaded(write(tmp_path, main=main, neutre=block)).language == "en"


@pytest.mark.parametrize("own", ["{id: a, si: vide(moral), dire: Vite}", "vite"])
def test_rules_of_the_script_that_are_no_list_are_told_though_a_block_brings_some(tmp_path, own):
    path = write(tmp_path, repas=BLOCK, main=f"{MAIN}alertes: {own}\n")
    assert problem_codes(path) == ["not-a-list"]


def test_a_block_brings_its_rules_to_a_script_that_leaves_its_own_empty(tmp_path):
    path = write(tmp_path, repas=BLOCK, main=f"{MAIN}alertes:\n")
    assert [alert.id for alert in loaded(path).alerts] == ["r_faim"]


def test_the_same_block_twice_without_a_prefix_has_its_ids_twice(tmp_path):
    twice = questions(MORAL, "- inclure: blocs/repas.yaml", "- inclure: blocs/repas.yaml")
    assert "duplicate-id" in problem_codes(write(tmp_path, repas=BLOCK, main=twice))


@pytest.mark.parametrize("name", ["autour.yaml", "a" * 300, "a/" * 3000])
def test_a_name_that_the_disk_refuses_is_a_missing_block(tmp_path: Path, name: str):
    (tmp_path / "autour.yaml").symlink_to("autour.yaml")
    path = write(tmp_path, main=f"script: essai\ntitre: Essai\nsections:\n  - inclure: {name}\n")
    assert problem_codes(path)[0] == "include-missing"
    assert blocks_of(path) == ()
