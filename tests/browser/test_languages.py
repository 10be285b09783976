"""Another language is chosen on any page, with and without script, and nothing typed is lost; names stay as typed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.office import PLAIN, Office
from tests.browser.person import Visitor

pytestmark = pytest.mark.browser
TYPED = "張偉請張伟换軸承"


def chosen(page: Visitor, language: str) -> Visitor:
    """Choose another language in the menu of the page."""
    page.page.locator(".menu-language summary").click()
    with page.page.expect_event("load"):
        page.page.locator(f".menu-language button[value={language}]").click()
    return page


@pytest.mark.parametrize("options", [{}, PLAIN], ids=["with script", "without"])
def test_a_form_that_is_being_filled_in_is_kept(office: Office, options: dict[str, Any]) -> None:
    page = office.person("site.staff", **options).open("/start/internal_contact")
    page.fill(site="n1", reason=TYPED).line("tools", "T-001", "2", row=0)
    chosen(page, "zh_Hans")
    assert "发起申请" in page.text
    assert (page.value("reason"), page.value("tools.0.code"), page.value("tools.0.quantity")) == (TYPED, "T-001", "2")
    assert office.requests() == [], "shown again, not sent"
    chosen(page, "en").press("submit")
    assert office.walk.data() if office.follow() else None
    assert office.walk.data()["reason"] == TYPED


def test_a_decision_and_a_comment_that_are_being_written_are_kept(office: Office) -> None:
    office.walk.start().to("planner_review")
    page = chosen(office.person("planner").task().fill(_comment=TYPED, check_note="兩台"), "zh_Hant")
    assert (page.value("_comment"), page.value("check_note")) == (TYPED, "兩台")
    page.open(f"/requests/{office.walk.id}").page.locator("#talk").fill("哪一台？")
    assert chosen(page, "en").page.locator("#talk").input_value() == "哪一台？"
    assert page.page.locator("html").get_attribute("lang") == "en"


def test_a_page_with_faults_changes_its_language_too(office: Office) -> None:
    page = office.person("site.staff").open("/start/internal_contact").fill(reason=TYPED).press("submit")
    assert page.value("reason") == chosen(page, "zh_Hant").value("reason") == TYPED


@pytest.mark.parametrize("language", ["en", "zh_Hant", "zh_Hans"])
def test_what_people_typed_and_are_called_is_never_converted(office: Office, language: str) -> None:
    office.is_called("site.staff", "张伟")
    office.is_called("site.rep", "張偉")
    office.walk.start(reason=TYPED).act("site_review", comment="请张伟核對")
    office.speaks("planner", language)
    page = office.person("planner").task()
    for text in (TYPED, "张伟", "張偉", "请张伟核對"):
        assert text in page.page.locator("body").inner_text(), text
