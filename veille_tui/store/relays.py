"""Relays as the supervisor sees and changes them: lists, what goes out, who goes, who is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from veille_tui.domain.campaign import Campaign, Relay
from veille_tui.domain.escalation import (
    Channel,
    Escalation,
    RelayLine,
    RelayStatus,
    RelayWhy,
)
from veille_tui.domain.ladder import USUAL, due_after
from veille_tui.errors import Refused, WrongUsage
from veille_tui.language import _
from veille_tui.store import campaigns, rows
from veille_tui.store.climbing import RUNNING
from veille_tui.store.clock import from_micros, micros_or_none, moment_or_none, to_micros
from veille_tui.store.link import Link

_LONG = 60.0
COLUMNS = (
    "id case_id campaign_id channel step status why owner opened_by opened_at due_at sent_at"
    " acknowledged_at acknowledged_by closed_at closed_by result source note"
).split()
_LINE = f"""
select {rows.columns("e", COLUMNS)}, c.disposition, c.last_contact_at, h.reference, h.address,
  h.address_extra, h.postcode, h.city, h.residence, h.agency, h.flags, h.language, h.id
  from escalations e join cases c on c.id = e.case_id
  join households h on h.id = c.household_id"""
_PEOPLE = """
select t.household_id, t.title, t.last_name, t.first_name from tenants t
 where t.household_id in {numbers} order by t.household_id, t.rank, t.id"""
_ONE = f"select {', '.join(COLUMNS)} from escalations where id in {{numbers}}"


def lines(link: Link, campaign_id: str, *, running: bool) -> list[RelayLine]:
    """The relays of a campaign with who is sought and where, in the order of their deadlines."""
    campaign = campaigns.campaign(link, campaign_id)
    only = f" and e.{RUNNING}" if running else ""
    with link.patient(_LONG), link.transaction():
        found = link.rows(
            f"{_LINE} where e.campaign_id = :campaign{only} order by e.due_at, e.id",
            {"campaign": campaign_id},
        )
        people = _people(link, [row[-1] for row in found])
    return [_line(row, people.get(row[-1], ()), campaign) for row in found]


def relays_of(link: Link, ids: Sequence[int]) -> dict[int, Escalation]:
    """Relays by number; unknown ones are missing."""
    found = link.rows(_ONE, {"list": json.dumps(list(ids))})
    return {one.id: one for one in map(relay, found)}


def relay(row: Sequence[Any]) -> Escalation:
    """A relay from its COLUMNS row."""
    known: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    known |= {name: moment_or_none(known[name]) for name in known if name.endswith("_at")}
    known |= {"channel": Channel(known["channel"]), "status": RelayStatus(known["status"])}
    return Escalation(**known)


def open_relay(
    link: Link, case_id: int, channel: Channel, by: str, now: datetime, owner: str, note: str
) -> Escalation:
    """Open a relay that a person asks for. Raises Refused when one of the kind is running."""
    with link.transaction():
        found = link.rows(
            "select c.campaign_id, c.disposition from cases c where c.id = :id", {"id": case_id}
        )
        if not found:
            raise _no_case()
        campaign_id, disposition = found[0]
        if disposition == "deceased":
            raise Refused(
                _("Cette personne est décédée : personne n'est envoyé."),
                _("Vérifier le numéro du suivi."),
            )
        campaign = campaigns.campaign(link, campaign_id)
        made = Escalation(
            case_id=case_id,
            campaign_id=campaign_id,
            channel=channel,
            why=RelayWhy.BY_HAND.value,
            owner=owner,
            opened_by=by,
            opened_at=now,
            due_at=due_after(_rule(campaign, channel), now, campaign),
            note=note,
        )
        number = _insert(link, made)
    if number is None:
        raise Refused(
            _("Un relais de ce canal est déjà en cours pour ce foyer."),
            _("Le voir avec : veille relays list {campaign}").format(campaign=campaign_id),
        )
    return replace(made, id=number)


def _rule(campaign: Campaign, channel: Channel) -> Relay:
    """What the campaign says of this channel."""
    known = [one for one in campaign.relays or USUAL if one.channel == channel]
    return known[0] if known else Relay(channel.value)


def _insert(link: Link, made: Escalation) -> int | None:
    names = [one for one in COLUMNS if one != "id"]
    values = {name: _value(getattr(made, name)) for name in names}
    found = link.rows(
        f"insert into escalations ({', '.join(names)})"
        f" values ({', '.join(':' + name for name in names)})"
        " on conflict do nothing returning id",
        values,
    )
    return found[0][0] if found else None


def _value(value: object) -> object:
    return micros_or_none(value) if isinstance(value, datetime) else value


def acknowledge(link: Link, relay_id: int, by: str, now: datetime) -> Escalation:
    """Somebody said "I go"; saying it twice changes nothing.

    Raises Refused when another person said it, or when the relay is over.
    """
    changed = link.rows(
        "update escalations set acknowledged_at = coalesce(acknowledged_at, :now),"
        " acknowledged_by = :by, sent_at = coalesce(sent_at, :now), status = 'sent'"
        f" where id = :id and {RUNNING} and acknowledged_by in ('', :by) returning id",
        {"id": relay_id, "by": by, "now": to_micros(now)},
    )
    one = relays_of(link, [relay_id]).get(relay_id)
    if one is None:
        raise no_relay(relay_id)
    if changed:
        return one
    if one.is_running:
        raise Refused(
            _("{name} s'en charge déjà.").format(name=one.acknowledged_by),
            _("Voir avec cette personne, ou ouvrir un autre relais."),
        )
    raise Refused(
        _("Le relais {id} est terminé.").format(id=relay_id),
        _("En ouvrir un autre : veille relays add {case} --channel {channel}").format(
            case=one.case_id, channel=one.channel
        ),
    )


def send(link: Link, ids: Sequence[int], by: str, now: datetime) -> list[int]:
    """Note that relays left on a list with `by`; those that had not left before.

    What runs no more is left alone.
    """
    values = {"list": json.dumps(list(ids)), "now": to_micros(now), "by": by}
    with link.transaction():
        found = link.rows(
            "update escalations set status = 'sent', sent_at = :now,"
            " owner = case when :by = '' then owner else :by end"
            f" where id in {{numbers}} and {RUNNING} and sent_at is null returning id",
            values,
        )
    return sorted(row[0] for row in found)


def close_lost(link: Link, case_id: int, why: str, by: str, now: datetime) -> None:
    """A person ends it who was lost to follow-up, and says why.

    Raises Refused when the case is not lost, WrongUsage without a reason.
    """
    if not why.strip():
        raise WrongUsage(
            _("Il manque la raison."), _("L'écrire avec --why : elle reste au dossier.")
        )
    with link.transaction():
        done = link.rows(
            "update cases set closed_why = :why, closed_by = :by, closed_at = :now"
            " where id = :id and disposition = 'lost_to_follow_up' returning id",
            {"id": case_id, "why": why.strip(), "by": by, "now": to_micros(now)},
        )
        if done:
            return
        if not link.rows("select 1 from cases where id = :id", {"id": case_id}):
            raise _no_case()
    raise Refused(
        _("Ce suivi n'est pas perdu de vue : il n'y a rien à clore."),
        _("Les perdus de vue : veille relays list CAMPAGNE --lost"),
    )


def no_relay(relay_id: int) -> Refused:
    """What to say of a relay that is not there."""
    return Refused(
        _("Le relais {id} n'existe pas.").format(id=relay_id),
        _("Les relais en cours : veille relays list CAMPAGNE"),
    )


def _no_case() -> Refused:
    return Refused(
        _("Ce suivi n'existe pas, ou n'existe plus."), _("Chercher à nouveau la personne.")
    )


def _people(link: Link, ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    values = {"list": json.dumps(sorted(set(ids)))}
    for household, *names in link.rows(_PEOPLE, values) if ids else ():
        found.setdefault(household, []).append(" ".join(one for one in names if one))
    return {household: tuple(names) for household, names in found.items()}


def _line(row: Sequence[Any], people: Sequence[str], campaign: Campaign) -> RelayLine:
    one = relay(row[: len(COLUMNS)])
    disposition, news_at, reference, *where = row[len(COLUMNS) : -1]
    address, extra, postcode, city, residence, agency, flags, language = where
    return RelayLine(
        relay=one if one.owner else replace(one, owner=_owner(one, campaign)),
        reference=reference,
        people=tuple(people),
        address=address,
        address_extra=extra,
        postcode=postcode,
        city=city,
        residence=residence,
        agency=agency,
        flags=tuple(rows.words(flags)),
        language=language,
        disposition=disposition,
        news_at=None if news_at is None else from_micros(news_at),
    )


def _owner(one: Escalation, campaign: Campaign) -> str:
    """Who sees to it by the campaign's file; a ladder that was changed since has no such place."""
    known = dict(enumerate(campaign.relays, start=1)).get(one.step)
    return known.owner if known is not None and known.channel == one.channel else ""
