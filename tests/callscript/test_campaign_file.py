"""Campaign files: every keyword read, every mistake told."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.callscript.writing import MORAL, questions
from veille_tui.callscript.campaign_file import CampaignFile, read_campaign
from veille_tui.domain.campaign import (
    DEFAULT_SLOTS,
    AlertMode,
    Assignment,
    CadenceRule,
    Campaign,
    Relay,
    Segment,
    Slot,
    Wave,
)
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.records import from_plain, to_plain
from veille_tui.problems import Problem

HEAD = "campagne: hiver\ntitre: Nouvelles d'hiver\nscript: essai.yaml\n"
FULL = (
    HEAD
    + """\
bailleur: Habitat des Deux Rives
finalite: Des nouvelles
base_legale: Intérêts vitaux
debut: 2020-03-17
fin: 11/05/2020
conservation: 30 jours
publics:
  - {id: ages, titre: 80 ans et plus, si: age >= 80, priorite: 2}
  - {id: autres, titre: Les autres}
vagues:
  - {id: une, publics: [ages, autres], des: 2020-03-24}
rythme:
  - {si: vit_seul, tous_les: 2 par semaine, jusqu_au: 2020-05-11}
  - {tous_les: 14 jours}
horaires:
  jours: [lundi, mardi, samedi]
  plages:
    - {id: matin, de: "09:00", a: 12h, poids: 2}
    - {id: week-end, jours: [samedi], de: 10h30, a: "24:00"}
  feries: vrai
tentatives:
  par_jour: 2
  maximum: 6
  plages: 4
  jours: 5
  delais: {occupe: 30 minutes}
relais:
  - {canal: voisin, apres: 5}
  - {canal: visite, avant: "18:00"}
affectation: {par: agence, taille: 40, avance: 12, duree_avance: 90 minutes}
alerte: {tous_les: 1 jour, avant: "18:00"}
contact: Mme Roux, 05 36 49 00 00
securisee: 30 jours
historique: propre
messages:
  - {id: eau, titre: Boire, texte: Buvez de l'eau., si: vit_seul, publics: [ages], communes: ["31"]}
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "essai.yaml").write_text(questions(MORAL), encoding="utf-8")
    return tmp_path


def problems_of(folder: Path, text: str) -> list[Problem]:
    """Everything wrong with a campaign."""
    file = folder / "campagne.yaml"
    file.write_text(text, encoding="utf-8")
    return list(read_campaign(file)[1])


def read(folder: Path, text: str) -> CampaignFile:
    """A campaign that has no problem."""
    file = folder / "campagne.yaml"
    file.write_text(text, encoding="utf-8")
    found, problems = read_campaign(file)
    assert found is not None, [problem.message for problem in problems]
    return found


def test_what_a_campaign_is_is_read(folder: Path):
    found = read(folder, FULL)
    campaign = found.campaign
    assert (campaign.id, campaign.title) == ("hiver", "Nouvelles d'hiver")
    assert campaign.landlord == "Habitat des Deux Rives"
    assert (campaign.purpose, campaign.legal_basis) == ("Des nouvelles", "Intérêts vitaux")
    assert (campaign.start, campaign.end) == (date(2020, 3, 17), date(2020, 5, 11))
    assert campaign.retention == "P30D"
    assert (campaign.script_id, campaign.script_hash) == ("essai", found.script.hash)


def test_publics_waves_and_rhythms_are_read(folder: Path):
    campaign = read(folder, FULL).campaign
    assert campaign.segments == (
        Segment("ages", "80 ans et plus", "age >= 80", 2),
        Segment("autres", "Les autres", "", 2),
    )
    assert campaign.waves == (Wave("une", ("ages", "autres"), date(2020, 3, 24)),)
    assert campaign.cadence == (
        CadenceRule("P3DT12H", "vit_seul", date(2020, 5, 11)),
        CadenceRule("P14D"),
    )


def test_a_slot_without_days_is_open_on_those_that_no_other_slot_names(folder: Path):
    hours = read(folder, FULL).campaign.hours
    assert hours.slots == (
        Slot("matin", time(9), time(12), frozenset({0, 1}), 2),
        Slot("week-end", time(10, 30), time(0), frozenset({5})),
    )
    assert hours.holidays


def test_attempts_relays_assignment_and_alert_are_read(folder: Path):
    found = read(folder, FULL)
    attempts = found.campaign.attempts
    assert (attempts.per_day, attempts.maximum, attempts.slots, attempts.days) == (2, 6, 4, 5)
    assert attempts.delays[Outcome.BUSY] == timedelta(minutes=30)
    assert attempts.delays[Outcome.NO_ANSWER] == timedelta(hours=3)
    assert found.campaign.relays == (Relay("neighbour", 5), Relay("visit", None, time(18)))
    assert found.campaign.assignment == Assignment("agency", 40, 12, timedelta(minutes=90))
    assert found.campaign.alert_mode == AlertMode("P1D", time(18))


def test_a_campaign_that_says_little_has_the_usual_rules(folder: Path):
    campaign = read(folder, HEAD).campaign
    assert campaign.hours.slots == DEFAULT_SLOTS
    assert campaign.attempts.maximum == 5
    assert campaign.timezone == "Europe/Paris"


def test_a_campaign_may_keep_nothing_in_advance(folder: Path):
    assert read(folder, HEAD).campaign.assignment.reserve == 10
    assert read(folder, HEAD + "affectation: {avance: 0}\n").campaign.assignment.reserve == 0


