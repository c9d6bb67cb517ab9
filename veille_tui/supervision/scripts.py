"""Versions of call scripts: which there are, what one would change, and putting it in force."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from veille_tui.domain.call_script import CallScript, QuestionType
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.script_changes import Change, changes
from veille_tui.domain.script_versions import (
    AnswersCount,
    FrozenScript,
    InForce,
    ScriptVersion,
    ValueCount,
)
from veille_tui.errors import InputRefused, Refused
from veille_tui.language import _, n_
from veille_tui.problems import Problem

__all__ = ["InForce", "Publication", "ScriptVersion", "prepare", "publish", "versions"]

SHORTEST = 6
"""Characters of a hash that name a version."""
_CAMPAIGN = re.compile(r"(?:campagne|campaign):(.+)")
_HASH = re.compile(rf"[0-9a-f]{{{SHORTEST},64}}")
_WITH_CODES = (QuestionType.CHOICE, QuestionType.MULTIPLE)


class ScriptStore(Protocol):
    """What versions of scripts ask of the shared store."""

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign, or Refused."""

    def script_source(self, script_hash: str) -> str:
        """The text of one version, or Refused."""

    def script_hashes(self, beginning: str) -> Sequence[str]:
        """The versions whose hash begins so."""

    def script_versions(self, script_id: str = "") -> tuple[ScriptVersion, ...]:
        """The versions of one script, or of all, newest first."""

    def answers_by_version(self, campaign_id: str = "") -> Sequence[AnswersCount]:
        """How many answers by question and version."""

    def answers_by_value(self, campaign_id: str, questions: Sequence[str]) -> Sequence[ValueCount]:
        """How many answers to some questions by value."""

    def publish_script(
        self, campaign_id: str, script: FrozenScript, by: str, now: datetime
    ) -> Campaign:
        """Freeze a version and make it the campaign's."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A version about to become a campaign's script, and what that changes."""

    script: CallScript
    text: str
    """What is stored: one text with its shared blocks."""
    campaign: Campaign
    current: CallScript | None
    """What the campaign uses now; None for nothing that this program can read."""
    changes: tuple[Change, ...] = ()
    refusals: tuple[Problem, ...] = ()
    """Why it may not be published; empty when it may."""
    other_script: bool = False
    """Whether the supervisor said that another script may take the place."""

    @property
    def is_in_force(self) -> bool:
        """Whether the campaign uses this very version already."""
        return self.campaign.script_hash == self.script.hash


class PublicationRefused(Refused):
    """A version may not become the campaign's script, for one or several reasons."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        alone = len(problems) == 1
        super().__init__(
            first.message if alone else _("Cette version ne peut pas être publiée."),
            first.hint if alone else _("Rien n'est changé : les appelants gardent leur script."),
        )
        self.problems = tuple(problems)


def versions(store: ScriptStore, script_id: str = "") -> tuple[ScriptVersion, ...]:
    """The versions of one script, or of all scripts, newest first."""
    return store.script_versions(script_id)


def prepare(
    store: ScriptStore, source: Path | str, campaign_id: str, *, other_script: bool = False
) -> Publication:
    """What publishing `source` (see `read`) in a campaign would change, and what forbids it.

    Raises InputRefused with every problem of a file, Refused for an unknown version or campaign.
    """
    campaign = store.campaign(campaign_id)
    script, text = read(store, source)
    return weigh(store, script, text, campaign, other_script=other_script)


def weigh(
    store: ScriptStore,
    script: CallScript,
    text: str,
    campaign: Campaign,
    *,
    other_script: bool = False,
) -> Publication:
    """What a script that was read would change in `campaign`, and what forbids it."""
    current = _current(store, campaign)
    found: tuple[Change, ...] = ()
    if current is not None and current.hash != script.hash:
        found = changes(current, script, held(store, current, campaign.id))
    refusals = _refusals(store, script, campaign, other_script=other_script)
    return Publication(script, text, campaign, current, found, refusals, other_script)


def publish(store: ScriptStore, publication: Publication, by: str, now: datetime) -> Campaign:
    """Make it the campaign's script: callers get it with their next call.

    A call under way stays on its own version. Raises Refused when something forbids it by now.
    """
    from veille_tui.callscript.published import frozen

    check(store, publication)
    script = frozen(publication.script, publication.text)
    return store.publish_script(publication.campaign.id, script, by, now)


def check(store: ScriptStore, publication: Publication) -> None:
    """Raise PublicationRefused when something forbids the publication by now."""
    campaign = store.campaign(publication.campaign.id)
    refusals = _refusals(store, publication.script, campaign, other_script=publication.other_script)
    if refusals:
        raise PublicationRefused(refusals)


def compare(
    store: ScriptStore, old: CallScript, new: CallScript, campaign_id: str | None
) -> tuple[Change, ...]:
    """What changes from `old` to `new`, with the answers stored in a campaign.

    "" is all campaigns; None asks the store nothing.
    """
    if campaign_id is None:
        return changes(old, new)
    if campaign_id:
        store.campaign(campaign_id)
    return changes(old, new, held(store, old, campaign_id))


def read(store: ScriptStore, source: Path | str) -> tuple[CallScript, str]:
    """A script and its text: of a file, of a hash or its unique beginning, or `campagne:ID`'s.

    Raises InputRefused with every problem of a file, Refused for an unknown version or campaign.
    """
    from veille_tui.callscript.published import read_published, read_whole

    if isinstance(source, Path):
        return read_whole(source)
    text = store.script_source(_hash(store, source))
    return read_published(text), text


def source_of(words: str) -> Path | str:
    """What a person named: a file that is there, else a version or a campaign, else a file."""
    if _CAMPAIGN.fullmatch(words):
        return words
    if _HASH.fullmatch(words.lower()) and not Path(words).exists():
        return words.lower()
    return Path(words)


def campaign_named(source: Path | str) -> str:
    """The campaign of `campagne:ID`; "" for anything else."""
    named = _CAMPAIGN.fullmatch(source) if isinstance(source, str) else None
    return named[1] if named else ""


def _hash(store: ScriptStore, source: str) -> str:
    """The hash of the one version that `source` names."""
    named = campaign_named(source)
    if named:
        return store.campaign(named).script_hash
    found = list(store.script_hashes(source)) if _HASH.fullmatch(source) else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(
            _("Aucune version de script ne commence par « {hash} ».").format(hash=source[:64]),
            _("Les voir toutes : veille script versions"),
        )
    raise Refused(
        _("Plusieurs versions commencent par « {hash} » : {found}.").format(
            hash=source, found=", ".join(one[:12] for one in found)
        ),
        _("Écrire quelques caractères de plus."),
    )


def held(
    store: ScriptStore, script: CallScript, campaign_id: str = ""
) -> Mapping[tuple[str, str], int]:
    """How many stored answers hold (question, code); with the code "", how many there are."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in store.answers_by_version(campaign_id):
        counts[one.question, ""] += one.count
    coded = [
        question.id
        for question in script.questions
        if question.type in _WITH_CODES and counts[question.id, ""]
    ]
    for found in store.answers_by_value(campaign_id, coded) if coded else ():
        codes = found.value if isinstance(found.value, list) else [found.value]
        for code in codes:
            counts[found.question, str(code)] += found.count
    return counts


