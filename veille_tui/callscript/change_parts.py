"""Parts of sentences that tell a change: what changes, from which words to which."""

from __future__ import annotations

from veille_tui.callscript.plain_words import clipped, condition_words, quoted
from veille_tui.domain.change import Change
from veille_tui.language import _, n_


def what(change: Change) -> str:
    """The question, section or alert that changes, as people know it, with its name in the file."""
    if not change.name:
        return quoted(change.subject)
    return _("{words} ({id})").format(words=quoted(clipped(change.name)), id=change.subject)


def line(change: Change, text: str) -> str:
    """`text` said of what changes."""
    return _("{word} : {message}").format(word=what(change), message=text)


def both(change: Change, text: str) -> str:
    """`text`, with the old and the new words."""
    return text.format(old=quoted(change.old), new=quoted(change.new))


def words(change: Change, *, changed: str, added: str, removed: str) -> str:
    """One of three texts, whether there were words before and are now."""
    text = changed if change.old and change.new else added if change.new else removed
    return both(change, text)


def held_words(change: Change) -> str:
    """How many stored answers hold a choice, to be said at the end of a sentence."""
    if not change.held:
        return _("aucune réponse enregistrée ne la porte")
    return n_(
        "{n} réponse enregistrée la porte", "{n} réponses enregistrées la portent", change.held
    ).format(n=change.held)


def kept_words(change: Change) -> str:
    """How many stored answers a question has, to be said at the end of a sentence."""
    if not change.held:
        return _("aucune réponse enregistrée")
    return n_("{n} réponse enregistrée", "{n} réponses enregistrées", change.held).format(
        n=change.held
    )


def conditions(change: Change) -> str:
    """The old and the new condition."""
    return _("avant : {old} ; maintenant : {new}").format(
        old=condition_words(change.old), new=condition_words(change.new)
    )
