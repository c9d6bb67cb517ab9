"""What `veille store init`, `upgrade` and `status` do."""

from __future__ import annotations

from veille_tui.cli.context import Context
from veille_tui.language import _


def run_init(context: Context) -> int:
    """Make the tables in an empty database."""
    from veille_tui.store.engine import open_link
    from veille_tui.store.migrate import init
    from veille_tui.store.url import hide_password

    settings = context.settings
    url = settings.store_url
    link = open_link(url, settings.connect_seconds, settings.answer_seconds)
    try:
        version = init(url, link)
    finally:
        link.close()
    if context.as_json:
        context.document({"url": hide_password(url), "schema": version})
    else:
        context.tell(
            _("La base partagée est prête (version {version}) : {url}").format(
                version=version, url=hide_password(url)
            )
        )
    return 0


def run_upgrade(context: Context) -> int:
    """Bring the tables to this program's version."""
    from veille_tui.store.engine import open_link
    from veille_tui.store.migrate import upgrade

    settings = context.settings
    link = open_link(settings.store_url, settings.connect_seconds, settings.answer_seconds)
    try:
        before, after = upgrade(settings.store_url, link)
    finally:
        link.close()
    if context.as_json:
        context.document({"before": before, "schema": after})
        return 0
    said = (
        _("La base partagée est déjà à jour (version {after}).")
        if before == after
        else _("La base partagée est passée de la version {before} à la version {after}.")
    )
    context.tell(said.format(before=before, after=after))
    return 0


def run_status(context: Context) -> int:
    """Say what the shared store is and holds; the exit status is that of what stands in the way."""
    from veille_tui.store.status import Status, status

    settings = context.settings
    found: Status = status(settings.store_url, settings.connect_seconds, settings.answer_seconds)
    is_server = found.engine == "postgresql"
    if is_server:
        from veille_tui.cli.doctor_link import transport
        from veille_tui.store.transport import protection
    if context.as_json:
        context.document(
            {
                "url": found.url,
                "engine": found.engine,
                "schema": found.schema or None,
                "expected": found.expected,
                "reachable": found.reachable,
                "transport": protection(settings.store_url) if is_server else None,
                "counts": found.counts,
            }
        )
    else:
        context.show(_("Base partagée : {url}").format(url=found.url))
        context.show(_("Moteur : {engine}").format(engine=found.engine))
        if is_server:
            context.show(transport(settings.store_url).message)
        context.show(
            _("Version : {schema} (attendue {expected})").format(
                schema=found.schema or "-", expected=found.expected
            )
        )
        for table, count in found.counts.items():
            context.show(f"  {table:<18}{count:>10}")
    if found.problem is None:
        return 0
    context.tell(found.problem.message)
    context.tell(found.problem.hint)
    return found.problem.exit_status
