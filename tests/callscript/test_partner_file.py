"""The directory of partners, from YAML or a sheet, and the questions of tenants."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.builders import write_xlsx
from veille_tui.callscript.faq_file import read_faq
from veille_tui.callscript.partner_file import read_partners
from veille_tui.callscript.reporter import Reporter
from veille_tui.domain.campaign import FaqEntry, Partner
from veille_tui.problems import Problem

WHOLE = """\
partenaires:
  - id: ccas_foix
    genre: ccas
    nom: CCAS de Foix
    communes: ["09122", 09]
    canal: telephone
    courriel: ccas@foix.example
    telephone: 05 36 49 00 01
    adresse: 45 cours Gabriel-Fauré, 09000 Foix
    themes: [alimentation]
    note: Fermé le mercredi
"""
FOIX = Partner(
    "ccas_foix",
    "social_services",
    "CCAS de Foix",
    ("09122", "09"),
    "phone",
    "ccas@foix.example",
    "+33536490001",
    "45 cours Gabriel-Fauré, 09000 Foix",
    "Fermé le mercredi",
    ("alimentation",),
)


def partners(tmp_path: Path, text: str | bytes, name: str = "carnet.yaml"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = Reporter()
    return read_partners(file, report, "fr"), list(report.problems)


def questions(tmp_path: Path, text: str) -> tuple[tuple[FaqEntry, ...], list[Problem]]:
    file = tmp_path / "questions.yaml"
    file.write_text(text, encoding="utf-8")
    report = Reporter()
    return read_faq(file, report), list(report.problems)


def test_every_word_of_a_partner_is_read(tmp_path: Path):
    assert partners(tmp_path, WHOLE) == ((FOIX,), [])


def test_an_english_directory_means_the_same(tmp_path: Path):
    text = (
        "partners:\n  - {id: ccas_foix, kind: social_services, name: CCAS de Foix,"
        ' communes: ["09122", 09], channel: phone, email: ccas@foix.example,'
        ' phone: "05 36 49 00 01", address: "45 cours Gabriel-Fauré, 09000 Foix",'
        " themes: [alimentation], note: Fermé le mercredi}\n"
    )
    assert partners(tmp_path, text) == ((FOIX,), [])


@pytest.mark.parametrize(
    ("ways", "channel"),
    [
        ("courriel: a@b.example, telephone: '115'", "email"),
        ("telephone: '115'", "phone"),
        ("adresse: 3 quai Neuf", "letter"),
    ],
)
def test_a_partner_is_joined_by_the_first_way_that_it_has(tmp_path: Path, ways: str, channel: str):
    text = f"partenaires: [{{genre: ccas, nom: CCAS, {ways}}}]\n"
    (found,), problems = partners(tmp_path, text)
    assert (found.id, found.channel, problems) == ("ccas", channel, [])


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("05 36 49 00 01", "+33536490001"),
        ("05.36.49.00.01", "+33536490001"),
        ("+33 (0)5 36 49 00 01", "+33536490001"),
        ("0033536490001", "+33536490001"),
        ("0262 12 34 56", "+262262123456"),
        ("3977", "3977"),
    ],
)
def test_a_number_is_kept_as_it_is_dialled(tmp_path: Path, written: str, number: str):
    text = f"partenaires: [{{genre: ccas, nom: CCAS, telephone: '{written}'}}]\n"
    (found,), problems = partners(tmp_path, text)
    assert (found.phone, problems) == (number, [])


@pytest.mark.parametrize(
    ("partner", "code"),
    [
        ("{genre: ccas}", "missing-key"),
        ("{nom: CCAS, courriel: a@b.example}", "missing-key"),
        ("{genre: cccas, nom: CCAS, courriel: a@b.example}", "unknown-partner"),
        ("{genre: ccas, nom: CCAS, courriel: a@b}", "bad-email"),
        ("{genre: ccas, nom: CCAS, courriel: 'a@b.example, c@d.example'}", "bad-email"),
        ("{genre: ccas, nom: CCAS, telephone: 05 36 49 00}", "bad-phone"),
        ("{genre: ccas, nom: CCAS, telephone: 536490001}", "bad-phone"),
        ("{genre: ccas, nom: CCAS, communes: [9122], telephone: '115'}", "bad-commune"),
        ("{genre: ccas, nom: CCAS, communes: [Foix], telephone: '115'}", "bad-commune"),
        ("{genre: ccas, nom: CCAS, canal: pigeon, telephone: '115'}", "unknown-value"),
        ("{genre: ccas, nom: CCAS, canal: courriel, telephone: '115'}", "missing-way"),
        ("{genre: ccas, nom: CCAS, téléphonne: '115'}", "unknown-key"),
        ("{genre: ccas, nom: CCAS}", "no-way"),
    ],
)
def test_a_wrong_partner_is_told_with_a_remedy(tmp_path: Path, partner: str, code: str):
    _found, problems = partners(tmp_path, f"partenaires:\n  - {partner}\n")
    assert code in [one.code for one in problems]
    assert all(one.line == 2 and one.hint for one in problems)


def test_two_partners_never_share_an_id(tmp_path: Path):
    one = "{genre: ccas, nom: CCAS, telephone: '115'}"
    _found, problems = partners(tmp_path, f"partenaires:\n  - {one}\n  - {one}\n")
    assert [problem.code for problem in problems] == ["duplicate-id"]


def test_a_kind_of_its_own_is_kept(tmp_path: Path):
    text = "partenaires: [{genre: veterinaire, nom: SPA, telephone: '115'}]\n"
    (found,), problems = partners(tmp_path, text)
    assert (found.kind, problems) == ("veterinaire", [])


HEADINGS = "Structure;Genre;Codes INSEE;Mail;Tél.;Couleur"


def test_a_sheet_in_csv_is_read_by_its_headings(tmp_path: Path):
    text = f"{HEADINGS}\nCCAS de Foix;CCAS;09122, 09;ccas@foix.example;05 36 49 00 01;bleu\n"
    (found,), problems = partners(tmp_path, text.encode("cp1252"), "carnet.csv")
    assert (found.id, found.kind, found.communes) == (
        "ccas_de_foix",
        "social_services",
        ("09122", "09"),
    )
    assert found.phone == "+33536490001"
    assert [(one.code, one.line, one.column) for one in problems] == [("unknown-heading", 1, 6)]


def test_a_workbook_is_read_too_and_a_wrong_cell_has_its_row_and_column(tmp_path: Path):
    rows = [
        ["Nos partenaires"],
        ["Nom", "Genre", "Communes", "Courriel"],
        ["CCAS de Foix", "ccas", "09122", "ccas@foix.example"],
        ["", "", "", ""],
        ["Croix-Rouge", "association", "31555;Foix", "pas une adresse"],
    ]
    file = write_xlsx(tmp_path / "carnet.xlsx", rows)
    report = Reporter()
    found = read_partners(file, report, "fr")
    assert [one.name for one in found] == ["CCAS de Foix", "Croix-Rouge"]
    assert [(one.code, one.line, one.column) for one in report.problems] == [
        ("bad-commune", 5, 3),
        ("bad-email", 5, 4),
    ]


def test_what_a_terminal_would_obey_is_taken_out_of_a_sheet(tmp_path: Path):
    text = "Nom;Genre;Tél\nCCAS \x1b[2Jde Foix;ccas;115\n"
    (found,), problems = partners(tmp_path, text, "carnet.csv")
    assert "\x1b" not in found.name
    assert problems == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a;b\n1;2\n", "no-headings"),
        (b"", "no-headings"),
        (b"PK\x03\x04rien", "unreadable-file"),
    ],
)
def test_what_is_no_directory_is_told(tmp_path: Path, content: bytes, code: str):
    found, problems = partners(tmp_path, content, "carnet.csv")
    assert (found, [one.code for one in problems]) == ((), [code])


def test_questions_are_read_with_the_words_to_find_them_by(tmp_path: Path):
    text = (
        "questions:\n  - {id: loyer, question: Comment payer mon loyer ?, reponse: Un délai.,"
        " mots: [retard, dette], vers: agence}\n"
    )
    assert questions(tmp_path, text) == (
        (
            FaqEntry(
                "loyer", "Comment payer mon loyer ?", "Un délai.", ("retard", "dette"), "agence"
            ),
        ),
        [],
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a\n", "not-questions"),
        ("titre: x\n", "unknown-key"),
        ("questions: [{id: a, question: Q}]\n", "missing-key"),
        ("questions: [{id: a, reponse: R}]\n", "missing-key"),
        (
            "questions: [{id: a, question: Le?, reponse: R}, {id: b, question: le, reponse: S}]\n",
            "duplicate-question",
        ),
        (
            "questions: [{id: a, question: A, reponse: R}, {id: a, question: B, reponse: S}]\n",
            "duplicate-id",
        ),
        ("questions: [{id: a, question: A, réponce: R}]\n", "unknown-key"),
    ],
)
def test_wrong_questions_are_told(tmp_path: Path, text: str, code: str):
    _found, problems = questions(tmp_path, text)
    assert code in [one.code for one in problems]
    assert all(one.line and one.hint for one in problems)


FAQ = "questions:\n  - {id: loyer, question: Mon loyer ?, reponse: Un délai., mots: [dette]}\n"
SHEET = "Nom;Genre;Communes;Courriel;Tél\nCCAS;ccas;09122;ccas@foix.example;05 36 49 00 01\n"


@given(st.data())
def test_no_damage_to_the_files_beside_a_campaign_makes_reading_fail(tmp_path_factory, data):
    folder = tmp_path_factory.getbasetemp()
    name, whole = data.draw(st.sampled_from([("c.yaml", WHOLE), ("q.yaml", FAQ), ("c.csv", SHEET)]))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 10)))
    damaged = whole[:start] + data.draw(st.text(max_size=6)) + whole[end:]
    file = folder / name
    file.write_bytes(damaged.encode("utf-8", "surrogatepass"))
    report = Reporter()
    found = read_faq(file, report) if name == "q.yaml" else read_partners(file, report, "fr")
    assert all(one.id for one in found)
    assert all(problem.hint and problem.line for problem in report.problems)
