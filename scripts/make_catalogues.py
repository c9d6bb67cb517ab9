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
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "veille_tui"
LOCALE = PACKAGE / "locale"
KEYWORDS = {"_": None, "n_": (1, 2), "say": None}
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
    """Every message of the package: texts, or singular and plural."""
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=KEYWORDS)
    return {_key(message) for _file, _line, message, _comments, _context in found}


def in_argparse() -> set[str | tuple[str, str]]:
    """Every message that this Python's argparse may say to the person at the keyboard."""
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    found = {key for node in ast.walk(tree) for key in _calls(node)}
    return {key for key in found if not FOR_DEVELOPERS.search(str(key))}


def _calls(node: ast.AST) -> Iterator[str | tuple[str, str]]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
    if node.func.id == "_" and texts:
        yield str(texts[0])
    if node.func.id == "ngettext" and len(texts) == 2:
        yield str(texts[0]), str(texts[1])


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
    wrong = [line for language, wanted in found.items() for line in problems(language, wanted)]
    for line in wrong:
        print(line)
    if not wrong:
        print("catalogues: complete")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
