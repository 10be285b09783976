"""Photographs and files as people bring and look at them: camera, progress, removing, dropping, the lightbox (B13)."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.office import PHONE, Office
from tests.browser.person import Visitor
from tests.browser.test_files import written

pytestmark = pytest.mark.browser
DROP = """(place, names) => {
  const held = new DataTransfer();
  for (const name of names) held.items.add(new File([Uint8Array.from([37, 80, 68, 70, 45, 49])], name));
  for (const kind of ["dragover", "drop"])
    place.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: held }));
}"""


def photographs(folder: Path, *names: str) -> list[Path]:
    """Return photographs, each of another colour."""
    for number, name in enumerate(names):
        made = io.BytesIO()
        Image.new("RGB", (800, 600), (40 * number, 90, 120)).save(made, "JPEG")
        (folder / name).write_bytes(made.getvalue())
    return [folder / name for name in names]


def entries(page: Page) -> Locator:
    """The files that stand in the form."""
    return page.locator("[data-name=attachments] .file-entry:not([data-uploading])")


def names(page: Page) -> list[str]:
    return page.locator("[data-name=attachments] .file-entry label").all_inner_texts()


def brought(office: Office, folder: Path, *named: str) -> Visitor:
    """A form with these photographs in it."""
    page = written(office.person("site.staff"))
    page.page.locator("#f-attachments").set_input_files(photographs(folder, *named))
    expect(entries(page.page)).to_have_count(len(named))
    return page


def test_b13_several_at_once_stand_in_their_order_with_small_pictures(office: Office, tmp_path: Path) -> None:
    page = brought(office, tmp_path, "遠.jpg", "近.jpg", "銘牌.jpg")
    assert names(page.page) == ["遠.jpg", "近.jpg", "銘牌.jpg"]
    first = page.page.locator("[data-name=attachments] .thumb img").first
    assert str(first.get_attribute("src")).endswith("/small")
    expect(first).to_have_js_property("naturalWidth", 320)
    page.press("submit")
    assert page.page.locator(".attached .file-about a").all_inner_texts() == ["遠.jpg", "近.jpg", "銘牌.jpg"]
    office.follow()


def test_b13_one_is_removed_before_sending(office: Office, tmp_path: Path) -> None:
    page = brought(office, tmp_path, "1.jpg", "2.jpg")
    page.page.locator("[data-remove-file]").first.click()
    assert names(page.page) == ["2.jpg"]
    page.press("submit")
    assert page.page.locator(".attached .file-about a").all_inner_texts() == ["2.jpg"]
    office.follow()


def test_b13_an_upload_is_cancelled_and_another_one_waited_for(office: Office, tmp_path: Path) -> None:
    page = written(office.person("site.staff"))
    held: list[Route] = []
    page.page.route("**/attachments", lambda route: held.append(route))
    page.page.locator("#f-attachments").set_input_files(photographs(tmp_path, "1.jpg", "2.jpg"))
    uploading = page.page.locator("[data-uploading]")
    expect(uploading).to_have_count(2)
    expect(uploading.first.locator("progress")).to_be_visible()
    uploading.first.locator("[data-remove-file]").click()
    expect(uploading).to_have_count(1)
    page.button("submit").click()
    expect(page.page.locator("[data-name=attachments] .file-status")).to_contain_text("still on their way")
    page.page.wait_for_timeout(200)
    with page.page.expect_event("load"):
        held[-1].continue_()
    assert page.page.locator(".attached .file-about a").all_inner_texts() == ["2.jpg"]
    office.follow()


def test_b13_files_can_be_dropped(office: Office) -> None:
    page = written(office.person("site.staff"))
    page.page.locator("[data-name=attachments]").evaluate(DROP, ["a.pdf", "b.pdf"])
    expect(entries(page.page)).to_have_count(2)
    assert names(page.page) == ["a.pdf", "b.pdf"]


def test_b13_a_lost_network_is_told_at_the_file(office: Office, tmp_path: Path) -> None:
    page = written(office.person("site.staff"))
    page.page.route("**/attachments", lambda route: route.abort())
    page.page.locator("#f-attachments").set_input_files(photographs(tmp_path, "1.jpg"))
    expect(page.page.locator("[data-name=attachments] .file-status.fault")).to_contain_text("did not arrive")
    page.complaints.clear()
    assert page.value("reason") == "漏油"
    page.page.unroute("**/attachments")
    page.page.get_by_role("button", name="Try again").click()
    expect(page.page.locator("[data-name=attachments] .file-entry label")).to_have_text(["1.jpg"])
    expect(page.page.locator("[data-refused]")).to_have_count(0)


def test_b13_a_telephone_offers_its_camera(office: Office, tmp_path: Path) -> None:
    page = written(office.person("site.staff", **PHONE))
    camera = page.page.locator("[data-name=attachments] .file-camera")
    expect(camera).to_be_visible()
    shot = camera.locator("input")
    assert (shot.get_attribute("accept"), shot.get_attribute("capture")) == ("image/*", "environment")
    shot.set_input_files(photographs(tmp_path, "shot.jpg"))
    expect(entries(page.page)).to_have_count(1)
    assert page.overflow() <= 0


def test_b13_pictures_are_looked_at_large_by_keyboard(office: Office, tmp_path: Path) -> None:
    page = brought(office, tmp_path, "1.jpg", "2.jpg", "3.jpg").press("submit").page
    office.follow()
    opener = page.locator(".attached a[data-picture]").first
    opener.focus()
    page.keyboard.press("Enter")
    box, caption = page.locator("#lightbox"), page.locator("#lightbox [data-name]")
    expect(box).to_be_visible()
    for key, name in (("Right", "2.jpg"), ("Right", "3.jpg"), ("Right", "1.jpg"), ("Left", "3.jpg")):
        page.keyboard.press(f"Arrow{key}")
        expect(caption).to_have_text(name)
    expect(box.locator("img")).to_have_js_property("naturalWidth", 800)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opener).to_be_focused()
