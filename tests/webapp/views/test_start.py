"""Starting a request: the form, its faults, drafts, sending it twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from tests.webapp.views.conftest import CONTACT, START, Browser, faults

Browsers = Callable[[str], Browser]


def _post(person: Browser, action: str = "submit", **fields: object) -> str:
    person.get(START)
    answer = person.post(START, {**CONTACT, "_action_id": person.field("_action_id"), "_action": action, **fields})
    return answer.text if answer.status_code != 302 else answer.headers["Location"]


def test_what_i_may_start_is_listed_with_my_units(browser: Browsers) -> None:
    text = browser("site.staff").get("/start")
    assert "Internal contact form" in text
    assert "n1 in English" in text


def test_who_may_start_nothing_is_told_so(browser: Browsers) -> None:
    person = browser("buyer")
    assert "do not start any process" in person.get("/start")
    person.get(START, status=403)


def test_icf1_only_ones_own_sites_are_offered(browser: Browsers) -> None:
    text = browser("site.staff").get(START)
    assert re.findall(r'<option value="([ns]\d)"', text) == ["n1"]


def test_a_request_is_sent_and_gets_its_number(browser: Browsers) -> None:
    person = browser("site.staff")
    address = _post(person, reason="𠮷林風場，齒輪箱漏油")
    text = person.get(address)
    assert "ICF-2026-000001" in text
    assert "𠮷林風場，齒輪箱漏油" in text
    assert "變槳電機" in text  # ICF-2: the catalogue fills in what follows from the code


def test_an_empty_form_names_every_fault_at_its_field(browser: Browsers) -> None:
    person = browser("site.staff")
    person.get(START)
    answer = person.post(START, {"_action": "submit", "site": "n1", "kind": "material", "reason": " "})
    assert answer.status_code == 422
    assert "Please fill this in." in faults(answer)
    assert 'href="#f-reason"' in answer.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"spare_parts.0.quantity": "-1"}, "This must be more than 0."),
        ({"spare_parts.0.quantity": "1.2345"}, "At most 3 decimal places."),
        ({"spare_parts.0.quantity": "viele"}, "“viele” is not a number."),
        ({"spare_parts.0.code": "X-999"}, "The catalogue has no material with the code “X-999”."),
        ({"needed_by": "bald"}, "“bald” is not a date; write it as 2026-11-30."),
        ({"spare_parts.0.urgency": "now"}, "Please choose one of the given answers."),
        ({"reason": "x" * 5001}, "This is too long: at most 5000 characters, there are 5001."),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_typed_is_lost(
    browser: Browsers, fields: dict[str, str], sentence: str
) -> None:
    person = browser("site.staff")
    text = _post(person, **{"tools.0.code": "T-001", "tools.0.quantity": "7", **fields})
    assert sentence in faults(text)
    assert 'value="T-001"' in text
    assert next(iter(fields.values())) in text or "urgency" in str(fields)  # a list offers only what can be chosen


def test_rows_are_added_and_removed_without_script(browser: Browsers) -> None:
    person = browser("site.staff")
    text = _post(person, action="", _rows="tools")
    assert 'name="tools.4.code"' in text
    assert 'name="tools.5.code"' not in text
    text = _post(person, action="", _drop="spare_parts.0", **{"spare_parts.1.code": "S-002"})
    assert 'value="S-002"' in text
    assert 'value="S-001"' not in text


def test_the_same_form_sent_twice_makes_one_request(browser: Browsers) -> None:
    person = browser("site.staff")
    person.get(START)
    fields = {**CONTACT, "_action_id": person.field("_action_id"), "_action": "submit"}
    first = person.post(START, fields)
    person.get(START)
    second = person.post(START, fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert person.get("/mine").count('row-title">ICF-2026-') == 1


def test_a_draft_waits_is_changed_and_sent(browser: Browsers) -> None:
    person = browser("site.staff")
    address = _post(person, action="save", reason="")
    assert "/drafts/" in address
    text = person.get(address)
    assert 'value="S-001"' in text
    hidden = {name: person.field(name) for name in ("_action_id", "_rev")}
    answer = person.post(address, {**CONTACT, **hidden, "reason": "geht doch", "_action": "submit"})
    assert answer.status_code == 302, faults(answer)
    assert "geht doch" in person.get(answer.headers["Location"])


def test_a_draft_is_nobody_elses(browser: Browsers) -> None:
    address = _post(browser("site.staff"), action="save")
    for other in ("site.rep", "stranger", "admin"):
        browser(other).get(address, status=404)


def test_a_draft_is_deleted(browser: Browsers) -> None:
    person = browser("site.staff")
    address = _post(person, action="save")
    person.get(address)
    person.post(f"{address}/delete")
    person.get(address, status=404)


def test_a_photograph_survives_a_fault_elsewhere(browser: Browsers) -> None:
    person = browser("site.staff")
    text = _post(person, reason="", **{"attachments.new": (_photograph(), "齒輪箱.jpg")})
    kept = re.search(r'name="attachments" value="(\d+)" checked', text)
    assert kept
    assert "齒輪箱" in text
    address = _post(person, attachments=kept[1])
    assert "齒輪箱" in person.get(address)


def test_a_program_named_jpg_is_refused_at_its_field(browser: Browsers) -> None:
    text = _post(browser("site.staff"), **{"attachments.new": (BytesIO(b"MZ" + b"\0" * 400), "photo.jpg")})
    assert any("Files of this kind are not accepted" in one for one in faults(text))
    assert CONTACT["reason"] in text


def test_a_photograph_of_21_mb_is_refused_at_its_field(browser: Browsers) -> None:
    text = _post(
        browser("site.staff"), **{"attachments.new": (BytesIO(b"\xff\xd8\xff" + b"0" * 21_000_000), "big.jpg")}
    )
    assert "“big.jpg” is larger than 20 MB." in faults(text)


def test_icf2_500_lines_pass_and_501_do_not(browser: Browsers) -> None:
    person = browser("site.staff")
    lines = {}
    for index in range(501):
        line = {"code": "S-001", "name": "n", "specification": "s", "model": "m", "unit": "台", "quantity": "1"}
        lines |= {f"tools.{index}.{name}": value for name, value in (line | {"urgency": "normal", "id": ""}).items()}
    fields = {name: value for name, value in lines.items() if not name.startswith("tools.500.")}
    without = {"spare_parts.0.code": "", "spare_parts.0.quantity": ""}
    assert _post(person, **without, **fields).startswith("/requests/")
    text = _post(person, **without, **lines)
    assert "At most 500 lines are allowed over the three lists; there are 501." in faults(text)


def _photograph() -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (60, 40), "green").save(made, "JPEG")
    made.seek(0)
    return made
