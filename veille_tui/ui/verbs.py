"""The application's only way to the desk: one thread for the journal, one place for failures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from textual.app import App

from veille_tui.errors import JournalFailed, PasswordNeeded, VeilleError
from veille_tui.language import _
from veille_tui.ui import background
from veille_tui.ui.failure_words import failure_words

if TYPE_CHECKING:
    from veille_tui.ui.workstation import Workstation

UNTIL_MENDED = 24 * 3600.0
"""Seconds for which a refusing disk is said: until it writes again."""

P = ParamSpec("P")
T = TypeVar("T")


class VerbApp(App[None]):
    """An application that runs the desk's verbs and says in words what went wrong."""

    def __init__(self, workstation: Workstation, styles: Sequence[str | PurePath]) -> None:
        super().__init__(css_path=[*styles])
        self.workstation = workstation
        self.drafts: dict[tuple[str, str], str] = {}
        """What was typed and not kept yet, by the token of its hand and the title of its window."""
        self.is_disk_refusing = False
        """The last thing to be written was not."""
        self._journal_thread = background.Hands()

    async def do(self, verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What a journal verb returns; None when it failed, which is then already said."""
        try:
            result = await self._journal_thread.run(verb, *args, **kwargs)
        except VeilleError as error:
            self.tell(error)
            return None
        self._wrote()
        return result

    async def did(self, verb: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether a journal verb that returns nothing succeeded; a failure is already said."""
        try:
            await self._journal_thread.run(verb, *args, **kwargs)
        except VeilleError as error:
            self.tell(error)
            return False
        self._wrote()
        return True

    async def look(self, verb: Callable[[], T]) -> T | None:
        """What this workstation knows; None when it cannot be read, which nobody asked."""
        try:
            return await self._journal_thread.run(verb)
        except VeilleError:
            return None

    def _wrote(self) -> None:
        if self.is_disk_refusing:
            self.is_disk_refusing = False
            self.clear_notifications()
            self.sync_changed()

    def sync_changed(self) -> None:
        """What the top bars say of what is sent may have changed."""

    def ask_store(
        self,
        words: str,
        verb: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        instead: Callable[[], T | None] | None = None,
    ) -> None:
        """Ask the shared store while nothing else can be typed; Esc gives up waiting.

        `words` are shown when the answer is slow. Then `then(result)`, or `failed(error)`, which
        is `tell` when it is not given. `instead` is what this workstation can give by itself, and
        gives when a slow store lets the person wait; None when it has nothing.
        """
        from veille_tui.ui.screens.waiting import Answer, WaitingScreen

        def answered(answer: Answer | None) -> None:
            if answer is None:
                return
            if answer.error is not None:
                self.call_next(failed or self.tell, answer.error)
                return
            self.call_next(then, answer.result)

        self.push_screen(WaitingScreen(words, verb, instead), answered)

    def tell(self, error: Exception) -> None:
        """The one place where a failure becomes words."""
        if isinstance(error, JournalFailed):
            # Said once and until it is mended: a pile of the same words would hide the question.
            self.clear_notifications()
            words = f"{error.message}\n{error.hint}"
            self.notify(words, severity="error", timeout=UNTIL_MENDED, markup=False)
            self.is_disk_refusing = True
            self.sync_changed()
            return
        if isinstance(error, PasswordNeeded):
            self.ask_password(error)
            return
        if isinstance(error, VeilleError):
            self.notify(self.words_of(error), severity="warning", markup=False)
            return
        _log(error)
        self.notify(self._unforeseen(), severity="error", markup=False)

    def ask_password(self, needed: PasswordNeeded) -> None:
        """The shared store asks for a password: ask the person, once at a time."""
        from veille_tui.ui.sign_in import ask

        ask(self, needed)

    def words_of(self, error: VeilleError) -> str:
        """What happened and what becomes of what was noted, without any address."""
        from veille_tui.sync.rounds import SyncState

        station = self.workstation
        try:
            state = station.sync_state()
        except VeilleError:
            state = SyncState("loading")
        return failure_words(error, station.settings, state)

    def _fatal_error(self) -> None:
        """Textual would print every local variable, people's data among them: say it plainly."""
        error = sys.exc_info()[1]
        if isinstance(error, Exception):
            _log(error)
        self.panic(self._unforeseen())

    def _unforeseen(self) -> str:
        return (
            _("Quelque chose d'imprévu s'est produit ; ce qui était noté l'est toujours.")
            + "\n"
            + _("Le détail technique est dans {file}.").format(
                file=self.workstation.settings.paths.log_file
            )
        )

    def on_unmount(self) -> None:
        """What was begun is written before the program ends."""
        self._journal_thread.close()


def _log(error: Exception) -> None:
    """Where it happened, never what it held: an exception's text may quote a person's data."""
    import logging
    import traceback

    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    logging.getLogger("veille").error("%s at %s", type(error).__name__, " > ".join(places[-8:]))
