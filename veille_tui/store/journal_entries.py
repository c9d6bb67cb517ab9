"""What a desk did, entry by entry; the unsent tail is its outbox."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.records import to_plain
from veille_tui.store.journal_file import JournalFile, failed


class JournalEntries(JournalFile):
    """The entries of one workstation: appended, never changed."""

    def append(self, *entries: Entry) -> None:
        """Write entries, all or none; each gets its place in the order."""
        if len(entries) == 1:
            self._append_one(entries[0])
            return
        with self._transaction():
            self.append_within(entries)

    def _append_one(self, entry: Entry) -> None:
        """One statement is a transaction of its own: the caller waits for one sync and no more."""
        row = _entry_row(entry)
        with self._lock:
            try:
                self._connection.execute(_INSERT, row)
            except sqlite3.Error as error:
                raise failed() from error

    def append_within(self, entries: Sequence[Entry]) -> None:
        """`append` inside a transaction that is already open."""
        self._connection.executemany(_INSERT, [_entry_row(entry) for entry in entries])

    def entries_of(self, attempt_id: str) -> list[Entry]:
        """One attempt's entries, in order."""
        return self._entries("where attempt_id = ? order by seq", (attempt_id,))

    def open_attempt(self, token: str) -> str:
        """The attempt that was begun under a claim, or ""."""
        rows = self._rows(
            "select attempt_id from journal where kind = 'attempt_started'"
            " and json_extract(data, '$.token') = ? order by seq desc limit 1",
            (token,),
        )
        return str(rows[0][0]) if rows else ""

    def entries_since(self, moment: datetime, kinds: Iterable[Kind]) -> list[Entry]:
        """Today's entries of some kinds, in order: what the start screen counts."""
        marks = ", ".join(repr(kind.value) for kind in kinds)
        return self._entries(
            f"where at >= ? and kind in ({marks}) order by seq", (moment.isoformat(),)
        )

    def last_written_at(self) -> datetime | None:
        """When this desk last wrote something down; None when it never did."""
        rows = self._rows("select at from journal order by seq desc limit 1")
        return datetime.fromisoformat(str(rows[0][0])) if rows else None

    def last_sent_at(self) -> datetime | None:
        """When the shared store last took something, by its own clock; None when it never did."""
        rows = self._rows(
            "select sent_at from journal where sent_at is not null order by seq desc limit 1"
        )
        return datetime.fromisoformat(str(rows[0][0])) if rows else None

    # The outbox is the unsent tail.

    def unsent(self, limit: int) -> list[Entry]:
        """The oldest entries that the shared store has not acknowledged."""
        return self._entries("where sent_at is null order by seq limit ?", (limit,))

    def unsent_count(self) -> tuple[int, datetime | None]:
        """How many entries wait, and since when."""
        rows = self._rows("select count(*), min(at) from journal where sent_at is null")
        count, since = rows[0]
        return int(str(count)), datetime.fromisoformat(str(since)) if since else None

    def written_count(self) -> int:
        """How many entries this desk ever wrote and that were not refused."""
        rows = self._rows("select count(*) from journal where refused is null")
        return int(str(rows[0][0]))

    def mark_sent(self, ids: Sequence[str], now: datetime, refused: dict[str, str]) -> None:
        """The shared store has these; `refused` ones are set aside with its reason."""
        with self._transaction():
            self.mark_sent_within(ids, now, refused)

    def mark_sent_within(self, ids: Sequence[str], now: datetime, refused: dict[str, str]) -> None:
        """`mark_sent` inside a transaction that is already open."""
        self._connection.executemany(
            "update journal set sent_at = ?, refused = ? where id = ?",
            [(now.isoformat(), refused.get(entry), entry) for entry in ids],
        )

    def refused(self) -> list[tuple[Entry, str]]:
        """Entries that the shared store would not take, with its reason."""
        rows = self._rows(f"{_SELECT_REFUSED} where refused is not null order by seq")
        return [(_entry(row), str(row[-1])) for row in rows]

    def refused_count(self) -> int:
        """How many were set aside."""
        rows = self._rows("select count(*) from journal where refused is not null")
        return int(str(rows[0][0]))

    def try_refused_again(self) -> int:
        """Put what was set aside back into the outbox, in its order; how many entries."""
        with self._transaction() as connection:
            return connection.execute(
                "update journal set sent_at = null, refused = null where refused is not null"
            ).rowcount

    def sent(self) -> list[str]:
        """Ids of all that the shared store has answered for, in order."""
        rows = self._rows("select id from journal where sent_at is not null order by seq")
        return [str(row[0]) for row in rows]

    def send_again(self, ids: Iterable[str]) -> None:
        """Put these back into the outbox: the shared store went back to before they came."""
        with self._transaction() as connection:
            connection.executemany(
                "update journal set sent_at = null, refused = null where id = ?",
                [(entry,) for entry in ids],
            )

    def _entries(self, where: str, values: Sequence[object]) -> list[Entry]:
        return [_entry(row) for row in self._rows(f"{_SELECT} {where}", values)]


_INSERT = (
    "insert into journal(id, at, kind, case_id, campaign_id, attempt_id, caller, data)"
    " values (?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT = "select seq, id, at, kind, case_id, campaign_id, attempt_id, caller, data from journal"
_SELECT_REFUSED = _SELECT.replace("data from", "data, refused from")


def dump(value: object) -> str:
    """JSON without blanks; half a character, which a terminal may send, becomes a question mark."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _entry_row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id,
        entry.at.isoformat(),
        entry.kind.value,
        entry.case_id,
        entry.campaign_id,
        entry.attempt_id,
        entry.caller,
        dump(to_plain(entry.data)),
    )


def _entry(row: Sequence[object]) -> Entry:
    seq, entry_id, at, kind, case_id, campaign_id, attempt_id, caller, data = row[:9]
    return Entry(
        id=str(entry_id),
        at=datetime.fromisoformat(str(at)),
        kind=Kind(str(kind)),
        case_id=int(str(case_id)),
        campaign_id=str(campaign_id),
        attempt_id=str(attempt_id),
        caller=str(caller),
        data=json.loads(str(data)),
        seq=int(str(seq)),
    )
