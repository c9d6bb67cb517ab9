"""Shared blocks: `inclure` replaced by what the other file holds, its names prefixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from veille_tui.callscript.condition_words import joined
from veille_tui.callscript.included_files import is_there, real_path
from veille_tui.callscript.reader import read_file
from veille_tui.callscript.reporter import Reporter, did_you_mean
from veille_tui.callscript.tree import Listing, Node, Scalar, Table
from veille_tui.callscript.vocabulary import KEYS, spoken_by, words_of, written
from veille_tui.language import _

MOST_FILES = 50
_RULES = ("needs", "alerts", "cadence", "closings")
_PARTS = ("sections", "questions")


@dataclass(slots=True)
class Expander:
    """Expands the includes of one script; what blocks bring beside questions is collected."""

    report: Reporter
    language: str
    base: Path | None
    """The folder that the main file's includes are relative to; None allows none."""
    rules: dict[str, list[Node]] = field(default_factory=dict)
    """Needs, alerts, rhythms and closings of the blocks, by English keyword."""
    notice: Node | None = None
    """The notice of the first block that brings one."""
    _files: int = 0

    def expand(self, root: Table, path: Path | None) -> Table:
        """`root`, which stands in the file `path` if in any, with every include replaced."""
        return self._block(root, self.base, (path,) if path else ())

    def word(self, place: str, english: str) -> str:
        """A keyword as this script writes it."""
        return written(KEYS[place], english, self.language)

    def _block(self, root: Table, base: Path | None, inside: tuple[Path, ...]) -> Table:
        """A whole file: its own top-level include becomes more sections."""
        entries: list[tuple[Scalar, Node]] = []
        extra: list[Node] = []
        english = words_of(KEYS["block"], self.language)
        for key, value in root.entries:
            name = english.get(key.text, "")
            if name == "include":
                extra.extend(self._top_level(value, base, inside))
            elif name in _PARTS:
                entries.append((key, self._parts(value, name, base, inside)))
            else:
                entries.append((key, value))
        if not extra:
            return replace(root, entries=tuple(entries))
        return self._with_sections(replace(root, entries=tuple(entries)), extra)

    def _with_sections(self, root: Table, extra: list[Node]) -> Table:
        word = self.word("block", "sections")
        sections = Listing((*extra, *_items(root.get(word))), extra[0].place)
        key = Scalar(word, word, extra[0].place)
        rest = tuple(entry for entry in root.entries if entry[0].text != word)
        return replace(root, entries=(*rest, (key, sections)))

    def _top_level(self, value: Node, base: Path | None, inside: tuple[Path, ...]) -> list[Node]:
        """`inclure: file` or a list of files or of groups, beside the sections."""
        found: list[Node] = []
        for item in value.items if isinstance(value, Listing) else (value,):
            if isinstance(item, Table):
                found.extend(self._included(item, "sections", base, inside))
                continue
            word = self.word("include", "include")
            alone = Table(((Scalar(word, word, item.place), item),), item.place)
            found.extend(self._included(alone, "sections", base, inside))
        return found

    def _parts(self, value: Node, part: str, base: Path | None, inside: tuple[Path, ...]) -> Node:
        """The items of `sections` or `questions`, includes replaced; sections' questions too."""
        if not isinstance(value, Listing):
            return value
        items: list[Node] = []
        for item in value.items:
            if isinstance(item, Table) and item.get("inclure", "include") is not None:
                items.extend(self._included(item, part, base, inside))
            elif isinstance(item, Table) and part == "sections":
                items.append(self._section(item, base, inside))
            else:
                items.append(item)
        return replace(value, items=tuple(items))

    def _section(self, table: Table, base: Path | None, inside: tuple[Path, ...]) -> Table:
        entries = tuple(
            (key, self._parts(value, key.text, base, inside) if key.text == "questions" else value)
            for key, value in table.entries
        )
        return replace(table, entries=entries)

    def _included(
        self, item: Table, part: str, base: Path | None, inside: tuple[Path, ...]
    ) -> list[Node]:
        """What one include stands for, in the place of `part`."""
        self._check_keys(item)
        name = item.get("inclure", "include")
        prefix = item.get("prefixe", "prefix")
        if not isinstance(name, Scalar) or not (prefix is None or isinstance(prefix, Scalar)):
            self._error("bad-include", item, _("« inclure » attend le nom d'un seul fichier."))
            return []
        when = item.get("si", "when")
        if not (when is None or isinstance(when, Scalar)):
            self._error("bad-include", when, _("« si » attend une condition sur une ligne."))
            return []
        block, path = self._load(name, base, inside)
        if block is None or path is None:
            return []
        outer, self.rules = self.rules, {}
        block = self._block(block, path.parent, (*inside, path))
        inner, self.rules = self.rules, outer
        taken = self._take(block, part, name, prefix.text.strip() if prefix else "", inner)
        return [self._only_when(when, one) for one in taken] if when else taken

    def _only_when(self, when: Scalar, item: Node) -> Node:
        """A question or a section of a block, asked only when the include says so too."""
        if not isinstance(item, Table):
            return item
        word = self.word("question", "when")
        own = item.get(word)
        if own is None:
            key = Scalar(word, word, when.place)
            return replace(item, entries=(*item.entries, (key, when)))
        if not isinstance(own, Scalar):
            return item
        both = joined(own, when, self.language)
        entries = tuple((key, both if key.text == word else value) for key, value in item.entries)
        return replace(item, entries=entries)

    def _take(
        self, block: Table, part: str, name: Scalar, prefix: str, inner: dict[str, list[Node]]
    ) -> list[Node]:
        """The wanted part of a block with its names prefixed; its rules are collected."""
        names = {one: prefix + one for one in _question_ids(block)}
        other = "questions" if part == "sections" else "sections"
        if block.get(part) is None and block.get(other) is not None:
            self._error(
                "wrong-block",
                name,
                _("Ce fichier ne contient pas de « {part} » à mettre ici.").format(part=part),
            )
        if self.notice is None:
            self.notice = block.get(self.word("block", "notice"))
        for rule in _RULES:
            own = block.get(self.word("block", rule))
            brought = [*_items(own), *inner.get(rule, ())]
            if brought:
                prefixed = [_prefixed(node, prefix, names) for node in brought]
                self.rules.setdefault(rule, []).extend(prefixed)
        return [_prefixed(node, prefix, names) for node in _items(block.get(part))]

    def _load(
        self, name: Scalar, base: Path | None, inside: tuple[Path, ...]
    ) -> tuple[Table | None, Path | None]:
        if base is None or not name.text.strip() or Path(name.text).is_absolute():
            self._error(
                "bad-include",
                name,
                _("Ce fichier ne peut pas être inclus d'ici : il faut un chemin relatif."),
            )
            return None, None
        path = base / name.text.strip()
        if any(_is_same(path, one) for one in inside):
            self._error("include-loop", name, _("Ce fichier s'inclut lui-même."))
            return None, None
        self._files += 1
        if self._files > MOST_FILES or "\0" in name.text or not is_there(path):
            self._error(
                "include-missing",
                name,
                _("Le fichier « {name} » n'existe pas à cet endroit.").format(name=name.text[:80]),
            )
            return None, None
        return self._checked(read_file(path, self.report), name), path

    def _checked(self, block: Node | None, name: Scalar) -> Table | None:
        if block is None:
            return None
        block = as_block(block)
        if not isinstance(block, Table):
            self._error("wrong-block", name, _("Ce fichier n'est pas un bloc de script."))
            return None
        if spoken_by(block) not in ("", self.language):
            self._error(
                "mixed-languages",
                name,
                _("Les mots-clés de ce fichier sont d'une autre langue que ceux du script."),
            )
            return None
        self._check_block(block)
        return block

    def _check_block(self, block: Table) -> None:
        """A block may be a whole script: what it alone needs is left aside."""
        known = {
            **words_of(KEYS["script"], self.language),
            **words_of(KEYS["block"], self.language),
        }
        for key, value in block.entries:
            name = known.get(key.text, "")
            if not name:
                message = _("Le mot-clé « {word} » n'existe pas dans un bloc.")
                hint = did_you_mean(key.text[:60], known, _("L'enlever."))
                self.report.error(
                    "unknown-key", key.place, message.format(word=key.text[:60]), hint
                )
            elif name in (*_RULES, *_PARTS) and not isinstance(value, Listing):
                self._refuse_single(value, key.text)

    def refuse_rules(self, value: Node, word: str) -> None:
        """Report rules of the script itself that are no list; nothing at all is as good as none."""
        if not (isinstance(value, Scalar) and value.value is None):
            self._refuse_single(value, word)

    def _refuse_single(self, value: Node, word: str) -> None:
        self.report.error(
            "not-a-list",
            value.place,
            _("« {word} » attend une liste.").format(word=word),
            _("Mettre un tiret « - » devant chaque élément, ou écrire [a, b]."),
        )

    def _check_keys(self, item: Table) -> None:
        for key, _value in item.entries:
            if key.text not in words_of(KEYS["include"], self.language):
                self._error(
                    "unknown-key",
                    key,
                    _("Le mot-clé « {word} » n'existe pas à côté de « inclure ».").format(
                        word=key.text[:60]
                    ),
                )

    def _error(self, code: str, node: Node, message: str) -> None:
        hints = {
            "include-loop": _("Enlever l'un des deux « inclure »."),
            "include-missing": _("Vérifier le nom ; il se lit depuis le dossier de ce fichier."),
            "wrong-block": _("Un bloc contient « sections » ou « questions »."),
            "mixed-languages": _("Écrire les deux fichiers dans la même langue."),
            "unknown-key": _("Seuls « prefixe » et « si » peuvent accompagner « inclure »."),
        }
        hint = hints.get(code, _("Écrire « inclure: bloc.yaml »."))
        self.report.error(code, node.place, message, hint)


