"""Whatever is typed in line mode, it answers, and what was written stays readable."""

from __future__ import annotations

import tempfile
from io import StringIO
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders
from veille_tui.callscript.compiler import load_script
from veille_tui.config import shipped_scripts
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.ui.plain import run

WORDS = (
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 0 - < ? ! z j f x v o e d s a h l p q n t r + nsp "
    "refus oui non aucune /z /< /n 99999999999999999999 ² ١ demain"
).split()
LINES = st.lists(
    st.sampled_from(
        [*WORDS, "", "", "1", "1", "1", "1 3", "n chat", "d demain 10h", "s oui", "j 3", "p demain"]
    )
    | st.text(max_size=12).map(lambda text: " ".join(text.split())),
    max_size=30,
)


def confinement() -> CallScript:
    script, _problems = load_script(shipped_scripts() / "confinement.yaml")
    assert script is not None
    return script


SHIPPED = confinement()


def read_number(text: str) -> PhoneNumber | None:
    return PhoneNumber("+33639980005", raw=text) if text.isdecimal() else None


@settings(max_examples=60)
@given(LINES)
def test_nothing_typed_stops_the_desk_or_spoils_its_journal(lines: list[str]):
    with tempfile.TemporaryDirectory() as folder:
        local = builders.journal(Path(folder) / "journal.db")
        builders.in_hand(local)
        said = ""
        for typed in (lines, []):
            out = StringIO()
            desk = builders.desk(local, spoken=SHIPPED)
            inp = StringIO("".join(f"{line}\n" for line in lines if typed))
            assert (
                run(desk, "confinement", lambda: None, builders.clock, read_number, inp, out) == 0
            )
            said = out.getvalue()
        local.close()
        assert said.endswith("Tout est gardé et envoyé. Au revoir.\n")
