"""A campaign's YAML file to a checked Campaign, or to all its problems at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from veille_tui.callscript.campaign_assignment import read_assignment
from veille_tui.callscript.campaign_hours import check_hours, read_hours, read_time, read_whole
from veille_tui.callscript.campaign_messages import read_messages
from veille_tui.callscript.campaign_publics import check_segments, read_segments, read_waves
from veille_tui.callscript.campaign_relays import read_relays
from veille_tui.callscript.campaign_words import CAMPAIGN_KEYS, HISTORIES
from veille_tui.callscript.checks import check_names
from veille_tui.callscript.compiler import load_script
from veille_tui.callscript.context import Context
from veille_tui.callscript.faq_file import read_faq
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.identifiers import read_name
from veille_tui.callscript.included_files import is_there
from veille_tui.callscript.known import known_questions
from veille_tui.callscript.partner_file import check_kinds, read_partners
from veille_tui.callscript.reader import read_file
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.rules import read_date, read_every
from veille_tui.callscript.tree import Table
from veille_tui.callscript.vocabulary import detect_language
from veille_tui.domain.cadence import parse_every
from veille_tui.domain.call_script import ENGLISH, FRENCH, CallScript
from veille_tui.domain.campaign import AlertMode, Attempts, CadenceRule, Campaign
from veille_tui.domain.outcomes import Outcome
from veille_tui.language import _
from veille_tui.problems import Problems


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """Everything that a campaign's file says."""

    campaign: Campaign
    script: CallScript
    script_path: Path
    partners: Path | None = None
    """The directory of partners, which the campaign holds."""


def read_campaign(path: Path) -> tuple[CampaignFile | None, Problems]:
    """The campaign in a file, with its call script; None when either has errors.

    The script and the partners' directory are looked for from the folder of the file.
    """
    report = Reporter()
    root = read_file(path, report)
    if root is None:
        return None, report.problems
    if not isinstance(root, Table):
        report.error(
            "not-a-campaign",
            root.place,
            _("Ce fichier n'est pas une campagne : il commence par une liste ou un texte."),
            _("Commencer par « campagne: nom », puis « titre: » et « script: »."),
        )
        return None, report.problems
    language = detect_language(root, CAMPAIGN_KEYS)
    reader = _CampaignReader(Context(report, language, tables=CAMPAIGN_KEYS), path.parent)
    found = reader.read(root)
    problems = report.problems
    for problem in reader.script_problems:
        problems.add(problem)
    return (found if problems.ok else None), problems


