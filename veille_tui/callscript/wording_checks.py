"""What callers see and say: it fits their screen, asks for no money, and tells answers apart."""

from __future__ import annotations

import re

from veille_tui.callscript.fields import Fields
from veille_tui.callscript.tree import Scalar, Table
from veille_tui.domain.call_script import Question, QuestionType
from veille_tui.language import _

WIDTH = 70
"""Columns of the words to say on an 80-column screen."""
ROOM = 14
"""Lines left at 24 lines for what is said, hinted, avoided and answered, without any air."""
_NEXT_ROOM = 3
"""Lines of the box that goes on from a note."""
_FIELD_ROOM = 5
"""Lines of a field and of the keys beside it."""
LABEL_WIDTH = 68
LABEL_WIDTH_WITH_NEED = 46
DIGITS = 9
"""Answers that one key gives."""

_NOT = re.compile(
    r"\bn['’]|\b(ne|jamais|aucune?|sans|pas|rien|ni|never|not|no|don't|without)\b", re.IGNORECASE
)
_BANK = re.compile(
    r"\b(iban|rib|cryptogramme|mot de passe|mots de passe|code (secret|confidentiel)"
    r"|cartes? (bancaires?|bleues?|de cr[ée]dit|de paiement)|num[ée]ros? de (carte|compte)"
    r"|comptes? (bancaires?|en banque)|coordonn[ée]es bancaires|relev[ée]s? d'identit[ée] bancaire"
    r"|bank (details?|accounts?|cards?)|account number|sort code|(credit|debit) cards?"
    r"|card number|pin (code|number)|passwords?|security code)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(r"[€£$]|\b(euros?|eur|pounds?|dollars?)\b", re.IGNORECASE)

_HINTS = re.compile(
    r"[€£$]|euro|eur\b|pound|dollar|iban|\brib\b|crypto|passe|code|carte|compte|bancaire"
    r"|bank|account|card|pin\b|password",
    re.IGNORECASE,
)
"""What every text about money holds: few others do, and those are looked at more closely."""


def check_question_words(fields: Fields, question: Question) -> None:
    """Warn of what does not fit the screen; refuse questions about money."""
    for name in ("say", "message"):
        check_no_money(fields, name)
    lines = sum(lines_of(text) for text in (question.say, question.hint, question.avoid))
    if lines + _rows_of(question) > ROOM:
        fields.context.report.warning(
            "too-long-for-screen",
            fields.key_place("say"),
            _(
                "Cette question prend {count} lignes ; un écran de 24 lignes en montre {room}."
            ).format(count=lines + _rows_of(question), room=ROOM),
            _("Raccourcir ce qui est dit ou l'aide, ou partager la question en deux."),
        )
    if len(question.choices) > DIGITS:
        fields.context.report.warning(
            "too-many-choices",
            fields.key_place("choices"),
            _("Cette question a plus de neuf réponses : la dixième n'a pas de touche."),
            _("Réunir des réponses, ou poser deux questions."),
        )


def lines_of(text: str) -> int:
    """How many lines a text takes on a small screen."""
    if len(text) <= WIDTH:
        return int(bool(text))
    lines, used = 1, 0
    for word in text.split():
        used += len(word) + (used > 0)
        if used > WIDTH:
            lines, used = lines + 1, len(word)
    return lines


def _rows_of(question: Question) -> int:
    if question.type is QuestionType.NOTE:
        return _NEXT_ROOM
    if question.type in (QuestionType.YES_NO, QuestionType.CONSENT):
        return 2
    return len(question.choices) or (1 if question.type is QuestionType.SCALE else _FIELD_ROOM)


def check_no_money(fields: Fields, name: str) -> None:
    """Nobody who calls for news speaks of prices, or asks for anything that opens an account."""
    node = fields.node_of(name)
    if not isinstance(node, Scalar) or not _HINTS.search(node.text):
        return
    text = node.text
    if bank := _asked_of(_BANK, text):
        fields.context.report.error(
            "bank-detail",
            node.place_of(bank.start()),
            _("Un appel de nouvelles ne demande ni coordonnées bancaires, ni code secret."),
            _("Enlever cette question : c'est ainsi que parlent les escrocs."),
        )
    elif price := _asked_of(_PRICE, text):
        fields.context.report.error(
            "price",
            node.place_of(price.start()),
            _("Une question ne parle pas de prix : la personne croirait à une vente."),
            _("Dire la chose sans la somme, ou la mettre dans « {word} ».").format(
                word="hint" if fields.context.language == "en" else "aide"
            ),
        )


def _asked_of(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first place where a sentence speaks of it without saying that it is not so."""
    for found in pattern.finditer(text):
        sentence = re.split(r"[.?!;]", text[: found.start()])[-1]
        if not _NOT.search(sentence):
            return found
    return None


def check_choice_words(fields: Fields, seen: dict[str, int]) -> None:
    """Warn of a label too wide; refuse two answers that callers cannot tell apart.

    `seen` has the line of every label of the question so far.
    """
    label = fields.text("label")
    if not label:
        return
    check_no_money(fields, "label")
    words = " ".join(label.casefold().split())
    first = seen.get(words)
    seen.setdefault(words, fields.node.place.line)
    if first is not None:
        fields.wrong(
            "duplicate-label",
            "label",
            _("Deux réponses ont les mêmes mots ; déjà à la ligne {line}.").format(line=first),
            _("Changer l'un des deux libellés : l'appelant doit pouvoir choisir."),
        )
    if len(label) > (LABEL_WIDTH_WITH_NEED if fields.has("need") else LABEL_WIDTH):
        _warn(
            fields,
            "too-long-for-screen",
            _("Ce libellé est trop long pour une ligne de l'écran."),
            _("Le raccourcir ; ce qu'il faut expliquer va dans l'aide de la question."),
        )
    if re.match(r"\d+\s*[.)\-:]", label):
        _warn(
            fields,
            "label-number",
            _("L'écran numérote déjà les réponses : celle-ci aurait deux numéros."),
            _("Enlever le numéro au début du libellé."),
        )


def _warn(fields: Fields, code: str, message: str, hint: str) -> None:
    node = fields.node_of("label")
    place = node.place if isinstance(node, Scalar | Table) else fields.node.place
    fields.context.report.warning(code, place, message, hint)
