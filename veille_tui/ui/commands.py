"""Every key: what it does, its words, where it works; footers, help and palette come from here.

A screen named after a room does `BINDINGS = commands.bindings("room")` and has one action method
per row of that room: the row "dial" runs `action_dial`, the row "pick" on "1..9" runs
`action_pick(n)`. Rows stand in order of importance: the key line shows the first that fit.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.language import _

TOP_ROW = tuple(
    "à ampersand é quotation_mark apostrophe left_parenthesis minus è underscore ç".split()
)
"""What the digits 0 to 9 give on a French keyboard without Shift."""


@dataclass(frozen=True, slots=True)
class Command:
    """One key of one or several rooms."""

    id: str
    keys: str
    """Textual's names, with commas; "1..9" stands for the digits, shifted or not."""
    key: str
    """As it is printed on the keyboard."""
    label: str
    """For the key line: a word or two; "" keeps it out of there."""
    help: str
    """One sentence for the help and the palette."""
    rooms: tuple[str, ...]


DESK = ("start", "household", "ringing", "conversation", "wrap_up")
"""The rooms of a shift; the first run is not one."""
SCRIPTS = ("scripts", "script_editor")
"""The rooms of those who write call scripts."""
PREVIEW = ("preview", "preview_people", "preview_summary")
"""The rooms of `veille script play`: a conversation, before it and after it."""


def table() -> tuple[Command, ...]:
    """Every command, in the language in force."""
    return (
        *_first_run(),
        *_start(),
        *_household(),
        *_ringing(),
        *_preview(),
        *_conversation(),
        *_wrap_up(),
        *_scripts(),
        *_script_editor(),
        *_everywhere(),
    )


def of_room(room: str) -> tuple[Command, ...]:
    """The commands of one room, the most important first."""
    return tuple(command for command in table() if room in command.rooms)


def bindings(room: str) -> list[BindingType]:
    """The keys of one room, for its screen's BINDINGS."""
    found: list[BindingType] = []
    for command in of_room(room):
        for action, keys in _actions(command):
            name = f"{room}.{''.join(c if c.isalnum() else '-' for c in action)}"
            found.append(Binding(keys, action, command.help, show=False, id=name))
    return found


def digit(number: int) -> str:
    """The keys that type this digit, with and without Shift on a French keyboard."""
    return f"{number},{TOP_ROW[number]}"


def _actions(command: Command) -> list[tuple[str, str]]:
    if ".." not in command.keys:
        return [(command.id, _both_cases(command.keys))]
    first, last = command.keys.split("..")
    return [(f"{command.id}({n})", digit(n)) for n in range(int(first), int(last) + 1)]


def _both_cases(keys: str) -> str:
    """`keys`, each letter with its capital: Caps Lock changes nothing."""
    letters = [key.upper() for key in keys.split(",") if len(key) == 1 and key.isascii()]
    return ",".join([keys, *(letter for letter in letters if letter.isalpha())])


def _everywhere() -> tuple[Command, ...]:
    return (
        Command(
            "ring_back",
            "f2",
            "F2",
            _("quelqu'un rappelle"),
            _("Retrouver la personne qui rappelle, par son nom ou la fin de son numéro."),
            DESK,
        ),
        Command(
            "messages",
            "f12",
            "F12",
            "",
            _("Les messages : qui d'autre a appelé, ce qui n'a pas pu être envoyé."),
            ("start", "household", "ringing", "wrap_up"),
        ),
        Command(
            "help",
            "f1",
            "F1",
            _("aide"),
            _("Toutes les touches de cet écran."),
            (*DESK, *PREVIEW, *SCRIPTS),
        ),
        Command(
            "palette",
            "ctrl+p",
            "Ctrl+P",
            "",
            _("Chercher une commande par son nom."),
            (*DESK, *PREVIEW, *SCRIPTS, "first_run"),
        ),
        Command(
            "quit",
            "ctrl+q",
            "Ctrl+Q",
            "",
            _("Quitter ; tout ce qui est noté reste, et l'appel reprend au même endroit."),
            (*DESK, "scripts", "first_run"),
        ),
    )


