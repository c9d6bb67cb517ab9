"""Until when not to call, as people say it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from veille_tui.domain.last_days import parse_day

NOW = datetime(2020, 3, 31, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("dans 3 mois", date(2020, 6, 30)),
        ("dans un mois", date(2020, 4, 30)),
        ("2 semaines", date(2020, 4, 14)),
        ("un an", date(2021, 3, 31)),
        ("jusqu'en septembre", date(2020, 9, 1)),
        ("janvier", date(2021, 1, 1)),
        ("jusqu'au 12/05/2020", date(2020, 5, 12)),
        ("2020-05-12", date(2020, 5, 12)),
        ("le 12 mai", date(2020, 5, 12)),
    ],
)
def test_a_day_is_understood_as_it_is_said(said: str, day: date):
    assert parse_day(said, NOW) == day


@pytest.mark.parametrize("said", ["", "hier", "12/05/2019", "31/02/2021", "bientôt peut-être"])
def test_what_is_past_or_unclear_is_no_day(said: str):
    assert parse_day(said, NOW) is None
