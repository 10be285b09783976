"""Drafts and sending them (ICF-1, ICF-2; features B12, B18)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from models import Request, Status
from tests.cast import NOW, Cast
from tests.webapp.services.walking import FORM, PROCESS, Walk
from webapp.services import drafts, submit
from webapp.services.errors import AlreadyDone, Invalid, NotAllowed, NotFound, Stale


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast)


def draft(walk: Walk, by: str = "site.staff", **data: Any) -> int:
    with walk.cast.database.write() as session:
        return submit.create(session, walk.cast.actor(session, by), PROCESS, data, NOW).id


def save(walk: Walk, number: int, rev: int, by: str = "site.staff", **data: Any) -> Request:
    with walk.cast.database.write() as session:
        return submit.save_draft(session, walk.cast.actor(session, by), number, data, rev, NOW)


def send(walk: Walk, number: int, by: str = "site.staff", now: datetime = NOW) -> Request:
    with walk.cast.database.write() as session:
        return submit.submit(session, walk.cast.actor(session, by), number, now)


def test_icf1_the_only_site_need_not_be_named(walk: Walk) -> None:
    walk.id = draft(walk)
    assert walk.data()["site"] == "n1"


def test_icf1_only_site_people_start_it(walk: Walk) -> None:
    with pytest.raises(NotAllowed):
        draft(walk, by="planner")


def test_icf1_not_for_another_site(walk: Walk) -> None:
    with pytest.raises(Invalid) as refused:
        draft(walk, site="s1")
    assert [fault.pointer for fault in refused.value.faults] == ["/site"]


def test_a_draft_is_its_initiators_alone(walk: Walk) -> None:
    walk.id = draft(walk)
    assert walk.sees("site.staff")
    assert not walk.sees("site.rep")
    assert not walk.sees("admin")


def test_an_old_page_does_not_overwrite_a_draft(walk: Walk) -> None:
    number = draft(walk)
    assert save(walk, number, 1, reason="一").data_rev == 2
    with pytest.raises(Stale):
        save(walk, number, 1, reason="二")


def test_a_draft_is_deleted_by_its_initiator_only(walk: Walk) -> None:
    number = draft(walk)
    for by, ends in (("site.rep", NotFound), ("site.staff", None), ("site.staff", NotFound)):
        with walk.cast.database.write() as session:
            actor = walk.cast.actor(session, by)
            if ends is None:
                submit.delete_draft(session, actor, number)
            else:
                with pytest.raises(ends):
                    submit.delete_draft(session, actor, number)


def test_icf2_every_fault_is_shown_at_its_field(walk: Walk) -> None:
    number = draft(walk, spare_parts=[{"code": "X-9", "quantity": "1"}, {"code": "S-001"}])
    with pytest.raises(Invalid) as refused:
        send(walk, number)
    pointers = {fault.pointer for fault in refused.value.faults}
    assert {"/reason", "/spare_parts/0/code", "/spare_parts/1/quantity"} <= pointers


def test_icf2_what_follows_from_the_code_is_filled_in(walk: Walk) -> None:
    assert walk.start().data()["tools"][0]["name"] == "液壓扭力扳手"


def test_a_sent_draft_is_no_draft_any_more(walk: Walk) -> None:
    walk.start()
    with pytest.raises(AlreadyDone):
        send(walk, walk.id)
    with pytest.raises(AlreadyDone):
        save(walk, walk.id, 1, reason="改")


def test_numbers_are_gapless_and_by_the_year_of_shanghai(walk: Walk) -> None:
    late = datetime(2026, 12, 31, 17, tzinfo=UTC)  # 1 January 2027, 01:00 in Shanghai
    numbers = [send(walk, draft(walk, **FORM), now=now).number for now in (NOW, NOW, late)]
    assert numbers == ["ICF-2026-000001", "ICF-2026-000002", "ICF-2027-000001"]


def test_numbers_are_gapless_with_clients_at_once(walk: Walk) -> None:
    made = [draft(walk, **FORM) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(str(send_one.number) for send_one in pool.map(lambda one: send(walk, one), made))
    assert numbers == [f"ICF-2026-{n:06}" for n in range(1, 5)]
    walk.checked()


def test_a_refused_submission_takes_no_number(walk: Walk) -> None:
    with pytest.raises(Invalid):
        send(walk, draft(walk))
    assert walk.start().request().number == "ICF-2026-000001"
    assert walk.request().status is Status.OPEN


def test_an_unfinished_decision_is_kept_until_it_is_made(walk: Walk) -> None:
    walk.start()
    item = walk.item("site_review")
    with walk.cast.database.write() as session:
        actor = walk.cast.actor(session, "site.rep")
        drafts.keep(session, actor, item, {"comment": "還在"}, NOW)
        drafts.keep(session, actor, item, {"comment": "還在看"}, NOW)
    kept = walk.task("site_review", "site.rep").draft
    assert kept is not None
    assert kept.body == {"comment": "還在看"}
    walk.act("site_review")
    with walk.cast.database.read() as session:
        assert drafts.kept(session, walk.cast.actor(session, "site.rep"), item) is None
