"""Forms to scripts: what is carried over, and every row that is not, by its sheet and number."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.callscript.xlsform.forms import Forms, only, told
from veille_tui import language
from veille_tui.callscript.compiler import compile_text
from veille_tui.domain.call_script import QuestionType
from veille_tui.errors import InputRefused

COLOURS = (
    ("list_name", "name", "label"),
    ("couleur", "rouge", "Rouge"),
    ("couleur", "bleu", "Bleu"),
)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("text", QuestionType.TEXT),
        ("integer", QuestionType.NUMBER),
        ("decimal", QuestionType.NUMBER),
        ("range", QuestionType.SCALE),
        ("date", QuestionType.DATE),
        ("time", QuestionType.TIME),
        ("dateTime", QuestionType.DATE),
        ("note", QuestionType.NOTE),
        ("acknowledge", QuestionType.CONSENT),
        ("phone number", QuestionType.PHONE),
        ("select_one couleur", QuestionType.CHOICE),
        ("Select One couleur", QuestionType.CHOICE),
        ("select one from couleur", QuestionType.CHOICE),
        ("select1 couleur", QuestionType.CHOICE),
        ("select_multiple couleur", QuestionType.MULTIPLE),
        ("select all that apply from couleur", QuestionType.MULTIPLE),
    ],
)
def test_every_type_that_a_call_can_ask_has_its_own(forms: Forms, written: str, kind: QuestionType):
    assert forms.question(written, "q", "Q ?", choices=COLOURS).type is kind


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("geopoint", "geo-not-carried"),
        ("image", "media-not-carried"),
        ("barcode", "media-not-carried"),
        ("start", "metadata-not-carried"),
        ("rank couleur", "rank-not-carried"),
        ("select_one_from_file communes.csv", "file-not-carried"),
        ("select_one_external couleur", "file-not-carried"),
        ("select_one ${autre}", "file-not-carried"),
        ("csv-external", "external-not-carried"),
        ("select_one absente", "no-list"),
        ("poésie", "unknown-not-carried"),
        ("end_group", "unopened-group"),
        ("calculate", "calculation-not-carried"),
    ],
)
def test_every_row_that_a_call_cannot_ask_is_named_and_kept(forms: Forms, written: str, code: str):
    found = forms.imported(
        ("text", "avant", "Avant ?"),
        (written, "perdue", "Où ?"),
        ("text", "apres", "Après ?"),
        choices=COLOURS,
    )
    problem = only(found)
    assert (problem.sheet, problem.row, problem.code) == ("survey", 3, code)
    assert [one.id for one in found.script.questions] == ["avant", "apres"]
    before, _sign, after = found.text.partition(f"# type: {written}")
    assert "id: avant" in before
    assert "id: apres" in after
    assert "# name: perdue" in after


def test_every_row_of_a_repeat_is_named(forms: Forms):
    found = forms.imported(
        ("text", "a", "A ?"),
        ("begin_repeat", "enfants", "Enfants"),
        ("text", "prenom_enfant", "Son prénom ?"),
        ("end_repeat", "", ""),
        ("note", "b", "Bonjour ${prenom_enfant}"),
    )
    assert told(found) == [
        ("survey", 3, "repeat"),
        ("survey", 4, "in-repeat"),
        ("survey", 6, "placeholder-not-carried"),
    ]
    assert found.script.questions[-1].say == "Bonjour (prenom_enfant)"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("choice_filter", "a=1", "choice-filter-not-carried"),
        ("required", "${a} = 'x'", "required-not-carried"),
        ("default", "today()", "default-not-carried"),
        ("calculation", "1 + 1", "calculation-not-carried"),
        ("image", "photo.png", "image-not-carried"),
        ("media::audio", "son.mp3", "audio-not-carried"),
        ("read_only", "yes", "read-only-not-carried"),
        ("constraint", "regex(., 'a')", "constraint-not-carried"),
        ("required_message", "Il le faut", "required-message-not-carried"),
    ],
)
def test_every_cell_that_has_no_place_is_named_and_kept(
    forms: Forms, column: str, value: str, code: str
):
    found = forms.imported(("date", "q", "Quand ?", value), columns=(column,))
    problem = only(found)
    assert (problem.sheet, problem.row, problem.code) == ("survey", 2, code)
    assert value in found.text
    assert found.script.questions[0].default is None


def test_names_are_made_good_and_their_uses_follow(forms: Forms):
    found = forms.imported(
        ("integer", "age", "Quel âge ?", ""),
        ("integer", "nb-enfants.1", "Combien ?", "${age} > 18"),
        ("text", "prénom", "Prénom ?", "${nb-enfants.1} > 0"),
        ("note", "merci", "Merci ${prénom}", ""),
        columns=("relevant",),
    )
    assert [one.id for one in found.script.questions] == [
        "age_reponse",
        "nb_enfants_1",
        "prenom_reponse",
        "merci",
    ]
    assert told(found) == [("survey", row, "renamed") for row in (2, 3, 4)]
    assert [one.when.text for one in found.script.questions if one.when] == [
        "age_reponse > 18",
        "nb_enfants_1 > 0",
    ]
    assert found.script.questions[-1].say == "Merci {prenom_reponse}"


def test_two_questions_of_one_name_are_told_apart_and_not_confused(forms: Forms):
    found = forms.imported(
        ("text", "a", "A ?", ""),
        ("text", "a", "A encore ?", ""),
        ("text", "b", "B ?", "${a} = 'x'"),
        columns=("relevant",),
    )
    assert [one.id for one in found.script.questions] == ["a", "a_2", "b"]
    assert told(found) == [("survey", 3, "renamed"), ("survey", 4, "relevant-not-carried")]


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ("yes no", QuestionType.YES_NO),
        ("oui non", QuestionType.YES_NO),
        ("no yes dk refused", QuestionType.YES_NO),
        ("yes no maybe", QuestionType.CHOICE),
        ("y n", QuestionType.CHOICE),
        ("1 0", QuestionType.CHOICE),
    ],
)
def test_only_yes_and_no_make_a_yes_no_question(forms: Forms, codes: str, kind: QuestionType):
    choices = [("list_name", "name", "label"), *(("l", code, code) for code in codes.split())]
    assert forms.question("select_one l", "q", "Q ?", choices=choices).type is kind


def test_or_other_asks_for_details(forms: Forms):
    question = forms.question("select_one couleur or_other", "q", "Q ?", choices=COLOURS)
    assert [(one.code, one.detail) for one in question.choices] == [
        ("rouge", False),
        ("bleu", False),
        ("other", True),
    ]


def test_codes_that_our_language_lacks_are_renamed_and_named(forms: Forms):
    choices = (*COLOURS, ("couleur", "a,b", "Les deux"), ("couleur", "bleu", "Encore bleu"))
    found = forms.imported(("select_one couleur", "q", "Q ?"), choices=choices)
    assert told(found) == [
        ("choices", 4, "renamed-code"),
        ("choices", 5, "choice-not-carried"),
    ]
    assert [one.code for one in found.script.questions[0].choices] == ["rouge", "bleu", "a b"]


def test_groups_become_sections_and_those_inside_join_their_conditions(forms: Forms):
    found = forms.imported(
        ("integer", "n", "N ?", ""),
        ("begin_group", "g", "Le groupe", "${n} > 1"),
        ("text", "a", "A ?", ""),
        ("begin group", "dedans", "Le dedans", "${a} = 'x'"),
        ("text", "b", "B ?", ""),
        ("end group", "", "", ""),
        ("begin_group", "sans_titre", "", "${a} = 'y'"),
        ("text", "c", "C ?", "${n} > 5"),
        ("end_group", "", "", ""),
        ("end_group", "", "", ""),
        columns=("relevant",),
    )
    script = found.script
    assert told(found) == []
    assert [(one.id, one.title) for one in script.sections] == [
        ("questions", "Questions"),
        ("g", "Le groupe"),
        ("dedans", "Le dedans"),
        ("g_2", "Le groupe"),
    ]
    conditions = [one.when.text if one.when else "" for one in script.sections]
    assert conditions == ["", "n > 1", 'n > 1 et a == "x"', "n > 1"]
    assert script.by_id["c"].when is not None
    assert script.by_id["c"].when.text == 'a == "y" et n > 5'


def test_a_groups_condition_that_is_lost_is_kept_above_its_section(forms: Forms):
    found = forms.imported(
        ("begin_group", "g", "Le groupe", "today() > date('2020-03-17')"),
        ("text", "a", "A ?", ""),
        ("end_group", "", "", ""),
        columns=("relevant",),
    )
    assert told(found) == [("survey", 2, "relevant-not-carried")]
    assert found.text.index("today()") < found.text.index("id: g")


def test_texts_lose_their_marks_and_keep_their_lines(forms: Forms):
    label = '**Bonjour** <span style="color:red">Madame</span>,<br/>ça va ? {x} &amp; co'
    question = forms.question("text", "q", label)
    assert question.say == "Bonjour Madame,\nça va ? (x) & co"


def test_hints_defaults_and_required_are_carried(forms: Forms):
    question = forms.question(
        "select_multiple couleur",
        "q",
        "Q ?",
        "Écouter",
        "À éviter : Vous êtes sûr ?",
        "yes",
        "bleu rouge",
        columns=("hint", "guidance_hint", "required", "default"),
        choices=COLOURS,
    )
    assert (question.hint, question.avoid) == ("Écouter", "Vous êtes sûr ?")
    assert question.required
    assert question.default == ["rouge", "bleu"]


TWO = ("type", "name", "label::English (en)", "label::Français (fr)", "hint::Français (fr)")


@pytest.mark.parametrize(
    ("asked", "reader", "said"),
    [("", "fr", "Ça va ?"), ("", "en", "How are you?"), ("English", "fr", "How are you?")],
)
def test_the_texts_are_in_the_readers_language_or_the_one_asked_for(
    forms: Forms, asked: str, reader: str, said: str
):
    language.use(reader)
    try:
        found = forms.imported(
            ("text", "q", "", "How are you?", "Ça va ?", "Écouter"),
            columns=TWO[2:],
            language=asked,
        )
    finally:
        language.use("fr")
    assert found.script.questions[0].say == said
    assert found.script.language == reader
    assert told(found) == [("survey", 1, "other-languages")]


def test_a_language_that_the_form_lacks_is_refused_with_those_it_has(forms: Forms):
    with pytest.raises(InputRefused) as caught:
        forms.imported(("text", "q", "", "Hi", "Salut", ""), columns=TWO[2:], language="Deutsch")
    assert "English (en), Français (fr)" in caught.value.hint


def test_settings_name_the_script(forms: Forms):
    settings = (("form_title", "form_id", "version", "style"), ("Ma fiche", "ma fiche", "3", "x"))
    found = forms.imported(("text", "q", "Q ?"), settings=settings)
    assert (found.script.title, found.script.id, found.script.version) == (
        "Ma fiche",
        "ma_fiche",
        "3",
    )
    assert told(found) == [("settings", 2, "setting-not-carried")]


def test_a_sheet_that_is_not_read_is_named(forms: Forms):
    found = forms.imported(("text", "q", "Q ?"), entities=(("list_name",), ("personnes",)))
    assert told(found) == [("entities", 1, "sheet-not-carried")]


def test_what_our_own_checks_refuse_becomes_a_comment(forms: Forms):
    found = forms.imported(
        ("text", "a", "A ?"), ("text", "b", "Trop " + "long " * 1200), ("text", "c", "C ?")
    )
    assert told(found) == [("survey", 3, "refused-by-checks")]
    assert [one.id for one in found.script.questions] == ["a", "c"]


def test_a_question_that_no_call_may_ask_becomes_a_comment(forms: Forms):
    found = forms.imported(
        ("text", "a", "A ?", ""),
        ("text", "b", "Quel est le code de votre carte bancaire ?", ""),
        ("text", "c", "C ?", "${b} != ''"),
        columns=("relevant",),
    )
    assert told(found) == [("survey", 3, "refused-by-checks"), ("survey", 4, "refused-by-checks")]
    assert [one.id for one in found.script.questions] == ["a", "c"]
    assert "name: b" in found.text


def test_a_list_of_several_questions_is_written_once(forms: Forms):
    rows = [("select_one couleur", f"q{at}", "Q ?") for at in range(3)]
    found = forms.imported(*rows, choices=COLOURS)
    assert found.text.count("Rouge") == 1
    assert all(len(one.choices) == 2 for one in found.script.questions)


def test_the_text_is_read_again_as_the_same_script(forms: Forms):
    found = forms.imported(
        ("select_one couleur", "q", "Quelle : « bleu » ou rouge ? # oui"), choices=COLOURS
    )
    script, problems = compile_text(found.text, "essai.yaml")
    assert problems.ok
    assert script == found.script


@pytest.mark.parametrize("rows", [(), (("start", "s", ""),), (("begin_group", "g", "G"),)])
def test_a_form_without_a_question_is_refused(forms: Forms, rows: tuple[tuple[str, ...], ...]):
    with pytest.raises(InputRefused):
        forms.imported(*rows)


_CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        "text note integer begin_group end_group begin_repeat end_repeat calculate a b a-b é # *x"
        " ${a} ${b}>1 selected(${a},'x') .>=0 yes {nom} - ? ! & | > % @ ` true null ~ 1.0 l".split()
    ),
    st.sampled_from(("select_one l", "select_multiple l or_other", "not(${a} = 'x')", "a: b #c")),
)


@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rows=st.lists(st.tuples(*[_CELLS] * 8), min_size=1, max_size=8),
    choices=st.lists(st.tuples(_CELLS, _CELLS), max_size=4),
)
def test_whatever_a_form_holds_it_is_imported_or_refused(
    forms: Forms, rows: list[tuple[str, ...]], choices: list[tuple[str, str]]
):
    columns = ("relevant", "constraint", "default", "hint", "calculation")
    listed = [("list_name", "name", "label"), *(("l", *choice) for choice in choices)]
    with suppress(InputRefused):
        found = forms.imported(("text", "q", "Q ?"), *rows, columns=columns, choices=listed)
        assert compile_text(found.text, "essai.yaml")[1].ok