def _first_run() -> tuple[Command, ...]:
    room = ("first_run",)
    return (
        Command("answer", "enter", _("Entrée"), _("continuer"), _("Répondre et continuer."), room),
        Command("back", "escape", _("Échap"), _("revenir"), _("La question d'avant."), room),
    )


def _start() -> tuple[Command, ...]:
    return (
        Command(
            "next",
            "enter",
            _("Entrée"),
            _("suivant"),
            _("Prendre le foyer suivant."),
            ("start",),
        ),
        Command(
            "callbacks",
            "f3",
            "F3",
            _("mes rappels"),
            _("Les appels promis, et en prendre un."),
            ("start",),
        ),
        Command(
            "end_shift",
            "f4",
            "F4",
            _("fin de poste"),
            _("Laisser un mot, rendre ce qui n'est pas appelé, et fermer."),
            ("start",),
        ),
        Command(
            "campaigns",
            "c",
            "C",
            "",
            _("Changer de campagne."),
            ("start",),
        ),
        Command("retry", "f5", "F5", "", _("Demander à nouveau les chiffres."), ("start",)),
        Command(
            "scripts",
            "f8",
            "F8",
            "",
            _("Superviseur : écrire, vérifier et publier les scripts d'appel."),
            ("start",),
        ),
    )


def _household() -> tuple[Command, ...]:
    room = ("household",)
    return (
        Command(
            "dial",
            "enter",
            _("Entrée"),
            _("appeler"),
            _("Noter l'appel, puis composer ce numéro."),
            room,
        ),
        Command("pick", "1..9", "1-9", _("autre numéro"), _("Choisir un autre numéro."), room),
        Command("qr", "q", "Q", _("code QR"), _("Montrer un code que le téléphone compose."), room),
        Command(
            "softphone",
            "o",
            "O",
            _("logiciel"),
            _("Ouvrir le numéro dans le logiciel de téléphonie."),
            room,
        ),
        Command("copy", "c", "C", _("copier"), _("Proposer le numéro au presse-papiers."), room),
        Command(
            "history",
            "h",
            "H",
            _("histoire"),
            _("Tout ce qui s'est passé avec ce foyer."),
            room,
        ),
        Command(
            "add_number",
            "plus,n",
            "N",
            _("nouveau numéro"),
            _("Noter un numéro que l'on vient de donner."),
            room,
        ),
        Command(
            "undo",
            "backspace,ctrl+z",
            _("Retour"),
            _("annuler l'issue"),
            _("Revenir sur ce qui vient d'être dit de l'appel."),
            room,
        ),
        Command(
            "leave",
            "escape",
            _("Échap"),
            "",
            _("Revenir au début de poste ; le foyer reste à vous."),
            room,
        ),
        Command("move(-1)", "up", "↑", "", _("Le numéro au-dessus."), room),
        Command("move(1)", "down", "↓", "", _("Le numéro au-dessous."), room),
        Command(
            "put_back",
            "r",
            "R",
            _("rendre"),
            _("Rendre ce foyer sans l'appeler ; quelqu'un d'autre le prendra."),
            room,
        ),
    )


def _ringing() -> tuple[Command, ...]:
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


def _conversation() -> tuple[Command, ...]:
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
        ("undo", "ctrl+z", "Ctrl+Z", _("annuler"), _("Reprendre la dernière réponse.")),
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
    return tuple(Command(*row, ("conversation", "preview")) for row in rows)


def _preview() -> tuple[Command, ...]:
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


def _wrap_up() -> tuple[Command, ...]:
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
        ("jump", "j", "J", _("réponses"), _("Relire les réponses, en changer une.")),
        ("other_number", "2,é", "2", _("autre numéro"), _("Appeler un autre numéro.")),
        ("undo", "backspace,ctrl+z", _("Retour"), _("annuler"), _("Reprendre l'appel.")),
        ("save_stop", "f4", "F4", _("s'arrêter"), _("Enregistrer, puis s'arrêter là.")),
    )
    return tuple(Command(*row, ("wrap_up",)) for row in rows)


def _scripts() -> tuple[Command, ...]:
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


def _script_editor() -> tuple[Command, ...]:
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
