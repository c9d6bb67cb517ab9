"""What callers are told of the shared store: in their words, with no address in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from veille_tui import config
from veille_tui.errors import PasswordNeeded, Refused, VeilleError
from veille_tui.sync.rounds import SyncState
from veille_tui.ui.failure_words import failure_words
from veille_tui.ui.sync_words import short_words, sync_words

ADDRESS = "postgresql://ana@base.bailleur.fr/veille"
PARIS = ZoneInfo("Europe/Paris")


def test_a_refusal_is_told_without_the_address_of_the_store(tmp_path: Path):
    settings = replace(config.load({"VEILLE_HOME": str(tmp_path)}), store=ADDRESS)
    refused = Refused(f"Le serveur refuse ce compte ({ADDRESS}).", "Demander au superviseur.")
    said = failure_words(refused, settings, SyncState("refused"))
    assert said == "Le serveur refuse ce compte. Demander au superviseur."


@pytest.mark.parametrize(
    ("trouble", "words", "short"),
    [
        (PasswordNeeded("Mot de passe ?"), "mot de passe demandé", "mot de passe demandé"),
        (Refused("Suspendu."), "accès refusé", "non envoyé, 3 en attente"),
    ],
)
def test_a_server_that_refuses_is_no_lost_network(trouble: VeilleError, words: str, short: str):
    state = SyncState("refused", 3, trouble=trouble)
    assert sync_words(state, PARIS) == f"{words}, 3 en attente"
    assert short_words(state) == short
    assert short_words(replace(state, count=0)) == words
