"""What differs in the rules of two versions of a script: needs, alerts, rhythms, closings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from veille_tui.domain.asked_changes import Weighing, differ, text_of
from veille_tui.domain.call_script import (
    AlertRule,
    CadenceRule,
    CallScript,
    ClosingRule,
    NeedRule,
)
from veille_tui.domain.change import Change, ChangeKind
from veille_tui.domain.orders import moved

_Rule = TypeVar("_Rule", NeedRule, CadenceRule, ClosingRule)
_FOUND = {
    "more": ChangeKind.NEED_MORE,
    "less": ChangeKind.NEED_LESS,
    "otherwise": ChangeKind.NEED_OTHERWISE,
}
_SHOWN = {
    "more": ChangeKind.ALERT_MORE,
    "less": ChangeKind.ALERT_LESS,
    "otherwise": ChangeKind.ALERT_OTHERWISE,
}


def rule_changes(weighing: Weighing) -> Iterator[Change]:
    """Every rule that came, went or changed."""
    yield from _alerts(weighing)
    yield from _needs(weighing)
    yield from _cadence(weighing.old, weighing.new)
    yield from _closings(weighing.old, weighing.new)


def _alerts(weighing: Weighing) -> Iterator[Change]:
    old, new = weighing.old, weighing.new
    before = {alert.id: alert for alert in old.alerts}
    after = {alert.id: alert for alert in new.alerts}
    for alert in old.alerts:
        if alert.id not in after:
            yield Change(ChangeKind.ALERT_REMOVED, alert.id, alert.say, old=alert.dial)
    for alert in new.alerts:
        if alert.id in before:
            yield from _same_alert(weighing, before[alert.id], alert)
        else:
            yield Change(ChangeKind.ALERT_ADDED, alert.id, alert.say, new=alert.dial)


def _same_alert(weighing: Weighing, old: AlertRule, new: AlertRule) -> Iterator[Change]:
    if old.dial != new.dial:
        yield Change(ChangeKind.ALERT_DIAL_CHANGED, new.id, new.say, old=old.dial, new=new.dial)
    if old.say != new.say:
        yield Change(ChangeKind.ALERT_SAY_CHANGED, new.id, new.say, old=old.say, new=new.say)
    how = weighing.weigh((old.when,), (new.when,))
    if how:
        yield Change(
            _SHOWN[how],
            new.id,
            new.say,
            old=text_of((old.when,)),
            new=text_of((new.when,)),
        )


def _needs(weighing: Weighing) -> Iterator[Change]:
    """Rules of one theme are compared with each other: those that hold alike first."""
    old, new = weighing.old, weighing.new
    themes = dict.fromkeys(rule.theme for rule in (*old.needs, *new.needs))
    for theme in themes:
        before = [rule for rule in old.needs if rule.theme == theme]
        after = [rule for rule in new.needs if rule.theme == theme]
        pairs = _paired(before, after)
        alone = [rule for rule in before if not any(rule is was for was, _rule in pairs)]
        fresh = [rule for rule in after if not any(rule is one for _was, one in pairs)]
        pairs += list(zip(alone, fresh, strict=False))
        for was, rule in pairs:
            yield from _same_need(weighing, was, rule)
        for rule in alone[len(fresh) :]:
            yield Change(
                ChangeKind.NEED_REMOVED, theme=theme, old=text_of((rule.when,), old.language)
            )
        for rule in fresh[len(alone) :]:
            yield Change(ChangeKind.NEED_ADDED, theme=theme, new=rule.urgency.value)


def _same_need(weighing: Weighing, old: NeedRule, new: NeedRule) -> Iterator[Change]:
    was, now = old.urgency, new.urgency
    if was is not now:
        is_more = now.rank < was.rank
        kind = ChangeKind.NEED_MORE_URGENT if is_more else ChangeKind.NEED_LESS_URGENT
        yield Change(kind, theme=new.theme, old=was.value, new=now.value)
    if old.to != new.to:
        yield Change(ChangeKind.NEED_ELSEWHERE, theme=new.theme, old=old.to, new=new.to)
    if old.consent != new.consent:
        yield Change(
            ChangeKind.NEED_CONSENT_CHANGED, theme=new.theme, old=old.consent, new=new.consent
        )
    if old.note != new.note:
        yield Change(ChangeKind.NOTE_CHANGED, theme=new.theme, old=old.note, new=new.note)
    how = weighing.weigh((old.when,), (new.when,))
    if how:
        yield Change(
            _FOUND[how],
            theme=new.theme,
            old=text_of((old.when,)),
            new=text_of((new.when,)),
        )


def _paired(old: Sequence[_Rule], new: Sequence[_Rule]) -> list[tuple[_Rule, _Rule]]:
    """Rules that hold alike, each once."""
    left = list(old)
    pairs = []
    for rule in new:
        alike = next((was for was in left if not differ((was.when,), (rule.when,))), None)
        if alike is not None:
            left = [was for was in left if was is not alike]
            pairs.append((alike, rule))
    return pairs


def _cadence(old: CallScript, new: CallScript) -> Iterator[Change]:
    pairs = _paired(old.cadence, new.cadence)
    for was, rule in pairs:
        before, after = _rhythm(was), _rhythm(rule)
        if before != after:
            when = text_of((rule.when,))
            yield Change(ChangeKind.CADENCE_CHANGED, name=when, old=before, new=after)
    for rule in _unpaired(old.cadence, [was for was, _rule in pairs]):
        when = text_of((rule.when,))
        yield Change(ChangeKind.CADENCE_REMOVED, name=when, old=_rhythm(rule))
    for rule in _unpaired(new.cadence, [rule for _was, rule in pairs]):
        when = text_of((rule.when,))
        yield Change(ChangeKind.CADENCE_ADDED, name=when, new=_rhythm(rule))
    if _is_reordered(old.cadence, pairs):
        yield Change(ChangeKind.CADENCE_REORDERED)


def _rhythm(rule: CadenceRule) -> str:
    """ISO duration, then "/" and the last day when there is one."""
    return f"{rule.every}/{rule.until.isoformat()}" if rule.until else rule.every


def _closings(old: CallScript, new: CallScript) -> Iterator[Change]:
    pairs = _paired(old.closings, new.closings)
    for was, rule in pairs:
        if was.say != rule.say:
            when = text_of((rule.when,))
            yield Change(ChangeKind.CLOSING_CHANGED, name=when, old=was.say, new=rule.say)
    for rule in _unpaired(old.closings, [was for was, _rule in pairs]):
        yield Change(ChangeKind.CLOSING_REMOVED, name=text_of((rule.when,)), old=rule.say)
    for rule in _unpaired(new.closings, [rule for _was, rule in pairs]):
        yield Change(ChangeKind.CLOSING_ADDED, name=text_of((rule.when,)), new=rule.say)
    if _is_reordered(old.closings, pairs):
        yield Change(ChangeKind.CLOSING_REORDERED)


def _unpaired(rules: Sequence[_Rule], paired: Sequence[_Rule]) -> list[_Rule]:
    return [rule for rule in rules if not any(rule is one for one in paired)]


def _is_reordered(old: Sequence[_Rule], pairs: Sequence[tuple[_Rule, _Rule]]) -> bool:
    """The first rule that holds wins: whether common rules changed places."""
    places = [next(at for at, rule in enumerate(old) if rule is was) for was, _rule in pairs]
    order = [str(place) for place in places]
    return bool(moved(sorted(order, key=int), order))
