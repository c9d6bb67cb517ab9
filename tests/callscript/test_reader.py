"""YAML in which text stays text, and every unreadable file is explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.callscript.writing import MORAL, codes_of, only_problem, pointed_at, questions
from veille_tui.callscript.compiler import compile_text, load_script
from veille_tui.callscript.reader import MAX_BYTES, read_bytes, read_text
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Scalar, Table


def value_of(text: str) -> object:
    """What `x: text` means."""
    root = read_text(f"x: {text}\n", "essai.yaml", Reporter())
    node = root.get("x") if isinstance(root, Table) else None
    assert isinstance(node, Scalar)
    return node.value


@pytest.mark.parametrize(
    "text",
    "oui non on off yes no y n Oui vrai faux True 0612345678 01004 007 12:30 1:30:15 2020-03-17"
    " 1_000 0x1F 0o17 1e3 .5 5. +5 .inf .nan = <<x 9999999999999999 06.39.98.00.01".split(),
)
def test_what_is_not_plainly_a_number_stays_text(text):
    assert value_of(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-7", -7),
        ("38.5", 38.5),
        ("true", True),
        ("false", False),
        ("~", None),
        ("", None),
    ],
)
def test_plain_numbers_and_truths_are_read(text, value):
    assert value_of(text) == value


@pytest.mark.parametrize("text", ['"12"', "'true'", '"~"'])
def test_between_quotes_everything_is_text(text):
    assert value_of(text) == text[1:-1]


def test_a_key_twice_is_an_error_that_names_the_first():
    text = questions(MORAL, then="titre: Encore\n")
    problem = only_problem(text)
    assert problem.code == "duplicate-key"
    assert pointed_at(text, problem) == "titre: Encore"
    assert "ligne 2" in problem.message


def test_a_merge_key_brings_what_is_not_there():
    root = read_text("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n", "essai.yaml", Reporter())
    assert isinstance(root, Table)
    merged = root.get("b")
    assert isinstance(merged, Table)
    assert {key.text: getattr(node, "value", None) for key, node in merged.entries} == {
        "y": 3,
        "x": 1,
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-file"),
        ("# rien\n", "empty-file"),
        ("a:\n\t- b\n", "tab"),
        ("a: b: c\n", "unexpected-colon"),
        ('a: "b\n', "unclosed-quote"),
        ("a: [b, c\n", "unclosed-bracket"),
        ("a: @b\n", "reserved-sign"),
        ('a: "\\d"\n', "bad-escape"),
        ("a: 1\n b: 2\n", "bad-indent"),
        ("a:b\nc: d\n", "missing-space"),
        ("a\nc: d\n", "missing-colon"),
        ('a: "b" == c\n', "text-after-quote"),
        ("a: [b] c\n", "text-after-bracket"),
        ("a:\n  b: 1\n c: 2\n", "bad-indent"),
        ("a: *b\n", "unknown-alias"),
        ("a: 1\n--- \nb: 2\n", "several-documents"),
        ("a: !!python/object:os.system x\n", "yaml-tag"),
        ("a: \x00b\n", "control-character"),
        ("? [a, b]\n: c\n", "bad-key"),
        ("a: {<<: 3}\n", "bad-merge"),
        ("- " * 200 + "a\n", "too-deep"),
        ("[" * 200, "too-deep"),
        ("- a\n- b\n", "not-a-script"),
        ("bonjour\n", "not-a-script"),
    ],
)
def test_an_unreadable_file_says_why(text, code):
    assert code in codes_of(text)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: 1\nb: c: d\ne: 2\n", 2, 5),
        ("a: 1\nbb:c\nd: e\n", 2, 3),
        ("a: 1\n  b: 2\n", 2, 3),
        ('a: 1\nb: "c\nd: e\n', 2, 4),
        ("a: 1\nb: [c, d\ne: f\n", 2, 4),
    ],
)
def test_an_unreadable_file_is_pointed_at_where_the_mistake_was_made(text, line, column):
    report = Reporter()
    read_text(text, "essai.yaml", report)
    assert [(one.line, one.column) for one in report.problems] == [(line, column)]


def test_without_its_fast_parser_a_file_is_read_the_same(monkeypatch):
    import yaml

    fast = codes_of(questions(MORAL, then="titre: Encore\nrythme: souvent\n"))
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert codes_of(questions(MORAL, then="titre: Encore\nrythme: souvent\n")) == fast
    report = Reporter()
    assert read_text("a: {x: Ça va ?}\n", "essai.yaml", report) is not None
    (problem,) = report.problems
    assert problem.code == "unclosed-bracket"
    assert "libyaml" in problem.message
    assert problem.hint.endswith('a: {x: "Ça va ?"}')


def test_aliases_cannot_multiply_without_end():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "too-many-values" in codes_of("\n".join(lines))


def test_a_file_may_begin_with_a_byte_order_mark_and_end_its_lines_as_windows_does():
    text = questions(MORAL).replace("\n", "\r\n")
    with_mark = read_bytes(b"\xef\xbb\xbf" + text.encode(), "essai.yaml", Reporter())
    plain = read_bytes(questions(MORAL).encode(), "essai.yaml", Reporter())
    assert isinstance(with_mark, Table)
    assert isinstance(plain, Table)
    assert [key.text for key, _ in with_mark.entries] == [key.text for key, _ in plain.entries]


@pytest.mark.parametrize(
    ("encoding", "place"),
    [("cp1252", (2, 21)), ("utf-16", (1, 1)), ("utf-16-le", (1, 1)), ("utf-16-be", (1, 1))],
)
def test_another_encoding_is_named_with_its_remedy_and_the_rest_is_checked(
    tmp_path: Path, encoding: str, place: tuple[int, int]
):
    file = tmp_path / "essai.yaml"
    text = questions(MORAL, then="titres: x\n").replace("titre: Essai", "titre: Essai de Santé")
    file.write_bytes(text.encode(encoding))
    script, problems = load_script(file)
    assert script is None
    assert [problem.code for problem in problems] == ["not-utf8", "unknown-key"]
    wrong = problems.found[0]
    assert (wrong.line, wrong.column) == place
    assert ("UTF-16" if "16" in encoding else "1252") in wrong.message
    assert "Bloc-notes" in wrong.hint
    assert "VS Code" in wrong.hint


def test_lines_in_two_encodings_are_both_understood():
    report = Reporter()
    root = read_bytes("a: \u00e9t".encode() + b"\xe9\n", "essai.yaml", report)
    assert isinstance(root, Table)
    assert getattr(root.get("a"), "value", "") == "été"
    assert [(one.code, one.line, one.column) for one in report.problems] == [("not-utf8", 1, 6)]


def test_accents_that_were_spoilt_before_are_pointed_at():
    report = Reporter()
    read_text("dire: L'Ã©tÃ©\naide: Prenez lâ€™eau\n", "essai.yaml", report)
    assert [(one.code, one.severity) for one in report.problems] == [
        ("garbled-accents", "warning")
    ] * 3


def test_a_file_that_is_not_there_or_not_a_file_says_so(tmp_path: Path):
    for path in (tmp_path / "absent.yaml", tmp_path):
        script, problems = load_script(path)
        assert script is None
        assert [problem.code for problem in problems] == ["unreadable-file"]


def test_a_file_that_is_far_too_long_is_refused():
    report = Reporter()
    assert read_bytes(b"a" * (MAX_BYTES + 1), "essai.yaml", report) is None
    assert [problem.code for problem in report.problems] == ["file-too-long"]


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00")
@example(b"{a: &a [*a]}")
@example(b"? ? ? a")
@example(b"%YAML 3.0\n---\na")
def test_no_bytes_make_reading_fail(content):
    report = Reporter()
    if read_bytes(content, "essai.yaml", report) is None:
        assert not report.problems.ok


_PIECES = st.sampled_from(
    "script titre sections questions id type dire si choix code libelle besoins alertes rythme "
    "tous_les essais reponses attendu inclure prefixe defaut contrainte contenu min max pas "
    "ouvertures premier title when &a *a <<".split()
)
_VALUES = st.recursive(
    st.one_of(
        _PIECES,
        st.sampled_from(
            ["oui_non", "choix", "multiple", "nombre", "a == 1", "{nom} {x}", "{", "~"]
        ),
        st.integers(),
        st.booleans(),
        st.none(),
        st.text(max_size=8),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(_PIECES, inner, max_size=6)
    ),
    max_leaves=25,
)


@given(st.dictionaries(_PIECES, _VALUES, max_size=8))
def test_no_structure_makes_compiling_fail(content):
    import json

    script, problems = compile_text(json.dumps(content), "essai.yaml")
    assert (script is None) is not problems.ok


@given(st.data())
def test_no_damage_to_a_script_makes_compiling_fail(data):
    text = questions(MORAL, then="alertes:\n  - {id: a, si: 'moral == \"mal\"', dire: Le 15}\n")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 10)))
    damaged = text[:start] + data.draw(st.text(max_size=6)) + text[end:]
    for problem in compile_text(damaged, "essai.yaml")[1]:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
        assert problem.hint
