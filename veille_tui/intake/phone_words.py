"""The words people write beside a telephone number, and whose number they make it."""

from __future__ import annotations

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import NumberRole

NO_NUMBER = frozenset(
    {
        "",
        "0",
        "00",
        "aucun",
        "aucune",
        "aucun numero",
        "inconnu",
        "inconnue",
        "numero inconnu",
        "tel inconnu",
        "telephone inconnu",
        "a completer",
        "ne veut pas communiquer",
        "refuse de communiquer",
        "injoignable",
        "liste rouge",
        "n a",
        "na",
        "nc",
        "nd",
        "neant",
        "no",
        "non",
        "non communique",
        "non connu",
        "non renseigne",
        "none",
        "nr",
        "null",
        "pas de fixe",
        "pas de numero",
        "pas de portable",
        "pas de tel",
        "pas de telephone",
        "ras",
        "rien",
        "sans",
        "sans telephone",
        "x",
        "xx",
        "xxx",
    }
)
"""What stands in a cell when there is no number, folded."""

_GUARDIAN = (
    "tuteur tutrice tutelle tutelaire curateur curatrice curatelle mandataire udaf guardian mjpm"
)
_NEIGHBOUR = "voisin voisine voisins voisines gardien gardienne concierge neighbour neighbor"
_RELATIVE = (
    "fils fille filles enfant enfants neveu niece frere soeur gendre bru cousin cousine famille "
    "tante oncle mere pere maman papa parent parents proche ami amie amis petit petite beau belle "
    "marraine parrain filleul filleule belles compagnon compagne aidant aidante "
    "daughter nephew sister brother relative friend family auxiliaire infirmier infirmiere aide"
)
_ROLES = {
    **dict.fromkeys(_RELATIVE.split(), NumberRole.RELATIVE),
    **dict.fromkeys(_NEIGHBOUR.split(), NumberRole.NEIGHBOUR),
    **dict.fromkeys(_GUARDIAN.split(), NumberRole.GUARDIAN),
}
_PRECEDENCE = (NumberRole.GUARDIAN, NumberRole.NEIGHBOUR, NumberRole.RELATIVE)


def role_of(words: str) -> NumberRole | None:
    """Whose number `words` say it is: "fils Paul" a relative's, "sa tutrice" a guardian's.

    None when they do not say: "portable", "le soir", a name. "Voisin, ami" is a neighbour.
    """
    if not words:
        return None
    found = {_ROLES[word] for word in fold(words).split() if word in _ROLES}
    return next((role for role in _PRECEDENCE if role in found), None)
