"""Numbers, days and hours of a world that nobody could live in, each refused at its line."""

from __future__ import annotations

from dataclasses import dataclass

from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Listing, Node, Table
from veille_tui.language import _
from veille_tui.simulation.world import Group, World

_OLDEST = 120


def check_limits(made: World, root: Table, report: Reporter) -> None:
    """Say what cannot be simulated of a world whose words are all understood."""
    limits = _Limits(report)
    if made.until < made.starts:
        limits.refuse(root, "fin", _("Le dernier jour vient avant le premier."))
    limits.callers(made, root)
    groups = root.get("foyers")
    nodes = groups.items if isinstance(groups, Listing) else (groups,)
    for group, node in zip(made.groups, nodes, strict=True):
        if isinstance(node, Table):
            limits.group(group, node)


@dataclass(frozen=True, slots=True)
class _Limits:
    report: Reporter

    def callers(self, made: World, root: Table) -> None:
        """Somebody is there, for some time, and talks for some time."""
        node, callers = root.get("appelants"), made.callers
        part = node if isinstance(node, Table) else root
        for word, value in (("minutes", callers.minutes), ("presents", callers.present)):
            if not value:
                self.refuse(part, word, _("Ici il faut plus que zéro."))
        if not callers.shifts or any(one.ends <= one.starts for one in callers.shifts):
            self.refuse(part, "plages", _("Il faut au moins une plage, qui finit après son début."))

    def group(self, group: Group, node: Table) -> None:
        """Everybody has an age, a commune and an agency."""
        ages = group.ages
        if not ages or max(ages) > _OLDEST or ages[0] > ages[-1]:
            hint = _("Les âges vont du plus jeune au plus vieux, {n} ans au plus.")
            self.refuse(node, "ages", hint.format(n=_OLDEST))
        if not sum(place.weight for place in group.places):
            self.refuse(node, "communes", _("Il faut au moins une commune qui a un poids."))
        if group.agencies and not sum(group.agencies.values()):
            self.refuse(node, "agences", _("Il faut au moins une agence qui a un poids."))

    def refuse(self, part: Table, word: str, hint: str) -> None:
        """Say it where the word stands, or where it is missing."""
        node: Node = part.get(word) or part
        message = _("« {word} » ne peut pas être joué ainsi.").format(word=word)
        self.report.error("bad-value", node.place, message, hint)
