"""Drawing others in and signing by hand, as a person at a browser does it (B4, B5, A7, B15)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from models import Status
from tests.browser.office import Office
from tests.browser.test_countersigning import drawn
from tests.webapp.services.small import Small
from tests.workflows.engine.drawing import bundle, element, end, extended, flows, process, start
from workflows.engine import Bundle

pytestmark = pytest.mark.browser


def drawing() -> Bundle:
    """Return one step of the supervisor's, who draws others in and signs by hand."""
    step = '<ap:step actions="approve return consult add_signer" signature="yes"/>'
    who = '<ap:title lang="en">Supervisor signs</ap:title><ap:who kind="role" role="supervisor" of="north"/>'
    sign = element("userTask", "sign", extended(who + step))
    ways = flows("begin -> sign", "sign -> end")
    return bundle(process(start(), sign, end(), ways), drawn("begin", "sign", "end"))


def test_b5_a7_asked_by_name_then_signed_by_hand(office: Office) -> None:
    small = Small(office.cast, drawing(), moment=office.walk.now, begin=False)
    office.walk.id = small.id
    boss = office.person("supervisor").task()
    page = boss.page
    page.locator("[data-choice=more] > summary").click()
    page.locator("#more-add_signer").check()
    expect(page.locator("#f-_where")).to_be_visible()
    page.locator("#more-consult").check()
    expect(page.locator("#f-_where")).to_be_hidden()
    page.locator("#f-_people").press_sequentially("褚")
    expect(page.locator(".suggestions li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#f-_people")).to_have_value("褚計劃, ")
    boss.fill(_comment="有庫存嗎？").press("more")
    expect(page.locator(".turn-others")).to_contain_text("asked, not answered yet")
    office.person("biz.planner").task().fill(_comment="有兩台").press("answer")
    page.reload()
    expect(page.locator(".turn")).to_contain_text("有兩台")
    canvas = page.locator("[data-signature] canvas")
    canvas.scroll_into_view_if_needed()
    place = canvas.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 20, place["y"] + 20)
    page.mouse.down()
    page.mouse.move(place["x"] + 120, place["y"] + 60, steps=5)
    page.mouse.up()
    expect(page.locator("#f-_signature-file")).to_have_value(re.compile("signature.png$"))
    boss.press("approve")
    assert small.status() is Status.APPROVED
    boss.open(f"/requests/{small.id}")
    expect(page.locator(".trail-signature")).to_have_attribute("alt", "Signature of 王主管")
