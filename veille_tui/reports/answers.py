"""What was answered in a campaign, question by question, whatever the version of the script.

What people said in their own words, telephone numbers and dates are only counted, never listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from veille_tui.callscript.published import read_published
from veille_tui.domain.call_script import CallScript, Question, QuestionType
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.script_versions import AnswersCount, ScriptVersion, ValueCount
from veille_tui.domain.tenants import Profile
from veille_tui.domain.texts import render
from veille_tui.errors import InputRefused, Refused
from veille_tui.language import _

_LISTED = frozenset(QuestionType) - {
    QuestionType.TEXT,
    QuestionType.PHONE,
    QuestionType.DATE,
    QuestionType.TIME,
    QuestionType.NOTE,
}
_BY_CODE = (
    QuestionType.YES_NO,
    QuestionType.CONSENT,
    QuestionType.CHOICE,
    QuestionType.MULTIPLE,
)


class AnswersStore(Protocol):
    """What the answers' figures ask of the shared store."""

    def script_source(self, script_hash: str) -> str:
        """The text of one version, or Refused."""

    def script_versions(self, script_id: str = "") -> Sequence[ScriptVersion]:
        """The versions, newest first."""

    def answers_by_version(
        self, campaign_id: str, *, concluded: bool = False
    ) -> Sequence[AnswersCount]:
        """How many answers by question and version."""

    def answers_by_value(
        self, campaign_id: str, questions: Sequence[str], *, concluded: bool = False
    ) -> Sequence[ValueCount]:
        """How many answers to some questions by value."""


@dataclass(slots=True)
class _Asked:
    """One question, as the versions under which it was answered had it."""

    say: str
    """The latest words."""
    type: QuestionType
    labels: dict[str, str] = field(default_factory=dict)
    """By code, the latest label of each; those of removed choices last."""


def answers(store: AnswersStore, campaign: Campaign) -> dict[str, dict[str, Any]]:
    """By question id: asked_as, type, values, labels, versions, total; of finished calls only."""
    counts = store.answers_by_version(campaign.id, concluded=True)
    if not counts:
        return {}
    words = {"landlord": campaign.landlord, "caller": "…", "last_call": "…"}
    nobody = Profile(title="…", first_name="…", last_name="…", agency="…", words=words)
    asked = _questions(_scripts(store, campaign, {one.script_hash for one in counts}), nobody)
    totals: Counter[str] = Counter()
    hashes: dict[str, set[str]] = {}
    for one in counts:
        totals[one.question] += one.count
        hashes.setdefault(one.question, set()).add(one.script_hash)
    listed = [name for name in totals if name in asked and asked[name].type in _LISTED]
    values = _values(store.answers_by_value(campaign.id, listed, concluded=True), asked)
    order = [*(name for name in asked if name in totals), *sorted(totals.keys() - asked.keys())]
    return {
        name: {
            "asked_as": asked[name].say if name in asked else "",
            "type": asked[name].type.value if name in asked else None,
            "values": values.get(name, {}),
            "labels": _labels(asked.get(name), values.get(name, {})),
            "versions": len(hashes[name]),
            "total": totals[name],
        }
        for name in order
    }


def _scripts(store: AnswersStore, campaign: Campaign, used: Iterable[str]) -> Iterator[CallScript]:
    """The version in force, then the others that were answered, newest first."""
    order = [version.hash for version in store.script_versions()]
    wanted = {campaign.script_hash, *used}
    for script_hash in dict.fromkeys([campaign.script_hash, *order]):
        if script_hash in wanted:
            try:
                yield read_published(store.script_source(script_hash))
            except (Refused, InputRefused):
                continue


def _questions(scripts: Iterable[CallScript], nobody: Profile) -> dict[str, _Asked]:
    """Every question and every detail that was ever asked for, in the order of the script.

    Its words name the landlord, who is the campaign's, and nobody who was called.
    """
    found: dict[str, _Asked] = {}
    for script in scripts:
        for question in script.questions:
            say = render(question.say, script, nobody, {})
            asked = found.setdefault(question.id, _Asked(say, question.type))
            for code, label in _codes(script, question):
                asked.labels.setdefault(code, label)
            for choice in question.choices:
                if choice.detail:
                    detail = _Asked(choice.label, QuestionType.TEXT)
                    found.setdefault(question.detail_id(choice.code), detail)
    return found


def _codes(script: CallScript, question: Question) -> Iterator[tuple[str, str]]:
    """Every code that an answer of this question may be, with its words."""
    words = script.words
    if question.type in {QuestionType.YES_NO, QuestionType.CONSENT}:
        yield words.yes, _("oui")
        yield words.no, _("non")
    for choice in question.choices:
        yield choice.code, choice.label
    yield words.dk, _("ne sait pas")
    yield words.refused, _("ne veut pas répondre")


def _values(counts: Iterable[ValueCount], asked: Mapping[str, _Asked]) -> dict[str, dict[str, int]]:
    """How often each value was given; of several ticked, each counts."""
    found: dict[str, Counter[str]] = {}
    for one in counts:
        question = asked[one.question]
        for value in one.value if isinstance(one.value, list) else [one.value]:
            if str(value) in question.labels or _is_number(question, value):
                found.setdefault(one.question, Counter())[str(value)] += one.count
    return {name: _in_order(values, asked[name]) for name, values in found.items()}


def _is_number(question: _Asked, value: object) -> bool:
    return question.type not in _BY_CODE and isinstance(value, int | float)


def _in_order(values: Mapping[str, int], question: _Asked) -> dict[str, int]:
    """Numbers as they grow, then codes as the script has them."""
    numbers = sorted((value for value in values if value not in question.labels), key=float)
    codes = [code for code in question.labels if code in values]
    return {value: values[value] for value in (*numbers, *codes)}


def _labels(question: _Asked | None, values: Mapping[str, int]) -> dict[str, str]:
    labels = question.labels if question else {}
    return {value: labels[value] for value in values if value in labels}
