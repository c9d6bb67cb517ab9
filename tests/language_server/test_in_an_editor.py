"""Scripts and campaigns in an editor: the language server of VS Code reads the schemas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.callscript.test_campaign_file import FULL
from tests.callscript.test_checks import CHILDREN, CHOICE, ENDING
from tests.callscript.test_example import EXAMPLE
from tests.callscript.test_includes import BLOCK
from tests.callscript.writing import HEAD, MORAL, problems_of, questions
from tests.content.test_supervisors_guide import RIGHT, Example, named
from tests.language_server.editor import Editor, opened_editor
from tests.language_server.installing import installed_server
from veille_tui.callscript.schema import LANGUAGES
from veille_tui.callscript.schema.words import read_words
from veille_tui.callscript.vocabulary import TYPES

FOLDER = Path(__file__).parents[2] / "call_scripts"
FILES = sorted(FOLDER.rglob("*.y*ml"))
MARK = "¦"
"""Where the cursor is, in a text of these tests."""


@pytest.fixture(scope="module")
def editor(request: pytest.FixtureRequest) -> Iterator[Editor]:
    """An editor for the whole file; the language server is installed in pytest's own cache."""
    cache = request.config.cache
    assert cache is not None
    with opened_editor(installed_server(Path(cache.mkdir("language_server")))) as opened:
        yield opened


class Desk:
    """Writes texts that are said to stand among the shipped files, whose schemas they name."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._written = 0

    def underlined(self, text: str, schema: str = "script.fr") -> list[str]:
        """What is underlined in `text`, with what is said of it."""
        return [f"{self._at(text, one)}: {one['message']}" for one in self._open(text, schema)[1]]

    def proposed(self, text: str, schema: str = "script.fr") -> dict[str, dict[str, Any]]:
        """What is proposed where the cursor is."""
        file, line, column = self._place(text, schema)
        return self._editor.proposals(file, line, column)

    def hovered(self, text: str, schema: str = "script.fr") -> str:
        """What is shown when the mouse is where the cursor is."""
        file, line, column = self._place(text, schema)
        return self._editor.hover(file, line, column)

    def _place(self, text: str, schema: str) -> tuple[Path, int, int]:
        before, _, after = text.partition(MARK)
        file, _problems = self._open(before + after, schema)
        return file, before.count("\n") + 1, len(before) - before.rfind("\n") - 1

    def _open(self, text: str, schema: str) -> tuple[Path, list[dict[str, Any]]]:
        self._written += 1
        file = FOLDER / f"never_saved_{id(self)}_{self._written}.yaml"
        modeline = f"# yaml-language-server: $schema=schema/{schema}.json\n"
        return file, self._editor.open(file, modeline + text)

    @staticmethod
    def _at(text: str, problem: dict[str, Any]) -> str:
        start, end = problem["range"]["start"], problem["range"]["end"]
        line: str = text.splitlines()[start["line"] - 1]
        return line[start["character"] : end["character"] if end["line"] == start["line"] else None]


@pytest.fixture
def desk(editor: Editor) -> Desk:
    return Desk(editor)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_nothing_is_underlined_in_a_shipped_file(editor: Editor, file: Path):
    problems = editor.open(file, file.read_text(encoding="utf-8"))
    assert [(one["range"]["start"], one["message"]) for one in problems] == []


def shipped_with(words: str) -> tuple[Path, str]:
    """The first shipped file that holds `words`, and its text."""
    texts = {file: file.read_text(encoding="utf-8") for file in FILES}
    return next((file, text) for file, text in texts.items() if words in text)


def test_a_mistake_in_a_shipped_file_is_underlined_by_its_own_first_line(editor: Editor):
    file, text = shipped_with("urgence: aujourdhui")
    (problem,) = editor.open(file, text.replace("urgence: aujourdhui", "urgence: demain", 1))
    assert '"immediate", "aujourdhui", "semaine"' in problem["message"]


ODD = questions(
    MORAL,
    """
    - {id: douze, type: nombre, dire: 12, aide: true, eviter: 0612345678, min: -3, max: 38.5}
    - id: un
      type: choix
      dire: on
      si: vrai
      obligatoire: oui
      defaut: 1
      choix: [{code: 1, libelle: 2}, {code: true, libelle: false, precision: false}]
    - {id: liste, type: multiple, dire: x, si: true, choix: [{code: a, libelle: A}], defaut: [a]}
    - {id: lire, type: note, dire: x, message: , aide: }
    """,
    then="""\
    version: 3
    langue: fr
    besoins: [{theme: 3, si: age > 3, vers: 15, note: true}]
    alertes: [{id: samu, si: age > 99, dire: Le 15, appeler: 15}]
    rythme: [{si: vit_seul, tous_les: P7D, jusqu_au: 11/05/2020}]
    essais:
      - nom: 1
        locataire: {age: 80, vit_seul: oui, marqueurs: [3], publics: []}
        reponses: {moral: bien, un: 1, douze: 3, liste: [a]}
        attendu: {questions: [], besoins: [3, {theme: 3}], rythme: , complet: faux}
    """,
)


@pytest.mark.parametrize("text", [EXAMPLE, ODD, questions(MORAL), questions(CHILDREN)])
def test_nothing_is_underlined_in_what_the_compiler_takes(desk: Desk, text: str):
    assert [one.message for one in problems_of(text) if one.severity == "error"] == []
    assert desk.underlined(text) == []


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("script.fr", ENDING.replace("ISSUE", "refus_definitif")),
        ("script.fr", "script: e\ntitre: E\ninclure: [blocs/s.yaml, {inclure: t.yaml}]\n"),
        ("script.fr", "script: e\ntitre: E\ninclure: blocs/s.yaml\n"),
        ("script.fr", questions("- {inclure: blocs/repas.yaml, prefixe: r_}")),
        ("script.fr", "script: e\ntitre: E\nsections:\n  - {inclure: blocs/s.yaml}\n"),
        ("bloc.fr", BLOCK),
        ("bloc.fr", "- {id: a, type: texte, dire: x}\n"),
        ("bloc.fr", "- {id: s, titre: S, questions: []}\n"),
        ("bloc.fr", EXAMPLE),
        ("bloc.en", "questions:\n  - {id: a, type: yes_no, say: x, required: yes}\n"),
        ("campagne.fr", FULL),
        ("campagne.fr", "campagne: a\ntitre: A\nscript: a.yaml\nhoraires: {jours: tous}\n"),
        ("campagne.fr", "campagne: a\ntitre: A\nscript: a\nhoraires: {plages: ['9:00-12:00']}\n"),
        (
            "campagne.en",
            """campaign: a
