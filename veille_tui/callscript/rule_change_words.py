"""What changes in needs, alerts, rhythms and what is said by rule, in a supervisor's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from veille_tui.callscript.change_parts import conditions, what, words
from veille_tui.callscript.plain_words import (
    clipped,
    condition_words,
    guidance_words,
    quoted,
    reason_words,
    rhythm_words,
    urgency_words,
)
from veille_tui.domain.change import Change, ChangeKind
from veille_tui.language import _

K = ChangeKind


def _need(change: Change, text: str) -> str:
    """`text` said of a need, with the answer that makes it when a single one does."""
    theme = quoted(change.theme)
    if not change.code:
        return _("Besoin {theme} : {text}").format(theme=theme, text=text)
    return _("Besoin {theme}, réponse {label} à {question} : {text}").format(
        theme=theme, label=quoted(change.label), question=what(change), text=text
    )


def _need_added(change: Change) -> str:
    return _need(change, _("ajouté, {urgency}").format(urgency=urgency_words(change.new)))


def _need_removed(change: Change) -> str:
    text = _("n'est plus signalé")
    if change.old:
        text = _("n'est plus signalé {condition}").format(condition=condition_words(change.old))
    return _need(change, text)


def _need_urgency(text: Callable[[], str]) -> Callable[[Change], str]:
    return lambda change: _need(
        change,
        text().format(old=urgency_words(change.old), new=urgency_words(change.new)),
    )


def _need_found(text: Callable[[], str]) -> Callable[[Change], str]:
    return lambda change: _need(change, f"{text()} ({conditions(change)})")


def _need_consent(change: Change) -> str:
    usual = _("la question d'accord habituelle")
    return _need(
        change,
        _("l'accord se demande par {new} au lieu de {old}").format(
            new=quoted(change.new) if change.new else usual,
            old=quoted(change.old) if change.old else usual,
        ),
    )


def _need_elsewhere(change: Change) -> str:
    nobody = _("personne en particulier")
    return _need(
        change,
        _("va à {new} au lieu de {old}").format(
            new=quoted(change.new) if change.new else nobody,
            old=quoted(change.old) if change.old else nobody,
        ),
    )


def _need_note(change: Change) -> str:
    text = words(
        change,
        changed=_("la note {old} devient {new}"),
        added=_("une note l'accompagne : {new}"),
        removed=_("la note {old} est retirée"),
    )
    return _need(change, text)


def _alert(change: Change, text: str) -> str:
    return _("Alerte {words} ({id}) : {text}").format(
        words=quoted(clipped(change.name)), id=change.subject, text=text
    )


def _alert_added(change: Change) -> str:
    if not change.new:
        return _alert(change, _("ajoutée"))
    return _alert(change, _("ajoutée, avec le {number} à appeler").format(number=change.new))


def _alert_dial(change: Change) -> str:
    nobody = _("aucun numéro")
    text = _("numéro à appeler : {old} devient {new}").format(
        old=change.old or nobody, new=change.new or nobody
    )
    return _alert(change, text)


def _alert_shown(text: Callable[[], str]) -> Callable[[Change], str]:
    return lambda change: _alert(change, f"{text()} ({conditions(change)})")


def _rhythm(change: Change) -> str:
    condition = condition_words(change.name)
    if change.old and change.new:
        return _("Rythme des rappels, {condition} : {old} devient {new}").format(
            condition=condition, old=rhythm_words(change.old), new=rhythm_words(change.new)
        )
    text = (
        _("Rythme des rappels ajouté, {condition} : {rhythm}")
        if change.new
        else _("Rythme des rappels retiré, {condition} : {rhythm}")
    )
    return text.format(condition=condition, rhythm=rhythm_words(change.new or change.old))


def _closing(change: Change) -> str:
    text = words(
        change,
        changed=_("{old} devient {new}"),
        added=_("{new} est ajouté"),
        removed=_("{old} est retiré"),
    )
    condition = condition_words(change.name)
    return _("Conclusion, {condition} : {text}").format(condition=condition, text=text)


def _opening(change: Change) -> str:
    text = words(
        change,
        changed=_("{old} devient {new}"),
        added=_("{new} est ajouté"),
        removed=_("{old} est retiré"),
    )
    reason = reason_words(change.subject)
    return _("Ouverture, {reason} : {text}").format(reason=reason, text=text)


def _guidance(change: Change) -> str:
    text = words(
        change,
        changed=_("{old} devient {new}"),
        added=_("{new} est ajouté"),
        removed=_("{old} est retiré"),
    )
    part = guidance_words(change.subject)
    return _("Conseils, {part} : {text}").format(part=part, text=text)


RULE_WORDS: Mapping[ChangeKind, Callable[[Change], str]] = {
    K.NEED_ADDED: _need_added,
    K.NEED_REMOVED: _need_removed,
    K.NEED_MORE_URGENT: _need_urgency(lambda: _("plus pressant, {new} (avant : {old})")),
    K.NEED_LESS_URGENT: _need_urgency(lambda: _("moins pressant, {new} (avant : {old})")),
    K.NEED_ELSEWHERE: _need_elsewhere,
    K.NEED_CONSENT_CHANGED: _need_consent,
    K.NEED_MORE: _need_found(lambda: _("signalé plus souvent")),
    K.NEED_LESS: _need_found(lambda: _("signalé moins souvent")),
    K.NEED_OTHERWISE: _need_found(lambda: _("signalé pour d'autres personnes")),
    K.NOTE_CHANGED: _need_note,
    K.ALERT_ADDED: _alert_added,
    K.ALERT_REMOVED: lambda c: _alert(c, _("retirée")),
    K.ALERT_DIAL_CHANGED: _alert_dial,
    K.ALERT_SAY_CHANGED: lambda c: _("Alerte {id} : les mots {old} deviennent {new}").format(
        id=c.subject, old=quoted(c.old), new=quoted(c.new)
    ),
    K.ALERT_MORE: _alert_shown(lambda: _("montrée plus souvent")),
    K.ALERT_LESS: _alert_shown(lambda: _("montrée moins souvent")),
    K.ALERT_OTHERWISE: _alert_shown(lambda: _("montrée pour d'autres personnes")),
    K.CADENCE_ADDED: _rhythm,
    K.CADENCE_CHANGED: _rhythm,
    K.CADENCE_REMOVED: _rhythm,
    K.CADENCE_REORDERED: lambda _c: _("Les rythmes sont essayés dans un autre ordre"),
    K.CLOSING_ADDED: _closing,
    K.CLOSING_CHANGED: _closing,
    K.CLOSING_REMOVED: _closing,
    K.CLOSING_REORDERED: lambda _c: _("Les conclusions sont essayées dans un autre ordre"),
    K.OPENING_CHANGED: _opening,
    K.GUIDANCE_CHANGED: _guidance,
}
