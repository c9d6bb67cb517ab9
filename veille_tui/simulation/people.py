"""The people of a world, drawn by its seed: who is what is chance, how many are what is not."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar

from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.simulation.world import Fate, Group, Habit, Situation, World

_LAST = (
    "Lefèvre Garrigues Nguyen Benali Roussel Caron Da_Silva Marty Delmas Fontaine Pujol Castel"
    " Vidal Soulié Lacaze Bonnet Ferrand Barthe Cazenave Dumas Estève Galy Haddad Iglesias Joly"
    " Kaddour Laborde Mercier Noguès Ortega Pagès Quéré Rivière Sanchez Teulade Urbain Vergnes"
).split()
_FIRST = {
    "Mme": "Hélène Yvette Odette Simone Lucienne Fatima Marie Jeanne Paulette Denise".split(),
    "M.": "Georges Ahmed Paul Émile René Marcel Robert André Antonio Henri".split(),
}
Told = TypeVar("Told", Habit, Fate, Situation)
_STREETS = "rue des Œillets|avenue des Tilleuls|allée du Canal|rue de la Forge|place du Marché"


@dataclass(frozen=True, slots=True)
class Person:
    """One household of the world and the truth about it."""

    reference: str
    group: Group
    title: str
    last_name: str
    first_name: str
    age: int
    partner: str = ""
    """First name of the second person; "" when there is none."""
    number: str = ""
    """As the listing writes it; "" is none."""
    agency: str = ""
    place: int = 0
    residence: str = ""
    address: str = ""
    staircase: str = ""
    flags: tuple[str, ...] = ()
    situation: Situation | None = None
    habit: Habit = field(default_factory=lambda: Habit("facile", rest=True, answers={"*": 1.0}))
    fate: Fate | None = None


def draw(world: World, seed: int, scale: float) -> dict[str, Person]:
    """Everybody by reference; `scale` shrinks every number alike."""
    chance = random.Random(seed)
    people: dict[str, Person] = {}
    for group in world.groups:
        for one in _group(group, world, chance, scaled(group.number, scale), len(people), scale):
            people[one.reference] = one
    _habits(people, world, chance, scale)
    _fates(people, world, chance, scale)
    _situations(people, world, chance, scale)
    return people


def scaled(number: float, scale: float) -> int:
    """A number of a smaller world; what is not nothing stays at least one."""
    return max(1, round(number * scale)) if number else 0


def shares(numbers: Sequence[float], scale: float) -> list[int]:
    """Several numbers of a smaller world, whose sum is their sum's; none that is there is lost."""
    exact = [number * scale for number in numbers]
    found = [max(int(part), 1 if part else 0) for part in exact]
    missing = round(sum(numbers) * scale) - sum(found)
    by_rest = sorted(range(len(exact)), key=lambda rank: found[rank] - exact[rank])
    for rank in by_rest[: max(0, missing)]:
        found[rank] += 1
    # Who would have been none was made one: the greatest give way.
    while missing < 0 and max(found) > 1:
        found[max(by_rest, key=lambda rank: found[rank])] -= 1
        missing += 1
    return found


def _group(
    group: Group, world: World, chance: random.Random, number: int, first: int, scale: float
) -> Iterable[Person]:
    without = set(chance.sample(range(number), min(number, scaled(group.without_number, scale))))
    flagged = {
        flag: set(chance.sample(range(number), min(number, scaled(count, scale))))
        for flag, count in group.flags.items()
    }
    couples = set(chance.sample(range(number), round(number * group.couples)))
    agencies = list(group.agencies) or ["Agence"]
    weights = [group.agencies.get(one, 1.0) for one in agencies]
    for rank in range(number):
        title = chance.choice(("Mme", "Mme", "M."))
        residence = chance.randrange(max(1, group.residences))
        yield Person(
            reference=f"SIM-{first + rank:06d}",
            group=group,
            title=title,
            last_name=chance.choice(_LAST).replace("_", " ") + f"-{first + rank}",
            first_name=chance.choice(_FIRST[title]),
            age=chance.randint(group.ages[0], group.ages[-1]),
            partner=chance.choice(_FIRST["M." if title == "Mme" else "Mme"])
            if rank in couples
            else "",
            number="" if rank in without else _number(first + rank),
            agency=chance.choices(agencies, weights)[0],
            place=chance.choices(range(len(group.places)), [p.weight for p in group.places])[0],
            residence=f"Résidence {residence + 1}",
            address=f"{1 + rank % 40} {chance.choice(_STREETS.split('|'))}",
            staircase=f"esc. {'ABCD'[rank % 4]}, {rank % 6}e",
            flags=tuple(flag for flag, members in flagged.items() if rank in members),
        )


