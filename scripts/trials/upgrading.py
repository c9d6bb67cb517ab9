"""The program is upgraded in between: an older journal, an older store, both with work unsent."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from scripts.trials.scene import ENGINES, OPEN, Engine, Place, Scene
from scripts.trials.workstation import micros
from tests.store.builders import LEASE, NOON, household
from veille_tui.domain.records import to_plain
from veille_tui.errors import Refused
from veille_tui.store import migrate
from veille_tui.store.engine import open_link

OLD_STORES = ("0001", "0002")
_CLAIM = "t1"
# The journal of the first program, as it was; never to be changed.
_FIRST_JOURNAL = """
create table meta (key text primary key, value text not null) without rowid;
create table journal (
    seq integer primary key, id text not null unique, at text not null, kind text not null,
    case_id integer not null, campaign_id text not null, attempt_id text not null,
    caller text not null, data text not null, sent_at text, refused text
);
create index journal_attempt on journal(attempt_id, seq);
create index journal_token on journal(json_extract(data, '$.token'))
    where kind = 'attempt_started';
create index journal_unsent on journal(seq) where sent_at is null;
create table claims (
    token text primary key, campaign_id text not null, case_id integer, reason text not null,
    dossier text, lease_until text, lost integer not null default 0
) without rowid;
pragma user_version = 1;
"""


def run(place: Place) -> None:
    """Old journals on stores of every age; a store that is upgraded under a waiting desk."""
    _every_age(place)
    while place.again():
        _every_age(place)


def _every_age(place: Place) -> None:
    for engine in ENGINES:
        with place.trial(engine) as scene:
            _first_desk(scene, _claimed(scene))
            _finished(place, scene, f"{engine}: old journal, new store")
        for version in OLD_STORES:
            _old_store(place, engine, version)


def _old_store(place: Place, engine: Engine, version: str) -> None:
    """The desk meets a store it is too new for, keeps its work, and sends it when it may."""
    with _store_of(place, engine, version) as scene:
        where = f"{engine}: store {version}"
        _first_desk(scene, _CLAIM)
        desk = scene.desk("Hélène")
        waiting = desk.journal.unsent_count()
        try:
            desk.send()
            place.check(False, f"{where}: sent to tables of another time")
        except Refused:
            pass
        place.check(desk.journal.unsent_count() == waiting, f"{where}: fewer wait")
        scene.close_desks()
        scene.store.close()
        link = open_link(scene.url, 10, 60)
        migrate.upgrade(scene.url, link)
        link.close()
        scene.eye.watch()
        _finished(place, scene, where)
        place.audited(scene)


def _finished(place: Place, scene: Scene, where: str) -> None:
    """The call that the old program began is resumed where it stood, and recorded."""
    desk = scene.desk("Hélène")
    hand = desk.take()
    place.check(hand is not None and hand.token == _CLAIM, f"{where}: the call in hand is gone")
    place.check(
        hand is not None and hand.call is not None and hand.call.answers == {"forme": "mal"},
        f"{where}: the answers of the call in hand are gone",
    )
    if hand is not None:
        desk.call(hand)
        desk.send()
    rows = scene.eye.rows("select token, is_late from attempts where finished_at is not null")
    place.check(rows == [(_CLAIM, 0)], f"{where}: recorded {rows}")


def _claimed(scene: Scene) -> str:
    """The store gave a case to the old program."""
    granted = scene.store.claim_next("hiver", "Hélène", _CLAIM, LEASE)
    if granted is None:
        raise ValueError("there is nobody to call")
    return _CLAIM


def _first_desk(scene: Scene, token: str) -> None:
    """Hélène's journal of the first program: a call under way, nothing of it sent."""
    file = scene.journal("Hélène")
    file.parent.mkdir()
    attempt, dial = str(uuid.uuid4()), str(uuid.uuid4())
    (case_id,) = scene.eye.rows("select case_id from queue where claim_token = ?", (token,))[0]
    says: list[tuple[str, dict[str, Any]]] = [
        (
            "attempt_started",
            {"reason": "first", "script": "confinement", "script_hash": "abc", "token": token},
        ),
        ("number_dialled", {"dial": dial, "number_id": 1, "e164": "+33536490000"}),
        ("person_answered", {"dial": dial, "who": "self"}),
        (
            "answered",
            {"question": "forme", "value": "mal", "words": "Mal", "script_hash": "abc"},
        ),
    ]
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(_FIRST_JOURNAL)
        _meta(connection)
        connection.execute(
            "insert into claims values (?, 'hiver', ?, '', ?, ?, 0)",
            (token, case_id, _dossier(case_id), (NOON + LEASE).isoformat()),
        )
        for kind, data in says:
            connection.execute(
                "insert into journal(id, at, kind, case_id, campaign_id, attempt_id, caller, data)"
                " values (?, ?, ?, ?, 'hiver', ?, 'Hélène', ?)",
                (str(uuid.uuid4()), NOON.isoformat(), kind, case_id, attempt, json.dumps(data)),
            )
            kept = {key: data[key] for key in ("token", "dial", "question", "value") if key in data}
            scene.ledger.acknowledged("Hélène", attempt, kind, **kept)
    scene.ledger.told("Hélène", token, case_id, micros(NOON), micros(NOON + LEASE))


