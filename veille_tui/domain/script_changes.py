"""What changes for callers and the people they call between two versions of a script."""

from __future__ import annotations

from collections.abc import Iterator

from veille_tui.domain.asked_changes import Weighing, text_of
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.case import CallReason
from veille_tui.domain.change import RANKS, Change, ChangeKind
from veille_tui.domain.orders import moved
from veille_tui.domain.question_changes import Held, question_changes
from veille_tui.domain.records import to_plain
from veille_tui.domain.rule_changes import rule_changes

__all__ = ["Change", "ChangeKind", "changes"]

_NOTHING_HELD: Held = {}
_SECTION = {
    "more": ChangeKind.SECTION_MORE,
    "less": ChangeKind.SECTION_LESS,
    "otherwise": ChangeKind.SECTION_OTHERWISE,
}


def changes(old: CallScript, new: CallScript, held: Held = _NOTHING_HELD) -> tuple[Change, ...]:
    """Every difference, the most consequential first; the script's own cases are none.

    `held`: how many stored answers hold (question, code); with the code "", how many there are.
    """
    weighing = Weighing(old, new)
    found = [
        *_identity(old, new),
        *_sections(weighing),
        *question_changes(weighing, held),
        *rule_changes(weighing),
    ]
    return tuple(sorted(found, key=lambda change: RANKS[change.kind]))


def _identity(old: CallScript, new: CallScript) -> Iterator[Change]:
    compared = (
        (ChangeKind.SCRIPT_CHANGED, old.id, new.id),
        (ChangeKind.LANGUAGE_CHANGED, old.language, new.language),
        (ChangeKind.PURPOSE_CHANGED, old.purpose, new.purpose),
        (ChangeKind.NOTICE_CHANGED, old.notice, new.notice),
        (ChangeKind.VOICEMAIL_CHANGED, old.voicemail, new.voicemail),
        (ChangeKind.TITLE_CHANGED, old.title, new.title),
        (ChangeKind.SPOKEN_CHANGED, old.spoken, new.spoken),
        (ChangeKind.VERSION_CHANGED, old.version, new.version),
    )
    for kind, before, after in compared:
        if before != after:
            yield Change(kind, old=before, new=after)
    for reason in CallReason:
        before, after = old.openings.get(reason, ""), new.openings.get(reason, "")
        if before != after:
            yield Change(ChangeKind.OPENING_CHANGED, reason.value, old=before, new=after)
    yield from _guidance(old, new)


def _guidance(old: CallScript, new: CallScript) -> Iterator[Change]:
    before, after = _advice(old), _advice(new)
    for part in dict.fromkeys((*before, *after)):
        was, now = before.get(part, ""), after.get(part, "")
        if was != now:
            yield Change(ChangeKind.GUIDANCE_CHANGED, part, old=was, new=now)


def _advice(script: CallScript) -> dict[str, str]:
    """The parts of the advice for callers, by name."""
    parts = to_plain(getattr(script, "guidance", None)) or {}
    return {
        name: "\n".join(text) if isinstance(text, list) else str(text or "")
        for name, text in parts.items()
    }


def _sections(weighing: Weighing) -> Iterator[Change]:
    old, new = weighing.old, weighing.new
    before = {section.id: section for section in old.sections}
    after = {section.id: section for section in new.sections}
    for section in old.sections:
        if section.id not in after:
            yield Change(ChangeKind.SECTION_REMOVED, section.id, section.title)
    for section in new.sections:
        was = before.get(section.id)
        if was is None:
            when = text_of((section.when,), new.language)
            yield Change(ChangeKind.SECTION_ADDED, section.id, section.title, new=when)
            continue
        if was.title != section.title:
            kind = ChangeKind.SECTION_TITLE_CHANGED
            yield Change(kind, section.id, section.title, old=was.title, new=section.title)
        how = weighing.weigh((was.when,), (section.when,))
        if how:
            texts = (text_of((was.when,)), text_of((section.when,)))
            yield Change(_SECTION[how], section.id, section.title, old=texts[0], new=texts[1])
    order = list(after)
    for one in moved(list(before), order):
        place = order.index(one)
        title = after[order[place - 1]].title if place else ""
        yield Change(ChangeKind.SECTION_REORDERED, one, after[one].title, new=title)
