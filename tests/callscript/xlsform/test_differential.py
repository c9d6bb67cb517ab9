"""Our walk and another engine's, over the same script: the same questions apply."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.callscript.xlsform.form_engine import FormEngine, form_values
from tests.callscript.xlsform.random_scripts import REASONS, answers_to, profiles, scripts
from veille_tui.callscript.xlsform.form_names import codes_left_open, form_names
from veille_tui.callscript.xlsform.to_excel import export_script
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.walk import walk

_SOME = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sayable(script: CallScript, answers: dict[str, object]) -> dict[str, object]:
    """The answers that a form can hold: it has "does not know" only where a condition looks."""
    left_open, words = codes_left_open(script), script.words
    kinds = {words.dk: "dk", words.refused: "refused"}
    return {
        name: answer
        for name, answer in answers.items()
        if str(answer) not in kinds
        or (
            kinds[str(answer)] in left_open.get(name, {})
            and (script.by_id[name].choices or script.by_id[name].type in ("yes_no", "consent"))
        )
    }


@_SOME
@given(st.data())
def test_the_questions_that_apply_are_those_of_a_form_run_by_another_engine(data: st.DataObject):
    script = data.draw(scripts())
    workbook, lost = export_script(script)
    assert not [one for one in lost if "relevant" in one.message]
    engine = FormEngine(workbook)
    names = form_names(script)
    for _turn in range(5):
        answers = sayable(script, data.draw(answers_to(script)))
        profile, reason = data.draw(profiles()), data.draw(REASONS)
        asked = {names[one] for one in walk(script, profile, reason, answers).asked}
        found = engine.relevant(form_values(script, answers, profile, reason))
        assert found & set(names.values()) == asked
