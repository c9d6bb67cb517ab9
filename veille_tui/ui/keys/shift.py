"""The keys before and after calls: everywhere, the first run, the start, the household."""

from __future__ import annotations

from veille_tui.language import _
from veille_tui.ui.keys.command import DESK, PREVIEW, SCRIPTS, Command


def everywhere() -> tuple[Command, ...]:
    return (
        Command(
            "ring_back",
            "f2",
            "F2",
            _("quelqu'un rappelle"),
            _("Retrouver qui rappelle, par son nom ou la fin de son numéro."),
            DESK,
        ),
        Command(
            "faq",
            "f3",
            "F3",
            _("questions"),
            _("Ce que les locataires demandent : chercher la réponse sans quitter l'appel."),
            ("household", "ringing", "conversation", "wrap_up"),
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


def first_run() -> tuple[Command, ...]:
    room = ("first_run",)
    return (
        Command("answer", "enter", _("Entrée"), _("continuer"), _("Répondre et continuer."), room),
        Command("back", "escape", _("Échap"), _("revenir"), _("La question d'avant."), room),
    )


def start() -> tuple[Command, ...]:
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
            "follow",
            "f9",
            "F9",
            "",
            _("Superviseur : signalements, relais, perdus de vue, alerte."),
            ("start",),
        ),
        Command(
            "scripts",
            "f8",
            "F8",
            "",
            _("Superviseur : écrire, vérifier et publier les scripts d'appel."),
            ("start",),
        ),
    )


def household() -> tuple[Command, ...]:
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
