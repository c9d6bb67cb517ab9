"""A campaign's preview for people: counts with bars, days, and what they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.partner_kinds import PARTNER_KINDS
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, current, n_
from veille_tui.supervision.preview import Preview, PublicCount
from veille_tui.supervision.workload import LONGEST_DAY, MISSED, Round

_BAR = 30
_LABEL = 42


def lines(found: Preview, campaign: Campaign, refused: int = 0) -> Iterator[str]:
    """Everything, a fact a line."""
    yield n_("{n} foyer", "{n} foyers", found.households).format(n=found.households)
    if refused:
        yield "  " + n_(
            "{n} ligne de la liste est refusée : veille tenants import --dry-run dit pourquoi.",
            "{n} lignes de la liste sont refusées : veille tenants import --dry-run dit pourquoi.",
            refused,
        ).format(n=refused)
    yield ""
    yield _("Publics")
    most = max((one.households for one in found.publics), default=0)
    for one in found.publics:
        yield from _public(one, most)
    if not campaign.segments:
        yield "  " + _("La campagne n'a pas de public : tout le monde est appelé, sans ordre.")
    yield from _remarks(found)
    if found.waves:
        yield ""
        yield _("Vagues")
        largest = max(found.waves.values())
        for name, count in found.waves.items():
            yield _row(_wave(name), count, largest)
    yield ""
    yield from _forecast(found, campaign)


def _public(one: PublicCount, most: int) -> Iterator[str]:
    title = one.title or one.id or _("aucun public : appelés après tous")
    yield _row(title, one.households, most)
    about = []
    if one.wave:
        day = _day(one.opens) if one.opens else _("dès le début")
        about.append(_("vague {name}, {day}").format(name=one.wave, day=day))
    if one.also:
        about.append(
            n_(
                "{n} autre y entrerait aussi",
                "{n} autres y entreraient aussi",
                one.also,
            ).format(n=one.also)
        )
    if one.without_number:
        about.append(_("{n} sans numéro").format(n=one.without_number))
    if about:
        yield "    " + strip_controls(" · ".join(about))


def _row(label: str, count: int, most: int) -> str:
    full = round(_BAR * count / most) if most else 0
    bar = "█" * max(full, 1 if count else 0)
    short = strip_controls(label)
    short = short if len(short) <= _LABEL else short[: _LABEL - 1] + "…"
    return f"  {short:<{_LABEL}} {count:>7}  {bar}".rstrip()


def _remarks(found: Preview) -> Iterator[str]:
    told = (
        (
            n_(
                "{n} foyer entre dans plusieurs publics : le premier compte, les autres restent"
                " notés.",
                "{n} foyers entrent dans plusieurs publics : le premier compte, les autres restent"
                " notés.",
                found.in_several,
            ),
            found.in_several,
        ),
        (
            n_(
                "{n} foyer n'a aucun numéro : il va droit aux relais.",
                "{n} foyers n'ont aucun numéro : ils vont droit aux relais.",
                found.without_number,
            ),
            found.without_number,
        ),
        (
            n_(
                "{n} foyer n'a pas de code de commune : aucun partenaire n'est trouvé par la"
                " commune.",
                "{n} foyers n'ont pas de code de commune : aucun partenaire n'est trouvé par la"
                " commune.",
                found.without_commune,
            ),
            found.without_commune,
        ),
    )
    for words, count in told:
        if count:
            yield "  " + words.format(n=count)
    for kind, count in found.uncovered.items():
        word = PARTNER_KINDS.get(kind, kind) if current() == "fr" else kind
        yield "  " + n_(
            "{n} foyer sans partenaire « {kind} » dans sa commune.",
            "{n} foyers sans partenaire « {kind} » dans leur commune.",
            count,
        ).format(n=count, kind=word)


def _forecast(found: Preview, campaign: Campaign) -> Iterator[str]:
    assumed = found.assumed
    yield n_(
        "Premier tour, avec {n} appelant", "Premier tour, avec {n} appelants", assumed.callers
    ).format(n=assumed.callers)
    named = {name: one for name, one in found.rounds.items() if name and one.households}
    most = max((one.days for one in named.values()), default=0)
    if len(named) > 1:
        for name, one in named.items():
            label = f"{_wave(name)}, {_ends(one)}"
            yield _row(label, one.days, most)
    whole = found.rounds[""]
    yield "  " + _("En tout : {days}, {end}.").format(
        days=n_("{n} jour d'appel", "{n} jours d'appel", whole.days).format(n=whole.days),
        end=_ends(whole),
    )
    if found.rhythm is not None:
        callers = max(1, -int(-found.rhythm.callers // 1))
        yield "  " + _(
            "Ensuite, le rythme du fichier demande {calls} appels aboutis par semaine : {callers}."
        ).format(
            calls=round(found.rhythm.calls_a_week),
            callers=n_("{n} appelant", "{n} appelants", callers).format(n=callers),
        )
    yield ""
    yield _("Hypothèses")
    yield "  " + _(
        "{minutes} minutes par appel abouti, {missed} sinon ; {share} % des appels aboutissent ;"
        " {most} tentatives au plus."
    ).format(
        minutes=_figure(assumed.minutes),
        missed=round(MISSED.total_seconds() / 60),
        share=round(100 * assumed.reached),
        most=campaign.attempts.maximum,
    )
    yield "  " + _("Soit {attempts} tentatives et {minutes} minutes par foyer en moyenne.").format(
        attempts=_figure(assumed.attempts), minutes=_figure(assumed.minutes_each)
    )
    yield "  " + _(
        "Chacun appelle pendant les horaires de la campagne, {hours} heures par jour au plus."
    ).format(hours=round(LONGEST_DAY.total_seconds() / 3600))
    if assumed.load:
        yield "  " + _("Et {n} foyers par jour au plus, à tous.").format(n=assumed.load)
    yield "  " + _(
        "Les tentatives d'un foyer sont réparties sur plusieurs jours : les derniers sont joints"
        " un peu plus tard."
    )


def _wave(name: str) -> str:
    return _("hors des vagues") if name == "-" else _("vague {name}").format(name=name)


def _ends(one: Round) -> str:
    if one.ends_on is None:
        return _("pas fini en deux ans")
    return _("jusqu'au {day}").format(day=_day(one.ends_on))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}" if current() == "fr" else day.isoformat()


def _figure(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if current() == "fr" else text
