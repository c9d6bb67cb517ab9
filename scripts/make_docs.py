"""Writes what the README takes from the program: the table of keys, the rooms, the picture.

python scripts/make_docs.py            writes README.md and docs/*.svg
python scripts/make_docs.py --check    fails when README.md is stale
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
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


def main() -> int:
    readme = ROOT / "README.md"
    written = readme.read_text(encoding="utf-8")
    wanted = renewed(written)
    if "--check" in sys.argv[1:]:
        if written != wanted:
            print("README.md is stale: run python scripts/make_docs.py", file=sys.stderr)
            return 1
        return 0
    readme.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
