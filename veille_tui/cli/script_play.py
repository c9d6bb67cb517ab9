"""`veille script play`: the callers' screens on a made-up call, or the same in lines."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.cli.row_number import row_number
from veille_tui.errors import WrongUsage
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.desk.rehearsal import Rehearsed
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.case import CallReason
    from veille_tui.domain.made_up_people import Callee

_DESCRIBED = ("age", "alone", "flags", "segments", "agency", "days")
_OLDEST = 130


def add(verbs: Group) -> None:
    """Declare the verb."""
    play = verbs.command("play", _("dérouler un appel à blanc, sans rien enregistrer"), _play)
    play.add_argument("file", metavar=_("FICHIER"), help=_("script d'appel"))
    play.add_argument(
        "--answers", metavar=_("FICHIER.json"), help=_("les réponses, au lieu de les demander")
    )
    play.add_argument(
        "--plain", action="store_true", help=_("en lignes, au lieu des écrans des appelants")
    )
    who = play.add_argument_group(_("qui est appelé (sans rien : une liste à choisir)"))
    who.add_argument("--case", metavar=_("NOM"), help=_("un essai du script, réponses comprises"))
    who.add_argument(
        "--tenant", metavar="ID", type=row_number, help=_("un locataire de la base, seulement lu")
    )
    who.add_argument("--age", metavar="N", type=int, help=_("son âge"))
    who.add_argument("--alone", action="store_const", const=True, help=_("la personne vit seule"))
    who.add_argument(
        "--not-alone",
        dest="alone",
        action="store_const",
        const=False,
        help=_("la personne ne vit pas seule"),
    )
    who.add_argument("--flags", metavar="A,B", help=_("ses marqueurs : entend_mal,isole"))
    who.add_argument("--segments", metavar="A,B", help=_("ses publics"))
    who.add_argument("--agency", metavar=_("NOM"), help=_("son agence"))
    who.add_argument("--days", metavar="N", type=int, help=_("jours depuis le dernier contact"))
    who.add_argument("--reason", metavar=_("MOTIF"), help=_("premier, suivi, rappel ou entrant"))


def _play(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.callscript.compiler import load_script
    from veille_tui.cli.problem_lines import show_problems
    from veille_tui.cli.script import refuse, rehearse, run_play

    reason = _reason(arguments.reason)
    _refuse_contradictions(arguments)
    if arguments.answers:
        return run_play(
            arguments.file,
            arguments.answers,
            context.as_json,
            stdin=sys.stdin,
            out=context.out,
            err=context.err,
        )
    script, problems = load_script(Path(arguments.file))
    if script is None:
        return refuse(problems, context.as_json, context.out)
    start = _chosen(arguments, context, script, reason)
    show_problems(problems, context.err)
    if arguments.plain or context.as_json or not _is_terminal():
        callee = _as_called(script, context, start) if start else None
        return rehearse(
            script, callee, context.as_json, stdin=sys.stdin, out=context.out, err=context.err
        )
    from veille_tui.domain.case import CallReason
    from veille_tui.preview import run_preview

    return run_preview(script, context.settings, start, reason or CallReason.FIRST)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _reason(word: str | None) -> CallReason | None:
    if word is None:
        return None
    from veille_tui.domain.case import CallReason
    from veille_tui.domain.conditions import REASON_WORDS

    code = REASON_WORDS.get(word, word)
    if code not in tuple(CallReason):
        raise WrongUsage(
            _("« {word} » n'est pas un motif d'appel.").format(word=word[:40]),
            _("Motifs possibles : {words}.").format(words=", ".join(REASON_WORDS)),
        )
    return CallReason(code)


def _refuse_contradictions(arguments: argparse.Namespace) -> None:
    """One way of saying who is called; the document of answers says it all."""
    ways = [name for name in ("answers", "case", "tenant") if getattr(arguments, name) is not None]
    if any(getattr(arguments, name) is not None for name in _DESCRIBED):
        ways.append("age…")
    if arguments.answers and arguments.reason:
        ways.append("reason")
    if len(ways) > 1:
        raise WrongUsage(
            _("Qui est appelé est dit de plusieurs façons : {ways}.").format(
                ways=", ".join(f"--{way}" for way in ways)
            ),
            _("N'en garder qu'une."),
        )
    numbers = (("age", _OLDEST), ("days", 100_000))
    for name, most in numbers:
        value = getattr(arguments, name)
        if value is not None and not 0 <= value <= most:
            raise WrongUsage(
                _("--{name} : {value} n'est pas possible.").format(name=name, value=value),
                _("Donner un nombre entre 0 et {most}.").format(most=most),
            )


def _chosen(
    arguments: argparse.Namespace,
    context: Context,
    script: CallScript,
    reason: CallReason | None,
) -> Rehearsed | None:
    """Who the command line asks to call; None when it leaves the choice."""
    from veille_tui.desk.rehearsal import Rehearsed

    if arguments.tenant is not None:
        from veille_tui.preview import look_for_tenant

        return look_for_tenant(context.settings, arguments.tenant, reason)
    if arguments.case is not None:
        return Rehearsed(_case(script, arguments.case, reason))
    if any(getattr(arguments, name) is not None for name in _DESCRIBED):
        return Rehearsed(_described(arguments, script, reason))
    return None


def _case(script: CallScript, name: str, reason: CallReason | None) -> Callee:
    """The script's own case of this name, or of the only one that holds these words."""
    from dataclasses import replace

    from veille_tui.callscript.reporter import did_you_mean, listed
    from veille_tui.domain.made_up_people import cases_of

    cases = cases_of(script)
    names = [callee.case.name for callee in cases if callee.case]
    exact = [at for at, one in enumerate(names) if one.casefold() == name.casefold()]
    near = [at for at, one in enumerate(names) if name.casefold() in one.casefold()]
    found = exact[:1] or near
    if len(found) == 1:
        case = cases[found[0]]
        return replace(case, reason=reason) if reason else case
    known = _("Essais du script : {names}.").format(names=listed(names))
    message = _("Plusieurs essais s'appellent ainsi : « {name} ».")
    if not found:
        message = _("Ce script n'a pas d'essai « {name} ».")
    hint = listed([names[at] for at in found]) if found else did_you_mean(name, names, known)
    raise WrongUsage(message.format(name=name[:60]), hint)


def _described(
    arguments: argparse.Namespace, script: CallScript, reason: CallReason | None
) -> Callee:
    from veille_tui.domain.case import CallReason
    from veille_tui.domain.made_up_people import described
    from veille_tui.domain.tenants import Profile

    profile = Profile(
        age=arguments.age,
        lives_alone=arguments.alone,
        flags=_words(arguments.flags),
        segments=_words(arguments.segments),
        agency=arguments.agency or "",
        days_since_contact=arguments.days,
    )
    return described(profile, script, reason or CallReason.FIRST)


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())


def _as_called(script: CallScript, context: Context, start: Rehearsed) -> Callee:
    """What conditions see of this person, as the desk tells it."""
    from dataclasses import replace

    from veille_tui.preview import rehearsal_desk

    desk = rehearsal_desk(script, context.settings)
    try:
        profile = desk.call(start).profile
    finally:
        desk.close()
    return replace(start.callee, profile=profile) if profile else start.callee
