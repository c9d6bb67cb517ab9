"""What editors say of each keyword, read from the TOML files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """All that is said in one language of scripts or of campaigns."""

    language: str
    table: Mapping[str, Any]

    def title(self, place: str) -> str:
        """What a group of keywords is called."""
        return str(self.table["places"][place])

    def error(self, kind: str) -> str:
        """What is said of a value of the wrong kind."""
        return str(self.table["errors"][kind])

    def entry(self, place: str, name: str) -> Mapping[str, Any]:
        """The entry of a keyword; a block's keywords mean what they mean in a script."""
        own = self.table.get(place, {})
        if name not in own and place == "block":
            own = self.table["script"]
        entry: Mapping[str, Any] = own[name]
        return entry

    def value(self, closed_list: str, word: str) -> str:
        """What one word of a closed list means."""
        return str(self.table["values"][closed_list][word])

    def snippets(self, place: str) -> Sequence[Mapping[str, Any]]:
        """Groups that can be inserted whole."""
        found: Sequence[Mapping[str, Any]] = self.table["snippets"].get(place, ())
        return found


def read_words(subject: str, language: str) -> Words:
    """The words about "script" or "campaign"; those of campaigns stand on those of scripts."""
    table = _read("script", language)
    if subject != "script":
        own = _read(subject, language)
        errors = {**table["errors"], **own["errors"]}
        shared = {name: table["values"][name] for name in ("truths", "partners")}
        values = {**own["values"], **shared}
        table = {**own, "errors": errors, "values": values}
    return Words(language, table)


def _read(subject: str, language: str) -> dict[str, Any]:
    text = files(__package__).joinpath(f"{subject}.{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
