"""Reading the keywords of one group, each with its type, every misfit reported at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from veille_tui.callscript.condition_words import read_condition
from veille_tui.callscript.context import Context, TextUse
from veille_tui.callscript.reporter import closest, did_you_mean, listed
from veille_tui.callscript.tree import Listing, Node, Place, Scalar, Table
from veille_tui.callscript.vocabulary import TRUTHS, words_of, written
from veille_tui.domain.conditions import Condition
from veille_tui.domain.texts import rename_placeholders
from veille_tui.language import _

LONGEST_TEXT = 4000
"""Characters that are said, hinted or left on a machine at once."""
AS_GOOD_AS_SURE = 80
"""From this likeness on, in per cent, a misspelt keyword is read as the one it is like."""


class Fields:
    """The keywords of `node`, which stands at a `place` that the vocabulary knows.

    Everything is asked for by its English name; what is absent or wrong comes back empty.
    """

    def __init__(self, context: Context, node: Table, place: str) -> None:
        self.context = context
        self.node = node
        self._place = place
        self._pairs = context.tables[place]
        self._found: dict[str, tuple[Scalar, Node]] = {}
        self._meant: set[str] = set()
        """Keywords that misspelt ones seem to mean."""
        self._sort()

    def _sort(self) -> None:
        language = self.context.language
        ours = self.context.words(self._place, language)
        others = self.context.words(self._place, "fr" if language == "en" else "en")
        unknown: list[tuple[Scalar, Node]] = []
        for key, value in self.node.entries:
            word = key.text
            if word in ours:
                self._found[ours[word]] = (key, value)
            elif word in others:
                self._report_other_language(key, others[word])
                self._found.setdefault(others[word], (key, value))
            else:
                self._report_unknown(key, ours)
                unknown.append((key, value))
        for key, value in unknown:
            if meant := closest(key.text[:60], ours, AS_GOOD_AS_SURE):
                self._found.setdefault(ours[meant], (key, value))

    def _report_other_language(self, key: Scalar, english: str) -> None:
        if english == "language":
            return
        self.context.report.error(
            "mixed-languages",
            key.place,
            _("« {word} » est un mot-clé d'une autre langue que le reste du fichier.").format(
                word=key.text
            ),
            _("Écrire « {word} » à la place.").format(word=self.word(english)),
        )

    def _report_unknown(self, key: Scalar, ours: Mapping[str, str]) -> None:
        if close := closest(key.text[:60], ours):
            self._meant.add(ours[close])
        self.context.report.error(
            "unknown-key",
            key.place,
            _("Le mot-clé « {word} » n'existe pas ici.").format(word=key.text[:60]),
            did_you_mean(
                key.text[:60],
                ours,
                _("Mots-clés possibles ici : {words}.").format(words=listed(ours, 20)),
            ),
        )

    def word(self, name: str) -> str:
        """The keyword as this file writes it."""
        return written(self._pairs, name, self.context.language)

    def has(self, name: str) -> bool:
        """Whether the keyword is there."""
        return name in self._found

    def node_of(self, name: str) -> Node | None:
        """The value as it stands."""
        found = self._found.get(name)
        return found[1] if found else None

    def key_place(self, name: str) -> Place:
        """Where the keyword stands; the whole group when it is absent."""
        return self._found[name][0].place if name in self._found else self.node.place

    def missing(self, name: str, hint: str) -> None:
        """Report that the keyword is needed here, unless it is there, misspelt."""
        if name in self._meant:
            return
        self.context.report.error(
            "missing-key",
            self.node.place,
            _("Il manque « {word} ».").format(word=self.word(name)),
            hint,
        )

    def wrong(self, code: str, name: str, message: str, hint: str) -> None:
        """Report that the value does not do."""
        node = self.node_of(name)
        self.context.report.error(code, node.place if node else self.node.place, message, hint)

    def scalar(self, name: str) -> Scalar | None:
        """The single value, or None."""
        found = self._found.get(name)
        if found is None:
            return None
        node = found[1]
        if isinstance(node, Scalar):
            return node if node.value is not None else None
        self.wrong(
            "not-a-text",
            name,
            _("« {word} » attend un texte, pas une liste ni un groupe.").format(
                word=self.word(name)
            ),
            _('Écrire la valeur sur la même ligne, entre guillemets "…" si elle contient { ou [.'),
        )
        return None

    def text(self, name: str) -> str:
        """A text; numbers and true/false as they are written."""
        scalar = self.scalar(name)
        return scalar.text.strip() if scalar else ""

    def said(self, name: str) -> str:
        """A text with placeholders, which are checked later."""
        scalar = self.scalar(name)
        if scalar is None:
            return ""
        if len(scalar.text) > LONGEST_TEXT:
            self.wrong(
                "text-too-long",
                name,
                _("Ce texte dépasse {count} caractères.").format(count=LONGEST_TEXT),
                _("Le raccourcir : il doit tenir à l'écran, et se dire d'un trait."),
            )
            return ""
        self.context.texts.append(TextUse(scalar, self.context.position))
        return renamed_text(scalar)

    def flag(self, name: str) -> bool:
        """True or false, false when absent."""
        scalar = self.scalar(name)
        if scalar is None:
            return False
        if isinstance(scalar.value, bool):
            return scalar.value
        truths = TRUTHS[self.context.language]
        if scalar.text in truths:
            return truths[scalar.text]
        self.wrong(
            "not-true-or-false",
            name,
            _("« {word} » attend {choices}.").format(
                word=self.word(name), choices=" / ".join(list(truths)[:2])
            ),
            _("Écrire l'un de ces deux mots."),
        )
        return False

    def number(self, name: str) -> float | None:
        """A number, or None."""
        scalar = self.scalar(name)
        if scalar is None:
            return None
        if isinstance(scalar.value, int | float) and not isinstance(scalar.value, bool):
            return scalar.value
        self.wrong(
            "not-a-number",
            name,
            _("« {word} » attend un nombre.").format(word=self.word(name)),
            _("Écrire des chiffres, avec un point pour les décimales : 38.5."),
        )
        return None

    def one_of(self, name: str, pairs: Mapping[str, str]) -> str:
        """The English word for one of a closed list of words, or ""."""
        scalar = self.scalar(name)
        if scalar is None:
            return ""
        language = self.context.language
        ours = self.context.meanings(pairs)
        if scalar.text in ours:
            return ours[scalar.text]
        if scalar.text in pairs or scalar.text in pairs.values():
            english = words_of(pairs, "fr" if language == "en" else "en")[scalar.text]
            hint = _("Écrire « {word} » à la place.").format(word=written(pairs, english, language))
            message = _("« {value} » est un mot d'une autre langue que le reste du fichier.")
            self.wrong("mixed-languages", name, message.format(value=scalar.text), hint)
            return english
        self.wrong(
            "unknown-value",
            name,
            _("« {value} » n'est pas une valeur possible de « {word} ».").format(
                value=scalar.text[:60], word=self.word(name)
            ),
            self._possible(scalar.text[:60], ours),
        )
        return ""

    @staticmethod
    def _possible(value: str, ours: Mapping[str, str]) -> str:
        """All the words that may stand here: the nearest in spelling may not be the one meant."""
        guess = did_you_mean(value, ours)
        words = _("Valeurs possibles : {words}.").format(words=listed(ours))
        return f"{guess} {words}" if guess else words

    def condition(self, name: str, before: int | None = None) -> Condition | None:
        """A condition over the questions before the position `before` (None: all of them)."""
        scalar = self.scalar(name)
        return read_condition(self.context, scalar, before) if scalar else None

    def items(self, name: str) -> tuple[Node, ...]:
        """The items of a list."""
        node = self.node_of(name)
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return ()
        if isinstance(node, Listing):
            return node.items
        self.wrong(
            "not-a-list",
            name,
            _("« {word} » attend une liste.").format(word=self.word(name)),
            _("Mettre un tiret « - » devant chaque élément, ou écrire [a, b]."),
        )
        return ()

    def tables(self, name: str) -> Iterator[Table]:
        """The groups of a list of groups."""
        for item in self.items(name):
            if table := self.as_table(item, name):
                yield table

    def table(self, name: str) -> Table | None:
        """One group of keywords."""
        node = self.node_of(name)
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return None
        return self.as_table(node, name)

    def as_table(self, node: Node, name: str) -> Table | None:
        """`node` if it is a group of keywords; else that is reported."""
        if isinstance(node, Table):
            return node
        self.context.report.error(
            "not-a-group",
            node.place,
            _("« {word} » attend des groupes de mots-clés (« mot: valeur »).").format(
                word=self.word(name)
            ),
            _("Écrire les mots-clés les uns sous les autres, alignés."),
        )
        return None

    def texts(self, name: str) -> tuple[Scalar, ...]:
        """The single values of a list of texts."""
        found = []
        for item in self.items(name):
            if isinstance(item, Scalar):
                found.append(item)
                continue
            self.context.report.error(
                "not-a-text",
                item.place,
                _("« {word} » attend une liste de textes simples.").format(word=self.word(name)),
                _("Écrire [a, b, c]."),
            )
        return tuple(found)


def renamed_text(scalar: Scalar) -> str:
    """A text with the prefix of its include in its placeholders."""
    text = scalar.text.strip()
    return rename_placeholders(text, scalar.names) if scalar.names else text
