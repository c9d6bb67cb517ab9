"""The verbs on a chosen script: edit, preview, make anew, publish; each beside the screen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from veille_tui.errors import VeilleError
from veille_tui.language import _, n_
from veille_tui.ui import background, script_words
from veille_tui.ui.editors import editing, editor_command, rehearsal, run_in_terminal
from veille_tui.ui.screens.desk_screen import DeskScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veille_tui.domain.campaign import Campaign
    from veille_tui.supervision.new_script import NewScript
    from veille_tui.supervision.script_shelf import ShelvedScript
    from veille_tui.supervision.scripts import Publication
    from veille_tui.ui.script_desk import ScriptDesk

_MODEL = "model"


class ScriptWork(DeskScreen):
    """What a supervisor does with a script; the screen itself says which one is chosen."""

    @property
    def desk_of_scripts(self) -> ScriptDesk:
        """Where the scripts are."""
        return cast("ScriptDesk", self.veille.workstation.scripts)

    @property
    def chosen(self) -> ShelvedScript | None:
        """The script under the cursor."""
        raise NotImplementedError

    @property
    def known(self) -> tuple[ShelvedScript, ...]:
        """Every script that can be a beginning."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """What just happened."""
        raise NotImplementedError

    def came_back(self) -> None:
        """The editor is closed: check again."""
        raise NotImplementedError

    def show_new(self, path: Path, words: str) -> None:
        """A script was made: open it."""
        raise NotImplementedError

    def ask_campaigns(self) -> None:
        """What is in force may have changed."""
        raise NotImplementedError

    # Edit.

    def action_edit(self) -> None:
        """The person's own editor, else the one in here."""
        if self.chosen is not None:
            self.edit(self.chosen, *self._first_place(self.chosen))

    def action_edit_here(self) -> None:
        """The editor in here, whatever $EDITOR says."""
        if self.chosen is not None:
            self.edit(self.chosen, *self._first_place(self.chosen), is_here=True)

    def _first_place(self, one: ShelvedScript) -> tuple[Path, int]:
        """The first error of the file itself, else its top."""
        own = [problem.line for problem in one.errors if Path(problem.file) == one.path]
        return one.path, own[0] if own and own[0] else 1

    def edit(self, one: ShelvedScript, file: Path, line: int, *, is_here: bool = False) -> None:
        """Open `file`, of the script `one`, at `line` (from 1)."""
        if one.is_shipped:
            self.say(_("Fourni avec veille, en lecture seule. N : en faire un script à vous."))
            return
        desk = self.desk_of_scripts
        command = () if is_here else editor_command(desk.env)
        if not command:
            self._edit_here(file, line)
            return
        status = run_in_terminal(self.veille, editing(command, file, line), desk.env)
        if status is None:
            self.say(_("Votre éditeur ne s'ouvre pas ici : en voici un autre."))
            self._edit_here(file, line)
            return
        if status:
            words = _("L'éditeur s'est arrêté sur une erreur ({status}).")
            self.notify(words.format(status=status), severity="warning", markup=False)
        self.came_back()

    def _edit_here(self, file: Path, line: int) -> None:
        from veille_tui.ui.screens.script_editor import ScriptEditorScreen

        self.app.push_screen(ScriptEditorScreen(file, line), self._closed_editor)

    def _closed_editor(self, result: None) -> None:
        self.came_back()

    # Preview.

    def action_preview(self) -> None:
        """The call as callers will see it, in this terminal, storing nothing."""
        one = self.chosen
        if one is None or one.is_block:
            self.say(_("Un bloc se voit dans les scripts qui l'incluent."))
            return
        if one.script is None:
            self.say(_("Corriger d'abord les erreurs : 1 les montre."))
            return
        if run_in_terminal(self.veille, rehearsal(one.path), self.desk_of_scripts.env) is None:
            words = _("L'aperçu ne s'ouvre pas ici. Dans un terminal : veille script play {file}")
            self.say(words.format(file=one.path))

    # New.

    def action_new(self) -> None:
        """From which script, then its name."""
        from veille_tui.ui.screens.choice import ChoiceScreen

        first = self.chosen
        known = sorted(self.known, key=lambda one: one is not first)
        choices = [(str(at), _source(one)) for at, one in enumerate(known)]
        choices.append((_MODEL, _("Un petit modèle, à remplir")))
        explained = _("Il est copié avec ses blocs partagés ; l'original ne change pas.")
        window = ChoiceScreen(_("Partir de quel script ?"), choices, explained)
        self.app.push_screen(window, partial(self._ask_name, known))

    def _ask_name(self, known: Sequence[ShelvedScript], code: str | None) -> None:
        from veille_tui.ui.screens.script_name import ScriptNameScreen

        if code is None:
            return
        source = None if code == _MODEL else known[int(code)]
        proposed = script_words.title_of(source) if source else ""
        file = source.path.name if source else ""
        window = ScriptNameScreen(proposed, file)
        self.app.push_screen(window, partial(self._make, source))

    def _make(self, source: ShelvedScript | None, name: str | None) -> None:
        if name is None:
            return
        desk = self.desk_of_scripts
        verb = partial(desk.begin, name) if source is None else partial(desk.copy, name, source)
        background.fetch(self, "new", verb)

    def fetched_new(self, made: NewScript) -> None:
        """It is there."""
        words = [_("{file} est à vous.").format(file=made.path.name)]
        if made.copied:
            count = len(made.copied)
            words.append(n_("{n} bloc copié.", "{n} blocs copiés.", count).format(n=count))
        if made.kept:
            names = ", ".join(block.name for block in made.kept)
            words.append(_("Blocs que vous aviez déjà, gardés : {names}.").format(names=names))
        words.append(_("E : modifier   A : aperçu"))
        self.show_new(made.path, " ".join(words))

    def failed_new(self, error: Exception) -> None:
        """It could not be made."""
        self._refused(error)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, VeilleError):
            self.say(self.veille.words_of(error))
        else:
            self.veille.tell(error)

    # Publish.

    def action_publish(self) -> None:
        """To which campaign, then what changes there."""
        one = self.chosen
        if one is None or one.is_block:
            self.say(_("Un bloc se publie avec les scripts qui l'incluent."))
        elif one.script is None:
            self.say(_("Un script avec des erreurs ne se publie pas : 1 les montre."))
        else:
            self.publish_from(one.path, one)

    def publish_from(self, source: Path | str, one: ShelvedScript) -> None:
        """Publish a file, or an older version by its hash."""
        asked = partial(self._choose_campaign, source, one)
        verb = self.desk_of_scripts.campaigns
        self.veille.ask_store(_("Je cherche les campagnes…"), verb, asked, self._refused)

    def _choose_campaign(
        self, source: Path | str, one: ShelvedScript, campaigns: Sequence[Campaign]
    ) -> None:
        from veille_tui.ui.screens.choice import ChoiceScreen

        wanted = source if isinstance(source, str) else one.script.hash if one.script else ""
        choices = [
            (
                campaign.id,
                f"{script_words.one_line(campaign.title)}   {_now(campaign, one, wanted)}",
            )
            for campaign in campaigns
            if not campaign.is_closed
        ]
        if not choices:
            self.say(_("Aucune campagne n'est ouverte : veille campaign create FICHIER"))
            return
        explained = _("Rien n'est publié avant que vous ayez vu ce qui change.")
        window = ChoiceScreen(_("Publier dans quelle campagne ?"), choices, explained)
        self.app.push_screen(window, partial(self._prepare, source))

    def _prepare(self, source: Path | str, campaign: str | None, *, is_other: bool = False) -> None:
        if campaign is None:
            return
        verb = partial(self.desk_of_scripts.prepare, source, campaign, is_other)
        shown = partial(self._show_changes, source)
        words = _("Je compare avec ce qui est en service…")
        self.veille.ask_store(words, verb, shown, self._refused)

    def _show_changes(self, source: Path | str, publication: Publication) -> None:
        from veille_tui.ui.screens.script_publish import PublishScreen

        asked = partial(self._publish, source, publication)
        self.app.push_screen(PublishScreen(publication), asked)

    def _publish(self, source: Path | str, publication: Publication, answer: str | None) -> None:
        from veille_tui.ui.screens.script_publish import OTHER_SCRIPT, PUBLISH

        if answer == OTHER_SCRIPT:
            self._prepare(source, publication.campaign.id, is_other=True)
        elif answer == PUBLISH:
            verb = partial(self.desk_of_scripts.publish, publication)
            self.veille.ask_store(_("Je publie…"), verb, self._published, self._refused)

    def _published(self, campaign: Campaign) -> None:
        words = _("Publié dans « {title} ». Les appelants l'auront à leur prochain appel.")
        self.say(words.format(title=script_words.one_line(campaign.title)))
        self.ask_campaigns()


def _now(campaign: Campaign, one: ShelvedScript, wanted: str) -> str:
    """What this campaign uses now, beside what would be published."""
    if campaign.script_hash == wanted:
        return _("(a déjà cette version)")
    if campaign.script_id == one.script_id:
        return _("(a une autre version)")
    return _("(a un autre script)")


def _source(one: ShelvedScript) -> str:
    """A script to begin from; those of the folder say so, for copies keep the title."""
    title = script_words.title_of(one)
    if one.is_shipped:
        return title
    return _("{title}   (à vous)").format(title=title)
