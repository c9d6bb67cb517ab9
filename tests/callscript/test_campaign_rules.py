"""A campaign's ladder, publics, shares, messages and hours: read whole, doubts told."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from tests.callscript.test_campaign_file import FULL, HEAD, folder, problems_of, read
from veille_tui.domain.campaign import (
    Assignment,
    CallerShare,
    Campaign,
    FaqEntry,
    Partner,
    Relay,
    TextMessage,
)
from veille_tui.domain.records import from_plain, to_plain
from veille_tui.problems import Problem

__all__ = ["folder"]

FAQ = "questions:\n  - {id: loyer, question: Mon loyer ?, reponse: Un délai est possible.}\n"
TWO_PUBLICS = "publics: [{id: a, titre: A, si: age >= 80}, {id: b, titre: B}]"
MONDAY = "{id: a, jours: [lundi], de: 9h, a: 12h}"
PARTNERS = """\
partenaires:
  - {id: ccas_foix, genre: ccas, nom: CCAS de Foix, communes: ["09122"], courriel: a@foix.example}
"""


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_whom_to_report_to_how_long_evidence_holds_and_whose_history_are_read(folder: Path):
    text = "contact: Mme Roux, 05 36 49 00 00\nsecurisee: 30 jours\nhistorique: propre\n"
    campaign = read(folder, HEAD + text).campaign
    assert campaign.contact == "Mme Roux, 05 36 49 00 00"
    assert campaign.secured_for == "P30D"
    assert campaign.shares_history is False


def test_history_is_shared_and_evidence_lasts_unless_the_file_says_otherwise(folder: Path):
    campaign = read(folder, HEAD).campaign
    assert (campaign.shares_history, campaign.secured_for) == (True, "")
    assert read(folder, HEAD + "historique: partage\n").campaign.shares_history


def test_a_relay_has_its_time_its_owner_and_may_run_beside_the_one_before(folder: Path):
    text = (
        "relais:\n  - {canal: voisin, delai: 2 jours, responsable: Mme Roux}\n"
        "  - {canal: visite, avant: '18:00', en_parallele: vrai}\n"
    )
    assert read(folder, HEAD + text).campaign.relays == (
        Relay("neighbour", within=timedelta(days=2), owner="Mme Roux"),
        Relay("visit", by=time(18), is_parallel=True),
    )


def test_who_takes_care_of_which_agencies_and_how_many_a_day_are_read(folder: Path):
    text = (
        "affectation:\n  par: agence\n  par_jour: 20\n  entraide: 2 heures\n  appelants:\n"
        "    - {nom: Hélène, agences: [Foix, Pamiers], par_jour: 12}\n"
        "    - {nom: Paul, agences: [Foix]}\n"
    )
    assert read(folder, HEAD + text).campaign.assignment == Assignment(
        "agency",
        load=20,
        grace=timedelta(hours=2),
        callers=(CallerShare("Hélène", ("Foix", "Pamiers"), 12), CallerShare("Paul", ("Foix",))),
    )


def test_questions_partners_and_messages_go_with_the_campaign(folder: Path):
    (folder / "faq.yaml").write_text(FAQ, encoding="utf-8")
    (folder / "carnet.yaml").write_text(PARTNERS, encoding="utf-8")
    text = (
        "questions: faq.yaml\npartenaires: carnet.yaml\n"
        "publics: [{id: ages, titre: 80 ans, si: age >= 80}]\n"
        "messages:\n  - {id: eau, titre: Boire, texte: Buvez de l'eau., si: vit_seul,"
        " publics: [ages], communes: ['09122', '31']}\n"
    )
    campaign = read(folder, HEAD + text).campaign
    assert campaign.faq == (FaqEntry("loyer", "Mon loyer ?", "Un délai est possible."),)
    assert campaign.partners == (
        Partner(
            "ccas_foix",
            "social_services",
            "CCAS de Foix",
            ("09122",),
            email="a@foix.example",
        ),
    )
    assert campaign.messages == (
        TextMessage("eau", "Boire", "Buvez de l'eau.", "vit_seul", ("ages",), ("09122", "31")),
    )
    assert from_plain(Campaign, to_plain(campaign)) == campaign


def test_an_english_file_says_all_of_it_too(folder: Path):
    (folder / "faq.yaml").write_text(
        "faq:\n  - {id: rent, question: My rent?, answer: Ask., words: [pay], to: agency}\n",
        encoding="utf-8",
    )
    text = (
        "campaign: winter\ntitle: Winter\nscript: essai.yaml\ncontact: Mrs Roux\n"
        "secured_for: 30 days\nhistory: own\nfaq: faq.yaml\n"
        "messages: [{id: water, title: Drink, text: Drink water.}]\n"
        "relays: [{channel: postman, within: 5 days, owner: Paul}]\n"
        "assignment: {by: agency, load: 20, grace: 1 day, callers: [{name: Paul, agencies: [A]}]}\n"
    )
    campaign = read(folder, text).campaign
    assert campaign.faq[0].words == ("pay",)
    assert campaign.assignment.callers == (CallerShare("Paul", ("A",)),)
    assert campaign.relays[0].within == timedelta(days=5)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("historique: secret", "unknown-value"),
        ("securisee: longtemps", "bad-duration"),
        ("relais: [{canal: voisin, delai: bientôt}]", "bad-duration"),
        ("relais: [{canal: voisin, en_parallele: peut-être}]", "not-true-or-false"),
        ("relais: [{canal: voisin}, {canal: voisin}]", "never-opens"),
        ("relais: [{canal: visite}, {canal: visite, en_parallele: vrai}]", "never-opens"),
        ("affectation: {appelants: [{nom: Paul}, {nom: PAUL}]}", "duplicate-caller"),
        ("affectation: {appelants: [{agences: [Foix]}]}", "missing-key"),
        ("affectation: {par_jour: -2}", "bad-number"),
        ("affectation: {entraide: un peu}", "bad-duration"),
        ("messages: [{id: a, titre: A}]", "missing-key"),
        ("messages: [{id: a, texte: A}, {id: a, texte: B}]", "duplicate-id"),
        ("messages: [{id: a, texte: A, publics: [inconnu]}]", "unknown-name"),
        ("messages: [{id: a, texte: A, communes: [Foix]}]", "bad-commune"),
        ("messages: [{id: a, texte: 'A {prenm}'}]", "unknown-placeholder"),
        ("questions: absentes.yaml", "file-missing"),
        ("horaires: {plages: []}", "never-open"),
        ("fin: 2020-03-22\ndebut: 2020-03-22", "never-open"),
        (
            f"fin: 2020-04-01\n{TWO_PUBLICS}\nvagues: [{{id: v, publics: [a,b], des: 2021-05-01}}]",
            "never-opens",
        ),
    ],
)
def test_what_cannot_be_is_told_where_it_stands(folder: Path, text: str, code: str):
    found = problems_of(folder, HEAD + text + "\n")
    assert code in codes(found)
    assert all(one.line and one.hint for one in found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("relais: [{canal: voisin, apres: 6}]", "never-opens"),
        ("relais: [{canal: voisin, avant: '08:30'}]", "before-calls"),
        ("relais: [{canal: voisin, en_parallele: vrai}]", "alone"),
        ("relais: [{canal: facteur}]", "missing-contact"),
        ("publics: [{id: a, titre: A}, {id: b, titre: B, si: age >= 80}]", "never-reached"),
        (
            "publics: [{id: a, titre: A, si: age >= 70}, {id: b, titre: B, si: age >= 80}]",
            "never-reached",
        ),
        ("publics: [{id: a, titre: A, si: age < 3 et age > 80}]", "never-true"),
        (
            f"{TWO_PUBLICS}\nvagues: [{{id: v, publics: [a]}}]",
            "no-wave",
        ),
        (f"messages: [{{id: a, texte: {'a' * 161}}}]", "long-message"),
        (f"messages: [{{id: a, texte: {'ê' * 71}}}]", "long-message"),
        ("affectation: {par: agence, appelants: [{nom: Paul}]}", "no-agency"),
        (
            f"horaires: {{jours: [lundi], plages: [{MONDAY}, '9:00-12:00']}}",
            "never-open",
        ),
    ],
)
def test_what_is_rarely_meant_is_a_warning(folder: Path, text: str, code: str):
    found = problems_of(folder, HEAD + text + "\n")
    assert codes(found) == [code]
    assert [one.severity for one in found] == ["warning"]
    assert all(one.line > 3 and one.hint for one in found)


def test_publics_that_leave_somebody_to_each_other_are_not_doubted(folder: Path):
    text = (
        "publics:\n  - {id: a, titre: A, si: '\"isole\" dans marqueurs'}\n"
        "  - {id: b, titre: B, si: age >= 80}\n  - {id: c, titre: C, si: age >= 70 et vit_seul}\n"
        "  - {id: d, titre: D, si: age >= 70}\n  - {id: e, titre: E}\n"
    )
    assert problems_of(folder, HEAD + text) == []


def test_a_long_message_is_told_with_its_count_and_what_makes_it_dear(folder: Path):
    text = f"messages: [{{id: a, texte: {'é' * 200}}}, {{id: b, texte: {'ê' * 71}}}]\n"
    first, second = problems_of(folder, HEAD + text)
    assert "200" in first.message
    assert "ê" in second.hint


def test_one_agency_may_have_several_callers(folder: Path):
    text = (
        "affectation: {par: agence, appelants: [{nom: Paul, agences: [Foix]},"
        " {nom: Inès, agences: [Foix]}]}\n"
    )
    assert problems_of(folder, HEAD + text) == []


def test_the_kinds_that_the_directory_lacks_are_told_with_their_needs(folder: Path):
    script = (folder / "essai.yaml").read_text(encoding="utf-8")
    needs = (
        "besoins:\n  - {theme: repas, si: 'moral == \"bien\"', vers: ccas}\n"
        "  - {theme: solitude, si: 'moral == \"bien\"', vers: association}\n"
    )
    (folder / "essai.yaml").write_text(script + needs, encoding="utf-8")
    (folder / "carnet.yaml").write_text(PARTNERS, encoding="utf-8")
    found = problems_of(folder, HEAD + "partenaires: carnet.yaml\n")
    assert codes(found) == ["no-partner"]
    assert "association" in found[0].message
    assert "solitude" in found[0].message
    assert found[0].file.endswith("carnet.yaml")


def test_the_whole_example_still_has_no_doubt(folder: Path):
    assert problems_of(folder, FULL) == []
