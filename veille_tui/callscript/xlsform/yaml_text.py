"""A draft to the text of a YAML file, and which part of the draft each of its lines is."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter

from veille_tui.callscript.vocabulary import KEYS, TYPES, written
from veille_tui.callscript.xlsform.drafts import Draft, DraftChoice, DraftQuestion, DraftSection
from veille_tui.callscript.xlsform.numbers import plain_number

_WIDTH = 92
_PLAIN = re.compile(r"[^\W\d_][\w '’()?!.;/%°«»€-]*", re.UNICODE)
_WORDS = frozenset("true false null yes no on off oui non y n".split())
_FORBIDDEN = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    r"\U00010000-\U0010ffff]"
)
_ORDER = tuple(KEYS["question"])

Owner = tuple[DraftQuestion | DraftSection, str]
"""A question or a section, and the English keyword of the line ("" for all of it)."""


class YamlText:
    """The text of one draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.lines: list[str] = []
        self.owners: list[Owner | None] = []
        """Of every line, the part of the draft it belongs to."""
        self._owner: Owner | None = None
        self._anchors: dict[str, str] = {}
        self._uses = Counter(
            question.list_name for question in draft.questions if question.list_name
        )
        self._write()

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines) + "\n"

    def owner_of(self, line: int) -> Owner | None:
        """What stands on a line, counted from 1."""
        return self.owners[line - 1] if 0 < line <= len(self.owners) else None

    def _word(self, place: str, english: str) -> str:
        return written(KEYS[place], english, self._draft.language)

    def _line(self, text: str) -> None:
        self.lines.append(text)
        self.owners.append(self._owner)

    def _comment(self, comments: list[str], indent: str) -> None:
        for comment in comments:
            for line in clean(comment).split("\n"):
                self._line(f"{indent}# {line}".rstrip())

    def _write(self) -> None:
        draft = self._draft
        self._comment(draft.head, "")
        if draft.head:
            self._line("")
        self._pair("script", "script", draft.id, "")
        self._pair("script", "title", draft.title, "")
        if draft.spoken:
            self._pair("script", "language", draft.spoken, "")
        if draft.version:
            self._pair("script", "version", draft.version, "")
        self._line("")
        self._line(f"{self._word('script', 'sections')}:")
        for at, section in enumerate(draft.sections):
            if at:
                self._line("")
            self._section(section)
        self._owner = None
        if draft.tail:
            self._line("")
            self._comment(draft.tail, "")

    def _section(self, section: DraftSection) -> None:
        self._owner = (section, "")
        self._comment(section.comments, "  ")
        self._pair("section", "id", section.id, "  - ")
        self._pair("section", "title", section.title, "    ")
        if section.when:
            self._owner = (section, "when")
            self._pair("section", "when", section.when, "    ")
        self._owner = (section, "")
        self._line(f"    {self._word('section', 'questions')}:")
        for at, question in enumerate(section.questions):
            if at:
                self._line("")
            self._question(question)

    def _question(self, question: DraftQuestion) -> None:
        self._owner = (question, "")
        self._comment(question.comments, "      ")
        self._pair("question", "id", question.id, "      - ")
        type_word = written(TYPES, question.type, self._draft.language)
        self._pair("question", "type", type_word, "        ")
        for name in _ORDER:
            if name in question.fields:
                self._owner = (question, name)
                self._pair("question", name, question.fields[name], "        ")
        self._owner = (question, "choices")
        if question.choices:
            self._choices(question)

    def _choices(self, question: DraftQuestion) -> None:
        word, name = self._word("question", "choices"), question.list_name
        if name in self._anchors:
            self._line(f"        {word}: *{self._anchors[name]}")
            return
        anchor = ""
        if name and self._uses[name] > 1:
            anchor = self._anchors[name] = self._anchor(name)
        self._line(f"        {word}: &{anchor}" if anchor else f"        {word}:")
        for choice in question.choices:
            self._line(f"          - {self._choice(choice)}")

    def _anchor(self, name: str) -> str:
        """A name of letters, digits and "_" that no other list has."""
        plain = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_") or "liste"
        taken = set(self._anchors.values())
        return plain if plain not in taken else f"{plain}_{len(taken) + 1}"

    def _choice(self, choice: DraftChoice) -> str:
        code, label = self._word("choice", "code"), self._word("choice", "label")
        parts = [f"{code}: {_flow(choice.code)}", f"{label}: {_flow(choice.label)}"]
        if choice.detail:
            true = "true" if self._draft.language == "en" else "vrai"
            parts.append(f"{self._word('choice', 'detail')}: {true}")
        return "{" + ", ".join(parts) + "}"

    def _pair(self, place: str, english: str, value: object, lead: str) -> None:
        """One keyword and its value; a long text is folded under it."""
        head = f"{lead}{self._word(place, english)}:"
        indent = " " * (len(lead) + 2)
        text = self._value(value)
        if text is not None:
            self._line(f"{head} {text}")
            return
        said = clean(str(value))
        if "\n" in said:
            self._line(f"{head} |-")
            for line in said.split("\n"):
                self._line(f"{indent}{line}".rstrip())
            return
        self._line(f"{head} >-")
        for line in textwrap.wrap(
            said, _WIDTH - len(indent), break_long_words=False, break_on_hyphens=False
        ):
            self._line(indent + line)

    def _value(self, value: object) -> str | None:
        """A value that stands on its keyword's line, or None."""
        if isinstance(value, bool):
            words = ("true", "false") if self._draft.language == "en" else ("vrai", "faux")
            return words[0] if value else words[1]
        if isinstance(value, int | float):
            return plain_number(value)
        if isinstance(value, list | tuple):
            return "[" + ", ".join(_flow(str(one)) for one in value) + "]"
        text = clean(str(value))
        if "\n" in text or len(text) > _WIDTH - 12:
            return None
        return _scalar(text)


def clean(text: str) -> str:
    """`text` without what a file of ours cannot hold, without gaps at its edges and lines' ends."""
    visible = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [" ".join(line.split()) for line in visible.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _scalar(text: str) -> str:
    """A text on one line, quoted unless it is plainly a text."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS and not text.endswith(" "):
        return text
    return _quoted(text)


def _flow(text: str) -> str:
    """A text inside `{ }` or `[ ]`."""
    shown = clean(text).replace("\n", " ")
    if re.fullmatch(r"[^\W\d_][\w-]*", shown) and shown.lower() not in _WORDS:
        return shown
    return _quoted(shown)


def _quoted(text: str) -> str:
    """Between quotes; a condition that holds double quotes between single ones."""
    if '"' in text and "'" not in text and "\\" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\u2028", " ").replace("\u2029", " ")
