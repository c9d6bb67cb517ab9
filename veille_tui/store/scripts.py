"""Versions of call scripts: frozen once, used by campaigns, changed for another at any time."""

from __future__ import annotations

import json
from datetime import datetime

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.records import from_plain
from veille_tui.domain.script_versions import FrozenScript, InForce, ScriptVersion
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store.campaigns import unknown
from veille_tui.store.clock import moment_or_none, to_micros
from veille_tui.store.link import Link

_PUT = """
insert into script_versions (hash, script_id, title, language, version, source, published_by,
  published_at)
values (:hash, :script_id, :title, :language, :version, :source, :published_by, :now)
on conflict (hash) do nothing"""
_IN_FORCE = """
insert into campaign_scripts (campaign_id, since, script_hash, published_by)
values (:campaign, :now, :hash, :by) on conflict do nothing"""
_LOCKED = """
select q.definition, q.closed_at, q.script_hash from campaigns q where q.id = :id {locking}"""
_CHANGE = """
update campaigns set script_id = :script_id, script_hash = :hash, definition = :definition,
  updated_at = :now
 where id = :id"""


def put_script(link: Link, script: FrozenScript, by: str, now: datetime) -> None:
    """Freeze one version of a call script; the same content twice is one version."""
    link.rows(
        _PUT,
        {
            "hash": script.hash,
            "script_id": script.script_id,
            "title": script.title,
            "language": script.language,
            "version": script.version,
            "source": script.source,
            "published_by": by,
            "now": to_micros(now),
        },
    )


def publish_script(
    link: Link, campaign_id: str, script: FrozenScript, by: str, now: datetime
) -> Campaign:
    """Freeze a version and make it the campaign's, whole; two at once take turns, the last stays.

    Raises Refused when the campaign is unknown or closed.
    """
    with link.transaction():
        found = link.rows(_LOCKED, {"id": campaign_id})
        if not found:
            raise unknown(link, campaign_id)
        definition, closed_at, before = found[0]
        if closed_at is not None:
            raise Refused(
                _("La campagne « {id} » est fermée : plus personne n'y appelle.").format(
                    id=campaign_id
                ),
                _("Publier dans une campagne ouverte : veille campaign list"),
            )
        put_script(link, script, by, now)
        data = json.loads(definition) | {"script_id": script.script_id, "script_hash": script.hash}
        if before != script.hash:
            values = {
                "id": campaign_id,
                "script_id": script.script_id,
                "hash": script.hash,
                "definition": json.dumps(data, ensure_ascii=False),
                "now": to_micros(now),
            }
            link.rows(_CHANGE, values)
            put_in_force(link, campaign_id, script.hash, by, now)
    return from_plain(Campaign, data | {"is_closed": False})


def script_in_force(link: Link, campaign_id: str) -> str:
    """The hash of a campaign's script, its row locked. Raises Refused when it is unknown."""
    found = link.rows(_LOCKED, {"id": campaign_id})
    if not found:
        raise unknown(link, campaign_id)
    return str(found[0][2])


def put_in_force(link: Link, campaign_id: str, script_hash: str, by: str, now: datetime) -> None:
    """Remember since when a campaign uses a version."""
    if script_hash:
        values = {"campaign": campaign_id, "hash": script_hash, "by": by, "now": to_micros(now)}
        link.rows(_IN_FORCE, values)


def script_source(link: Link, script_hash: str) -> str:
    """The text of one version of a call script. Raises Refused when it is unknown."""
    found = link.rows(
        "select source from script_versions where hash = :hash", {"hash": script_hash}
    )
    if not found:
        raise Refused(
            _("Cette version du script d'appel n'est pas dans la base partagée."),
            _("La publier avec « veille script publish FICHIER --campaign ID »."),
        )
    return str(found[0][0])


def hashes_from(link: Link, beginning: str) -> list[str]:
    """The versions whose hash begins so, at most ten."""
    found = link.rows(
        "select hash from script_versions where {contains}(hash, :beginning) = 1"
        " order by hash limit 10",
        {"beginning": beginning},
    )
    return [str(row[0]) for row in found]


_VERSIONS = """
select hash, script_id, title, version, published_by, published_at from script_versions
 where :script_id = '' or script_id = :script_id order by published_at desc, hash"""
_USED = """
select c.script_hash, c.id, f.since, f.published_by
  from campaigns c left join campaign_scripts f on f.campaign_id = c.id
   and f.script_hash = c.script_hash and f.since = (
     select max(m.since) from campaign_scripts m
      where m.campaign_id = c.id and m.script_hash = c.script_hash)
 where c.script_hash <> '' order by c.id"""
_ANSWERS = """
select script_hash, count(*) from answers
 where value <> 'null' and hidden = 0 group by script_hash"""
_LONG = 120.0


def versions(link: Link, script_id: str) -> tuple[ScriptVersion, ...]:
    """The versions of one script, or of all with "", newest first."""
    with link.patient(_LONG):
        answers: dict[str, int] = dict(link.rows(_ANSWERS))
    used: dict[str, list[InForce]] = {}
    for script_hash, campaign_id, since, by in link.rows(_USED):
        one = InForce(campaign_id, moment_or_none(since), by or "")
        used.setdefault(script_hash, []).append(one)
    return tuple(
        ScriptVersion(
            hash=script_hash,
            script_id=name,
            title=title,
            version=version,
            published_by=by,
            published_at=moment_or_none(at),
            answers=answers.get(script_hash, 0),
            in_force=tuple(used.get(script_hash, ())),
        )
        for script_hash, name, title, version, by, at in link.rows(
            _VERSIONS, {"script_id": script_id}
        )
    )
