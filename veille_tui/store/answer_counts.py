"""How many answers are stored, counted by the engine: by question and version, by value.

Answers that were taken back, or hidden by what was answered since, are never counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from veille_tui.domain.script_versions import AnswersCount, ValueCount
from veille_tui.store.link import Link

_LONG = 120.0
_COUNTED = "w.value <> 'null' and w.hidden = 0"
# A call under way may still change its mind: only what was concluded is reported.
_CONCLUDED = "and a.finished_at is not null and a.disposition <> 'returned'"
_BY_VERSION = f"""
select w.question, w.script_hash, count(*) from attempts a join answers w on w.attempt_id = a.id
 where {{where}} and {_COUNTED} group by w.question, w.script_hash order by 1, 2"""
_BY_VALUE = f"""
select w.question, w.value, count(*) from attempts a join answers w on w.attempt_id = a.id
 where {{where}} and {_COUNTED} and w.question in {{texts}} group by w.question, w.value
 order by 1, 2"""


def by_version(link: Link, campaign_id: str, *, concluded: bool) -> tuple[AnswersCount, ...]:
    """Answers by question and version, of one campaign or of all with "".

    `concluded`: only those of finished calls.
    """
    with link.patient(_LONG):
        found = link.rows(_where(_BY_VERSION, campaign_id, concluded), {"campaign": campaign_id})
    return tuple(AnswersCount(*row) for row in found)


def by_value(
    link: Link, campaign_id: str, questions: Iterable[str], *, concluded: bool
) -> tuple[ValueCount, ...]:
    """Answers to some questions by value; ask it only of those whose answers are codes."""
    values = {"campaign": campaign_id, "list": json.dumps(list(questions))}
    with link.patient(_LONG):
        found = link.rows(_where(_BY_VALUE, campaign_id, concluded), values)
    return tuple(ValueCount(question, json.loads(value), n) for question, value, n in found)


def _where(statement: str, campaign_id: str, concluded: bool) -> str:
    conditions = "a.campaign_id = :campaign" if campaign_id else ":campaign = ''"
    if concluded:
        conditions += f" {_CONCLUDED}"
    return statement.replace("{where}", conditions)
