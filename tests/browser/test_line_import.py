"""Rows of a spreadsheet pasted into a cell and sent as a file, in a browser, with script and without."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import expect

from tests.browser.office import PHONE, PLAIN, Office
from tests.browser.person import Visitor
from tests.browser.test_lines import focused, form

pytestmark = pytest.mark.browser


def paste(page: Visitor, name: str, text: str) -> Visitor:
    """Paste a text into a cell, and wait for what is told."""
    told = page.page.locator(f"#f-{name.split('.')[0]} [data-told]")
    page.field(name).evaluate(
        """(field, text) => {
            field.focus();
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            if (field.dispatchEvent(event)) document.execCommand("insertText", false, text);
        }""",
        text,
    )
    if "\t" in text or "\n" in text.strip():
        expect(told).not_to_contain_text("Reading")
    return page


def test_rows_pasted_into_a_cell_fill_it_and_what_is_right_of_it_and_below(office: Office) -> None:
    page = form(office).line("tools", "T-001", "9")
    paste(page, "tools.0.quantity", '１，２００\t特急\n3\t"一般"\n5\tbald\n')
    assert [page.value(f"tools.{row}.quantity") for row in range(3)] == ["1200", "3", "5"]
    assert [page.value(f"tools.{row}.urgency") for row in range(3)] == ["critical", "normal", "normal"]
    assert page.value("tools.0.code") == "T-001"
    told = page.page.locator("#f-tools [data-told]")
    expect(told).to_contain_text("3 rows are filled in.")
    expect(told).to_contain_text("Row 3 · Urgency: “bald” is none of the answers")
    assert focused(page) == "tools.0.quantity"


def test_b12_rows_that_were_pasted_are_kept_without_another_key(office: Office) -> None:
    page = form(office)
    paste(page, "tools.0.code", "T-001\t\nS-002\t\n")
    expect(page.page.locator("[data-saved]")).to_contain_text("Saved")
    page.page.reload()
    assert (page.value("tools.0.code"), page.value("tools.1.code")) == ("T-001", "S-002")


def test_a_paste_is_undone_at_one_press(office: Office) -> None:
    page = form(office).line("tools", "T-001", "9")
    paste(page, "tools.0.code", "S-002\tx\nT-001\ty\n")
    assert page.value("tools.0.code") == "S-002"
    page.page.locator("#f-tools [data-told] button").click()
    assert (page.value("tools.0.code"), page.value("tools.0.quantity")) == ("T-001", "9")
    assert page.page.locator("[name='tools.1.code']").count() == 0


def test_a_single_word_is_pasted_as_ever(office: Office) -> None:
    page = paste(form(office), "tools.0.name", "扳手\n")
    assert page.value("tools.0.name").strip() == "扳手"
    assert page.page.locator("#f-tools [data-told]").inner_text() == ""


def test_rows_with_titles_are_sent_as_they_were_pasted(office: Office) -> None:
    page = paste(form(office), "spare_parts.0.code", "數量\t物資編碼\n2\tS-001\n4\ts-002\n")
    assert page.value("spare_parts.1.name") == "偏航減速器"
    page.press("submit")
    office.follow()
    lines = office.walk.data()["spare_parts"]
    assert [(line["code"], line["quantity"]) for line in lines] == [("S-001", "2"), ("S-002", "4")]


def test_a_column_of_amounts_is_pasted_beside_the_lines_of_a_request(office: Office) -> None:
    tools = [{"code": "T-001", "quantity": "5"}, {"code": "C-001", "quantity": "7"}]
    office.walk.start(reason="漏油", tools=tools).to("production_check")
    page = office.person("prod.planner").task()
    count = page.page.locator("#f-supply [name$='.available']").count()
    paste(page, "supply.0.available", "5\n" + "\n" * (count - 2) + "9\n7\n")
    assert [page.value(f"supply.{row}.available") for row in range(count)] == ["5", *[""] * (count - 2), "9"]
    expect(page.page.locator("#f-supply [data-told]")).to_contain_text("1 rows were not taken")


def test_500_rows_are_pasted_and_undone(office: Office) -> None:
    page = paste(form(office), "tools.0.code", "code\tquantity\n" + "T-001\t1\n" * 520)
    assert page.page.locator("#f-tools [name$='.code']").count() == 500
    expect(page.page.locator("#f-tools [data-told]")).to_contain_text("no room for more lines")
    page.press("submit")
    office.follow()
    assert len(office.walk.data()["tools"]) == 500


def book(folder: Path) -> Path:
    """A spreadsheet with three rows, one of which belongs nowhere."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("十一月")
        for index, row in enumerate((["物資編碼", "數量"], ["T-001", 3], ["S-002", 1], ["X-9", 2])):
            sheet.write_row(index, 0, row)
    path = folder / "需求.xlsx"
    path.write_bytes(made.getvalue())
    return path


@pytest.mark.parametrize("options", [{}, PLAIN, PHONE])
def test_a_spreadsheet_is_read_row_by_row_with_script_and_without(
    office: Office, tmp_path: Path, options: dict[str, object]
) -> None:
    page = form(office, **options)
    page.page.locator("#lines-import summary").click()
    page.page.locator("#f-_sheet").set_input_files(book(tmp_path))
    with page.page.expect_event("load"):
        page.page.locator("[name=_read][value=file]").click()
    assert (page.value("tools.0.quantity"), page.value("spare_parts.0.name")) == ("3", "偏航減速器")
    report = page.page.locator(".import-report").inner_text()
    assert "1 row was left out." in report
    assert "The catalogue has no “X-9”, and the row names no list" in report
    assert (page.value("reason"), page.overflow()) == ("漏油", 0)
    page.press("submit")
    assert len(office.requests()) == 1


def test_pasted_text_is_read_without_script(office: Office) -> None:
    page = form(office, **PLAIN)
    page.page.locator("#lines-import summary").click()
    page.fill(_paste="T-001\t\t\t\t\t2\t緊急\n", _into="tools")
    with page.page.expect_event("load"):
        page.page.locator("[name=_read][value=text]").click()
    assert (page.value("tools.0.quantity"), page.value("tools.0.urgency")) == ("2", "urgent")


def test_the_template_is_a_file_that_the_form_reads(office: Office, tmp_path: Path) -> None:
    page = form(office)
    page.page.locator("#lines-import summary").click()
    with page.page.expect_download() as download:
        page.page.locator("a[href$='lines.xlsx']").click()
    path = tmp_path / "template.xlsx"
    download.value.save_as(path)
    assert download.value.suggested_filename.endswith(".xlsx")
    page.page.locator("#f-_sheet").set_input_files(path)
    with page.page.expect_event("load"):
        page.page.locator("[name=_read][value=file]").click()
    assert "No row was taken." in page.page.locator(".import-report").inner_text()
