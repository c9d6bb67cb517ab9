"""Who gets a text message: mobiles alone, one a household, and no one who said no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.domain.field import CAMPAIGN, at
from veille_tui.domain.campaign import TextMessage
from veille_tui.domain.case import Disposition
from veille_tui.domain.mailing import Reader, mailing, own_mobile
from veille_tui.domain.tenants import Household, NumberRole, NumberState, PhoneNumber, Tenant
from veille_tui.domain.text_messages import sms_link

NOW = at(17, 10)
ADVICE = TextMessage("chaleur", "Chaleur", "Buvez de l'eau.")
LADY = Household(
    "L-1",
    (Tenant("Lefèvre", birth_date=date(1935, 5, 2)),),
    (PhoneNumber("+33536491234"), PhoneNumber("+33639980002", rank=2)),
    insee="31555",
)


def reader(**changes: Any) -> Reader:
    return replace(Reader(7, LADY), **changes)


def sent(*readers: Reader, template: TextMessage = ADVICE, **others: Any) -> list[int]:
    return [one.case_id for one in mailing(readers, CAMPAIGN, template, NOW, **others).outgoing]


NUMBERS = [
    ("+33536491234", NumberRole.SELF, NumberState.USABLE, False),
    ("+33639980002", NumberRole.SELF, NumberState.USABLE, True),
    ("+33712345678", NumberRole.SELF, NumberState.USABLE, True),
    ("+262692123456", NumberRole.SELF, NumberState.USABLE, True),
    ("+34612345678", NumberRole.SELF, NumberState.USABLE, False),
    ("+33639980002", NumberRole.RELATIVE, NumberState.USABLE, False),
    ("+33639980002", NumberRole.SELF, NumberState.ENDED, False),
]


@pytest.mark.parametrize(("e164", "role", "state", "is_one"), NUMBERS)
def test_only_a_mobile_of_their_own_gets_a_message(
    e164: str, role: NumberRole, state: NumberState, is_one: bool
):
    number = PhoneNumber(e164, role=role, state=state)
    assert own_mobile(replace(LADY, numbers=(number,))) == (e164 if is_one else "")


EXCLUDED = [
    ({"disposition": Disposition.DECEASED}, "ended"),
    ({"disposition": Disposition.MOVED_OUT}, "ended"),
    ({"disposition": Disposition.REFUSED}, "ended"),
    ({"is_closed": True}, "ended"),
    ({"disposition": Disposition.OPTED_OUT}, "opted_out"),
    ({"opted_out": True}, "opted_out"),
    ({"was_sent": True}, "sent_before"),
    ({"household": replace(LADY, numbers=())}, "no_mobile"),
]


@pytest.mark.parametrize(("changes", "why"), EXCLUDED)
def test_who_must_not_get_it_does_not_and_is_counted(changes: dict[str, Any], why: str):
    made = mailing([reader(**changes), reader(case_id=8)], CAMPAIGN, ADVICE, NOW)
    assert [one.case_id for one in made.outgoing] == [8]
    assert made.left_out == {why: 1}


def test_two_households_on_one_telephone_get_one_message():
    made = mailing([reader(), reader(case_id=8)], CAMPAIGN, ADVICE, NOW)
    assert [(one.case_id, one.e164) for one in made.outgoing] == [(7, "+33639980002")]
    assert made.left_out == {"same_number": 1}


def test_who_had_it_gets_it_again_only_when_asked():
    assert sent(reader(was_sent=True)) == []
    assert sent(reader(was_sent=True), again=True) == [7]


MEANT = [
    (replace(ADVICE, segments=("p80",)), {"segment": "p80"}, True),
    (replace(ADVICE, segments=("p80",)), {"segment": "p70"}, False),
    (replace(ADVICE, communes=("31555",)), {}, True),
    (replace(ADVICE, communes=("31",)), {}, True),
    (replace(ADVICE, communes=("33063",)), {}, False),
    (replace(ADVICE, when="age >= 80"), {}, True),
    (replace(ADVICE, when="age < 80"), {}, False),
]


@pytest.mark.parametrize(("template", "changes", "goes"), MEANT)
def test_a_message_goes_to_whom_it_is_meant_for(
    template: TextMessage, changes: dict[str, Any], goes: bool
):
    assert sent(reader(**changes), template=template) == ([7] if goes else [])


def test_the_link_says_the_text_as_it_is_written():
    text = "Buvez & reposez-vous : 50 % d'eau ? Oui + œufs #1\n=É"
    link = sms_link("+33639980002", text)
    assert link.startswith("sms:+33639980002?body=Buvez%20%26%20")
    assert " " not in link
    assert parse_qs(urlsplit(link).query.replace("+", "%2B"))["body"] == [text]
