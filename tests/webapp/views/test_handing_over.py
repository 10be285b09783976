"""B8: a leaver's open work goes to another in one go, with a result for each; history is untouched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.webapp.views.conftest import Browser, faults, send

Browsers = Callable[[str], Browser]


def over(admin: Browser, leaver: str, to: str, reason: str = "離職") -> str:
    admin.get("/hand-over")
    answer = admin.post("/hand-over", {"from": leaver, "to": to, "_comment": reason})
    assert answer.status_code in (200, 422)
    return answer.text


def test_b8_all_that_is_theirs_by_name_goes_to_another(browser: Browsers, sent: int) -> None:
    second = send(browser("site.staff"))
    for _ in range(2):
        assert browser("site.rep").act("more", _more="reassign", _people="biz.planner").status_code == 302
    text = over(browser("admin"), "褚計劃", "biz.manager")
    assert text.count("handed over") == 2
    assert "Your desk is clear" in browser("biz.planner").get("/tasks")
    heir = browser("biz.manager")
    assert heir.act("approve").status_code == heir.act("approve").status_code == 302
    for one in (sent, second):
        assert "離職" in heir.get(f"/requests/{one}")


def test_b8_what_cannot_be_theirs_stays_and_says_why(browser: Browsers, sent: int) -> None:
    assert sent
    browser("site.rep").act("more", _more="reassign", _people="biz.planner")
    text = over(browser("admin"), "biz.planner", "auditor")
    assert "is an auditor and changes nothing" in text
    assert "ICF-2026-000001" in browser("biz.planner").get("/tasks")


def test_b8_what_a_post_has_stays_with_the_post(browser: Browsers, sent: int) -> None:
    assert sent
    assert "Nothing is theirs by name" in over(browser("admin"), "site.rep", "biz.manager")
    assert "ICF-2026-000001" in browser("site.rep").get("/tasks")


@pytest.mark.parametrize("login", ["site.staff", "auditor"])
def test_b8_only_administrators(browser: Browsers, login: str) -> None:
    person = browser(login)
    person.get("/hand-over", status=403)
    assert person.post("/hand-over", {"from": "planner", "to": "manager", "_comment": "x"}).status_code == 403


def test_b8_faults_at_their_fields(browser: Browsers) -> None:
    admin = browser("admin")
    admin.get("/hand-over")
    answer = admin.post("/hand-over", {"from": "誰", "to": "manager", "_comment": "離職"})
    assert (answer.status_code, faults(answer)) == (422, ["Nobody here signs in as “誰” or has that name."])
    assert 'value="manager"' in answer.text
    assert faults(admin.post("/hand-over", {"from": "planner"})) == ["Please fill this in."] * 2
