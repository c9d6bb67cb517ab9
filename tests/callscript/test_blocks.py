"""A shared block checked alone, and what an include may say beside the file's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.callscript.test_includes import loaded, problem_codes, write
from tests.callscript.writing import MORAL, questions
from veille_tui.callscript.blocks import CheckedFile, check_file
from veille_tui.callscript.compiler import compile_text, freeze, load_script
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import walk

BLOCK = """\
questions:
  - {id: sommeil, type: oui_non, si: 'moral == "mal"', dire: Dormez-vous bien ?}
  - {id: nuits, type: oui_non, si: 'sommeil == "non"', dire: "Depuis longtemps ?"}
"""


def block(folder: Path, text: str) -> CheckedFile:
    """What the check tells of a block in a file of its own."""
    path = folder / "bloc.yaml"
    path.write_text(text, encoding="utf-8")
    return check_file(path)


def told(folder: Path, text: str) -> list[str]:
    """The codes of what the check tells of a block."""
    return [problem.code for problem in block(folder, text).problems]


def test_a_sound_block_has_no_problem_and_names_what_it_awaits(tmp_path: Path):
    checked = block(tmp_path, BLOCK)
    assert list(checked.problems) == []
    assert checked.block is not None
    assert checked.block.questions == 2
    assert checked.block.wanted == ("moral",)


def test_a_bare_list_of_questions_is_a_block_too(tmp_path: Path):
    checked = block(tmp_path, "- {id: a, type: oui_non, dire: x}\n")
    assert list(checked.problems) == []
    assert checked.block is not None


def test_sections_without_the_identity_of_a_script_are_a_block(tmp_path: Path):
    text = "sections:\n  - id: s\n    titre: S\n    questions: []\n"
    assert block(tmp_path, text).block is not None


def test_a_script_is_checked_as_a_script(tmp_path: Path):
    checked = block(tmp_path, questions(MORAL))
    assert checked.block is None
    assert list(checked.problems) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BLOCK.replace("type: oui_non", "type: ouinon", 1), "unknown-value"),
        (BLOCK.replace('"non"\'', '"peut-être"\''), "unknown-code"),
        (BLOCK + "besoin: []\n", "unknown-key"),
        (BLOCK + "besoins: [{si: vide(nuits)}]\n", "missing-key"),
        (BLOCK + "mention: 'Vos {donnees}'\n", "later-question"),
        ("questions:\n  - {id: a, type: oui_non, dire: x, si: b = 1}\n", "single-equals"),
        ("questions:\n  - {inclure: absent.yaml}\n", "include-missing"),
        ("script: a\nquestions: []\n", "missing-key"),
        ("- bonjour\n", "not-a-script"),
    ],
)
def test_a_wrong_block_says_what_is_wrong(tmp_path: Path, text: str, code: str):
    text = text.replace("{donnees}", "{sommeil}")
    assert code in told(tmp_path, text)


def test_a_name_close_to_one_of_the_block_is_doubted(tmp_path: Path):
    assert told(tmp_path, BLOCK.replace("'sommeil ==", "'someil ==")) == ["maybe-misspelt"]


def test_a_block_alone_is_no_script(tmp_path: Path):
    path = tmp_path / "bloc.yaml"
    path.write_text(BLOCK, encoding="utf-8")
    script, problems = load_script(path)
    assert script is None
    assert [problem.code for problem in problems] == ["block-alone"]
    assert "- inclure: bloc.yaml" in problems.found[0].hint


def test_a_name_that_the_script_lacks_is_told_in_the_block_with_the_way_out(tmp_path: Path):
    main = questions("- {id: autre, type: oui_non, dire: x}", "- {inclure: blocs/nuit.yaml}")
    _script, problems = load_script(write(tmp_path, main=main, nuit=BLOCK))
    problem = problems.found[0]
    assert problem.code == "unknown-name"
    assert problem.file.endswith("nuit.yaml")
    assert "inclure plus haut" in problem.hint


PLAIN = """\
questions:
  - {id: a, type: oui_non, dire: x}
  - {id: b, type: oui_non, si: 'a == "oui"', dire: y}
