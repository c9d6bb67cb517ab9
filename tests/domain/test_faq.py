"""What tenants ask is found however it is typed."""

from __future__ import annotations

import pytest

from veille_tui.domain.campaign import FaqEntry
from veille_tui.domain.faq import search

ENTRIES = (
    FaqEntry("loyer", "Je ne peux pas payer mon loyer", "Appeler l'agence.", ("impayé", "dette")),
    FaqEntry("fuite", "J'ai une fuite d'eau", "Le gardien coupe l'eau.", ("plombier",)),
    FaqEntry("attestation", "Comment remplir l'attestation de sortie ?", "À recopier à la main."),
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("loyer", "loyer"),
        ("LOYÉ", "loyer"),
        ("impaye", "loyer"),
        ("plonbier", "fuite"),
        ("atestation", "attestation"),
        ("gardien", "fuite"),
        ("comment remplir", "attestation"),
        ("fui", "fuite"),
    ],
)
def test_a_question_is_found_by_its_words_its_answer_and_other_spellings(typed: str, first: str):
    assert search(ENTRIES, typed)[0].id == first


@pytest.mark.parametrize("typed", ["piscine", "chat", "mot de passe"])
def test_what_nobody_asked_before_is_not_found(typed: str):
    assert search(ENTRIES, typed) == ()


def test_before_anything_is_typed_every_question_is_there_in_its_order():
    assert search(ENTRIES, "  ") == ENTRIES


def test_half_of_what_is_typed_must_be_found():
    assert [one.id for one in search(ENTRIES, "fuite du robinet")] == ["fuite"]
    assert search(ENTRIES, "fuite du robinet de la cuisine") == ()


def test_what_is_asked_counts_more_than_what_is_answered():
    asked = FaqEntry("loge", "Où trouver le gardien ?", "À la loge.")
    assert [one.id for one in search((*ENTRIES, asked), "gardien")] == ["loge", "fuite"]
