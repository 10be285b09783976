"""The live diagram in a real browser, under the Content-Security-Policy that the program sends."""

import json
from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
DIST = Path(__file__).resolve().parents[3] / "webapp/static/dist"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
TYPES = {".js": "text/javascript", ".css": "text/css", ".bpmn": "application/xml", "": "text/html; charset=utf-8"}

STATE: dict[str, object] = {
    "passed": ["start", "f1", "f2", "not_in_this_diagram"],
    "done": ["review"],
    "open": ["sign"],
    "labels": {"sign": "Manager signs"},
    "overlays": [
        {"element": "sign", "text": "<b>Wang</b> · 2 days", "kind": "open"},
        {"element": "receive_dispatch/confirm", "text": "elsewhere"},
    ],
}

Show = Callable[..., Page]


class Pages(BaseHTTPRequestHandler):
    page = ""

    def do_GET(self) -> None:
        name = self.path.lstrip("/")
        file = HERE / name if name.endswith(".bpmn") else DIST / name
        found = not name or file.is_file()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", TYPES.get(Path(name).suffix, "text/plain"))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        if found:
            self.wfile.write(file.read_bytes() if name else self.page.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet; the test says what went wrong."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as started:
        Thread(target=started.serve_forever, daemon=True).start()
        yield started
        started.shutdown()


@pytest.fixture
def show(server: ThreadingHTTPServer, context: BrowserContext) -> Iterator[Show]:
    """Open a page with one diagram; at the end nothing may have been refused by the policy or gone wrong."""
    complaints: list[str] = []

    def opened(
        state: dict[str, object] = STATE, url: str = "/receipt.bpmn", process: str = "", lang: str = "en"
    ) -> Page:
        Pages.page = (
            f'<!doctype html><html lang="{lang}"><head><title>t</title><link rel="icon" href="data:,">'
            '<link rel="stylesheet" href="/app.css"><link rel="stylesheet" href="/viewer.css">'
            '<script defer src="/app.js"></script><script defer src="/viewer.js"></script></head><body>'
            f'<div data-diagram data-diagram-url="{url}" data-diagram-process="{process}"'
            f' data-diagram-state="{escape(json.dumps(state))}"></div></body></html>'
        )
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_selector("[data-diagram-ready], .diagram-fault")
        return page

    yield opened
    assert [each for each in complaints if "404" not in each] == []


def _stroke(page: Page, element: str) -> str:
    drawn = page.locator(f'[data-element-id="{element}"] .djs-visual > :is(path, rect, circle)').first
    return str(drawn.evaluate("drawn => getComputedStyle(drawn).stroke"))


def test_the_path_taken_is_green_and_what_is_open_amber(show: Show) -> None:
    page = show()
    assert _stroke(page, "f2") == _stroke(page, "review") == "rgb(46, 125, 50)"
    assert _stroke(page, "sign") == "rgb(178, 106, 0)"
    assert _stroke(page, "f3") not in {"rgb(46, 125, 50)", "rgb(178, 106, 0)"}


def test_a_note_stands_above_its_step_as_plain_text(show: Show) -> None:
    note = show().locator(".diagram-note")
    expect(note).to_have_count(1)
    expect(note).to_have_text("<b>Wang</b> · 2 days")


def test_steps_bear_the_names_that_the_server_gives(show: Show) -> None:
    page = show()
    expect(page.locator('[data-element-id="sign"]')).to_contain_text("Manager")
    expect(page.locator('[data-element-id="review"]')).to_contain_text("站長審核")


def test_a_called_process_has_its_own_diagram(show: Show) -> None:
    page = show(process="receipt")
    expect(page.locator('[data-element-id="confirm"]')).to_be_visible()
    expect(page.locator('[data-element-id="sign"]')).to_have_count(0)


def test_the_watermark_is_wholly_visible_and_uncovered(show: Show) -> None:
    page = show()
    mark = page.locator(".bjs-powered-by")
    expect(mark).to_be_in_viewport(ratio=1)
    box = mark.bounding_box()
    assert box
    for x, y in [(box["x"] + 2, box["y"] + 2), (box["x"] + box["width"] - 2, box["y"] + box["height"] - 2)]:
        top = "([x, y]) => document.elementFromPoint(x, y).closest('.bjs-powered-by') !== null"
        assert page.evaluate(top, [x, y])


def test_buttons_zoom_and_show_all_in_the_reader_s_language(show: Show) -> None:
    page = show(lang="zh-Hant")
    before = page.locator('[data-element-id="sign"]').bounding_box()
    page.get_by_role("button", name="放大").click()
    larger = page.locator('[data-element-id="sign"]').bounding_box()
    page.get_by_role("button", name="顯示全部").click()
    after = page.locator('[data-element-id="sign"]').bounding_box()
    assert before
    assert larger
    assert after
    assert larger["width"] > before["width"] * 1.2
    assert after["width"] == pytest.approx(before["width"], rel=0.02)


def test_on_a_phone_the_open_step_is_seen_at_a_readable_size(show: Show) -> None:
    page = show()
    page.set_viewport_size({"width": 200, "height": 600})
    step = page.locator('[data-element-id="sign"]')
    expect(step).to_be_in_viewport(ratio=0.9)
    box = step.bounding_box()
    assert box
    assert box["width"] >= 45


def test_a_diagram_that_cannot_be_had_is_said(show: Show) -> None:
    Pages.page = ""
    page = show(url="/missing.bpmn")
    expect(page.get_by_role("alert")).to_contain_text("cannot be shown")
