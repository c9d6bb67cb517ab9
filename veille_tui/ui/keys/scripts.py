"""The keys of those who write call scripts and try them."""

from __future__ import annotations

from veille_tui.language import _
from veille_tui.ui.keys.command import Command


def preview() -> tuple[Command, ...]:
    talk, people, summary = (("preview",), ("preview_people",), ("preview_summary",))
    why = _("Pourquoi chaque question est posée ou non.")
    other = _("Choisir une autre personne.")
    leave = _("Quitter l'essai ; rien n'en est gardé.")
    rows = (
        ("why", "w,f3", "W", _("pourquoi"), why, talk),
        ("people", "f4", "F4", "", other, talk),
        ("call", "enter", _("Entrée"), _("appeler"), _("Appeler cette personne."), people),
        ("pick", "1..9", "1-9", "", _("Aller à la personne de cette ligne."), people),
        (
            "answered",
            "a",
            "A",
            _("avec ses réponses"),
            _("L'appeler avec les réponses de son essai, pour voir où elles mènent."),
            people,
        ),
        ("reason(1)", "right", "→", _("autre motif"), _("Le motif d'appel suivant."), people),
        ("reason(-1)", "left", "←", "", _("Le motif d'appel d'avant."), people),
        ("replay", "enter", _("Entrée"), _("rejouer"), _("Reprendre du début."), summary),
        ("people", "p,f4", "P", _("autre personne"), other, summary),
        ("why", "w,f3", "W", _("pourquoi"), why, summary),
        (
            "undo",
            "backspace,left,ctrl+z",
            _("Retour"),
            _("revenir à l'appel"),
            _("Revenir à la conversation, là où elle en était."),
            summary,
        ),
        ("scroll(-1)", "up", "↑", "", _("Remonter dans la page."), summary),
        ("scroll(1)", "down", "↓", "", _("Descendre dans la page."), summary),
        ("quit", "q,escape,ctrl+q", "Q", _("quitter"), leave, (*people, *summary)),
        ("quit", "ctrl+q", "Ctrl+Q", "", leave, talk),
    )
    return tuple(Command(*row) for row in rows)


def scripts() -> tuple[Command, ...]:
    rows = (
        ("open", "enter", _("Entrée"), _("ouvrir"), _("Ouvrir ce qui est montré, ou y aller.")),
        ("edit", "e", "E", _("modifier"), _("Modifier dans votre éditeur, sinon ici.")),
        ("preview", "a", "A", _("aperçu"), _("Dérouler l'appel comme les appelants le verront.")),
        ("publish", "p", "P", _("publier"), _("Publier, après avoir vu ce qui change.")),
        ("new", "n", "N", _("nouveau"), _("Faire un nouveau script, à partir d'un autre.")),
        ("tab", "1..4", "1-4", _("rubrique"), _("Problèmes, versions, schéma ou essais.")),
        ("back", "escape", _("Échap"), _("revenir"), _("Revenir à la liste, puis quitter.")),
        ("turn(1)", "right", "→", "", _("La rubrique suivante.")),
        ("turn(-1)", "left", "←", "", _("La rubrique précédente.")),
        ("edit_here", "i", "I", "", _("Modifier ici, sans votre éditeur.")),
        ("reload", "f5", "F5", "", _("Relire les fichiers et la base partagée.")),
    )
    return tuple(Command(*row, ("scripts",)) for row in rows)


def follow() -> tuple[Command, ...]:
    rows = (
        ("take", "enter", _("Entrée"), _("dire la suite"), _("Dire ce que devient cette ligne.")),
        ("tab", "1..4", "1-4", _("liste"), _("Signalements, réclamations, relais, perdus de vue.")),
        ("alert", "a", "A", _("alerte"), _("Passer en alerte, ou la finir.")),
        ("seen", "v", "V", _("vu"), _("Ce qui ne pouvait pas attendre est lu.")),
        ("reload", "f5", "F5", _("relire"), _("Demander à nouveau à la base partagée.")),
        ("back", "escape", _("Échap"), _("revenir"), _("Revenir où l'on était.")),
    )
    return tuple(Command(*row, ("follow",)) for row in rows)


def script_editor() -> tuple[Command, ...]:
    rows = (
        ("save", "ctrl+s", "Ctrl+S", _("enregistrer"), _("Enregistrer, puis vérifier.")),
        ("next_problem", "f8", "F8", _("problème suivant"), _("Aller au problème suivant.")),
        ("undo", "ctrl+z", "Ctrl+Z", _("annuler"), _("Défaire le dernier changement.")),
        ("redo", "ctrl+y", "Ctrl+Y", "", _("Refaire ce qui vient d'être défait.")),
        ("top", "ctrl+home", _("Ctrl+Début"), "", _("Aller au début du texte.")),
        ("bottom", "ctrl+end", _("Ctrl+Fin"), "", _("Aller à la fin du texte.")),
        ("close", "escape", _("Échap"), _("fermer"), _("Fermer ; demande s'il faut enregistrer.")),
    )
    return tuple(Command(*row, ("script_editor",)) for row in rows)
