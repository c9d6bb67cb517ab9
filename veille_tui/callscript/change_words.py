"""What changes between two versions of a script, in the words of a supervisor."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from veille_tui.callscript.change_parts import both, conditions, held_words, kept_words, line, words
from veille_tui.callscript.plain_words import (
    clipped,
    condition_words,
    language_words,
    outcome_words,
    quoted,
    type_words,
)
from veille_tui.callscript.rule_change_words import RULE_WORDS
from veille_tui.domain.change import Change, ChangeKind
from veille_tui.language import _

K = ChangeKind


def _and(first: str, second: str) -> str:
    """Two things said in one line."""
    return _("{first} ; {second}").format(first=first, second=second)


def change_words(change: Change) -> str:
    """One sentence for one change."""
    return _WORDS[change.kind](change)


# Questions and sections.


def _asked(text: Callable[[], str]) -> Callable[[Change], str]:
    return lambda change: line(change, f"{text()} ({conditions(change)})")


def _type(change: Change) -> str:
    text = _("le type change, {old} devient {new}").format(
        old=type_words(change.old), new=type_words(change.new)
    )
    return line(change, _and(text, kept_words(change)))


def _removed(change: Change) -> str:
    return line(change, _and(_("question retirée"), kept_words(change)))


def _added(change: Change) -> str:
    return line(
        change,
        _("question ajoutée, posée {condition}").format(condition=condition_words(change.new)),
    )


def _moved(change: Change) -> str:
    text = _("passe de la section {old} à la section {new}")
    return line(change, both(change, text))


def _after(change: Change) -> str:
    if not change.new:
        return line(change, _("vient maintenant en premier"))
    text = _("vient maintenant après {new}").format(new=quoted(clipped(change.new)))
    return line(change, text)


def _section(change: Change) -> str:
    words = quoted(change.name)
    if change.kind is K.SECTION_REMOVED:
        return _("Section {title} retirée").format(title=words)
    condition = condition_words(change.new)
    return _("Section {title} ajoutée, posée {condition}").format(title=words, condition=condition)


def _plainly(text: Callable[[], str]) -> Callable[[Change], str]:
    return lambda change: line(change, text())


def _said(
    changed: Callable[[], str], added: Callable[[], str], removed: Callable[[], str]
) -> Callable[[Change], str]:
    """Words of something that has a name."""
    return lambda change: line(
        change, words(change, changed=changed(), added=added(), removed=removed())
    )


def _whole(
    changed: Callable[[], str], added: Callable[[], str], removed: Callable[[], str]
) -> Callable[[Change], str]:
    """Words of the whole script."""
    return lambda change: words(change, changed=changed(), added=added(), removed=removed())


# Choices.


def _choice(change: Change, text: str) -> str:
    return line(change, text.format(label=quoted(change.label), code=change.code))


def _choice_removed(change: Change) -> str:
    text = _("la réponse {label} ({code}) est retirée")
    return _and(_choice(change, text), held_words(change))


def _label(change: Change) -> str:
    text = _("la réponse {old} ({code}) se dit maintenant {new}").format(
        old=quoted(change.old), new=quoted(change.new), code=change.code
    )
    return line(change, text)


def _outcome(change: Change) -> str:
    text = _("la réponse {label} conclut l'appel autrement : {old} devient {new}").format(
        label=quoted(change.label),
        old=outcome_words(change.old),
        new=outcome_words(change.new),
    )
    return line(change, text)


def _languages(change: Change) -> str:
    return _(
        "La langue du fichier change : {old} devient {new} ; les réponses oui, non, ne sait pas et"
        " refuse changent de code"
    ).format(old=language_words(change.old), new=language_words(change.new))


_WORDS: Mapping[ChangeKind, Callable[[Change], str]] = {
    K.SCRIPT_CHANGED: lambda c: both(c, _("C'est un autre script : {old} devient {new}")),
    K.LANGUAGE_CHANGED: _languages,
    K.TYPE_CHANGED: _type,
    K.QUESTION_REMOVED: _removed,
    K.QUESTION_ADDED: _added,
    K.QUESTION_MOVED: _moved,
    K.QUESTION_REORDERED: _after,
    K.SECTION_REMOVED: _section,
    K.SECTION_ADDED: _section,
    K.SECTION_REORDERED: _after,
    K.SECTION_MORE: _asked(lambda: _("section posée plus souvent")),
    K.SECTION_LESS: _asked(lambda: _("section posée moins souvent")),
    K.SECTION_OTHERWISE: _asked(lambda: _("section posée à d'autres personnes")),
    K.SECTION_TITLE_CHANGED: lambda c: both(c, _("La section {old} s'appelle maintenant {new}")),
    K.ASKED_MORE: _asked(lambda: _("posée plus souvent")),
    K.ASKED_LESS: _asked(lambda: _("posée moins souvent")),
    K.ASKED_OTHERWISE: _asked(lambda: _("posée à d'autres personnes")),
    K.REQUIRED: _plainly(lambda: _("la réponse devient obligatoire")),
    K.NOT_REQUIRED: _plainly(lambda: _("la réponse n'est plus obligatoire")),
    K.SAY_CHANGED: lambda c: _("Mots changés ({id}) : {text}").format(
        id=c.subject, text=both(c, _("{old} devient {new}"))
    ),
    K.HINT_CHANGED: _said(
        lambda: _("l'aide {old} devient {new}"),
        lambda: _("une aide est ajoutée : {new}"),
        lambda: _("l'aide {old} est retirée"),
    ),
    K.AVOID_CHANGED: _said(
        lambda: _("ce qu'il faut éviter de dire, {old}, devient {new}"),
        lambda: _("à éviter de dire désormais : {new}"),
        lambda: _("il n'est plus dit d'éviter {old}"),
    ),
    K.MESSAGE_CHANGED: _said(
        lambda: _("le message {old} devient {new}"),
        lambda: _("un message est ajouté : {new}"),
        lambda: _("le message {old} est retiré"),
    ),
    K.UNIT_CHANGED: _said(
        lambda: _("l'unité {old} devient {new}"),
        lambda: _("l'unité {new} est ajoutée"),
        lambda: _("l'unité {old} est retirée"),
    ),
    K.MIN_CHANGED: _said(
        lambda: _("le minimum {old} devient {new}"),
        lambda: _("il y a maintenant un minimum, {new}"),
        lambda: _("il n'y a plus de minimum (c'était {old})"),
    ),
    K.MAX_CHANGED: _said(
        lambda: _("le maximum {old} devient {new}"),
        lambda: _("il y a maintenant un maximum, {new}"),
        lambda: _("il n'y a plus de maximum (c'était {old})"),
    ),
    K.STEP_CHANGED: _said(
        lambda: _("le pas {old} devient {new}"),
        lambda: _("il y a maintenant un pas, {new}"),
        lambda: _("il n'y a plus de pas (c'était {old})"),
    ),
    K.CONSTRAINT_CHANGED: _said(
        lambda: _("la contrainte {old} devient {new}"),
        lambda: _("une contrainte est ajoutée : {new}"),
        lambda: _("la contrainte {old} est retirée"),
    ),
    K.DEFAULT_CHANGED: _said(
        lambda: _("la réponse proposée {old} devient {new}"),
        lambda: _("une réponse est proposée d'avance : {new}"),
        lambda: _("la réponse {old} n'est plus proposée d'avance"),
    ),
    K.CHOICE_REMOVED: _choice_removed,
    K.CHOICE_ADDED: lambda c: _choice(c, _("la réponse {label} ({code}) est ajoutée")),
    K.LABEL_CHANGED: _label,
    K.DETAIL_ADDED: lambda c: _choice(c, _("une précision est demandée avec la réponse {label}")),
    K.DETAIL_REMOVED: lambda c: _choice(
        c, _("la précision n'est plus demandée avec la réponse {label}")
    ),
    K.OUTCOME_CHANGED: _outcome,
    K.CHOICES_REORDERED: lambda c: line(
        c, _("les réponses changent de place : {order}").format(order=c.new)
    ),
    **RULE_WORDS,
    K.VOICEMAIL_CHANGED: _whole(
        lambda: _("Le message laissé au répondeur {old} devient {new}"),
        lambda: _("Un message à laisser au répondeur est ajouté : {new}"),
        lambda: _("Le message à laisser au répondeur est retiré : {old}"),
    ),
    K.NOTICE_CHANGED: _whole(
        lambda: _("La mention lue sur les données {old} devient {new}"),
        lambda: _("Une mention à lire sur les données est ajoutée : {new}"),
        lambda: _("La mention lue sur les données est retirée : {old}"),
    ),
    K.PURPOSE_CHANGED: _whole(
        lambda: _("La finalité des données {old} devient {new}"),
        lambda: _("La finalité des données est dite : {new}"),
        lambda: _("La finalité des données n'est plus dite : {old}"),
    ),
    K.TITLE_CHANGED: lambda c: both(c, _("Le titre {old} devient {new}")),
    K.SPOKEN_CHANGED: lambda c: _("La langue parlée change : {old} devient {new}").format(
        old=language_words(c.old), new=language_words(c.new)
    ),
    K.VERSION_CHANGED: _whole(
        lambda: _("La version écrite dans le fichier passe de {old} à {new}"),
        lambda: _("Le fichier porte maintenant une version : {new}"),
        lambda: _("Le fichier ne porte plus de version (c'était {old})"),
    ),
}
