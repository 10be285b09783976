"""The internal contact form from the site to the confirmed arrival, by calls alone."""

from tests.webapp.api.conftest import Api


def signed(api: Api) -> dict:
    made = api.start()
    for login, step in (
        ("site.rep", "site_review"),
        ("planner", "planner_review"),
        ("supervisor", "supervisor_sign"),
        ("manager", "manager_sign"),
    ):
        made = api.approve(login, made, step)
    return made


def test_from_the_site_to_the_confirmed_arrival(api: Api) -> None:
    made = signed(api)
    assert [one["step"] for one in made["open"]] == ["production_check"]
    made = api.approve("prod.planner", made, "production_check", supply=[{"line": "spare_parts/0", "available": "2"}])
    made = api.approve(
        "warehouse",
        made,
        "dispatch",
        delivery_note="D-1",
        packing_list="P-1",
        carrier="順豐",
        dispatched_on="2026-11-23",
    )
    assert made["open"][0]["scope"] == "receive_dispatch"
    made = api.approve("site.keeper", made, "register_arrival", arrived_on="2026-11-23")
    made = api.approve("site.keeper", made, "confirm_arrival", as_listed=True)
    assert (made["status"], made["open"]) == ("approved", [])
    told = api.get("site.staff", f"/requests/{made['id']}")
    assert told["data"]["confirm_arrival"][0]["scope"] == "receive_dispatch"
    assert told["closed_at"] == "2026-11-23T02:00:00.000Z"
    assert "dispatch" in told["path"]


def test_the_trail_tells_who_did_what(api: Api) -> None:
    made = signed(api)
    lines = api.get("site.staff", f"/requests/{made['id']}/trail")
    assert [line["actor"] for line in lines if line["action"] == "approve"] == ["張代表", "李計劃", "王主管", "趙經理"]
    assert api.get("site.staff", f"/requests/{made['id']}/trail?after={lines[-1]['seq']}") == []


def test_a_task_tells_what_it_asks_and_allows(api: Api) -> None:
    made = api.start()
    row = api.get("site.rep", "/tasks")["items"][0]
    task = api.get("site.rep", f"/tasks/{row['id']}")
    assert (row["step"], row["request"]) == ("site_review", made["id"])
    assert {name: task[name] for name in row} == row
    drawing_in = {"add_signer", "reassign", "delegate", "consult"}
    assert set(task["actions"]) == {"approve", "return", "reject"} | drawing_in
    assert [target["step"] for target in task["return_targets"]] == ["initiator"]
    assert task["data"]["spare_parts"][0]["code"] == "S-001"


def test_returned_and_sent_again(api: Api) -> None:
    made = api.start()
    item = made["open"][0]["id"]
    answer = api.act("site.rep", item, "return", to="initiator", comment="數量？")
    assert answer.status_code == 200, answer.text
    back = answer.json["open"][0]
    assert back["step"] == "initiator"
    again = api.act("site.staff", back["id"], "resubmit", data={"reason": "改好了"})
    assert [one["step"] for one in again.json["open"]] == ["site_review"]


def test_a_draft_is_kept_changed_and_deleted(api: Api) -> None:
    body = {"process": "internal_contact", "data": {"site": "n1"}, "submit": False}
    made = api.call("site.staff", "POST", "/requests", body).json
    path = f"/requests/{made['id']}"
    assert (made["status"], made["number"], made["open"]) == ("draft", None, [])
    rev = api.get("site.staff", path)["rev"]
    assert api.call("site.staff", "PATCH", path, {"data": {"reason": "x"}, "rev": rev}).status_code == 200
    assert api.call("site.staff", "PATCH", path, {"data": {"reason": "y"}, "rev": rev}).status_code == 409
    assert api.get("site.staff", path)["data"]["reason"] == "x"
    assert [row["id"] for row in api.get("site.staff", "/requests?box=drafts")["items"]] == [made["id"]]
    assert api.call("site.staff", "DELETE", path).status_code == 204
    assert api.call("site.staff", "GET", path).status_code == 404


def test_withdrawn_by_its_initiator(api: Api) -> None:
    made = api.start()
    body = {"action": "withdraw", "comment": "不要了"}
    assert api.call("site.rep", "POST", f"/requests/{made['id']}/actions", body).status_code == 403
    answer = api.call("site.staff", "POST", f"/requests/{made['id']}/actions", body)
    assert answer.json["request"]["status"] == "withdrawn"


def test_an_unfinished_decision_is_kept(api: Api) -> None:
    item = api.start()["open"][0]["id"]
    draft = {"comment": "還沒想好", "data": {}}
    assert api.call("site.rep", "PUT", f"/tasks/{item}/draft", draft).status_code == 204
    assert api.get("site.rep", f"/tasks/{item}")["draft"]["comment"] == "還沒想好"


def test_the_same_action_id_is_done_once(api: Api) -> None:
    item = api.start()["open"][0]["id"]
    first = api.act("site.rep", item, action_id="a-1")
    again = api.act("site.rep", item, action_id="a-1")
    other = api.act("site.rep", item, "reject", action_id="a-1", comment="x")
    assert (first.status_code, again.status_code, again.json) == (200, 200, first.json)
    assert (other.status_code, other.json["type"]) == (422, "urn:approvals:problem:action-reused")


def test_who_is_slower_is_told_who_was_faster(api: Api) -> None:
    made = api.approve("site.rep", api.start(), "site_review")
    item = made["open"][0]["id"]
    assert api.act("planner", item).status_code == 200
    late = api.act("planner2", item)
    assert (late.status_code, late.json["by"], late.json["outcome"]) == (409, "李計劃", "approve")


def test_a_stale_version_is_told_what_changed(api: Api) -> None:
    item = api.start()["open"][0]["id"]
    answer = api.act("site.rep", item, version="AAAA")
    assert answer.status_code == 409
    assert answer.json["type"] == "urn:approvals:problem:stale"
    assert answer.json["version"] == api.get("site.rep", f"/tasks/{item}")["version"]


def test_a9_a_task_tells_what_is_still_to_come(api: Api) -> None:
    item = api.start()["open"][0]["id"]
    told = api.get("site.rep", f"/tasks/{item}")["forecast"]
    assert [one["step"] for one in told if one["sure"]][:3] == ["planner_review", "supervisor_sign", "manager_sign"]
    assert told[0]["holders"] == ["李計劃", "孫計劃"]
    dispatch = next(one for one in told if one["step"] == "dispatch")
    assert [(one["kind"], one["gateway"]) for one in dispatch["within"]] == [("both", "fork"), ("either", "any_supply")]


def test_b9_naming_somebody_in_a_comment_by_a_call(api: Api) -> None:
    made = api.start()
    path = f"/requests/{made['id']}/actions"
    refused = api.call("site.rep", "POST", path, {"action": "comment", "comment": "@stranger"})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "/comment")
    assert api.call("site.rep", "POST", path, {"action": "comment", "comment": "@site.staff 好"}).status_code == 200
    line = api.get("site.staff", f"/requests/{made['id']}/trail")[-1]
    assert (line["comment"], line["mentions"]) == ("@site.staff 好", [{"login": "site.staff", "name": "陳小明"}])
