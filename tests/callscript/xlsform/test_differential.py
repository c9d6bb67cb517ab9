"""Our walk and another engine's, over the same script: the same questions apply."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.callscript.xlsform.form_engine import FormEngine, form_values, sayable
from tests.callscript.xlsform.random_scripts import REASONS, answers_to, profiles, scripts
from veille_tui.callscript.xlsform.form_names import form_names
from veille_tui.callscript.xlsform.to_excel import export_script
from veille_tui.domain.walk import walk

_SOME = settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)


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
