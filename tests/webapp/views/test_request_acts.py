"""B6, B9 on the page: take back, give copies, urge, each with its refusal; without script."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.webapp.views.conftest import Browser, faults

Browsers = Callable[[str], Browser]


def test_b6_taken_back_from_the_page_until_somebody_has_acted(browser: Browsers, sent: int) -> None:
    rep, page = browser("site.rep"), f"/requests/{sent}"
    rep.act("approve", _comment="同意")
    assert "Take back my signature" in rep.get(page)
    assert rep.post(f"{page}/take-back", {"_comment": "看錯了"}).status_code == 302
    assert "Site representative reviews" in rep.get("/tasks")
    assert "took back" in rep.get(page)
    rep.act("approve")
    browser("planner").act("approve", check_note="齊了")
    assert "Take back" not in rep.get(page)
    answer = rep.post(f"{page}/take-back")
    assert answer.status_code == 403
    assert "somebody has acted on it" in answer.text


def test_b9_a_copy_from_the_page_and_its_read_state(browser: Browsers, sent: int) -> None:
    staff, stranger, page = browser("site.staff"), browser("stranger"), f"/requests/{sent}"
    stranger.get(page, status=404)
    staff.get(page)
    answer = staff.post(f"{page}/copies", {"_people": "誰", "_comment": "請看"})
    assert (answer.status_code, faults(answer)) == (422, ["Nobody here signs in as “誰” or has that name."])
    assert 'value="誰"' in answer.text
    assert "請看" in answer.text
    assert staff.post(f"{page}/copies", {"_people": "沈外人， stranger.manager"}).status_code == 302
    assert "not read yet" in staff.get(page)
    assert "You have a copy of this request." in stranger.get(page)
    assert "Copy to" not in stranger.get(page)
    assert stranger.post(f"{page}/copies", {"_people": "gm"}).status_code == 403
    stranger.get(page)
    assert stranger.post(f"{page}/read").status_code == 302
    assert "You have a copy" not in stranger.get(page)
    assert "ICF-2026-000001" in stranger.get("/copied")
    assert "read 23 Nov" in staff.get(page)


def test_b9_urged_from_the_page_and_told_when_it_was_lately(browser: Browsers, sent: int) -> None:
    staff, page = browser("site.staff"), f"/requests/{sent}"
    staff.get(page)
    assert staff.post(f"{page}/urge", {"_comment": "急用"}).status_code == 302
    assert "asks you to see to ICF-2026-000001" in browser("site.rep").get("/notices")
    staff.get(page)
    answer = staff.post(f"{page}/urge", {"_comment": "再催一次"})
    assert answer.status_code == 429
    assert "They were urged a short while ago." in answer.text
    assert "再催一次" in answer.text


def test_a_form_sent_twice_is_done_once(browser: Browsers, sent: int) -> None:
    staff, page = browser("site.staff"), f"/requests/{sent}"
    staff.get(page)
    form = {"_people": "gm", "_action_id": "once", "csrf_token": staff.field("csrf_token")}
    assert [staff.client.post(f"{page}/copies", data=form).status_code for _ in range(2)] == [302, 302]
    assert staff.get(page).count("gave a copy") == 1


def test_b16_administrators_hand_on_move_end_and_reopen_from_the_page(browser: Browsers, sent: int) -> None:
    admin, page = browser("admin"), f"/requests/{sent}"
    assert "As an administrator" not in browser("site.staff").get(page)
    text = admin.get(page)
    item = re.search(r'<option value="(\d+)">Site representative reviews – 張代表', text)
    assert item
    form = {"_item": item[1], "_people": "biz.manager"}
    assert "Please say why, in a comment." in faults(admin.post(f"{page}/hand-on", form))
    assert admin.post(f"{page}/hand-on", {**form, "_comment": "離職"}).status_code == 302
    assert "ICF-2026-000001" in browser("biz.manager").get("/tasks")
    admin.get(page)
    assert admin.post(f"{page}/move", {"_to": "manager_sign", "_comment": "卡住了"}).status_code == 302
    assert "ICF-2026-000001" in browser("manager").get("/tasks")
    admin.get(page)
    assert admin.post(f"{page}/end", {"_comment": "重複"}).status_code == 302
    assert "Ended" in admin.get(page)
    assert admin.post(f"{page}/reopen", {"_to": "initiator", "_comment": "弄錯了"}).status_code == 302
    staff = browser("site.staff")
    assert "Returned to you" in staff.get("/tasks")
    assert staff.post(f"{page}/end", {"_comment": "x"}).status_code == 403
    for words in ("離職", "卡住了", "重複", "弄錯了"):
        assert words in staff.get(page)
