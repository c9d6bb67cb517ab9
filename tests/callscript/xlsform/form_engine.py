"""A form run by another engine: pyxform makes the XForm, lxml evaluates its conditions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from lxml import etree
from pyxform.xls2xform import convert

from veille_tui.callscript.xlsform.form_names import codes_left_open, form_codes, form_names
from veille_tui.domain.call_script import CallScript, QuestionType
from veille_tui.domain.conditions import profile_values
from veille_tui.domain.tenants import Profile

_XF = "{http://www.w3.org/2002/xforms}"
_CHOSEN = {
    QuestionType.YES_NO,
    QuestionType.CONSENT,
    QuestionType.CHOICE,
    QuestionType.MULTIPLE,
}
_FRENCH_REASONS = {
    "first": "premier",
    "follow_up": "suivi",
    "callback": "rappel",
    "inbound": "entrant",
}


def _text(value: Any) -> str:
    node = value[0] if isinstance(value, list) and value else value
    if isinstance(node, list):
        return ""
    return node.text or "" if etree.iselement(node) else str(node)


def _selected(_context: object, value: Any, code: Any) -> bool:
    return _text(code) in _text(value).split()


def _count_selected(_context: object, value: Any) -> float:
    return float(len(_text(value).split()))


def _date(_context: object, value: Any) -> float:
    try:
        return float(date.fromisoformat(_text(value)).toordinal())
    except ValueError:
        return math.nan


FUNCTIONS: Mapping[tuple[None, str], Callable[..., object]] = {
    (None, "selected"): _selected,
    (None, "count-selected"): _count_selected,
    (None, "date"): _date,
}


def _without_namespace(node: Any) -> Any:
    """The same tree, whose nodes are named as paths name them."""
    plain = etree.Element(etree.QName(node).localname)
    plain.extend(_without_namespace(child) for child in node if isinstance(child.tag, str))
    return plain


class FormEngine:
    """One form, as an ODK client would run its conditions."""

    def __init__(self, workbook: bytes) -> None:
        made = convert(xlsform=BytesIO(workbook), validate=False, file_type=".xlsx")
        document = etree.fromstring(made.xform.encode("utf-8"))
        model = document.find(f".//{_XF}model")
        root = model.find(f"{_XF}instance")[0]
        self._root = _without_namespace(root)
        self._conditions = {
            bind.get("nodeset"): bind.get("relevant")
            for bind in model.iter(f"{_XF}bind")
            if bind.get("relevant")
        }
        self._nodes = {node.tag: node for node in self._root.iter() if isinstance(node.tag, str)}

    def relevant(self, values: Mapping[str, str]) -> set[str]:
        """The names of the nodes that apply, once blanking what does not changes nothing more."""
        leaves = {name: node for name, node in self._nodes.items() if not len(node)}
        for name, node in leaves.items():
            node.text = values.get(name, "")
        while True:
            found = {name for name, node in leaves.items() if self._applies(node)}
            texts = {name: values.get(name, "") if name in found else "" for name in leaves}
            if all((node.text or "") == texts[name] for name, node in leaves.items()):
                return found
            for name, node in leaves.items():
                node.text = texts[name]

    def _applies(self, node: Any) -> bool:
        while node is not None:
            path = self._root.getroottree().getpath(node)
            condition = self._conditions.get(path)
            if condition and not node.xpath(f"boolean({condition})", extensions=FUNCTIONS):
                return False
            node = node.getparent()
        return True


def sayable(script: CallScript, answers: dict[str, object]) -> dict[str, object]:
    """The answers that a form can hold: it has "does not know" only where a condition looks."""
    left_open, words = codes_left_open(script), script.words
    kinds = {words.dk: "dk", words.refused: "refused"}
    return {
        name: answer
        for name, answer in answers.items()
        if str(answer) not in kinds
        or (
            kinds[str(answer)] in left_open.get(name, {})
            and (script.by_id[name].choices or script.by_id[name].type in ("yes_no", "consent"))
        )
    }


def form_values(
    script: CallScript, answers: Mapping[str, object], profile: Profile, reason: str
) -> dict[str, str]:
    """Answers and person as a form would hold them; what it cannot hold is empty."""
    names, left_open = form_names(script), codes_left_open(script)
    found: dict[str, str] = {}
    for question in script.questions:
        answer, codes = answers.get(question.id), form_codes(question)
        if answer in (script.words.dk, script.words.refused):
            how = "dk" if answer == script.words.dk else "refused"
            is_there = question.type in _CHOSEN
            value = left_open.get(question.id, {}).get(how, "") if is_there else ""
        elif isinstance(answer, list):
            value = " ".join(codes[code] for code in answer)
        else:
            value = "" if answer is None else codes.get(str(answer), str(answer))
        found[names[question.id]] = value
    return found | _person(profile, reason)


def _person(profile: Profile, reason: str) -> dict[str, str]:
    known = profile_values(profile, reason)
    truths: dict[object, str] = {True: "oui", False: "non"}
    return {
        "veille_age": str(known.get("@age", "")),
        "veille_lives_alone": truths.get(known.get("@lives_alone"), ""),
        "veille_segments": " ".join(profile.segments),
        "veille_agency": profile.agency,
        "veille_reason": _FRENCH_REASONS[reason],
        "veille_days_since_contact": str(known.get("@days_since_contact", "")),
    }
