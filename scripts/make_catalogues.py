"""Keeps the catalogues of `veille_tui/locale`: `--check` only says what is missing or stale.

French is written in the code, so the French catalogue holds argparse's words only; the English one
holds every `_()` and `n_()` of the package.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "veille_tui"
LOCALE = PACKAGE / "locale"
TEXTS = {"_": 1, "n_": 2, "ngettext": 2}
"""How many texts the first arguments of each function are."""
FOR_DEVELOPERS = re.compile(
    r"callable|__call__|conflict|mutually exclusive|subparser|prefix_chars|dest=|two groups"
    r"|is an invalid argument for positionals|with mode|version"
)
"""Words of argparse that only who writes a command line wrongly in code can ever see."""
_NAMES = re.compile(r"\{[^{}]*\}|%\([a-z_]+\)[sr]|%[sr]")


def file_of(language: str) -> Path:
    """The catalogue that people edit."""
    return LOCALE / language / "LC_MESSAGES" / "veille.po"


def load(language: str) -> Catalog:
    """The catalogue as it stands; an empty one when there is none."""
    file = file_of(language)
    if not file.exists():
        return Catalog(locale=language, domain="veille")
    with file.open("rb") as stream:
        return read_po(stream, locale=language, domain="veille")


def in_the_code() -> set[str | tuple[str, str]]:
    """Every message of the package: texts, or singular and plural, inside f-strings too."""
    return {key for file in sorted(PACKAGE.rglob("*.py")) for key in in_file(file)}


def in_file(file: Path) -> Iterator[str | tuple[str, str]]:
    """The messages of one file that stand in it as they are."""
    for call, wanted in _calls(file):
        texts = _literals(call, wanted)
        if len(texts) == wanted:
            yield texts[0] if wanted == 1 else (texts[0], texts[1])


def put_together(file: Path) -> Iterator[str]:
    """Where a message is made as the program runs: no catalogue can know it."""
    for call, wanted in _calls(file):
        if len(_literals(call, wanted)) != wanted:
            yield f"{file}:{call.lineno}: the text is no literal, nobody can translate it"


def in_argparse() -> set[str | tuple[str, str]]:
    """Every message that this Python's argparse may say to the person at the keyboard."""
    found = in_file(Path(argparse.__file__))
    return {key for key in found if not FOR_DEVELOPERS.search(str(key))}


def _calls(file: Path) -> Iterator[tuple[ast.Call, int]]:
    """Every call that says a message, with how many texts it takes."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            wanted = TEXTS.get(node.func.id)
            if wanted:
                yield node, wanted


def _literals(call: ast.Call, wanted: int) -> list[str]:
    return [str(arg.value) for arg in call.args[:wanted] if isinstance(arg, ast.Constant)]


def _key(message: object) -> str | tuple[str, str]:
    if isinstance(message, (tuple, list)):
        return str(message[0]), str(message[1])
    return str(message)


def entries(catalogue: Catalog) -> dict[str | tuple[str, str], Message]:
    """The messages of a catalogue by what stands in the code."""
    return {_key(message.id): message for message in catalogue if message.id}


def update(language: str, wanted: set[str | tuple[str, str]], keep_others: bool) -> None:
    """Add what is missing, drop what is gone (unless kept), write both files."""
    old = entries(load(language))
    new = Catalog(locale=language, domain="veille", header_comment="", fuzzy=False)
    keys = wanted | (set(old) if keep_others else set())
    for key in sorted(keys, key=str):
        new.add(key, string=old[key].string if key in old else None)
    file_of(language).parent.mkdir(parents=True, exist_ok=True)
    with file_of(language).open("wb") as stream:
        write_po(stream, new, width=100, omit_header=False, sort_output=False)
    _without_dates(file_of(language))
    file_of(language).with_suffix(".mo").write_bytes(compiled(language))


def _without_dates(file: Path) -> None:
    """A catalogue that says the same is the same file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    dull = ("Date:", "Project-Id", "Report-Msgid", "Last-Translator", "Language-Team", "Generated")
    kept = [line for line in lines if not any(f"{word}" in line[:20] for word in dull)]
    file.write_text("\n".join(kept).strip() + "\n", encoding="utf-8")


def compiled(language: str) -> bytes:
    """What the .mo file must hold."""
    stream, catalogue = BytesIO(), load(language)
    # Without a date of its own a catalogue gets the hour at which it is read.
    catalogue.creation_date = catalogue.revision_date = datetime(2020, 3, 17, tzinfo=UTC)
    write_mo(stream, catalogue)
    return stream.getvalue()


def problems(language: str, wanted: set[str | tuple[str, str]]) -> Iterator[str]:
    """What is missing, untranslated, mistranslated or stale."""
    known = entries(load(language))
    for key in sorted(wanted, key=str):
        if key not in known:
            yield f"{language}: missing: {key!r}"
            continue
        texts = known[key].string
        for text in texts if isinstance(texts, (tuple, list)) else (texts,):
            if not text:
                yield f"{language}: untranslated: {key!r}"
            elif not _says_the_same(text, key):
                yield f"{language}: other names between braces: {key!r}"
    file = file_of(language).with_suffix(".mo")
    if not file.exists() or file.read_bytes() != compiled(language):
        yield f"{language}: {file.name} is stale: run scripts/make_catalogues.py"


def _says_the_same(text: str, key: str | tuple[str, str]) -> bool:
    """The same names between braces; a singular may leave its number out."""
    found = set(_NAMES.findall(text))
    if isinstance(key, str):
        return found == set(_NAMES.findall(key))
    return found <= set(_NAMES.findall(key[1]))


def main() -> int:
    """Bring the catalogues up to date, or check that they are; 1 when something is wrong."""
    found = {"en": in_the_code(), "fr": in_argparse()}
    if "--check" not in sys.argv[1:]:
        update("en", found["en"], keep_others=False)
        update("fr", found["fr"], keep_others=True)
    wrong = [line for file in sorted(PACKAGE.rglob("*.py")) for line in put_together(file)]
    wrong += [line for language, wanted in found.items() for line in problems(language, wanted)]
    for line in wrong:
        print(line)
    if not wrong:
        print("catalogues: complete")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
