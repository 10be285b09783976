"""One table of the API's operations: it makes the routes, checks what comes in, and writes the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.api import bearer, bodies, queries
from webapp.api.bodies import faults_in_body
from webapp.api.queries import LANG, Query
from webapp.api.schemas import Schema
from webapp.program import now, program
from webapp.services.actions import Answer, once
from webapp.services.actor import Actor
from webapp.unit_of_work import reading, writing

Session = Any
"""A database session: the API only hands it on to services."""

PREFIX = "/api/v1"
CONVERTERS = {"id": "int"}


@dataclass(frozen=True)
class Call:
    """One call: who, when, with what; `session` reads, or writes in the one transaction of the call."""

    session: Session
    actor: Actor
    now: datetime
    body: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)


View = Callable[..., Answer | Response]
Declared = TypeVar("Declared", bound=View)


@dataclass(frozen=True)
class Operation:
    """A call of the API. `answers`: schema by status; None: no content. `media`: of an answer that is no JSON."""

    method: str
    path: str
    view: View
    summary: str
    answers: Mapping[int, Schema | None]
    body: Schema | None = None
    query: Sequence[Query] = ()
    writes: bool = False
    reads: Callable[[], Mapping[str, Any]] = dict
    media: str = "application/json"
    takes: str = "application/json"
    exact: bool = False

    @property
    def name(self) -> str:
        """Return the operation's id: the name of its function."""
        return self.view.__name__

    @property
    def parameters(self) -> list[str]:
        """Return the names in the path."""
        return re.findall(r"{(\w+)}", self.path)


OPERATIONS: list[Operation] = []


def operation(
    method: str, path: str, summary: str, answers: Mapping[int, Schema | None], **more: Any
) -> Callable[[Declared], Declared]:
    """Declare the function under it as an operation; it gets a Call and the path's parameters."""

    def declare(view: Declared) -> Declared:
        OPERATIONS.append(Operation(method, path, view, summary, answers, **more))
        return view

    return declare


def add_routes(app: Flask) -> None:
    """Make a route of each operation."""
    for each in OPERATIONS:
        rule = PREFIX + re.sub(r"{(\w+)}", lambda m: f"<{CONVERTERS.get(m[1], 'string')}:{m[1]}>", each.path)
        app.add_url_rule(rule, f"api.{each.name}", _route(each), methods=[each.method])


def _route(each: Operation) -> Callable[..., ResponseReturnValue]:
    def route(**path: Any) -> ResponseReturnValue:
        actor = bearer.caller()
        query = queries.read([*each.query, LANG])
        body = _body(each)
        if not each.writes:
            return _response(each.view(Call(reading(), actor, now(), body, query), **path))
        with faults_in_body(each.body), writing() as session:
            return _response(_write(each, Call(session, actor, now(), body, query), path))

    return route


def _body(each: Operation) -> Mapping[str, Any]:
    if each.body is None or each.takes != "application/json":
        return each.reads()
    request.max_content_length = program().settings.max_form
    return bodies.read_json(each.body, each.exact)


def _write(each: Operation, call: Call, path: Mapping[str, Any]) -> Answer | Response:
    """Do it once for an action id: the answer that was given before is given again."""
    action_id = call.body.get("action_id")
    if action_id is None:
        return each.view(call, **path)

    def verb() -> Answer:
        made = each.view(call, **path)
        assert isinstance(made, Answer)
        return made

    sent = {"method": each.method, "address": request.path, "body": dict(call.body)}
    return once(call.session, call.actor, action_id, sent, verb, call.now)


def _response(answer: Answer | Response) -> Response:
    if isinstance(answer, Response):
        return answer
    if answer.status == 204:
        return Response(status=204)
    made = jsonify(answer.body)
    made.status_code = answer.status
    return made
