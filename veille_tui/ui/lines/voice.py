"""What line mode says and hears: one sentence a line, one prompt, an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from veille_tui.domain.texts import strip_controls
from veille_tui.errors import VeilleError
from veille_tui.language import _


class EndOfInput(Exception):
    """There is nobody left to answer: everything is kept, and the desk stops."""


class Voice:
    """Standard input and output, or any others."""

    def __init__(self, inp: TextIO, out: TextIO) -> None:
        self._inp = inp
        self._out = out

    def say(self, *lines: str) -> None:
        """One line for each; nothing that a terminal would obey."""
        for line in lines:
            text = " ".join(strip_controls(line).split())
            if text:
                self._out.write(_with_one_stop(text) + "\n")
        self._out.flush()

    def heading(self, text: str) -> None:
        """A heading, after an empty line."""
        self._out.write("\n")
        self.say(text)

    def trouble(self, error: VeilleError) -> None:
        """What happened and what to do."""
        self.say(error.message, error.hint)

    def ask(self, prompt: str) -> str:
        """What is typed, without the spaces around it. Raises EndOfInput at the end."""
        self._out.write(_("{prompt} : ").format(prompt=prompt))
        self._out.flush()
        line = self._inp.readline()
        if not line:
            self._out.write("\n")
            raise EndOfInput
        if not self._inp.isatty():
            self._out.write("\n")
        return strip_controls(line).strip()

    def choose(self, prompt: str, labels: Iterable[str], none_of_them: str) -> int | None:
        """The place (from 0) of the label chosen by its number; Enter is `none_of_them`."""
        known = list(labels)
        for number, label in enumerate(known, start=1):
            self.say(f"{number}. {label}")
        while True:
            typed = self.ask(f"{prompt} ({none_of_them})")
            if not typed:
                return None
            if typed.isdecimal() and 1 <= int(typed[:6]) <= len(known):
                return int(typed) - 1
            unclear = _("Pas compris. Taper un nombre de 1 à {n}, ou Entrée.")
            self.say(unclear.format(n=len(known)))


def _with_one_stop(text: str) -> str:
    """A name that ends with a full stop ends the sentence as well."""
    return text[:-1] if text.endswith("..") and not text.endswith("...") else text
