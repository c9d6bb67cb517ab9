"""After a mistake of YAML the rest is read too, and nothing is said twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import dedent

import pytest

from tests.callscript.writing import codes_of, pointed_at, problems_of
from veille_tui.callscript.reader import read_text
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Listing, Table
from veille_tui.problems import Problem

SOUND = """\
# Un script d'essai.
script: courtoisie
titre: Appel de courtoisie
finalite: >-
  Prendre des nouvelles des locataires
  et organiser l'aide dont ils ont besoin.
ouvertures:
  premier: Bonjour {civilite} {nom}, ici {benevole}
  suivi: Bonjour, comme convenu
messagerie: "Bonjour : nous vous rappellerons"

sections:
  - id: sante
    titre: Santé et moral
    questions:
      - id: moral
        type: choix
        dire: Comment vous sentez-vous, {civilite} {nom} ?
        aide: Laisser parler, sans couper
        choix:
          - {code: bien, libelle: Bien}
          - {code: mal, libelle: Mal, besoin: sante, urgence: aujourdhui}
      - id: souffle
        type: oui_non
        si: moral == "mal" et age > 60
        dire: 'Avez-vous du mal à respirer ?'

      - id: aides
        type: multiple
        dire: Qui vous aide ?
        choix:
          - code: famille
            libelle: La famille
          - code: voisin
            libelle: Un voisin
  - id: repas
    titre: Les courses
    si: non refus(moral)
    questions:
      - id: frigo
        type: nombre
        dire: Combien de repas d'avance ?
        min: 0

besoins:
  - theme: alimentation
    si: frigo < 2
    urgence: semaine
essais:
  - nom: tout va bien
    motif: suivi
    reponses:
      moral: bien
      frigo: 5
    attendu:
      questions: [moral, aides, frigo]
      alertes: []
