"""`veille referrals` as supervisors, partners and programs meet it."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
import xlsxwriter

from tests.cli.running import ends
from tests.store.builders import NOON, WINTER, Clock, fill, household, query, taken
from tests.store.test_referring import FOOD, NOISE, in_need
from veille_tui.cli import ending, urgent_watch
from veille_tui.cli.context import Context
from veille_tui.config import load
from veille_tui.domain.campaign import Partner
from veille_tui.domain.case import QueueState
from veille_tui.domain.journal import Kind
from veille_tui.domain.referrals import ReferralStatus as Is
from veille_tui.domain.tenants import PhoneNumber, Tenant
from veille_tui.domain.urgent import Urgent
from veille_tui.errors import StoreUnreachable
from veille_tui.store.clock import to_micros
from veille_tui.store.shared import SharedStore

CCAS = Partner(
    *("ccas", "social_services", "CCAS de Toulouse"),
    communes=("31",),
    email="ccas@example.org",
)
EAST = Partner("est", "agency", "Toulouse Est", channel="phone", phone="+33536490099")
CAMPAIGN = replace(WINTER, partners=(CCAS, EAST), contact="Chef, 05 36 49 00 00")
SECRET = "Elle a un cancer."


@pytest.fixture
def env(ready_sqlite: str, tmp_path: Path) -> dict[str, str]:
    home = str(tmp_path / "home")
    return {"VEILLE_HOME": home, "VEILLE_USER": "Chef", "VEILLE_STORE": ready_sqlite}


@pytest.fixture
def store(env: dict[str, str]) -> Iterator[SharedStore]:
    """Three households: one hungry who agreed, one who was not asked, one with a complaint."""
    opened = SharedStore(env["VEILLE_STORE"], clock=Clock(NOON))
    couple = (Tenant("Lefèvre", "Hélène", "Mme"), Tenant("Lefèvre", "Jean", "M.", rank=2))
    son = PhoneNumber("+33639980077", role=PhoneNumber("+33").role.RELATIVE, rank=2)
    homes = [household(n, insee="31555", tenants=couple) for n in range(4)]
    homes[0] = replace(homes[0], numbers=(*homes[0].numbers, son))
    fill(opened, homes, CAMPAIGN)
    for needs in ((FOOD,), (replace(FOOD, consent="unasked"), NOISE), ()):
        desk = taken(opened)
        extra = [desk.answered("maladie", SECRET), desk.note("le code est 1234")]
        if not needs:
            extra.append(desk.entry(Kind.COMPLAINT_MADE, {"text": "=1+1 la lampe du hall"}))
        begun = [desk.started(), desk.dialled(), *extra, desk.ended("done")]
        rests = replace(in_need(*needs), state=QueueState.DONE)
        opened.receive("poste", [*begun, desk.finished(rests)])
    yield opened
    opened.close()


def said(
    env: dict[str, str], capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0
) -> str:
    """What a command prints, which ends with `status`."""
    capsys.readouterr()
    assert ends(env, *arguments) == status
    both = capsys.readouterr()
    return both.out if status == 0 else both.err


def numbers(store: SharedStore) -> dict[str, int]:
    """The referrals' numbers by theme; that of the one who agreed."""
    found = store.referrals("hiver")
    return {line.referral.theme: line.referral.id for line in reversed(found)}


