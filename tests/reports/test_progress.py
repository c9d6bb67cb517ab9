"""The report as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.domain.called import Attempt, counted
from tests.domain.field import CAMPAIGN, at
from veille_tui.domain.campaign import Campaign, Segment
from veille_tui.domain.script_versions import AnswersCount, ScriptVersion, ValueCount
from veille_tui.domain.tallies import CaseFacts, Facts
from veille_tui.reports.progress import as_text, report


class Store:
    """A store of figures alone."""

    def campaign(self, campaign_id: str) -> Campaign:
        return CAMPAIGN

    def figures(self, campaign_id: str) -> Facts:
        cases = [CaseFacts(n, "secured", secured=n % 2 == 0, agency="Foix") for n in range(1200)]
        return counted(cases, [Attempt(1, "Paul", ("done",), 6.5)], {"alimentation": 3})

    def answers_by_version(
        self, campaign_id: str, *, concluded: bool = False
    ) -> list[AnswersCount]:
        return []

    def answers_by_value(
        self, campaign_id: str, questions: Sequence[str], *, concluded: bool = False
    ) -> list[ValueCount]:
        return []

    def script_source(self, script_hash: str) -> str:
        return ""

    def script_versions(self, script_id: str = "") -> list[ScriptVersion]:
        return []

    def now(self):
        return at(17, 15)


def test_the_document_names_its_campaign_and_its_moment() -> None:
    _, figures = report(Store(), "confinement")
    assert figures["campaign"] == "confinement"
    assert figures["as_of"] == at(17, 15).isoformat()


def test_lines_are_french_and_fit_eighty_columns() -> None:
    text = as_text(*report(Store(), "confinement"))
    assert "mardi 17 mars à 15 h 00" in text
    assert "1\u202f200" in text
    assert "50,0 %" in text
    assert "6,5" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_an_empty_campaign_has_unknown_rates_and_no_crash() -> None:
    class Empty(Store):
        def figures(self, campaign_id: str) -> Facts:
            return counted()

    assert "-" in as_text(*report(Empty(), "confinement"))


def test_codes_are_said_in_words() -> None:
    class Titled(Store):
        def campaign(self, campaign_id: str) -> Campaign:
            return replace(CAMPAIGN, segments=(Segment("quatre_vingts", "80 ans et plus"),))

        def figures(self, campaign_id: str) -> Facts:
            case = CaseFacts(1, "needs_help", segment="quatre_vingts")
            return counted([case], needs={"demarches": 1})

    text = as_text(*report(Titled(), "confinement"))
    assert "80 ans et plus" in text
    assert "démarches" in text
    assert "quatre_vingts" not in text
