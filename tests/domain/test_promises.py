"""What people say of when to ring again, and the times offered in one key."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.domain.campaign import Hours, Slot
from veille_tui.domain.promises import When, parse_when, quick_times
from veille_tui.domain.slots import slot_of

PARIS = ZoneInfo("Europe/Paris")
# A Friday, at 10:07.
NOW = datetime(2020, 3, 20, 10, 7, 30, tzinfo=PARIS)


def said(when: When | None) -> str:
    if when is None:
        return ""
    start = f"{when.starts:%d/%m %H:%M}"
    if when.ends is None:
        return start
    same_day = when.ends.date() == when.starts.date()
    return f"{start}-{when.ends:%H:%M}" if same_day else f"{start}-{when.ends:%d/%m %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("demain 10 h", "21/03 10:00"),
        ("demain 10h", "21/03 10:00"),
        ("Demain à 10 h 30", "21/03 10:30"),
        ("demain matin", "21/03 09:00-12:00"),
        ("mardi", "24/03 09:00-18:00"),
        ("mardi matin", "24/03 09:00-12:00"),
        ("mardi prochain à 14h30", "24/03 14:30"),
        ("vendredi", "27/03 09:00-18:00"),
        ("mardi en huit à 9h", "31/03 09:00"),
        ("mardi de la semaine prochaine", "24/03 09:00-18:00"),
        ("dans 2 heures", "20/03 12:07"),
        ("dans deux heures et demie", "20/03 12:37"),
        ("dans une demi-heure", "20/03 10:37"),
        ("dans trois jours", "23/03 09:00-18:00"),
        ("dans huit jours à 10h", "27/03 10:00"),
        ("dans quinze jours", "03/04 09:00-18:00"),
        ("dans une semaine, le matin", "27/03 09:00-12:00"),
        ("ce soir", "20/03 18:00-20:00"),
        ("cet après-midi", "20/03 14:00-18:00"),
        ("cet après-midi à 3 h", "20/03 15:00"),
        ("ce matin", "20/03 10:10-12:00"),
        ("tout à l'heure", "20/03 11:07-13:07"),
        ("jeudi 26 mars 10h", "26/03 10:00"),
        ("le 1er avril à 15 h", "01/04 15:00"),
        ("26/03 10:00", "26/03 10:00"),
        ("lundi 23/03 à 11h", "23/03 11:00"),
        ("26/03/20 à 10h", "26/03 10:00"),
        ("lundi 23", "23/03 09:00-18:00"),
        ("lundi 23 à 10h", "23/03 10:00"),
        ("lundi 10h", "23/03 10:00"),
        ("lundi 10 h 15", "23/03 10:15"),
        ("le 26 au matin", "26/03 09:00-12:00"),
        ("14 h", "20/03 14:00"),
        ("10h", "21/03 10:00"),
        ("après-demain vers 11 h", "22/03 11:00-11:30"),
        ("en fin de matinée", "20/03 10:30-12:00"),
        ("lundi en fin de matinée", "23/03 10:30-12:00"),
        ("midi", "20/03 12:00"),
        ("demain midi et demi", "21/03 12:30"),
        ("11h moins le quart", "20/03 10:45"),
        ("lundi entre 10 et 12h", "23/03 10:00-12:00"),
        ("lundi entre 10h et 11h30", "23/03 10:00-11:30"),
        ("de 14h à 16h", "20/03 14:00-16:00"),
        ("lundi après 15h", "23/03 15:00-17:00"),
        ("lundi avant midi", "23/03 10:00-12:00"),
        ("lundi prochain après le déjeuner", "23/03 13:30-15:00"),
        ("demain dix heures trente", "21/03 10:30"),
        ("dix heures et quart", "20/03 10:15"),
        ("mercredi 25 vers dix heures", "25/03 10:00-10:30"),
        ("10.30", "20/03 10:30"),
        ("ce week-end", "21/03 09:00-18:00"),
        ("demain 2h", "21/03 14:00"),
        ("5 heures", "20/03 17:00"),
        ("demain 7h", "21/03 19:00"),
        ("demain matin à 7h", "21/03 07:00"),
        ("demain entre 2 et 4h", "21/03 14:00-16:00"),
        ("dans une heure", "20/03 11:07"),
        ("la semaine prochaine", "23/03 09:00-27/03 18:00"),
    ],
)
def test_a_time_is_read_as_french_people_say_it(text: str, expected: str):
    assert said(parse_when(text, NOW)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow 10 am", "21/03 10:00"),
        ("tomorrow at 10:30", "21/03 10:30"),
        ("tomorrow at 3", "21/03 15:00"),
        ("tomorrow morning", "21/03 09:00-12:00"),
        ("Tuesday", "24/03 09:00-18:00"),
        ("on Tuesday at 2 pm", "24/03 14:00"),
        ("in two hours", "20/03 12:07"),
        ("in half an hour", "20/03 10:37"),
        ("in three days", "23/03 09:00-18:00"),
        ("tonight", "20/03 18:00-20:00"),
        ("this afternoon", "20/03 14:00-18:00"),
        ("later", "20/03 11:07-13:07"),
        ("Thursday 26 March 10:00", "26/03 10:00"),
        ("March 26 at 10am", "26/03 10:00"),
        ("26/03 10:00", "26/03 10:00"),
        ("the day after tomorrow around 11 am", "22/03 11:00-11:30"),
        ("late morning", "20/03 10:30-12:00"),
        ("noon", "20/03 12:00"),
        ("tomorrow at 7 am", "21/03 07:00"),
        ("next week", "23/03 09:00-27/03 18:00"),
    ],
)
def test_a_time_is_read_as_english_people_say_it(text: str, expected: str):
    assert said(parse_when(text, NOW, "en")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "je ne sais pas",
        "onze heures et des poussières",
        "25 h",
        "10",
        "demain 10h 11h 12h",
        "aujourd'hui à 9 h",
        "hier",
        "ce matin à 8 h",
        "lundi 25 mars",
        "30 février",
        "dans 0 minute",
        "dans 9999 heures",
        "dans quelques jours",
        "19/03/2020",
        "19 mars 2019 10h",
        "20 mars 9 h",
        "de 16h à 14h",
        "9" * 5000,
    ],
)
def test_what_is_past_or_unclear_is_not_guessed(text: str):
    assert parse_when(text, NOW) is None


def test_a_french_caller_may_type_english():
    assert said(parse_when("tomorrow morning", NOW)) == "21/03 09:00-12:00"


def test_two_hours_later_is_real_time_when_the_clocks_change():
    night = datetime(2020, 3, 29, 1, 30, tzinfo=PARIS)
    when = parse_when("dans 2 heures", night)
    assert when is not None
    assert when.starts.astimezone(UTC) - night.astimezone(UTC) == timedelta(hours=2)
    assert (when.starts.hour, when.starts.minute) == (4, 30)


def test_this_evening_is_over_at_night():
    assert parse_when("ce soir", NOW.replace(hour=21)) is None


YEARS = (datetime(2019, 1, 1), datetime(2031, 1, 1))  # noqa: DTZ001 (the strategy adds the zone)
WORDS = (
    "demain mardi lundi 26 26/03 mars 10 h 10h 14h30 matin soir midi dans deux heures jours ce cet "
    "après-midi le à vers entre et avant après prochain en huit fin de matinée semaine prochaine "
    "tomorrow at am pm noon in next week tonight friday the 31 31/12 29/02 minuit 0h 24h 23h59 1er"
).split()


@given(
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.text(max_size=40),
    st.datetimes(*YEARS, timezones=st.just(PARIS)),
    st.sampled_from(["fr", "en"]),
)
def test_whatever_is_understood_is_in_the_future(text: str, now: datetime, language: str):
    when = parse_when(text, now, language)
    if when is not None:
        assert when.starts.astimezone(UTC) > now.astimezone(UTC)
        if when.ends is not None:
            assert when.ends.astimezone(UTC) > when.starts.astimezone(UTC)


def test_quick_times_in_the_morning_are_the_day_and_the_next_two():
    found = [said(when) for when in quick_times(NOW, Hours(), PARIS)]
    assert found == [
        "20/03 11:15",
        "20/03 14:00-18:00",
        "20/03 18:00-20:00",
        "21/03 09:00-12:00",
        "21/03 10:15",
        "23/03 09:00-12:00",
    ]


def test_quick_times_skip_what_the_campaign_does_not_allow():
    mornings = Hours((Slot("morning", time(10), time(12), frozenset({0, 1})),))
    found = [said(when) for when in quick_times(NOW, mornings, PARIS)]
    assert found == ["23/03 10:00-12:00", "23/03 10:15", "24/03 10:00-12:00"]


@given(st.datetimes(*YEARS, timezones=st.just(UTC)))
def test_quick_times_are_future_and_within_hours(now: datetime):
    found = quick_times(now, Hours(), PARIS)
    assert 1 <= len(found) <= 6
    for when in found:
        assert when.starts.astimezone(UTC) > now
        assert slot_of(when.starts, Hours(), PARIS)
