"""What a caller must be told about households: late results, and what the store did not take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from veille_tui.domain.journal import Entry
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.store.local import Told


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell; it stays until the caller puts it away, or until it is mended."""

    kind: str
    """late, also_called (see exchange.Notice), called_before (see store.local), or refused."""
    at: datetime
    """UTC."""
    who: str = ""
    """The household, shortened; "" when it is not known here."""
    about: str = ""
    """The other caller."""
    reason: str = ""
    """Why the store did not take it: a code."""
    count: int = 1
    """Entries of one household that were refused for one reason."""
    notice: int = 0
    """The notice it comes from; 0 is none."""


def messages_of(
    told: Iterable[Told],
    refused: Iterable[tuple[Entry, str]],
    who: Callable[[str, int], str],
) -> list[Message]:
    """Notices first, then what was set aside by household and reason."""
    return [*_notices(told, who), *_set_aside(refused, who)]


def _notices(told: Iterable[Told], who: Callable[[str, int], str]) -> Iterator[Message]:
    for one in told:
        name = one.who or who(one.campaign_id, one.case_id)
        yield Message(one.kind, one.at, name, one.about, notice=one.id)


def _set_aside(
    refused: Iterable[tuple[Entry, str]], who: Callable[[str, int], str]
) -> Iterator[Message]:
    groups: dict[tuple[str, int, str], list[Entry]] = {}
    for entry, reason in refused:
        groups.setdefault((entry.campaign_id, entry.case_id, reason), []).append(entry)
    for (campaign_id, case_id, reason), entries in groups.items():
        name = who(campaign_id, case_id)
        yield Message("refused", entries[0].at, name, reason=reason, count=len(entries))
