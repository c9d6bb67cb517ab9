"""Who is what is chance; how many are what is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.callscript.campaign_file import read_campaign
from veille_tui.config import shipped_scripts
from veille_tui.errors import InputRefused
from veille_tui.simulation.people import draw, is_reachable, shares
from veille_tui.simulation.table import figure
from veille_tui.simulation.world import Fate, Group, Habit, Situation, World
from veille_tui.simulation.world_file import read_world

PROGRAMMES = shipped_scripts() / "programmes"
REST = Habit("facile", rest=True, answers={"*": 0.9})
WORLD = World(
    date(2020, 3, 17),
    date(2020, 3, 20),
    (Group("a", 60, without_number=7, flags={"lives_alone": 9}), Group("b", 20)),
    situations=(Situation("seuls", 5, within="b"), Situation("repas", 11)),
    habits=(REST, Habit("jamais", 6, within="a")),
    fates=(Fate("refus", 3, "refused_hard"),),
)


@given(st.integers(0, 10_000))
def test_every_seed_draws_the_same_numbers_of_everything(seed: int) -> None:
    people = draw(WORLD, seed, 1.0).values()
    assert Counter(one.group.name for one in people) == {"a": 60, "b": 20}
    assert sum(not one.number for one in people) == 7
    assert sum("lives_alone" in one.flags for one in people) == 9
    situations = Counter(one.situation.name for one in people if one.situation)
    assert situations == {"seuls": 5, "repas": 11}
    assert Counter(one.habit.name for one in people)["jamais"] == 6
    assert sum(one.fate is not None for one in people) == 3
    assert all(is_reachable(one) for one in people if one.situation or one.fate)
    assert len({one.number for one in people if one.number}) == 73


def test_the_same_seed_draws_the_same_people() -> None:
    assert draw(WORLD, 4, 1.0) == draw(WORLD, 4, 1.0)
    assert draw(WORLD, 4, 1.0) != draw(WORLD, 5, 1.0)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("debut: 2020-03-17\nfin: hier\nfoyers: []\n", 2, "hier"),
        ("debut: 2020-03-17\nfin: 2020-03-18\nfoyer: []\n", 3, "foyer"),
        (
            "debut: 2020-03-17\nfin: 2020-03-18\nfoyers:\n  - {nom: a, nombre: beaucoup}\n",
            4,
            "beaucoup",
        ),
        ("debut: 2020-03-17\nfin: 2020-03-18\nfoyers:\n  - {nombre: 3}\n", 4, "nom"),
    ],
)
def test_a_world_that_cannot_be_read_says_where_and_why(
    tmp_path: Path, text: str, line: int, word: str
) -> None:
    file = tmp_path / "monde.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as failure:
        read_world(file)
    assert any(one.line == line and word in one.message for one in failure.value.problems)


HEAD = "debut: 2020-03-17\nfin: 2020-03-18\nfoyers:\n  - {nom: a, nombre: 9}\n"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("destins:\n  - {nom: r, nombre: 1, issue: refus}\n", "refus"),
        ("destins:\n  - {nom: r, nombre: 1, issue: done, dans: b}\n", "b"),
        ("situations:\n  - {nom: s, nombre: 1, dans: aa}\n", "aa"),
        ("situations:\n  - {nom: s, nombre: 1, reponses: seul}\n", "seul"),
        ("habitudes:\n  - {nom: h, relais: {facteur: well}}\n", "facteur"),
        ("habitudes:\n  - {nom: h, relais: {postman: bien}}\n", "bien"),
        ("habitudes:\n  - {nom: h, messagerie: 1.2}\n", "1.2"),
        ("habitudes:\n  - {nom: h, repond: {'*': 40}}\n", "40"),
        ("habitudes:\n  - {nom: h, repond: {aube: 0.4}}\n", "aube"),
        ("relais:\n  - {canal: voisin}\n", "voisin"),
        ("appelants:\n  jours: [lundi, dimanch]\n", "dimanch"),
        ("appelants:\n  presents: 80\n", "80"),
        ("partenaires:\n  rejet: 3\n", "3"),
        ("publies:\n  - {titre: t, chemin: tenants, valeur: 9, verite: [c]}\n", "c"),
        ("reponses:\n  bien: {humeur: bien}\n", "humeur"),
        ("reponses:\n  bien: {moment: peut_etre}\n", "peut_etre"),
        ("messages:\n  - {jour: 2020-03-17, modele: fraicheur}\n", "fraicheur"),
    ],
)
def test_a_code_that_means_nothing_is_refused_at_its_line(
    tmp_path: Path, text: str, word: str
) -> None:
    file = tmp_path / "monde.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    used = read_campaign(PROGRAMMES / "mesolia_mai" / "campagne.yaml")[0]
    assert used is not None
    with pytest.raises(InputRefused) as failure:
        read_world(file, used)
    (problem,) = failure.value.problems
    assert problem.line in {5, 6}
    assert f"« {word} »" in problem.message


def test_a_flag_that_no_listing_has_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "monde.yaml"
    text = HEAD.replace("nombre: 9", "nombre: 9, marqueurs: {chat: 2}")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as failure:
        read_world(file)
    assert [(one.line, one.code) for one in failure.value.problems] == [(4, "unknown-code")]


@pytest.mark.parametrize("file", sorted(PROGRAMMES.glob("*/monde*.yaml")))
def test_the_shipped_worlds_name_only_what_their_campaigns_have(file: Path) -> None:
    assert read_world(file, read_campaign(file.with_name("campagne.yaml"))[0]).groups


def test_a_figure_is_found_by_its_path_and_several_are_added_up() -> None:
    figures = {"households": {"secured": 3}, "relays": {"visit": {"results": {"well": 2}}}}
    assert figure(figures, "households.secured") == 3
    assert figure(figures, "households.secured + relays.visit.results.well") == 5
    assert figure(figures, "relays.postman.results.well") == 0
    assert figure(figures, "households") is None


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=12), st.floats(0.001, 1.0))
def test_shares_of_a_smaller_world_add_up_and_none_is_lost(
    numbers: list[int], scale: float
) -> None:
    found = shares(numbers, scale)
    assert all(found)
    assert sum(found) == max(round(sum(numbers) * scale), len(numbers))
    assert all(
        one <= max(1, number * scale + 1) for one, number in zip(found, numbers, strict=True)
    )


@given(st.integers(1, 100), st.integers(0, 50))
def test_habits_that_fill_a_group_fill_it_in_small_too(percent: int, seed: int) -> None:
    group = Group("sans_numero", 246, without_number=246)
    parts = (("voisins", 90), ("facteur", 40), ("visite", 33), ("introuvables", 83))
    habits = tuple(Habit(name, number, within="sans_numero") for name, number in parts)
    world = replace(WORLD, groups=(group,), situations=(), fates=(), habits=(*habits, REST))
    people = draw(world, seed, percent / 100).values()
    assert len(people) < 4 or all(one.habit is not REST for one in people)


def test_a_world_that_asks_for_more_households_than_there_are_is_refused() -> None:
    world = replace(WORLD, situations=(Situation("seuls", 21, within="b"),))
    with pytest.raises(InputRefused, match="seuls"):
        draw(world, 1, 1.0)