def _current(store: ScriptStore, campaign: Campaign) -> CallScript | None:
    return _read_version(store, campaign.script_hash) if campaign.script_hash else None


def _read_version(store: ScriptStore, script_hash: str) -> CallScript | None:
    """A stored version; None when it is not there, or not understood by this program."""
    from veille_tui.callscript.published import read_published

    try:
        return read_published(store.script_source(script_hash))
    except (Refused, InputRefused):
        return None


def _refusals(
    store: ScriptStore, script: CallScript, campaign: Campaign, *, other_script: bool
) -> tuple[Problem, ...]:
    """Everything that forbids `script` in `campaign`; nothing forbids what it uses already."""
    if campaign.script_hash == script.hash:
        return ()
    if campaign.is_closed:
        return (_closed(campaign),)
    found = []
    if campaign.script_id and campaign.script_id != script.id and not other_script:
        found.append(_other_script(script, campaign))
    found += _retyped(store, script, store.answers_by_version(campaign.id))
    return tuple(found)


def _closed(campaign: Campaign) -> Problem:
    return Problem(
        "campaign-closed",
        _("La campagne « {id} » est fermée : plus personne n'y appelle.").format(id=campaign.id),
        _("Publier dans une campagne ouverte : veille campaign list"),
    )


def _other_script(script: CallScript, campaign: Campaign) -> Problem:
    return Problem(
        "other-script",
        _(
            "La campagne « {campaign} » utilise le script « {old} », et ceci est le script"
            " « {new} »."
        ).format(campaign=campaign.id, old=campaign.script_id, new=script.id),
        _(
            "Vérifier le fichier. Si c'est bien voulu, recommencer avec --other-script : les"
            " réponses aux questions de même nom seront comptées ensemble."
        ),
    )


def _retyped(
    store: ScriptStore, script: CallScript, counts: Iterable[AnswersCount]
) -> list[Problem]:
    """Questions whose stored answers were given to another type of question."""
    asked = [one for one in counts if one.question in script.by_id]
    given = {one.script_hash: _read_version(store, one.script_hash) for one in asked}
    retyped: dict[str, Counter[QuestionType]] = {}
    for one in asked:
        version = given[one.script_hash]
        before = version.by_id.get(one.question) if version else None
        if before is not None and before.type is not script.by_id[one.question].type:
            retyped.setdefault(one.question, Counter())[before.type] += one.count
    return [
        _type_changed(question, script.by_id[question].type, types)
        for question, types in retyped.items()
    ]


def _type_changed(question: str, new: QuestionType, types: Counter[QuestionType]) -> Problem:
    from veille_tui.callscript.plain_words import type_words

    count = sum(types.values())
    return Problem(
        "type-changed",
        n_(
            "La question « {id} » changerait de type ({old} deviendrait {new}), et {n} réponse est"
            " déjà enregistrée.",
            "La question « {id} » changerait de type ({old} deviendrait {new}), et {n} réponses"
            " sont déjà enregistrées.",
            count,
        ).format(
            id=question,
            old=", ".join(type_words(one.value) for one in types),
            new=type_words(new.value),
            n=count,
        ),
        _("Garder son type, ou donner un autre nom (id) à la nouvelle question."),
        value=question,
    )
