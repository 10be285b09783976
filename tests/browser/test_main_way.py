"""P1 by hand with all its people, from the site to the confirmed arrival (ICF-1 to ICF-9)."""

from __future__ import annotations

import pytest

from models import Status
from tests.browser.office import Office
from tests.browser.person import Visitor

pytestmark = pytest.mark.browser
PRINTING = 60_000
"""Milliseconds: the first print starts the process that prints, beside a whole suite."""


def written(person: Visitor) -> Visitor:
    """Fill in a request of two lines."""
    person.open("/start/internal_contact")
    person.fill(site="n1", reason="變槳電機燒毀", needed_by="2026-12-10")
    return person.line("tools", "T-001", "2").line("spare_parts", "S-001", "4")


SENT = {"delivery_note": "DN-1", "packing_list": "PL-1", "carrier": "順豐", "dispatched_on": "2026-11-23"}


def test_icf1_to_icf9_the_plain_way_through_eight_desks(any_office: Office) -> None:
    here = any_office.visitor().open("/").sign_in("site.staff")
    written(here).press("submit")
    number = str(any_office.follow().number)
    assert number in here.text
    answers: dict[str, dict[str, str]] = {
        "site.rep": {},
        "planner": {},
        "supervisor": {},
        "manager": {},
        "prod.planner": {"supply__0__available": "2", "supply__1__available": "4"},
        "warehouse": SENT,
        "site.keeper": {"arrived_on": "2026-11-23"},
        "site.staff": {"as_listed": "true"},
    }
    for login, answer in answers.items():
        any_office.let_in(here, login).task(number).fill(**answer).press()
        assert here.page.url.endswith("/tasks"), (login, here.text)
    assert any_office.walk.request().status is Status.APPROVED
    assert "Finished" in here.open(f"/requests/{any_office.walk.id}").text
    pdf = here.context.request.get(f"{any_office.home}/requests/{any_office.walk.id}/form.pdf", timeout=PRINTING)
    assert (pdf.status, pdf.body()[:5]) == (200, b"%PDF-")
