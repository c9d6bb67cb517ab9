"""Advice goes to those it fits, and to a mobile telephone only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import builders
from veille_tui.domain.campaign import TextMessage
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.domain.text_messages import fitting, mobile_of


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({}, True),
        ({"segments": ("plus_de_80",)}, True),
        ({"segments": ("familles",)}, False),
        ({"communes": ("31",)}, True),
        ({"communes": ("33063",)}, False),
        ({"when": "age >= 80"}, True),
        ({"when": "age < 80"}, False),
    ],
)
def test_a_message_fits_by_public_commune_and_condition(changes: dict[str, Any], fits: bool):
    message = TextMessage("chaleur", "Chaleur", "Boire souvent.", **changes)
    campaign = builders.campaign(messages=(message,))
    home = builders.household(insee="31555")
    found = fitting(campaign, home, home.profile(date(2020, 3, 19)), "plus_de_80")
    assert bool(found) is fits


def test_a_text_message_goes_to_the_first_mobile_number():
    home = builders.household(
        numbers=(PhoneNumber("+33536491234", id=1), PhoneNumber("+33639980002", id=2))
    )
    number = mobile_of(home)
    assert number is not None
    assert number.id == 2
    assert mobile_of(builders.household(numbers=(PhoneNumber("+33536491234", id=1),))) is None
