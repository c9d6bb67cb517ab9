"""`veille messages`: a file for the provider, counted once, nobody who said no."""

from __future__ import annotations

import errno
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.running import ends
from tests.cli.test_referrals import said
from tests.store.builders import NOON, WINTER, Clock, fill, household, query
from veille_tui.cli import ending
from veille_tui.domain.campaign import TextMessage
from veille_tui.domain.opt_outs import OptOut
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.store.shared import SharedStore

TEXT = "Il fait chaud : buvez de l'eau."
MESSAGES = (TextMessage("chaleur", "Chaleur", TEXT), TextMessage("piege", "Piège", "=1+1"))
REFUSED = 4
CAMPAIGN = replace(WINTER, messages=MESSAGES)


@pytest.fixture
def env(ready_sqlite: str, tmp_path: Path) -> dict[str, str]:
    home = str(tmp_path / "home")
    return {"VEILLE_HOME": home, "VEILLE_USER": "Chef", "VEILLE_STORE": ready_sqlite}


@pytest.fixture
def store(env: dict[str, str]) -> Iterator[SharedStore]:
    """Four households with a mobile; one wants no text messages, one no calls at all."""
    opened = SharedStore(env["VEILLE_STORE"], clock=Clock(NOON))
    homes = [household(n, numbers=(PhoneNumber(f"+3363998000{n}", valid=False),)) for n in range(4)]
    fill(opened, homes, CAMPAIGN)
    cases = [row[0] for row in query(opened, "select id from cases order by id")]
    opened.opt_out(cases[1], OptOut(channel="messages"), "Paul", NOON)
    opened.opt_out(cases[2], OptOut(scope="all"), "Paul", NOON)
    yield opened
    opened.close()


def test_the_file_has_numbers_and_the_text_and_nothing_else(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    file = tmp_path / "sms.csv"
    said(env, capsys, "messages", "export", "hiver", "--template", "chaleur",
         "--output", str(file))  # fmt: skip
    assert file.read_text(encoding="utf-8-sig").splitlines() == [
        "number;text",
        f"+33639980000;{TEXT}",
        f"+33639980003;{TEXT}",
    ]
    assert query(store, "select template, e164, way, caller from messages order by e164") == [
        ("chaleur", "+33639980000", "export", "Chef"),
        ("chaleur", "+33639980003", "export", "Chef"),
    ]
    again = said(env, capsys, "messages", "export", "hiver", "--template", "chaleur")
    assert again.splitlines() == ["number;text"]
    assert "2 envoyés" in said(env, capsys, "messages", "list", "hiver")


def test_a_try_counts_and_records_nothing(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    command = ("messages", "export", "hiver", "--template", "chaleur", "--dry-run", "--json")
    found = json.loads(said(env, capsys, *command))
    assert (found["count"], found["recorded"]) == (2, False)
    assert found["left_out"] == {"opted_out": 2}
    assert query(store, "select count(*) from messages") == [(0,)]


def test_what_cannot_be_sent_says_why(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    export = ("messages", "export", "hiver", "--template")
    assert "chaleur" in said(env, capsys, *export, "froid", status=4)
    assert "tableur" in said(env, capsys, *export, "piege", status=4)
    store.close_campaign("hiver", NOON)
    assert "fermée" in said(env, capsys, *export, "chaleur", status=4)


class FullDisk(io.StringIO):
    """Takes what is written, and cannot keep it."""

    def flush(self) -> None:
        """What a redirection to a full disk says, once."""
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_what_a_full_disk_did_not_keep_is_not_noted_as_sent(
    env: dict[str, str], store: SharedStore, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
):
    command = ("messages", "export", "hiver", "--template", "chaleur", *more)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", FullDisk())
        patched.setattr(ending, "_close_quietly", lambda: None)
        assert ends(env, *command) == REFUSED
    assert query(store, "select count(*) from messages") == [(0,)]
    assert ends(env, *command) == 0
    assert query(store, "select count(*) from messages") == [(2,)]
