"""Rows of a spreadsheet into a form: pasted text, a file, the template; told row by row, kept nowhere (ICF-2)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
import xlsxwriter
from flask import Flask
from python_calamine import CalamineWorkbook

from tests.counting import count_sql
from tests.webapp.views.conftest import CONTACT, START, Browser, send
from webapp.program import EXTENSION

Browsers = Callable[[str], Browser]
ROWS = "物資編碼\t數量\t緊急程度\nT-001\t１，２００\t特急\nS-002\t2\t\n"


def _cells(text: str, name: str, column: str) -> list[str]:
    found = re.findall(rf'name="{name}\.\d+\.{column}" value="([^"]*)"', text)
    return [unescape(one) for one in found if one]


def _notes(text: str) -> list[str]:
    """What the report tells, one text per row of its table."""
    table = text[text.index('class="import-report"') : text.index('class="import-ways"')]
    rows = re.findall(r"<tr>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>", table, re.DOTALL)
    return [" | ".join(unescape(cell.strip()) for cell in row) for row in rows]


def _report(text: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.search(r'class="import-taken">(.*?)</p>', text, re.DOTALL)[1]))  # type: ignore[index]


def pasted(person: Browser, rows: str, into: str = "", **fields: str) -> str:
    """Paste rows into the text field of the empty form and press the button."""
    person.get(START)
    answer = person.post(f"{START}/lines", {**CONTACT, "_paste": rows, "_into": into, "_read": "text", **fields})
    assert answer.status_code == 200
    return answer.text


def book(*rows: list[object], sheet: str = "Sheet1") -> tuple[io.BytesIO, str]:
    """An .xlsx of one sheet."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet(sheet)
        for index, row in enumerate(rows):
            page.write_row(index, 0, row)
    made.seek(0)
    return made, "rows.xlsx"


def uploaded(person: Browser, file: tuple[io.BytesIO, str], **fields: str) -> str:
    """Send a file with the empty form."""
    person.get(START)
    answer = person.post(f"{START}/lines", {**CONTACT, **fields, "_read": "file", "_sheet": file})
    assert answer.status_code == 200
    return answer.text


def test_icf2_pasted_rows_go_into_the_lists_that_the_catalogue_says(browser: Browsers) -> None:
    text = pasted(browser("site.staff"), ROWS)
    assert _cells(text, "tools", "quantity") == ["1200"]
    assert _cells(text, "tools", "name") == ["液壓扭力扳手"]
    assert re.search(r'name="tools\.0\.urgency".*?value="critical" selected', text, re.DOTALL)
    assert _cells(text, "spare_parts", "code") == ["S-001", "S-002"], "they come behind those that are there"
    assert "1 row is now in “Tools”. 1 row is now in “Spare parts”. Nothing is sent or saved yet." in _report(text)
    assert 'name="_paste" rows="4" wrap="off" spellcheck="false">\n</textarea>' in text


def test_rows_without_titles_are_read_in_the_order_of_the_columns(browser: Browsers) -> None:
    text = pasted(browser("site.staff"), 't-001\t扳手\t"大\n號"\t\t\t3\n', into="tools")
    assert (_cells(text, "tools", "code"), _cells(text, "tools", "specification")) == (["T-001"], ["大 號"])
    assert _cells(text, "tools", "name") == ["扳手"], "what a row says itself is kept"
    assert _cells(text, "tools", "unit") == ["把"]


def test_what_was_not_taken_is_told_row_by_row_and_stays_in_the_field(browser: Browsers) -> None:
    titles = "List\tMaterial code\tQuantity\tUrgency\tPrice\n"
    rows = "Tools\tT-001\tviele\tsofort\t3\n\tX-999\t1\t\t\nMöbel\tT-001\t1\t\t\n"
    text = pasted(browser("site.staff"), titles + rows)
    assert _notes(text) == [
        " | Price | No list has a column of this title; it was not taken (1 rows).",
        "Row 2 | Quantity | “viele” is not a number; it stands in the form as it was.",
        "Row 2 | Urgency | “sofort” is none of the answers (Normal, Urgent, Critical); please choose one.",
        "Row 3 |  | The catalogue has no “X-999”, and the row names no list; it was not taken.",
        "Row 4 |  | There is no list “Möbel”; the row was not taken.",
    ]
    assert _cells(text, "tools", "quantity") == ["viele"]
    assert "2 rows were left out." in _report(text)
    left = re.search(r'name="_paste"[^>]*>\n(.*?)</textarea>', text, re.DOTALL)
    assert left
    assert left[1].splitlines()[1:] == ["\tX-999\t1\t\t", "Möbel\tT-001\t1\t\t"]


def test_rows_that_wait_to_be_read_are_not_lost_when_the_form_is_sent(browser: Browsers) -> None:
    person = browser("site.staff")
    person.get(START)
    answer = person.post(START, {**CONTACT, "_paste": ROWS, "_action_id": "a", "_action": "submit"})
    assert answer.status_code == 422
    assert "These rows were not read yet." in answer.text
    assert "S-002" in answer.text
    assert "ICF-2026" not in person.get("/mine")


