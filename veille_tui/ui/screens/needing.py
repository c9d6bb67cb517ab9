"""A need added by hand: theme, urgency, consent with the words to read, a note; a key each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from veille_tui.domain.evidence import NeedFound
from veille_tui.domain.referrals import Consent
from veille_tui.domain.usual_needs import usual_partner
from veille_tui.language import _
from veille_tui.ui import ending_words
from veille_tui.ui.screens.choice import ChoiceScreen
from veille_tui.ui.screens.note import NoteScreen

if TYPE_CHECKING:
    from textual.app import App

    from veille_tui.desk.hand import Hand

LONGEST_THEME = 60


class NeedAsked:
    """One window after the other; Esc in any of them leaves nothing behind."""

    def __init__(
        self, app: App[None], hand: Hand, then: Callable[[NeedFound], Awaitable[None]]
    ) -> None:
        self._app = app
        self._hand = hand
        self._then = then
        self._need = NeedFound("", "")

    def ask(self) -> None:
        """What is needed?"""
        window = ChoiceScreen(_("Quel besoin ?"), ending_words.need_themes())
        self._app.push_screen(window, self._themed)

    def _themed(self, theme: str | None) -> None:
        if theme == ending_words.FREE:
            window = NoteScreen(_("Quel besoin ?"), _("En deux ou trois mots."))
            self._app.push_screen(window, self._named)
        elif theme is not None:
            self._named(theme)

    def _named(self, theme: str | None) -> None:
        if not theme:
            return
        theme = " ".join(theme.split())[:LONGEST_THEME]
        self._need = NeedFound(theme, "", usual_partner(theme))
        window = ChoiceScreen(_("Pour quand ?"), ending_words.need_urgencies())
        self._app.push_screen(window, self._timed)

    def _timed(self, urgency: str | None) -> None:
        if urgency is None:
            self._dropped()
            return
        self._need = replace(self._need, urgency=urgency)
        said, words = ending_words.consent_said(self._hand)
        if said is not Consent.UNASKED:
            self._need = replace(self._need, consent=said.value, consent_words=words)
            self._ask_note()
            return
        words = ending_words.consent_question(self._hand, self._need.theme)
        self._need = replace(self._need, consent_words=words)
        read = _("À lire : « {words} »").format(words=words)
        window = ChoiceScreen(_("La personne est-elle d'accord ?"), ending_words.consents(), read)
        self._app.push_screen(window, self._agreed)

    def _agreed(self, consent: str | None) -> None:
        if consent is None:
            self._dropped()
            return
        words = "" if consent == Consent.UNASKED else self._need.consent_words
        self._need = replace(self._need, consent=consent, consent_words=words)
        self._ask_note()

    def _ask_note(self) -> None:
        explained = _("Ce que le partenaire doit savoir, ou Entrée seule.")
        self._app.push_screen(NoteScreen(_("Un mot"), explained, True), self._noted)

    async def _noted(self, note: str | None) -> None:
        if note is None:
            self._dropped()
            return
        await self._then(replace(self._need, note=note))

    def _dropped(self) -> None:
        """A need that was named and is not kept: nobody is left to believe that it is."""
        words = _("Ce besoin n'est pas noté. B : le noter.")
        self._app.notify(words, severity="warning", markup=False)
