"""The supervisors' guide: each of its examples is right, and shows every keyword there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

import pytest

from tests.callscript.writing import HEAD
from veille_tui.callscript.campaign_file import read_campaign
from veille_tui.callscript.campaign_words import CAMPAIGN_KEYS
from veille_tui.callscript.compiler import load_script
from veille_tui.callscript.faq_file import read_faq
from veille_tui.callscript.partner_file import read_partners
from veille_tui.callscript.reader import read_text
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.schema.shapes import CAMPAIGN_SHAPES, SCRIPT_SHAPES, Shape
from veille_tui.callscript.tree import Listing, Node, Table
from veille_tui.callscript.vocabulary import KEYS, OUTCOMES, TYPES, URGENCIES, words_of
from veille_tui.domain.condition_tokens import CONTEXT_WORDS, FUNCTION_WORDS, OPERATOR_WORDS
from veille_tui.domain.script_cases import run_case
from veille_tui.domain.texts import PLACEHOLDERS
from veille_tui.problems import Problems

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guide_superviseurs.md").read_text(encoding="utf-8")
_FENCE = re.compile(r"^```yaml ([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_WHOLE = {"script", "suite", "campagne", "faq", "annuaire"}
_OF_CAMPAIGNS = {"campagne", "faq", "annuaire"}
QUESTIONS = """\
- {id: moral, type: choix, dire: Comment allez-vous ?, choix: [{code: bien, libelle: Bien}, \
{code: fatigue, libelle: Fatigue}, {code: mal, libelle: Mal}]}
- {id: souffle, type: oui_non, si: moral == "mal", dire: Respirez-vous mal ?}
- {id: aide_pour, type: multiple, dire: Pour quoi ?, choix: [{code: repas, libelle: Repas}, \
{code: argent, libelle: Argent}, {code: autre, libelle: Autre, precision: vrai}]}
- {id: verres, type: nombre, dire: Combien de verres ?}
- {id: accord_transmission, type: accord, si: moral == "fatigue", dire: Puis-je transmettre ?}
"""
"""What examples of questions and rules stand after."""


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of YAML in the guide."""

    line: int
    kind: str
    text: str
    is_wrong: bool = False
    file: str = ""
    """Where a block is kept, for those that include it."""
    before: str = ""
    """What it goes on from, when it is the continuation of a script."""

    @property
    def place(self) -> str:
        """Where its keywords stand in the vocabulary."""
        places = {"règles": "script", "suite": "script", "bloc": "block", "campagne": "campaign"}
        places |= {"faq": "faq_file", "annuaire": "partner_file"}
        return places.get(self.kind, self.kind)

    def framed(self) -> str:
        """The example in a whole file."""
        if self.kind == "question":
            own = set(re.findall(r"\bid: (\w+)", self.text))
            known = [line for line in QUESTIONS.splitlines() if line[7:].split(",")[0] not in own]
            return HEAD + indent("\n".join(known) + "\n" + self.text, " " * 6)
        if self.kind == "section":
            return HEAD + indent(QUESTIONS, " " * 6) + indent(self.text, "  ")
        if self.kind == "règles":
            return HEAD + indent(QUESTIONS, " " * 6) + self.text
        return self.before + self.text


def examples() -> Iterator[Example]:
    """Every piece of YAML in the guide, in order."""
    before = ""
    for found in _FENCE.finditer(GUIDE):
        words = found[1].split()
        is_wrong = words[0] == "faux"
        kind, *file = words[1:] if is_wrong else words
        line = GUIDE.count("\n", 0, found.start()) + 1
        goes_on = kind == "suite"
        yield Example(line, kind, found[2], is_wrong, "".join(file), before if goes_on else "")
        before = before + found[2] if goes_on else found[2]


