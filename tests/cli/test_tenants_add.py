"""An agency adds one person: by options, or question by question; nobody twice by mistake."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from veille_tui.__main__ import run
from veille_tui.cli.context import Context
from veille_tui.cli.ending import guarded
from veille_tui.cli.tenants_add import run_add
from veille_tui.config import Paths, Settings, shipped_scripts
from veille_tui.domain.campaign import Campaign, Segment
from veille_tui.domain.tenants import Household
from veille_tui.errors import Refused, WrongUsage
from veille_tui.store.shared import SharedStore

NOW = datetime(2020, 3, 17, 9, tzinfo=UTC)
DEMO = str(shipped_scripts() / "demo" / "campagne_demo.yaml")
SPRING = Campaign(
    "printemps",
    "Printemps",
    landlord="Logis",
    segments=(
        Segment("isoles", "Isolés", '"isole" dans marqueurs', 1),
        Segment("ages", "80 ans et plus", "age >= 80", 2),
    ),
)


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """A run with a store of its own that holds one campaign."""
    settings = Settings(Paths(tmp_path, tmp_path, tmp_path))
    with_store = SharedStore(settings.store_url)
    with_store.create_campaign(SPRING, "", NOW)
    with_store.close()
    return Context(settings, {}, True, io.StringIO(), io.StringIO(), lambda: NOW)


@pytest.fixture
def store(context: Context) -> Iterator[SharedStore]:
    with context.store() as opened:
        yield opened


def answering(*answers: str) -> Callable[[str], str]:
    """Somebody at the terminal, who is gone after the last answer."""
    waiting = list(answers)

    def ask(question: str) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    return ask


def added(
    context: Context,
    fields: dict[str, str],
    if_known: str = "",
    ask: Callable[[str], str] | None = None,
) -> dict[str, Any]:
    """The document of one household that was added."""
    ours = Context(context.settings, {}, True, io.StringIO(), context.err, context.clock)
    assert run_add(ours, "printemps", fields, if_known, ask) == 0
    found: dict[str, Any] = json.loads(ours.out.getvalue())  # type: ignore[attr-defined]
    return found


def known(store: SharedStore) -> list[Household]:
    return list(store.known_households("printemps").values())


LUCE = {"last_name": "FABRE", "first_name": "Luce", "age": "43", "phone": "05 36 49 00 01"}


def test_somebody_of_any_age_enters_the_public_of_the_isolated_at_once(
    context: Context, store: SharedStore
):
    found = added(context, LUCE | {"flags": "isole", "agency": "Foix"})
    assert (found["segment"], found["completed"]) == ("isoles", False)
    granted = store.waiting("printemps", "Paul")
    assert granted.ready == 1
    (one,) = known(store)
    assert one.flags == {"isolated"}
    assert (one.agency, one.numbers[0].e164) == ("Foix", "+33536490001")


def test_several_numbers_and_marks_are_read_as_in_a_listing(context: Context, store: SharedStore):
    added(
        context,
        LUCE | {"phone": "0536490001 / fils Paul 06 39 98 00 02", "flags": "isolée, tutelle"},
    )
    (one,) = known(store)
    assert [number.role.value for number in one.numbers] == ["self", "relative"]
    assert one.flags == {"isolated", "guardianship"}


@pytest.mark.parametrize(
    "again",
    [
        {"last_name": "FABRE", "phone": "05.36.49.00.01"},
        {"last_name": "MARTIN", "phone": "+33 5 36 49 00 01"},
        {"last_name": "Fabré", "address": "3, Rue des Œillets", "postcode": "09000"},
    ],
)
def test_a_household_that_is_known_is_not_added_unless_somebody_says_so(
    context: Context, store: SharedStore, again: dict[str, str]
):
    added(context, LUCE | {"address": "3 rue des Oeillets", "postcode": "09000"})
    with pytest.raises(Refused, match="FABRE"):
        added(context, again)
    assert len(known(store)) == 1


def test_who_is_at_the_terminal_sees_the_known_one_and_decides(
    context: Context, store: SharedStore
):
    added(context, LUCE)
    with pytest.raises(Refused):
        added(context, LUCE, ask=answering(""))
    assert "FABRE Luce" in context.err.getvalue()  # type: ignore[attr-defined]
    assert added(context, LUCE | {"first_name": "Inès"}, ask=answering("2"))["completed"] is False
    assert len(known(store)) == 2
    assert added(context, LUCE | {"flags": "isole"}, ask=answering("1"))["completed"]
    assert len(known(store)) == 2


def test_completing_a_known_household_moves_it_to_the_public_it_now_belongs_to(
    context: Context, store: SharedStore
):
    assert added(context, LUCE)["segment"] == ""
    found = added(context, {"phone": LUCE["phone"], "flags": "isole"}, if_known="update")
    assert (found["segment"], found["completed"]) == ("isoles", True)
    (placed,) = store.places("printemps")
    assert (placed.segment, placed.priority) == ("isoles", 1)


def test_another_household_of_the_same_name_and_place_gets_a_reference_of_its_own(
    context: Context, store: SharedStore
):
    one = {"last_name": "FABRE", "address": "3 rue des Lilas", "postcode": "09000"}
    first = added(context, one)["reference"]
    second = added(context, one, if_known="add")["reference"]
    assert first != second
    assert {household.reference for household in known(store)} == {first, second}


def test_a_household_of_another_campaign_of_the_landlord_joins_as_the_same(
    context: Context, store: SharedStore
):
    store.create_campaign(Campaign("hiver", "Hiver", landlord="Logis"), "", NOW)
    ours = Context(context.settings, {}, True, io.StringIO(), io.StringIO(), context.clock)
    run_add(ours, "hiver", LUCE, "", None)
    with pytest.raises(Refused):
        added(context, LUCE)
    found = added(context, LUCE, if_known="update")
    assert found["reference"] == next(iter(store.known_households("hiver")))
    assert {one.id for one in known(store)} == {
        one.id for one in store.known_households("hiver").values()
    }


def test_a_namesake_elsewhere_is_nobody_that_is_known(context: Context, store: SharedStore):
    added(context, LUCE | {"address": "3 rue des Lilas", "postcode": "09000"})
    added(context, LUCE | {"phone": "0536490002", "address": "9 rue Neuve", "postcode": "31000"})
    assert len(known(store)) == 2


def test_two_doors_of_one_address_are_two_households(context: Context, store: SharedStore):
    place = {"last_name": "FABRE", "address": "3 rue des Lilas", "postcode": "09000"}
    added(context, place | {"porte": "12"})
    added(context, place | {"porte": "14"})
    assert len(known(store)) == 2


QUESTIONS = 14


def test_the_questions_are_asked_one_by_one_and_may_be_passed(context: Context, store: SharedStore):
    answers = ["Mme", "Roux", "Odette", "82", "0536490003", "3 quai Neuf", "31000", "Toulouse"]
    answers += [""] * (QUESTIONS - len(answers))
    found = added(context, {}, ask=answering(*answers))
    assert found["segment"] == "ages"
    (one,) = known(store)
    assert (one.tenants[0].last_name, one.city) == ("Roux", "Toulouse")


def test_a_date_in_place_of_an_age_is_a_birth_date(context: Context, store: SharedStore):
    answers = ["", "Roux", "", "05/03/1938", "0536490003"] + [""] * (QUESTIONS - 5)
    added(context, {}, ask=answering(*answers))
    (one,) = known(store)
    assert str(one.tenants[0].birth_date) == "1938-03-05"


def test_a_doubtful_answer_is_asked_again_and_kept_when_it_is_given_again(
    context: Context, store: SharedStore
):
    answers = ["", "Roux", "", "31/02/1940", "05/03/1938", "053649", "053649", "3 quai Neuf"]
    answers += [""] * (QUESTIONS - 6)
    added(context, {}, ask=answering(*answers))
    (one,) = known(store)
    assert str(one.tenants[0].birth_date) == "1938-03-05"
    assert "053649" in one.note


def test_a_mark_that_nobody_knows_is_kept_and_told(context: Context, store: SharedStore):
    added(context, LUCE | {"flags": "isole, entend-ml"})
    assert "entend_mal" in context.err.getvalue()  # type: ignore[attr-defined]
    assert known(store)[0].flags == {"isolated", "entend-ml"}


def test_who_leaves_in_the_middle_records_nothing(context: Context, store: SharedStore):
    with pytest.raises(Refused, match="rien n'est enregistré"):
        added(context, {}, ask=answering("Mme", "Roux"))
    assert known(store) == []


def test_without_a_terminal_and_without_fields_it_says_what_is_missing(context: Context):
    with pytest.raises(WrongUsage, match="manque"):
        added(context, {})


def test_somebody_joins_while_the_campaign_runs_and_touches_nobody(
    context: Context, store: SharedStore
):
    from datetime import timedelta

    added(context, LUCE)
    held = store.claim_next("printemps", "Paul", "t", timedelta(minutes=30))
    assert held is not None
    before = store.case(held.case.id)
    added(context, {"last_name": "ROUX", "age": "84", "phone": "0536490009"})
    assert store.case(held.case.id) == before
    assert store.waiting("printemps", "Paul").held == 1


def test_the_options_of_the_command_line_say_all_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    env = {"VEILLE_HOME": str(tmp_path / "home"), "VEILLE_USER": "Hélène"}

    def ends(*arguments: str) -> int:
        return guarded(lambda: run(arguments, env), env)

    assert ends("campaign", "create", DEMO) == 0
    options = (
        *("--last-name", "ROUX", "--first-name", "Odette", "--title", "Mme", "--age", "50"),
        *(
            "--phone",
            "0536490005",
            "--phone",
            "0639980006",
            "--flag",
            "isole",
            "--flag",
            "handicap",
        ),
        *("--address", "3 quai Neuf", "--postcode", "31000", "--city", "Toulouse"),
        *("--insee", "31555", "--agency", "Toulouse Est", "--residence", "Les Œillets"),
        *("--note", "sonner deux fois", "--reference", "L-77"),
    )
    capsys.readouterr()
    assert ends("tenants", "add", "--campaign", "demo", *options) == 0
    said = capsys.readouterr().out
    assert "L-77" in said
    assert "Signalés par les agences" in said
    assert ends("tenants", "add", "--campaign", "demo", *options) == 4
    assert "L-77" in capsys.readouterr().err
    assert ends("tenants", "add", "--campaign", "demo", "--age", "50", "age=51") == 2
    assert ends("tenants", "add", "--campaign", "demo", "--flag", "isole") == 1
    assert ends("tenants", "find", "roux", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)["tenants"]
    assert (found["city"], found["agency"]) == ("Toulouse", "Toulouse Est")
