"""Made-up campaigns, households, cases and scripts that tests in every room start from."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.desk.shared_store import SharedStore
from veille_tui.domain.call_script import (
    CallScript,
    Choice,
    Question,
    QuestionType,
    Section,
    Urgency,
)
from veille_tui.domain.campaign import Campaign, Hours, Segment, Slot
from veille_tui.domain.case import CallReason, Case, PastAttempt, PastDial
from veille_tui.domain.records import to_plain
from veille_tui.domain.tenants import Household, NumberRole, PhoneNumber, Tenant
from veille_tui.errors import StoreUnreachable
from veille_tui.store.local import LocalJournal

NOW = datetime(2020, 3, 19, 9, 12, tzinfo=UTC)
"""A Thursday, 10 h 12 in Paris."""


def clock() -> datetime:
    """A clock that stands still."""
    return NOW


def campaign(**changes: Any) -> Campaign:
    """A small campaign, open in working hours."""
    made = Campaign(
        id="confinement",
        title="Confinement",
        landlord="Habitat des Deux Rives",
        script_id="confinement",
        script_hash="abc",
        segments=(Segment("80", "80 ans et plus"),),
    )
    return replace(made, **changes)


def always_open() -> Hours:
    """Hours in which calls are allowed at any moment."""
    from datetime import time

    return Hours((Slot("always", time(0), time(0), frozenset(range(7))),), holidays=True)


def household(**changes: Any) -> Household:
    """Mme Hélène Lefèvre, 85, with her own number and her daughter's."""
    made = Household(
        reference="L-1",
        tenants=(Tenant("LEFÈVRE", "Hélène", "Mme", age_given=85, id=1),),
        numbers=(
            PhoneNumber("+33536491234", label="domicile", id=11),
            PhoneNumber("+33639980002", label="sa fille", role=NumberRole.RELATIVE, rank=2, id=12),
        ),
        address="12 rue des Œillets",
        postcode="31000",
        city="Toulouse",
        agency="Toulouse Est",
        residence="Les Œillets",
        flags=frozenset({"lives_alone", "hearing"}),
        id=1,
    )
    return replace(made, **changes)


def case(**changes: Any) -> Case:
    """Her case, followed weekly, last heard a week ago."""
    made = Case(
        id=1,
        campaign_id="confinement",
        household=household(),
        segment="80",
        cadence="P7D",
        last_contact_at=NOW - timedelta(days=7),
        attempts=(
            PastAttempt(
                id="a1",
                at=NOW - timedelta(days=7),
                caller="Paul",
                reason="first",
                disposition="followed",
                dials=(PastDial(NOW - timedelta(days=7), 11, "done"),),
                notes=("Le petit-fils fait les courses le jeudi.",),
                minutes=9,
            ),
        ),
    )
    return replace(made, **changes)


def script(**changes: Any) -> CallScript:
    """Two sections and three questions; one answer makes a need."""
    health = Question(
        "forme",
        QuestionType.CHOICE,
        "Comment allez-vous, ces jours-ci ?",
        choices=(
            Choice("bien", "Bien"),
            Choice("mal", "Mal", need="sante", urgency=Urgency.TODAY),
        ),
    )
    food = Question("courses", QuestionType.YES_NO, "Avez-vous de quoi manger ?", required=True)
    last = Question("mot", QuestionType.TEXT, "Voulez-vous ajouter quelque chose ?")
    made = CallScript(
        id="confinement",
        title="Nouvelles",
        hash="abc",
        sections=(
            Section("sante", "Santé", (health,)),
            Section("courses", "Courses", (food, last)),
        ),
        openings={
            CallReason.FIRST: "Bonjour {civilite} {nom}, ici {benevole}, pour {bailleur}.",
            CallReason.FOLLOW_UP: "Bonjour {civilite} {nom}, c'est {benevole}, comme convenu.",
        },
        voicemail="Bonjour, ici {benevole}, pour {bailleur}. Nous vous rappellerons.",
    )
    return replace(made, **changes)


def no_store() -> SharedStore:
    """The network is down."""
    raise StoreUnreachable("Pas de réseau.", "Réessayer dans un moment.")


def journal(file: Path) -> LocalJournal:
    """A journal that knows the small campaign and its script."""
    import json

    made = LocalJournal(file)
    small = campaign()
    made.remember(f"campaign:{small.id}", json.dumps(to_plain(small)))
    made.remember("campaign", small.id)
    made.remember(f"script:{small.script_hash}", "script")
    return made


def desk(
    local: LocalJournal,
    *,
    store: Callable[[], SharedStore] = no_store,
    now: Callable[[], datetime] = clock,
    spoken: CallScript | None = None,
    read: Callable[[str], PhoneNumber | None] = lambda text: None,
) -> Desk:
    """Hélène's desk on this journal."""
    made = spoken or script()
    return Desk(
        journal=local,
        store=store,
        read_script=lambda source: made,
        clock=now,
        caller="Hélène B.",
        lease=timedelta(minutes=30),
        read_number=read,
    )


def in_hand(local: LocalJournal, one: Case | None = None) -> str:
    """Put a case into this workstation's hands; the token of its claim."""
    token = str(uuid.uuid4())
    local.ask_claim(token, "confinement")
    local.got_claim(token, one or case(), NOW + timedelta(minutes=30))
    return token


def held(at: Desk) -> Hand:
    """The case that `at` has in hand."""
    hand = at.resume()
    assert hand is not None
    return hand
