"""The start screen's figures in words; surnames are shortened, people look over shoulders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from veille_tui.desk.shift import Shift, Today
from veille_tui.domain.case import PromisedCall, Waiting
from veille_tui.language import _, hour, n_
from veille_tui.ui.sync_words import ahead_words
from veille_tui.ui.words import day_words, future, late_words

LABEL_WIDTH = 22
MOST_PROMISES = 5
OLD_AFTER_MINUTES = 5


def first_name(caller: str) -> str:
    """What the program calls a caller: the first of their names."""
    return caller.split(" ", 1)[0] if caller else ""


def no_campaign() -> str:
    """What to do when the shared store holds no campaign."""
    return _(
        "Aucune campagne n'est ouverte.\n"
        "Superviseur : veille campaign create FICHIER, puis veille tenants import.\n"
        "Pour découvrir le programme : veille demo."
    )


def shift_lines(shift: Shift, now: datetime, *, is_cut_off: bool = False) -> str:
    """To call, promised, this morning; a line each. `is_cut_off`: these figures may be wrong."""
    zone = ZoneInfo(shift.timezone)
    lines = []
    if shift.waiting is None:
        lines.append(_line(_("À appeler"), _("chiffres pas encore connus")))
    else:
        lines.append(
            _line(
                _("À appeler"), to_call(shift.waiting, now, zone, shift.ahead.count, shift.in_hand)
            )
        )
        lines += _promises(shift.waiting.promises, now, shift.timezone)
    held = ahead_words(shift.ahead, zone)
    if held:
        lines.append(_line(_("Sans réseau"), held))
    local = now.astimezone(zone)
    since = _("Ce matin") if local.hour < 12 else _("Aujourd'hui")
    lines.append(_line(since, today_words(shift.today)))
    oldest = 0 if is_cut_off else OLD_AFTER_MINUTES * 60
    if shift.waiting_at and (now - shift.waiting_at).total_seconds() >= oldest:
        seen = shift.waiting_at.astimezone(zone)
        when = f"{day_words(seen, now, zone)}, {hour(seen)}"
        lines.append(_line("", _("(derniers chiffres connus : {when})").format(when=when)))
    return "\n".join(lines)


def to_call(
    waiting: Waiting, now: datetime, zone: ZoneInfo, ahead: int = 0, in_hand: int = 0
) -> str:
    """How many households, and when the next ones come; those held here in advance are to call."""
    count = waiting.ready + ahead
    ready = n_("{n} foyer", "{n} foyers", count).format(n=count)
    if count == 0:
        ready = _("aucun foyer pour le moment")
    if count == 0 and waiting.next_due_at and waiting.next_due_at > now:
        return _("{ready}, le prochain {at}").format(
            ready=ready, at=future(waiting.next_due_at, now, zone)
        )
    elsewhere = waiting.held - ahead - in_hand
    if elsewhere > 0:
        held = n_("{n} déjà pris en charge", "{n} déjà pris en charge", elsewhere)
        return f"{ready}, {held.format(n=elsewhere)}"
    return ready


def today_words(today: Today) -> str:
    """What this desk did today."""
    parts = (
        n_("{n} appel", "{n} appels", today.dials).format(n=today.dials),
        n_("{n} personne jointe", "{n} personnes jointes", today.reached).format(n=today.reached),
        n_("{n} situation sécurisée", "{n} situations sécurisées", today.secured).format(
            n=today.secured
        ),
    )
    return ", ".join(parts) if today.dials else _("pas encore d'appel")


def promised_words(promises: Sequence[PromisedCall], now: datetime, timezone: str) -> list[str]:
    """Each promised call: its hour, who, where, how late."""
    zone = ZoneInfo(timezone)
    lines = []
    for call in promises:
        starts = call.promise.starts.astimezone(zone)
        is_today = starts.date() == now.astimezone(zone).date()
        at = hour(starts) if is_today else f"{day_words(starts, now, zone)}, {hour(starts)}"
        who = f"{call.title} {call.last_name[:1]}.".strip() + (
            f", {call.city}" if call.city else ""
        )
        late = late_minutes(call, now)
        lines.append(f"{at:<9} {who:<30} {late_words(late) if late else ''}".rstrip())
    return lines


def late_minutes(call: PromisedCall, now: datetime) -> int:
    """Whole minutes after the end of what was promised; 0 when it is not late."""
    promised = call.promise.ends or call.promise.starts
    return max(0, int((now - promised).total_seconds() // 60))


def _promises(promises: Sequence[PromisedCall], now: datetime, timezone: str) -> list[str]:
    if not promises:
        return [_line(_("Rappels promis"), _("aucun"))]
    late = sum(late_minutes(call, now) > 0 for call in promises)
    count = str(len(promises))
    if late:
        count = _("{n}, dont {late} en retard").format(n=len(promises), late=late)
    lines = [_line(_("Rappels promis"), count)]
    lines += [f"   {words}" for words in promised_words(promises[:MOST_PROMISES], now, timezone)]
    more = len(promises) - MOST_PROMISES
    if more > 0:
        lines.append("   " + _("et {n} de plus : F3").format(n=more))
    return lines


def _line(label: str, words: str) -> str:
    return f"{label:<{LABEL_WIDTH}}{words}"


def going_on(count: int) -> str:
    """What becomes of the calls that were begun when a shift ends."""
    return n_(
        "{n} appel commencé reste à vous : il reprendra au même endroit.",
        "{n} appels commencés restent à vous : ils reprendront au même endroit.",
        count,
    ).format(n=count)
