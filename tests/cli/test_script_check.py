"""`script check`: what people and programs read of what is wrong."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from veille_tui import config
from veille_tui.cli.context import Context
from veille_tui.cli.script_check import run_check
from veille_tui.errors import WrongUsage

SCRIPT = """\
script: courtoisie
titre: Appel de courtoisie
sections:
  - id: sante
    titre: Santé
    questions:
      - id: moral
        type: choix
        dire: Comment vous sentez-vous, {civilite} {nom} ?
        choix:
          - {code: bien, libelle: Bien}
          - {code: mal, libelle: Mal}
      - {id: souffle, type: oui_non, si: moral == "mal", dire: Du mal à respirer ?}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "courtoisie.yaml"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


class Terminal(io.StringIO):
    """Where somebody looks."""

    def isatty(self) -> bool:
        return True


def checked(
    *paths: Path,
    as_json: bool = False,
    is_quiet: bool = False,
    out: io.StringIO | None = None,
    env: dict[str, str] | None = None,
) -> tuple[int, str, str]:
    """Exit status, data and talk of `script check`."""
    out, err = out or io.StringIO(), io.StringIO()
    context = Context(config.load({}), env or {}, as_json, out, err)
    status = run_check([str(path) for path in paths], context, is_quiet=is_quiet)
    return status, out.getvalue(), err.getvalue()


def test_a_sound_script_is_ok(file: Path):
    assert json.loads(checked(file, as_json=True)[1]) == {"ok": True, "problems": []}
    assert checked(file) == (0, "", "Aucun problème dans ce script.\n")


def test_problems_are_a_document_for_programs(file: Path):
    file.write_text(SCRIPT.replace("si: moral", "si: morale"), encoding="utf-8")
    status, out, _ = checked(file, as_json=True)
    document = json.loads(out)
    assert status == 1
    assert document["ok"] is False
    assert document["problems"] == [
        {
            "file": str(file),
            "line": 13,
            "column": 42,
            "severity": "error",
            "code": "unknown-name",
            "message": "« morale » n'est ni une question, ni une donnée connue de la personne.",
            "hint": "Vouliez-vous dire « moral » ?",
        }
    ]


def test_people_see_the_line_and_a_caret_under_the_fault(file: Path):
    file.write_text(SCRIPT.replace("titre: Santé", "titres: Santé"), encoding="utf-8")
    _, out, err = checked(file)
    lines = out.splitlines()
    assert lines[0].startswith(f"{file}:5:5: erreur : Le mot-clé « titres » n'existe pas ici.")
    caret = next(number for number, line in enumerate(lines) if line.strip() == "^")
    assert lines[caret - 1][lines[caret].index("^") :] == "titres: Santé"
    assert "1 erreur" in err


@pytest.mark.parametrize(
    ("said", "width"),
    [
        ("Santé, été", 0),
        ("Sante\u0301, e\u0301te\u0301", -3),
        ("你好", 2),
        ("\x1b[31m rouge", 0),
        ("a\tb", 0),
    ],
)
def test_the_caret_stands_under_the_fault_whatever_is_before_it(file: Path, said: str, width: int):
    line = f'      - {{id: x, type: texte, dire: "{said}", si: morale == "mal"}}\n'
    file.write_text(SCRIPT + line, encoding="utf-8")
    _, out, _ = checked(file)
    lines = out.splitlines()
    place = next(number for number, text in enumerate(lines) if "unknown-name" in text)
    fault = lines[place + 1].index("morale")
    assert lines[place + 2].index("^") == fault + width
    assert "\x1b" not in out


def test_a_file_in_another_encoding_is_shown_as_its_author_knows_it(file: Path):
    file.write_bytes(SCRIPT.replace("Santé", "Santé : été").encode("cp1252"))
    status, out, _ = checked(file)
    assert status == 1
    assert "not-utf8" in out
    assert "    titre: Santé : été" in out


def test_an_absent_file_is_a_problem_too(tmp_path: Path):
    assert checked(tmp_path / "absent.yaml")[0] == 1


def test_several_files_are_summed_up_one_by_one(file: Path, tmp_path: Path):
    other = tmp_path / "autre.yml"
    other.write_text(SCRIPT.replace("type: choix", "type: choi"), encoding="utf-8")
    status, out, err = checked(file, other)
    assert status == 1
    assert str(other) in out
    assert err.splitlines() == [
        f"{file} : aucun problème",
        f"{other} : 1 erreur, 0 avertissement",
        "1 erreur, 0 avertissement.",
    ]


def test_a_folder_is_its_scripts_and_blocks_but_not_its_campaigns(file: Path):
    folder = file.parent
    (folder / "autre.yml").write_text(SCRIPT.replace("titre: Santé\n", ""), encoding="utf-8")
    (folder / "campagne.yaml").write_text("campagne: a\ntitre: A\n", encoding="utf-8")
    (folder / "notes.txt").write_text("rien", encoding="utf-8")
    status, out, err = checked(folder, file)
    assert status == 1
    assert "campagne.yaml" not in out
    assert "veille campaign check" in err
    assert [line.partition(" : ")[0] for line in err.splitlines()[1:-1]] == [
        str(folder / "autre.yml"),
        str(file),
    ]


def test_a_folder_without_scripts_is_wrong_usage(tmp_path: Path):
    with pytest.raises(WrongUsage):
        checked(tmp_path)


def test_a_problem_of_a_block_is_told_once_whoever_includes_it(file: Path):
    block = file.parent / "bloc.yaml"
    block.write_text("questions:\n  - {id: a, type: texte, dire: x, aid: y}\n", encoding="utf-8")
    for name in ("un.yaml", "deux.yaml"):
        including = SCRIPT + "      - inclure: bloc.yaml\n"
        (file.parent / name).write_text(including, encoding="utf-8")
    document = json.loads(checked(file.parent, as_json=True)[1])
    assert [one["code"] for one in document["problems"]] == ["unknown-key"]


def test_quietly_only_errors_are_told(file: Path):
    warned = SCRIPT + "besoins: [{theme: sante}]\n"
    file.write_text(warned, encoding="utf-8")
    assert checked(file, is_quiet=True) == (0, "", "")
    file.write_text(warned.replace("type: choix", "type: choi"), encoding="utf-8")
    status, out, err = checked(file, is_quiet=True)
    assert status == 1
    assert "erreur" in out
    assert "avertissement" not in out + err


def test_colours_are_for_terminals_that_want_them(file: Path):
    file.write_text(SCRIPT.replace("type: choix", "type: choi"), encoding="utf-8")
    assert "\x1b[1;31m" in checked(file, out=Terminal())[1]
    assert "\x1b" not in checked(file)[1]
    assert "\x1b" not in checked(file, out=Terminal(), env={"NO_COLOR": "1"})[1]
    assert "\x1b" not in checked(file, out=Terminal(), env={"TERM": "dumb"})[1]


def test_a_block_alone_says_what_it_brings_and_awaits(tmp_path: Path):
    path = tmp_path / "bloc.yaml"
    path.write_text("- {id: a, type: oui_non, si: vide(moral), dire: x}\n", encoding="utf-8")
    status, out, err = checked(path)
    assert (status, out) == (0, "")
    assert "est un bloc à inclure : 1 question. Il attend du script : moral." in err
