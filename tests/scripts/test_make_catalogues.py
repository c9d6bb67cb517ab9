"""The catalogues hold every word of the interface, and the check says when they do not."""

from __future__ import annotations

import gettext
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import make_catalogues


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", make_catalogues.in_the_code()), ("fr", make_catalogues.in_argparse())],
)
def test_nothing_is_missing_untranslated_or_stale(
    language: str, wanted: set[str | tuple[str, str]]
):
    assert list(make_catalogues.problems(language, wanted)) == []


def test_a_word_that_nobody_translated_is_told():
    (told,) = make_catalogues.problems("en", {"Ce texte n'existe nulle part."})
    assert "missing" in told


def test_a_word_inside_an_f_string_is_found(tmp_path: Path):
    file = tmp_path / "some.py"
    file.write_text("f\"{_('Par appelant'):<9}{n_('un', 'des', 2)}\"", encoding="utf-8")
    assert list(make_catalogues.in_file(file)) == ["Par appelant", ("un", "des")]


def test_a_word_put_together_as_it_runs_is_told(tmp_path: Path):
    file = tmp_path / "some.py"
    file.write_text("_('un appel')\n_(f'{many} appels')", encoding="utf-8")
    (told,) = make_catalogues.put_together(file)
    assert "some.py:2" in told


def test_every_word_of_the_package_stands_in_it_as_it_is():
    files = make_catalogues.PACKAGE.rglob("*.py")
    assert [line for file in files for line in make_catalogues.put_together(file)] == []


def test_argparse_says_its_words_in_french():
    words = gettext.translation("veille", make_catalogues.LOCALE, languages=["fr"])
    known = {key for key in make_catalogues.in_argparse() if isinstance(key, str)}
    assert "unrecognized arguments: %s" in known
    assert all(words.gettext(key) for key in known)


def test_the_words_of_later_pythons_are_known_too():
    words = gettext.translation("veille", make_catalogues.LOCALE, languages=["fr"])
    later = "option '%(option)s' is deprecated"
    assert words.gettext(later) != later
