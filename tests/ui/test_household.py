"""The household in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests import builders
from tests.ui.driving import line_with, on_screen, opened, pressed
from tests.ui.stations import Station
from veille_tui.domain.case import Case, News, PastAttempt, PastDial, Promise, PromiseKind
from veille_tui.domain.journal import Kind
from veille_tui.domain.tenants import PhoneNumber, Tenant

YESTERDAY = builders.NOW - timedelta(days=1)


def holding(folder: Path, case: Case | None = None) -> Station:
    station = Station(folder)
    builders.in_hand(station.journal, case)
    return station


async def test_a_household_says_who_where_and_what_to_know_before_speaking(tmp_path: Path):
    async with opened(holding(tmp_path)) as pilot:
        shown = on_screen(pilot)
        assert "Mme Hélène LEFÈVRE, 85 ans" in shown
        assert "12 rue des Œillets, 31000 Toulouse" in shown
        assert "Toulouse Est · résidence Les Œillets · 80 ans et plus" in shown
        assert "vit seule · entend mal" in shown


async def test_a_household_says_why_now_and_what_was_said_last_time(tmp_path: Path):
    async with opened(holding(tmp_path)) as pilot:
        why = line_with(pilot, "Pourquoi maintenant")
        assert "dernier contact il y a 7 jours · suivi chaque semaine" in why
        assert "« Le petit-fils fait les courses le jeudi. » (Paul," in on_screen(pilot)


async def test_a_couple_is_shown_whole(tmp_path: Path):
    both = (Tenant("DURAND", "Jean", "M.", age_given=82), Tenant("DURAND", "Rose", "Mme", rank=2))
    case = builders.case(household=builders.household(tenants=both))
    async with opened(holding(tmp_path, case)) as pilot:
        assert "M. Jean DURAND, 82 ans et Mme Rose DURAND" in on_screen(pilot)


async def test_a_late_appointment_says_for_when_and_how_late(tmp_path: Path):
    starts = builders.NOW - timedelta(minutes=12)
    case = builders.case(promise=Promise(PromiseKind.APPOINTMENT, starts))
    async with opened(holding(tmp_path, case)) as pilot:
        why = line_with(pilot, "Pourquoi maintenant")
        assert "rendez-vous pris pour 10 h 00, en retard de 12 min" in why


async def test_each_number_tells_what_came_of_it_last(tmp_path: Path):
    dial = PastDial(YESTERDAY + timedelta(hours=4, minutes=48), 11, "no_answer")
    past = PastAttempt("a2", YESTERDAY, "Paul", "follow_up", "retrying", (dial,))
    async with opened(holding(tmp_path, builders.case(attempts=(past,)))) as pilot:
        assert "sans réponse hier à 15 h 00" in line_with(pilot, "domicile")
        assert "sans réponse" not in line_with(pilot, "sa fille")


async def test_markup_in_a_listing_is_only_text(tmp_path: Path):
    strange = builders.household(note="[red]rouge[/red] [@click=quit]x[/]")
    async with opened(holding(tmp_path, builders.case(household=strange))) as pilot:
        assert "[red]rouge[/red] [@click=quit]x[/]" in on_screen(pilot)


async def test_enter_writes_the_dial_down_before_asking_who_answers(tmp_path: Path):
    station = holding(tmp_path)
    async with opened(station, "enter") as pilot:
        assert "Qui répond ?" in on_screen(pilot)
        call = builders.held(station.desk).call
        assert call is not None
        assert [dial.e164 for dial in call.dials] == ["+33536491234"]


async def test_a_digit_chooses_another_number_shifted_or_not(tmp_path: Path):
    async with opened(holding(tmp_path), "é") as pilot:
        assert "› 2" in line_with(pilot, "sa fille")
        await pressed(pilot, "1")
        assert "› 1" in line_with(pilot, "domicile")


async def test_a_household_without_a_number_offers_to_note_one(tmp_path: Path):
    case = builders.case(household=builders.household(numbers=()))
    async with opened(holding(tmp_path, case)) as pilot:
        assert "Aucun numéro" in on_screen(pilot)
        await pressed(pilot, "n", *"0199001234", "enter", "enter")
        assert "01 99 00 12 34" in on_screen(pilot)
        assert "Qui répond ?" in on_screen(pilot)


async def test_what_is_not_a_number_is_not_kept(tmp_path: Path):
    station = holding(tmp_path)
    async with opened(station, "n", *"05 ab", "enter") as pilot:
        assert "Ce n'est pas un numéro de téléphone." in on_screen(pilot)
    assert station.journal.unsent_count()[0] == 0


async def test_the_code_is_black_on_white_and_fits_the_screen(tmp_path: Path):
    async with opened(holding(tmp_path), "q") as pilot:
        assert "█▀▀▀▀▀█" in on_screen(pilot)
        assert "Échap   fermer" in on_screen(pilot)


async def test_copying_never_pretends_to_have_copied(tmp_path: Path):
    async with opened(holding(tmp_path), "c") as pilot:
        assert "proposé au presse-papiers" in on_screen(pilot)
        assert pilot.app.clipboard == "0536491234"


async def test_the_history_tells_every_attempt_with_its_notes(tmp_path: Path):
    async with opened(holding(tmp_path), "h") as pilot:
        assert "jeudi 12 mars, 10 h 12 · conversation · 9 min · Paul" in on_screen(pilot)


async def test_putting_back_is_confirmed_then_written(tmp_path: Path):
    station = holding(tmp_path)
    async with opened(station, "r", "escape") as pilot:
        assert "Hélène LEFÈVRE" in on_screen(pilot)
        await pressed(pilot, "r", "enter")
        assert "Foyer rendu." in on_screen(pilot)
    kinds = station.journal.entries_since(YESTERDAY, [Kind.CASE_RETURNED])
    assert len(kinds) == 1
    assert station.awakened == 1


async def test_a_household_with_many_numbers_keeps_the_key_to_call_in_sight(tmp_path: Path):
    many = tuple(
        PhoneNumber(f"+3363998{at:04d}", label=f"numéro {at}", rank=at + 1, id=at + 1)
        for at in range(12)
    )
    long = replace(builders.household(numbers=many), note="une très longue remarque " * 12)
    async with opened(holding(tmp_path, builders.case(household=long))) as pilot:
        assert "J'appelle ce numéro" in on_screen(pilot)
        assert "F1 aide" in on_screen(pilot)


async def test_every_line_fits_a_wide_terminal_too(tmp_path: Path):
    async with opened(holding(tmp_path), size=(120, 40)) as pilot:
        last = line_with(pilot, "La dernière fois")
        assert "(Paul, jeudi 12 mars)" in last
        assert last.startswith(" " * 10)


async def test_escape_leaves_the_household_in_hand(tmp_path: Path):
    station = holding(tmp_path)
    async with opened(station, "escape") as pilot:
        assert "Reprendre le foyer en cours" in on_screen(pilot)
        await pressed(pilot, "enter")
        assert "Mme Hélène LEFÈVRE" in on_screen(pilot)


async def test_names_too_long_for_the_bar_are_whole_below_it(tmp_path: Path):
    long = tuple(
        Tenant("DE LA FONTAINE-MONTMORENCY", name, "Mme", age_given=80, rank=at)
        for at, name in enumerate(("Marie-Antoinette", "Bernadette"), 1)
    )
    case = builders.case(household=builders.household(tenants=long))
    async with opened(holding(tmp_path, case)) as pilot:
        below = " ".join(" ".join(on_screen(pilot).splitlines()[2:5]).split())
        assert "Marie-Antoinette DE LA FONTAINE-MONTMORENCY" in below
        assert "Bernadette DE LA FONTAINE-MONTMORENCY, 80 ans" in below


async def test_an_old_outcome_stays_on_the_line_of_its_number(tmp_path: Path):
    said = PastDial(builders.NOW - timedelta(days=5), 11, "done")
    past = PastAttempt("a2", said.at, "Paul", "first", "followed", (said,))
    station = Station(tmp_path)
    builders.in_hand(station.journal, builders.case(attempts=(past,)))
    async with opened(station) as pilot:
        assert "conversation samedi 14 mars" in line_with(pilot, "domicile")
        assert line_with(pilot, "F1 aide")


async def test_after_an_outcome_to_undo_the_help_key_stays_in_sight(tmp_path: Path):
    station = Station(tmp_path)
    builders.in_hand(station.journal)
    async with opened(station, "enter", "4", "2") as pilot:
        assert "annuler l'issue" in on_screen(pilot)
        assert "F1 aide" in on_screen(pilot)


async def test_nothing_that_others_wrote_is_obeyed_by_the_terminal(tmp_path: Path) -> None:
    station = Station(tmp_path)
    home = builders.household(
        tenants=(Tenant("LEF\x1b[31mEVRE", "Hél\x07ène", "Mme"),),
        numbers=(PhoneNumber("+33536491234", label="fille\x1b[2J", id=1),),
        address="rue\x1b[2J",
        residence="Les\x1b[2J Œillets",
        note="note\x1b]0;x\x07",
    )
    said = News("alimentation", "done", "CCAS\x1b[2J", "livré\x07", builders.NOW)
    past = PastAttempt(
        "a", YESTERDAY, "Paul\x1b[2J", "first", "retrying", notes=("le\x1b[2J chat",)
    )
    builders.in_hand(station.journal, builders.case(household=home, news=(said,), attempts=(past,)))
    async with opened(station) as pilot:
        assert "LEF[31mEVRE" in on_screen(pilot)
        assert not set("\x1b\x07") & set(on_screen(pilot))
        await pressed(pilot, "h")
        assert "chat" in on_screen(pilot)
        assert not set("\x1b\x07") & set(on_screen(pilot))
