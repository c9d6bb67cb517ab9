"""A script's cases are measured against all that it holds, and the rest is proposed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.callscript.writing import questions, read
from veille_tui.callscript.case_text import case_text
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.script_cases import run_case
from veille_tui.domain.script_coverage import KINDS, Part, coverage, propose

SCRIPT = """\
script: essai
titre: Essai
sections:
  - id: tout
    titre: Tout
    questions:
      - id: moral
        type: choix
        dire: Comment allez-vous ?
        choix:
          - {code: bien, libelle: Bien}
          - {code: mal, libelle: Mal, besoin: sante, urgence: aujourdhui}
      - {id: souffle, type: oui_non, si: 'moral == "mal"', dire: Respirez-vous mal ?}
      - id: aide
        type: multiple
        si: age >= 80 et vit_seul et "isole" dans marqueurs
        dire: Quelle aide ?
        choix:
          - {code: repas, libelle: Repas}
          - {code: menage, libelle: Ménage}
      - {id: fievre, type: nombre, min: 34, max: 43, si: 'souffle == "oui"', dire: Température ?}
      - {id: conseil, type: note, si: nsp(moral), dire: Boire.}
besoins:
  - {theme: repas, si: 'contient(aide, "repas") et contient(aide, "menage")', vers: ccas}
  - {theme: sante, si: fievre > 38.5, urgence: immediate, vers: secours}
alertes:
  - {id: samu, si: 'fievre >= 40 ou motif == "entrant" et souffle == "oui"', dire: Appeler le 15.}
rythme:
  - {si: 'moral == "mal"', tous_les: 1 jour}
  - {si: moral == "bien" et jours_depuis_contact > 30, tous_les: 7 jours}
conclusions:
  - {si: refus(moral), dire: Au revoir.}
  - {dire: Merci.}
""".replace('si: moral == "bien" et', 'si: \'moral == "bien" et').replace("> 30,", "> 30',")


def with_cases(text: str, cases: str) -> CallScript:
    """The script with these cases and no other."""
    return read(text + "essais:\n" + cases)


def proposed(script: CallScript) -> str:
    """All the proposals, as they are printed."""
    missing = coverage(script, script.cases).missing
    return "".join(
        case_text(case, f"essai {place}", script.language)
        for place, (case, _parts) in enumerate(propose(script, missing))
    )


def test_without_cases_nothing_is_shown():
    script = read(SCRIPT)
    found = coverage(script, ())
    assert [found.of(kind) for kind in KINDS] == [(0, 5), (0, 6), (0, 2), (0, 1), (0, 2), (0, 2)]


def test_a_case_shows_what_its_call_meets_and_nothing_else():
    case = "  - {nom: mal, reponses: {moral: mal, souffle: non}, attendu: {alertes: []}}\n"
    script = with_cases(SCRIPT, case)
    missing = coverage(script, script.cases).missing
    assert Part("question", "souffle") not in missing
    assert Part("choice", "souffle", "non") not in missing
    assert Part("choice", "souffle", "oui") in missing
    assert Part("choice", "moral", "bien") in missing
    assert Part("alert", "samu") in missing
    assert Part("closing", "2") not in missing


def test_an_answer_to_a_question_that_is_not_asked_shows_nothing():
    case = "  - {nom: x, reponses: {moral: bien, souffle: oui}, attendu: {alertes: []}}\n"
    script = with_cases(SCRIPT, case)
    assert Part("choice", "souffle", "oui") in coverage(script, script.cases).missing


def test_the_proposed_cases_show_everything_and_pass():
    script = with_cases(SCRIPT, proposed(read(SCRIPT)))
    assert coverage(script, script.cases).missing == ()
    assert [run_case(script, case) for case in script.cases] == [()] * len(script.cases)


def test_what_can_never_happen_is_proposed_by_no_case():
    script = read(SCRIPT.replace("fievre >= 40 ou", "fievre >= 40 et fievre < 36 ou"))
    parts = [part for _case, new in propose(script, coverage(script, ()).missing) for part in new]
    assert Part("alert", "samu") in parts
    never = read(SCRIPT.replace("si: nsp(moral)", 'si: nsp(moral) et souffle == "oui"'))
    parts = [part for _case, new in propose(never, coverage(never, ()).missing) for part in new]
    assert Part("question", "conseil") not in parts


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["bien", "mal", "nsp", "refus"]), max_size=3))
def test_proposals_complete_any_cases_there_are(morals: list[str]) -> None:
    cases = "".join(
        f"  - {{nom: c{n}, reponses: {{moral: {moral}}}, attendu: {{alertes: []}}}}\n"
        for n, moral in enumerate(morals)
    )
    start = with_cases(SCRIPT, cases) if cases else read(SCRIPT)
    script = with_cases(SCRIPT, cases + proposed(start))
    assert coverage(script, script.cases).missing == ()


def test_cases_for_a_very_long_script_are_proposed_only_as_long_as_that_is_quick(monkeypatch):
    asked = "".join(f"- {{id: q{n}, type: oui_non, dire: Oui ?}}\n" for n in range(40))
    script = read(questions(asked))
    everything = list(propose(script, coverage(script, ()).missing))
    monkeypatch.setattr("veille_tui.domain.script_coverage.MOST_WORK", 1)
    assert 1 == len(list(propose(script, coverage(script, ()).missing))) < len(everything)
