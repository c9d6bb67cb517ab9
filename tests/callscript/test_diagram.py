"""Scripts drawn: a Mermaid text that no text of a script can break, and a tree for the terminal."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain import scripting
from veille_tui.callscript.compiler import load_script
from veille_tui.callscript.diagram import mermaid, tree
from veille_tui.config import shipped_scripts
from veille_tui.domain.call_script import (
    AlertRule,
    CadenceRule,
    CallScript,
    Choice,
    ClosingRule,
    NeedRule,
    Question,
    QuestionType,
    Section,
    Urgency,
)

LABEL = '"[^"]*"'
SHAPES = "|".join(
    shape.replace("X", LABEL)
    for shape in (r"\(\[X\]\)", r"\[X\]", r"\[/X/\]", r"\{\{X\}\}", r">X\]")
)
NODE = re.compile(rf"\s+([a-z]+\d*)(?:{SHAPES})(:::\w+)?")
ARROW = re.compile(r'\s+([a-z]+\d*) (-->|-\.->)(\|"[^"]*"\|)? ([a-z]+\d*)')
OTHER = re.compile(r'flowchart TD|\s+subgraph section\d+\["[^"]*"\]|\s+end|\s+classDef \w+ \S.*')
PIECE = re.compile(r'"[^"]*"')
MEANINGFUL = re.compile(r"[<>{}\[\]|`\\%&$@=~^*]|#(?!\d+;)")

HEALTH = Question(
    "moral",
    QuestionType.CHOICE,
    "Comment allez-vous ?",
    required=True,
    choices=(
        Choice("bien", "Bien"),
        Choice("mal", "Mal", need="sante", urgency=Urgency.TODAY),
        Choice("non", "Ne veut pas", outcome="refused_hard", detail=True),
    ),
)
SCRIPT = scripting.script(
    sections=(
        Section(
            "sante",
            "Santé",
            (
                HEALTH,
                scripting.question("souffle", si='moral == "mal"'),
                scripting.question("toux", si='moral == "mal"'),
            ),
        ),
        Section(
            "age", "Âge", (scripting.question("chute"),), when=scripting.when("age >= 80")
        ),
    ),
    needs=(NeedRule("aide", scripting.when('moral == "mal" et souffle == "oui"'), to="ccas"),),
    alerts=(AlertRule("samu", "Proposer le 15", scripting.when('souffle == "oui"'), "15"),),
    cadence=(CadenceRule("P7D", until=date(2020, 5, 11)),),
    closings=(ClosingRule("Au revoir."),),
)  # fmt: skip


def arrows(text: str) -> set[tuple[str, str, str, str]]:
    """Beginning, kind, words and end of every arrow."""
    found = (ARROW.fullmatch(line) for line in text.splitlines())
    return {(m[1], m[2], (m[3] or "").strip('|"'), m[4]) for m in found if m}


def check(text: str) -> None:
    """Every line is one that Mermaid reads, every label is plain words, no arrow leads nowhere."""
    nodes, named = set(), set()
    for line in text.splitlines():
        node, arrow = NODE.fullmatch(line), ARROW.fullmatch(line)
        assert node or arrow or OTHER.fullmatch(line), line
        if node:
            nodes.add(node[1])
        if arrow:
            named |= {arrow[1], arrow[4]}
        for label in PIECE.findall(line):
            plain = label[1:-1].replace("<br/>", "")
            assert plain
            assert not MEANINGFUL.search(plain), line
    assert named <= nodes
    lines = [line.strip() for line in text.splitlines()]
    assert sum(line.startswith("subgraph ") for line in lines) == lines.count("end")


def test_what_is_asked_follows_what_was_asked_and_conditions_stand_in_between():
    drawn = arrows(mermaid(SCRIPT))
    assert ("debut", "-->", "", "q1") in drawn
    assert ("q1", "-->", "", "cq2") in drawn
    assert ("cq2", "-->", "oui", "q2") in drawn
    assert ("cq2", "-.->", "non", "cq3") in drawn
    assert ("q2", "-->", "", "cq3") in drawn


def test_a_section_that_does_not_apply_is_passed_over():
    drawn = arrows(mermaid(SCRIPT))
    assert ("cq3", "-.->", "non", "cs2") in drawn
    assert ("q3", "-->", "", "cs2") in drawn
    assert ("cs2", "-->", "oui", "q4") in drawn
    assert ("cs2", "-.->", "non", "fin") in drawn
    assert ("q4", "-->", "", "fin") in drawn


def test_needs_and_alerts_hang_on_the_answers_that_make_them():
    text = mermaid(SCRIPT)
    drawn = arrows(text)
    assert ("q1", "-.->", "Mal", "n1") in drawn
    assert ("q1", "-.->", "", "r1") in drawn
    assert ("q2", "-.->", "si moral est « mal » et souffle est « oui »", "r1") in drawn
    assert ("q2", "-.->", "si souffle est « oui »", "a1") in drawn
    assert 'a1>"alerte, appeler le 15 : Proposer le 15"]:::alerte' in text
    assert """n1>"besoin : sante, aujourd'hui"]:::besoin""" in text


def test_sections_are_frames_around_their_questions():
    lines = [line.strip() for line in mermaid(SCRIPT).splitlines()]
    frame = lines[lines.index('subgraph section1["Santé"]') : lines.index("end")]
    assert 'q1["moral<br/>Comment allez-vous ?"]' in frame
    assert 'cq2{{"si moral est « mal »"}}:::condition' in frame


_NO_SCRIPTS = ("campagne", "partenaires", "questions")
SHIPPED = [
    one for one in sorted(shipped_scripts().glob("*.yaml")) if not one.stem.startswith(_NO_SCRIPTS)
]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_every_shipped_script_is_drawn_both_ways(file):
    script, _problems = load_script(file)
    assert script is not None
    check(mermaid(script))
    assert all(len(line) <= 80 for line in tree(script))


def drawn_with(text: str) -> CallScript:
    """A script in which every text is `text`."""
    asked = Question(
        "q", QuestionType.CHOICE, text, choices=(Choice("a", text, need=text, outcome=""),)
    )
    section = Section("s", text, (asked,), when=scripting.when("age > 1"))
    return scripting.script(
        sections=(section,),
        needs=(NeedRule(text, to=text, note=text),),
        alerts=(AlertRule("a", text, dial=text),),
        closings=(ClosingRule(text),),
    )


@pytest.mark.parametrize(
    "text",
    [
        'dit "bonjour" [entre] {crochets} (ou pas)',
        "end",
        "%%{init: {'theme': 'dark'}}%% %% commentaire",
        "#quot; &quot; #35; # 1",
        "<script>alert(1)</script><br/>",
        "`code` **gras** $$x^2$$ ~~~ --> ==> -.-> |x|",
        "1. une liste",
        "- une liste",
        "style x fill:#f00; classDef y:#0f0;",
        "première\nseconde\r\n\tligne \x1b[31m \u2028 💊 🏠 œ",
        "",
        "   ",
    ],
)
def test_no_text_means_anything_to_mermaid(text: str):
    check(mermaid(drawn_with(text)))


@given(st.text(max_size=80))
def test_any_text_can_be_drawn(text: str):
    script = drawn_with(text)
    check(mermaid(script))
    assert mermaid(script).encode("utf-8")
    assert tree(script)


def test_the_start_of_a_list_is_not_a_list():
    assert '"1#46; une liste"' in mermaid(drawn_with("1. une liste"))
    assert '"#45; une liste"' in mermaid(drawn_with("- une liste"))


def test_a_direction_is_not_obeyed_in_a_text():
    assert '"la direction#32;TB"' in mermaid(drawn_with("la direction TB"))


def test_long_texts_are_drawn_by_their_first_words():
    text = mermaid(drawn_with("mot " * 200))
    assert max(len(line) for line in text.splitlines()) < 400
    assert "mot…" in text


def test_the_tree_tells_what_is_asked_when_and_what_it_makes():
    assert tree(SCRIPT) == (
        "Essai (essai)",
        "│",
        "├─ Santé",
        "│  ├─ moral (un choix, obligatoire)",
        "│  │     « Comment allez-vous ? »",
        "│  │     • Bien",
        "│  │     • Mal → besoin : sante, aujourd'hui",
        "│  │     • non : Ne veut pas → à préciser ; issue : ne veut plus être appelé",
        "│  ├─ souffle (oui ou non)",
        "│  │     si moral est « mal »",
        "│  │     « souffle ? »",
        "│  └─ toux (oui ou non)",
        "│        si moral est « mal »",
        "│        « toux ? »",
        "│",
        "├─ Âge",
        "│  │  si l'âge est au moins 80",
        "│  └─ chute (oui ou non)",
        "│        « chute ? »",
        "│",
        "├─ Besoins",
        "│  └─ aide, dans la semaine, pour : ccas",
        "│        si moral est « mal » et souffle est « oui »",
        "│",
        "├─ Alertes",
        "│  └─ appeler le 15 : Proposer le 15",
        "│        si souffle est « oui »",
        "│",
        "├─ Rythme",
        "│  │  la première règle vraie l'emporte",
        "│  └─ tous les 7 jours, jusqu'au 2020-05-11",
        "│        toujours",
        "│",
        "└─ Pour prendre congé",
        "   │  la première règle vraie l'emporte",
        "   └─ « Au revoir. »",
        "         toujours",
    )


def test_a_line_never_begins_or_ends_with_lonely_punctuation():
    long = "Est-ce que tout va bien pour vous et pour les vôtres en ce moment, vraiment ?"
    lines = [line.strip(" │├└─") for line in tree(drawn_with(long))]
    assert not [line for line in lines if line.startswith(("?", "»")) or line.endswith("«")]
