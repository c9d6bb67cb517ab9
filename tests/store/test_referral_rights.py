"""Who may see and change a referral on a server, each under their own login."""

from __future__ import annotations

import json

import psycopg
import pytest
from psycopg import errors

from tests.store.builders import NOON, Desk, token
from tests.store.test_access import Team, claim, team
from tests.store.test_referring import FOOD, call
from veille_tui.domain.campaign import Partner
from veille_tui.domain.people import Role
from veille_tui.domain.referrals import Consent, Referral
from veille_tui.domain.referrals import ReferralStatus as Is
from veille_tui.errors import Refused
from veille_tui.store import receiving
from veille_tui.store.shared import SharedStore

__all__ = ["team"]
CCAS = Partner("ccas", "social_services", "CCAS")


def in_need(team: Team) -> int:
    """A referral that a caller's own login brought; its number."""
    url = team.login("Hélène B.", Role.CALLER)
    with team.sql(url) as connection:
        held = token()
        ((_until, _script, _due, about, *_rest),) = claim(connection, token=held)
        lists = receiving.fold(call(Desk(about[0], held), FOOD), {}).as_json()
        connection.execute("select * from veille_receive('poste', %s::jsonb, null)", [lists])
    return team.store.referrals("hiver")[0].referral.id


def test_a_callers_call_opens_a_referral_and_a_supervisor_sends_it(team: Team):
    number = in_need(team)
    chief = SharedStore(team.login("Chef", Role.SUPERVISOR))
    sent = chief.change_referral(number, Is.SENT, "Chef", NOON, partner=CCAS)
    done = chief.change_referral(number, Is.DONE, "Chef", NOON, "servie")
    assert (sent.status, done.status) == (Is.SENT, Is.DONE)
    case = chief.case(done.case_id)
    assert (case.open_needs, case.secured_at) == ((), NOON)
    wanted = Referral(done.case_id, "", "courses", consent=Consent.GIVEN)
    assert chief.open_referral(wanted, NOON).theme == "courses"
    assert len(chief.urgent("hiver", NOON)) == 0
    chief.close()


def test_a_caller_changes_no_referral_and_sees_no_others(team: Team):
    number = in_need(team)
    other = SharedStore(team.login("Paul", Role.CALLER))
    assert other.referrals_by_id([number]) == []
    with pytest.raises(Refused):
        other.change_referral(number, Is.REVOKED, "Paul", NOON)
    with pytest.raises(Refused):
        other.open_referral(Referral(1, "", "courses"), NOON)
    other.close()
    assert team.store.referrals("hiver")[0].referral.status is Is.OPEN


@pytest.mark.parametrize("change", [{"consent": "peut-être"}, {"consent": None}, {"urgency": ""}])
def test_no_login_brings_a_need_that_no_desk_makes(team: Team, change: dict[str, str | None]):
    url = team.login("Hélène B.", Role.CALLER)
    with team.sql(url) as connection:
        held = token()
        ((_until, _script, _due, about, *_rest),) = claim(connection, token=held)
        lists = json.loads(receiving.fold(call(Desk(about[0], held), FOOD), {}).as_json())
        lists["needs"][0] |= change
        with pytest.raises(errors.InvalidParameterValue, match="forged"):
            connection.execute(
                "select * from veille_receive('poste', %s::jsonb, null)", [json.dumps(lists)]
            )
    assert team.store.referrals("hiver") == []


def test_a_reader_counts_referrals_and_reads_none(team: Team):
    in_need(team)
    with team.sql(team.login("Lecteur", Role.READER)) as reader:
        assert reader.execute("select theme, status from referrals").fetchall() == [
            ("alimentation", "open")
        ]
        for column in ("note", "answer", "consent_words", "partner_name", "opened_by"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(f"select {column} from referrals".encode())
