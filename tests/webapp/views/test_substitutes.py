"""B7 as a person does it: naming a substitute, what is refused, and what the substitute sees."""

from __future__ import annotations

from collections.abc import Callable

from tests.webapp.views.conftest import Browser, faults

TYPED = {"by": "王主管", "starts_at": "2026-11-23 10:00", "ends_at": "2026-12-07 08:00", "process": ""}


def test_b7_naming_one_and_ending_it(browser: Callable[[str], Browser], sent: int) -> None:
    manager, supervisor = browser("site.rep"), browser("supervisor")
    assert "Nobody. While you are away" in manager.get("/substitutes")
    assert manager.post("/substitutes", TYPED).status_code == 302
    page = manager.get("/substitutes")
    assert "王主管 stands in for you until 7 Dec 2026, 08:00." in page
    assert "23 Nov 2026, 10:00 – 7 Dec 2026, 08:00" in page
    assert "I stand in for" in supervisor.get("/substitutes")
    desk = supervisor.get("/tasks")
    assert "for 張代表" in desk
    assert "You stand in for 張代表 until 7 Dec 2026, 08:00." in supervisor.get(supervisor.task())
    assert supervisor.act("approve").status_code == 302
    assert "for 張代表 (n1 in English · chief site representative)" in supervisor.get(f"/requests/{sent}")
    number = page.split("/substitutes/")[1].split("/")[0]
    manager.get("/substitutes")
    assert manager.post(f"/substitutes/{number}/end").status_code == 302
    assert "has ended" in manager.get("/substitutes")
    assert "I stand in for" not in supervisor.get("/substitutes")


def test_b7_what_is_wrong_stands_at_its_field_and_nothing_is_lost(browser: Callable[[str], Browser]) -> None:
    manager = browser("manager")
    manager.get("/substitutes")
    answer = manager.post("/substitutes", {**TYPED, "by": "誰", "ends_at": "tomorrow"})
    assert answer.status_code == 422
    assert faults(answer) == ["“tomorrow” is not a date with a time; write it as 2026-11-30 14:05."]
    assert 'value="誰"' in answer.text
    answer = manager.post("/substitutes", {**TYPED, "by": "誰"})
    assert faults(answer) == ["Nobody here signs in as “誰” or has that name."]


def test_b7_a_second_one_is_told_with_name_and_dates(browser: Callable[[str], Browser]) -> None:
    manager = browser("manager")
    manager.get("/substitutes")
    manager.post("/substitutes", TYPED)
    manager.get("/substitutes")
    answer = manager.post("/substitutes", {**TYPED, "by": "planner"})
    told = "王主管 stands in for you then already, from 23 Nov 2026, 10:00 until 7 Dec 2026, 08:00."
    assert faults(answer) == [told]
