"""The printed form of each kind: what it asks stands on it, and nothing of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import NOW, Cast
from tests.webapp.services.test_kinds import NOTICE, OFFICE, TRANSFER, file
from tests.webapp.services.walking import Walk
from webapp import printing
from webapp.config import Settings
from webapp.printing import Wish, layout
from webapp.services import visibility


@pytest.fixture
def walk(sqlite_cast: Cast) -> Walk:
    return Walk(sqlite_cast)


def page(walk: Walk, by: str, lang: str = "en") -> str:
    with walk.cast.database.read() as session:
        actor = walk.cast.actor(session, by)
        request = visibility.request_for(session, actor, walk.id)
        job = printing.order(session, actor, request, Wish(lang, "https://a", by, NOW), Settings(Path("x")))
    return layout.html(job["paper"] | {"missing": [], "emoji": False}, job["slug"], job["template"])


@pytest.mark.parametrize(("lang", "title"), [("en", "Addressees"), ("zh_Hant", "受文單位"), ("zh_Hans", "受文单位")])
def test_icf16_a_notice_shows_its_addressees_and_answers(walk: Walk, lang: str, title: str) -> None:
    walk.start("biz.planner", **NOTICE)
    first = next(item.id for run, item in walk.items() if run.step == "notice_answer")
    walk.act_on(first, "prod.manager", data={"answer": "已安排"})
    text = page(walk, "biz.planner", lang)
    for wanted in (title, "交接說明", "已安排", "2026-11-30", "王主管"):
        assert wanted in text
    assert "Spare parts" not in text
    assert "備件" not in text


def test_icf15_a_plan_is_signed_by_business_management(walk: Walk) -> None:
    walk.start("biz.planner", **OFFICE, kind="yearly_plan", attachments=[file(walk, "biz.planner")])
    text = page(walk, "biz.planner")
    assert "Manager of Business Management signs" in text
    assert "Site representative reviews" not in text


def test_icf15_a_transfer_names_both_units(walk: Walk) -> None:
    text = page(walk.start("biz.planner", **TRANSFER), "biz.planner", "zh_Hant")
    assert "北方業務部" in text
    assert "南方業務部" in text


def test_icf4_the_planners_check_stands_on_the_form(walk: Walk) -> None:
    walk.start().to("planner_review")
    walk.act("planner_review", data={"confirmed_with": "林保管（電話）", "check_note": "庫存三桶，數量屬實"})
    text = page(walk, "planner")
    for wanted in ("Check by the planner", "林保管（電話）", "庫存三桶，數量屬實", "Confirmed at"):
        assert wanted in text


def test_icf11_the_warehouses_answer_stands_on_form_and_delivery_note(walk: Walk) -> None:
    sent = {"delivery_note": "DN-1", "packing_list": "PL-1", "carrier": "順豐", "dispatched_on": "2026-11-23"}
    walk.start().fork(all).act("dispatch", data=sent)
    walk.act("receive_dispatch/register_arrival", data={"arrived_on": "2026-11-23", "papers_missing": True})
    walk.act("receive_dispatch/papers_check", data={"warehouse_answer": "confirmed"})
    text = page(walk, "site.keeper")
    assert "Are these goods meant for the site?" in text
    assert text.count("吳庫管") >= 2
