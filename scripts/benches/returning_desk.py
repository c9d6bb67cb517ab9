"""A workstation that was used before and holds a case: what a start finds on disk."""

from __future__ import annotations

import compileall
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import veille_tui
from veille_tui import config
from veille_tui.config import Settings, default_paths
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Case, PastAttempt, PastDial
from veille_tui.domain.records import to_plain
from veille_tui.domain.tenants import Household, PhoneNumber, Tenant
from veille_tui.store.local import LocalJournal

CAMPAIGN = Campaign(id="bench", title="Confinement", landlord="Habitat")


def a_case(number: int = 1) -> Case:
    """A lady with two numbers and a past."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    dial = PastDial(yesterday, 1, "no_answer")
    return Case(
        id=number,
        campaign_id="bench",
        household=Household(
            reference=f"L-{number}",
            tenants=(Tenant("Lefèvre", "Hélène", "Mme", age_given=85),),
            numbers=(
                PhoneNumber("+33536491234", id=1, label="domicile"),
                PhoneNumber("+33639980002", rank=2, id=2, label="sa fille"),
            ),
            address="12 rue des Œillets",
            city="Toulouse",
            agency="Toulouse Est",
            flags=frozenset({"lives_alone"}),
        ),
        attempts=(PastAttempt("x", yesterday, "Paul", "first", "retrying", (dial,)),),
    )


def prepare(home: Path, *, in_hand: bool) -> Mapping[str, str]:
    """Make the workstation under `home`; the environment to start it with."""
    # As an installation does: a checkout that was just edited would compile itself at each start.
    compileall.compile_dir(str(Path(veille_tui.__file__).parent), quiet=1)
    env = {**os.environ, "VEILLE_HOME": str(home), "TERM": "xterm-256color", "COLUMNS": "80"}
    config.save(Settings(paths=default_paths(env), user="Hélène", language="fr"))
    journal = LocalJournal(home / "journal.db")
    journal.remember("campaign:bench", json.dumps(to_plain(CAMPAIGN)))
    journal.remember("campaign", "bench")
    if in_hand:
        journal.ask_claim("t", "bench")
        journal.got_claim("t", a_case(), datetime.now(UTC) + timedelta(minutes=30))
    journal.close()
    return env
