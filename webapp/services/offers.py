"""What the tasks of a list offer: actions and version of each, in a constant number of statements."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from models import Request, RequestData, StepRun, WorkItem
from webapp.services import asking, people, processes, recipients

Offer = tuple[tuple[str, ...], str]
"""The actions of an item, and the version of what its person sees."""


def offers(session: Session, item_ids: Collection[int], now: datetime) -> dict[int, Offer]:
    """Return actions and version of each open item; five statements, whatever their number."""
    items = session.scalars(
        select(WorkItem)
        .join(WorkItem.step_run)
        .join(WorkItem.request)
        .where(WorkItem.id.in_(item_ids))
        .options(contains_eager(WorkItem.step_run), contains_eager(WorkItem.request))
    ).all()
    requests = {item.request_id: item.request for item in items}
    documents, runs = _documents(session, requests), _runs(session, requests)
    held = recipients.holders_by_item(session, item_ids, people.day_of(now))
    known = {one: (documents[one], runs[one]) for one in requests}
    return {item.id: _offer(session, item, *known[item.request_id], len(held[item.id])) for item in items}


def _offer(session: Session, item: WorkItem, document: dict[str, Any], runs: list[StepRun], holders: int) -> Offer:
    process = processes.load(session, item.request.version_id)
    begun = asking.document_of(document, runs, item)
    return asking.offered(process, item, holders), asking.page_of(process, begun, item).version


def _documents(session: Session, requests: Mapping[int, Request]) -> dict[int, dict[str, Any]]:
    newest = and_(RequestData.request_id == Request.id, RequestData.rev == Request.data_rev)
    found = select(Request.id, RequestData.json).join(RequestData, newest).where(Request.id.in_(requests))
    return {request_id: json.loads(text) for request_id, text in session.execute(found)}


def _runs(session: Session, requests: Mapping[int, Request]) -> dict[int, list[StepRun]]:
    found = select(StepRun).where(StepRun.request_id.in_(requests)).order_by(StepRun.id)
    runs: dict[int, list[StepRun]] = {one: [] for one in requests}
    for run in session.scalars(found.options(selectinload(StepRun.items))):
        if run.round == requests[run.request_id].round:
            runs[run.request_id].append(run)
    return runs
