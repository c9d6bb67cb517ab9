"""Editors' schemas say something of every keyword, in both languages, and are those shipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.callscript.writing import problems_of, questions
from veille_tui.callscript.campaign_words import (
    ASSIGNMENTS,
    CAMPAIGN_KEYS,
    CHANNELS,
    HISTORIES,
    PARTNER_CHANNELS,
)
from veille_tui.callscript.compiler import compile_text
from veille_tui.callscript.schema import KINDS, LANGUAGES, schema, schema_text
from veille_tui.callscript.schema.shapes import CAMPAIGN_SHAPES, SCRIPT_SHAPES
from veille_tui.callscript.schema.values import VALUES
from veille_tui.callscript.schema.words import read_words
from veille_tui.callscript.vocabulary import (
    KEYS,
    OUTCOMES,
    PARTNERS,
    REASONS,
    TYPES,
    URGENCIES,
    written,
)

SHIPPED = Path(__file__).parents[2] / "call_scripts" / "schema"
SUBJECTS = {"script": (KEYS, SCRIPT_SHAPES), "campaign": (CAMPAIGN_KEYS, CAMPAIGN_SHAPES)}
EXPLAINED = {
    "types": TYPES,
    "urgencies": URGENCIES,
    "outcomes": OUTCOMES,
    "partners": PARTNERS,
    "reasons": REASONS,
    "channels": CHANNELS,
    "assignments": ASSIGNMENTS,
    "histories": HISTORIES,
    "partner_channels": PARTNER_CHANNELS,
}
OF_CAMPAIGNS = {"channels", "assignments", "histories", "partner_channels"}
# What yaml-language-server 2.0.0 reads of a draft-07 schema, as far as schemas here use it.
READ = set(
    """$schema $ref definitions title type properties required additionalProperties dependencies
    items pattern patternErrorMessage minimum maxLength enum enumDescriptions examples anyOf allOf
    not if then else errorMessage description markdownDescription defaultSnippets""".split()
)
ALL = [(kind, language) for kind in KINDS for language in LANGUAGES]


def keywords() -> Iterator[tuple[str, str, str]]:
    """Every subject, place and English keyword."""
    for subject, (keys, _shapes) in SUBJECTS.items():
        for place, table in keys.items():
            for name in table:
                yield subject, place, name


def schemas_in(node: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema in it."""
    if isinstance(node, dict):
        yield node
        for name in ("properties", "definitions"):
            for inner in node.get(name, {}).values():
                yield from schemas_in(inner)
        for name in ("items", "if", "then", "else", "not", "additionalProperties"):
            yield from schemas_in(node.get(name))
        for name in ("anyOf", "allOf"):
            for inner in node.get(name, ()):
                yield from schemas_in(inner)


def plain(body: Any) -> Any:
    """A snippet with its stops filled in as they are proposed."""
    if isinstance(body, dict):
        return {plain(key): plain(value) for key, value in body.items()}
    if isinstance(body, list):
        return [plain(item) for item in body]
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body) if isinstance(body, str) else body
    return int(text) if isinstance(text, str) and text.isdigit() else text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("subject", "place", "name"), list(keywords()))
def test_every_keyword_is_explained_with_an_example(
    subject: str, place: str, name: str, language: str
):
    keys, shapes = SUBJECTS[subject]
    entry = read_words(subject, language).entry(place, name)
    assert entry["text"].endswith((".", ")"))
    kind = shapes[place][name].kind
    if kind not in {"flag", "partner", *EXPLAINED}:
        assert entry.get("examples") or entry.get("yaml")
    if "yaml" in entry:
        assert list(yaml.safe_load(entry["yaml"])) == [written(keys[place], name, language)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_is_explained_that_does_not_exist(subject: str, language: str):
    keys, shapes = SUBJECTS[subject]
    table = read_words(subject, language).table
    explained = {
        (place, name)
        for place, entries in table.items()
        if place not in {"places", "errors", "values", "snippets"}
        for name in entries
    }
    assert explained <= {(place, name) for place, names in shapes.items() for name in names}
    assert set(table["places"]) == set(shapes)
    assert set(table["snippets"]) <= set(keys)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("closed_list", EXPLAINED)
def test_every_word_of_a_closed_list_is_explained(closed_list: str, language: str):
    subject = "campaign" if closed_list in OF_CAMPAIGNS else "script"
    explained = read_words(subject, language).table["values"][closed_list]
    assert set(explained) == set(EXPLAINED[closed_list])


def test_every_keyword_has_a_shape_of_a_kind_that_exists():
    made = {"groups", "group", "include", "expected_needs", "slots"}
    for keys, shapes in SUBJECTS.values():
        used = {shapes[place][name].kind for place, names in keys.items() for name in names}
        assert used <= set(VALUES) | made


@pytest.mark.parametrize(("kind", "language"), ALL)
def test_a_schema_only_uses_what_the_language_server_reads(kind: str, language: str):
    used = {word for one in schemas_in(schema(kind, language)) for word in one}
    assert used - READ == set()


@pytest.mark.parametrize(("kind", "language"), ALL)
def test_no_group_takes_a_keyword_that_does_not_exist(kind: str, language: str):
    groups = [one for one in schemas_in(schema(kind, language)) if "title" in one]
    assert groups
    assert all(one["additionalProperties"] is False for one in groups)


@pytest.mark.parametrize(("kind", "language"), ALL)
def test_the_shipped_schema_is_the_one_that_is_made(kind: str, language: str):
    file = SHIPPED / f"{kind}.{language}.json"
    assert file.read_text(encoding="utf-8") == schema_text(kind, language)


def test_a_french_snippet_is_right_as_it_is_proposed():
    words = read_words("script", "fr")
    moral = "- {id: moral, type: choix, dire: x, choix: [{code: bien, libelle: Bien}]}"
    for place in ("need", "alert", "cadence", "closing", "case"):
        (snippet,) = words.snippets(place)
        keyword = {"need": "besoins", "alert": "alertes", "cadence": "rythme"}.get(
            place, "conclusions" if place == "closing" else "essais"
        )
        rules = yaml.safe_dump({keyword: [plain(snippet["body"])]}, allow_unicode=True)
        assert [one.message for one in problems_of(questions(moral, then=rules))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_snippet_of_a_question_is_a_question(language: str):
    words = read_words("script", language)
    script, title = ("script", "titre") if language == "fr" else ("script", "title")
    for snippet in words.snippets("question"):
        (section,) = words.snippets("section")
        body = plain(section["body"]) | {"questions": [plain(snippet["body"])]}
        whole = {script: "a", title: "A", "sections": [body]}
        text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)
        assert list(compile_text(text, "a.yaml")[1]) == []
