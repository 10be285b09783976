"""The file itself: sound by programs that are not ours, its text can be copied, its code leads to its address."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
import segno

from tests.webapp.printing.papers import job, opinion, paper
from tests.webapp.printing.reading import run, text
from webapp.printing.desk import Desk
from webapp.printing.layout import html


@pytest.fixture(scope="module", params=["zh_Hant", "zh_Hans", "en"])
def printed(request: pytest.FixtureRequest, desk: Desk) -> bytes:
    return desk.make(job("internal_contact", lang=request.param, count=40)).content


def test_e_qpdf_finds_no_fault(printed: bytes) -> None:
    assert "No syntax or stream encoding errors found" in run(printed, "qpdf", "--check", "{}")


def test_e_all_fonts_are_ours_embedded_and_subset(printed: bytes) -> None:
    fonts = run(printed, "pdffonts", "{}").splitlines()[2:]
    assert fonts
    for line in fonts:
        assert re.match(r"[A-Z]{6}\+Form-", line), line
        assert re.search(r"\byes\s+yes\s+yes\b", line), line


def test_e_it_says_pdf_a_3a_is_tagged_and_holds_the_record(printed: bytes) -> None:
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang
        (file,) = pdf.Root.AF
        assert (file.AFRelationship, file.UF) == ("/Data", "record.json")


def test_e_what_is_printed_can_be_copied_out(printed: bytes) -> None:
    said = text(printed)
    for each in ("ICF-2026-000042", "K7QM-2F9X-T4ZP", "𠮷田 Ricky", "齒輪箱潤滑油泵組", "請補 3 號機照片。", "2 / 2"):
        assert each in said, each


def test_e_the_head_and_the_heads_of_tables_stand_on_every_page(desk: Desk) -> None:
    pages = text(desk.make(job("internal_contact", count=60)).content).split("\f")[:-1]
    assert len(pages) >= 3
    assert all("ICF-2026-000042" in page for page in pages)
    assert all("Specification" in page for page in pages[:-1])


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (40, 2), (500, 13)])
def test_e_up_to_500_lines_come_within_the_limits_of_a_worker(desk: Desk, count: int, pages: int) -> None:
    assert abs(desk.make(job("internal_contact", count=count)).pages - pages) <= 1


def test_e_the_code_leads_to_the_paper() -> None:
    page = html(paper(), "internal_contact")
    address = paper()["address"]
    drawn = segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True, dark="#16233a")
    assert drawn in page
    assert address in page


def test_e_a_substitute_is_shown_with_whom_he_stands_for() -> None:
    given = [opinion("manager_sign", ("經理簽字", "经理签字", "Manager signs"), "王小明", "approve")]
    given[0]["behalf"] = "李大同"
    assert re.search(r"王小明.*代.*李大同", html(paper(opinions=given), "internal_contact"))


def test_e_what_changed_after_a_signature_is_marked_with_the_fields() -> None:
    given = [opinion("site_review", ("現場", "现场", "Site representative"), "張代表", "approve")]
    given[0]["changed"] = [{"zh_Hant": "備件", "zh_Hans": "备件", "en": "Spare parts"}]
    assert "簽後有更動：備件" in html(paper(opinions=given), "internal_contact")
    assert "Changed after signature: Spare parts" in html(paper("en", opinions=given), "internal_contact")
