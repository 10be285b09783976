"""Requests and tasks: in every state and at every step, with faults, overtaken by others, with files."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from tests.browser.person import Visitor
from tests.browser.tour import Stage, Stop, unfolded
from tests.webapp.services.walking import BOUGHT, FORM, SENT, Walk
from webapp.services import attachments

ARRIVED = {"arrived_on": "2026-11-23", "papers_missing": False}
SHIPMENT = "receive_dispatch"
UNDRAWN = "[data-diagram]:not([data-diagram-ready])"


def drawn(page: Visitor, _names: object = None) -> None:
    """Let the diagrams be drawn."""
    expect(page.page.locator(UNDRAWN)).to_have_count(0, timeout=15_000)


def _refused(page: Visitor, _names: object) -> None:
    page.press("return")


def _stale(page: Visitor, _names: object) -> None:
    page.page.evaluate("document.querySelector('[name=_version]').value = '0'")
    page.fill(_comment="同意").press("approve")


def _too_late(page: Visitor, names: Mapping[str, Any]) -> None:
    page.page.evaluate(f"document.querySelector('.request-form').action = '/tasks/{names['done_task']}'")
    page.fill(_comment="同意").press("approve")


def _looking_at_a_picture(page: Visitor, _names: object) -> None:
    page.page.locator("[data-picture]").first.click()
    page.page.locator("#lightbox[open]").wait_for()


STOPS = [
    Stop("requests.page", "planner", "/requests/{approved}", state="a picture", act=_looking_at_a_picture),
    Stop("requests.page", "planner", "/requests/{approved}", state="approved", act=drawn),
    Stop("requests.page", "planner", "/requests/{rejected}", state="rejected", act=drawn),
    Stop("requests.page", "site.staff", "/requests/{withdrawn}", state="withdrawn"),
    Stop("requests.page", "site.staff", "/requests/{far}", state="two shipments", act=drawn),
    Stop("copies.form", "site.staff", "/requests/{far}/copy"),
    Stop("requests.page", "site.staff", "/requests/{late}", state="late", act=drawn),
    Stop("requests.page", "stranger", "/requests/{late}", state="not found", status=404),
    Stop("tasks.page", "planner", "/tasks/{late_task}", state="late", act=drawn),
    Stop("tasks.page", "planner", "/tasks/{late_task}", state="unfolded", act=unfolded),
    Stop("tasks.page", "planner", "/tasks/{late_task}", state="with faults", act=_refused, status=422),
    Stop("tasks.page", "planner", "/tasks/{late_task}", state="changed meanwhile", act=_stale, status=409),
    Stop("tasks.page", "planner", "/tasks/{late_task}", state="done meanwhile", act=_too_late, status=409),
    Stop("tasks.page", "site.staff", "/tasks/{returned_task}", state="returned"),
    Stop("tasks.page", "prod.planner", "/tasks/{supply_task}", state="what is there"),
    Stop("tasks.page", "warehouse", "/tasks/{dispatch_task}", state="what is sent"),
    Stop("tasks.page", "buyer", "/tasks/{purchase_task}", state="what is bought"),
    Stop("tasks.page", "biz.planner", "/tasks/{coordinate_task}", state="cannot be bought"),
    Stop("tasks.page", "site.keeper", "/tasks/{arrival_task}", state="arrival"),
    Stop("tasks.page", "site.staff", "/tasks/{count_task}", state="counting"),
]
NO_PAGES = {
    "diagrams.xml": "gives a diagram",
    "files.download": "gives a file",
    "files.small": "gives a picture",
    "requests.people": "gives data",
    "people.search": "gives data",
    "print.form": "gives the print",
}


def prepare(stage: Stage) -> dict[str, Any]:
    """Requests in all states; one with a picture, one whose deadline has passed."""
    walk, names = stage.walk, {}
    _closed(stage, names)
    names["rejected"] = walk.start().act("site_review", "reject", comment="已有庫存").id
    names["withdrawn"] = walk.start().withdraw().id
    walk.start().fork("part").act("dispatch", data=SENT).act("purchase", data=BOUGHT)
    names |= {"far": walk.id, "arrival_task": walk.item(f"{SHIPMENT}/register_arrival")}
    walk.start().fork(None).act("purchase", data={"cannot_buy": True, "note": "停產"})
    names["coordinate_task"] = walk.item("coordinate")
    walk.start().fork("part")
    names |= {"dispatch_task": walk.item("dispatch"), "purchase_task": walk.item("purchase")}
    names["supply_task"] = walk.start().to("production_check").item("production_check")
    _at_the_beginning(walk, names)
    return names


def _closed(stage: Stage, names: dict[str, Any]) -> None:
    """One that went all the way, with a question asked and answered and a picture; one that is being counted."""
    walk = stage.walk.start(attachments=[_picture(stage)]).to("planner_review")
    names["done_task"] = walk.item("planner_review")
    walk.act("planner_review", "return", to="site_review", resume="straight_back", comment="哪一台？")
    walk.act("site_review", comment="3 號機").fork(all).act("dispatch", data=SENT)
    walk.act(f"{SHIPMENT}/register_arrival", data=ARRIVED)
    names["approved"] = walk.act(f"{SHIPMENT}/confirm_arrival", data={"as_listed": True}).id
    walk.start().fork(all).act("dispatch", data=SENT).act(f"{SHIPMENT}/register_arrival", data=ARRIVED)
    names["count_task"] = walk.item(f"{SHIPMENT}/confirm_arrival")


def _at_the_beginning(walk: Walk, names: dict[str, Any]) -> None:
    """One that came back to its initiator, one that lies with the planner too long."""
    urgent = {**FORM, "spare_parts": [{"code": "S-001", "quantity": "4", "urgency": "critical"}], "emergency": True}
    walk.start(**urgent).act("site_review", "return", to="initiator", comment="請補原因")
    names["returned_task"] = walk.item("initiator")
    walk.start().to("planner_review").later(days=3).scan()
    names |= {"late": walk.id, "late_task": walk.item("planner_review")}


def _picture(stage: Stage) -> int:
    raw = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(raw, "JPEG")
    taken = attachments.take_in(io.BytesIO(raw.getvalue()), "turbine.jpg", stage.folder)
    walk = stage.walk
    with walk.cast.database.write() as session:
        return attachments.record(session, walk.cast.actor(session, "site.staff", walk.now), taken, walk.now).id
