"""The keys of a call: it rings, somebody talks, it is finished."""

from __future__ import annotations

from veille_tui.language import _
from veille_tui.ui.keys.command import Command


def ringing() -> tuple[Command, ...]:
    room = ("ringing",)
    return (
        Command("outcome", "1..9", "1-9", _("qui répond"), _("Dire qui répond."), room),
        Command("note", "n", "N", _("note"), _("Écrire une note, à tout moment."), room),
        Command("end('dropped')", "x", "X", "", _("La ligne a été coupée."), room),
        Command("end('phone_problem')", "b", "B", "", _("On s'entend trop mal."), room),
        Command("end('disconnected')", "k", "K", "", _("Le numéro n'est plus attribué."), room),
        Command(
            "refuse('refused_soft')", "r", "R", "", _("Ne souhaite pas parler cette fois."), room
        ),
        Command(
            "refuse('refused_hard')", "f", "F", "", _("Ne veut plus être appelé du tout."), room
        ),
        Command("refuse('language')", "l", "L", "", _("Parle une autre langue."), room),
        Command("refuse('cannot_talk')", "t", "T", "", _("Ne peut pas parler au téléphone."), room),
        Command("refuse('moved_out')", "g", "G", "", _("A déménagé."), room),
        Command("deceased", "d", "D", "", _("La personne est décédée."), room),
        Command("undo", "backspace,ctrl+z", _("Retour"), "", _("Annuler la touche d'avant."), room),
    )


def conversation() -> tuple[Command, ...]:
    rows = (
        ("answer", "0..9", "1-9", _("répondre"), _("Donner la réponse qui porte ce chiffre.")),
        ("confirm", "enter", _("Entrée"), "", _("Confirmer la réponse, ou continuer.")),
        ("back", "left,backspace", "←", _("revenir"), _("Revenir d'une question.")),
        ("note", "n,f6", "N", _("note"), _("Écrire une note.")),
        ("complaint", "t", "T", _("réclamation"), _("Noter une réclamation pour l'agence.")),
        ("ask_help", "exclamation_mark,f9", "!", _("à l'aide"), _("Appeler le superviseur.")),
        ("cut", "x,f10", "X", _("ligne coupée"), _("La ligne a coupé : tout est gardé.")),
        ("end_early", "e,f5", "E", _("finir"), _("Terminer l'appel maintenant.")),
        ("later", "p", "P", _("autre moment"), _("Convenir d'un autre moment.")),
        ("jump", "j", "J", _("aller à"), _("Aller à une question, changer une réponse.")),
        ("refusal", "v", "V", _("refus"), _("La personne ne veut pas continuer.")),
        ("undo", "ctrl+z", "Ctrl+Z", "", _("Reprendre la dernière réponse.")),
        ("forward", "right", "→", "", _("Passer à la question suivante.")),
        ("refuse", "r,f8", "R", "", _("Noter : ne souhaite pas répondre.")),
        ("dont_know", "f7", "F7", "", _("Noter : ne sait pas (0 quand il est libre).")),
        ("ten", "d", "D", "", _("Répondre 10.")),
        ("alert_help", "a", "A", "", _("Prévenir le superviseur de l'alerte.")),
        ("tick", "space", _("Espace"), "", _("Cocher la réponse montrée.")),
        ("point_up", "up", "↑", "", _("Montrer la réponse du dessus.")),
        ("point_down", "down", "↓", "", _("Montrer la réponse du dessous.")),
        ("scroll_back", "pageup", _("Page préc."), "", _("Remonter dans la page.")),
        ("scroll_on", "pagedown", _("Page suiv."), "", _("Descendre dans la page.")),
        ("escape", "escape", _("Échap"), "", _("Quitter le champ, puis revenir.")),
    )
    talk = tuple(Command(*row, ("conversation", "preview")) for row in rows)
    need = _("Ajouter un besoin que la personne a dit.")
    return (*talk, Command("need", "b", "B", "", need, ("conversation",)))


def wrap_up() -> tuple[Command, ...]:
    rows = (
        ("finish", "enter", _("Entrée"), "", _("Enregistrer, foyer suivant.")),
        ("day_later", "plus,equals_sign", "+", _("un jour"), _("Rappeler un jour plus tard.")),
        ("day_sooner", "minus", "-", "", _("Rappeler un jour plus tôt.")),
        ("morning", "m", "M", _("matin"), _("Rappeler le matin.")),
        ("afternoon", "a", "A", _("après-midi"), _("Rappeler l'après-midi.")),
        ("evening", "s", "S", _("soir"), _("Rappeler en soirée.")),
        ("date", "d", "D", _("date"), _("Dire quand rappeler.")),
        ("no_call", "0,à", "0", _("aucun"), _("Pas de prochain appel.")),
        ("correct", "c", "C", _("corriger"), _("Dire si la situation est sécurisée.")),
        ("note", "n,f6", "N", _("un mot"), _("Laisser un mot pour la suite.")),
        ("need", "b", "B", _("besoin"), _("Ajouter un besoin que la personne a dit.")),
        ("text_message", "q", "Q", _("SMS"), _("Montrer un conseil à envoyer par SMS.")),
        ("jump", "j", "J", _("réponses"), _("Relire les réponses, en changer une.")),
        ("other_number", "2,é", "2", _("autre numéro"), _("Appeler un autre numéro.")),
        ("undo", "backspace,ctrl+z", _("Retour"), _("annuler"), _("Reprendre l'appel.")),
        ("save_stop", "f4", "F4", _("s'arrêter"), _("Enregistrer, puis s'arrêter là.")),
    )
    return tuple(Command(*row, ("wrap_up",)) for row in rows)