_RANGES = ("0199 00", "0261 91", "0353 01", "0465 71", "0536 49", "0639 98")


def _number(rank: int) -> str:
    """One of the 60,000 numbers that are kept for fiction, each once; one in six is a mobile."""
    return f"{_RANGES[rank % 6]}{rank // 6 % 10_000:04d}".replace(" ", "")


def _habits(people: dict[str, Person], world: World, chance: random.Random, scale: float) -> None:
    rest = next((habit for habit in world.habits if habit.rest), None)
    named = [habit for habit in world.habits if not habit.rest]
    free = [one.reference for one in people.values()]
    for habit, number in _numbers(named, scale):
        chosen = _some(people, free, habit, number, scale, chance)
        for reference in chosen:
            people[reference] = replace(people[reference], habit=habit)
        free = _without(free, chosen)
    if rest is not None:
        for reference in free:
            people[reference] = replace(people[reference], habit=rest)


def _fates(people: dict[str, Person], world: World, chance: random.Random, scale: float) -> None:
    free = [one.reference for one in people.values() if is_reachable(one)]
    for fate, number in _numbers(world.fates, scale):
        chosen = _some(people, free, fate, number, scale, chance)
        for reference in chosen:
            people[reference] = replace(people[reference], fate=fate)
        free = _without(free, chosen)


def _situations(
    people: dict[str, Person], world: World, chance: random.Random, scale: float
) -> None:
    free = [one.reference for one in people.values() if one.fate is None]
    for situation, number in _numbers(world.situations, scale):
        able = [one for one in free if not situation.reachable or is_reachable(people[one])]
        chosen = _some(people, able, situation, number, scale, chance)
        for reference in chosen:
            people[reference] = replace(people[reference], situation=situation)
        free = _without(free, chosen)


def _numbers(told: Sequence[Told], scale: float) -> Iterable[tuple[Told, int]]:
    """Each with its number, in the file's order; those of one group fill it as in the whole."""
    counts: dict[str, list[int]] = {}
    for name in {one.within for one in told}:
        counts[name] = shares([one.number for one in told if one.within == name], scale)
    for one in told:
        yield one, counts[one.within].pop(0)


def is_reachable(one: Person) -> bool:
    """Whether the person comes to the telephone themselves, sooner or later."""
    habit = one.habit
    heard = any(share > 0 for share in habit.answers.values())
    return bool(one.number) and heard and not habit.wrong_number and habit.relative < 1


def _some(
    people: dict[str, Person],
    free: Sequence[str],
    told: Habit | Fate | Situation,
    number: int,
    scale: float,
    chance: random.Random,
) -> list[str]:
    able = [one for one in free if not told.within or people[one].group.name == told.within]
    if number > len(able) and scale == 1.0:
        raise InputRefused(
            _("« {name} » : {n} foyers demandés dans ce monde, {m} possibles.").format(
                name=told.name, n=number, m=len(able)
            ),
            _("Diminuer son nombre dans le monde, ou agrandir le groupe."),
        )
    # A very small world has not room for one of each.
    return chance.sample(able, min(number, len(able)))


def _without(free: Sequence[str], chosen: Iterable[str]) -> list[str]:
    gone = set(chosen)
    return [one for one in free if one not in gone]


def born(one: Person, today: date) -> date:
    """A birth date that makes the person as old as the world says."""
    return today - timedelta(days=one.age * 365 + one.age // 4 + 30)
