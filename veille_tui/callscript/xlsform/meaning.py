"""An XLSForm expression to a truth of ours that means the same, or the reason why there is none.

In a form an empty answer is a text like any other: `'' != 'a'` is true. In our conditions any
comparison with it is false. So everything is written from comparisons that are false of nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from veille_tui.callscript.xlsform.inlining import (
    TooLarge,
    first_choice,
    in_place,
    inline,
    names_through,
)
from veille_tui.callscript.xlsform.listed import ListedAnswers
from veille_tui.callscript.xlsform.logic import (
    Atom,
    Truth,
    both,
    contrary,
    either,
    size_of,
)
from veille_tui.callscript.xlsform.numbers import NotLinear, flipped, linear
from veille_tui.callscript.xlsform.reasons import Untranslatable
from veille_tui.callscript.xlsform.spelling import Spelling
from veille_tui.callscript.xlsform.static import (
    KNOWN_FUNCTIONS,
    NotComputable,
    compare,
    compute,
    number,
    truth,
)
from veille_tui.callscript.xlsform.subjects import Subject
from veille_tui.callscript.xlsform.xpath import (
    Binary,
    Call,
    Misspelt,
    Node,
    Number,
    Path,
    Ref,
    Text,
    parts_of,
    read_expression,
    refs_of,
)

MAX_COMPARISONS = 60
MOST_CODES = 2000
"""Of one question, when all of them are tried."""
_COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))
_FINITE = frozenset(("code", "truth"))


class Translator:
    """Translates the expressions of one form, at one place of it."""

    def __init__(
        self,
        language: str,
        subjects: Mapping[str, Subject],
        calculations: Mapping[str, Node],
        why_missing: Callable[[str], Untranslatable],
    ) -> None:
        self._language = language
        self._spelling = Spelling(language)
        self._subjects = subjects
        self._calculations = calculations
        self._why_missing = why_missing
        self._steps = 0
        self.used: set[str] = set()
        """Every calculation that a condition translated so far holds."""

    def translate(self, expression: str) -> Truth:
        """The truth that `expression` is. Raises Untranslatable with the reason."""
        self._steps = 0
        try:
            node = read_expression(expression)
            found = self._test(inline(node, self._calculations))
        except Misspelt as fault:
            raise Untranslatable("misspelt", fault.found) from fault
        except (TooLarge, RecursionError) as fault:
            raise Untranslatable("too-long") from fault
        if size_of(found) > MAX_COMPARISONS:
            raise Untranslatable("too-long")
        self.used |= names_through(node, self._calculations)
        return found

    def subject(self, name: str) -> Subject:
        """What `name` is here. Raises Untranslatable when it cannot be named."""
        found = self._subjects.get(name)
        if found is None:
            raise self._why_missing(name)
        return found

    def _test(self, node: Node) -> Truth:
        self._steps += 1
        if self._steps > 4000:
            raise Untranslatable("too-long")
        if isinstance(node, Binary) and node.operator in {"and", "or"}:
            join = both if node.operator == "and" else either
            return join((self._test(node.left), self._test(node.right)))
        if isinstance(node, Call) and node.name in {"not", "boolean"} and len(node.arguments) == 1:
            inside = self._test(node.arguments[0])
            return contrary(inside) if node.name == "not" else inside
        if isinstance(node, Path):
            raise Untranslatable("path", node.text)
        if choice := first_choice(node):
            return self._test_choice(node, choice)
        return self._test_plain(node)

    def _test_choice(self, node: Node, choice: Call) -> Truth:
        """`if(c, a, b) = 1` is `c and a = 1 or not(c) and b = 1`; coalesce() alike."""
        if choice.name == "coalesce":
            first, second = choice.arguments
            parts: tuple[Node, ...] = (Binary("!=", first, Text("")), first, second)
        else:
            parts = choice.arguments
        wanted, yes, no = parts
        holds = self._test(wanted)
        return either(
            (
                both((holds, self._test(in_place(node, choice, yes)))),
                both((contrary(holds), self._test(in_place(node, choice, no)))),
            )
        )

    def _test_plain(self, node: Node) -> Truth:
        names = refs_of(node)
        if not names:
            try:
                return truth(compute(node, None))
            except NotComputable as fault:
                raise _beyond(node) from fault
        subjects = {name: self.subject(name) for name in sorted(names)}
        only = next(iter(subjects.values()))
        if len(subjects) == 1 and only.kind in _FINITE and not isinstance(node, Ref):
            if len(only.codes) > MOST_CODES:
                raise Untranslatable("too-long")
            try:
                return ListedAnswers(only, self._spelling).where(node)
            except NotComputable as fault:
                raise _beyond(node) from fault
        if isinstance(node, Binary) and node.operator in _COMPARISONS:
            return self._compare(node)
        if isinstance(node, Call) and len(node.arguments) == 2:
            return self._of_list(node)
        if isinstance(node, Ref):
            raise Untranslatable("not-compared", node.name)
        raise _beyond(node)

    def _of_list(self, node: Call) -> Truth:
        """selected() and contains() on a question with several answers."""
        first, second = node.arguments
        if node.name not in {"selected", "contains"} or not isinstance(first, Ref):
            raise _beyond(node)
        subject = self.subject(first.name)
        if subject.kind != "list":
            raise Untranslatable("part-of-text", first.name)
        if node.name == "selected" and isinstance(second, Ref):
            other = self.subject(second.name)
            if other.kind == "code" and _same_codes(subject, other):
                return self._spelling.contains_name(subject.id, other.id)
        if not isinstance(second, Text | Number):
            raise Untranslatable("function", node.name)
        wanted = str(compute(Call("string", (second,)), None)).strip()
        if node.name == "selected":
            return self._has(subject, wanted)
        if not wanted or " " in wanted:
            raise Untranslatable("part-of-text", first.name)
        several = {**subject.codes, **subject.left_open}
        return either(self._has(subject, code) for code in several if wanted in code)

    def _has(self, subject: Subject, code: str) -> Truth:
        if code in subject.left_open:
            return self._spelling.left_as(subject.left_open[code], subject.id)
        if code in subject.codes:
            return self._spelling.contains(subject.id, subject.codes[code])
        return False

    def _compare(self, node: Binary) -> Truth:
        if node.operator == "!=":
            return contrary(self._compare(Binary("=", node.left, node.right)))
        for left, right, sign in (
            (node.left, node.right, node.operator),
            (node.right, node.left, flipped(node.operator)),
        ):
            if isinstance(left, Call) and not refs_of(right):
                found = self._counted(left, sign, right)
                if found is not None:
                    return found
            if node.operator == "=" and isinstance(left, Ref) and right == Text(""):
                return self._empty(self.subject(left.name))
        dated = self._dated(node)
        if dated is not None:
            return dated
        return self._equal(node) if node.operator == "=" else self._ordered(node)

    def _counted(self, call: Call, sign: str, right: Node) -> Truth | None:
        """count-selected() and string-length() against a number."""
        if call.name not in {"count-selected", "string-length"} or len(call.arguments) != 1:
            return None
        inside = call.arguments[0]
        if not isinstance(inside, Ref):
            raise Untranslatable("function", call.name)
        subject, limit = self.subject(inside.name), number(compute(right, None))
        if call.name == "string-length":
            return self._length(subject, sign, limit)
        if subject.kind != "list":
            raise Untranslatable("function", call.name)
        return self._count(subject, sign, limit)

    def _length(self, subject: Subject, sign: str, limit: float) -> Truth:
        """Only whether there is anything can be said."""
        several = {compare(sign, float(length), limit) for length in range(1, 5000)}
        if len(several) > 1 or subject.kind == "list":
            raise Untranslatable("length", subject.id)
        some, none = several.pop(), compare(sign, 0.0, limit)
        empty = self._empty(subject)
        return either((both((some, contrary(empty))), both((none, empty))))

    def _count(self, subject: Subject, sign: str, limit: float) -> Truth:
        words, outcomes = self._spelling, [compare(sign, float(n), limit) for n in (0, 1)]
        counts = {compare(sign, float(n), limit) for n in range(1, len(subject.codes) + 2)}
        empty, open_codes = self._empty(subject), tuple(subject.left_open.values())
        some: Truth = words.count(subject.id, "==" if sign == "=" else sign, limit)
        if len(counts) == 1:
            some = contrary(words.empty(subject.id)) if counts.pop() else False
        elif outcomes[0]:
            # Of an answer with nothing in it, the count is 0 and known.
            some = both((contrary(words.empty(subject.id)), some))
        left_open = either(words.left_as(one, subject.id) for one in dict.fromkeys(open_codes))
        return either((some, both((outcomes[1], left_open)), both((outcomes[0], empty))))

    def _empty(self, subject: Subject) -> Truth:
        """Without any answer; what is left open counts as one where the form has a code for it."""
        words = self._spelling
        if subject.is_known:
            return False
        answered = [
            contrary(words.left_as(one, subject.id))
            for one in dict.fromkeys(subject.left_open.values())
        ]
        return both([words.empty(subject.id), *answered])

    def _dated(self, node: Binary) -> Truth | None:
        """Comparisons of days: with `date('2020-03-17')`, or with each other."""
        left, right = _bare_day(node.left), _bare_day(node.right)
        if not (self._is_day(left) or self._is_day(right)):
            return None
        days = self._day(left), self._day(right)
        is_ordered_text = node.operator != "=" and Text in {type(left), type(right)}
        if None in days or is_ordered_text:
            raise Untranslatable("date")
        sign = "==" if node.operator == "=" else node.operator
        found: Truth = Atom(f"{days[0]} {sign} {days[1]}")
        if node.operator != "=":
            return found
        return self._or_both_empty(found, Binary("=", left, right))

    def _is_day(self, node: Node) -> bool:
        return isinstance(node, Ref) and self.subject(node.name).kind == "date"

    def _day(self, node: Node) -> str | None:
        if isinstance(node, Ref):
            return self.subject(node.name).id if self._is_day(node) else None
        if isinstance(node, Call) and node.name == "date" and len(node.arguments) == 1:
            node = node.arguments[0]
        return self._spelling.day(node.value) if isinstance(node, Text) else None

    def _or_both_empty(self, found: Truth, node: Binary) -> Truth:
        """In a form two empty answers are equal."""
        if not (isinstance(node.left, Ref) and isinstance(node.right, Ref)):
            return found
        empty = (self._empty(self.subject(one.name)) for one in (node.left, node.right))
        return either((found, both(empty)))

    def _equal(self, node: Binary) -> Truth:
        left, right = node.left, node.right
        if isinstance(right, Ref) and not isinstance(left, Ref):
            left, right = right, left
        if isinstance(left, Ref):
            subject = self.subject(left.name)
            if isinstance(right, Ref):
                return self._equal_names(subject, self.subject(right.name), node)
            if subject.kind == "list" and isinstance(right, Text):
                return self._only(subject, right.value)
            if subject.kind == "list" and isinstance(right, Number):
                several = {**subject.codes, **subject.left_open}
                same = (code for code in several if number(code) == right.value)
                return either(self._only(subject, code) for code in same)
            if subject.kind == "text" and isinstance(right, Text):
                return self._spelling.is_text(subject.id, right.value)
            if subject.kind != "number":
                raise Untranslatable("comparison", subject.id)
        return self._ordered(Binary("==", node.left, node.right))

    def _equal_names(self, one: Subject, other: Subject, node: Binary) -> Truth:
        alike = one.kind == other.kind and one.kind in {"number", "text", "code"}
        if not alike or one.left_open or other.left_open:
            raise Untranslatable("comparison", one.id)
        if one.kind == "code" and not _same_codes(one, other):
            raise Untranslatable("comparison", one.id)
        return self._or_both_empty(Atom(f"{one.id} == {other.id}"), node)

    def _only(self, subject: Subject, code: str) -> Truth:
        """One code of several, and no other."""
        if len(code.split()) != 1:
            raise Untranslatable("comparison", subject.id)
        found = self._has(subject, code.strip())
        if found is False or code in subject.left_open:
            return found
        return both((self._spelling.count(subject.id, "==", 1.0), found))

    def _ordered(self, node: Binary) -> Truth:
        try:
            left, right = linear(node.left, self.subject), linear(node.right, self.subject)
        except NotLinear as fault:
            raise Untranslatable(fault.reason, fault.found) from fault
        if left is None or right is None:
            return False
        return Atom(f"{left} {node.operator} {right}")


def _bare_day(node: Node) -> Node:
    """A question of which the day is asked for by `date()`."""
    if isinstance(node, Call) and node.name == "date" and len(node.arguments) == 1:
        return node.arguments[0] if isinstance(node.arguments[0], Ref) else node
    return node


def _same_codes(one: Subject, other: Subject) -> bool:
    """Whether equal codes of the form are equal codes of ours."""
    shared = one.codes.keys() & other.codes.keys()
    return all(one.codes[code] == other.codes[code] for code in shared)


def _beyond(node: Node) -> Untranslatable:
    """The reason for an expression that needs what our conditions do not have."""
    several = list(parts_of(node))
    for part in several:
        if isinstance(part, Path):
            return Untranslatable("path", part.text)
    called = [part.name for part in several if isinstance(part, Call)]
    strange = [name for name in called if name not in KNOWN_FUNCTIONS] or called
    return Untranslatable("function", strange[0]) if strange else Untranslatable("arithmetic")
