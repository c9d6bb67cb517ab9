"""Who a need goes to and what it is about: words that somebody will look for in a directory."""

from __future__ import annotations

from veille_tui.callscript.fields import Fields
from veille_tui.callscript.reporter import closest, did_you_mean, listed
from veille_tui.callscript.vocabulary import PARTNERS
from veille_tui.language import _

_LOOKS_LIKE = 80
"""From this likeness on, in per cent, a word is taken for a misspelling."""


def check_partner(fields: Fields, name: str) -> None:
    """Refuse a kind of partner that looks misspelt; warn of one that nobody knows yet."""
    kind = fields.text(name)
    known = partner_words(fields.context.language)
    if not kind or kind in PARTNERS or kind in PARTNERS.values():
        return
    if close := closest(kind, known, _LOOKS_LIKE):
        fields.wrong(
            "unknown-partner",
            name,
            _("« {word} » n'est pas un genre de partenaire.").format(word=kind[:60]),
            did_you_mean(kind, [close]),
        )
        return
    node = fields.node_of(name)
    fields.context.report.warning(
        "unfamiliar-partner",
        node.place if node else fields.node.place,
        _("« {word} » n'est pas un genre de partenaire habituel.").format(word=kind[:60]),
        _("Genres habituels : {words}. Un autre doit être dans le carnet de la campagne.").format(
            words=listed(known, 20)
        ),
    )


def partner_words(language: str) -> list[str]:
    """The usual kinds of partner as a file of `language` writes them."""
    return list(PARTNERS) if language == "en" else list(PARTNERS.values())
