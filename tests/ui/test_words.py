"""The domain's codes in the words of the screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.builders import NOW
from veille_tui.desk.shift import NothingNow
from veille_tui.domain.alert import AlertState
from veille_tui.domain.calling_order import WhyNow
from veille_tui.domain.case import Disposition
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tenants import NumberRole
from veille_tui.sync.rounds import SyncState
from veille_tui.ui import words
from veille_tui.ui.follow_words import alert_words
from veille_tui.ui.sync_words import sync_words

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_its_words(outcome: Outcome):
    assert words.outcome_words(outcome) != outcome.value


@pytest.mark.parametrize("state", list(Disposition))
def test_every_state_of_a_case_has_its_words(state: Disposition):
    assert words.disposition_words(state) != state.value


@pytest.mark.parametrize("role", list(NumberRole))
def test_every_role_has_its_words(role: NumberRole):
    assert words.role_words(role)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (WhyNow("first"), "premier appel"),
        (WhyNow("follow_up", days=1), "dernier contact hier"),
        (WhyNow("follow_up", days=7), "dernier contact il y a 7 jours"),
        (WhyNow("callback", at=NOW), "rappel promis pour 10 h 12"),
        (
            WhyNow("appointment_late", at=NOW - timedelta(hours=2), late_minutes=120),
            "rendez-vous pris pour 8 h 12, en retard de 2 h",
        ),
        (
            WhyNow("retry", at=NOW - timedelta(days=1), detail="busy"),
            "nouvel essai : occupé hier à 10 h 12",
        ),
        (WhyNow("urgent_need", detail="sante"), "besoin urgent : santé"),
    ],
)
def test_why_now_is_said_in_plain_words(why: WhyNow, said: str):
    assert words.why_words(why, NOW, PARIS) == said


@pytest.mark.parametrize(
    ("nothing", "said"),
    [
        (NothingNow("empty"), "Rien à appeler pour le moment."),
        (NothingNow("empty", NOW + timedelta(hours=4)), "Rien à appeler avant 14 h 12."),
        (
            NothingNow("hours", datetime(2020, 3, 23, 8, 0, tzinfo=UTC)),
            "Hors des heures d'appel, reprise lundi 23 mars à 9 h 00.",
        ),
    ],
)
def test_nothing_to_call_says_until_when(nothing: NothingNow, said: str):
    assert words.nothing_now(nothing, NOW, PARIS) == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (SyncState("all_sent"), "tout est envoyé"),
        (SyncState("waiting", 3, NOW), "3 en attente depuis 10 h 12"),
        (SyncState("offline", 3, NOW), "pas de réseau, 3 en attente depuis 10 h 12"),
        (SyncState("set_aside", 1), "1 envoi mis de côté"),
        (SyncState("loading"), ""),
    ],
)
def test_what_is_sent_is_said_in_words(state: SyncState, said: str):
    assert sync_words(state, PARIS) == said


def test_one_person_who_lives_alone_is_she_or_he():
    assert words.flag_words({"lives_alone"}, "M.") == ["vit seul"]
    assert words.flag_words({"lives_alone"}, "Mme") == ["vit seule"]


def test_the_words_of_the_listing_itself_are_kept():
    assert words.flag_words({"hearing", "chien"}) == ["entend mal", "chien"]


@pytest.mark.parametrize(
    ("every", "said"),
    [("P7D", "chaque semaine"), ("P3D", "tous les 3 jours"), ("PT84H", "deux fois par semaine")],
)
def test_a_rhythm_is_said_as_people_say_it(every: str, said: str):
    assert words.every_words(every) == said


def test_every_reason_of_an_unsecured_situation_has_its_words():
    codes = (
        "needs open_needs alert help_asked unknown incomplete no_contact hearsay said_so refused"
    )
    for code in codes.split():
        assert words.not_secured_words(code) != code


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"since": None}, ""),
        ({}, "ALERTE · 3 foyers pas encore joints · il reste 1 h 05, jusqu'à 18 h 00"),
        ({"minutes_left": 5}, "ALERTE · 3 foyers pas encore joints · il reste 5 min, jusqu'à"),
        (
            {"minutes_left": 0},
            "ALERTE · 3 foyers pas encore joints · l'heure de 18 h 00 est passée",
        ),
        ({"left": 1, "ends_at": None}, "ALERTE · 1 foyer pas encore joint"),
    ],
)
def test_an_alert_says_who_is_left_and_until_when(changes: dict[str, Any], said: str):
    ends = datetime(2020, 3, 17, 17, tzinfo=UTC)
    alert = AlertState(NOW, ends, targeted=9, joined=6, left=3, minutes_left=65)
    shown = alert_words(replace(alert, **changes), PARIS)
    assert shown.startswith(said) if said else not shown
