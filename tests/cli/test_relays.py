"""`veille relays` and `veille visits`: lists that leave, and what comes back in them."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.running import ends
from tests.cli.test_messages import FullDisk
from tests.store.builders import WINTER, fill, household, query
from veille_tui.bootstrap import clock, read_number
from veille_tui.cli import ending
from veille_tui.domain.tenants import Tenant
from veille_tui.errors import InputRefused
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.visits import news_in


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def store(url: str) -> SharedStore:
    made = SharedStore.open(url)
    silent = [
        household(1, numbers=(), residence="Les Tilleuls", address_extra="esc. B, 2e"),
        household(2, numbers=(), residence="Les Œillets", address_extra="esc. A, 1er"),
        household(3, numbers=(), residence="Les Œillets",
                  tenants=(Tenant("=cmd|'/c calc'!A0", "Zoé", "Mme"),)),
    ]  # fmt: skip
    fill(made, silent, WINTER, clock())
    return made


@pytest.fixture
def env(url: str, store: SharedStore, tmp_path: Path) -> dict[str, str]:
    return {"VEILLE_HOME": str(tmp_path / "home"), "VEILLE_STORE": url, "VEILLE_USER": "Sonia"}


def said(env: dict[str, str], capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert ends(env, *arguments) == 0
    return capsys.readouterr().out


def filled(file: Path, *answers: str) -> None:
    """Write a result into each row of a list."""
    head, *rows = file.read_text(encoding="utf-8-sig").splitlines()
    place = head.split(";").index("Résultat")
    lines = [head]
    for row, answer in zip(rows, answers, strict=True):
        cells = row.split(";")
        cells[place] = answer
        lines.append(";".join(cells))
    file.write_text("\r\n".join(lines) + "\r\n", encoding="cp1252")


def results(store: SharedStore) -> list[str]:
    return [row[0] for row in query(store, "select result from escalations where result <> ''")]


def test_who_has_no_number_is_listed_and_one_says_i_go(
    env, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(said(env, capsys, "relays", "list", "hiver", "--json"))
    assert {one["relay"]["channel"] for one in found["relays"]} == {"neighbour"}
    number = str(found["relays"][0]["relay"]["id"])
    assert "vous y allez" in said(env, capsys, "relays", "take", number)
    assert "Sonia y va" in said(env, capsys, "relays", "list", "hiver")


def test_a_postman_s_list_has_exactly_name_address_contact_and_slip(
    env, store: SharedStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert ends(env, "relays", "add", "1", "--channel", "postman") == 0
    flags = json.dumps(["hearing", "lives_alone"])
    query(store, "update households set flags = :flags returning 1", flags=flags)
    file = tmp_path / "facteur.csv"
    assert (
        ends(env, "visits", "export", "hiver", "--channel", "postman", "--output", str(file)) == 0
    )
    head, row = file.read_text(encoding="utf-8-sig").splitlines()
    assert head == "Nom;Adresse;À prévenir;Résultat;Un mot;Date;Relais"
    ((number,),) = query(store, "select id from escalations where channel = 'postman'")
    # Neither flags nor language: a postman knows whom to ring, not what is wrong with them.
    assert row.split(";") == [
        "Mme Lefèvre Hélène 1",
        "1 rue des Œillets, esc. B, 2e, 31000 Toulouse",
        "Habitat des Deux Rives",
        *("", "", ""),
        str(number),
    ]
    assert file.stat().st_mode & 0o777 == 0o600
    status = "select status from escalations where channel = 'postman'"
    assert query(store, status) == [("sent",)]
    capsys.readouterr()
    assert ends(env, "visits", "export", "hiver", "--channel", "postman") == 0
    assert "déjà parti" in capsys.readouterr().err


def test_a_list_is_grouped_by_residence_and_staircase_and_runs_nothing(
    env, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(env, capsys, "visits", "export", "hiver", "--channel", "neighbour")
    rows = text.splitlines()[1:]
    assert [row.split(";")[0] for row in rows] == ["Les Œillets", "Les Œillets", "Les Tilleuls"]
    assert not any(cell.startswith("=") for row in rows for cell in row.split(";"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_comes_back_in_the_same_file_is_recorded_once(
    env, store: SharedStore, capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"liste.{form}"
    export = ("visits", "export", "hiver", "--channel", "neighbour", "--output", str(file))
    assert ends(env, *export) == 0
    if form == "xlsx":
        assert file.read_bytes()[:2] == b"PK"
        file = tmp_path / "rendue.csv"
        assert ends(env, *export[:-1], str(file)) == 0
    filled(file, "va bien", "", "personne")
    back = ("visits", "import", str(file), "--campaign", "hiver")
    assert ends(env, *back, "--dry-run") == 0
    assert results(store) == []
    assert ends(env, *back) == 0
    assert sorted(results(store)) == ["nobody", "well"]
    assert ends(env, *back) == 0
    assert sorted(results(store)) == ["nobody", "well"]
    secured = "select secured_channel from cases where secured_at is not null"
    assert query(store, secured) == [("neighbour",)]


def test_a_list_with_a_mistake_says_each_row_and_changes_nothing(
    env, store: SharedStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "liste.csv"
    assert (
        ends(env, "visits", "export", "hiver", "--channel", "neighbour", "--output", str(file)) == 0
    )
    filled(file, "va bien", "peut-être", "va bien")
    text = file.read_text(encoding="cp1252")
    file.write_text(text.rsplit(";", 1)[0] + ";99\r\n", encoding="cp1252")
    assert ends(env, "visits", "import", str(file), "--campaign", "hiver") == 1
    told = capsys.readouterr().err
    assert "peut-être" in told
    assert "99" in told
    assert results(store) == []


def wrong_rows(store: SharedStore, file: Path, *rows: str) -> list[tuple[int, str]]:
    """The problems of a list in which somebody wrote `rows`, by row and code."""
    file.write_text("\n".join(("Résultat;Un mot;Date;Relais", *rows)), encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        news_in(store, file, store.campaign("hiver"), clock(), read_number)
    return [(one.row, one.code) for one in refused.value.problems]


def test_each_thing_that_is_wrong_in_a_list_is_told_by_its_row(
    store: SharedStore, tmp_path: Path
) -> None:
    store.climb("hiver", clock())
    found = wrong_rows(
        *(store, tmp_path / "liste.csv"),
        "va bien;;;1",
        "personne;;;1",
        "va bien;;26/03/2999;2",
        "va bien;;31/02/2020;2",
        "number given;;;2",
        "va bien;;;²",
        "va bien;;;1234567890123456789012345",
    )
    assert found == [
        (3, "twice"),
        (4, "bad-date"),
        (5, "bad-date"),
        (6, "no-number"),
        (7, "no-relay"),
        (8, "no-relay"),
    ]


def test_a_number_written_into_a_list_is_called(env, store: SharedStore, tmp_path: Path) -> None:
    store.climb("hiver", clock())
    file = tmp_path / "liste.csv"
    rows = (
        "Résultat;Numéro donné;Un mot;Date;Relais",
        "a donné un numéro;05 36 49 12 34;sa fille;;1",
        "a donné un numéro;;05 36 49 12 35;;2",
        "va bien;05 36 49 12 36;vue;;3",
    )
    file.write_text("\n".join(rows), encoding="utf-8")
    assert ends(env, "visits", "import", str(file), "--campaign", "hiver") == 0
    numbers = query(store, "select e164, given_by from phone_numbers order by e164")
    assert numbers == [("+33536491234", "relay:1"), ("+33536491235", "relay:2")]
    assert query(store, "select note from escalations where id in (1, 3) order by id") == [
        ("sa fille",),
        ("vue 05 36 49 12 36",),
    ]
    assert query(store, "select count(*) from queue where state = 0") == [(2,)]


def test_a_list_for_visitors_has_room_for_a_number(env, capsys: pytest.CaptureFixture[str]) -> None:
    head, row, *_more = said(
        env, capsys, "visits", "export", "hiver", "--channel", "neighbour"
    ).splitlines()
    assert head.endswith("Résultat;Numéro donné;Un mot;Date;Relais")
    assert len(row.split(";")) == len(head.split(";"))


def test_a_result_that_contradicts_the_one_at_hand_is_told_by_its_row(
    env, store: SharedStore, tmp_path: Path
) -> None:
    store.climb("hiver", clock())
    assert ends(env, "relays", "record", "1", "--result", "needs_help") == 0
    assert ends(env, "relays", "record", "2", "--result", "nobody") == 0
    rows = ("personne;;;1", "va bien;;;2")
    assert wrong_rows(store, tmp_path / "liste.csv", *rows) == [(2, "other-result")]


def test_a_list_of_another_campaign_is_not_taken(store: SharedStore, tmp_path: Path) -> None:
    other = replace(WINTER, id="ete", title="Été")
    fill(store, [household(9, numbers=())], other, clock())
    store.climb("ete", clock())
    [theirs] = [one.relay.id for one in store.relays("ete")]
    file = tmp_path / "liste.csv"
    assert wrong_rows(store, file, f"va bien;;;{theirs}.0") == [(2, "unknown-relay")]


def test_a_whole_ladder_without_news_is_listed_until_a_person_closes_it(
    env, store: SharedStore, capsys: pytest.CaptureFixture[str]
) -> None:
    for _round in range(3):
        found = json.loads(said(env, capsys, "relays", "list", "hiver", "--json"))["relays"]
        mine = [str(one["relay"]["id"]) for one in found if one["relay"]["case_id"] == 1]
        assert ends(env, "relays", "record", *mine, "--result", "nobody") == 0
        capsys.readouterr()
    lost = json.loads(said(env, capsys, "relays", "list", "hiver", "--lost", "--json"))["lost"]
    assert [one["case_id"] for one in lost] == [1]
    assert ends(env, "relays", "close", "1", "--why", "partie vivre chez son fils") == 0
    capsys.readouterr()
    assert (
        json.loads(said(env, capsys, "relays", "list", "hiver", "--lost", "--json"))["lost"] == []
    )
    assert query(store, "select disposition from cases where id = 1") == [("lost_to_follow_up",)]


def test_an_unknown_relay_is_refused(env, capsys: pytest.CaptureFixture[str]) -> None:
    assert ends(env, "relays", "record", "77", "--result", "well") == 4
    assert "77" in capsys.readouterr().err


def test_a_number_that_a_neighbour_gave_is_noted_and_called(
    env, store: SharedStore, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(said(env, capsys, "relays", "list", "hiver", "--json"))
    relay = str(found["relays"][0]["relay"]["id"])
    given = ("relays", "record", relay, "--result", "number_given")
    assert ends(env, *given) == 2
    assert ends(env, *given, "--number", "bonjour") == 2
    assert "n'est pas un numéro" in capsys.readouterr().err
    assert ends(env, *given, "--number", "05 36 49 12 34") == 0
    assert query(store, "select e164, given_by from phone_numbers") == [
        ("+33536491234", f"relay:{relay}")
    ]
    assert query(store, "select count(*) from queue where state = 0") == [(1,)]


def test_a_list_that_a_full_disk_did_not_keep_is_not_noted_as_sent(
    env: dict[str, str], store: SharedStore, monkeypatch: pytest.MonkeyPatch
):
    status = "select distinct status from escalations where channel = 'neighbour'"
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", FullDisk())
        patched.setattr(ending, "_close_quietly", lambda: None)
        assert ends(env, "visits", "export", "hiver", "--channel", "neighbour") == 4
    assert query(store, status) == [("open",)]
    assert ends(env, "visits", "export", "hiver", "--channel", "neighbour") == 0
    assert query(store, status) == [("sent",)]
