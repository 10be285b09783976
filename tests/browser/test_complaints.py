"""What a browser complains about fails the test in which it does, so a page without complaints says something."""

from __future__ import annotations

import pytest

from tests.browser.office import Office

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "fault",
    [
        "console.error('broken')",
        "setTimeout(() => { throw new Error('broken') })",
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'broken()'}))",
        "fetch('/static/broken.js')",
    ],
    ids=["console", "script", "policy", "missing"],
)
def test_it_is_noted(office: Office, fault: str) -> None:
    page = office.person("site.staff").open("/tasks")
    page.page.evaluate(f"() => {{ {fault} }}")
    page.page.wait_for_timeout(300)
    assert len(page.complaints) == 1
    page.complaints.clear()
