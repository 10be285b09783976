"""The demo company's story: every way that a plan can go is told by the services, and ends where the plan says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Database, ItemState, Request, Status, StepRun, WorkItem
from tests.databases import MIGRATED, Backend
from tests.invariants import hold
from webapp.demo import company
from webapp.demo.plans import Plan
from webapp.demo.story import Story, all_plans
from webapp.services import shipped

TODAY = datetime(2026, 11, 27, 2, 30, tzinfo=UTC)
ENDS = {"reject": Status.REJECTED, "withdraw": Status.WITHDRAWN, "approved": Status.APPROVED, "draft": Status.DRAFT}


def ways() -> list[Plan]:
    """One plan of each way."""
    return list({(one.kind, one.stands, one.supply, one.detour): one for one in all_plans()}.values())


@pytest.fixture
def told(sqlite: Backend, tmp_path: Path) -> Iterator[Story]:
    with sqlite.fresh(MIGRATED) as url:
        database = Database(url)
        with database.write() as session:
            shipped.register(session, TODAY - Story.SPAN)
            company.found(session, TODAY - Story.SPAN)
        story = Story(database, TODAY, tmp_path, ways())
        story.tell()
        yield story
        database.close()


def test_the_demo_is_half_a_year_of_two_hundred_requests() -> None:
    told = list(all_plans())
    assert len(told) >= 200
    assert max(one.days_ago for one in told) >= 180


def test_every_way_ends_where_its_plan_says(told: Story) -> None:
    with told.database.read() as session:
        for life in told.lives:
            request = session.get_one(Request, life.request_id)
            if life.plan.stands in ENDS:
                assert request.status is ENDS[life.plan.stands], life.plan
            else:
                assert life.plan.stands in _open(session, request), life.plan
    hold(told.database)


def _open(session: Session, request: Request) -> set[str]:
    found = select(StepRun.step).join(WorkItem).where(StepRun.request_id == request.id)
    return set(session.scalars(found.where(WorkItem.state == ItemState.OPEN)))
