"""Conditions over one question with a closed list of answers, by trying each of them."""

from __future__ import annotations

from veille_tui.callscript.xlsform.logic import Truth, both, contrary, either
from veille_tui.callscript.xlsform.spelling import Spelling
from veille_tui.callscript.xlsform.static import compute, truth
from veille_tui.callscript.xlsform.subjects import Subject
from veille_tui.callscript.xlsform.xpath import Node


class ListedAnswers:
    """The answers of one question: its codes, those left open, and none at all."""

    def __init__(self, subject: Subject, spelling: Spelling) -> None:
        self._subject = subject
        self._spelling = spelling

    def where(self, node: Node) -> Truth:
        """Of which answers `node` is true. Raises NotComputable."""
        subject = self._subject
        holds = {code: truth(compute(node, code)) for code in subject.codes}
        none = not subject.is_known and truth(compute(node, ""))
        left = {"dk": none, "refused": none}
        for code, how in subject.left_open.items():
            left[how] = truth(compute(node, code))
        chosen = list(dict.fromkeys(ours for code, ours in subject.codes.items() if holds[code]))
        others = list(dict.fromkeys(o for code, o in subject.codes.items() if not holds[code]))
        if none:
            apart = [how for how, true in left.items() if not true]
            if not chosen and subject.kind == "code":
                # Only nothing at all will do.
                answered = (self._spelling.left_as(how, subject.id) for how in apart)
                empty = self._spelling.empty(subject.id)
                return both([empty, *(contrary(one) for one in answered)])
            return contrary(self._one_of(others, chosen, apart))
        apart = [how for how, true in left.items() if true]
        return self._one_of(chosen, others, apart)

    def _one_of(self, codes: list[str], others: list[str], left_open: list[str]) -> Truth:
        """The answer is one of `codes`, or left in one of these ways."""
        name, words = self._subject.id, self._spelling
        found: list[Truth] = []
        if codes and not others and not self._subject.is_known:
            found.append(words.nothing(name))
        elif self._subject.kind == "truth":
            found.extend(words.is_true(name, code == "true") for code in codes)
        elif codes:
            found.append(self._codes(codes, others))
        found.extend(words.left_as(how, name) for how in left_open)
        return either(found)

    def _codes(self, codes: list[str], others: list[str]) -> Truth:
        """Whichever is shorter: these, or an answer that is none of the others."""
        name, words = self._subject.id, self._spelling
        if len(others) * 2 < len(codes) and not self._subject.is_known:
            return both((words.nothing(name), contrary(words.among(name, others))))
        return words.among(name, codes)