def test_what_is_held_in_advance_leaves_room_for_the_household_in_hand(folder: Path):
    short = read(folder, HEAD + "affectation: {taille: 4}\n").campaign.assignment
    assert (short.ahead, short.reserve) == (10, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{taille: 5, avance: 5}", "bad-number"),
        ("{avance: 40}", "bad-number"),
        ("{avance: -1}", "bad-number"),
        ("{avance: 2.5}", "bad-number"),
        ("{duree_avance: 2 minutes}", "bad-duration"),
        ("{duree_avance: 3 jours}", "bad-duration"),
        ("{duree_avance: longtemps}", "bad-duration"),
    ],
)
def test_an_advance_that_cannot_be_kept_is_told(folder: Path, text: str, code: str):
    found = problems_of(folder, HEAD + f"affectation: {text}\n")
    assert [problem.code for problem in found] == [code]
    assert all(problem.line == 4 and problem.hint for problem in found)


def test_a_campaign_kept_by_an_older_program_has_the_usual_advance(folder: Path):
    plain = to_plain(read(folder, FULL).campaign)
    del plain["assignment"]
    assert from_plain(Campaign, plain).assignment == Assignment()


def test_the_usual_slots_are_kept_on_the_days_that_are_open(folder: Path):
    hours = read(folder, HEAD + "horaires: {jours: [lundi]}\n").campaign.hours
    assert {slot.days for slot in hours.slots} == {frozenset({0})}
    assert "saturday" not in {slot.id for slot in hours.slots}


def test_slots_may_be_written_in_one_word(folder: Path):
    hours = read(folder, HEAD + "horaires: {jours: tous, plages: ['09:00-24:00']}\n").campaign.hours
    assert hours.slots == (Slot("09:00-24:00", time(9), time(0), frozenset(range(7))),)


def test_an_english_campaign_means_the_same(folder: Path):
    text = (
        "campaign: winter\ntitle: Winter\nscript: essai.yaml\nlandlord: Two Rivers\n"
        "segments: [{id: old, title: Old, when: age >= 80 and not lives_alone}]\n"
        "attempts: {per_day: 2}\nrelays: [{channel: postman, after: 5}]\n"
    )
    campaign = read(folder, text).campaign
    assert campaign.language == "en"
    assert campaign.segments[0].when == "age >= 80 and not lives_alone"
    assert campaign.relays == (Relay("postman", 5),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bailleurs: x", "unknown-key"),
        ("landlord: x", "mixed-languages"),
        ("debut: 2020-02-31", "bad-date"),
        ("debut: 2020-03-17\nfin: 2020-03-01", "bad-date"),
        ("conservation: longtemps", "bad-duration"),
        ("fuseau: Europe/Atlantide", "bad-timezone"),
        ("publics: [{id: a, titre: A, si: moral == 3}]", "unknown-name"),
        ("publics: [{id: a, titre: A, si: age = 3}]", "single-equals"),
        ("publics: [{id: a, titre: A, priorite: 0}]", "bad-number"),
        ("publics: [{id: a, titre: A}, {id: a, titre: B}]", "duplicate-id"),
        ("vagues: [{id: a, publics: [b]}]", "unknown-name"),
        ("rythme: [{tous_les: parfois}]", "bad-duration"),
        ("horaires: {jours: [lundy]}", "unknown-value"),
        ("horaires: {plages: ['9-12']}", "bad-time"),
        ("horaires: {plages: [{id: a, de: '12:00', a: '09:00'}]}", "empty-range"),
        ("horaires: {plages: [{id: a, de: '25:00', a: '26:00'}]}", "bad-time"),
        ("tentatives: {par_jour: beaucoup}", "not-a-number"),
        ("tentatives: {delais: {occupé: 3 heures}}", "unknown-key"),
        ("relais: [{canal: pigeon, apres: 3}]", "unknown-value"),
        ("relais: [{apres: 3}]", "missing-key"),
        ("affectation: {par: hasard}", "unknown-value"),
        ("partenaires: absent.yaml", "file-missing"),
    ],
)
def test_a_wrong_campaign_says_what_is_wrong(folder: Path, text: str, code: str):
    found = problems_of(folder, HEAD + text + "\n")
    assert code in [problem.code for problem in found]
    assert all(problem.line and problem.hint for problem in found)


def test_a_campaign_needs_its_name_title_and_script(folder: Path):
    found = problems_of(folder, "bailleur: x\n")
    assert [problem.code for problem in found] == ["missing-key"] * 3


def test_the_problems_of_the_script_are_told_too(folder: Path):
    (folder / "essai.yaml").write_text("script: essai\n", encoding="utf-8")
    found = problems_of(folder, HEAD)
    assert found
    assert all(problem.file.endswith("essai.yaml") for problem in found)


@given(st.data())
def test_no_damage_to_a_campaign_makes_reading_fail(tmp_path_factory, data):
    file = tmp_path_factory.getbasetemp() / "abimee.yaml"
    file.with_name("essai.yaml").write_text(questions(MORAL), encoding="utf-8")
    start = data.draw(st.integers(0, len(FULL)))
    end = data.draw(st.integers(start, min(len(FULL), start + 10)))
    damaged = FULL[:start] + data.draw(st.text(max_size=6)) + FULL[end:]
    file.write_bytes(damaged.encode("utf-8", "surrogatepass"))
    found, problems = read_campaign(file)
    assert (found is None) is not problems.ok
