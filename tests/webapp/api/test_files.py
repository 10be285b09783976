"""Files and the rest of the catalogue."""

import io

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from tests.webapp.api.conftest import Api
from webapp.services import attachments


def photograph() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), "#345").save(made, "JPEG")
    made.seek(0)
    return made


def upload(api: Api, login: str, stream: io.BytesIO, name: str) -> TestResponse:
    return api.call(login, "POST", "/attachments", data={"file": (stream, name)}, content_type="multipart/form-data")


def test_a_photograph_is_its_uploaders_until_used(api: Api) -> None:
    kept = upload(api, "site.staff", photograph(), "現場.jpg")
    assert kept.status_code == 201, kept.text
    assert (kept.json["name"], kept.json["type"]) == ("現場.jpg", "image/jpeg")
    path = f"/attachments/{kept.json['id']}"
    assert api.call("site.staff", "GET", path).mimetype == "image/jpeg"
    assert api.call("site.rep", "GET", path).status_code == 404


def test_the_same_upload_sent_twice_is_one_file(api: Api) -> None:
    sent = [
        api.call("site.staff", "POST", "/attachments", data={"file": (photograph(), "1.jpg"), "action_id": "u1"})
        for _ in range(2)
    ]
    assert [one.status_code for one in sent] == [201, 201]
    assert sent[0].json == sent[1].json
    other = api.call("site.staff", "POST", "/attachments", data={"file": (photograph(), "2.jpg"), "action_id": "u1"})
    assert other.json["type"].endswith("action-reused")


def test_an_upload_is_refused_where_its_action_id_is_too_long(api: Api) -> None:
    sent = {"file": (photograph(), "1.jpg"), "action_id": "u" * 101}
    answer = api.call("site.staff", "POST", "/attachments", data=sent)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "/action_id")


def test_once_used_the_requests_right_decides(api: Api) -> None:
    kept = upload(api, "site.rep", photograph(), "1.jpg").json
    item = api.start()["open"][0]["id"]
    assert api.act("site.rep", item, attachments=[kept["id"]]).status_code == 200
    path = f"/attachments/{kept['id']}"
    assert api.call("planner", "GET", path).status_code == 200
    assert api.call("stranger", "GET", path).status_code == 404


def test_files_are_known_by_their_content(api: Api) -> None:
    answer = upload(api, "site.staff", io.BytesIO(b"MZ\x90\x00" + b"\0" * 200), "photo.jpg")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "/file")


def test_too_large_a_file_is_refused(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "LIMIT", 10_000)
    answer = upload(api, "site.staff", io.BytesIO(b"\xff\xd8\xff" + b"\0" * 10_000), "big.jpg")
    assert (answer.status_code, answer.json["type"]) == (413, "urn:approvals:problem:too-large")


def test_a_call_without_a_file_is_told(api: Api) -> None:
    answer = api.call("site.staff", "POST", "/attachments", data={}, content_type="multipart/form-data")
    assert answer.json["errors"] == [{"field": "/file", "rule": "required", "message": "Please fill this in."}]


def test_the_catalogue_by_pages(api: Api) -> None:
    first = api.get("site.staff", "/materials?limit=3")
    rest = api.get("site.staff", f"/materials?limit=3&cursor={first['next']}")
    assert [row["code"] for row in first["items"] + rest["items"]] == ["C-001", "S-001", "S-002", "T-001"]
    assert rest["next"] is None
    assert [row["code"] for row in api.get("site.staff", "/materials?q=變槳")["items"]] == ["S-001"]
    assert {row["kind"] for row in api.get("site.staff", "/materials?kind=tool")["items"]} == {"tool"}


def test_what_may_be_started_names_the_sites(api: Api) -> None:
    told = api.get("site.staff", "/processes")
    assert [(one["key"], one["form"]["properties"]["site"]["enum"]) for one in told] == [("internal_contact", ["n1"])]
    assert api.get("manager", "/processes") == []


@pytest.mark.parametrize("decision", ["internal_contact.nothing", "nothing.nothing"])
def test_decisions_that_do_not_exist(api: Api, decision: str) -> None:
    assert api.call("site.staff", "POST", f"/decisions/{decision}/evaluate", {"context": {}}).status_code == 404
