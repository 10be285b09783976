"""What the API refuses: every fault at its field, in the caller's language, as problem details (RFC 9457)."""

from typing import Any

import pytest

from tests.webapp.api.conftest import CONTACT, Api
from webapp.api import bearer

URN = "urn:approvals:problem:"


def send(api: Api, raw: str | bytes, path: str = "/requests") -> Any:
    return api.call("site.staff", "POST", path, data=raw, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("token", [None, "nobody"])
def test_without_a_token_that_is_valid_nothing_is_told(api: Api, token: str | None) -> None:
    answer = api.call(token, "GET", "/tasks")
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_sign_in_cookie_is_no_token(api: Api) -> None:
    api.client.set_cookie("approvals", "token-site.staff")
    assert api.call(None, "GET", "/tasks").status_code == 401


def test_unknown_addresses_are_problems_too(api: Api) -> None:
    answer = api.call("site.staff", "GET", "/nothing")
    assert (answer.status_code, answer.json["type"]) == (404, f"{URN}not-found")
    assert api.call("site.staff", "DELETE", "/tasks").status_code == 405


@pytest.mark.parametrize("number", ["0", "9223372036854775807", "9223372036854775808", "1e5", "-1"])
def test_ids_that_name_nothing(api: Api, number: str) -> None:
    assert api.call("site.staff", "GET", f"/requests/{number}").status_code == 404
    assert api.call("site.staff", "GET", f"/tasks/{number}").status_code == 404


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        "nul",
        '{"process": NaN}',
        "[" * 100_000,
        b"\xff\xfe",
        '{"process": ' + "9" * 5000 + "}",
        '{"process": 1e999, "data": {}}',
    ],
)
def test_what_is_no_json_is_refused_as_a_whole(api: Api, raw: str | bytes) -> None:
    answer = send(api, raw)
    assert (answer.status_code, answer.json["type"]) == (422, f"{URN}invalid")


@pytest.mark.parametrize(
    ("raw", "field", "rule"),
    [
        ('{"process": "internal_contact"}', "/data", "required"),
        ('{"process": "internal_contact", "data": {}, "extra": 1}', "/extra", "additionalProperties"),
        ('{"process": "internal_contact", "data": []}', "/data", "type"),
        ('{"process": "", "data": {}}', "/process", "minLength"),
        ('{"process": "internal_contact", "data": {"reason": "a\\u0000b"}}', "/data/reason", "pattern"),
        ('{"process": "internal_contact", "data": {"reason": "\\ud800"}}', "/data/reason", "pattern"),
        ('{"process": "internal_contact", "data": ' + '{"a":' * 40 + "1" + "}" * 41, "/data" + "/a" * 32, "depth"),
        ('{"process": "internal_contact", "data": {}, "action_id": "' + "x" * 101 + '"}', "/action_id", "maxLength"),
    ],
)
def test_faults_stand_at_their_pointer(api: Api, raw: str, field: str, rule: str) -> None:
    answer = send(api, raw)
    assert answer.status_code == 422
    assert [(one["field"], one["rule"]) for one in answer.json["errors"]] == [(field, rule)]


def test_every_fault_of_an_empty_form_is_told_at_once(api: Api) -> None:
    answer = api.call("site.staff", "POST", "/requests", {"process": "internal_contact", "data": {}})
    assert answer.status_code == 422
    assert "/data/reason" in {one["field"] for one in answer.json["errors"]}
    assert api.get("site.staff", "/requests?box=drafts")["items"] == []


def test_missing_and_wrong_fields_are_told_together(api: Api) -> None:
    data = {"site": "n1", "spare_parts": [{"code": "S-001", "quantity": "-1"}]}
    answer = api.call("site.staff", "POST", "/requests", {"process": "internal_contact", "data": data})
    told = {one["field"] for one in answer.json["errors"]}
    assert {"/data/reason", "/data/spare_parts/0/quantity"} <= told


def test_faults_are_told_in_the_callers_language(api: Api) -> None:
    body = {"process": "internal_contact", "data": CONTACT | {"spare_parts": [{"code": "S-001", "quantity": "-2"}]}}
    told = {}
    for tag in ("en", "zh-TW", "zh-CN"):
        answer = api.call("site.staff", "POST", "/requests", body, headers={"Accept-Language": tag})
        told[tag] = answer.json["errors"]
    fields = {one["field"] for errors in told.values() for one in errors}
    assert fields == {"/data/spare_parts/0/quantity"}
    assert len({errors[0]["message"] for errors in told.values()}) == 3
    by_query = api.call("site.staff", "POST", "/requests?lang=zh_Hans", body)
    assert by_query.json["errors"] == told["zh-CN"]


def test_unknown_materials_and_fields_are_refused_at_their_line(api: Api) -> None:
    lines = [{"code": "X-999", "quantity": "1"}, {"code": "S-001", "quantity": "1", "price": "3"}]
    answer = api.call(
        "site.staff", "POST", "/requests", {"process": "internal_contact", "data": CONTACT | {"spare_parts": lines}}
    )
    assert answer.status_code == 422
    assert "/data/spare_parts/1/price" in {one["field"] for one in answer.json["errors"]}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "limit=-1", "cursor=%00", "cursor=abc", "cursor=WzEsMl0", "q=%00"]
)
@pytest.mark.parametrize("path", ["/tasks", "/requests", "/materials"])
def test_tampered_queries_are_refused(api: Api, path: str, query: str) -> None:
    answer = api.call("site.staff", "GET", f"{path}?{query}")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "/" + query.split("=")[0])


@pytest.mark.parametrize("query", ["box=all", "status=lost", "q=a&sort=old"])
def test_unknown_boxes_and_states_are_refused(api: Api, query: str) -> None:
    assert api.call("site.staff", "GET", f"/requests?{query}").status_code == 422


def test_a_return_needs_a_comment_and_a_target(api: Api) -> None:
    item = api.start()["open"][0]["id"]
    answer = api.act("site.rep", item, "return")
    assert answer.status_code == 422
    assert "/comment" in {one["field"] for one in answer.json["errors"]}


def test_fields_that_are_not_yours(api: Api) -> None:
    item = api.start()["open"][0]["id"]
    answer = api.act("site.rep", item, data={"reason": "anders"})
    assert (answer.status_code, answer.json["type"]) == (403, f"{URN}field-not-yours")
    assert [one["field"] for one in answer.json["errors"]] == ["/data/reason"]


def test_five_thousand_characters_are_a_comment_and_no_more(api: Api) -> None:
    made = api.start()
    path = f"/requests/{made['id']}/actions"
    assert api.call("site.staff", "POST", path, {"action": "comment", "comment": "好" * 5000}).status_code == 200
    answer = api.call("site.staff", "POST", path, {"action": "comment", "comment": "好" * 5001})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "/comment")


def test_too_many_calls_are_told_when_to_come_back(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bearer, "meter", bearer.Meter(most=2))
    codes = [api.call("site.staff", "GET", "/materials").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert api.call("site.rep", "GET", "/materials").status_code == 200


def test_six_hundred_calls_a_minute_are_free() -> None:
    meter = bearer.Meter(clock=lambda: 0.0)
    for _ in range(600):
        meter.count("someone")
