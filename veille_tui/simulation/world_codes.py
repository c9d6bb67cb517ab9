"""Words of a world's file that mean nothing anywhere, each refused at its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from veille_tui.callscript.campaign_file import CampaignFile
from veille_tui.callscript.campaign_words import DAYS
from veille_tui.callscript.reporter import Reporter, did_you_mean, listed
from veille_tui.callscript.tree import Listing, Node, Scalar, Table
from veille_tui.domain.answers import check_shape
from veille_tui.domain.escalation import Channel, RelayResult
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tenants import FLAG_WORDS
from veille_tui.language import _

_NAMED = ("foyers", "situations", "habitudes", "destins")
_SHARES = {
    "foyers": ("couples",),
    "habitudes": ("messagerie", "occupe", "proche"),
}


def check_codes(root: Table, used: CampaignFile | None, report: Reporter) -> None:
    """Say what names no group, situation, outcome, channel, day, flag, question or answer.

    `used`: the campaign that the world is for; None checks only what needs none.
    """
    _Checker(root, used, report).check()


@dataclass(frozen=True, slots=True)
class _Checker:
    root: Table
    used: CampaignFile | None
    report: Reporter

    def check(self) -> None:
        """Every part of the file."""
        self._groups()
        self._situations()
        self._habits()
        for fate in self._parts("destins"):
            self._one_of(_texts(fate.get("issue")), tuple(Outcome))
        for relay in self._parts("relais"):
            self._one_of(_texts(relay.get("canal")), tuple(Channel))
        for part in self._parts("appelants"):
            self._one_of(_texts(part.get("jours")), tuple(DAYS.values()))
            self._share(part, ("presents",))
        self._share_of_partners()
        for one in self._parts("publies"):
            names = [*_texts(one.get("verite")), *_texts(one.get("sauf"))]
            self._one_of(names, [name for part in _NAMED for name in self._names(part)])
        self._answers()
        self._messages()

    def _groups(self) -> None:
        flags = (*FLAG_WORDS, *FLAG_WORDS.values())
        for group in self._parts("foyers"):
            self._one_of(_keys(group.get("marqueurs")), flags)
            self._share(group, _SHARES["foyers"])

    def _situations(self) -> None:
        said = [key.text for key in _keys(self.root.get("reponses"))]
        for part in ("situations", "habitudes", "destins"):
            for one in self._parts(part):
                self._one_of(_texts(one.get("dans")), self._names("foyers"))
        for one in self._parts("situations"):
            self._one_of(_texts(one.get("reponses")), said)

    def _habits(self) -> None:
        slots = ["*"]
        if self.used is not None:
            slots += [slot.id for slot in self.used.campaign.hours.slots]
        for habit in self._parts("habitudes"):
            self._share(habit, _SHARES["habitudes"])
            answers, relays = habit.get("repond"), habit.get("relais")
            if self.used is not None:
                self._one_of(_keys(answers), slots)
            if isinstance(answers, Table):
                self._share(answers, [key.text for key in _keys(answers)])
            self._one_of(_keys(relays), tuple(Channel))
            if isinstance(relays, Table):
                results = [one for _key, value in relays.entries for one in _texts(value)]
                self._one_of(results, tuple(RelayResult))

    def _share_of_partners(self) -> None:
        for part in self._parts("partenaires"):
            self._share(part, ("rejet",))

    def _answers(self) -> None:
        """Each question is one of the script, and each answer one that it takes."""
        tables = self.root.get("reponses")
        if self.used is None or not isinstance(tables, Table):
            return
        for _name, said in tables.entries:
            if isinstance(said, Table):
                for question, answer in said.entries:
                    self._answer(question, answer)

    def _answer(self, named: Scalar, answer: Node) -> None:
        script = self.used.script if self.used else None
        if script is None:
            return
        self._one_of([named], tuple(script.by_id))
        if named.text not in script.by_id or not isinstance(answer, Scalar):
            return
        question = script.by_id[named.text]
        if check_shape(question, answer.text, script.words)[1]:
            codes = [one.code for one in question.choices]
            words = _("Cette question attend : {words}.").format(words=listed(codes))
            self._refuse(answer, did_you_mean(answer.text[:60], codes, words if codes else ""))

    def _messages(self) -> None:
        if self.used is not None:
            known = [one.id for one in self.used.campaign.messages]
            for sending in self._parts("messages"):
                self._one_of(_texts(sending.get("modele")), known)

    # What a part holds.

    def _parts(self, key: str) -> Iterator[Table]:
        node = self.root.get(key)
        for one in node.items if isinstance(node, Listing) else (node,):
            if isinstance(one, Table):
                yield one

    def _names(self, part: str) -> list[str]:
        return [name.text for one in self._parts(part) for name in _texts(one.get("nom"))]

    def _one_of(self, given: Iterable[Scalar], known: Iterable[str]) -> None:
        words = [str(word) for word in known]
        for one in given:
            if one.text not in words:
                hint = _("Mots connus ici : {words}.").format(words=listed(words, 20))
                self._refuse(one, did_you_mean(one.text[:60], words, hint))

    def _share(self, part: Table, keys: Iterable[str]) -> None:
        for key in keys:
            value = part.get(key)
            if isinstance(value, Scalar) and value.is_plain_number and not _is_share(value):
                self._refuse(value, _("Une part est entre 0 et 1 : 0.1 est un sur dix."))

    def _refuse(self, one: Scalar, hint: str) -> None:
        message = _("« {text} » ne convient pas ici.").format(text=one.text[:60])
        self.report.error("unknown-code", one.place, message, hint)


def _is_share(value: Scalar) -> bool:
    return 0 <= float(value.text) <= 1


def _texts(node: Node | None) -> list[Scalar]:
    if isinstance(node, Listing):
        return [one for one in node.items if isinstance(one, Scalar)]
    return [node] if isinstance(node, Scalar) and node.text else []


def _keys(node: Node | None) -> list[Scalar]:
    return [key for key, _value in node.entries] if isinstance(node, Table) else []
