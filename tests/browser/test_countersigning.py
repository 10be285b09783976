"""Several sign one step, each at a browser of their own (A1, A2, B3)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models import Status
from tests.browser.office import Office
from tests.webapp.services.small import STEP, Small, several
from tests.workflows.engine.drawing import bundle, element, end, extended, flows, process, start, user
from workflows.engine import Bundle

pytestmark = pytest.mark.browser
ITEMS = "[&quot;production_management&quot;, &quot;business_management&quot;]"
HEADS = '<ap:title lang="en">Departments agree</ap:title><ap:who kind="role" role="head" of="=item"/>'


def drawing() -> Bundle:
    """Return a countersign by two departments, then a review by a planner."""
    sign = several("sign", f'items="={ITEMS}"', HEADS)
    planner = '<ap:title lang="en">Planner reviews</ap:title><ap:who kind="role" role="planner" of="north"/>'
    review = element("userTask", "review", extended(planner + STEP))
    ways = flows("begin -> first", "first -> sign", "sign -> review", "review -> end")
    names = ("begin", "first", "sign", "review", "end")
    return bundle(process(start(), user("first", STEP), sign, review, end(), ways), drawn(*names))


def drawn(*names: str) -> str:
    """Return where the elements stand in the diagram, one beside the other."""
    spaces = 'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    shapes = "".join(
        f'<di:BPMNShape id="{name}_di" bpmnElement="{name}">'
        f'<dc:Bounds x="{at * 150}" y="80" width="100" height="80"/></di:BPMNShape>'
        for at, name in enumerate(names)
    )
    plane = f'<di:BPMNPlane id="plane" bpmnElement="main">{shapes}</di:BPMNPlane>'
    return f'<di:BPMNDiagram id="diagram" {spaces}>{plane}</di:BPMNDiagram>'


def test_a1_two_departments_sign_side_by_side_and_one_is_asked_again(office: Office) -> None:
    small = Small(office.cast, drawing(), moment=office.walk.now)
    production, business = office.person("prod.manager").task(), office.person("biz.manager").task()
    expect(production.page.locator("#turn-title")).to_have_text("Departments agree · production_management in English")
    expect(production.page.locator(".turn-others")).to_contain_text("business_management in English: not yet signed")
    production.press("approve")
    business.page.reload()
    expect(business.page.locator(".turn-others")).to_contain_text("鄭經理 · Approved")
    business.press("approve")
    office.walk.id = small.id
    planner = office.person("planner").task()
    planner.press("claim")
    expect(planner.button("unclaim")).to_be_visible()
    assert "T-000001" not in office.person("planner2").open("/tasks").text
    planner.fill(_comment="請業務管理部再看")
    planner.page.locator("details.choice", has=planner.button("return")).locator("summary").first.click()
    planner.page.locator("[name=_to][value=sign]").check()
    planner.page.get_by_label("business_management in English").check()
    planner.press("return")
    assert small.desks("sign") == {"business_management": ["biz.manager"]}
    business.open("/tasks").task().press("approve")
    office.person("planner").task().press("approve")
    assert small.status() is Status.APPROVED