"""

_TEXT = r"^( *(?:- )?(?:dire|aide|titre|premier|suivi): )([^\"'>].* .*)$"
_VALUE = r"^( *(?:- )?\w+: )([^\"'>{\[].*)$"
MISTAKES: dict[str, tuple[str, str | Callable[[re.Match[str]], str], set[str]]] = {
    "a tab": (r"^  ", "\t", {"tab"}),
    "a tab after the right spaces": (r"^( +)(\w)", r"\1\t\2", {"tab"}),
    "no space after the colon": (
        r"^( *(?:- )?\w+): ",
        r"\1:",
        {"missing-space", "unknown-key", "not-a-group"},
    ),
    "no space after the dash": (
        r"^( *)- (\w|\{)",
        r"\1-\2",
        {"missing-dash-space", "not-a-list", "bad-key"},
    ),
    "a dash of a word processor": (r"^( *)- ", r"\1– ", {"odd-dash", "not-a-list"}),
    "a colon of another alphabet": (
        r"^( *(?:- )?\w+):",
        r"\1：",
        {"odd-colon", "unknown-key", "not-a-group"},
    ),
    "a colon in a text": (
        _TEXT,
        lambda found: found[1] + _with_colon(found[2]),
        {"unexpected-colon"},
    ),
    "curly quotes": (_TEXT, lambda found: f"{found[1]}“{_with_colon(found[2])}”", {"curly-quotes"}),
    "no colon": (
        r"^( *(?:- )?\w+):",
        r"\1",
        {"missing-colon", "two-keys", "unknown-key", "not-a-group"},
    ),
    "a quote that is not closed": (_VALUE, r'\1"\2', {"unclosed-quote", "text-after-quote"}),
    "a quote that was closed": (r"^(.*: ['\"].*)['\"]$", r"\1", {"unclosed-quote"}),
    "a quoted beginning": (_VALUE, r"\1'Oui' \2", {"text-after-quote"}),
    "an at sign": (_VALUE, r"\1@\2", {"reserved-sign"}),
    "a star": (_VALUE, r"\1* \2", {"reserved-sign"}),
    "a percent sign": (_VALUE, r"\1%\2", {"reserved-sign"}),
    "a placeholder first": (_TEXT, r"\1{nom}, \2", {"text-after-bracket"}),
    "a backslash": (_VALUE, r'\1"\\d \2"', {"bad-escape"}),
    "a brace that is not closed": (r"^( *- \{.*)\}$", r"\1", {"unclosed-bracket"}),
    "a bracket that is not closed": (r"^( *\w+: \[.*)\]$", r"\1", {"unclosed-bracket"}),
    "a brace too many": (r"^( *- \{.*\})$", r"\1}", {"extra-bracket"}),
    "no comma": (r"^( *- \{\w+: \w+), ", r"\1 ", {"missing-comma"}),
    "a comma in a text": (r"^( *- \{.*libelle: \w+)", r"\1, un peu", {"comma-in-text"}),
    "one column too far": (r"^( +(?:- )?\w+: .*)$", r" \1", {"bad-indent"}),
    "one column too near": (r"^ ( +(?:- )?\w+: .*)$", r"\1", {"bad-indent"}),
    "no-break spaces first": (r"^  ( *(?:- |\w+:))", "\u00a0\u00a0\\1", {"odd-space"}),
    "a no-break space before the colon": (r"^( *(?:- )?\w+):", "\\1\u00a0:", {"odd-space"}),
    "a no-break space after the colon": (
        r"^( *(?:- )?\w+): ",
        "\\1:\u00a0",
        {"odd-space", "unknown-key", "not-a-group"},
    ),
    "a line with ---": (r"^(\w+:.*)$", r"---\n\1", {"several-documents"}),
    "a dash twice": (r"^( *)- (\{|si|nom|theme)", r"\1- - \2", {"double-dash", "bad-indent"}),
}


def _with_colon(text: str) -> str:
    return text.replace(" ", " : ", 1)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_one_mistake_is_one_problem_on_its_line_whatever_the_line(mistake):
    """Nearly: a line above or below may as well be the one that stands wrong."""
    pattern, change, codes = MISTAKES[mistake]
    lines = SOUND.split("\n")
    told, astray = 0, []
    for number, line in enumerate(lines, 1):
        damaged = re.sub(pattern, change, line)
        if damaged == line or line.startswith(("#", "  Prendre", "  et ")):
            continue
        found = problems_of("\n".join([*lines[: number - 1], damaged, *lines[number:]]))
        told += 1
        if [one.line for one in found] != [number] or found[0].code not in codes:
            astray.append((number, damaged, [(one.line, one.code) for one in found]))
    assert told
    assert len(astray) <= told * ALLOWED.get(mistake, 0), astray


ALLOWED = {
    "one column too far": 0.2,
    "one column too near": 0.2,
    "a line with ---": 0.2,
    "a no-break space before the colon": 0.1,
    "a dash twice": 0.5,
}
"""Where the line itself is one of several readings: which share may be told otherwise."""


def said_of(text: str) -> list[Problem]:
    """What is wrong with the YAML of `text`, its meaning aside."""
    report = Reporter()
    read_text(text, "essai.yaml", report)
    return list(report.problems)


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("dire: Bonjour : comment allez-vous ?", 'dire: "Bonjour : comment allez-vous ?"'),
        ("dire: “Bonjour : entrez”", 'dire: "Bonjour : entrez"'),
        ('dire: Dites "oui" : c\'est tout', "dire: 'Dites \"oui\" : c''est tout'"),
        ("dire:Bonjour", "dire: Bonjour"),
        ("dire： Bonjour", "dire: Bonjour"),
        ("dire Bonjour", "dire: Bonjour"),
        ("reponses {a: b, c: d}", "reponses: {a: b, c: d}"),
        ("questions: [{id: x}, {dire:Bonjour}]", "dire: Bonjour"),
        ("dire: @Bonjour", 'dire: "@Bonjour"'),
        ("dire: *Bonjour* vous", 'dire: "*Bonjour* vous"'),
        ("dire: {nom}, bonjour", 'dire: "{nom}, bonjour"'),
        ("dire: [Attendre] Bonjour", 'dire: "[Attendre] Bonjour"'),
        ("dire: - Bonjour", 'dire: "- Bonjour"'),
        ("dire: > Bonjour", 'dire: "> Bonjour"'),
        ('dire: "Bonjour', 'dire: "Bonjour"'),
        ("dire: 'Bonjour l'ami'", 'dire: "Bonjour l\'ami"'),
        ('dire: "Oui" ou "non" ?', 'dire: \'"Oui" ou "non" ?\''),
        ('dire: "Prenez le \\d"', "dire: 'Prenez le \\d'"),
        ("choix: [{code: a libelle: b}]", "choix: [{code: a, libelle: b}]"),
        ("choix: [a, b", "choix: [a, b]"),
        ("choix: {code: a, libelle: Oui, un peu}", 'libelle: "Oui, un peu"'),
        ("type: choix dire: Bonjour", "dire: Bonjour"),
    ],
)
def test_the_remedy_shows_the_line_as_it_should_read(line, mended):
    problem = said_of(f"id: a\n{line}\nb: c\n")[0]
    assert problem.line == 2
    assert problem.hint.endswith(f": {mended}")


@pytest.mark.parametrize("item", ["inclure bloc.yaml", "inclure:bloc.yaml"])
def test_an_item_without_its_colon_is_still_an_item(item):
    report = Reporter()
    root = read_text(f"questions:\n  - {item}\n", "essai.yaml", report)
    (problem,) = report.problems
    assert problem.code in ("missing-colon", "missing-space")
    assert problem.hint.endswith("- inclure: bloc.yaml")
    questions = root.get("questions") if isinstance(root, Table) else None
    assert isinstance(questions, Listing)
    assert isinstance(questions.items[0], Table)


def test_an_example_is_never_too_long_to_be_read():
    for text in ("dire: " + "Bonjour : " * 60, 'dire: "' + "bonjour " * 60, "@" * 3000, "a:" * 300):
        for problem in said_of(text):
            example = problem.hint.partition("écrire : ")[2]
            assert len(example) <= 100


@pytest.mark.parametrize(
    ("lines", "line", "wanted"),
    [
        ("a:\n  - b: 1\n     c: 2\n    d: 3\n", 3, "4 espaces"),
        ("a:\n  - b: 1\n   c: 2\n    d: 3\n", 3, "4 espaces"),
        ("a:\n  - b: 1\n    c: 2\n - b: 3\n", 4, "2 espaces"),
        (" a: 1\nb: 2\nc: 3\n", 1, "aucune espace"),
    ],
)
def test_a_line_that_stands_wrong_is_told_where_it_should_stand(lines, line, wanted):
    (problem,) = said_of(lines)
    assert (problem.code, problem.line) == ("bad-indent", line)
    assert wanted in problem.hint


def test_lines_that_stand_wrong_together_are_one_problem():
    text = "a:\n  - b: 1\n       c: 2\n       d: 3\n       e: 4\n  - b: 5\n"
    assert [(one.code, one.line) for one in said_of(text)] == [("bad-indent", 3)]


def test_tabs_are_one_problem_that_says_how_many_lines_have_one():
    (problem,) = said_of("a:\n\tb: 1\n\tc: 2\n\td: 3\n")
    assert problem.code == "tab"
    assert "2 autres lignes" in problem.message


MANY = dedent("""\
    script: essai
    titre: Bonjour : essai
    sections:
      - id: tout
        titre: Tout
        questions:
          - id: moral
            type: oui-non
            dire: @Bonjour
          – id: souffle
            type: oui_non
            si: morale == "oui"
            dire:Respirez-vous bien ?
          - id: repas
            type: choix
            dire: "Mangez-vous ?
            choix:
              - {code: oui, libelle: Oui : bien, besoinn: repas}
              - {code: non, libelle: Non, urgence: demain}
    rythme: [{tous_les: souvent}]
    """)


def test_mistakes_of_yaml_and_of_meaning_are_told_in_one_run():
    assert [(one.line, one.code) for one in problems_of(MANY)] == [
        (2, "unexpected-colon"),
        (8, "unknown-value"),
        (9, "reserved-sign"),
        (10, "odd-dash"),
        (12, "unknown-name"),
        (13, "missing-space"),
        (16, "unclosed-quote"),
        (18, "unexpected-colon"),
        (19, "missing-key"),
        (19, "unknown-value"),
        (20, "bad-duration"),
    ]


def test_a_place_is_that_of_the_authors_file_also_where_lines_were_moved():
    text = MANY.replace(
        "            type: oui_non\n            si", "         type: oui_non\n         si"
    )
    text = text.replace("dire:Resp", "dire: Resp")
    problem = next(one for one in problems_of(text) if one.code == "unknown-name")
    assert pointed_at(text, problem).startswith('morale == "oui"')


def test_what_a_mistake_hides_is_not_complained_of():
    lost = SOUND.replace("- id: moral", "- id: @moral")
    assert codes_of(lost) == ["reserved-sign"]
    untyped = SOUND.replace("type: nombre", "type: *nombre*")
    assert codes_of(untyped) == ["reserved-sign"]


def test_however_many_mistakes_there_are_reading_ends():
    text = "script: essai\n" + "".join(f"cle{number}: a : b\n" for number in range(300))
    codes = [one.code for one in said_of(text)]
    assert codes == ["unexpected-colon"] * len(codes)
    assert 30 <= len(codes) <= 31


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("dire: Composez le #31# puis le 15\n", 19),
        ("dire: Appelez le 15 # sans attendre\n", 21),
    ],
)
def test_words_lost_as_a_comment_are_a_warning(text, column):
    (problem,) = said_of(text)
    assert (problem.code, problem.severity) == ("hash-in-text", "warning")
    assert problem.column == column
    assert problem.hint.endswith('"' + text[6:-1] + '"')


@pytest.mark.parametrize(
    "text",
    [
        "dire: Bonjour à vous  # à revoir\n",
        "type: oui_non # à revoir\n",
        "a: 1\n# dire: tout le #31\n",
        'dire: "Composez le #31# puis"\n',
        "dire: >-\n  note: Composez le #31# puis\n",
        "dire: Le n°#31\n",
    ],
)
def test_what_is_meant_as_a_comment_is_none(text):
    assert said_of(text) == []


def test_no_break_spaces_in_what_is_said_are_welcome():
    text = "dire: Comment allez-vous\u00a0?\naide: >-\n  \u00a0Note\u202f: douce\n\n  \u00a0- oui\n"
    assert said_of(text) == []


def test_several_invisible_characters_are_told_and_the_rest_is_read():
    found = [(one.code, one.line) for one in said_of("a: \x00b\nc: \x1bd\ne: @f\n")]
    assert found == [("control-character", 1), ("control-character", 2), ("reserved-sign", 3)]


def test_a_word_in_braces_in_a_text_between_braces_is_told_and_the_rest_is_read():
    text = (
        "- {id: a, dire: Bonjour {prenom}, vous {nom} ?, aide: Rien}\n"
        "- {id: b, dire: Au revoir {prenom}}\n"
    )
    first, second = said_of(text)
    assert (first.code, first.line, first.column) == ("brace-in-text", 1, 25)
    assert first.hint.endswith('- {id: a, dire: "Bonjour {prenom}, vous {nom} ?", aide: Rien}')
    assert (second.code, second.line, second.column) == ("brace-in-text", 2, 27)
    assert second.hint.endswith('- {id: b, dire: "Au revoir {prenom}"}')


@pytest.mark.parametrize("inner", ["\t", "  "])
def test_a_file_indented_with_tabs_alone_is_told_of_its_tabs_and_nothing_else(inner):
    lines = [
        "script: essai", "titre: Essai", "sections:", "\t- id: s", f"\t{inner}titre: S",
        f"\t{inner}questions:", "\t\t- id: a", f"\t\t{inner}type: oui_non",
        f"\t\t{inner}dire: Ça va ?", "\t\t- id: b", f"\t\t{inner}type: oui_non",
        f"\t\t{inner}dire: Et ?", "",
    ]  # fmt: skip
    assert codes_of("\n".join(lines)) == ["tab"]
