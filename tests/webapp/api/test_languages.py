"""Whatever the API refuses, it says so in the caller's language."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.webapp.api.conftest import CONTACT, Api

CJK = re.compile(r"[\u4e00-\u9fff]")
CHARACTERS = {"zh-Hant": "big5", "zh-Hans": "gb2312"}
REFUSED: dict[str, tuple[str | None, str, str, Any]] = {
    "no token": (None, "GET", "/tasks", None),
    "nothing there": ("site.staff", "GET", "/requests/999", None),
    "not so": ("site.staff", "DELETE", "/tasks", None),
    "unknown field of the body": ("site.staff", "POST", "/requests", {"process": "internal_contact", "colour": "red"}),
    "unknown process": ("site.staff", "POST", "/requests", {"process": "nothing", "data": {}, "submit": True}),
    "nothing filled in": (
        "site.staff",
        "POST",
        "/requests",
        {"process": "internal_contact", "data": {}, "submit": True},
    ),
    "filled in wrongly": (
        "site.staff",
        "POST",
        "/requests",
        {
            "process": "internal_contact",
            "data": {**CONTACT, "needed_by": "soon", "spare_parts": [{"code": "X", "quantity": "0.0001"}]},
            "submit": True,
        },
    ),
    "may not start": ("gm", "POST", "/requests", {"process": "internal_contact", "data": CONTACT, "submit": True}),
}


def said(problem: dict[str, Any]) -> list[str]:
    """The sentences of problem details."""
    return [
        problem["title"],
        *filter(None, [problem.get("detail")]),
        *(one["message"] for one in problem.get("errors", ())),
    ]


@pytest.mark.parametrize("tag", CHARACTERS)
@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_in_the_callers_language(api: Api, call: tuple[str | None, str, str, Any], tag: str) -> None:
    login, method, path, body = call
    answer = api.call(login, method, path, body, headers={"Accept-Language": tag})
    assert answer.status_code >= 400
    for text in said(answer.json):
        assert CJK.search(text), text
        "".join(CJK.findall(text)).encode(CHARACTERS[tag])  # no character of the other kind
