"""The keywords of call scripts, French beside English; the code only knows the English ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from veille_tui.callscript.tree import Listing, Node, Table
from veille_tui.domain.partner_kinds import PARTNER_KINDS


def pairs(text: str) -> dict[str, str]:
    """English to French, of "french=english same"; a word alone is the same in both."""
    words = (word.partition("=") for word in text.split())
    return {english or french: french for french, _, english in words}


KEYS: Mapping[str, Mapping[str, str]] = {
    "script": pairs(
        "script titre=title langue=language version finalite=purpose mention=notice"
        " conseils=guidance ouvertures=openings messagerie=voicemail sections inclure=include"
        " besoins=needs alertes=alerts rythme=cadence conclusions=closings essais=cases"
    ),
    "block": pairs(
        "langue=language titre=title version mention=notice sections questions inclure=include"
        " besoins=needs alertes=alerts rythme=cadence conclusions=closings"
    ),
    "openings": pairs("premier=first suivi=follow_up rappel=callback entrant=inbound"),
    "guidance": pairs("ton=tone jamais=never arreter=stop"),
    "include": pairs("inclure=include prefixe=prefix si=when"),
    "section": pairs("id titre=title si=when questions"),
    "question": pairs(
        "id type dire=say aide=hint eviter=avoid si=when obligatoire=required defaut=default"
        " contrainte=constraint message choix=choices min max pas=step unite=unit"
    ),
    "choice": pairs(
        "code libelle=label besoin=need urgence=urgency precision=detail issue=outcome"
    ),
    "need": pairs("theme si=when urgence=urgency vers=to note accord=consent"),
    "alert": pairs("id si=when dire=say appeler=dial"),
    "cadence": pairs("si=when tous_les=every jusqu_au=until"),
    "closing": pairs("si=when dire=say"),
    "case": pairs("nom=name locataire=tenant motif=reason reponses=answers attendu=expected"),
    "tenant": pairs(
        "civilite=title prenom=first_name nom=last_name age vit_seul=lives_alone"
        " publics=segments marqueurs=flags agence=agency jours_depuis_contact=days_since_contact"
    ),
    "expected": pairs("questions besoins=needs alertes=alerts rythme=cadence complet=complete"),
    "expected_need": pairs("theme urgence=urgency vers=to"),
}
"""For every place of a file, English keyword to French keyword."""

TYPES = pairs(
    "oui_non=yes_no choix=choice multiple echelle=scale nombre=number date heure=time"
    " telephone=phone texte=text note accord=consent"
)
OUTCOMES = pairs("refus=refused_soft refus_definitif=refused_hard rappel=callback")
URGENCIES = pairs("immediate aujourdhui=today semaine=week")
PARTNERS = PARTNER_KINDS
"""The usual kinds of partner that a need goes to; a directory may have others."""
REASONS = KEYS["openings"]
TRUTHS = {
    "fr": {"vrai": True, "faux": False, "oui": True, "non": False},
    "en": {"true": True, "false": False, "yes": True, "no": False},
}


def words_of(table: Mapping[str, str], language: str) -> dict[str, str]:
    """What may be written in a file of `language`, to the English word it means."""
    if language == "en":
        return {english: english for english in table}
    return {french: english for english, french in table.items()}


def written(table: Mapping[str, str], english: str, language: str) -> str:
    """How a file of `language` writes `english`."""
    return english if language == "en" else table[english]


def _exclusive(language: str, tables: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """The keywords that only one language has."""
    both = [pair for table in tables.values() for pair in table.items()]
    english = {pair[0] for pair in both}
    french = {pair[1] for pair in both}
    return frozenset(french - english if language == "fr" else english - french)


def detect_language(root: Node, tables: Mapping[str, Mapping[str, str]] = KEYS) -> str:
    """The language of a file's keywords: that of most of them, else what the file says, else fr."""
    if language := spoken_by(root, tables):
        return language
    declared = root.get("langue", "language") if isinstance(root, Table) else None
    return "en" if getattr(declared, "text", "fr")[:2].lower() == "en" else "fr"


def spoken_by(root: Node, tables: Mapping[str, Mapping[str, str]] = KEYS) -> str:
    """The language of most of a file's keywords; "" when they are those of both."""
    french, english = _exclusive("fr", tables), _exclusive("en", tables)
    words = [word for word in _keys(root) if word not in {"langue", "language"}]
    votes = sum(word in french for word in words) - sum(word in english for word in words)
    return "fr" if votes > 0 else "en" if votes < 0 else ""


def _keys(node: Node, most: int = 5000) -> Iterator[str]:
    """The keys of `node` and of what is in it, up to `most` nodes: aliases may repeat them."""
    waiting = [node]
    while waiting and most:
        most -= 1
        node = waiting.pop()
        if isinstance(node, Table):
            for key, value in node.entries:
                yield key.text
                waiting.append(value)
        elif isinstance(node, Listing):
            waiting.extend(node.items)
