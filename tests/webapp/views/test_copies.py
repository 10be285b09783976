"""Starting a copy from a request's page."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.webapp.views.conftest import CONTACT, START, Browser

Browsers = Callable[[str], Browser]


def test_a_copy_is_a_form_of_its_own_that_is_sent_like_any_other(browser: Browsers, sent: int) -> None:
    person = browser("site.staff")
    assert f'href="/requests/{sent}/copy"' in person.get(f"/requests/{sent}")
    text = person.get(f"/requests/{sent}/copy")
    assert "Copied from ICF-2026-000001, without its files" in text
    assert f'action="{START}"' in text
    assert CONTACT["reason"] in text
    assert not re.search(r'name="[a-z_]+/0/id" value="[^"]', text)
    answer = person.post(START, {**CONTACT, "_action_id": person.field("_action_id"), "_action": "submit"})
    assert answer.headers["Location"] == f"/requests/{sent + 1}"


def test_who_may_not_start_one_is_offered_no_copy(browser: Browsers, sent: int) -> None:
    person = browser("auditor")
    assert "/copy" not in person.get(f"/requests/{sent}")
    person.get(f"/requests/{sent}/copy", status=403)
    browser("stranger").get(f"/requests/{sent}/copy", status=404)
