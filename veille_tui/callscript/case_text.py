"""A case as the lines of YAML that a supervisor copies under `essais`."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping

from veille_tui.callscript.vocabulary import KEYS, REASONS, TRUTHS, URGENCIES, written
from veille_tui.domain.call_script import ExpectedNeed, ScriptCase
from veille_tui.domain.tenants import FLAG_WORDS, Profile

_PLAIN = re.compile(r"[^\W\d]\w*")
_READ_OTHERWISE = frozenset(("true", "false", "null"))
_WIDTH = 92


def case_text(case: ScriptCase, name: str, language: str) -> str:
    """The case called `name`, indented as an item of the script's own list."""
    writer = _Writer(language)
    word = writer.word
    lines = [f"{word('case', 'name')}: {scalar(name)}"]
    if tenant := writer.tenant(case.tenant):
        lines += wrapped(f"{word('case', 'tenant')}: ", tenant)
    lines.append(f"{word('case', 'reason')}: {written(REASONS, case.reason, language)}")
    lines += wrapped(f"{word('case', 'answers')}: ", writer.answers(case.answers))
    lines.append(f"{word('case', 'expected')}:")
    expected = case.expected
    for key, items in (
        ("questions", [scalar(one) for one in expected.questions or ()]),
        ("needs", [writer.need(need) for need in expected.needs or ()]),
        ("alerts", [scalar(one) for one in expected.alerts or ()]),
    ):
        text = "[" + ", ".join(items) + "]"
        lines += [f"  {line}" for line in wrapped(f"{word('expected', key)}: ", text)]
    lines.append(f"  {word('expected', 'cadence')}: {scalar(expected.cadence or '')}")
    lines.append(f"  {word('expected', 'complete')}: {writer.truth(bool(expected.complete))}")
    return "\n".join(("  - " if n == 0 else "    ") + line for n, line in enumerate(lines)) + "\n"


def scalar(value: object) -> str:
    """A value as this project's YAML reads it back."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(scalar(one) for one in value) + "]"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return json.dumps(value)
    text = str(value)
    is_plain = _PLAIN.fullmatch(text) and text not in _READ_OTHERWISE
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def group(pairs: Iterable[tuple[str, str]]) -> str:
    """Keys and written values between braces."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"


def wrapped(key: str, text: str) -> list[str]:
    """`text` after its key, on several lines where it is long, no key parted from its value."""
    together = text.replace(": ", ":\0")
    lines = textwrap.wrap(
        together, _WIDTH - len(key), break_long_words=False, break_on_hyphens=False
    )
    indent = " " * (len(key) + 1)
    found = [key + line if n == 0 else indent + line for n, line in enumerate(lines)]
    return [line.replace("\0", " ") for line in found]


class _Writer:
    """Writes in the keywords of one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def word(self, place: str, english: str) -> str:
        return written(KEYS[place], english, self._language)

    def truth(self, value: bool) -> str:
        return next(word for word, means in TRUTHS[self._language].items() if means is value)

    def tenant(self, profile: Profile) -> str:
        """What is known of the person; "" for nothing."""
        flags = [self._flag(flag) for flag in profile.flags]
        known: dict[str, object] = {
            "age": profile.age,
            "segments": list(profile.segments),
            "flags": flags,
            "agency": profile.agency,
            "days_since_contact": profile.days_since_contact,
        }
        pairs = [
            (key, scalar(value)) for key, value in known.items() if value not in (None, "", [])
        ]
        if profile.lives_alone is not None:
            pairs.insert(1, ("lives_alone", self.truth(profile.lives_alone)))
        return group((self.word("tenant", key), value) for key, value in pairs) if pairs else ""

    def _flag(self, flag: str) -> str:
        return FLAG_WORDS.get(flag, flag) if self._language == "fr" else flag

    def answers(self, answers: Mapping[str, object]) -> str:
        return group((scalar(name), scalar(value)) for name, value in answers.items())

    def need(self, need: ExpectedNeed) -> str:
        pairs = [("theme", scalar(need.theme))]
        if need.urgency is not None:
            pairs.append(("urgency", written(URGENCIES, need.urgency, self._language)))
        if need.to:
            pairs.append(("to", scalar(need.to)))
        return group((self.word("expected_need", key), value) for key, value in pairs)
