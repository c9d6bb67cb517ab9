"""The comparisons and functions of our conditions, written in one language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veille_tui.callscript.xlsform.logic import Atom, Truth, contrary, operator
from veille_tui.callscript.xlsform.numbers import plain_number
from veille_tui.callscript.xlsform.reasons import Untranslatable
from veille_tui.domain.condition_tokens import FUNCTION_WORDS

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Spelling:
    """Writes for files of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = {role: word for word, role in FUNCTION_WORDS[language].items()}

    def empty(self, name: str) -> Truth:
        """Nothing is known of it."""
        return Atom(f"{self._words['empty']}({name})", is_call=True)

    def left_as(self, how: str, name: str) -> Truth:
        """Left as "dk" or "refused"."""
        return Atom(f"{self._words[how]}({name})", is_call=True)

    def contains(self, name: str, code: str) -> Truth:
        """The code is among its answers."""
        return Atom(f"{self._words['contains']}({name}, {quoted(code)})", is_call=True)

    def contains_name(self, name: str, other: str) -> Truth:
        """The other's answer is among its own."""
        return Atom(f"{self._words['contains']}({name}, {other})", is_call=True)

    def count(self, name: str, sign: str, limit: float) -> Truth:
        """How many answers it has, against a number."""
        return Atom(f"{self._words['count']}({name}) {sign} {plain_number(limit)}")

    def is_text(self, name: str, text: str) -> Truth:
        """It is this text."""
        return Atom(f"{name} == {quoted(text)}")

    def among(self, name: str, codes: Sequence[str]) -> Truth:
        """It is one of these codes."""
        if len(codes) == 1:
            return self.is_text(name, codes[0])
        listed = ", ".join(quoted(code) for code in codes)
        return Atom(f"{name} {operator('in', self.language)} [{listed}]")

    def is_true(self, name: str, wanted: bool) -> Truth:
        """Known of the person as true, or as false."""
        if wanted:
            return Atom(name, is_call=True)
        return Atom(f"{name} == {operator('false', self.language)}")

    def nothing(self, name: str) -> Truth:
        """The contrary of `empty`."""
        return contrary(self.empty(name))

    def day(self, text: str) -> str | None:
        """A day as conditions write it, or None when it is none."""
        return quoted(text.strip()) if _DAY.fullmatch(text.strip()) else None


def quoted(text: str) -> str:
    """A text as conditions write it. Raises Untranslatable when it holds both quotes."""
    if '"' not in text:
        return f'"{text}"'
    if "'" in text:
        raise Untranslatable("comparison", text)
    return f"'{text}'"
