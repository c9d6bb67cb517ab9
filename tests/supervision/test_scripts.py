"""A version of a script is published, undone by publishing an older one, and never misread."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.builders import NOON, Clock, query
from tests.supervision.publishing import SCRIPT, answered, opened, written
from veille_tui.domain.change import ChangeKind
from veille_tui.domain.script_versions import InForce
from veille_tui.errors import InputRefused, Refused
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.campaigns import prepare_update, update_campaign
from veille_tui.supervision.scripts import (
    Publication,
    PublicationRefused,
    compare,
    prepare,
    publish,
    read,
    source_of,
    versions,
)

LATER = NOON + timedelta(hours=1)
OTHER_WORDS = ("Comment allez-vous ?", "Ça va ?")
NO_MORE_BAD = ("          - {code: mal, libelle: Mal, precision: vrai}\n", "")
ANOTHER_TYPE = ("id: souffle, type: oui_non", "id: souffle, type: texte")
NEVER_ASKED = ('moral == "mal"', 'moral == "bien"')


def prepared(
    store: SharedStore, folder: Path, *changes: tuple[str, str], other: bool = False
) -> Publication:
    """The small script, changed, about to be published."""
    file = written(folder / "autre", "nouvelles.yaml", *changes)
    return prepare(store, file, "hiver", other_script=other)


def test_a_published_version_is_the_campaign_s_and_the_old_one_is_kept(
    store: SharedStore, tmp_path: Path
):
    before = opened(store, tmp_path)
    publication = prepared(store, tmp_path, OTHER_WORDS)
    assert [change.kind for change in publication.changes] == [ChangeKind.SAY_CHANGED]
    assert publication.refusals == ()
    after = publish(store, publication, "Paul", LATER)
    assert store.campaign("hiver") == after
    assert after.script_hash == publication.script.hash != before.script_hash
    assert after.hours == before.hours
    assert "Comment allez-vous" in store.script_source(before.script_hash)
    assert "Ça va" in store.script_source(after.script_hash)


def test_publishing_an_older_version_by_its_hash_undoes_the_newer(
    store: SharedStore, tmp_path: Path
):
    before = opened(store, tmp_path)
    publish(store, prepared(store, tmp_path, OTHER_WORDS), "Paul", LATER)
    back = prepare(store, before.script_hash[:8], "hiver")
    assert publish(store, back, "Zoé", LATER + timedelta(minutes=1)) == before
    old, new = versions(store, "nouvelles")[::-1]
    assert old.in_force == (InForce("hiver", LATER + timedelta(minutes=1), "Zoé"),)
    assert (old.published_by, old.published_at) == ("Zoé", NOON)
    assert (new.campaigns, new.published_by, new.published_at) == ((), "Paul", LATER)


def test_the_same_content_twice_is_one_version_whatever_its_comments(
    store: SharedStore, tmp_path: Path
):
    opened(store, tmp_path)
    same = prepared(store, tmp_path, ("titre: Nouvelles", "titre: Nouvelles # essai"))
    assert same.is_in_force
    publish(store, same, "Paul", LATER)
    (only,) = versions(store)
    assert only.in_force == (InForce("hiver", NOON, "Zoé"),)


def test_versions_tell_how_many_answers_each_has(store: SharedStore, tmp_path: Path):
    before = opened(store, tmp_path)
    answered(store, before.script_hash, {"moral": "bien", "mot": None, "aides": []})
    publish(store, prepared(store, tmp_path, OTHER_WORDS), "Paul", LATER)
    assert [version.answers for version in versions(store)] == [0, 2]
    assert versions(store, "autre") == ()


def test_another_type_of_a_question_that_has_answers_is_refused_with_their_number(
    store: SharedStore, tmp_path: Path
):
    before = opened(store, tmp_path)
    for value in ("oui", "nsp"):
        answered(store, before.script_hash, {"moral": "mal", "souffle": value})
    publication = prepared(store, tmp_path, ANOTHER_TYPE)
    (problem,) = publication.refusals
    assert (problem.code, problem.value) == ("type-changed", "souffle")
    assert "« oui_non » deviendrait « texte »" in problem.message
    assert "2 réponses" in problem.message
    (change,) = publication.changes
    assert (change.kind, change.held) == (ChangeKind.TYPE_CHANGED, 2)
    with pytest.raises(PublicationRefused):
        publish(store, publication, "Paul", LATER)
    assert store.campaign("hiver") == before
    assert len(versions(store)) == 1


def test_another_type_without_answers_is_published(store: SharedStore, tmp_path: Path):
    before = opened(store, tmp_path)
    answered(store, before.script_hash, {"moral": "bien", "souffle": None})
    assert prepared(store, tmp_path, ANOTHER_TYPE).refusals == ()


def test_a_type_is_compared_with_all_versions_that_have_answers(store: SharedStore, tmp_path: Path):
    before = opened(store, tmp_path)
    answered(store, before.script_hash, {"souffle": "oui"})
    line = next(line for line in SCRIPT.splitlines(keepends=True) if "souffle" in line)
    without = (line, "")
    publish(store, prepared(store, tmp_path, without), "Paul", LATER)
    (problem,) = prepared(store, tmp_path, ANOTHER_TYPE).refusals
    assert problem.code == "type-changed"


def test_what_forbids_a_publication_is_looked_at_again_when_it_is_done(
    store: SharedStore, tmp_path: Path
):
    before = opened(store, tmp_path)
    publication = prepared(store, tmp_path, ANOTHER_TYPE)
    answered(store, before.script_hash, {"souffle": "oui"})
    with pytest.raises(PublicationRefused, match="souffle"):
        publish(store, publication, "Paul", LATER)


def test_another_script_takes_the_place_only_when_the_supervisor_says_so(
    store: SharedStore, tmp_path: Path
):
    opened(store, tmp_path)
    other = ("script: nouvelles", "script: canicule")
    publication = prepared(store, tmp_path, other)
    assert [problem.code for problem in publication.refusals] == ["other-script"]
    assert "--other-script" in publication.refusals[0].hint
    with pytest.raises(PublicationRefused):
        publish(store, publication, "Paul", LATER)
    after = publish(store, prepared(store, tmp_path, other, other=True), "Paul", LATER)
    assert after.script_id == "canicule"
    assert store.campaign("hiver").script_id == "canicule"


def test_nothing_is_published_in_a_closed_campaign(store: SharedStore, tmp_path: Path):
    opened(store, tmp_path)
    open_yet = prepared(store, tmp_path, OTHER_WORDS)
    store.close_campaign("hiver", LATER)
    with pytest.raises(Refused, match="fermée"):
        publish(store, open_yet, "Paul", LATER)
    assert [one.code for one in prepared(store, tmp_path, OTHER_WORDS).refusals] == [
        "campaign-closed"
    ]


def test_a_removed_choice_tells_how_many_answers_hold_it(store: SharedStore, tmp_path: Path):
    before = opened(store, tmp_path)
    for value in ("mal", "mal", "bien"):
        answered(store, before.script_hash, {"moral": value})
    publication = prepared(store, tmp_path, NO_MORE_BAD, NEVER_ASKED)
    held = {change.code: change.held for change in publication.changes if change.code}
    assert held == {"mal": 2}


def test_an_answer_in_a_list_is_counted_and_one_taken_back_or_hidden_is_not(
    store: SharedStore, tmp_path: Path
):
    before = opened(store, tmp_path)
    answered(store, before.script_hash, {"aides": ["famille", "voisins"]})
    answered(store, before.script_hash, {"aides": ["voisins"], "moral": None})
    answered(store, before.script_hash, {"aides": ["voisins"]}, hidden=["aides"])
    old, _text = read(store, before.script_hash)
    new, _text = read(store, written(tmp_path, "x.yaml", (", {code: voisins, libelle: Voisins}",
                                                         "")))  # fmt: skip
    (change,) = compare(store, old, new, "hiver")
    assert (change.code, change.held) == ("voisins", 2)
    assert compare(store, old, new, "") == compare(store, old, new, "hiver")
    assert compare(store, old, new, None)[0].held == 0


def test_a_version_is_named_by_the_beginning_of_its_hash(store: SharedStore, tmp_path: Path):
    campaign = opened(store, tmp_path)
    short = source_of(campaign.script_hash[:6])
    assert read(store, short)[0].hash == campaign.script_hash
    assert read(store, source_of("campagne:hiver"))[0].hash == campaign.script_hash
    assert read(store, source_of("campaign:hiver"))[0].hash == campaign.script_hash
    for unknown in ("abcdef0123", "abc"):
        with pytest.raises(Refused) as refused:
            read(store, unknown)
        assert "script versions" in refused.value.hint


def test_a_beginning_that_several_versions_share_names_none(store: SharedStore):
    for end in "12":
        store.put_script(
            "abcdef" + end * 58, script_id="s", title="S", language="fr", version="",
            source="", published_by="", now=NOON,
        )  # fmt: skip
    with pytest.raises(Refused, match="abcdef111111, abcdef222222"):
        read(store, "abcdef")


def test_a_file_that_is_there_is_taken_before_a_version(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert source_of("abcdef") == "abcdef"
    Path("abcdef").write_text(SCRIPT, encoding="utf-8")
    assert source_of("abcdef") == Path("abcdef")
    assert source_of("nouvelles.yaml") == Path("nouvelles.yaml")


def test_a_file_with_errors_is_refused_with_all_of_them(store: SharedStore, tmp_path: Path):
    opened(store, tmp_path)
    with pytest.raises(InputRefused) as refused:
        prepared(store, tmp_path, ("type: texte", "type: texxte"), ('== "mal"', '== "mql"'))
    assert len(refused.value.problems) == 2


def test_two_supervisors_at_once_take_turns_and_both_versions_are_kept(
    store: SharedStore, tmp_path: Path, clock: Clock
):
    opened(store, tmp_path)
    words = [f"Ça va {number} ?" for number in range(6)]
    files = [
        written(tmp_path / str(number), "nouvelles.yaml", ("Comment allez-vous ?", one))
        for number, one in enumerate(words)
    ]
    publications = [prepare(store, file, "hiver") for file in files]
    start = threading.Barrier(len(publications))

    def work(place: int) -> str:
        start.wait(10)
        moment = LATER + timedelta(seconds=place)
        return publish(store, publications[place], f"S{place}", moment).script_hash

    with ThreadPoolExecutor(len(publications)) as threads:
        hashes = list(threads.map(work, range(len(publications))))
    assert len(set(hashes)) == len(words)
    kept = {version.hash: version for version in versions(store)}
    assert set(hashes) < set(kept)
    in_force = store.campaign("hiver")
    assert kept[in_force.script_hash].campaigns == ("hiver",)
    columns = query(store, "select script_id, script_hash from campaigns")
    assert columns == [(in_force.script_id, in_force.script_hash)]
    history = query(store, "select count(*) from campaign_scripts")
    assert history == [(1 + len(words),)]


def test_a_campaign_file_puts_its_own_script_back_and_says_what_changes(
    store: SharedStore, tmp_path: Path
):
    before = opened(store, tmp_path)
    publish(store, prepared(store, tmp_path, OTHER_WORDS), "Paul", LATER)
    update = prepare_update(store, tmp_path / "hiver.yaml")
    assert [change.new for change in update.publication.changes] == ["Comment allez-vous ?"]
    update_campaign(store, tmp_path / "hiver.yaml", "Zoé", LATER + timedelta(minutes=1))
    assert store.campaign("hiver") == before
    newest = versions(store)[-1]
    assert newest.in_force == (InForce("hiver", LATER + timedelta(minutes=1), "Zoé"),)


def test_a_campaign_file_is_refused_what_a_publication_is(store: SharedStore, tmp_path: Path):
    before = opened(store, tmp_path)
    answered(store, before.script_hash, {"souffle": "oui"})
    file = tmp_path / "hiver.yaml"
    written(tmp_path, "nouvelles.yaml", ANOTHER_TYPE)
    with pytest.raises(PublicationRefused, match="souffle"):
        update_campaign(store, file, "Zoé", LATER)
    written(tmp_path, "nouvelles.yaml", ("script: nouvelles", "script: canicule"))
    with pytest.raises(PublicationRefused, match="canicule"):
        update_campaign(store, file, "Zoé", LATER)
    assert store.campaign("hiver") == before
    assert len(versions(store)) == 1
    update_campaign(store, file, "Zoé", LATER, other_script=True)
    assert store.campaign("hiver").script_id == "canicule"


def test_rules_are_updated_without_touching_a_script_that_did_not_change(
    store: SharedStore, tmp_path: Path
):
    opened(store, tmp_path)
    file = tmp_path / "hiver.yaml"
    text = file.read_text(encoding="utf-8").replace("titre: Hiver", "titre: Hiver 2020")
    file.write_text(text, encoding="utf-8")
    update_campaign(store, file, "Paul", LATER)
    assert store.campaign("hiver").title == "Hiver 2020"
    (only,) = versions(store)
    assert only.in_force == (InForce("hiver", NOON, "Zoé"),)
