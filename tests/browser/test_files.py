"""Files that cannot be taken are refused at their field; good ones are kept, with script and without (features F)."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.office import PLAIN, Office
from tests.browser.person import Visitor

pytestmark = pytest.mark.browser
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\0" * 2000
MEGABYTES = 1_000_000


def photograph() -> bytes:
    """A small photograph."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
    return out.getvalue()


TOO_LARGE = ("turbine.jpg", photograph() + b"\0" * 21 * MEGABYTES, "20 MB")
DISGUISED = ("turbine.jpg", PROGRAM, "not accepted")


def chosen(page: Visitor, folder: Path, name: str, content: bytes) -> Visitor:
    """Choose a file for the request's attachments."""
    (folder / name).write_bytes(content)
    page.page.locator("#f-attachments").set_input_files(folder / name)
    return page


def written(page: Visitor) -> Visitor:
    """A form that could be sent."""
    return page.open("/start/internal_contact").fill(site="n1", reason="漏油").line("tools", "T-001", "1")


@pytest.mark.parametrize(("name", "content", "told"), [TOO_LARGE, DISGUISED], ids=["21 MB", "exe"])
def test_a_file_that_cannot_be_taken_is_refused_as_it_is_chosen(
    office: Office, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    page = chosen(written(office.person("site.staff")), tmp_path, name, content)
    status = page.page.locator("[data-name=attachments] .file-status.fault")
    status.wait_for()
    assert told in status.inner_text()
    assert page.page.locator("[name=attachments][type=checkbox]").count() == 0
    assert (page.value("reason"), page.value("tools.0.code")) == ("漏油", "T-001")
    page.button("submit").click()
    expect(status).to_contain_text("was not taken")
    assert office.requests() == [], "nothing goes without a file that somebody meant to send"
    refused = page.page.locator("[data-refused]")
    assert told in refused.inner_text()
    expect(refused.locator("[data-remove-file]")).to_be_focused()
    page.page.keyboard.press("Enter")
    page.press("submit")
    assert len(office.requests()) == 1


@pytest.mark.parametrize(("name", "content", "told"), [TOO_LARGE, DISGUISED], ids=["21 MB", "exe"])
def test_without_script_it_is_refused_with_its_form(
    office: Office, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    page = chosen(written(office.person("site.staff", **PLAIN)), tmp_path, name, content).press("submit")
    assert (page.status, office.requests()) == (422, [])
    assert told in page.page.locator("#f-attachments-fault").inner_text()
    assert (page.value("reason"), page.value("tools.0.code")) == ("漏油", "T-001")


@pytest.mark.parametrize("options", [{}, PLAIN], ids=["script", "plain"])
def test_a_photograph_is_kept_beside_a_fault_elsewhere(
    office: Office, tmp_path: Path, options: dict[str, bool]
) -> None:
    page = chosen(written(office.person("site.staff", **options)).fill(reason=""), tmp_path, "𠮷號機.jpg", photograph())
    if not options:
        page.page.locator("[name=attachments][type=checkbox]").wait_for()
    page.press("submit")
    assert page.fault("reason") == "Please fill this in."
    assert page.page.locator("[name=attachments][type=checkbox]").is_checked()
    page.fill(reason="漏油").press("submit")
    link = page.page.locator("main .file-about a[href^='/attachments/']").first
    assert "𠮷號機.jpg" in link.inner_text()
    office.follow()
    answer = page.context.request.get(office.home + str(link.get_attribute("href")))
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
