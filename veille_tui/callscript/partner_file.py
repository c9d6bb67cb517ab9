"""The directory of partners, from YAML or from a sheet: who takes a referral over, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from veille_tui.callscript.campaign_words import CAMPAIGN_KEYS, PARTNER_CHANNELS
from veille_tui.callscript.communes import read_communes
from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.identifiers import Names, code_of, read_id
from veille_tui.callscript.partner_checks import partner_words
from veille_tui.callscript.partner_sheet import read_sheet
from veille_tui.callscript.reader import read_file
from veille_tui.callscript.reporter import Reporter, closest, did_you_mean, listed
from veille_tui.callscript.tree import Place, Source, Table
from veille_tui.callscript.vocabulary import detect_language
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.campaign import Partner
from veille_tui.domain.partner_kinds import PARTNER_KINDS, partner_kind
from veille_tui.domain.phones import FICTION, OVERSEAS
from veille_tui.language import _

_YAML = (".yaml", ".yml")
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+\.[A-Za-z]{2,24}")
_SHORT = re.compile(r"\d{2,6}")
_NATIONAL = re.compile(r"0[1-9]\d{8}")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}")
_LOOKS_LIKE = 80
_OURS = frozenset({"supervisor", "postman"})
"""Kinds that are the campaign's own people: no directory has them."""


def read_partners(path: Path, report: Reporter, language: str) -> tuple[Partner, ...]:
    """The partners of a file, in order; everything wrong with them goes to `report`.

    A sheet's headings are read in `language` first.
    """
    root = read_file(path, report) if _is_yaml(path) else read_sheet(path, report, language)
    if root is None:
        return ()
    if not isinstance(root, Table):
        report.error(
            "not-partners",
            root.place,
            _("Ce fichier n'est pas un carnet de partenaires."),
            _("Commencer par « partenaires: », puis un tiret devant chacun."),
        )
        return ()
    context = Context(report, detect_language(root, CAMPAIGN_KEYS), tables=CAMPAIGN_KEYS)
    fields = Fields(context, root, "partner_file")
    if not fields.has("partners"):
        fields.missing("partners", _("Ajouter « partenaires: », puis un tiret devant chacun."))
    return tuple(_partners(context, fields))


def _is_yaml(path: Path) -> bool:
    return path.suffix.lower() in _YAML


def _partners(context: Context, parent: Fields) -> Iterator[Partner]:
    names = Names()
    for table in parent.tables("partners"):
        fields = Fields(context, table, "partner")
        title = fields.text("name")
        if not title:
            fields.missing("name", _("Ajouter le nom du partenaire."))
        name = _id(fields, names, title)
        kind = _kind(fields)
        email, phone, address = _email(fields), _phone(fields), fields.text("address")
        channel = _channel(fields, {"email": email, "phone": phone, "letter": address})
        communes = read_communes(fields)
        themes = tuple(scalar.text.strip() for scalar in fields.texts("themes"))
        if name and title and kind:
            yield Partner(
                name,
                kind,
                title,
                communes,
                channel,
                email,
                phone,
                address,
                fields.text("note"),
                themes,
            )


def _id(fields: Fields, names: Names, title: str) -> str:
    """Its id, or one made from its name: a sheet rarely has any."""
    if fields.has("id") and fields.text("id"):
        return read_id(fields, names, is_free=True)
    made = code_of(title) if title else ""
    place = fields.key_place("name")
    return made if made and names.claim(fields.context, made, place) else ""


def _kind(fields: Fields) -> str:
    word = fields.text("kind")
    if not word:
        fields.missing("kind", _("Ajouter son genre, par exemple « genre: ccas »."))
        return ""
    kind = partner_kind(word)
    known = partner_words(fields.context.language)
    close = "" if kind in PARTNER_KINDS else closest(word, known, _LOOKS_LIKE)
    if close:
        fields.wrong(
            "unknown-partner",
            "kind",
            _("« {word} » n'est pas un genre de partenaire.").format(word=word[:60]),
            did_you_mean(word, [close]),
        )
    return kind


def _email(fields: Fields) -> str:
    text = fields.text("email")
    if not text or _EMAIL.fullmatch(text):
        return text
    fields.wrong(
        "bad-email",
        "email",
        _("« {text} » n'est pas une adresse de courriel.").format(text=text[:80]),
        _("Écrire une seule adresse, comme accueil@exemple.fr, sans espace."),
    )
    return ""


def _phone(fields: Fields) -> str:
    """E.164, or a short number as it is dialled."""
    text = fields.text("phone")
    plain = re.sub(r"[\s.\-()/\u00a0\u202f]", "", text.replace("(0)", ""))
    plain = re.sub(r"^00(?=[1-9])", "+", plain)
    if _NATIONAL.fullmatch(plain):
        return _abroad(plain)
    if not plain or _INTERNATIONAL.fullmatch(plain) or _SHORT.fullmatch(plain):
        return plain
    lost = re.fullmatch(r"[1-9]\d{8}", plain)
    fields.wrong(
        "bad-phone",
        "phone",
        _("« {text} » n'est pas un numéro de téléphone.").format(text=text[:40]),
        _("Il a perdu son zéro : écrire « 0{number} ».").format(number=plain)
        if lost
        else _("Dix chiffres, comme 05 36 49 00 00 ; un seul numéro."),
    )
    return ""


def _abroad(national: str) -> str:
    if national[:6] not in FICTION:
        for code, beginnings in OVERSEAS.items():
            if national.startswith(beginnings):
                return f"+{code}{national[1:]}"
    return f"+33{national[1:]}"


def _channel(fields: Fields, ways: dict[str, str]) -> str:
    """How referrals reach it: what the file says, else the first way that it gives."""
    said = fields.one_of("channel", PARTNER_CHANNELS)
    if said and not ways[said] and not fields.has({"letter": "address"}.get(said, said)):
        fields.wrong(
            "missing-way",
            "channel",
            _("Ce partenaire se joint ainsi, et le moyen n'est pas donné."),
            _("Ajouter « {word}: … ».").format(
                word=fields.word({"letter": "address"}.get(said, said))
            ),
        )
    first = next((way for way, value in ways.items() if value), "")
    if not said and not first and not _is_given(fields):
        fields.context.report.warning(
            "no-way",
            fields.node.place,
            _("Rien ne dit comment joindre ce partenaire."),
            _("Ajouter un courriel, un téléphone ou une adresse."),
        )
    return said or first or "email"


def _is_given(fields: Fields) -> bool:
    return any(fields.has(name) for name in ("email", "phone", "address"))


def check_kinds(
    report: Reporter, script: CallScript, partners: Iterable[Partner], path: Path
) -> None:
    """Warn of kinds that the script's needs go to and the directory lacks, naming the needs."""
    there = {partner.kind for partner in partners}
    asked: dict[str, dict[str, None]] = {}
    for need in script.needs:
        kind = partner_kind(need.to)
        if kind and kind not in _OURS and kind not in there:
            asked.setdefault(kind, {}).setdefault(need.theme)
    for kind, themes in asked.items():
        word = PARTNER_KINDS.get(kind, kind) if script.language == "fr" else kind
        report.warning(
            "no-partner",
            Place(Source(str(path), ()), 1, 1),
            _(
                "Le carnet n'a aucun partenaire du genre « {kind} » ; le script en a besoin pour :"
                " {themes}."
            ).format(kind=word, themes=listed(themes, 8)),
            _("Ajouter ce partenaire : sans lui, ces besoins attendent le superviseur."),
        )