def test_late_ones_come_first_and_shout(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    text = said(env, capsys, "referrals", "list", "hiver")
    first, *_others, last = text.splitlines()
    assert "EN RETARD DE" in first
    assert "→ CCAS de Toulouse" in first
    assert "4 signalements, dont 4 EN RETARD" in last
    assert "ne part pas : l'accord de la personne n'a pas été demandé" in text
    only = said(env, capsys, "referrals", "list", "hiver", "--kind", "complaint")
    assert "réclamation technique" in only
    assert "→ Toulouse Est" in only
    assert only.count("\n") == 2
    none = said(env, capsys, "referrals", "list", "hiver", "--status", "done")
    assert none == ""


def test_programs_get_everything_under_stable_keys(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    found = json.loads(said(env, capsys, "referrals", "list", "hiver", "--json"))
    by_theme = {one["theme"]: one for one in found["referrals"]}
    assert by_theme["complaint"]["household"]["agency"] == "Toulouse Est"
    assert by_theme["voisinage"]["kind"] == "mediation"
    assert by_theme["voisinage"]["held_back"] == "not_asked"
    assert by_theme["alimentation"]["overdue"] is True
    shown = said(env, capsys, "referrals", "show", str(by_theme["alimentation"]["id"]))
    assert "05 36 49" in shown
    assert said(env, capsys, "referrals", "show", "999", status=4)


def test_a_letter_holds_only_what_the_partner_needs(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    folder = tmp_path / "lettres"
    said(env, capsys, "referrals", "export", "hiver", "--output", str(folder))
    written = sorted(file.name for file in folder.iterdir())
    assert written == ["ccas.txt", "est.txt"]
    letter = (folder / "ccas.txt").read_text(encoding="utf-8")
    assert "CCAS de Toulouse\nccas@example.org" in letter
    assert "Mme Hélène Lefèvre et M. Jean Lefèvre" in letter
    assert "31000 Toulouse" in letter
    assert "Téléphone : 05 36 49 00 00" in letter
    assert "plus de pain" in letter
    assert "La personne est d'accord" in letter
    assert "Réponse à : Chef, 05 36 49 00 00" in letter
    assert "Lefèvre" not in letter.splitlines()[0]
    for private in (SECRET, "1234", "06 39 98 00 77", "voisinage"):
        assert private not in letter
    agency = (folder / "est.txt").read_text(encoding="utf-8")
    assert "la lampe du hall" in agency
    assert "plus de pain" not in agency
    assert "accord" not in agency
    assert (folder / "ccas.txt").stat().st_mode & 0o077 == 0


def test_what_may_not_leave_is_named_with_its_reason(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    assert ends(env, "referrals", "export", "hiver") == 0
    told = capsys.readouterr().err
    assert "2 signalements partent pour 2 partenaires." in told
    assert told.count("retenu : l'accord de la personne n'a pas été demandé") == 2
    assert "--send" in told
    assert {line.referral.status for line in store.referrals("hiver")} == {Is.OPEN}


def test_sent_they_are_noted_and_not_sent_twice(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    said(env, capsys, "referrals", "export", "hiver", "--send", "--partner", "ccas")
    statuses = [line.referral.status for line in store.referrals("hiver")]
    assert sorted(statuses) == [Is.OPEN, Is.OPEN, Is.OPEN, Is.SENT]
    again = json.loads(said(env, capsys, "referrals", "export", "hiver", "--json"))
    assert [one["partner"] for one in again["parcels"]] == ["est"]
    twice = json.loads(said(env, capsys, "referrals", "export", "hiver", "--again", "--json"))
    assert [one["partner"] for one in twice["parcels"]] == ["ccas", "est"]
    assert said(env, capsys, "referrals", "export", "hiver", "--partner", "nul", status=4)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (("--format", "csv", "--json"), "plus de pain"),
        (("--format", "json"), '"held_back"'),
        (("--format", "json", "--json"), '"held_back"'),
    ],
)
def test_what_is_noted_sent_is_in_the_file_that_was_asked_for(
    env: dict[str, str],
    store: SharedStore,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    words: tuple[str, ...],
    kept: str,
):
    file = tmp_path / "liste"
    more = (*words, "--output", str(file), "--send")
    out = said(env, capsys, "referrals", "export", "hiver", *more)
    assert kept in file.read_text(encoding="utf-8-sig")
    assert ("parcels" in out) is ("--json" in words)


def test_a_sheet_is_no_formula_and_comes_back_with_answers(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    sheet = tmp_path / "liste.csv"
    export = ("referrals", "export", "hiver", "--format", "csv", "--output", str(sheet))
    said(env, capsys, *export, "--send")
    text = sheet.read_text(encoding="utf-8-sig")
    assert "'=1+1 la lampe" in text
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 3
    for row, answer in zip(rows[1:], ("accepté", "Aide en place"), strict=True):
        row[-2:] = [answer, "lundi"]
    filled = io.StringIO()
    csv.writer(filled, delimiter=";").writerows(rows)
    sheet.write_text(filled.getvalue(), encoding="cp1252")
    told = said(env, capsys, "referrals", "update", "--from", str(sheet))
    assert told.count("\n") == 2
    found = {line.referral.status for line in store.referrals("hiver")}
    assert found == {Is.OPEN, Is.ACCEPTED, Is.DONE}
    assert "lundi" in {line.referral.answer for line in store.referrals("hiver")}


def test_every_problem_of_a_sheet_is_told_by_its_row_and_nothing_changes(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    said(env, capsys, "referrals", "export", "hiver", "--send", "--format", "json")
    sent = [one.referral.id for one in store.referrals("hiver", [Is.SENT])]
    unsent = [one.referral.id for one in store.referrals("hiver", [Is.OPEN])]
    sheet = tmp_path / "reponses.xlsx"
    rows = [
        ["Liste du CCAS", "", ""],
        ["Numéro", "Statut", "Réponse"],
        [str(sent[0]), "accepté", "oui"],
        [str(sent[1]), "peut-être", ""],
        ["douze", "accepté", ""],
        [str(unsent[0]), "accepté", ""],
        [str(sent[0]), "refusé", ""],
        ["999", "refusé", ""],
        [str(unsent[1]), "", "sans statut"],
    ]
    with xlsxwriter.Workbook(str(sheet)) as book:
        page = book.add_worksheet()
        for place, cells in enumerate(rows):
            page.write_row(place, 0, cells)
    told = said(env, capsys, "referrals", "update", "--from", str(sheet), status=1)
    for row in (4, 5, 6, 7, 8):
        assert f"ligne {row}" in told
    assert "ligne 3 " not in told
    assert {one.referral.status for one in store.referrals("hiver")} == {Is.OPEN, Is.SENT}


def test_a_sheet_without_its_columns_says_where_to_start(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    sheet = tmp_path / "vide.csv"
    sheet.write_text("a;b\n1;2\n", encoding="utf-8")
    told = said(env, capsys, "referrals", "update", "--from", str(sheet), status=1)
    assert "export" in told
    assert said(env, capsys, "referrals", "update", "--from", str(tmp_path / "rien"), status=1)


def test_several_are_updated_at_once_or_none(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    ids = numbers(store)
    both = [str(ids["alimentation"]), str(ids["voisinage"])]
    update = ("referrals", "update", *both, "--status")
    assert "carnet" in said(env, capsys, *update, "sent", status=4)
    assert {one.referral.status for one in store.referrals("hiver")} == {Is.OPEN}
    done = said(env, capsys, *update, "revoked", "--answer", "plus besoin")
    assert done.count("retiré") == 2
    assert said(env, capsys, "referrals", "update", status=2)
    assert said(env, capsys, "referrals", "update", "1", status=2)


def test_by_hand_a_referral_is_opened_and_completed(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    (line,) = [one for one in store.referrals("hiver") if one.referral.theme == "voisinage"]
    case = str(line.referral.case_id)
    opened = ("referrals", "add", case, "--theme", "courses", "--to", "ccas", "--urgency", "today")
    assert "courses" in said(env, capsys, *opened, "--consent", "given", "--words", "D'accord ?")
    found = {one.referral.theme: one.referral for one in store.referrals("hiver")}
    assert found["courses"].consent_words == "D'accord ?"
    assert found["courses"].opened_by == "Chef"
    told = said(env, capsys, "referrals", "add", case, "--complaint", "--note", "ascenseur")
    assert "réclamation technique · Toulouse Est" in told
    assert said(env, capsys, "referrals", "add", case, status=2)
    assert said(env, capsys, "referrals", "add", "999", "--theme", "courses", status=4)


def test_what_is_urgent_is_printed_as_it_comes_and_once(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    looks = 0
    desk = taken(store)
    cry = desk.entry(Kind.HELP_ASKED, {"text": "Elle pleure.\x1b[2J"})
    seen: list[str] = []

    def nap(seconds: float) -> None:
        nonlocal looks
        assert seconds == 2
        seen.append(out.getvalue())
        looks += 1
        if looks == 1:
            store.receive("poste", [desk.started(), cry])
        if looks == 3:
            raise KeyboardInterrupt

    out = io.StringIO()
    context = Context(load(env), env, out=out, clock=lambda: NOON + timedelta(seconds=5))
    # The store's own clock is far later than the made-up day.
    opened = SharedStore(env["VEILLE_STORE"], clock=Clock(NOON))
    with pytest.raises(KeyboardInterrupt):
        urgent_watch.follow(context, opened, CAMPAIGN, once=False, nap=nap)
    opened.close()
    assert seen[0] == ""
    assert seen[1].count("UN APPELANT DEMANDE DE L'AIDE") == 1
    assert "Mme Lefèvre · Toulouse · par Hélène B. · « Elle pleure." in seen[1]
    assert "\x1b" not in seen[1]
    assert seen[2] == seen[1]


def test_a_look_for_what_is_urgent_is_a_document_only_once(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    once = json.loads(said(env, capsys, "referrals", "watch", "hiver", "--once", "--json"))
    assert once == {"campaign": "hiver", "urgent": []}
    assert said(env, capsys, "referrals", "watch", "hiver", "--json", status=4)


class Away:
    """A store that does not answer at its first looks, then tells of a cry."""

    def __init__(self, silent: int) -> None:
        self.silent = silent

    def now(self) -> datetime:
        return NOON

    def urgent(self, campaign_id: str, after: datetime) -> list[Urgent]:
        self.silent -= 1
        if self.silent >= 0:
            raise StoreUnreachable("La base ne répond pas.")
        return [Urgent("help:1", "help", NOON, 1, "Mme", "L", "Foix", "", "", "", "Vite", "Paul")]


def test_a_watch_whose_store_goes_away_says_so_once_and_looks_on(env: dict[str, str]):
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 4:
            raise KeyboardInterrupt

    out, err = io.StringIO(), io.StringIO()
    context = Context(load(env), env, out=out, err=err, clock=lambda: NOON)
    with pytest.raises(KeyboardInterrupt):
        urgent_watch.follow(context, cast("SharedStore", Away(2)), CAMPAIGN, once=False, nap=nap)
    assert err.getvalue().count("La base ne répond plus") == 1
    assert out.getvalue().count("UN APPELANT DEMANDE DE L'AIDE") == 1
    assert naps == [urgent_watch.EVERY] * 4
    with pytest.raises(StoreUnreachable):
        urgent_watch.follow(context, cast("SharedStore", Away(1)), CAMPAIGN, once=True)


def test_only_late_ones_are_listed_when_asked(
    env: dict[str, str], store: SharedStore, capsys: pytest.CaptureFixture[str]
):
    late = to_micros(NOON + timedelta(days=40_000))
    where = "where theme <> 'alimentation' returning 1"
    query(store, f"update referrals set due_at = :late {where}", late=late)
    found = json.loads(said(env, capsys, "referrals", "list", "hiver", "--overdue", "--json"))
    assert {one["theme"] for one in found["referrals"]} == {"alimentation"}


def test_letters_that_a_full_disk_did_not_keep_are_not_noted_as_sent(
    env: dict[str, str], store: SharedStore, monkeypatch: pytest.MonkeyPatch
):
    from tests.cli.test_messages import FullDisk

    export = ("referrals", "export", "hiver", "--send")
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", FullDisk())
        patched.setattr(ending, "_close_quietly", lambda: None)
        assert ends(env, *export) == 4
    assert {one.referral.status for one in store.referrals("hiver")} == {Is.OPEN}
    assert ends(env, *export) == 0
    assert Is.SENT in {one.referral.status for one in store.referrals("hiver")}


def test_nothing_that_a_terminal_would_obey_is_kept(
    env: dict[str, str], store: SharedStore, tmp_path: Path
):
    number = numbers(store)["alimentation"]
    theme = "faim\x1b[2J"
    assert ends(env, "referrals", "add", "1", "--theme", theme, "--note", "un\x07\ndeux") == 0
    assert ends(env, "referrals", "update", str(number), "--status", "sent") == 0
    sheet = tmp_path / "reponses.csv"
    sheet.write_text(
        f"Numéro;Statut;Réponse\n{number};accepted;oui\x1b]0;x\x07\n", encoding="utf-8"
    )
    assert ends(env, "referrals", "update", "--from", str(sheet)) == 0
    kept = query(store, "select theme, note, answer from referrals order by id")
    assert not any(sign in text for row in kept for text in row for sign in "\x1b\x07")
    assert kept[-1][:2] == ("faim[2J", "un\ndeux")
