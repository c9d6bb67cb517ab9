"""A household enters a campaign with the first public that fits it."""

from datetime import UTC, date, datetime

from veille_tui.domain.campaign import Campaign, Segment, Wave
from veille_tui.domain.case import NewCase
from veille_tui.domain.tenants import Household, Tenant
from veille_tui.supervision.publics import new_cases

NOW = datetime(2020, 3, 17, 9, tzinfo=UTC)
PUBLICS = (
    Segment("signales", "Signalés", '"isole" dans marqueurs', 1),
    Segment("grands_ages", "80 ans et plus", "age >= 80", 2),
    Segment("ages", "70 à 79 ans", "age >= 70", 3),
)


def entered(*ages: int, campaign: Campaign | None = None, **changes: object) -> NewCase:
    tenants = tuple(Tenant("LEFÈVRE", birth_date=date(2020 - age, 1, 1)) for age in ages)
    household = Household("OE-1", tenants, **changes)  # type: ignore[arg-type]
    (case,) = new_cases(campaign or Campaign("c", "C", segments=PUBLICS), [household], NOW)
    return case


def test_the_eldest_of_a_couple_decides():
    assert entered(68, 81).segment == "grands_ages"


def test_the_first_public_that_fits_wins_and_the_others_are_kept():
    case = entered(84, flags=frozenset({"isolated"}))
    assert (case.segment, case.priority) == ("signales", 1)
    assert case.segments == ("signales", "grands_ages", "ages")


def test_a_public_named_by_the_listing_counts():
    assert entered(40, segments=("signales",)).segment == "signales"


def test_who_fits_no_public_is_kept_and_called_last():
    case = entered(40)
    assert (case.segment, case.priority) == ("", 4)


def test_without_publics_everybody_comes_first():
    assert entered(40, campaign=Campaign("c", "C")).priority == 1


def test_a_public_written_in_english_fits_in_a_french_campaign():
    campaign = Campaign("c", "C", segments=(Segment("old", "Old", "age >= 80 and not (age < 0)"),))
    assert entered(81, campaign=campaign).segment == "old"


def test_a_wave_opens_on_its_day_at_midnight_of_the_place():
    waves = (Wave("first", ("grands_ages",), date(2020, 4, 13)), Wave("now", ("ages",)))
    campaign = Campaign("c", "C", segments=PUBLICS, waves=waves)
    assert entered(81, campaign=campaign).due_at == datetime(2020, 4, 12, 22, tzinfo=UTC)
    assert entered(71, campaign=campaign).due_at is None