"""
ONLY = questions(
    MORAL, "- {inclure: blocs/plain.yaml, prefixe: p_, si: 'moral == \"mal\" ou age > 80'}"
)


def test_an_include_may_have_a_condition_of_its_own(tmp_path: Path):
    script = loaded(write(tmp_path, main=ONLY, plain=PLAIN))

    def asked(age: int, **answers: str) -> tuple[str, ...]:
        return walk(script, Profile(age=age), "first", answers).asked

    assert asked(70, moral="bien") == ("moral",)
    assert asked(70, moral="bien", p_a="oui") == ("moral",)
    assert asked(90, moral="bien") == ("moral", "p_a")
    assert asked(70, moral="mal", p_a="oui") == ("moral", "p_a", "p_b")


def test_a_condition_of_an_include_reaches_whole_sections(tmp_path: Path):
    main = (
        "script: e\ntitre: E\nsections:\n"
        "  - {id: s, titre: S, questions: [{id: m, type: oui_non, dire: x}]}\n"
        "  - {inclure: blocs/s.yaml, si: 'm == \"oui\"'}\n"
    )
    held = "sections:\n  - {id: t, titre: T, questions: [{id: a, type: oui_non, dire: x}]}\n"
    script = loaded(write(tmp_path, main=main, s=held))
    assert walk(script, Profile(), "first", {"m": "non"}).asked == ("m",)
    assert walk(script, Profile(), "first", {"m": "oui"}).asked == ("m", "a")


def test_a_condition_of_an_include_is_checked_where_it_stands(tmp_path: Path):
    path = write(tmp_path, main=ONLY.replace('"mal"', '"mall"'), plain=PLAIN)
    for problem in load_script(path)[1]:
        assert problem.code == "unknown-code"
        assert problem.file.endswith("main.yaml")
    assert problem_codes(path) == ["unknown-code"]


def test_a_block_in_a_block_keeps_both_conditions_and_both_prefixes(tmp_path: Path):
    middle = (
        "questions:\n  - {id: c, type: oui_non, dire: x}\n"
        "  - {inclure: plain.yaml, prefixe: m_, si: 'c == \"oui\"'}\n"
    )
    main = questions(MORAL, "- {inclure: blocs/milieu.yaml, prefixe: p_, si: vide(moral)}")
    path = write(tmp_path, main=main, milieu=middle, plain=PLAIN)
    script = loaded(path)
    state = walk(script, Profile(), "first", {"p_c": "oui", "p_m_a": "oui"})
    assert state.asked == ("moral", "p_c", "p_m_a", "p_m_b")
    again, problems = compile_text(freeze(path), "gelé")
    assert list(problems) == []
    assert again == script


def test_the_notice_of_a_block_serves_a_script_without_one(tmp_path: Path):
    held = PLAIN + "mention: Vos réponses sont effacées.\n"
    path = write(tmp_path, main=questions(MORAL, "- {inclure: blocs/n.yaml}"), n=held)
    assert loaded(path).notice == "Vos réponses sont effacées."
    own = questions(MORAL, "- {inclure: blocs/n.yaml}", then="mention: La nôtre.\n")
    assert loaded(write(tmp_path, main=own)).notice == "La nôtre."


def test_the_last_word_of_the_script_comes_after_those_of_its_blocks(tmp_path: Path):
    held = PLAIN + "conclusions:\n  - {si: 'a == \"oui\"', dire: Du bloc}\n"
    own = "conclusions:\n  - {si: age > 80, dire: Du script}\n  - {dire: Au revoir}\n"
    main = questions("- {inclure: blocs/n.yaml}", then=own)
    path = write(tmp_path, main=main, n=held)
    assert [rule.say for rule in loaded(path).closings] == ["Du script", "Du bloc", "Au revoir"]
    assert list(load_script(path)[1]) == []


def test_conditions_that_contradict_each_other_are_told_in_the_block(tmp_path: Path):
    only = questions(
        *("- {id: n, type: oui_non, dire: x}", "- {inclure: blocs/n.yaml, si: 'n == \"oui\"'}")
    )
    held = "questions:\n  - {id: a, type: oui_non, si: 'n == \"non\"', dire: y}\n"
    problems = list(load_script(write(tmp_path, main=only, n=held))[1])
    assert [problem.code for problem in problems] == ["never-true"]
    assert problems[0].file.endswith("n.yaml")
