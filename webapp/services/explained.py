"""The decisions of tables that led to a step, as they were made: read from their rows, never made again (A8)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Decision, Request
from webapp.services import element_names, values
from webapp.services.processes import Process
from workflows import engine
from workflows.dmn.rows import RowText, row_text


@dataclass(frozen=True)
class DecisionView:
    """A decision as it was made: at which element, by which table of which version, over what, with which rows."""

    element: str
    titles: Mapping[str, str]
    table: str
    version: int
    at: datetime
    inputs: Mapping[str, Any]
    outputs: Any
    rows: tuple[int, ...]
    texts: tuple[RowText, ...]


def leading_to(
    session: Session, request: Request, process: Process, step: str, until: datetime
) -> tuple[DecisionView, ...]:
    """Return the decisions of this round that were made by `until` on a way to `step`, each element's last one.

    One statement, none where the process has no tables.
    """
    if not process.compiled.decisions:
        return ()
    made = select(Decision).where(
        Decision.request_id == request.id, Decision.round == request.round, Decision.at <= until
    )
    last = {one.element: one for one in session.scalars(made.order_by(Decision.id))}
    led = [one for one in last.values() if step in engine.after(process.compiled, one.element)]
    return tuple(_view(process, one) for one in led)


def _view(process: Process, made: Decision) -> DecisionView:
    rows = tuple(int(one) for one in json.loads(made.rows))
    texts = (row_text(process.compiled.dmn(made.table), made.table, number) for number in rows)
    return DecisionView(
        element=made.element,
        titles=element_names.titles(process, made.element),
        table=process.compiled.dmn(made.table).decisions.get(made.table, made.table),
        version=process.number,
        at=made.at,
        inputs=values.read(made.inputs),
        outputs=values.read(made.outputs),
        rows=rows,
        texts=tuple(text for text in texts if text is not None),
    )
