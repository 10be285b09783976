"""B4, B5 on the page: one panel, by two and three people, without script; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.webapp.views.conftest import Browser, faults

Browsers = Callable[[str], Browser]
pytestmark = pytest.mark.usefixtures("sent")


def draw(person: Browser, way: str, people: str = "", **more: str) -> int:
    return person.act("more", _more=way, _people=people, **more).status_code


def test_b5_handed_on_from_the_page_by_full_name(browser: Browsers) -> None:
    rep = browser("site.rep")
    answer = rep.act("more", _more="reassign", _people="褚計劃", _comment="請總部看")
    assert answer.headers["Location"] == "/tasks"
    assert "Your desk is clear" in rep.get("/tasks")
    planner = browser("biz.planner")
    planner.task()
    assert planner.page is not None
    assert "On your desk because 張代表 handed it on to you." in planner.page.text
    assert "請總部看" in planner.page.text
    assert "張代表 handed ICF-2026-000001 on to you" in planner.get("/notices")


def test_b5_the_one_who_is_late_is_told_and_keeps_what_was_typed(browser: Browsers) -> None:
    rep, other = browser("site.rep"), browser("site.rep")
    task = other.task()
    hidden = {name: other.field(name) for name in ("_action_id", "_version")}
    assert draw(rep, "reassign", "biz.planner") == 302
    answer = other.post(task, {**hidden, "_action": "approve", "_comment": "同意"})
    assert answer.status_code == 409
    assert "張代表 did this" in answer.text
    assert "Handed on" in answer.text
    assert "同意" in answer.text


def test_b5_asked_and_answered_while_the_task_stays(browser: Browsers) -> None:
    rep, planner = browser("site.rep"), browser("biz.planner")
    answer = rep.act("more", _more="consult", _people="biz.planner、biz.manager", _comment="還有庫存嗎？")
    assert answer.headers["Location"].startswith("/tasks/")
    assert "Your opinion" in planner.get("/tasks")
    assert planner.act("answer", _comment="有兩台").status_code == 302
    rep.task()
    assert rep.page is not None
    assert "Answered by 褚計劃" in rep.page.text
    assert "有兩台" in rep.page.text
    assert "asked, not answered yet" in rep.page.text
    assert rep.act("approve").status_code == 302
    assert "Your desk is clear" in browser("biz.manager").get("/tasks")


def test_b5_faults_stand_at_their_fields_and_nothing_is_lost(browser: Browsers) -> None:
    rep = browser("site.rep")
    answer = rep.act("more", _people="biz.planner", _comment="請看")
    assert (answer.status_code, faults(answer)) == (422, ["Please choose what is to be done."])
    answer = rep.act("more", _more="consult", _people="誰也不是", _comment=" ")
    assert answer.status_code == 422
    assert set(faults(answer)) == {
        "Please write the question as your comment.", "Nobody here signs in as “誰也不是” or has that name.",
    }  # fmt: skip
    assert 'value="誰也不是"' in answer.text
    assert 'value="consult" id="more-consult" checked' in answer.text


def test_b4_added_taken_out_and_added_again(browser: Browsers) -> None:
    rep, planner = browser("site.rep"), browser("biz.planner")
    assert draw(rep, "add_signer", "biz.planner", _where="after") == 302
    assert "not yet signed" in rep.get(rep.task()) or "waits for its turn" in rep.get(rep.task())
    assert draw(rep, "remove_signer", _remove="biz.planner") == 302
    assert draw(rep, "add_signer", "biz.planner", _where="after") == 302
    assert 'name="_remove" value="biz.planner"' in rep.get(rep.task()), "by their sign-in, the second time too"
    assert draw(rep, "remove_signer", _remove="biz.planner") == 302
    assert draw(rep, "add_signer", "biz.planner", _where="before") == 302
    assert "Your desk is clear" in rep.get("/tasks")
    assert planner.act("approve", _comment="同意").status_code == 302
    assert rep.act("approve").status_code == 302


def test_b5_lent_and_handed_back(browser: Browsers, sent: int) -> None:
    rep, planner = browser("site.rep"), browser("biz.planner")
    assert draw(rep, "delegate", "biz.planner") == 302
    assert "comes back when it is handed back" in rep.get(f"/requests/{sent}")
    planner.task()
    assert planner.page is not None
    assert "Hand back" in planner.page.text
    assert planner.act("approve", _comment="已核對").status_code == 302
    rep.task()
    assert rep.page is not None
    assert "已核對" in rep.page.text


def test_people_are_offered_by_a_part_of_their_name(browser: Browsers) -> None:
    found = browser("site.rep").client.get("/people?q=褚").json
    assert found == {
        "items": [
            {
                "login": "biz.planner",
                "name": "褚計劃",
                "typed": "褚計劃",
                "post": "business_management in English · planner",
            }
        ]
    }


def test_b4_the_trail_says_where_from_the_side_of_who_added_them(browser: Browsers, sent: int) -> None:
    rep = browser("site.rep")
    assert draw(rep, "add_signer", "biz.planner", _where="before") == 302
    page = browser("site.staff").get(f"/requests/{sent}")
    assert "before the one who added them · → 褚計劃" in page
    assert "before me" not in page
