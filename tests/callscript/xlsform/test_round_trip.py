"""Our scripts to Excel and back: the same conversations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.callscript.xlsform.form_engine import sayable
from tests.callscript.xlsform.random_scripts import REASONS, answers_to, profiles, scripts
from veille_tui import language
from veille_tui.callscript.compiler import load_script
from veille_tui.callscript.xlsform.form_names import form_codes
from veille_tui.callscript.xlsform.from_excel import Imported, import_form
from veille_tui.callscript.xlsform.to_excel import export_script
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.possibilities import Possibilities, Undecided
from veille_tui.domain.walk import walk
from veille_tui.errors import InputRefused

CONFINEMENT = Path(__file__).parents[3] / "call_scripts" / "confinement.yaml"


def there_and_back(script: CallScript, folder: Path) -> Imported:
    """The script after a stay in Excel."""
    path = folder / "aller_retour.xlsx"
    path.write_bytes(export_script(script)[0])
    return import_form(path)


def as_form_codes(script: CallScript, answers: Mapping[str, object]) -> dict[str, object]:
    """The answers with the codes that a form can hold."""
    found: dict[str, object] = {}
    for name, answer in answers.items():
        codes = form_codes(script.by_id[name])
        if isinstance(answer, list):
            found[name] = [codes.get(code, code) for code in answer]
        else:
            found[name] = codes.get(str(answer), answer)
    return found


def all_can_be_asked(script: CallScript) -> bool:
    """Whether no condition forbids its question for ever: such a question stays a comment."""
    possible = Possibilities(script)
    try:
        return all(possible.find(*possible.asked(one.id)) for one in script.questions)
    except Undecided:
        return False


@settings(
    max_examples=40,
    deadline=None,
    # Without making failures smaller: every try is a workbook.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_script_that_was_in_excel_asks_the_same_questions(data: st.DataObject, tmp_path: Path):
    script = data.draw(scripts())
    assume(all_can_be_asked(script))
    try:
        found = there_and_back(script, tmp_path)
    except InputRefused:
        # Nothing of it is ever asked.
        return
    assert not [one for one in found.problems if one.code == "relevant-not-carried"]
    back = found.script
    # What is never asked stays a comment.
    never = [one for one in found.problems if one.code == "never-asked"]
    assert len(back.questions) >= len(script.questions) - len(never)
    for _turn in range(5):
        answers = sayable(script, data.draw(answers_to(script)))
        profile, reason = data.draw(profiles()), data.draw(REASONS)
        expected = walk(script, profile, reason, answers)
        again = walk(back, profile, reason, as_form_codes(script, answers))
        assert again.asked == expected.asked
        assert again.unanswered == expected.unanswered


def test_the_shipped_script_keeps_its_questions_and_words(tmp_path: Path):
    script, _problems = load_script(CONFINEMENT)
    assert script is not None
    found = there_and_back(script, tmp_path)
    assert not [one for one in found.problems if "relevant" in one.code]
    for one, other in zip(script.questions, found.script.questions, strict=True):
        assert (one.id, one.type, one.say, one.avoid, one.required, one.default) == (
            other.id,
            other.type,
            other.say,
            other.avoid,
            other.required,
            other.default,
        )
        assert [(c.code, c.label, c.detail) for c in one.choices] == [
            (c.code, c.label, c.detail) for c in other.choices
        ]


@pytest.mark.parametrize("tongue", ["fr", "en"])
def test_the_shipped_script_comes_back_in_the_readers_language(tmp_path: Path, tongue: str):
    script, _problems = load_script(CONFINEMENT)
    assert script is not None
    language.use(tongue)
    try:
        back = there_and_back(script, tmp_path).script
    finally:
        language.use("fr")
    assert back.language == tongue
    assert len(back.questions) == len(script.questions)
