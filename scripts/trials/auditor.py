"""The auditor: says what was lost, held twice, changed by a replay or leaked after a trial.

It reads the desks' journals and the store with its own SQL, and believes only the ledger and the
witness that `Eye.watch` put into the database.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from scripts.trials.eye import Eye
from scripts.trials.ledger import Acknowledged, Ledger

_ENDS = ("attempt_finished", "case_returned")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that must never be."""

    kind: Literal["lost", "double", "replay", "leak", "wrong"]
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One entry, wherever it was found."""

    attempt: str
    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Hold:
    """A token's time with one telephone line, by the store's clock."""

    line: str
    case: int
    token: str
    since: int
    until: int


class Auditor:
    """Looks at one store and the journals of the desks that used it; the journals are closed."""

    def __init__(self, eye: Eye, ledger: Ledger, journals: Sequence[Path]) -> None:
        self.eye = eye
        self._ledger = ledger
        self._journals = journals

    # Nothing acknowledged is missing.

    def lost(self) -> list[Finding]:
        """What a screen showed as kept and neither journal nor store has."""
        kept = [*self._in_store(), *self._in_journals()]
        return self._missing(kept, "in no journal and not in the store")

    def lost_when_all_is_sent(self) -> list[Finding]:
        """What a screen showed as kept and the store has not; nor as rows that people read."""
        with self.eye.looking():
            missing = self._missing([*self._in_store(), *self._set_aside()], "not in the store")
            return [*missing, *self._unsent(), *self._without_rows()]

    def _missing(self, kept: Iterable[_Line], where: str) -> list[Finding]:
        known: dict[tuple[str, str], list[_Line]] = defaultdict(list)
        for line in kept:
            known[line.attempt, line.kind].append(line)
        acknowledged, _ = self._ledger.read()
        return [
            Finding("lost", f"{one.kind} of {one.desk} {dict(one.says)} is {where}")
            for one in acknowledged
            if not any(_says(line.data, one.says) for line in known[one.attempt, one.kind])
        ]

    def _in_store(self) -> list[_Line]:
        rows = self.eye.rows("select attempt_id, kind, data from journal_entries")
        return [_Line(attempt, kind, _plain(data)) for attempt, kind, data in rows]

    def _set_aside(self) -> list[_Line]:
        entries = [_whole(row[0]) for row in self.eye.rows("select entry from refused_entries")]
        return [
            _Line(str(one["attempt_id"]), str(one["kind"]), one.get("data") or {})
            for one in entries
            if "kind" in one
        ]

    def _in_journals(self) -> list[_Line]:
        rows = self._of_journals("select attempt_id, kind, data from journal")
        return [_Line(attempt, kind, _plain(data)) for attempt, kind, data in rows]

    def _of_journals(self, statement: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for file in self._journals:
            found += of_journal(file, statement)
        return found

    def _unsent(self) -> list[Finding]:
        """Entries of the journals that the store has neither taken nor set aside."""
        known = {row[0] for row in self.eye.rows("select id from journal_entries")}
        known |= {row[0] for row in self.eye.rows("select id from refused_entries")}
        rows = self._of_journals("select id, kind from journal")
        return [
            Finding("lost", f"{kind} {entry} stayed on its workstation")
            for entry, kind in rows
            if entry not in known
        ]

    def _without_rows(self) -> list[Finding]:
        """Acknowledged facts, the last of each kind, that the readable tables do not show."""
        aside = {(one.attempt, one.kind) for one in self._set_aside()}
        acknowledged, _ = self._ledger.read()
        last: dict[tuple[str, str, str], Acknowledged] = {}
        for one in acknowledged:
            if one.kind in _SHOWN and (one.attempt, one.kind) not in aside:
                last[one.attempt, one.kind, str(one.says.get(_SHOWN[one.kind].key, ""))] = one
        return [
            Finding("lost", f"{one.kind} of {one.desk} {dict(one.says)} has no row that shows it")
            for one in last.values()
            if not self.eye.rows(_SHOWN[one.kind].statement, _SHOWN[one.kind].values(one))
        ]

    # Nobody held what another held.

    def double(self) -> list[Finding]:
        """Lines with two holders at once: by the database's witness, then by what desks heard."""
        return [*self._seen_double(), *self._told_double()]

    def _seen_double(self) -> list[Finding]:
        """In the order of commits: a token gives way when it ended, or when its lease was over."""
        ended = self._ended()
        holders: dict[str, _Hold] = {}
        found = []
        for case, line, _, new, claimed_at, _, until in self.eye.grants():
            if new is None:
                continue
            now = _Hold(line or f"case {case}", case, new, claimed_at, until)
            before = holders.get(now.line)
            if before and before.token != new and not _gave_way(before, now, ended):
                found.append(_both(before, now))
            holders[now.line] = now
        return found

    def _told_double(self) -> list[Finding]:
        """Between what the screens said: [told, lease's end or result received) never overlap."""
        ended = self._ended()
        _, told = self._ledger.read()
        lines: dict[int, str] = dict(self.eye.rows("select case_id, line from queue"))
        holds: dict[str, dict[str, _Hold]] = defaultdict(dict)
        for one in told:
            line = lines.get(one.case) or f"case {one.case}"
            known = holds[line].get(one.token)
            since = min(one.at, known.since) if known else one.at
            # The last word counts: a renewal may make a lease shorter, and says so.
            until = min(one.until, ended.get(one.token, 1 << 62))
            holds[line][one.token] = _Hold(line, one.case, one.token, since, until)
        found = []
        for by_token in holds.values():
            ordered = sorted(by_token.values(), key=lambda hold: (hold.since, hold.until))
            found += [
                _both(one, two)
                for place, one in enumerate(ordered)
                for two in ordered[place + 1 :]
                if two.since < one.until and one.since < two.until
            ]
        return found

    def _ended(self) -> dict[str, int]:
        """Tokens whose desk gave the case back or finished it, and when the store heard."""
        rows = self.eye.rows(
            "select j.data, a.token, j.received_at from journal_entries j"
            f" left join attempts a on a.id = j.attempt_id where j.kind in {_ENDS}"
        )
        ended: dict[str, int] = {}
        for data, token, at in rows:
            named = _plain(data).get("token") or token
            if named:
                ended[named] = min(at, ended.get(named, at))
        return ended

    # No claim is forgotten.

    def leaks(self) -> list[Finding]:
        """Cases held in the name of a token that no desk knows, or for ever."""
        known = {row[0] for row in self._of_journals("select token from claims")}
        held = self.eye.rows(
            "select case_id, claim_token, lease_until from queue where state = 1"
            " or claim_token is not null or lease_until is not null"
        )
        return [
            Finding("leak", f"case {case} is held for nobody ({token}, until {until})")
            for case, token, until in held
            if token not in known or until is None
        ]

    # Replaying changes nothing.

    def replay(self, again: Callable[[], object]) -> list[Finding]:
        """What the store shows otherwise after `again` sent everything once more."""
        before = self.eye.dump()
        again()
        return differences(before, self.eye.dump())