def _is_same(one: Path, other: Path) -> bool:
    return real_path(one) == real_path(other)


def as_block(block: Node) -> Node:
    """A bare list as the sections or the questions that it holds."""
    if not isinstance(block, Listing):
        return block
    word = "sections" if _looks_like_sections(block) else "questions"
    return Table(((Scalar(word, word, block.place), block),), block.place)


def looks_like_parts(block: Listing) -> bool:
    """Whether every item of a list could be a question, a section or an include."""
    words = ("id", "type", "inclure", "include")
    tables = [item for item in block.items if isinstance(item, Table)]
    is_uniform = bool(tables) and len(tables) == len(block.items)
    return is_uniform and all(item.get(*words) is not None for item in tables)


def _looks_like_sections(block: Listing) -> bool:
    return any(isinstance(item, Table) and item.get("questions") for item in block.items)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Listing) else ()


def _question_ids(block: Table) -> list[str]:
    """The ids of a block's questions, those of its own blocks with their prefix."""
    sections = [item for item in _items(block.get("sections")) if isinstance(item, Table)]
    listings = [block.get("questions"), *(table.get("questions") for table in sections)]
    questions = [item for one in listings for item in _items(one)]
    found = [item.get("id") for item in questions if isinstance(item, Table)]
    return [one.prefix + one.text.strip() for one in found if isinstance(one, Scalar)]


def _prefixed(node: Node, prefix: str, names: Mapping[str, str]) -> Node:
    """`node` with a prefix to its ids, on top of the prefix it may have."""
    if not prefix:
        return node
    if isinstance(node, Scalar):
        return _prefixed_scalar(node, prefix, names)
    if isinstance(node, Listing):
        return replace(node, items=tuple(_prefixed(item, prefix, names) for item in node.items))
    entries = tuple((key, _prefixed(value, prefix, names)) for key, value in node.entries)
    return replace(node, entries=entries)


def _prefixed_scalar(scalar: Scalar, prefix: str, names: Mapping[str, str]) -> Scalar:
    inner = {name: names.get(new, new) for name, new in scalar.names.items()}
    parts = tuple(_prefixed_scalar(part, prefix, names) for part in scalar.parts)
    return replace(scalar, prefix=prefix + scalar.prefix, names={**names, **inner}, parts=parts)