class _CampaignReader:
    """Reads one campaign, in the order of its file."""

    def __init__(self, context: Context, folder: Path) -> None:
        self._context = context
        self._folder = folder
        self.script_problems = Problems()

    def read(self, root: Table) -> CampaignFile | None:
        """Everything; None without a script."""
        context = self._context
        fields = Fields(context, root, "campaign")
        identity = self._identity(fields)
        segments = read_segments(context, fields)
        known = [one.segment.id for one in segments]
        hours, attempts = read_hours(context, fields), self._attempts(fields)
        campaign = replace(
            identity,
            segments=tuple(one.segment for one in segments),
            waves=read_waves(context, fields, segments),
            cadence=tuple(self._cadence(fields)),
            hours=hours,
            attempts=attempts,
            relays=read_relays(context, fields, attempts, hours),
            assignment=read_assignment(context, fields),
            alert_mode=self._alert_mode(fields),
            messages=read_messages(context, fields, known),
        )
        check_hours(fields, campaign)
        partners = self._file(fields, "partners")
        if partners is not None:
            found = read_partners(partners, context.report, context.language)
            campaign = replace(campaign, partners=found)
        if (faq := self._file(fields, "faq")) is not None:
            campaign = replace(campaign, faq=read_faq(faq, context.report))
        words = ENGLISH if context.language == "en" else FRENCH
        doubtful = check_names(context, known_questions((), words, context.language))
        if not any(id(one.condition) in doubtful for one in segments):
            check_segments(context, segments)
        script, path = self._script(fields)
        if script is None or path is None:
            return None
        if partners is not None:
            check_kinds(context.report, script, campaign.partners, partners)
        campaign = replace(campaign, script_id=script.id, script_hash=script.hash)
        return CampaignFile(campaign, script, path, partners)

    def _identity(self, fields: Fields) -> Campaign:
        name = read_name(
            fields, "campaign", _("Ajouter un nom court en tête : « campagne: canicule_2020 ».")
        )
        if not fields.text("title"):
            fields.missing("title", _("Ajouter le titre que les appelants verront."))
        start, end = read_date(fields, "start"), read_date(fields, "end")
        if start and end and end < start:
            fields.wrong(
                "bad-date",
                "end",
                _("La fin est avant le début."),
                _("Corriger l'une des deux dates."),
            )
        return Campaign(
            id=name,
            title=fields.text("title"),
            landlord=fields.text("landlord"),
            purpose=fields.text("purpose"),
            legal_basis=fields.text("legal_basis"),
            timezone=self._timezone(fields),
            language=self._context.language,
            start=start,
            end=end,
            retention=read_every(fields, "retention") if fields.has("retention") else "",
            secured_for=read_every(fields, "secured_for") if fields.has("secured_for") else "",
            shares_history=fields.one_of("history", HISTORIES) != "own",
            contact=fields.text("contact"),
        )

    def _timezone(self, fields: Fields) -> str:
        from zoneinfo import ZoneInfo

        name = fields.text("timezone") or "Europe/Paris"
        try:
            return ZoneInfo(name).key
        except (ValueError, OSError, KeyError):
            fields.wrong(
                "bad-timezone",
                "timezone",
                _("Ce fuseau horaire n'existe pas."),
                _("Écrire par exemple « Europe/Paris » ou « Indian/Reunion »."),
            )
            return "Europe/Paris"

    def _cadence(self, parent: Fields) -> Iterator[CadenceRule]:
        for table in parent.tables("cadence"):
            fields = Fields(self._context, table, "cadence")
            when = fields.condition("when", before=0)
            until = read_date(fields, "until")
            if every := read_every(fields, "every"):
                yield CadenceRule(every, when.text if when else "", until)

    def _attempts(self, parent: Fields) -> Attempts:
        usual = Attempts()
        table = parent.table("attempts")
        if table is None:
            return usual
        fields = Fields(self._context, table, "attempts")
        delays = fields.table("delays")
        grace = read_every(fields, "callback_grace") if fields.has("callback_grace") else ""
        return Attempts(
            per_day=read_whole(fields, "per_day", 1) or usual.per_day,
            maximum=read_whole(fields, "maximum", 1) or usual.maximum,
            slots=read_whole(fields, "slots", 1) or usual.slots,
            days=read_whole(fields, "days", 1) or usual.days,
            delays={**usual.delays, **(dict(self._delays(delays)) if delays else {})},
            callback_grace=parse_every(grace) if grace else usual.callback_grace,
        )

    def _delays(self, table: Table) -> Iterator[tuple[Outcome, timedelta]]:
        fields = Fields(self._context, table, "delays")
        for name in CAMPAIGN_KEYS["delays"]:
            if fields.has(name) and (every := read_every(fields, name)):
                yield Outcome(name), parse_every(every)

    def _alert_mode(self, parent: Fields) -> AlertMode | None:
        table = parent.table("alert_mode")
        if table is None:
            return None
        fields = Fields(self._context, table, "alert_mode")
        every = read_every(fields, "every") if fields.has("every") else ""
        return AlertMode(every or "P1D", read_time(fields, "by"))

    def _file(self, fields: Fields, name: str) -> Path | None:
        text = fields.text(name)
        if not text:
            return None
        path = self._folder / text
        if is_there(path):
            return path
        fields.wrong(
            "file-missing",
            name,
            _("Le fichier « {name} » n'existe pas à cet endroit.").format(name=text[:80]),
            _("Vérifier le nom ; il se lit depuis le dossier de la campagne."),
        )
        return None

    def _script(self, fields: Fields) -> tuple[CallScript | None, Path | None]:
        if not fields.text("script"):
            fields.missing("script", _("Ajouter le fichier du script d'appel."))
            return None, None
        path = self._file(fields, "script")
        if path is None:
            return None, None
        script, self.script_problems = load_script(path)
        return script, path
