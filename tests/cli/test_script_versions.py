"""`veille script diff`, `publish` and `versions`, as people and programs read them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.supervision.publishing import CAMPAIGN, answered, written
from veille_tui.__main__ import run
from veille_tui.cli.ending import guarded
from veille_tui.store.shared import SharedStore

OTHER_WORDS = ("Comment allez-vous ?", "Ça va ?")
ANOTHER_TYPE = ("id: souffle, type: oui_non", "id: souffle, type: texte")


@dataclass(frozen=True)
class Supervisor:
    """Somebody at a terminal, with the campaign "hiver" open."""

    folder: Path
    store: str
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        env = {
            "VEILLE_HOME": str(self.folder / "home"),
            "VEILLE_STORE": self.store,
            "VEILLE_USER": "Zoé",
        }
        self.capsys.readouterr()
        status = guarded(lambda: run(arguments, env), env)
        shown = self.capsys.readouterr()
        return status, shown.out, shown.err

    def data(self, *arguments: str) -> Any:
        status, out, err = self.run(*arguments, "--json")
        assert status == 0, err
        return json.loads(out)

    def file(self, *changes: tuple[str, str]) -> str:
        return str(written(self.folder / "autre", "n.yaml", *changes))

    def in_force(self) -> str:
        shown: str = self.data("campaign", "show", "hiver")["script_hash"]
        return shown

    def answer(self, **given: str) -> None:
        """One finished call."""
        store = SharedStore(self.store)
        answered(store, self.in_force(), given)
        store.close()


@pytest.fixture
def supervisor(store_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Supervisor:
    made = Supervisor(tmp_path, store_url, capsys)
    written(tmp_path)
    (tmp_path / "hiver.yaml").write_text(CAMPAIGN, encoding="utf-8")
    assert made.run("store", "init")[0] == 0
    assert made.run("campaign", "create", str(tmp_path / "hiver.yaml"))[0] == 0
    fields = ("nom=LEFÈVRE", "telephone=05 36 49 12 34")
    assert made.run("tenants", "add", "--campaign", "hiver", *fields)[0] == 0
    return made


def test_two_files_are_compared_without_any_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    alone = Supervisor(tmp_path, "postgresql://veille@127.0.0.1:9/veille", capsys)
    old, new = str(written(tmp_path)), alone.file(OTHER_WORDS)
    status, out, err = alone.run("script", "diff", old, new)
    assert status == 0
    assert out == "- Mots changés (moral) : « Comment allez-vous ? » devient « Ça va ? »\n"
    assert err == "1 changement.\n"
    assert alone.run("script", "diff", old, old) == (0, "", "Rien ne change pour les appelants.\n")
    assert alone.run("script", "diff", "campagne:hiver", new)[0] == 3


def test_what_a_file_would_change_in_a_campaign_counts_its_answers(supervisor: Supervisor):
    supervisor.answer(moral="mal")
    new = supervisor.file(("          - {code: mal, libelle: Mal, precision: vrai}\n", ""),
                          ('"mal"', '"bien"'))  # fmt: skip
    found = supervisor.data("script", "diff", "campagne:hiver", new)
    assert found["campaign"] == "hiver"
    assert found["old"]["version"] == supervisor.in_force()
    removed = found["changes"][0]
    assert (removed["kind"], removed["subject"], removed["code"]) == (
        "choice-removed", "moral", "mal"
    )  # fmt: skip
    assert removed["answers"] == 1
    assert set(removed) == {
        "kind", "subject", "code", "theme", "old", "new", "answers", "message"
    }  # fmt: skip
    assert "asked-otherwise" in [change["kind"] for change in found["changes"]]


def test_a_version_is_shown_published_and_undone(supervisor: Supervisor):
    before, new = supervisor.in_force(), supervisor.file(OTHER_WORDS)
    status, out, err = supervisor.run("script", "publish", new, "--campaign", "hiver", "--dry-run")
    assert (status, out) == (0, "")
    assert "devient « Ça va ? »" in err
    assert "Essai seulement" in err
    assert supervisor.in_force() == before
    status, out, err = supervisor.run("script", "publish", new, "--campaign", "hiver")
    assert (status, out) == (0, "")
    assert err.index("devient « Ça va ? »") < err.index("Publié")
    back = err.rpartition("veille ")[2].split()
    assert supervisor.in_force() != before
    assert supervisor.run(*back)[0] == 0
    assert supervisor.in_force() == before
    again = supervisor.run(*back)
    assert (again[0], again[2]) == (0, "Cette version est déjà en service : rien n'est changé.\n")


def test_a_publication_is_one_document(supervisor: Supervisor):
    before, new = supervisor.in_force(), supervisor.file(OTHER_WORDS)
    done = supervisor.data("script", "publish", new, "--campaign", "hiver")
    assert done["previous"]["version"] == before
    assert (done["published"], done["in_force"], done["refusals"]) == (True, True, [])
    assert [change["kind"] for change in done["changes"]] == ["say-changed"]
    assert done["version"] == supervisor.in_force()
    assert not supervisor.data("script", "publish", new, "--campaign", "hiver")["published"]


def test_another_type_is_refused_with_the_reason(supervisor: Supervisor):
    supervisor.answer(moral="mal", souffle="oui")
    before, new = supervisor.in_force(), supervisor.file(ANOTHER_TYPE)
    status, out, err = supervisor.run("script", "publish", new, "--campaign", "hiver")
    assert (status, out) == (4, "")
    assert "La question « souffle » changerait de type" in err
    assert "1 réponse est déjà enregistrée" in err
    status, out, _err = supervisor.run("script", "publish", new, "--campaign", "hiver", "--json")
    refused = json.loads(out)
    assert (status, refused["published"]) == (4, False)
    assert [(one["code"], one["subject"]) for one in refused["refusals"]] == [
        ("type-changed", "souffle")
    ]
    assert supervisor.in_force() == before


def test_several_reasons_are_all_told(supervisor: Supervisor):
    supervisor.answer(moral="mal", souffle="oui")
    new = supervisor.file(ANOTHER_TYPE, ("script: nouvelles", "script: canicule"))
    status, _out, err = supervisor.run("script", "publish", new, "--campaign", "hiver")
    assert status == 4
    assert "canicule" in err
    assert "souffle" in err
    assert "Rien n'est changé" in err


def test_another_script_needs_the_supervisor_s_word(supervisor: Supervisor):
    new = supervisor.file(("script: nouvelles", "script: canicule"))
    publish = ("script", "publish", new, "--campaign", "hiver")
    status, _out, err = supervisor.run(*publish)
    assert status == 4
    assert "--other-script" in err
    assert supervisor.run(*publish, "--other-script")[0] == 0
    assert supervisor.data("campaign", "show", "hiver")["script"] == "canicule"


def test_versions_tell_where_and_since_when_they_are_in_force(supervisor: Supervisor):
    supervisor.answer(moral="mal")
    new = supervisor.file(OTHER_WORDS)
    supervisor.run("script", "publish", new, "--campaign", "hiver")
    newer, older = supervisor.data("script", "versions", "--campaign", "hiver")["versions"]
    assert newer["version"] == supervisor.in_force()
    assert [(one["campaign"], one["by"]) for one in newer["in_force"]] == [("hiver", "Zoé")]
    assert newer["in_force"][0]["since"] == newer["published_at"]
    assert (older["answers"], older["in_force"], older["published_by"]) == (1, [], "Zoé")
    status, out, _err = supervisor.run("script", "versions")
    assert status == 0
    assert f"{newer['version'][:12]}  nouvelles : Nouvelles" in out
    assert "en service : hiver, depuis le " in out
    assert "Zoé, 1 réponse\n" in out


def test_a_store_without_versions_says_so(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    empty = Supervisor(tmp_path, sqlite_url, capsys)
    assert empty.run("script", "versions") == (0, "", "Aucune version publiée.\n")


def test_a_campaign_file_puts_its_script_back_and_shows_what_changes(supervisor: Supervisor):
    before = supervisor.in_force()
    supervisor.run("script", "publish", supervisor.file(OTHER_WORDS), "--campaign", "hiver")
    file = str(supervisor.folder / "hiver.yaml")
    status, _out, err = supervisor.run("campaign", "update", file)
    assert status == 0
    assert "« Ça va ? » devient « Comment allez-vous ? »" in err
    assert supervisor.in_force() == before


def test_a_campaign_file_is_refused_what_a_publication_is(supervisor: Supervisor):
    supervisor.answer(moral="mal", souffle="oui")
    written(supervisor.folder, "nouvelles.yaml", ANOTHER_TYPE)
    status, _out, err = supervisor.run("campaign", "update", str(supervisor.folder / "hiver.yaml"))
    assert status == 4
    assert "« souffle »" in err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("diff", "absent.yaml", "absent.yaml"), 1, "absent.yaml"),
        (("publish", "absent.yaml", "--campaign", "hiver"), 1, "absent.yaml"),
        (("publish", "abcdef12", "--campaign", "hiver"), 4, "script versions"),
        (("publish", "campagne:hiver", "--campaign", "nulle"), 4, "Campagnes connues : hiver"),
        (("versions", "--campaign", "nulle"), 4, "Campagnes connues : hiver"),
        (("publish", "abcdef12"), 2, "--campaign"),
    ],
)
def test_what_is_not_there_is_said_with_the_remedy(
    supervisor: Supervisor, arguments: tuple[str, ...], status: int, said: str
):
    done = supervisor.run("script", *arguments)
    assert done[0] == status
    assert said in done[2]
    assert "Traceback" not in done[2]


def test_the_report_has_the_answers_of_all_versions(supervisor: Supervisor):
    supervisor.answer(moral="mal")
    assert supervisor.data("report", "hiver")["answers"]["moral"]["values"] == {"mal": 1}
    status, out, _err = supervisor.run("report", "hiver")
    assert status == 0
    assert "    Mal 1\n" in out
