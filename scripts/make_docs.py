"""Writes what is made from the program: the README's table of keys and rooms, editors' schemas.

python scripts/make_docs.py            writes README.md and call_scripts/schema/*.json
python scripts/make_docs.py --check    fails when one of them is stale
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "call_scripts" / "schema"
sys.path.insert(0, str(ROOT))

ROOM_TITLES = (
    ("start", "Début de poste"),
    ("household", "Le foyer suivant"),
    ("ringing", "Qui répond ?"),
    ("conversation", "La conversation"),
    ("wrap_up", "Pour finir"),
    ("scripts", "Les scripts des superviseurs"),
    ("script_editor", "L'éditeur de scripts"),
)


def keys_table() -> str:
    """Every key of every screen, from ui/commands.py."""
    from veille_tui import language
    from veille_tui.ui import commands

    language.use("fr")
    lines = ["<details><summary>Toutes les touches</summary>", ""]
    for room, title in ROOM_TITLES:
        lines += [f"**{title}**", "", "| touche | effet |", "| --- | --- |"]
        lines += [f"| {c.key} | {c.help} |" for c in commands.of_room(room)]
        lines.append("")
    return "\n".join([*lines, "</details>"])


def rooms_table() -> str:
    """Every room with the sentence that its package says of itself."""
    lines = ["| pièce | |", "| --- | --- |"]
    for package in sorted((ROOT / "veille_tui").glob("*/__init__.py")):
        said = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8")))
        if said:
            lines.append(f"| `{package.parent.name}/` | {said.splitlines()[0]} |")
    return "\n".join(lines)


def renewed(text: str) -> str:
    """README.md with its generated parts made anew."""
    for name, made in (("keys", keys_table()), ("rooms", rooms_table())):
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(end)
        text = f"{before}{start}\n{made}\n{end}{after}"
    return text


def documents() -> dict[Path, str]:
    """Every file that is made, with the text that it should hold."""
    from veille_tui.callscript import schema

    readme = ROOT / "README.md"
    found = {readme: renewed(readme.read_text(encoding="utf-8"))}
    for kind in schema.KINDS:
        for language in schema.LANGUAGES:
            name = f"{kind}.{language}.json"
            found[SCHEMAS / name] = schema.schema_text(kind, language)
    return found


def is_stale(file: Path, wanted: str) -> bool:
    """Whether a file is not what it should be."""
    return not file.is_file() or file.read_text(encoding="utf-8") != wanted


def main() -> int:
    """Write what is stale; with --check only name it, and fail."""
    stale = {file: text for file, text in documents().items() if is_stale(file, text)}
    if "--check" in sys.argv[1:]:
        for file in stale:
            place = file.relative_to(ROOT)
            print(f"{place} is stale: run python scripts/make_docs.py", file=sys.stderr)
        return int(bool(stale))
    SCHEMAS.mkdir(exist_ok=True)
    for file, text in stale.items():
        file.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
