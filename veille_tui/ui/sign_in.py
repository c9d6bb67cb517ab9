"""The shared store asks for a password: the questions around it, one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from veille_tui.errors import PasswordNeeded
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.ui.verbs import VerbApp


def ask(app: VerbApp, needed: PasswordNeeded) -> None:
    """Ask for it over whatever is shown, unless it is being asked."""
    from veille_tui.ui.screens.password import PasswordScreen

    if not any(isinstance(screen, PasswordScreen) for screen in app.screen_stack):
        app.push_screen(PasswordScreen(is_wrong=needed.is_wrong), partial(_typed, app))


def _typed(app: VerbApp, password: str | None) -> None:
    if password is None:
        return
    verb = partial(app.workstation.sign_in, password)
    app.ask_store(_("Je me connecte…"), verb, partial(_taken, app, password))


def _taken(app: VerbApp, password: str, may_be_kept: object) -> None:
    app.workstation.wake_courier()
    # The start of a shift asks again for what it shows.
    retry = getattr(app.screen, "action_retry", None)
    if retry is not None:
        retry()
    if not may_be_kept:
        return
    from veille_tui.ui.screens.confirm import ConfirmScreen

    explained = _("Il ne sera plus demandé sur cet ordinateur. Échap : le taper à chaque fois.")
    title = _("Garder le mot de passe dans le trousseau de cet ordinateur ?")
    window = ConfirmScreen(title, explained, _("le garder"))
    app.push_screen(window, partial(_keep, app, password))


def _keep(app: VerbApp, password: str, is_wanted: bool | None) -> None:
    if is_wanted:
        from veille_tui.ui import background

        keep = app.workstation.keep_password
        background.fetch(app, "kept", partial(keep, app.workstation.settings, password))
