"""Reads the command line and runs the command it names."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from veille_tui import config, language
from veille_tui.cli.asking import ask_here
from veille_tui.cli.context import Context
from veille_tui.cli.grammar import given, main_parser
from veille_tui.domain.texts import strip_controls
from veille_tui.errors import WrongUsage
from veille_tui.language import _

_VARIABLES = {"store": "VEILLE_STORE", "home": "VEILLE_HOME", "lang": "VEILLE_LANG"}


def run_command(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run the command that `arguments` name; its exit status (2 for a wrong command line)."""
    language.use(_language_of(arguments, env))
    # What is typed here is kept and shown on others' screens, and may have been pasted.
    arguments = [strip_controls(one) for one in arguments]
    try:
        parsed = parser().parse_args(arguments)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 2
    as_json = bool(given(parsed, "json"))
    if as_json and not parsed.prints_data:
        raise WrongUsage(
            _("Cette commande n'a pas de données à donner en JSON."), _("Retirer --json.")
        )
    place = _place(parsed, env)
    settings = config.load(place)
    language.use(settings.language)
    ask_here()
    status: int = parsed.run(parsed, Context(settings, place, as_json))
    return status


def parser() -> argparse.ArgumentParser:
    """The whole command line, in the language in force."""
    from veille_tui.cli import (
        calls,
        campaigns,
        messages,
        referrals,
        relays,
        reports,
        scripts,
        simulate,
        station,
        stores,
        sync,
        tenants,
        users,
    )

    whole, commands = main_parser()
    daily = (calls, sync, campaigns, tenants, referrals, relays, messages, scripts, reports)
    for noun in (*daily, simulate, stores, users, station):
        noun.add(commands)
    return whole


def _place(parsed: argparse.Namespace, env: Mapping[str, str]) -> dict[str, str]:
    """The environment with the options in force: an option is stronger than its variable."""
    options = {_VARIABLES[name]: given(parsed, name) for name in _VARIABLES}
    return {**env, **{name: value for name, value in options.items() if value}}


def _language_of(arguments: Sequence[str], env: Mapping[str, str]) -> str:
    """The language to explain the command line in, before it is read."""
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            return value if equals else " ".join(arguments[place + 1 : place + 2])
    if env.get("VEILLE_LANG"):
        return env["VEILLE_LANG"]
    home = next((arg.partition("=")[2] for arg in arguments if arg.startswith("--home=")), "")
    try:
        return config.load({**env, "VEILLE_HOME": home} if home else env).language
    except WrongUsage:
        return "fr"