def _meta(connection: sqlite3.Connection) -> None:
    facts = {
        "desk": str(uuid.uuid4()),
        "campaign": "hiver",
        "campaign:hiver": json.dumps(to_plain(OPEN)),
        "script:abc": "script",
    }
    connection.executemany("insert into meta values (?, ?)", facts.items())


def _dossier(case_id: int) -> str:
    """The case as it came with the claim."""
    plain = to_plain(household(0))
    plain["id"] = 1
    plain["numbers"][0]["id"] = 1
    return json.dumps({"id": case_id, "campaign_id": "hiver", "household": plain})


@contextmanager
def _store_of(place: Place, engine: Engine, version: str) -> Iterator[Scene]:
    """A store that an older program made, with one case in hand under the token t1."""
    with place.empty(engine) as (url, folder):
        _made(url, version)
        scene = Scene(engine, url, folder)
        try:
            _filled(scene)
            yield scene
        finally:
            scene.close()


def _made(url: str, version: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    engine = migrate._engine(url)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()


def _filled(scene: Scene) -> None:
    definition = json.dumps(to_plain(OPEN))
    now, until = micros(NOON), micros(NOON + LEASE)
    later = micros(NOON + timedelta(days=1))
    rows = scene.eye.rows
    rows(
        "insert into campaigns (id, title, landlord, timezone, script_id, script_hash, definition,"
        " source, created_at, updated_at) values ('hiver', 'Hiver', ?, ?, 'confinement', 'abc', ?,"
        " '', ?, ?) returning id",
        (OPEN.landlord, OPEN.timezone, definition, now, now),
    )
    rows(
        "insert into script_versions (hash, script_id, source) values ('abc', 'confinement',"
        " 'script') returning hash"
    )
    for number in (1, 2):
        rows(
            "insert into households (id, landlord, reference) values (?, ?, ?) returning id",
            (number, OPEN.landlord, f"LOG-{number}"),
        )
        rows(
            "insert into phone_numbers (id, household_id, e164, role, state, dialled)"
            " values (?, ?, ?, 'self', 'usable', ?) returning id",
            (number, number, f"+3353649000{number - 1}", f"053649000{number - 1}"),
        )
        rows(
            "insert into cases (id, campaign_id, household_id) values (?, 'hiver', ?) returning id",
            (number, number),
        )
    rows(
        "insert into queue (case_id, campaign_id, household_id, line, state, claim_token,"
        " last_token, claimed_by, claimed_at, lease_until, tries)"
        " values (1, 'hiver', 1, '+33536490000', 1, 't1', 't1', 'Hélène', ?, ?, 1)"
        " returning case_id",
        (now, until),
    )
    rows(
        "insert into queue (case_id, campaign_id, household_id, line, state, due_at)"
        " values (2, 'hiver', 2, '+33536490001', 4, ?) returning case_id",
        (later,),
    )
