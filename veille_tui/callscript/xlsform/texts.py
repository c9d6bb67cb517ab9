"""The labels of a form to texts of ours: plain, with our placeholders."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from veille_tui.callscript.xlsform.form import Row
from veille_tui.callscript.xlsform.reasons import Untranslatable
from veille_tui.callscript.xlsform.subjects import Subject
from veille_tui.callscript.xlsform.told import Told
from veille_tui.callscript.xlsform.yaml_text import clean
from veille_tui.language import _

_REF = re.compile(r"\$\{\s*([^{}]+?)\s*\}")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#\d{1,6});")


class Texts:
    """Makes the texts of one form ours."""

    def __init__(self, told: Told, subject: Callable[[str], Subject]) -> None:
        self._told = told
        self._subject = subject

    def said(self, row: Row, text: str) -> str:
        """A text that may hold placeholders."""
        return self._made(row, text, self._placeholder)

    def shown(self, row: Row, text: str) -> str:
        """A title or the label of a choice, which cannot hold any."""
        return self._made(row, text, self._no_placeholder)

    def _made(self, row: Row, text: str, placeholder: Callable[[Row, str], str]) -> str:
        bare = plain_text(text)
        parts: list[str] = []
        place = 0
        for match in _REF.finditer(bare):
            parts.extend((_no_braces(bare[place : match.start()]), placeholder(row, match[1])))
            place = match.end()
        return clean("".join((*parts, _no_braces(bare[place:]))))

    def _placeholder(self, row: Row, name: str) -> str:
        try:
            return "{" + self._subject(name).id + "}"
        except Untranslatable as fault:
            self._told.tell(
                "placeholder-not-carried",
                row,
                _("« {name} » ne peut pas être rappelé dans ce texte : {reason}.").format(
                    name=name[:60], reason=fault.message
                ),
                _("Le texte garde le nom entre parenthèses : le récrire."),
            )
            return f"({name})"

    def _no_placeholder(self, row: Row, name: str) -> str:
        self._told.tell(
            "placeholder-not-carried",
            row,
            _("Un titre ou un choix ne peut pas rappeler la réponse à « {name} ».").format(
                name=name[:60]
            ),
            _("Le texte garde le nom entre parenthèses : le récrire."),
        )
        return f"({name})"


def plain_text(text: str) -> str:
    """A text without the marks of web pages and of Markdown."""
    bare = _TAG.sub("", _BREAK.sub("\n", text))
    bare = _HEADING.sub("", _BOLD.sub(r"\2", bare))
    return _ENTITY.sub(lambda match: html.unescape(match.group()), bare)


def _no_braces(text: str) -> str:
    """Braces would be read as placeholders."""
    return text.replace("{", "(").replace("}", ")")
