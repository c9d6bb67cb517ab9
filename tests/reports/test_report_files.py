"""The report as csv, workbook and page: every figure, typed, and nothing from data that runs."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest

from tests.domain.called import Attempt, counted
from tests.domain.field import CAMPAIGN
from tests.reports.test_progress import Store
from veille_tui.domain.campaign import Campaign, Segment
from veille_tui.domain.tallies import CaseFacts, Facts, ReferralFacts, RelayFacts
from veille_tui.reports.progress import head, report
from veille_tui.reports.report_files import csv_report, workbook_report
from veille_tui.reports.sections import Section, sections
from veille_tui.reports.web_page import page

EVIL = '=HYPERLINK("x")<script>alert(1)</script>\x1b[2J'
FACTS = counted(
    [
        CaseFacts(
            1,
            "secured",
            "vieux",
            EVIL,
            secured=True,
            reached=True,
            secured_channel="phone",
            secured_on="2020-03-17",
        ),
        CaseFacts(2, "lost_to_follow_up", "vieux", "Foix", secured_on="2020-03-18"),
    ],
    [Attempt(1, "Paul", ("done",), 6.5, reassuring=True, day="2020-03-17", slots=("matin",))],
    {"sante": 1},
    {"open": 1},
    needs_by_status={"sante": {"open": 1}},
    referral_facts=[ReferralFacts("need", "sante", "today", "open", 1)],
    relays=[RelayFacts("visit", "failed", "nobody", 1)],
)


class Evil(Store):
    def campaign(self, campaign_id: str) -> Campaign:
        return replace(CAMPAIGN, segments=(Segment("vieux", "80 ans & plus"),))

    def figures(self, campaign_id: str) -> Facts:
        return FACTS


@pytest.fixture
def reported() -> tuple[Campaign, dict[str, Any]]:
    return report(Evil(), "confinement")


def test_the_csv_has_every_figure_of_the_document_by_its_key(reported) -> None:
    data = csv_report(reported[1])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == ["section", "key", "value"]
    found = {(section, key): value for section, key, value in rows[1:]}
    assert found["report", "campaign"] == "confinement"
    assert found["households", "targeted"] == "2"
    assert found["rates", "secured"] == "0,5"
    assert found["calls", "mean_minutes"] == "6,5"
    assert found["referrals_by_theme", "sante / open"] == "1"
    assert found["relays", "visit / results / nobody"] == "1"
    assert found["by_day", "2020-03-18 / secured_so_far"] == "2"
    assert len(found) == len(rows) - 1


def test_no_cell_of_the_csv_is_a_formula(reported) -> None:
    text = csv_report(reported[1]).decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_workbook_has_a_sheet_a_section_with_typed_numbers_and_no_formula(reported) -> None:
    found = sections(*reported)
    book = openpyxl.load_workbook(io.BytesIO(workbook_report("Bilan", found)))
    assert len(book.sheetnames) == len(found)
    households = {row[0].value: row[1:] for row in book["Foyers"].iter_rows(min_row=2)}
    assert households["situations sécurisées"][0].value == 1
    assert households["situations sécurisées"][1].number_format == "0.0%"
    assert book["Par jour"]["A2"].is_date
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_two_sections_of_one_name_are_two_sheets_and_an_empty_report_opens() -> None:
    twice = Section("Réclamations techniques et autres [choses]", ("a", "b"), (("x", 1),))
    book = openpyxl.load_workbook(io.BytesIO(workbook_report("Bilan", [twice, twice])))
    assert len(set(book.sheetnames)) == 2
    assert openpyxl.load_workbook(io.BytesIO(workbook_report("Bilan", []))).sheetnames


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _value in attrs}
        if tag not in ("meta", "rect"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)


def test_the_page_holds_its_figures_and_neither_script_nor_anything_to_fetch(reported) -> None:
    campaign, figures = reported
    made = page(campaign.title, head(campaign, figures), sections(campaign, figures))
    tags = Tags()
    tags.feed(made)
    assert not tags.open
    assert not tags.seen & {"script", "link", "img", "iframe", "object"}
    assert not tags.attributes & {"src", "href", "onload", "onclick"}
    assert "&lt;script&gt;" in made
    assert "80 ans &amp; plus" in made
    assert "\x1b" not in made
    assert "50,0\u00a0%" in made or "50,0 %" in made
    assert "mercredi 18 mars" in made


def test_the_longest_bar_is_the_greatest_figure() -> None:
    compared = Section("Voies", ("voie", "valeur"), (("a", 10), ("b", 5)), has_bars=True)
    assert re.findall(r'rect width="([\d.]+)"', page("t", "m", [compared])) == ["100.0", "50.0"]


def test_no_section_is_empty(reported) -> None:
    assert all(section.rows for section in sections(*reported))
    for section in sections(*reported):
        assert {len(row) for row in section.rows} == {len(section.heads)}
