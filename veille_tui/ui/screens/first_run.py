"""The guided first run: name, language, shared store; one question at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from textual.app import ComposeResult
from textual.widgets import Input, Static

from veille_tui import language
from veille_tui.config import Settings, without_password
from veille_tui.domain.texts import strip_controls
from veille_tui.errors import PasswordNeeded, StoreUnreachable, VeilleError
from veille_tui.language import _
from veille_tui.ui import background, commands
from veille_tui.ui.screens.desk_screen import DeskScreen

STEPS = ("name", "language", "store", "password", "keep")
GIVEN_STEPS = ("name", "language", "given", "password", "keep")
"""Where VEILLE_STORE says where the shared store is."""
LANGUAGES = {"": "fr", "1": "fr", "fr": "fr", "2": "en", "en": "en"}
LONGEST_NAME = 60


@dataclass
class _Answers:
    """What was answered so far; it is kept only once the store was reached."""

    name: str = ""
    language: str = "fr"
    store: str = ""
    password: str = field(default="", repr=False)


class FirstRunScreen(DeskScreen):
    """Three questions at most, each with an answer that Enter gives.

    A password is asked only when the server wants one, and whether to keep it only where a keyring
    can.
    """

    ROOM = "first_run"
    BINDINGS = commands.bindings("first_run")
    AUTO_FOCUS = "Input"

    def __init__(self) -> None:
        super().__init__()
        self._answers = _Answers()
        self._step = "name"
        self._unreached = ""
        """The address that did not answer; given again, it is kept all the same."""

    def compose_body(self) -> ComposeResult:
        """A question, a line to answer, what is wrong with the answer."""
        yield Static("", id="welcome", markup=False)
        yield Static("", id="asked", markup=False)
        yield Input(id="answer")
        yield Static("", id="wrong", markup=False)

    def on_mount(self) -> None:
        """The first question."""
        self._ask("name")

    def top(self) -> tuple[str, str]:
        """Nothing is sent yet."""
        return _("Veille · première fois sur ce poste"), ""

    # Questions.

    def _ask(self, step: str, wrong: str = "") -> None:
        self._step = step
        self.query_one("#welcome", Static).update(self._welcome())
        self.query_one("#asked", Static).update(self._question())
        self.query_one("#wrong", Static).update(wrong)
        line = self.query_one(Input)
        line.password = step == "password"
        line.placeholder = {"language": "français", "store": _("sur cet ordinateur")}.get(step, "")
        line.value = {"name": self._answers.name, "store": self._answers.store}.get(step, "")
        line.disabled = False
        # What was refused is corrected, not typed again: the next letter must not replace it all.
        line.select_on_focus = not wrong
        line.focus()
        self.refresh_top()
        self.refresh_keys()

    @property
    def _steps(self) -> tuple[str, ...]:
        return GIVEN_STEPS if self.veille.workstation.settings.is_store_given else STEPS

    def _welcome(self) -> str:
        at = min(self._steps.index(self._step), 2) + 1
        if self.veille.workstation.settings.is_store_given:
            return _("Bienvenue. Deux questions, puis les appels.   {at} sur 2").format(
                at=min(at, 2)
            )
        return _("Bienvenue. Trois questions, puis les appels.   {at} sur 3").format(at=at)

    def _question(self) -> str:
        return {
            "name": _("Comment vous appelez-vous ?\nVos collègues verront ce nom."),
            "language": _(
                "En quelle langue travailler ?\nEntrée : français.   2 puis Entrée : English."
            ),
            "store": _(
                "Où sont les suivis ?\nEntrée : sur cet ordinateur, rien à installer.\n"
                "En équipe : coller l'adresse donnée par votre superviseur (postgresql://…)."
            ),
            "given": self._where() + "\n" + _("Entrée : essayer à nouveau."),
            "password": self._where()
            + "\n"
            + _("Elle demande votre mot de passe. Veille ne l'écrit dans aucun fichier."),
            "keep": _(
                "Garder le mot de passe dans le trousseau de cet ordinateur ?\n"
                "Entrée : oui.   N puis Entrée : le taper à chaque fois."
            ),
        }[self._step]

    def _where(self) -> str:
        """Where the shared store is, without its password."""
        address = without_password(self._settings().store)[0]
        return _("Les suivis sont dans la base {address}").format(address=address)

    # Answers.

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the answer and go on."""
        text = strip_controls(event.value).strip()
        getattr(self, f"_take_{self._step}")(text)

    def _take_name(self, text: str) -> None:
        if not text:
            self._ask("name", _("Écrire un nom, par exemple Hélène B."))
            return
        self._answers.name = text[:LONGEST_NAME]
        self._ask("language")

    def _take_language(self, text: str) -> None:
        code = LANGUAGES.get(text.lower())
        if code is None:
            self._ask("language", _("Entrée pour le français, 2 pour l'anglais."))
            return
        self._answers.language = code
        language.use(code)
        if "given" in self._steps:
            self._step = "given"
            self._try()
            return
        self._ask("store")

    def _take_store(self, text: str) -> None:
        address, password = without_password(text)
        if address and address == self._unreached:
            self._save()
            return
        self._answers.store, self._answers.password = address, password
        self._try()

    def _take_given(self, _text: str) -> None:
        if self._unreached:
            self._save()
            return
        self._try()

    def _take_password(self, text: str) -> None:
        if not text:
            self._ask(self._steps[2])
            return
        self._answers.password = text
        self._try()

    def _take_keep(self, text: str) -> None:
        if text.lower() not in {"n", "non", "no"}:
            keep = self.veille.workstation.keep_password
            background.fetch(self, "kept", partial(keep, self._settings(), self._answers.password))
        self._save()

    def _try(self) -> None:
        self.query_one(Input).disabled = True
        trying = _("J'essaie de m'y connecter…")
        if "given" in self._steps:
            trying = f"{self._where()}\n{trying}"
        self.query_one("#wrong", Static).update(trying)
        verb = partial(self.veille.workstation.try_store, self._settings(), self._answers.password)
        background.fetch(self, "tried", verb)

    def fetched_tried(self, may_be_kept: object) -> None:
        """The store answers: keep the settings and begin."""
        if may_be_kept:
            self._ask("keep")
            return
        self._save()

    def fetched_kept(self, is_kept: object) -> None:
        """The keyring has it, or has not: it is asked again then."""

    def failed_kept(self, error: Exception) -> None:
        """As when it has not."""

    def _save(self) -> None:
        verb = partial(
            self.veille.workstation.save_settings, self._settings(), self._answers.password
        )
        background.fetch(self, "saved", verb)

    def failed_tried(self, error: Exception) -> None:
        """It does not: say why, and ask again."""
        if not isinstance(error, VeilleError):
            self.veille.tell(error)
        words = f"{error.message}\n{error.hint}" if isinstance(error, VeilleError) else ""
        if isinstance(error, PasswordNeeded):
            self._answers.password = ""
            self._ask("password", _("Ce n'est pas le bon mot de passe.") if error.is_wrong else "")
            return
        if isinstance(error, StoreUnreachable) and self._settings().store:
            self._unreached = self._settings().store
            words += "\n" + self._keep_anyway()
        self._ask(self._steps[2], words.strip())

    def _keep_anyway(self) -> str:
        if "given" in self._steps:
            return _("Entrée : commencer quand même.")
        return _(
            "La corriger, ou Entrée : la garder. Plus tard, elle se change dans\n{file}"
        ).format(file=self.veille.workstation.settings.paths.config_file)

    def fetched_saved(self, workstation: object) -> None:
        """The place to work in is ready."""
        from veille_tui.ui.workstation import Workstation

        if isinstance(workstation, Workstation):
            self.veille.begin(workstation)

    def failed_saved(self, error: Exception) -> None:
        """The settings could not be written."""
        self.failed_tried(error)

    def _settings(self) -> Settings:
        known = self.veille.workstation.settings
        answers = self._answers
        return replace(
            known,
            user=answers.name,
            language=answers.language,
            store=answers.store or known.store,
        )

    async def action_answer(self) -> None:
        """Enter, when the line has lost the focus."""
        await self.query_one(Input).action_submit()

    def action_back(self) -> None:
        """The question before."""
        steps = self._steps
        at = steps.index(self._step)
        if at:
            self._ask(steps[at - 1])
