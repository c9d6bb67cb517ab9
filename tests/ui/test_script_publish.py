"""Publishing from the scripts screen, on a real shared store: seen first, then done, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import builders
from tests.ui.driving import line_with, on_screen
from tests.ui.stations import Station
from tests.ui.supervised import BROKEN, COURTESY, at_the_scripts, done, supervisor, with_a_campaign
from veille_tui.store.shared import SharedStore
from veille_tui.supervision import scripts

OTHER_WORDS = COURTESY.replace("Allez-vous bien ?", "Comment ça va ?")


@pytest.fixture
def station(tmp_path: Path) -> Station:
    """A post whose script says other words than the one in force."""
    return supervisor(tmp_path, courtoisie=OTHER_WORDS)


@pytest.fixture
def store(station: Station) -> Iterator[SharedStore]:
    """The shared store, with the campaign."""
    made = with_a_campaign(station)
    yield made
    made.close()


async def test_what_changes_is_shown_before_anything_is_published(
    station: Station, store: SharedStore
):
    before = store.campaign("hiver").script_hash
    async with at_the_scripts(station, "p") as pilot:
        assert "(a une autre version)" in line_with(pilot, "1   Hiver")
        await done(pilot, "1")
        assert "1 chose change pour les appelants :" in on_screen(pilot)
        assert "Mots changés (moral) : « Allez-vous bien ? » devient" in on_screen(pilot)
        await done(pilot, "enter", "escape")
    assert store.campaign("hiver").script_hash == before


async def test_the_quotation_marks_of_a_long_title_stay_with_their_words(tmp_path: Path):
    title = "Appel de courtoisie aux locataires âgés de Foix"
    station = supervisor(tmp_path, courtoisie=OTHER_WORDS.replace("Appel de courtoisie", title))
    made = with_a_campaign(station)
    async with at_the_scripts(station, "p", "1") as pilot:
        assert "« Hiver »" in on_screen(pilot)
        assert line_with(pilot, "Publier «").rstrip(" │").endswith("dans")
    made.close()


async def test_one_key_publishes_and_says_when_callers_have_it(
    station: Station, store: SharedStore
):
    async with at_the_scripts(station, "p", "1", "p") as pilot:
        assert "Les appelants l'auront à leur prochain appel." in on_screen(pilot)
        assert "en service : Hiver" in on_screen(pilot)
    assert "Comment ça va" in store.script_source(store.campaign("hiver").script_hash)
    newest = scripts.versions(store, "courtoisie")[0]
    assert newest.published_by == "Hélène B."


async def test_an_older_version_is_published_again_from_the_list_of_versions(
    station: Station, store: SharedStore
):
    first = store.campaign("hiver").script_hash
    async with at_the_scripts(station, "p", "1", "p", "2") as pilot:
        assert "Versions 2" in on_screen(pilot)
        assert "par Nadia" in on_screen(pilot)
        assert "la même que le fichier" in on_screen(pilot)
        await done(pilot, "down", "enter", "1")
        assert "Mots changés (moral) : « Comment ça va ? » devient" in on_screen(pilot)
        await done(pilot, "p")
        assert "Les appelants l'auront à leur prochain appel." in on_screen(pilot)
    assert store.campaign("hiver").script_hash == first


async def test_the_same_version_again_is_not_published(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=COURTESY)
    store = with_a_campaign(station)
    async with at_the_scripts(station, "p", "1", "p") as pilot:
        assert "a déjà cette version" in on_screen(pilot)
        await done(pilot, "escape")
        assert "en service : Hiver" in on_screen(pilot)
    store.close()


async def test_another_script_is_refused_until_it_is_said_to_be_meant(tmp_path: Path):
    other = COURTESY.replace("script: courtoisie", "script: canicule")
    station = supervisor(tmp_path, canicule=other)
    store = with_a_campaign(station)
    async with at_the_scripts(station, "p", "1", "p") as pilot:
        assert "Refusé, pour cette raison :" in on_screen(pilot)
        assert store.campaign("hiver").script_id == "courtoisie"
        await done(pilot, "o", "p")
        assert "Les appelants l'auront à leur prochain appel." in on_screen(pilot)
    assert store.campaign("hiver").script_id == "canicule"
    store.close()


async def test_a_script_with_errors_is_not_published(tmp_path: Path):
    station = supervisor(tmp_path, courtoisie=BROKEN)
    store = with_a_campaign(station)
    async with at_the_scripts(station, "p") as pilot:
        assert "Un script avec des erreurs ne se publie pas" in on_screen(pilot)
        await done(pilot, "2")
        assert "par Nadia" in on_screen(pilot)
    store.close()


async def test_without_the_shared_store_publishing_says_why_not(station: Station):
    async with at_the_scripts(station, "p") as pilot:
        assert "Pas de réseau." in on_screen(pilot)


async def test_a_change_refused_while_it_is_looked_at_is_said(station: Station, store: SharedStore):
    async with at_the_scripts(station, "p", "1") as pilot:
        store.close_campaign("hiver", builders.NOW)
        await done(pilot, "p")
        assert "est fermée" in on_screen(pilot)
