"""What `veille doctor --deep` found, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from veille_tui.cli.deep_words import remedy, words
from veille_tui.language import _, n_

if TYPE_CHECKING:
    from veille_tui.store.proving import Exceptional, Named, Proof


def deep_lines(proof: Proof) -> Iterator[str]:
    """First what was walked, then each exception with where it is and what to do."""
    yield n_("{n} suivi :", "{n} suivis :", proof.cases).format(n=proof.cases)
    for state, count in proof.by_state.items():
        yield f"  {_state(state):<18}{count:>10}"
    yield n_("{n} besoin :", "{n} besoins :", proof.needs).format(n=proof.needs)
    for state, count in sorted(proof.by_need.items()):
        yield f"  {_need_state(state):<18}{count:>10}"
    for one in proof.exceptions:
        yield from _exception(one)
    if proof.holds:
        yield _("Chaque foyer est dans un état et un seul, chaque besoin aussi.")


def deep_data(proof: Proof) -> dict[str, object]:
    """The same for programs."""
    return {
        "ok": proof.holds,
        "households": proof.households,
        "cases": proof.cases,
        "needs": proof.needs,
        "by_state": proof.by_state,
        "by_need": proof.by_need,
        "exceptions": [
            {
                "code": one.code,
                "severity": "error" if one.is_contradiction else "warning",
                "count": one.count,
                "named": [
                    {"case_id": named.case_id or None, "reference": named.reference}
                    | {"about": named.about}
                    for named in one.named
                ],
            }
            for one in proof.exceptions
        ],
    }


def _exception(one: Exceptional) -> Iterator[str]:
    word = _("contradiction") if one.is_contradiction else _("à voir")
    yield _("{word} : {message}").format(word=word, message=f"{words(one.code)} ({one.count})")
    yield "    " + ", ".join(_where(named) for named in one.named) + _more(one)
    yield f"    {remedy(one.code, one.is_contradiction)}"


def _more(one: Exceptional) -> str:
    more = one.count - len(one.named)
    return _(" et {n} autres").format(n=more) if more > 0 else ""


def _where(named: Named) -> str:
    parts = []
    if named.case_id:
        parts.append(_("suivi {id}").format(id=named.case_id))
    if named.reference:
        parts.append(named.reference)
    if named.about:
        parts.append(named.about)
    return " ".join(parts)


def _state(code: str) -> str:
    return {
        "ready": _("à appeler"),
        "held": _("pris en charge"),
        "done": _("traités"),
        "closed": _("clos"),
        "scheduled": _("à leur heure"),
    }.get(code, code)


def _need_state(code: str) -> str:
    return {"open": _("ouverts"), "withdrawn": _("retirés")}.get(code, code)