def differences(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> list[Finding]:
    """Tables whose rows are not the same, with a row of each."""
    found = []
    for table in sorted({*before, *after}):
        was, now = before.get(table, []), after.get(table, [])
        if was != now:
            gone, new = set(was) - set(now), set(now) - set(was)
            text = f"{table}: {len(was)} rows, then {len(now)}; {min(gone, default='')}"
            found.append(Finding("replay", f"{text} -> {min(new, default='')}"))
    return found


def of_journal(file: Path, statement: str) -> list[tuple[Any, ...]]:
    """Rows of a copy: opening the file itself would recover it before the program does."""
    with tempfile.TemporaryDirectory() as folder:
        for part in file.parent.glob(f"{file.name}*"):
            shutil.copy(part, folder)
        with closing(sqlite3.connect(Path(folder) / file.name)) as connection:
            made = connection.execute("select 1 from sqlite_master where name = 'claims'")
            return connection.execute(statement).fetchall() if made.fetchall() else []


@dataclass(frozen=True, slots=True)
class _Shown:
    """Where a person reads one kind of entry."""

    statement: str
    key: str
    fields: tuple[str, ...]

    def values(self, one: Acknowledged) -> list[Any]:
        return [one.attempt, *(_value(field, one.says[field]) for field in self.fields)]


_SHOWN = {
    "number_dialled": _Shown(
        "select 1 from dials where attempt_id = ? and id = ?", "dial", ("dial",)
    ),
    "dial_ended": _Shown(
        "select 1 from dials where attempt_id = ? and id = ? and outcome = ?",
        "dial",
        ("dial", "outcome"),
    ),
    "answered": _Shown(
        "select 1 from answers where attempt_id = ? and question = ? and value = ?",
        "question",
        ("question", "value"),
    ),
    "note_written": _Shown(
        "select 1 from notes where attempt_id = ? and text = ?", "text", ("text",)
    ),
    "attempt_finished": _Shown(
        "select 1 from attempts where id = ? and finished_at is not null and token = ?",
        "token",
        ("token",),
    ),
}


def _value(field: str, value: Any) -> Any:
    """Answers are kept as compact JSON."""
    if field != "value":
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(data: Any) -> dict[str, Any]:
    read = json.loads(data) if isinstance(data, str) else data
    return read if isinstance(read, dict) else {}


def _whole(text: str) -> dict[str, Any]:
    """An entry that was set aside; nothing when it is cut because it is too long."""
    try:
        return _plain(text)
    except ValueError:
        return {}


def _says(data: Mapping[str, Any], says: Mapping[str, Any]) -> bool:
    return all(key in data and data[key] == value for key, value in says.items())


def _gave_way(before: _Hold, now: _Hold, ended: Mapping[str, int]) -> bool:
    return ended.get(before.token, now.since + 1) <= now.since or before.until <= now.since


def _both(one: _Hold, two: _Hold) -> Finding:
    return Finding(
        "double",
        f"line {one.line}: case {one.case} [{one.since}, {one.until}] under {one.token} and"
        f" case {two.case} [{two.since}, {two.until}] under {two.token}",
    )
