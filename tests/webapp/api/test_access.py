"""The access table: every call of the API by everyone. Who may not know of it gets 404, who may only see it 403."""

import re

import pytest

from tests.webapp.api.conftest import CONTACT, Api
from webapp.api.operations import OPERATIONS
from webapp.printing import Printed

ROLES = ("site.staff", "site.rep", "supervisor", "stranger", "auditor", "admin", None)
"""Initiator, candidate, a leader who only reads, somebody else, and the two who see everything."""

TABLE = {
    ("GET", "/processes"): (200, 200, 200, 200, 200, 200, 401),
    ("GET", "/materials"): (200, 200, 200, 200, 200, 200, 401),
    ("GET", "/tasks"): (200, 200, 200, 200, 200, 200, 401),
    ("GET", "/requests"): (200, 200, 200, 200, 200, 200, 401),
    ("POST", "/requests"): (201, 201, 403, 422, 403, 403, 401),
    ("GET", "/requests/{id}"): (200, 200, 200, 404, 200, 200, 401),
    ("GET", "/requests/{id}/trail"): (200, 200, 200, 404, 200, 200, 401),
    ("PATCH", "/requests/{id}"): (409, 404, 404, 404, 404, 404, 401),
    ("DELETE", "/requests/{id}"): (409, 404, 404, 404, 404, 404, 401),
    ("POST", "/requests/{id}/actions"): (200, 200, 200, 404, 403, 200, 401),
    ("GET", "/requests/{id}/form.pdf"): (200, 200, 200, 404, 200, 200, 401),
    ("GET", "/tasks/{id}"): (200, 200, 200, 404, 200, 200, 401),
    ("PUT", "/tasks/{id}/draft"): (403, 204, 403, 404, 403, 403, 401),
    ("POST", "/tasks/{id}/actions"): (403, 200, 403, 404, 403, 403, 401),
    ("POST", "/attachments"): (422, 422, 422, 422, 422, 422, 401),
    ("GET", "/attachments/{id}"): (404, 404, 404, 404, 404, 404, 401),
    ("POST", "/decisions/{process}.{decision}/evaluate"): (404, 404, 404, 404, 404, 404, 401),
}
BODIES = {
    ("POST", "/requests"): {"process": "internal_contact", "data": CONTACT},
    ("PATCH", "/requests/{id}"): {"data": {}, "rev": 0},
    ("POST", "/requests/{id}/actions"): {"action": "comment", "comment": "好"},
    ("PUT", "/tasks/{id}/draft"): {},
    ("POST", "/tasks/{id}/actions"): {"action": "approve"},
    ("POST", "/decisions/{process}.{decision}/evaluate"): {"context": {}},
}


def test_every_call_stands_in_the_table() -> None:
    assert {(each.method, each.path) for each in OPERATIONS} == set(TABLE)


@pytest.mark.parametrize("key", TABLE, ids=lambda key: f"{key[0]} {key[1]}")
def test_who_may_call_what(api: Api, key: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.printing.make", lambda *_: Printed(b"%PDF-1.7", 1))
    method, path = key
    for login, expected in zip(ROLES, TABLE[key], strict=True):
        made = api.start()
        known = {"id": made["open"][0]["id"] if "/tasks/" in path else made["id"]}
        address = re.sub(r"{(\w+)}", lambda part, known=known: str(known.get(part[1], "none")), path)
        answer = api.call(login, method, address, BODIES.get(key))
        assert answer.status_code == expected, (login, answer.text)


def test_c_a_text_without_a_box_is_looked_for_in_all_that_one_may_read(api: Api) -> None:
    number = api.start()["number"]
    for login in ("site.staff", "auditor", "admin"):
        for query in (f"q={number}", f"q={number}&box=all", "q=陳小明"):
            assert number in [row["number"] for row in api.get(login, f"/requests?{query}")["items"]]
    assert api.get("stranger", f"/requests?q={number}") == {"items": [], "next": None}
    assert api.call("auditor", "GET", "/requests?box=all").status_code == 422
