"""ICF-10 and ICF-11 through the services: who is told, who may read, and what a return takes back."""

from __future__ import annotations

import pytest

from models import Status
from tests.cast import NOW, Cast
from tests.webapp.services.small import Small
from tests.webapp.services.walking import SENT, Walk
from tests.workflows.engine.drawing import bundle, element, end, extended, flows, process, start, user
from webapp.services import attachments

SCOPE = "receive_dispatch"
UNPAPERED = {"arrived_on": "2026-11-23", "papers_missing": True}
UNIT = {"site.rep", "planner", "planner2", "supervisor", "manager"}
DIFFERENT = {
    "as_listed": False,
    "counted": [{"line": "spare_parts/0", "quantity": "3"}],
    "discrepancy": "外包裝破損",
}


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).start().fork(all).act("dispatch", data=SENT)


def told(walk: Walk) -> set[str]:
    return {one.removeprefix("told ") for one in walk.told() if one.startswith("told ")}


def test_icf11_the_production_warehouse_has_it_on_its_desk(walk: Walk) -> None:
    walk.act(f"{SCOPE}/register_arrival", data=UNPAPERED)
    assert walk.open() == [f"{SCOPE}/papers_check"]
    walk.act(f"{SCOPE}/papers_check", data={"warehouse_answer": "confirmed"})
    assert walk.data()["papers_check"][0]["warehouse_confirmed_by"] == "吳庫管"
    assert walk.open() == [f"{SCOPE}/confirm_arrival"]


def test_icf11_denied_site_representative_and_unit_are_told(walk: Walk) -> None:
    walk.act(f"{SCOPE}/register_arrival", data=UNPAPERED)
    walk.act(f"{SCOPE}/papers_check", data={"warehouse_answer": "denied", "note": "非本庫所發"})
    assert walk.request().status is Status.APPROVED
    assert told(walk) == UNIT
    assert f"auto_effect {SCOPE}/report_refused" in walk.events()


def test_icf10_a_discrepancy_with_photographs_is_told_to_site_representative_and_unit(walk: Walk) -> None:
    with walk.cast.database.write() as session:
        taken = attachments.Taken("b" * 64, "破損.jpg", "image/jpeg", 3)
        photo = attachments.record(session, walk.cast.actor(session, "site.staff"), taken, NOW).id
    walk.act(f"{SCOPE}/register_arrival", data={"arrived_on": "2026-11-23"})
    walk.act(f"{SCOPE}/confirm_arrival", data=DIFFERENT | {"photos": [photo]})
    assert told(walk) == UNIT
    assert not walk.sees("stranger.manager")
    assert walk.screen("planner").attachments[0].id == photo


def test_icf10_a_count_as_listed_tells_nobody(walk: Walk) -> None:
    walk.act(f"{SCOPE}/register_arrival", data={"arrived_on": "2026-11-23"})
    walk.act(f"{SCOPE}/confirm_arrival", data={"as_listed": True})
    assert told(walk) == set()


NEVER = '<ap:step actions="approve return" repeat="never"/>'
TELLING = bundle(
    process(
        start(),
        user("first", NEVER),
        element("serviceTask", "tell", extended('<ap:effect name="notice" to="south"/>')),
        user("last", NEVER),
        end(),
        flows("begin -> first", "first -> tell", "tell -> last", "last -> end"),
    )
)


def test_who_is_told_may_read_and_a_return_takes_back_what_is_unread(cast: Cast) -> None:
    small = Small(cast, TELLING)
    walk = Walk(cast)
    assert told(walk) == {"stranger.manager"}
    walk.id = small.id
    assert walk.sees("stranger.manager")
    small.act("last", "return", to="first")
    assert told(walk) == set()
    small.act("first")
    assert told(walk) == {"stranger.manager"}


def test_b3_a_return_takes_back_what_the_elements_beyond_it_told_and_no_other(cast: Cast) -> None:
    tells = [
        element("serviceTask", f"tell_{code}", extended(f'<ap:effect name="notice" to="{code}"/>'))
        for code in ("south", "north")
    ]
    ways = flows(
        "begin -> first",
        "first -> tell_south",
        "tell_south -> next",
        "next -> tell_north",
        "tell_north -> last",
        "last -> end",
    )
    steps = [user(name, NEVER) for name in ("first", "next", "last")]
    small, walk = Small(cast, bundle(process(start(), *steps, *tells, end(), ways))), Walk(cast)
    before = told(walk)
    small.act("next")
    assert told(walk) > before > set()
    small.act("last", "return", to="next")
    assert told(walk) == before
