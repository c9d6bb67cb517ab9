"""The names of a form made good for our language: each once, none that means something else."""

from __future__ import annotations

import re
import unicodedata

from veille_tui.domain.condition_tokens import is_reserved
from veille_tui.domain.texts import PLACEHOLDERS

LONGEST = 60
_SUFFIX = {"fr": "reponse", "en": "answer"}


class Ids:
    """Gives ids for the names of a form; the same name twice gives two ids."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._taken: set[str] = set()

    def give(self, name: str, otherwise: str) -> str:
        """An id as close to `name` as can be; `otherwise` is for a name without any letter."""
        plain = plain_id(name) or otherwise
        if is_reserved(plain.lower()) or plain in _placeholder_words():
            plain = f"{plain}_{_SUFFIX[self._language]}"
        found, number = plain, 2
        while found in self._taken:
            found, number = f"{plain}_{number}", number + 1
        self._taken.add(found)
        return found


def plain_id(name: str) -> str:
    """Letters without accents, digits and "_", starting with a letter; "" when nothing is left."""
    letters = unicodedata.normalize("NFKD", name.strip())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    bare = unicodedata.normalize("NFC", bare.replace("œ", "oe").replace("æ", "ae"))
    plain = re.sub(r"\W+", "_", bare)[:LONGEST].strip("_") if bare else ""
    return f"q_{plain}" if plain and not re.match(r"[^\W\d]", plain) else plain


def script_name(name: str, otherwise: str = "questionnaire") -> str:
    """The name of a whole script."""
    letters = unicodedata.normalize("NFKD", name.strip())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    found = re.sub(r"[^\w.-]+", "_", bare)[:LONGEST].strip("_.-")
    return found if re.match(r"\w", found) else otherwise


def _placeholder_words() -> frozenset[str]:
    return frozenset(word for words in PLACEHOLDERS.values() for word in words)