title: A
script: a.yaml
hours: {days: all}
relays: [{channel: visit, after: 5}]
""",
        ),
        (
            "script.en",
            """script: a
title: A
sections:
  - id: s
    title: S
    questions:
      - {id: q, type: choice, say: x, choices: [{code: w, label: W, detail: true}]}
""",
        ),
    ],
)
def test_nothing_is_underlined_in_files_of_every_kind(desk: Desk, schema: str, text: str):
    assert desk.underlined(text, schema) == []


@pytest.mark.parametrize(
    "example", [one for one in RIGHT if one.kind in {"script", "campagne"}], ids=named
)
def test_nothing_is_underlined_in_the_files_of_the_supervisors_guide(desk: Desk, example: Example):
    assert desk.underlined(example.text, f"{example.kind}.fr") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD.replace("titre: Tout", "titres: Tout") + "      []\n", "titres"),
        (questions("- {id: a, type: texte, say: x, dire: x}"), "say: Property say"),
        (questions("- {id: a, type: yes_no, dire: x}"), "yes_no: "),
        (questions("- {id: a, type: texte, dire: [x]}"), "[x]: Il manque un texte ici"),
        (questions("- {id: a, type: texte, dire: }"), "Il manque un texte ici"),
        (questions("- {id: a b, type: texte, dire: x}"), "a b: Des lettres, des chiffres"),
        (questions("- {id: a, type: nombre, dire: x, min: trois}"), "trois: Un nombre est"),
        (questions("- {id: a, type: texte, dire: x, min: 3}"), "min: Property min"),
        (questions("- {id: a, type: texte, dire: x, choix: []}"), "choix: Property choix"),
        (questions("- {id: a, type: choix, dire: x}"), 'Missing property "choix"'),
        (questions("- {id: a, type: oui_non, dire: x, obligatoire: non-dit}"), "Écrire vrai ou"),
        (questions("- {id: a, type: oui_non, dire: x, si: 3}"), "3: Une condition est attendue"),
        (questions("- {inclure: a.yaml, type: texte}"), "type: Property type"),
        (questions("- {id: a, type: oui_non, dire: x, prefixe: b_}"), "prefixe: Property"),
        (questions(CHOICE.format(choices="{code: b}")), 'Missing property "libelle"'),
        (questions(CHOICE.format(choices="b")), "b: "),
        (
            questions(CHOICE.format(choices="{code: b, libelle: B, urgence: semaine}")),
            "property besoin required by property urgence",
        ),
        (questions(CHOICE.format(choices="{code: 'b,c', libelle: B}")), "Un mot court, sans"),
        (questions(MORAL, then="besoins: [{si: age > 3}]\n"), 'Missing property "theme"'),
        (questions(MORAL, then="besoins: repas\n"), "repas: Une liste est attendue"),
        (questions(MORAL, then="besoins: [{theme: a, urgence: demain}]\n"), "demain: "),
        (questions(MORAL, then="alertes: [{id: a, dire: x, appeler: quinze}]\n"), "quinze: Des"),
        (questions(MORAL, then="ouvertures: {premiere: x}\n"), "premiere: Property premiere"),
        (questions(MORAL, then="ouvertures: Bonjour\n"), "Bonjour: Un groupe est attendu"),
        (questions(MORAL, then="essais: [{nom: a}]\n"), 'Missing property "attendu"'),
        ("script: a\ntitre: b\n", 'Missing property "sections"'),
    ],
)
def test_a_mistake_is_underlined_where_it_is(desk: Desk, text: str, said: str):
    assert any(said in one for one in desk.underlined(text))


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("bailleurs: x", "bailleurs: Property bailleurs"),
        ("publics: [{id: a, titre: A, priorite: 0}]", "0: Un nombre entier"),
        ("horaires: {jours: [lundy]}", "lundy: "),
        ("horaires: {jours: lundi}", "lundi: Une liste de jours"),
        ("horaires: {plages: [{id: a, de: midi, a: '12:00'}]}", "midi: Une heure"),
        ("relais: [{canal: pigeon, apres: 3}]", "pigeon: "),
        ("relais: [{apres: 3}]", 'Missing property "canal"'),
        ("tentatives: {delais: {absent: 3 heures}}", "absent: Property absent"),
    ],
)
def test_a_mistake_in_a_campaign_is_underlined_too(desk: Desk, rules: str, said: str):
    text = f"campagne: a\ntitre: A\nscript: a.yaml\n{rules}\n"
    assert any(said in one for one in desk.underlined(text, "campagne.fr"))


def documented(proposal: dict[str, Any]) -> str:
    """What is shown beside a proposal."""
    said = proposal.get("documentation", "")
    return str(said["value"] if isinstance(said, dict) else said)


def test_the_keywords_of_a_question_are_proposed_with_what_they_mean(desk: Desk):
    proposed = desk.proposed(questions(MORAL) + f"      - id: souffle\n        {MARK}\n")
    words = read_words("script", "fr")
    assert documented(proposed["aide"]) == words.entry("question", "hint")["text"]
    assert proposed["aide"]["insertText"].startswith("aide: ")
    assert {"type", "dire", "eviter", "si", "choix", "obligatoire"} <= set(proposed)
    assert "titre" not in proposed


def test_a_whole_question_is_proposed_after_a_dash(desk: Desk):
    proposed = desk.proposed(questions(MORAL) + f"      - {MARK}\n")
    assert "type: oui_non" in proposed["une question par oui ou non"]["insertText"]
    assert "inclure" in proposed


def test_types_are_proposed_with_what_they_mean(desk: Desk):
    proposed = desk.proposed(HEAD + f"      - id: souffle\n        type: {MARK}\n")
    assert set(proposed) == set(TYPES.values())
    assert documented(proposed["accord"]) == "un accord : oui ou non, demandé clairement"


def test_where_a_text_stands_only_texts_are_proposed(desk: Desk):
    proposed = desk.proposed(HEAD + f"      - id: souffle\n        dire: {MARK}\n")
    assert set(proposed) == set(read_words("script", "fr").entry("question", "say")["examples"])


def test_true_and_false_are_proposed_in_french(desk: Desk):
    proposed = desk.proposed(HEAD + f"      - id: souffle\n        obligatoire: {MARK}\n")
    assert set(proposed) == {"vrai", "faux"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_keyword_tells_what_it_means_under_the_mouse(desk: Desk, language: str):
    text = EXAMPLE.replace("dire: Comment", f"di{MARK}re: Comment")
    if language == "en":
        text = f"script: a\ntitle: A\nsections:\n  - id: s\n    questions:\n      - sa{MARK}y: x\n"
    entry = read_words("script", language).entry("question", "say")
    shown = desk.hovered(text, f"script.{language}")
    assert entry["text"] in shown
    assert entry["examples"][0] in shown


def test_a_list_shows_its_example_under_the_mouse(desk: Desk):
    text = FULL.replace("relais:", f"rel{MARK}ais:")
    shown = desk.hovered(text, "campagne.fr")
    assert "quand le téléphone ne suffit plus" in shown
    assert "- {canal: voisin, apres: 5}" in shown


def test_in_a_shipped_script_the_cursor_finds_the_keywords(editor: Editor):
    file, text = shipped_with("obligatoire: vrai\n")
    lines = text.splitlines()
    line = next(number for number, text in enumerate(lines) if text.strip() == "obligatoire: vrai")
    column = lines[line].index("o")
    lines[line] = " " * column
    editor.open(file, "\n".join(lines))
    proposed = editor.proposals(file, line, column)
    assert "Vrai : l'appel ne peut pas être terminé" in documented(proposed["obligatoire"])
    start = " " * column + "dire: "
    said = next(number for number, text in enumerate(lines) if text.startswith(start))
    assert "Ce qui est dit à voix haute" in editor.hover(file, said, column + 1)
