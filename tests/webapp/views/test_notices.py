"""What the program tells me: named in a comment, returned to me, what became of my request (B9)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.webapp.views.conftest import Browser, faults

Sign = Callable[[str], Browser]


def comment(person: Browser, request_id: int, text: str, action_id: str = "c1") -> str:
    """Comment on a request, and return the page that follows."""
    person.get(f"/requests/{request_id}")
    answer = person.post(f"/requests/{request_id}/comment", {"_comment": text, "_action_id": action_id})
    assert answer.status_code == 302, faults(answer)
    return person.get(f"/requests/{request_id}")


def notices(person: Browser) -> list[tuple[str, str]]:
    """Return the notices of somebody: where each leads, and what it says."""
    found = re.findall(r'row-link" href="([^"]+)".*?row-title">([^<]+)<', person.get("/notices"), re.DOTALL)
    return [(address, text.strip()) for address, text in found]


def test_b9_who_is_named_finds_the_comment_from_the_notice(browser: Sign, sent: int) -> None:
    page = comment(browser("site.rep"), sent, "@site.staff 哪一台？ <b>")
    assert '<strong class="mention">@陳小明</strong> 哪一台？ &lt;b&gt;' in page
    ((address, text),) = notices(browser("site.staff"))
    assert text == "張代表 named you in a comment on ICF-2026-000001."
    assert f'id="{address.partition("#")[2]}"' in browser("site.staff").get(address.partition("#")[0])


def test_b9_who_may_not_read_it_cannot_be_named_and_nothing_typed_is_lost(browser: Sign, sent: int) -> None:
    person = browser("site.rep")
    person.get(f"/requests/{sent}")
    answer = person.post(f"/requests/{sent}/comment", {"_comment": "@stranger 看", "_action_id": "c"})
    assert answer.status_code == 422
    assert "may not read this request" in faults(answer)[0]
    assert "@stranger 看</textarea>" in answer.text
    assert notices(browser("stranger")) == []


def test_b9_people_are_offered_to_readers_only(browser: Sign, sent: int) -> None:
    told = browser("site.rep").client.get(f"/requests/{sent}/people?q=陳").json
    assert told == {
        "items": [
            {"login": "site.staff", "name": "陳小明", "typed": "陳小明", "post": "n1 in English · site staff"},
        ]
    }
    assert browser("stranger").client.get(f"/requests/{sent}/people?q=").status_code == 404


@pytest.mark.usefixtures("sent")
def test_what_is_returned_and_what_became_of_it_is_told(browser: Sign) -> None:
    rep, staff = browser("site.rep"), browser("site.staff")
    rep.act("return", _to="initiator", _comment="哪一台？")
    assert [text for _, text in notices(staff)] == ["張代表 returned ICF-2026-000001 to you: Application."]
    staff.act("approve")
    rep.act("reject", _comment="不用了")
    assert notices(staff)[0][1] == "ICF-2026-000001 is closed: Rejected."
    assert notices(rep) == []


def test_notices_are_marked_one_by_one_or_all_at_once(browser: Sign, sent: int) -> None:
    rep, staff = browser("site.rep"), browser("site.staff")
    for number in range(3):
        comment(rep, sent, f"@site.staff {number}", f"c{number}")
    page = staff.get("/notices")
    assert page.count("row-unread") == 3
    first = re.findall(r'name="notice" value="(\d+)"', page)[0]
    for one, left in ((first, 2), (str(2**70), 2), (None, 0)):
        staff.get("/notices")
        assert staff.post("/notices/read", {"notice": one} if one else {}).status_code == 302
        assert staff.get("/notices").count("row-unread") == left
