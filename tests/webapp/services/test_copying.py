"""An earlier request is the beginning of a new one (issue 3, lines as people have them: copy)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models import Attachment, Origin, ReaderReason, Request, RequestData
from tests.cast import NOW, Cast
from tests.factories import FORM, let_read, titled
from tests.webapp.services.small import Small, signing
from webapp.services import copying, processes
from webapp.services.copying import Copied
from webapp.services.errors import NotAllowed, NotFound
from webapp.services.versions import store
from workflows.engine import Bundle

WHO = '<ap:who kind="role" role="manager" of="=site" at="business_unit"/>'
TEXT = {"type": "string", "maxLength": 50, "x-title": titled("Text", "文字", "文字")}
EDIT = {"initiator": "edit", "*": "read"}
LINES = {
    "type": "array", "maxItems": 9, "x-title": titled("Lines", "明細", "明细"), "x-rights": EDIT,
    "items": {"type": "object", "properties": {"name": TEXT}},
}  # fmt: skip
PHOTOS = {"type": "array", "items": {"type": "integer"}, "maxItems": 5, "x-rights": EDIT}
PHOTOS["x-title"] = titled("Photos", "照片", "照片")
GIVEN = {"type": "string", "maxLength": 50, "x-title": titled("Given", "所給", "所给"), "x-rights": {"*": "read"}}
MAIN = {"remark": {**TEXT, "x-rights": EDIT}, "lines": LINES, "photos": PHOTOS, "given": GIVEN}


def sent(cast: Cast) -> Small:
    """A request whose newest answers hold everything, also what the program has put in."""
    small = Small(cast, signing('rule="all"', WHO), main=MAIN, remark="急件", lines=[{"name": "電機"}])
    with cast.database.write() as session:
        request = session.get_one(Request, small.id)
        data = session.get_one(RequestData, (small.id, request.data_rev))
        known = json.loads(data.json)
        known["lines"][0]["gone"] = "9"
        data.json = json.dumps({**known, "given": "由系統填", "photos": [1]}, ensure_ascii=False)
    return small


def copied(cast: Cast, small: Small, login: str) -> Copied:
    with cast.database.read() as session:
        return copying.begin(session, cast.actor(session, login), small.id, NOW)


def test_a_copy_has_what_the_initiator_fills_in_and_no_files_ids_or_given_values(cast: Cast) -> None:
    small = sent(cast)
    found = copied(cast, small, "site.staff")
    assert found.data == {"site": "n1", "reason": "齒輪箱漏油", "remark": "急件", "lines": [{"name": "電機"}]}
    assert found.faults == ()
    assert found.number
    with cast.database.read() as session:
        assert session.query(Request).count() == 1
        assert session.query(Attachment).count() == 0


@pytest.mark.parametrize("login", ["stranger", "site.keeper", "buyer"])
def test_who_may_not_read_it_copies_nothing(cast: Cast, login: str) -> None:
    small = sent(cast)
    with pytest.raises(NotFound):
        copied(cast, small, login)


@pytest.mark.parametrize("login", ["manager", "admin", "auditor"])
def test_who_may_read_but_not_start_it_is_refused(cast: Cast, login: str) -> None:
    small = sent(cast)
    with pytest.raises(NotAllowed):
        copied(cast, small, login)


def test_a_unit_at_which_one_cannot_start_is_left_out(cast: Cast) -> None:
    small = sent(cast)
    with cast.database.write() as session:
        request = session.get_one(Request, small.id)
        let_read(session, request, cast.person(session, "stranger"), ReaderReason.COPIED)
    assert set(copied(cast, small, "stranger").data) == {"reason", "remark", "lines"}


def _next_version(cast: Cast, main: dict[str, Any]) -> None:
    with cast.database.write() as session:
        request = session.query(Request).one()
        files = {name: content for name, content in _files(session, request.version_id).items() if name != "form.json"}
        body = {**FORM["main"], "properties": {**FORM["main"]["properties"], **main}}  # type: ignore[dict-item]
        form = json.dumps({**FORM, "main": body}).encode()
        assert store(session, "main", Bundle({**files, "form.json": form}), Origin.SHIPPED, NOW)


def _files(session: Any, version: int) -> dict[str, bytes]:
    return dict(processes.load(session, version).bundle.files)


def test_what_todays_form_refuses_is_told_at_its_field_and_stays(cast: Cast) -> None:
    small = sent(cast)
    short = {**TEXT, "maxLength": 1, "x-rights": EDIT}
    _next_version(cast, {"remark": short, "needed": {**TEXT, "x-rights": EDIT}})
    found = copied(cast, small, "site.staff")
    assert found.data == {"site": "n1", "reason": "齒輪箱漏油", "remark": "急件"}
    assert [(fault.pointer, fault.code) for fault in found.faults] == [("/remark", "max-length")]