def test_a_file_that_was_chosen_and_not_read_is_told_when_the_form_is_sent(browser: Browsers) -> None:
    person = browser("site.staff")
    person.get(START)
    fields = {**CONTACT, "_action_id": "a", "_action": "submit", "_sheet": book(["code"], ["T-001"])}
    answer = person.post(START, fields)
    assert answer.status_code == 422
    assert "“rows.xlsx” was chosen but not read." in unescape(answer.text)
    assert 'href="#f-_sheet"' in answer.text


def test_rows_of_a_file_are_taken_and_told_in_the_reader_s_language(browser: Browsers) -> None:
    rows = book(["物資編碼", "數量"], ["T-001", 3], ["S-001", "兩個"], ["X-1", 1], [None, None])
    person = browser("site.staff")
    person.get(START)
    fields = {**CONTACT, "_read": "file", "_sheet": rows}
    text = person.post(f"{START}/lines?lang=zh_Hant", fields).text
    assert _cells(text, "tools", "quantity") == ["3"]
    assert _cells(text, "spare_parts", "quantity") == ["2", "兩個"]
    assert [note.split(" | ")[0] for note in _notes(text)] == ["Sheet1 · 第 3 列", "Sheet1 · 第 4 列"]
    assert "「備件」已加入 1 列。" in _report(text)


