"""The parser's events to a tree with places, in which text stays text; bounded in every way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Listing, Node, Place, Scalar, Source, Table
from veille_tui.callscript.yaml_faults import comma_in_text, no_colon, no_space
from veille_tui.callscript.yaml_lines import keywords, quoted, shortened
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

MAX_DEPTH = 40
MAX_NODES = 100_000
"""Values in one file, aliases counted as often as they are used."""

_INCLUDES = ("inclure", "include")
_GLUED = re.compile(
    r"(?P<word>[^\W\d]\w{0,39})(?:(?P<colon>[:：])\s*|\s+)(?P<rest>\S.*)", re.DOTALL
)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")


_OTHER_THAN_TEXT = frozenset(("", *"-0123456789~ntf"))
"""How a value begins that may be something else than a text."""


class _Stop(Exception):
    """The rest of the file cannot be read; the problem is reported already."""


@dataclass(slots=True)
class _Open:
    """A list or a table being read."""

    is_table: bool
    place: Place
    anchor: str | None
    is_flow: bool = False
    """Whether it is written between brackets."""
    items: list[Node] = field(default_factory=list)
    size: int = 1


class Builder:
    """Follows the parser's events without ever recursing."""

    def __init__(self, source: Source, report: Reporter) -> None:
        self._source = source
        self._report = report
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._root: Node | None = None
        self._documents = 0
        self.is_sound = True
        """Whether the parser understood all that was read."""

    def build(self, text: str) -> Node | None:
        """The only document of `text`."""
        import yaml

        try:
            scalar = yaml.ScalarEvent
            for event in events(text):
                if event.__class__ is scalar:
                    self._take_scalar(event)
                else:
                    self._take(event)
        except yaml.YAMLError:
            self.is_sound = False
            return None
        except _Stop:
            return self._root
        if self._root is None:
            self._error(
                "empty-file",
                Place(self._source, 1, 1),
                _("Ce fichier est vide."),
                _("Partir d'un exemple du dossier call_scripts."),
            )
        return self._root

    def _take(self, event: yaml.Event) -> None:
        import yaml

        if isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._error(
                    "several-documents",
                    self._place(event),
                    _("Une ligne « --- » sépare ce fichier en deux : ce qui la suit n'est pas lu."),
                    _("L'enlever, ou mettre la suite dans un autre fichier."),
                )
                self._hush(self._place(event), self._root)
                raise _Stop

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        """Most of a file is this: no detours in it."""
        if event.tag is not None:
            self._refuse_tag(event)
        text, style = event.value, event.style or ""
        if not text.isprintable():
            text = strip_controls(text)
        value = text if style or not event.implicit[0] else _resolved(text)
        self._add(Scalar(value, text, self._place(event), style), 1, event.anchor)

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        import yaml

        self._refuse_tag(event)
        if len(self._open) >= MAX_DEPTH:
            self._fail(
                "too-deep",
                self._place(event),
                _("Trop de niveaux de retrait les uns dans les autres."),
                _("Vérifier les tirets et les crochets de cette ligne."),
            )
        is_table = isinstance(event, yaml.MappingStartEvent)
        is_flow = bool(event.flow_style)
        self._open.append(_Open(is_table, self._place(event), event.anchor, is_flow))

    def _end(self) -> None:
        done = self._open.pop()
        node: Node
        if done.is_table:
            if done.is_flow and any(map(_is_nothing, done.items[1::2])):
                self._join_texts(done)
            node = Table(tuple(self._entries(done)), done.place)
        elif self._is_double(done):
            self._take_out(done)
            return
        else:
            if not done.is_flow and any(isinstance(item, Scalar) for item in done.items):
                self._open_glued(done.items)
            node = Listing(tuple(done.items), done.place)
        self._add(node, done.size, anchor=done.anchor)

    def _alias(self, event: yaml.AliasEvent) -> None:
        known = self._anchors.get(event.anchor or "")
        if known is None:
            self._error(
                "unknown-alias",
                self._place(event),
                _("« *{name} » renvoie à une ancre qui n'existe pas plus haut.").format(
                    name=event.anchor
                ),
                _("Écrire « &{name} » devant la valeur d'origine, ou recopier la valeur.").format(
                    name=event.anchor
                ),
            )
            self._hush(self._place(event), self._open[-1] if self._open else None)
            known = Scalar(None, "", self._place(event)), 1
        self._add(*known, anchor=None)

    def _add(self, node: Node, size: int, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = (node, size)
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        parent.items.append(node)
        parent.size += size
        if parent.size > MAX_NODES:
            self._fail(
                "too-many-values",
                node.place,
                _("Ce fichier contient trop de valeurs, ou trop de renvois « * »."),
                _("Partager le script, ou enlever les renvois qui se multiplient."),
            )

    def _entries(self, done: _Open) -> Iterator[tuple[Scalar, Node]]:
        first_lines: dict[str, int] = {}
        merged: list[tuple[Scalar, Node]] = []
        pairs = zip(done.items[::2], done.items[1::2], strict=True)
        for key, value in pairs:
            if not isinstance(key, Scalar):
                self._error(
                    "bad-key",
                    key.place,
                    _("Un mot-clé doit être un simple mot, pas une liste ni un groupe."),
                    _('Un texte qui commence par { ou [ se met entre guillemets "…".'),
                )
            elif key.text == "<<" and not key.style:
                merged.extend(self._merged(value))
            elif key.text in first_lines:
                self._error(
                    "duplicate-key",
                    key.place,
                    _("« {key} » est écrit deux fois ; déjà à la ligne {line}.").format(
                        key=key.text, line=first_lines[key.text]
                    ),
                    _("Garder un seul des deux, ou réunir leurs valeurs."),
                )
            else:
                first_lines[key.text] = key.place.line
                yield key, value
        for key, value in merged:
            if key.text not in first_lines:
                first_lines[key.text] = key.place.line
                yield key, value

    def _join_texts(self, done: _Open) -> None:
        """A text that a comma cut in two between brackets: its end is no keyword."""
        kept: list[Node] = []
        for key, value in zip(done.items[::2], done.items[1::2], strict=True):
            is_bare = isinstance(key, Scalar) and _is_nothing(value) and _has_no_colon(key)
            if isinstance(key, Scalar) and is_bare and (kept or ":" in key.text):
                self._report_cut(key, kept[-2:])
            else:
                kept += (key, value)
        done.items[:] = kept

    def _report_cut(self, key: Scalar, before: list[Node]) -> None:
        """`before` is the keyword and the value in front of it, if any."""
        word, colon, text = key.text.partition(":")
        if colon and text and word.isalnum():
            told = no_space(shortened(f"{word}: ", text))
        else:
            head, whole = (one.text if isinstance(one, Scalar) else "…" for one in before or "  ")
            told = comma_in_text(shortened(f"{head}: ", quoted(f"{whole}, {key.text}")))
        self._error(told.code, key.place, told.message, told.hint)
        self._hush(key.place, self._open[-1] if self._open else None)

    def _open_glued(self, items: list[Node]) -> None:
        """« - inclure bloc.yaml »: a group of one keyword whose colon or its space is missing."""
        are_groups = any(isinstance(item, Table) for item in items)
        for number, item in enumerate(items):
            glued = _GLUED.fullmatch(item.text) if isinstance(item, Scalar) else None
            if glued is None or not isinstance(item, Scalar) or item.style:
                continue
            word, rest = glued["word"], glued["rest"]
            if word in _INCLUDES or (are_groups and word in keywords()):
                example = shortened(f"- {word}: ", rest)
                told = no_space(example) if glued["colon"] else no_colon(example)
                self._error(told.code, item.place, told.message, told.hint)
                self._hush(item.place, None)
                value = Scalar(_resolved(rest), rest, item.place)
                items[number] = Table(((Scalar(word, word, item.place), value),), item.place)

    def _is_double(self, done: _Open) -> bool:
        """Whether a list stands in a list, on the line of its dash: « - - »."""
        parent = self._open[-1] if self._open else None
        return parent is not None and not (parent.is_table or parent.is_flow or done.is_flow)

    def _take_out(self, done: _Open) -> None:
        self._error(
            "double-dash",
            done.place,
            _("Deux tirets « - - » se suivent : c'est une liste dans une liste."),
            _("Garder un seul tiret."),
        )
        for item in done.items:
            self._add(item, 1, anchor=None)

    def _merged(self, value: Node) -> list[tuple[Scalar, Node]]:
        tables = value.items if isinstance(value, Listing) else (value,)
        found: list[tuple[Scalar, Node]] = []
        for table in tables:
            if isinstance(table, Table):
                found.extend(table.entries)
                continue
            self._error(
                "bad-merge",
                table.place,
                _("« << » attend un groupe de mots-clés, ou une liste de groupes."),
                _("Écrire « <<: *nom » avec le nom d'une ancre posée sur un groupe."),
            )
        return found

    def _refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag and event.tag != "tag:yaml.org,2002:str":
            self._error(
                "yaml-tag",
                self._place(event),
                _("Les étiquettes YAML (« ! ») ne servent pas ici."),
                _("Enlever le mot qui commence par « ! », ou mettre le texte entre guillemets."),
            )

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        return Place(self._source, line + 1, column + 1)

    def _hush(self, place: Place, group: _Open | Node | None) -> None:
        """Something of a group is left out: what that entails is not complained of."""
        groups = [(group.place.line, group.place.column)] if group else []
        self._report.hush(self._source.name, place.line, groups)

    def _error(self, code: str, place: Place, message: str, hint: str) -> None:
        self._report.error(code, place, message, hint)

    def _fail(self, code: str, place: Place, message: str, hint: str) -> None:
        self._error(code, place, message, hint)
        raise _Stop


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None and not node.style


def _has_no_colon(key: Scalar) -> bool:
    line = key.place.source.lines[key.place.line - 1]
    return not key.style and not line[key.place.column - 1 + len(key.text) :].lstrip().startswith(
        ":"
    )


def events(text: str) -> Iterator[yaml.Event]:
    """What the parser finds in `text`, one thing after another; raises YAMLError."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
    return found


def _resolved(text: str) -> str | int | float | bool | None:
    """What a plain value means: only plain numbers, true, false and nothing are not text."""
    if text[:1] not in _OTHER_THAN_TEXT:
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
