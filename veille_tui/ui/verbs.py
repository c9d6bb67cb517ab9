"""The application's only way to the desk: one thread for the journal, one place for failures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from textual.app import App

from veille_tui.errors import VeilleError
from veille_tui.language import _
from veille_tui.ui import background

if TYPE_CHECKING:
    from veille_tui.ui.workstation import Workstation

P = ParamSpec("P")
T = TypeVar("T")


class VerbApp(App[None]):
    """An application that runs the desk's verbs and says in words what went wrong."""

    def __init__(self, workstation: Workstation, styles: Sequence[str | PurePath]) -> None:
        super().__init__(css_path=[*styles])
        self.workstation = workstation
        self.drafts: dict[tuple[str, str], str] = {}
        """What was typed and not kept yet, by the token of its hand and the title of its window."""
        self._journal_thread = background.Hands()

    async def do(self, verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What a journal verb returns; None when it failed, which is then already said."""
        try:
            return await self._journal_thread.run(verb, *args, **kwargs)
        except VeilleError as error:
            self.tell(error)
            return None

    async def did(self, verb: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether a journal verb that returns nothing succeeded; a failure is already said."""
        try:
            await self._journal_thread.run(verb, *args, **kwargs)
        except VeilleError as error:
            self.tell(error)
            return False
        return True

    def ask_store(
        self,
        words: str,
        verb: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Ask the shared store while nothing else can be typed; Esc gives up waiting.

        `words` are shown when the answer is slow. Then `then(result)`, or `failed(error)`, which
        is `tell` when it is not given.
        """
        from veille_tui.ui.screens.waiting import Answer, WaitingScreen

        def answered(answer: Answer | None) -> None:
            if answer is None:
                return
            if answer.error is not None:
                self.call_next(failed or self.tell, answer.error)
                return
            self.call_next(then, answer.result)

        self.push_screen(WaitingScreen(words, verb), answered)

    def tell(self, error: Exception) -> None:
        """The one place where a failure becomes words."""
        if isinstance(error, VeilleError):
            words = f"{error.message}\n{error.hint}".strip()
            self.notify(words, severity="warning", markup=False)
            return
        _log(error)
        self.notify(self._unforeseen(), severity="error", markup=False)

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
