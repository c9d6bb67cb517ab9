"""Everything that happened with a household, the latest first."""

from __future__ import annotations

from datetime import datetime, tzinfo

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from veille_tui.domain.case import Case, PastAttempt
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.ui.household_words import answers_of, attempt_words, left_over
from veille_tui.ui.screens.window import Window
from veille_tui.ui.words import contact_words, disposition_words, every_words, theme_words


class HistoryScreen(Window[None]):
    """Returns nothing."""

    BINDINGS = [Binding("h,enter,q", "close", show=False)]

    def __init__(self, case: Case, now: datetime, zone: tzinfo) -> None:
        super().__init__()
        self._case = case
        self._now = now
        self._zone = zone

    def heading(self) -> str:
        """What it is."""
        return _("Ce qui s'est passé")

    def content(self) -> ComposeResult:
        """The state, then each attempt with its notes."""
        parts = [Content.styled(self._state(), "$quiet")]
        parts += [self._attempt(attempt) for attempt in reversed(self._case.history)]
        if not self._case.history:
            parts.append(Content(_("Aucun appel avant celui-ci.")))
        with VerticalScroll():
            yield Static(Content("\n\n").join(parts))

    def keys(self) -> str:
        """How to leave."""
        return _("Échap   fermer        ↑ ↓   parcourir")

    def _state(self) -> str:
        from veille_tui.domain.case import days_since

        case = self._case
        needs = ", ".join(theme_words(theme) for theme in case.open_needs)
        parts = (
            disposition_words(case.disposition),
            contact_words(days_since(case.last_contact_at, self._now)),
            every_words(case.cadence),
            _("besoins : {needs}").format(needs=needs) if needs else "",
        )
        return " · ".join(part for part in parts if part)

    def _attempt(self, attempt: PastAttempt) -> Content:
        head = attempt_words(attempt, self._now, self._zone)
        told = [f"« {note} »" for note in attempt.notes]
        told += left_over(attempt)
        told += answers_of(attempt)
        lines = (f"\n   {strip_controls(line)}" for line in told)
        return Content.assemble((strip_controls(head), "bold"), *lines)
