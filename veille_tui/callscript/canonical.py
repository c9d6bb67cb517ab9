"""One script, one text: includes inlined, keys sorted, no comments; its hash is the version."""

from __future__ import annotations

import hashlib
from json.encoder import encode_basestring

from veille_tui.callscript.tree import Listing, Node, Scalar
from veille_tui.callscript.vocabulary import KEYS, written
from veille_tui.domain.condition_tokens import rename_names
from veille_tui.domain.texts import rename_placeholders

_ESCAPED = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\ufeff": "\\ufeff", "\x7f": "\\u007f"}


def canonical_text(root: Node, language: str) -> str:
    """`root` as JSON, which is YAML too: reading it again gives the same script and hash."""
    conditions = {written(KEYS["question"], name, language) for name in ("when", "constraint")}
    return _Writer(language, frozenset(conditions)).write(root, "", "") + "\n"


def content_hash(text: str) -> str:
    """sha256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Writer:
    """Writes JSON with an indent, numbers as they were written."""

    def __init__(self, language: str, conditions: frozenset[str]) -> None:
        self._language = language
        self._conditions = conditions
        self._keys: dict[str, str] = {}

    def _key(self, name: str) -> str:
        """A keyword between quotes; there are few, written thousands of times."""
        found = self._keys.get(name)
        if found is None:
            found = self._keys[name] = _quoted(name)
        return found

    def write(self, node: Node, key: str, indent: str) -> str:
        if isinstance(node, Scalar):
            return self._scalar(node, key)
        deeper = indent + " "
        if isinstance(node, Listing):
            items = [deeper + self.write(item, key, deeper) for item in node.items]
            return "[\n" + ",\n".join(items) + f"\n{indent}]" if items else "[]"
        values = {name.text: value for name, value in node.entries}
        lines = [
            f"{deeper}{self._key(name)}: {self.write(values[name], name, deeper)}"
            for name in sorted(values)
        ]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}" if lines else "{}"

    def _scalar(self, node: Scalar, key: str) -> str:
        if node.value is None:
            return "null"
        if isinstance(node.value, bool):
            return "true" if node.value else "false"
        if isinstance(node.value, int | float):
            return node.text
        return _quoted(self._text(node, key))

    def _text(self, node: Scalar, key: str) -> str:
        if key == "id":
            return node.prefix + node.text
        if not node.names:
            return node.text
        if key in self._conditions:
            return rename_names(node.text, self._language, node.names)
        return rename_placeholders(node.text, node.names)


def _quoted(text: str) -> str:
    quoted = encode_basestring(text)
    if quoted.isprintable():
        return quoted
    for sign, escape in _ESCAPED.items():
        quoted = quoted.replace(sign, escape)
    return quoted
