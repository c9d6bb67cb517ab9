"""The example that users start from is sound and its own cases pass."""

from __future__ import annotations

from tests.callscript.writing import read
from veille_tui.domain.script_cases import run_case
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import walk

EXAMPLE = """\
script: courtoisie
titre: Appel de courtoisie
sections:
  - id: sante
    titre: Santé
    questions:
      - id: moral
        type: choix
        dire: Comment vous sentez-vous ces jours-ci ?
        choix:
          - {code: bien, libelle: Bien}
          - {code: fatigue, libelle: "Fatigué(e)"}
          - {code: mal, libelle: Mal, besoin: sante, urgence: aujourdhui}
      - id: souffle
        type: oui_non
        si: moral == "mal"
        dire: Avez-vous du mal à respirer ?
alertes:
  - {id: samu, si: 'souffle == "oui"', dire: Proposer d'appeler le 15 sans attendre, appeler: "15"}
essais:
  - nom: tout va bien
    reponses: {moral: bien}
    attendu: {questions: [moral], besoins: [], alertes: []}
"""


def test_its_cases_pass():
    script = read(EXAMPLE)
    assert [case.name for case in script.cases] == ["tout va bien"]
    assert [run_case(script, case) for case in script.cases] == [()]


def test_trouble_breathing_shows_the_alert_and_makes_a_need():
    state = walk(read(EXAMPLE), Profile(), "first", {"moral": "mal", "souffle": "oui"})
    assert state.alerts == ("samu",)
    assert [(need.theme, need.urgency) for need in state.needs] == [("sante", "today")]
