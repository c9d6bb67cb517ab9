"""Questions of tenants, needs by hand, wishes and advice: the keys of a call and what is kept."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, cast

import pytest
from textual.widgets import Input

from tests import builders
from tests.ui.driving import line_with, opened
from tests.ui.driving import on_screen as screen_of
from tests.ui.reading import seen
from tests.ui.stations import Station
from tests.ui.talking import TalkStation, answered, on_screen, press, read, told
from tests.ui.test_plain import no_network, read_number
from veille_tui.desk.shared_store import SharedStore
from veille_tui.domain.alert import AlertState
from veille_tui.domain.campaign import AlertMode, Campaign, FaqEntry, Partner, TextMessage
from veille_tui.domain.case import News, Waiting
from veille_tui.domain.journal import Kind
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.records import to_plain
from veille_tui.store.local import LocalJournal
from veille_tui.ui.advice_words import obstacle
from veille_tui.ui.plain import run
from veille_tui.ui.screens.conversation import ConversationScreen
from veille_tui.ui.screens.faq import LONGEST

FAQ = (
    FaqEntry("loyer", "Je ne peux pas payer mon loyer", "L'agence étale la dette.", to="l'agence"),
    FaqEntry("fuite", "J'ai une fuite d'eau", "Appeler le gardien.", ("plombier",)),
)
CCAS = Partner("ccas31", "ccas", "CCAS de Toulouse", ("31",))
ADVICE = TextMessage("chaleur", "Chaleur", "Boire souvent, même sans soif.")


def with_campaign(journal: LocalJournal, **changes: Any) -> None:
    """This workstation knows a campaign with these rules."""
    wanted: dict[str, Any] = {"faq": FAQ, "partners": (CCAS,), "messages": (ADVICE,)}
    rules = builders.campaign(**(wanted | changes))
    journal.remember(f"campaign:{rules.id}", json.dumps(to_plain(rules)))


def talking(folder: Path) -> TalkStation:
    """Somebody has answered, in a campaign that has it all."""
    station = TalkStation(folder)
    with_campaign(station.journal)
    builders.in_hand(station.journal, builders.case(household=builders.household(insee="31555")))
    answered(station.desk)
    return station


def data_of(station: Station, kind: Kind) -> list[Any]:
    return [dict(one.data) for one in station.journal.unsent(1000) if one.kind is kind]


async def test_an_answer_is_found_without_leaving_the_call(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "1")
        before = read(pilot.app)
        await press(pilot, "f3", *"loyé")
        assert "Je ne peux pas payer mon loyer" in read(pilot.app)
        await press(pilot, "enter")
        assert "L'agence étale la dette." in read(pilot.app)
        assert "Vers qui : l'agence" in read(pilot.app)
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert read(pilot.app) == before
    assert data_of(station, Kind.QUESTION_ASKED) == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_keys_of_the_questions_stay_in_the_window(tmp_path: Path, size: tuple[int, int]):
    station = talking(tmp_path)
    many = tuple(
        FaqEntry(f"q{n}", f"Question {n} ?", "Une ligne.\n" * 40 + "La fin.") for n in range(16)
    )
    with_campaign(station.journal, faq=many)
    async with on_screen(station.app(), size=size) as pilot:
        await press(pilot, "f3")
        assert "F7   garder la question     Échap   revenir" in seen(pilot.app)
        await press(pilot, "enter")
        assert "Échap   revenir" in seen(pilot.app)
        await press(pilot, *["down"] * 50)
        assert "La fin." in seen(pilot.app)


async def test_what_nobody_can_answer_is_kept_for_the_supervisor(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "f3", *"piscine", "enter")
        assert await told(pilot, "Question gardée pour le superviseur.")
    assert data_of(station, Kind.QUESTION_ASKED) == [{"text": "piscine"}]


async def test_a_question_is_kept_though_others_are_like_it(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "f3", *"loyer", "f7")
        assert await told(pilot, "Question gardée pour le superviseur.")
    assert data_of(station, Kind.QUESTION_ASKED) == [{"text": "loyer"}]


async def test_a_question_pasted_from_elsewhere_is_kept_short_and_clean(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "f3")
        pilot.app.screen.query_one(Input).value = "  \x1b[2Jpiscine " + "x" * 600
        await press(pilot, "f7")
        assert await told(pilot, "Question gardée pour le superviseur.")
    (kept,) = data_of(station, Kind.QUESTION_ASKED)
    assert "piscine" in kept["text"]
    assert "\x1b" not in kept["text"]
    assert len(kept["text"]) <= LONGEST


async def test_a_need_is_added_by_a_key_each_and_shown_with_its_partner(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "b", "1", "2")
        assert "Puis-je transmettre votre nom" in read(pilot.app)
        assert "CCAS de Toulouse" in read(pilot.app)
        await press(pilot, "1", *"rien", "enter")
        assert await told(pilot, "Besoin noté.")
        await press(pilot, "e")
        words = "alimentation (aujourd'hui) vers le CCAS de Toulouse, accord donné"
        assert await told(pilot, words)
    (need,) = data_of(station, Kind.NEED_ADDED)
    assert (need["theme"], need["urgency"], need["consent"]) == ("alimentation", "today", "given")
    assert need["consent_words"].startswith("Puis-je transmettre")
    assert need["note"] == "rien"


async def test_an_immediate_need_does_not_wait_for_the_end_of_the_call(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter")
        before = station.awakened
        await press(pilot, "b", "1", "2", "1", *"rien", "enter")
        assert await told(pilot, "Besoin noté.")
        assert station.awakened == before
        await press(pilot, "b", "2", "1", "1", *"malaise", "enter")
        assert station.awakened > before
    (heard,) = data_of(station, Kind.NEED_HEARD)
    assert heard == {"theme": "sante", "text": "malaise"}


async def test_a_need_that_was_not_finished_leaves_nothing_behind(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "b", "1", "escape")
    assert data_of(station, Kind.NEED_ADDED) == []


@pytest.mark.parametrize("keys", [("1", "escape"), ("1", "1", "escape"), ("1", "1", "1", "escape")])
async def test_a_need_left_half_way_is_said_not_to_be_kept(tmp_path: Path, keys: tuple[str, ...]):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "b", *keys)
        assert await told(pilot, "Ce besoin n'est pas noté")
    assert data_of(station, Kind.NEED_ADDED) == []


async def test_enter_keeps_the_humane_wish_this_campaign_for_ever(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "v", "2", *"non", "enter", "enter")
        assert await told(pilot, "Ne plus appeler cette campagne, pour toujours")
    (wish,) = data_of(station, Kind.OPTED_OUT)
    assert wish == {"scope": "campaign", "until": None, "channel": "calls", "words": "non"}


async def test_a_wish_may_hold_for_every_campaign_until_a_day(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "v", "2", "enter", "4", *"dans 3 mois", "enter")
        assert await told(pilot, "toutes les campagnes du bailleur, jusqu'au 19/06/2020")
    (wish,) = data_of(station, Kind.OPTED_OUT)
    assert (wish["until"], wish["zone"]) == ("2020-06-19", "Europe/Paris")


async def test_the_day_of_a_wish_is_said_without_an_hour_and_with_its_year(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "v", "2", "enter", "3", *"10/03/2021", "enter")
        assert await told(pilot, "jusqu'au 10/03/2021")
        words = "pas avant le mercredi 10 mars 2021, par la première personne libre"
        assert words in read(pilot.app)
        await press(pilot, "+")
        assert words in read(pilot.app)


async def test_undoing_the_refusal_takes_the_wish_back(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "v", "2", "enter", "enter", "backspace")
        await told(pilot, "Santé")
    assert [one["scope"] for one in data_of(station, Kind.OPTED_OUT)] == ["campaign", None]
    assert station.call.opt_out is None


async def test_advice_is_shown_as_a_code_after_a_call(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app(), size=(120, 40)) as pilot:
        await press(pilot, "enter", "e", "q")
        assert await told(pilot, "06 39 98 00 02")
        assert "Viser avec l'appareil photo" in read(pilot.app)
        await press(pilot, "escape", "q", "escape")
    shown = data_of(station, Kind.MESSAGE_SHOWN)
    assert shown == [{"template": "chaleur", "e164": "+33639980002"}], "once, however often"


async def test_no_advice_for_who_asked_for_no_messages_before(tmp_path: Path):
    station = TalkStation(tmp_path)
    with_campaign(station.journal)
    home = builders.household(insee="31555")
    until = builders.NOW + timedelta(days=1)
    builders.in_hand(station.journal, builders.case(household=home, no_messages_until=until))
    answered(station.desk)
    async with on_screen(station.app(), size=(120, 40)) as pilot:
        await press(pilot, "enter", "e", "q")
        assert await told(pilot, "Cette personne ne veut plus de messages.")
    assert data_of(station, Kind.MESSAGE_SHOWN) == []


def test_no_advice_to_a_home_that_is_not_called_any_more(tmp_path: Path):
    station = talking(tmp_path)
    hand = station.desk.with_script(builders.held(station.desk))
    assert obstacle(hand, builders.NOW) == ""
    dead = station.desk.end_dial(hand, Outcome.DECEASED)
    assert obstacle(dead, builders.NOW) == "Aucun message ne part plus vers ce foyer."


async def test_a_code_that_has_no_room_is_not_to_be_aimed_at(tmp_path: Path):
    station = talking(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter", "e", "q")
        assert await told(pilot, "Ce code demande une fenêtre de 27 lignes")
        assert "Boire souvent, même sans soif." in read(pilot.app)
        assert "Viser avec" not in read(pilot.app)
        assert "Échap fermer" in read(pilot.app)


async def test_the_caller_is_told_what_a_partner_answered(tmp_path: Path):
    news = News("alimentation", "done", "CCAS de Toulouse", "livré le lundi", builders.NOW)
    station = Station(tmp_path)
    builders.in_hand(station.journal, builders.case(news=(news,)))
    async with opened(station) as pilot:
        assert "À lui dire" in screen_of(pilot)
        assert "c'est en place, par CCAS de Toulouse" in line_with(pilot, "À lui dire")


async def test_an_alert_is_said_first_with_its_hour_and_the_time_left(tmp_path: Path):
    station = Station(tmp_path)
    since = builders.NOW - timedelta(hours=1)
    with_campaign(station.journal, alert_mode=AlertMode(), alert_since=since)
    async with opened(station) as pilot:
        assert "Alerte : joindre tout le monde avant 18 h" in screen_of(pilot)
        assert "Il reste" in screen_of(pilot)
    builders.in_hand(station.journal)
    async with opened(station) as pilot:
        assert "Alerte : joindre tout le monde avant 18 h" in screen_of(pilot)


class AlertedStore:
    """A store whose campaign was put on alert after this workstation last heard of it."""

    def waiting(self, campaign_id: str, caller: str) -> Waiting:
        return Waiting(rules_at=builders.NOW)

    def campaign(self, campaign_id: str) -> Campaign:
        return builders.campaign(
            alert_mode=AlertMode(), alert_since=builders.NOW, rules_at=builders.NOW
        )

    def alert_state(self, campaign_id: str, now: datetime) -> AlertState:
        return AlertState(builders.NOW, left=12)


async def test_an_alert_reaches_who_waits_at_the_start(tmp_path: Path):
    store = cast("SharedStore", AlertedStore())
    async with opened(Station(tmp_path, store=lambda: store)) as pilot:
        assert await told(pilot, "12 foyers ne sont pas encore joints.")
        assert "Alerte : joindre tout le monde avant 18 h" in screen_of(pilot)


def test_an_alert_is_said_in_lines_before_any_household(tmp_path: Path):
    store = cast("SharedStore", AlertedStore())
    said = said_in_lines(Station(tmp_path, store=lambda: store), "q")
    assert "Alerte : joindre tout le monde avant 18 h" in said


def said_in_lines(station: Station, *lines: str) -> str:
    out = StringIO()
    inp = StringIO("".join(f"{line}\n" for line in lines))
    run(station.desk, "confinement", no_network, builders.clock, read_number, inp, out)
    return out.getvalue()


def test_line_mode_answers_questions_and_keeps_those_it_cannot(tmp_path: Path):
    station = talking(tmp_path)
    said = said_in_lines(station, "i plonbier", "1", "i piscine")
    assert "Appeler le gardien." in said
    assert "Question gardée pour le superviseur." in said
    assert data_of(station, Kind.QUESTION_ASKED) == [{"text": "piscine"}]


def test_line_mode_adds_a_need_with_the_words_to_read(tmp_path: Path):
    station = talking(tmp_path)
    said = said_in_lines(station, "b", "1", "2", "1", "plus rien")
    assert "À lire : « Puis-je transmettre" in said
    assert data_of(station, Kind.NEED_ADDED)[0]["consent"] == "given"


def test_line_mode_keeps_a_wish_and_its_day(tmp_path: Path):
    station = talking(tmp_path)
    said = said_in_lines(station, "v", "2", "", "3", "septembre")
    assert "cette campagne, jusqu'au 01/09/2020" in said
    assert data_of(station, Kind.OPTED_OUT)[0]["until"] == "2020-09-01"


def test_line_mode_says_the_advice_and_the_number(tmp_path: Path):
    station = talking(tmp_path)
    said = said_in_lines(station, "sms")
    assert "SMS à envoyer au 06 39 98 00 02 : Boire souvent, même sans soif." in said
    shown = data_of(station, Kind.MESSAGE_SHOWN)
    assert shown == [{"template": "chaleur", "e164": "+33639980002"}]