def test_a_sheet_named_as_a_list_fills_that_list(browser: Browsers) -> None:
    text = uploaded(browser("site.staff"), book(["Name", "Quantity"], ["Bracket", 2.5], sheet="耗材"))
    assert (_cells(text, "consumables", "name"), _cells(text, "consumables", "quantity")) == (["Bracket"], ["2.5"])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7", "rows.xlsx: This is no .xlsx file."),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "has a password"),
        (b"PK\x03\x04" + b"0" * 5_000_001, "at most 5 MB"),
        (b"PK\x03\x04 no archive", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_form_is_kept(browser: Browsers, content: bytes, told: str) -> None:
    text = uploaded(browser("site.staff"), (io.BytesIO(content), "rows.xlsx"), _paste="waits")
    assert told in unescape(text)
    assert CONTACT["reason"] in text
    assert _cells(text, "spare_parts", "code") == ["S-001"]
    assert ">\nwaits</textarea>" in text


def test_a_file_without_titles_is_told(browser: Browsers) -> None:
    text = uploaded(browser("site.staff"), book(["T-001", 3], ["C-001", 1]))
    assert _notes(text) == ["Sheet1 |  | No row with the titles of the columns was found; nothing of it was taken."]
    assert "No row was taken." in _report(text)


def test_no_more_rows_are_taken_than_the_form_may_have(browser: Browsers) -> None:
    rows = "code\tquantity\n" + "T-001\t1\n" * 520
    text = pasted(browser("site.staff"), rows)
    assert len(_cells(text, "tools", "code")) == 499  # one line stands in the form already
    assert _notes(text) == [
        "Row 501 |  | There is no room for more lines: from this row on, 21 rows were not taken.",
    ]


@pytest.mark.parametrize(
    ("rows", "told"), [("a\n" * 5_001, "at most 5000 rows are read"), ("a\t" * 101, "more than 100 columns")]
)
def test_too_large_a_paste_is_refused_and_kept(browser: Browsers, rows: str, told: str) -> None:
    text = pasted(browser("site.staff"), rows)
    assert told in text
    assert len(text) > len(rows)


def cells(person: Browser, rows: str, column: str = "quantity", **fields: str) -> dict[str, object]:
    """What a script is answered for a paste into a cell."""
    person.get(START)
    asked = {"_list": "tools", "_column": column, "_text": rows, **fields}
    answer = person.post(f"{START}/lines", asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.get_json()
    return found


def test_a_paste_into_a_cell_goes_rightwards_and_downwards_and_keeps_its_gaps(browser: Browsers) -> None:
    told = cells(browser("site.staff"), "1\t緊急\t\tzu viel\n\t\n2\n")
    assert told["rows"] == [
        {"at": 0, "values": {"quantity": "1", "urgency": "urgent"}},
        {"at": 2, "values": {"quantity": "2"}},
    ]
    assert told["told"] == "2 rows are filled in."
    assert told["notes"] == ["D: No list has a column of this title; it was not taken (1 rows)."]


def test_a_paste_with_titles_goes_by_them_and_fills_in_from_the_catalogue(browser: Browsers) -> None:
    told = cells(browser("site.staff"), "Quantity\tMaterial code\n4\ts-001\n", column="model")
    assert told["rows"] == [
        {
            "at": 0,
            "values": {
                "code": "S-001",
                "quantity": "4",
                "name": "變槳電機",
                "specification": "4.5kW",
                "model": "1.5MW",
                "unit": "台",
            },
        }
    ]
    assert str(told["told"]).startswith("The first row was read as titles.")


def test_a_paste_takes_no_more_rows_than_there_is_room_for(browser: Browsers) -> None:
    told = cells(browser("site.staff"), "1\n2\n3\n", _room="2")
    assert len(list(told["rows"])) == 2  # type: ignore[call-overload]
    assert told["notes"] == ["Row 3: There is no room for more lines: from this row on, 1 rows were not taken."]


@pytest.mark.parametrize("name", ["nothing", "reason", "supply"])
def test_a_list_that_is_not_there_cannot_be_pasted_into(browser: Browsers, name: str) -> None:
    person = browser("site.staff")
    person.get(START)
    assert person.post(f"{START}/lines", {"_list": name, "_text": "1"}).status_code == 404


def test_rows_are_read_in_a_bounded_number_of_statements_on_both_databases(app_on_both: Flask) -> None:
    person = Browser(app_on_both.test_client()).sign_in("site.staff")
    database = app_on_both.extensions[EXTENSION].database

    def sent(rows: int) -> int:
        person.get(START)
        with count_sql(database) as found:
            pasted(person, "code\tquantity\n" + "T-001\t1\nS-002\t3\n" * rows)
        return len(found)

    assert sent(200) == sent(2)


@pytest.fixture
def draft(browser: Browsers) -> str:
    person = browser("site.staff")
    person.get(START)
    return person.post(START, {**CONTACT, "_action_id": "d", "_action": "save"}).headers["Location"]


def test_rows_go_into_a_draft_and_nothing_is_saved(browser: Browsers, draft: str) -> None:
    person = browser("site.staff")
    person.get(draft)
    text = person.post(f"{draft}/lines", {"_paste": ROWS, "_read": "text"}).text
    assert _cells(text, "tools", "code") == ["T-001"]
    assert f'action="{draft}"' in text
    assert _cells(person.get(draft), "tools", "code") == []


def test_rows_go_into_the_lists_that_a_task_may_edit(browser: Browsers) -> None:
    send(browser("site.staff"))
    browser("site.rep").act("approve")
    planner = browser("planner")
    address = planner.task()
    hidden = {name: planner.field(name) for name in ("_action_id", "_version")}
    text = planner.post(f"{address}/lines", {**hidden, "_paste": ROWS, "_read": "text", "_comment": "geprüft"}).text
    assert _cells(text, "tools", "code") == ["T-001"]
    assert "geprüft" in text
    assert planner.client.get(f"{address}/lines.xlsx").data.startswith(b"PK")


def test_who_may_not_fill_in_the_form_reads_no_rows_into_it(browser: Browsers, draft: str) -> None:
    sent = send(browser("site.staff"))
    rep = browser("site.rep")
    task = rep.task()
    person = browser("site.staff")
    person.get("/start")
    assert person.post(f"{task}/lines", {"_paste": "x"}).status_code == 403, "theirs to see, not to do"
    rep.get("/start")
    assert rep.post(f"{draft}/lines", {"_paste": "x"}).status_code == 404
    assert rep.post(f"{task}/lines", {"_paste": "x"}).status_code == 404, "no list may be edited there"
    buyer = browser("buyer")
    buyer.get("/me")
    assert buyer.post(f"{START}/lines", {"_paste": "x"}).status_code == 403
    buyer.get(f"{START}/lines.xlsx", status=403)
    assert person.post(f"/drafts/{sent}/lines", {"_paste": "x"}).status_code == 403, "it was sent"


@pytest.mark.parametrize(
    ("language", "list_title", "code"), [("en", "List", "Material code*"), ("zh_Hant", "明細", "物資編碼*")]
)
def test_the_template_speaks_the_reader_s_language_and_is_read_back(
    browser: Browsers, language: str, list_title: str, code: str
) -> None:
    person = browser("site.staff")
    page = person.client.get(f"{START}/lines.xlsx?lang={language}")
    assert page.headers["Content-Disposition"].startswith("attachment")
    book = CalamineWorkbook.from_filelike(io.BytesIO(page.data))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:2] == [list_title, code]
    assert len(book.sheet_names) == 3
    text = uploaded(person, (io.BytesIO(page.data), "back.xlsx"))
    assert "No row was taken." in _report(text)
    assert _notes(text) == [" |  | There was nothing to read."], "the example stays, and is no row"


def test_a_template_that_was_filled_in_is_taken_whole(browser: Browsers) -> None:
    person = browser("site.staff")
    page = person.client.get(f"{START}/lines.xlsx?lang=zh_Hant")
    titles = CalamineWorkbook.from_filelike(io.BytesIO(page.data)).get_sheet_by_index(0).to_python()[0]
    text = uploaded(person, book(titles, ["備件", "S-002", "", "", "", "", 4, "緊急"], ["", "T-001", *[""] * 4, 1]))
    assert _cells(text, "spare_parts", "quantity") == ["2", "4"]
    assert _cells(text, "tools", "name") == ["液壓扭力扳手"]
    assert _notes(text) == []
