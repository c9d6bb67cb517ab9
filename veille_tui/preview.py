"""`veille script play`: the callers' own screens on a rehearsed call, kept in memory only."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from veille_tui.bootstrap import clock, open_store, read_number
from veille_tui.domain.case import CallReason
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.ui.workstation import Workstation

if TYPE_CHECKING:
    from veille_tui.config import Settings
    from veille_tui.desk.rehearsal import RehearsalDesk, Rehearsed
    from veille_tui.domain.call_script import CallScript
    from veille_tui.store.shared import SharedStore
    from veille_tui.ui.preview import PreviewApp


def run_preview(
    script: CallScript, settings: Settings, start: Rehearsed | None, reason: CallReason
) -> int:
    """Open the callers' screens until they are left; `start` is called at once."""
    desk = rehearsal_desk(script, settings)
    app = preview_app(script, settings, desk, start, reason)
    _leave_properly(app)
    try:
        app.run()
    finally:
        desk.close()
    return app.return_code or 0


def rehearsal_desk(script: CallScript, settings: Settings) -> RehearsalDesk:
    """A desk whose journal is in memory and which reaches no store."""
    from veille_tui.desk.rehearsal import RehearsalDesk

    return RehearsalDesk(
        script,
        landlord="Habitat des Deux Rives",
        caller=settings.user or "Camille",
        clock=clock,
        read_number=read_number,
    )


def preview_app(
    script: CallScript,
    settings: Settings,
    desk: RehearsalDesk,
    start: Rehearsed | None,
    reason: CallReason,
) -> PreviewApp:
    """The callers' application, without courier, store, or anything to write to."""
    from dataclasses import replace

    from veille_tui.sync.rounds import SyncState
    from veille_tui.ui.preview import PreviewApp

    station = Workstation(
        settings=replace(settings, user=desk.caller),
        desk=desk,
        clock=clock,
        sync_state=lambda: SyncState("all_sent"),
        wake_courier=_nothing,
        load_rest=_nothing,
        save_settings=_no_settings,
        try_store=lambda _settings, _password: None,
        read_number=read_number,
        keep_theme=lambda _name: None,
    )
    return PreviewApp(station, desk, script, start, reason)


def real_tenant(store: SharedStore, tenant_id: int, reason: CallReason | None) -> Rehearsed:
    """A tenant of the shared store, looked at and left as they are. Raises Refused."""
    from dataclasses import replace
    from zoneinfo import ZoneInfo

    from veille_tui.desk.rehearsal import Rehearsed
    from veille_tui.domain.calling_order import reason_of
    from veille_tui.domain.made_up_people import Callee

    tenant, cases = store.tenant(tenant_id)
    if not cases:
        raise Refused(
            _("Le locataire numéro {id} n'est suivi dans aucune campagne.").format(id=tenant_id),
            _("Choisir quelqu'un d'autre, ou une personne inventée (sans --tenant)."),
        )
    campaigns = [store.campaign(case.campaign_id) for case in cases]
    at = max(range(len(cases)), key=lambda place: (not campaigns[place].is_closed, place))
    case, campaign = cases[at], campaigns[at]
    today = clock().astimezone(ZoneInfo(campaign.timezone)).date()
    named = replace(
        case.household.profile(today),
        title=tenant.title,
        first_name=tenant.first_name,
        last_name=tenant.last_name,
    )
    return Rehearsed(Callee(named, reason or reason_of(case)), case, campaign, tenant.id)


def look_for_tenant(settings: Settings, tenant_id: int, reason: CallReason | None) -> Rehearsed:
    """`real_tenant` of the store of these settings, which is not made for the purpose."""
    from veille_tui.store.url import engine_of, sqlite_file

    url = settings.store_url
    if engine_of(url) == "sqlite" and not sqlite_file(url).exists():
        raise Refused(
            _("Il n'y a pas de base partagée ici, donc pas de locataire."),
            _("Donner son adresse avec --store, ou choisir une personne inventée."),
        )
    store = open_store(settings)
    try:
        return real_tenant(store, tenant_id, reason)
    finally:
        store.close()


def _leave_properly(app: PreviewApp) -> None:
    """Ended from outside, the program still gives the terminal back as it was."""

    def leave(number: int, frame: object) -> None:
        app.exit(return_code=128 + number)

    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


def _nothing() -> None:
    """A rehearsal has no courier and nothing more to load."""


def _no_settings(settings: Settings, password: str) -> Workstation:
    raise ValueError("a rehearsal has no first run")
