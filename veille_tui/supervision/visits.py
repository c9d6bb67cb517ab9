"""Lists for neighbours, postmen and door-to-door teams, and what they write into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.escalation import Channel, Escalation, RelayLine, RelayResult
from veille_tui.domain.names import fold
from veille_tui.domain.relay_news import RelayNews, contradicts
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.domain.texts import strip_controls
from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.problems import Problem, Problems
from veille_tui.supervision.returned_lists import filled_rows, number_in, refuse, wrong


class VisitStore(Protocol):
    """What the lists ask of the shared store."""

    def relays(self, campaign_id: str, *, running: bool = True) -> list[RelayLine]:
        """Relays with their households."""

    def relays_by_id(self, ids: Sequence[int]) -> dict[int, Escalation]:
        """Some relays by their number."""


def slip_words() -> dict[RelayResult, str]:
    """What whoever went may write, in their words."""
    return {
        RelayResult.WELL: _("va bien"),
        RelayResult.NEEDS_HELP: _("a besoin d'aide"),
        RelayResult.NUMBER_GIVEN: _("a donné un numéro"),
        RelayResult.NOBODY: _("personne"),
        RelayResult.REFUSED: _("ne veut pas"),
        RelayResult.MOVED_OUT: _("a déménagé"),
        RelayResult.DECEASED: _("décédé"),
        RelayResult.NOT_DONE: _("pas pu passer"),
    }


def headings(channel: Channel) -> list[str]:
    """The first row: for a postman exactly name, address and whom to report to; then the slip."""
    known = [_("Nom"), _("Adresse"), _("À prévenir")]
    if channel is not Channel.POSTMAN:
        known = [
            _("Résidence"),
            _("Escalier, étage, porte"),
            *known,
            _("À savoir avant de sonner"),
        ]
    number = [] if channel is Channel.POSTMAN else [_("Numéro donné")]
    return [*known, _("Résultat"), *number, _("Un mot"), _("Date"), _("Relais")]


def table(lines: Sequence[RelayLine], campaign: Campaign, channel: Channel) -> list[list[str]]:
    """A list by residence and staircase, under its headings; the last cells are to be filled in."""
    ordered = sorted(lines, key=_place)
    return [headings(channel), *(_row(one, campaign, channel) for one in ordered)]


def result_column(channel: Channel) -> int:
    """Where the result is written, from 0."""
    return headings(channel).index(_("Résultat"))


def _place(one: RelayLine) -> tuple[str, ...]:
    return tuple(map(fold, (one.city, one.residence, one.address, one.address_extra, *one.people)))


def _row(one: RelayLine, campaign: Campaign, channel: Channel) -> list[str]:
    town = " ".join(part for part in (one.postcode, one.city) if part)
    is_post = channel is Channel.POSTMAN
    parts = (one.address, one.address_extra if is_post else "", town)
    known = [
        ", ".join(one.people),
        ", ".join(part for part in parts if part),
        campaign.contact or campaign.landlord,
    ]
    if not is_post:
        about = [*one.flags, one.language]
        words = ", ".join(part for part in about if part)
        known = [one.residence, one.address_extra, *known, words]
    slip = [""] * (len(headings(channel)) - len(known) - 1)
    return [strip_controls(cell) for cell in (*known, *slip, str(one.relay.id))]


ReadNumber = Callable[[str], PhoneNumber | None]
"""What reads a telephone number as somebody wrote it."""


def news_in(
    store: VisitStore, file: Path, campaign: Campaign, now: datetime, read_number: ReadNumber
) -> list[RelayNews]:
    """What came back in a list; rows without a result are left alone.

    Raises InputRefused with every problem of every row; then nothing is to be written.
    """
    problems = Problems()
    no_list = InputRefused(
        _("Ce fichier n'a pas de colonnes « Relais » et « Résultat »."),
        _("Partir de la liste écrite par « veille visits export »."),
    )
    found: dict[int, tuple[int, RelayNews]] = {}
    for row, named in filled_rows(file, _HEADINGS, ("relay", "result"), no_list):
        given = named.get("number", "") or named.get("word", "")
        for problem in _read(file, row, named, found, campaign, now, read_number(given)):
            problems.add(problem)
    known = store.relays_by_id(list(found))
    for number, (row, news) in found.items():
        relay = known.get(number)
        if relay is None or relay.campaign_id != campaign.id:
            problems.add(
                wrong(
                    *(file, row, "unknown-relay"),
                    _("Le relais {n} n'est pas de cette campagne.").format(n=number),
                    _("Reprendre la liste écrite par « veille visits export »."),
                )
            )
        elif contradicts(relay, news.result):
            problems.add(
                wrong(
                    *(file, row, "other-result"),
                    _("Le relais {id} est déjà rendu, avec un autre résultat.").format(id=number),
                    _("Si le premier était faux : ouvrir un autre relais, et y noter le bon."),
                )
            )
    refuse(problems, _("Cette liste ne peut pas être prise telle quelle : rien n'est changé."))
    return [news for _row, news in found.values()]


_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "relay": ("relais", "relay"),
    "result": ("resultat", "result"),
    "number": ("numero donne", "numero", "telephone", "number given", "number", "phone"),
    "word": ("un mot", "mot", "a word", "word"),
    "date": ("date",),
}
_RESULTS: Mapping[str, RelayResult] = {
    **{fold(one.value).replace("_", " "): one for one in RelayResult},
    "va bien": RelayResult.WELL,
    "bien": RelayResult.WELL,
    "vu": RelayResult.WELL,
    "vue": RelayResult.WELL,
    "a besoin d'aide": RelayResult.NEEDS_HELP,
    "a besoin d aide": RelayResult.NEEDS_HELP,
    "besoin d aide": RelayResult.NEEDS_HELP,
    "a donne un numero": RelayResult.NUMBER_GIVEN,
    "numero donne": RelayResult.NUMBER_GIVEN,
    "gave a number": RelayResult.NUMBER_GIVEN,
    "personne": RelayResult.NOBODY,
    "absent": RelayResult.NOBODY,
    "absente": RelayResult.NOBODY,
    "ne veut pas": RelayResult.REFUSED,
    "refus": RelayResult.REFUSED,
    "a demenage": RelayResult.MOVED_OUT,
    "demenage": RelayResult.MOVED_OUT,
    "parti": RelayResult.MOVED_OUT,
    "decede": RelayResult.DECEASED,
    "decedee": RelayResult.DECEASED,
    "deces": RelayResult.DECEASED,
    "pas pu passer": RelayResult.NOT_DONE,
    "is well": RelayResult.WELL,
    "moved": RelayResult.MOVED_OUT,
    "could not go": RelayResult.NOT_DONE,
}


def _read(
    file: Path,
    row: int,
    named: Mapping[str, str],
    found: dict[int, tuple[int, RelayNews]],
    campaign: Campaign,
    now: datetime,
    given: PhoneNumber | None,
) -> Iterator[Problem]:
    """Take one row in, or say what is wrong with it."""
    word = named.get("result", "")
    if not word:
        return
    number, result = number_in(named["relay"]), _RESULTS.get(fold(word))
    at = _moment(named.get("date", ""), campaign, now)
    if not number:
        yield wrong(
            *(file, row, "no-relay"),
            _("La colonne « Relais » est vide ou n'est pas un nombre."),
            _("Y remettre le numéro de la liste d'origine."),
        )
    elif result is None:
        yield wrong(
            *(file, row, "unknown-result"),
            _("« {word} » n'est pas un résultat.").format(word=word[:60]),
            _("Écrire : {words}.").format(words=", ".join(slip_words().values())),
        )
    elif number in found:
        yield wrong(
            *(file, row, "twice"),
            _("Le relais {n} est déjà à la ligne {row}.").format(n=number, row=found[number][0]),
            _("Garder une seule des deux lignes."),
        )
    elif at is None:
        yield wrong(
            *(file, row, "bad-date"),
            _("« {word} » n'est pas une date passée.").format(word=named["date"][:40]),
            _("Écrire par exemple 26/03/2020, ou laisser vide."),
        )
    elif result is RelayResult.NUMBER_GIVEN and given is None:
        yield wrong(
            *(file, row, "no-number"),
            _("Il manque le numéro donné, ou ce n'est pas un numéro de téléphone."),
            _("L'écrire seul, comme on le compose, par exemple 05 56 11 50 50."),
        )
    else:
        found[number] = row, _news(number, result, at, named, given)


def _news(
    relay: int,
    result: RelayResult,
    at: datetime,
    named: Mapping[str, str],
    given: PhoneNumber | None,
) -> RelayNews:
    """A number is somebody's news only with that result; else it stays in the note."""
    if result is RelayResult.NUMBER_GIVEN:
        return RelayNews(relay, result, at, note=named.get("word", ""), number=given)
    words = (named.get("word", ""), named.get("number", ""))
    return RelayNews(relay, result, at, note=" ".join(word for word in words if word))


def _moment(text: str, campaign: Campaign, now: datetime) -> datetime | None:
    """When it was: the day at noon, at the latest now; "" is now, None is no date."""
    if not text:
        return now
    for read in (_french, date.fromisoformat):
        try:
            day = read(text[:10])
        except ValueError:
            continue
        at = datetime.combine(day, time(12), ZoneInfo(campaign.timezone))
        return min(at, now) if day <= now.astimezone(at.tzinfo).date() else None
    return None


def _french(text: str) -> date:
    return datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
