"""A box as a table: whose rows, in whose words, up to which limit, and that nobody's text becomes a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tests.webapp.services.walking import NOW, Walk
from webapp import create_app
from webapp.config import Settings
from webapp.jobs import lists
from webapp.jobs.makers import Made
from webapp.jobs.tasks import MAKERS


@pytest.fixture
def app(cast: Cast, tmp_path: Path) -> Iterator[Flask]:
    url = cast.database.engine.url.render_as_string(hide_password=False)
    made = create_app(
        Settings(data_dir=tmp_path, database_url=url, secret_key="k" * 32, list_rows=2), lambda: NOW, cast.database
    )
    with made.app_context(), force_locale("en"):
        yield made


def listed(cast: Cast, path: Path, by: str = "site.staff", **params: str) -> Made:
    with cast.database.read() as session:
        actor = cast.actor(session, by)
    return MAKERS["list"](actor, {"box": "mine", **params}, path, lambda _done, _total: None)


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.usefixtures("app")
def test_b_a_box_is_csv_that_spreadsheets_read(cast: Cast, tmp_path: Path) -> None:
    Walk(cast).start(reason="=HYPERLINK(1)")
    path = tmp_path / "out"
    made = listed(cast, path, **{"as": "csv"})
    assert (made.name, made.type, made.note) == ("mine-20261123-1000.csv", "text/csv", {})
    assert path.read_bytes().startswith(b"\xef\xbb\xbfNumber,Process,State")
    head, row = lines(path)
    assert (row[0], row[2], len(row)) == ("ICF-2026-000001", "Open", len(head))
    assert row[4].startswith("'=HYPERLINK")


@pytest.mark.usefixtures("app")
def test_b_a_box_is_a_workbook_in_the_reader_s_language(cast: Cast, tmp_path: Path) -> None:
    Walk(cast).start(reason="=1+1")
    path = tmp_path / "out"
    with force_locale("zh_Hant"):
        assert listed(cast, path, **{"as": "xlsx"}).name == "mine-20261123-1000.xlsx"
    head, row = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert (head[1], row[0]) == ("流程", "ICF-2026-000001")
    assert str(row[4]).startswith("=1+1")
    assert f"{row[8]:%Y-%m-%d %H:%M}" == "2026-11-23 10:00"


@pytest.mark.usefixtures("app")
def test_b_no_more_rows_than_the_setting_and_the_filter_let_through(cast: Cast, tmp_path: Path) -> None:
    walks = [Walk(cast).start() for _ in range(3)]
    path = tmp_path / "out"
    assert listed(cast, path, **{"as": "csv"}).note == {"code": "list_cut", "params": {"most": 2}}
    assert [row[0][-1] for row in lines(path)[1:]] == ["3", "2"]
    walks[0].withdraw()
    assert listed(cast, path, status="withdrawn", **{"as": "csv"}).note == {}
    assert [row[0][-1] for row in lines(path)[1:]] == ["1"]


@pytest.mark.usefixtures("app")
def test_g_nobody_gets_the_rows_of_another_s_box(cast: Cast, tmp_path: Path) -> None:
    Walk(cast).start()
    path = tmp_path / "out"
    listed(cast, path, by="buyer", **{"as": "csv"})
    assert len(lines(path)) == 1


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "＝1"])
def test_b_what_looks_like_a_formula_is_text(text: str) -> None:
    assert lists._plain(text) == f"'{text}"