RIGHT = [one for one in examples() if not one.is_wrong]
WRONG = [one for one in examples() if one.is_wrong]
BLOCKS = [one for one in RIGHT if one.kind == "bloc"]
BESIDE = [one for one in RIGHT if one.kind in {"faq", "annuaire"}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A supervisor's folder: the guide's first script, its blocks, a directory of partners."""
    for block in BLOCKS + BESIDE:
        file = tmp_path / block.file
        file.parent.mkdir(exist_ok=True)
        file.write_text(block.text, encoding="utf-8")
    (tmp_path / "courtoisie.yaml").write_text(RIGHT[0].text, encoding="utf-8")
    return tmp_path


def checked(example: Example, folder: Path) -> Problems:
    """What is wrong with an example in its frame."""
    file = folder / "exemple.yaml"
    file.write_text(example.framed(), encoding="utf-8")
    report = Reporter()
    if example.kind == "faq":
        read_faq(file, report)
    elif example.kind == "annuaire":
        read_partners(file, report, "fr")
    else:
        return (read_campaign if example.kind == "campagne" else load_script)(file)[1]
    return report.problems


def named(example: Example) -> str:
    """The line of an example, for the name of its test."""
    return f"line {example.line}"


@pytest.mark.parametrize("example", [one for one in RIGHT if one.kind != "bloc"], ids=named)
def test_an_example_of_the_guide_is_right(example: Example, folder: Path) -> None:
    problems = checked(example, folder)
    told = problems.found if example.kind in _WHOLE else problems.errors
    assert [f"{one.line}: {one.message} {one.hint}" for one in told] == []


@pytest.mark.parametrize("example", WRONG, ids=named)
def test_a_trap_of_the_guide_is_one(example: Example, folder: Path) -> None:
    assert checked(example, folder).errors


@pytest.mark.parametrize("example", [one for one in RIGHT if "essais:" in one.text], ids=named)
def test_a_case_of_the_guide_passes(example: Example, folder: Path) -> None:
    file = folder / "essais.yaml"
    file.write_text(example.framed(), encoding="utf-8")
    script, problems = load_script(file)
    assert script is not None, [one.message for one in problems]
    assert [run_case(script, case) for case in script.cases] == [()] * len(script.cases)


def test_every_block_of_the_guide_is_included() -> None:
    included = {found for one in RIGHT for found in re.findall(r"inclure: (\S+)", one.text)}
    assert included == {block.file for block in BLOCKS}


Keys = Mapping[str, Mapping[str, str]]
Shapes = Mapping[str, Mapping[str, Shape]]


def used(node: Node | None, place: str, keys: Keys, shapes: Shapes) -> Iterator[tuple[str, str]]:
    """Every place and French keyword in an example that stands at `place`."""
    for item in node.items if isinstance(node, Listing) else (node,):
        if not isinstance(item, Table):
            continue
        there = "include" if item.get("inclure") and place in {"question", "section"} else place
        english = words_of(keys[there], "fr")
        for key, inside in item.entries:
            yield there, key.text
            shape = shapes[there][english[key.text]]
            inner = {"expected_needs": "expected_need", "slots": "slot"}.get(shape.kind)
            if inner or shape.place:
                yield from used(inside, inner or shape.place, keys, shapes)


def shown() -> set[tuple[str, str]]:
    """Every place and keyword that the guide has an example of."""
    found: set[tuple[str, str]] = set()
    for one in RIGHT:
        is_campaign = one.kind in _OF_CAMPAIGNS
        tables = (CAMPAIGN_KEYS, CAMPAIGN_SHAPES) if is_campaign else (KEYS, SCRIPT_SHAPES)
        root = read_text(one.text, named(one), Reporter())
        found |= set(used(root, one.place, *tables))
    return found


SAME_IN_A_BLOCK = set(KEYS["script"].values())
KEYWORDS = {
    (place, word)
    for table in (KEYS, CAMPAIGN_KEYS)
    for place, words in table.items()
    for word in words.values()
    if not (place == "block" and word in SAME_IN_A_BLOCK)
}


def test_every_keyword_has_an_example_in_the_guide() -> None:
    assert KEYWORDS - shown() == {("script", "inclure")}, "sections are included in their place"


@pytest.mark.parametrize(
    "words",
    [
        TYPES.values(),
        URGENCIES.values(),
        OUTCOMES.values(),
        OPERATOR_WORDS["fr"],
        FUNCTION_WORDS["fr"],
        CONTEXT_WORDS["fr"],
        PLACEHOLDERS["fr"],
    ],
)
def test_every_word_of_the_language_is_in_an_example(words: Iterator[str]) -> None:
    written = "\n".join(one.text for one in RIGHT)
    assert [word for word in words if not re.search(rf"\b{word}\b", written)] == []


def test_every_kind_of_yaml_in_the_guide_is_known() -> None:
    assert "```yaml\n" not in GUIDE
    kinds = {"script", "section", "question", "règles", "suite", "bloc"} | _OF_CAMPAIGNS
    assert {one.kind for one in examples()} <= kinds


def test_every_link_inside_the_guide_leads_somewhere() -> None:
    titles = re.findall(r"^##+ (.*)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\(#([^)]*)\)", GUIDE)) <= anchors


def test_the_readme_leads_to_the_guide() -> None:
    assert "(docs/guide_superviseurs.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
