"""Who may not see a request finds nothing anywhere; who may see but not act is told so (features A, G)."""

from __future__ import annotations

import pytest

from tests.browser.office import Office
from tests.browser.person import Visitor
from tests.webapp.services.walking import PROCESS

pytestmark = pytest.mark.browser


def answers(visitor: Visitor, *paths: str) -> dict[str, int]:
    """The statuses that these addresses are answered with, one after the other."""
    return {path: visitor.open(path).status for path in paths}


def post(visitor: Visitor, path: str, **fields: str) -> int:
    """Send a form of one's own making, with the token of the page that is open; return the status."""
    token = visitor.page.locator("[name=csrf_token]").first.input_value()
    answer = visitor.context.request.post(visitor.home + path, form={"csrf_token": token, **fields}, max_redirects=0)
    return answer.status


def test_a_stranger_gets_404_everywhere(office: Office) -> None:
    walk = office.walk.start().to("planner_review")
    request, task = f"/requests/{walk.id}", f"/tasks/{walk.item('planner_review')}"
    page = office.person("stranger")
    found = answers(page, request, task, f"/drafts/{walk.id}", "/requests/999", "/tasks/999", "/nowhere")
    assert set(found.values()) == {404}, found
    assert "or it is not meant for you" in page.open(request).text
    for path in (f"{request}/form.pdf", f"{request}/diagram/main.bpmn", "/attachments/1"):
        assert page.context.request.get(office.home + path).status == 404, path
    page.open("/tasks")
    for path, fields in {
        task: {"_action": "approve"},
        f"{request}/comment": {"_comment": "?"},
        f"{request}/withdraw": {"_comment": "?"},
        f"/drafts/{walk.id}": {"_action": "save"},
        f"/drafts/{walk.id}/delete": {},
    }.items():
        assert post(page, path, **fields) == 404, path
    assert walk.open() == ["planner_review"]


def test_a_stranger_finds_nothing_in_any_box(office: Office) -> None:
    walk = office.walk.start().to("planner_review")
    page = office.person("stranger")
    number = str(walk.request().number)
    for box in ("/tasks", "/mine", "/done", "/drafts", f"/tasks?q={number}", f"/mine?q={number}"):
        assert page.open(box).page.locator(".row-link").count() == 0, box


def test_who_may_see_but_not_act_is_told_so(office: Office) -> None:
    walk = office.walk.start().to("planner_review")
    page = office.person("site.staff").open(f"/tasks/{walk.item('planner_review')}")
    assert page.page.url.endswith(f"/requests/{walk.id}"), "the task is shown as a request"
    assert page.page.locator("#decision").count() == 0
    assert post(page, f"/tasks/{walk.item('planner_review')}", _action="approve") == 403
    assert office.let_in(page, "site.rep").open(f"/requests/{walk.id}").status == 200
    assert post(page, f"/requests/{walk.id}/withdraw", _comment="?") == 403
    assert walk.open() == ["planner_review"]


def test_an_auditor_reads_and_changes_nothing(office: Office) -> None:
    walk = office.walk.start().to("planner_review")
    page = office.person("auditor").open(f"/requests/{walk.id}")
    assert (page.status, page.page.locator("#talk, #decision").count()) == (200, 0)
    assert post(page, f"/requests/{walk.id}/comment", _comment="?") == 403


def test_who_holds_no_post_for_it_cannot_start(office: Office) -> None:
    page = office.person("buyer").open(f"/start/{PROCESS}")
    assert page.status == 403
    assert "Your posts do not let you start this process." in page.text


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_on(office: Office) -> None:
    walk = office.walk.start()
    page = office.visitor().open(f"/requests/{walk.id}")
    assert "/sign-in" in page.page.url
    with page.page.expect_event("load"):
        page.sign_in("site.staff")
    assert page.page.url.endswith(f"/requests/{walk.id}")
