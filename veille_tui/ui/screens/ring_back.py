"""Somebody rings back: found by name, with or without accents, or by the end of a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from veille_tui.domain import phones
from veille_tui.domain.case import FoundTenant
from veille_tui.errors import VeilleError
from veille_tui.language import _, n_
from veille_tui.ui import background
from veille_tui.ui.messages import Fetched, FetchFailed
from veille_tui.ui.screens.window import Window
from veille_tui.ui.words import disposition_words

if TYPE_CHECKING:
    from veille_tui.ui.verbs import VerbApp

MOST_SHOWN = 30
MOST_REASONS = 2
LEAST_TYPED = 2


class RingBackScreen(Window[FoundTenant]):
    """Returns the person found, whoever has the case."""

    BINDINGS = [
        Binding("down", "into_list", show=False),
        Binding("f2", "close", show=False),
    ]
    CSS_PATH = ["window.tcss", "ring_back.tcss"]

    def __init__(
        self,
        search: Callable[[str], list[FoundTenant]],
        why: Callable[[FoundTenant], list[str]],
    ) -> None:
        """`why`: the reasons why a person's household is not called now."""
        super().__init__()
        self._search = search
        self._why = why
        self._found: Sequence[FoundTenant] = ()

    def heading(self) -> str:
        """What is asked."""
        return _("Qui rappelle ?")

    def content(self) -> ComposeResult:
        """A line to type in, then who was found."""
        yield Input(placeholder=_("nom, ou les derniers chiffres du numéro"))
        yield Static("", id="count", classes="quiet", markup=False)
        yield OptionList()
        yield Static("", id="why", classes="quiet", markup=False)

    def keys(self) -> str:
        """The ways to choose."""
        return _("Entrée   prendre     ↓   choisir dans la liste     Échap   fermer")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look while it is typed; an older question then says nothing."""
        text = event.value.strip()
        if len(text) < LEAST_TYPED:
            self._show((), "")
            return
        background.fetch(self, "found", partial(self._search, text))

    def on_fetched(self, message: Fetched) -> None:
        """Who was found."""
        found = message.result
        if message.name == "why":
            self._say_why(cast("list[str]", found))
        elif isinstance(found, list):
            count = n_("{n} personne", "{n} personnes", len(found)).format(n=len(found))
            self._show(found[:MOST_SHOWN], count if found else _("Personne à ce nom ou numéro."))

    def on_fetch_failed(self, message: FetchFailed) -> None:
        """The shared store does not answer."""
        error = message.error
        if message.name == "why":
            self._say_why([])
            cast("VerbApp", self.app).tell(error)
            return
        said = cast("VerbApp", self.app).words_of
        words = said(error) if isinstance(error, VeilleError) else ""
        self._show((), words or _("La recherche n'a pas abouti."))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The first one found."""
        at = self.query_one(OptionList).highlighted or 0
        if self._found:
            self.dismiss(self._found[at])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The one under the cursor."""
        self.dismiss(self._found[event.option_index])

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Why this one is not called now: asked when the eyes rest on it."""
        if event.option_index < len(self._found):
            one = self._found[event.option_index]
            background.fetch(self, "why", partial(self._why, one))

    def action_into_list(self) -> None:
        """From the line into the list."""
        if self._found:
            self.query_one(OptionList).focus()

    def _show(self, found: Sequence[FoundTenant], count: str) -> None:
        self._found = found
        self.query_one("#count", Static).update(count)
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(person_line(one)) for one in found])
        self._say_why([])
        if found:
            listed.highlighted = 0

    def _say_why(self, lines: list[str]) -> None:
        self.query_one("#why", Static).update("\n".join(lines[:MOST_REASONS]))


def person_line(one: FoundTenant) -> Content:
    """Name, age, town and number; below, the state of the case and who has it."""
    age = _("{n} ans").format(n=one.age) if one.age is not None else ""
    name = " ".join(part for part in (one.title, one.first_name, one.last_name) if part)
    number = phones.display(one.number) if one.number else ""
    first = ", ".join(part for part in (name, age, one.city) if part)
    state = disposition_words(one.disposition) if one.case_id else _("dans aucune campagne")
    if one.holder:
        state += " · " + _("en main : {caller}").format(caller=one.holder)
    return Content.assemble((first, "bold"), f"\n   {number} · {state}")
