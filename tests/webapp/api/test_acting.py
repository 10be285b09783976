"""B4 to B16 by calls: what an approver and an administrator can do, each with its refusal."""

from __future__ import annotations

from typing import Any

from tests.webapp.api.conftest import Api


def on_request(api: Api, login: str, made: dict[str, Any], action: str, **more: Any) -> Any:
    return api.call(login, "POST", f"/requests/{made['id']}/actions", {"action": action, **more})


def test_b5_asked_answered_handed_on_and_told_when_late(api: Api) -> None:
    item = api.start()["open"][0]["id"]
    asked = api.act("site.rep", item, "consult", people=["biz.planner"], comment="有庫存嗎？")
    assert asked.status_code == 200, asked.json
    row = api.get("biz.planner", "/tasks")["items"][0]
    assert (row["actions"], row["why"]["code"]) == (["answer"], "consulted")
    assert api.act("biz.planner", row["id"], "answer", comment="有").status_code == 200
    refused = api.act("site.rep", item, "reassign", people=["誰"])
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "/people")
    assert api.act("site.rep", item, "reassign", people=["biz.manager"]).status_code == 200
    late = api.act("site.rep", item)
    assert (late.status_code, late.json["outcome"], late.json["by"]) == (409, "reassign", "張代表")


def test_b4_b6_added_and_taken_back(api: Api) -> None:
    made = api.start()
    item = made["open"][0]["id"]
    assert api.act("site.rep", item, "add_signer", people=["biz.planner"], where="before").status_code == 200
    assert api.act("site.rep", item).status_code == 409
    assert on_request(api, "site.rep", made, "take_back").status_code == 200
    assert api.act("site.rep", item).status_code == 200
    assert on_request(api, "site.rep", made, "take_back", comment="看錯了").status_code == 200
    assert on_request(api, "site.rep", made, "take_back").status_code == 403
    assert api.get("site.rep", "/tasks")["items"][0]["step"] == "site_review"


def test_b9_copies_and_urging(api: Api) -> None:
    made = api.start()
    assert on_request(api, "stranger", made, "cc", people=["gm"]).status_code == 404
    assert on_request(api, "site.staff", made, "cc", people=["stranger"]).status_code == 200
    assert [one["id"] for one in api.get("stranger", "/requests?box=copied")["items"]] == [made["id"]]
    assert on_request(api, "stranger", made, "urge").status_code == 403
    assert on_request(api, "site.staff", made, "urge").status_code == 200
    again = on_request(api, "site.staff", made, "urge")
    assert (again.status_code, again.headers["Retry-After"]) == (429, "3601")


def test_b16_administrators_move_end_and_reopen(api: Api) -> None:
    made = api.start()
    assert on_request(api, "site.staff", made, "end", comment="x").status_code == 403
    assert on_request(api, "admin", made, "end").status_code == 422
    moved = on_request(api, "admin", made, "move", to="manager_sign", comment="卡住了").json
    assert [one["step"] for one in moved["open"]] == ["manager_sign"]
    assert on_request(api, "admin", made, "end", comment="重複").json["request"]["status"] == "ended"
    assert on_request(api, "admin", made, "reopen", comment="弄錯了").json["open"][0]["step"] == "initiator"
    assert on_request(api, "admin", made, "reopen", comment="弄錯了").status_code == 409
