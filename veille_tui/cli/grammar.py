"""How the command line is put together: options common to all, nouns, verbs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from veille_tui import __version__
from veille_tui.cli.argparse_words import Formatter, speak
from veille_tui.cli.context import Context
from veille_tui.language import _

Run = Callable[[argparse.Namespace, Context], int]


class Group:
    """Commands that stand together: those of `veille`, or the verbs of a noun."""

    def __init__(self, parser: argparse.ArgumentParser, metavar: str) -> None:
        self._commands = parser.add_subparsers(
            title=_("commandes"), metavar=metavar, required=True, dest=f"{parser.prog} command"
        )

    def command(
        self, name: str, summary: str, run: Run, *, prints_data: bool = True
    ) -> argparse.ArgumentParser:
        """One more command; its options are added to what is returned."""
        parser = self._parser(name, summary)
        parser.set_defaults(run=run, prints_data=prints_data)
        return parser

    def noun(self, name: str, summary: str) -> Group:
        """A noun with verbs of its own."""
        return Group(self._parser(name, summary), _("ACTION"))

    def _parser(self, name: str, summary: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = self._commands.add_parser(
            name,
            help=summary,
            description=summary,
            parents=[common_options()],
            allow_abbrev=False,
            formatter_class=Formatter,
        )
        return parser


def common_options() -> argparse.ArgumentParser:
    """Options that may stand before or after the command; absent from the result when not given."""
    options = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = options.add_argument_group(_("options communes"))
    group.add_argument("--store", metavar="URL", help=_("adresse de la base partagée"))
    group.add_argument(
        "--home", metavar=_("DOSSIER"), help=_("un seul dossier pour réglages, journal et base")
    )
    group.add_argument("--lang", choices=("fr", "en"), help=_("langue"))
    group.add_argument(
        "--json", action="store_true", help=_("un document JSON sur la sortie standard")
    )
    return options


def main_parser() -> tuple[argparse.ArgumentParser, Group]:
    """`veille` itself, in the language in force, and the group of its commands."""
    speak()
    parser = argparse.ArgumentParser(
        prog="veille",
        description=_(
            "Prendre des nouvelles des locataires fragiles, par téléphone. Sans commande : ouvre"
            " le poste d'appel."
        ),
        parents=[common_options()],
        allow_abbrev=False,
        formatter_class=Formatter,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"veille {__version__}",
        help=_("dire la version du programme et quitter"),
    )
    parser.set_defaults(whole=parser)
    return parser, Group(parser, _("COMMANDE"))


def given(arguments: argparse.Namespace, name: str) -> Any:
    """An option that may be absent, or None."""
    return getattr(arguments, name, None)
