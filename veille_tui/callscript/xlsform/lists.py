"""The lists of choices of a form, with codes made good for our language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from veille_tui.callscript.xlsform.drafts import DraftChoice
from veille_tui.callscript.xlsform.form import Form, Row
from veille_tui.callscript.xlsform.texts import Texts
from veille_tui.callscript.xlsform.told import Told
from veille_tui.domain.call_script import ENGLISH, FRENCH
from veille_tui.language import _

_YES_NO = ({"yes": "yes", "no": "no"}, {"oui": "yes", "non": "no"})
_LEFT_OPEN = {
    FRENCH.dk: "dk",
    FRENCH.refused: "refused",
    ENGLISH.dk: "dk",
    ENGLISH.refused: "refused",
}
OTHER = "other"
"""The code that `or_other` adds to a list."""
CONSENT_LISTS = ("accord", "consent", "consentement")
"""A list of yes and no that is called so asks whether somebody agrees."""
_LONGEST_CODE = 80


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """One list."""

    choices: tuple[DraftChoice, ...]
    codes: Mapping[str, str]
    """The form's codes to ours."""
    left_open: Mapping[str, str] = field(default_factory=dict)
    """The form's codes that every question of ours has by itself."""
    is_yes_no: bool = False
    """Yes and no and nothing else: a type of its own."""


class Lists:
    """Reads each list once, when a question first uses it."""

    def __init__(self, form: Form, language: str, told: Told, texts: Texts) -> None:
        self._form = form
        self._words = ENGLISH if language == "en" else FRENCH
        self._told = told
        self._texts = texts
        self._lists: dict[str, ChoiceList] = {}

    def get(self, name: str) -> ChoiceList | None:
        """The list of this name, or None when the form has none, or an empty one."""
        rows = self._form.choices.get(name)
        if not rows:
            return None
        if name not in self._lists:
            self._lists[name] = self._read(rows)
        return self._lists[name]

    def _read(self, rows: tuple[Row, ...]) -> ChoiceList:
        names = {row.get("name") for row in rows}
        left_open = {code: _LEFT_OPEN[code] for code in names if code in _LEFT_OPEN}
        if len(set(left_open.values())) < len(left_open) or len(left_open) == len(names):
            left_open = {}
        rest = names - left_open.keys()
        for words in _YES_NO:
            if rest == words.keys():
                codes = {code: getattr(self._words, english) for code, english in words.items()}
                return ChoiceList((), codes, left_open, is_yes_no=True)
        return self._with_choices(rows, left_open)

    def _with_choices(self, rows: tuple[Row, ...], left_open: Mapping[str, str]) -> ChoiceList:
        codes: dict[str, str] = {}
        choices: list[DraftChoice] = []
        for row in rows:
            name = row.get("name")
            if name in left_open:
                continue
            if not name or name in codes:
                self._refuse(row, name)
                continue
            codes[name] = self._code(row, name, set(codes.values()))
            label = self._texts.shown(row, row.get("label")) or codes[name]
            choices.append(DraftChoice(codes[name], label))
        return ChoiceList(tuple(choices), codes, left_open)

    def _refuse(self, row: Row, name: str) -> None:
        message = _("Ce choix n'est pas repris : il n'a pas de code.")
        if name:
            message = _("Ce choix n'est pas repris : le code « {code} » est déjà pris.").format(
                code=name[:60]
            )
        self._told.tell("choice-not-carried", row, message, _("Donner un code à chaque choix."))

    def _code(self, row: Row, name: str, taken: set[str]) -> str:
        """The code as our language allows it: no comma, no reserved word, each once."""
        code = " ".join(name.replace(",", " ").replace('"', " ").split())[:_LONGEST_CODE]
        code = code or f"c{len(taken) + 1}"
        if code in (self._words.dk, self._words.refused):
            code = f"{code}_"
        base, number = code, 2
        while code in taken:
            code, number = f"{base[:70]}_{number}", number + 1
        if code != name:
            self._told.tell(
                "renamed-code",
                row,
                _("Le code « {code} » devient « {new} ».").format(code=name[:60], new=code),
                _("Nos codes n'ont ni virgule, ni guillemet, ni double."),
            )
        return code
