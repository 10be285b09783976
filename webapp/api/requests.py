"""Requests: made, kept as drafts, listed, read, acted on by who may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response

from webapp.api import present
from webapp.api.operations import Call, operation
from webapp.api.queries import CURSOR, LIMIT, NARROWED, Q, Query, sort
from webapp.api.schemas import ACTION_ID, COMMENT, FREE, INTEGER, PEOPLE, STATUS, body, many, null_or, page, ref, text
from webapp.print_answer import form_answer
from webapp.services import (
    copies,
    decide,
    inbox,
    interventions,
    orders,
    processes,
    screens,
    search,
    submit,
    taking_back,
    trail,
    urging,
    visibility,
)
from webapp.services.actions import Answer

ACTIONS = ("submit", "withdraw", "take_back", "cc", "urge", "comment", "move", "end", "reopen")
NEW = body(
    {"process": text(64, minLength=1), "data": FREE},
    {"submit": {"type": "boolean", "default": True}, "action_id": ACTION_ID},
)
DRAFT = body({"data": FREE, "rev": INTEGER}, {"action_id": ACTION_ID})
ACTION = body(
    {"action": {"type": "string", "enum": list(ACTIONS)}},
    {
        "action_id": ACTION_ID,
        "comment": COMMENT,
        "people": PEOPLE,
        "to": null_or(text(200, description="Of `move` and `reopen`: the step's path, or `initiator`.")),
    },
)
BOX = Query(
    "box",
    {"type": "string", "enum": ["mine", "done", "copied", "unit", "drafts", "all"]},
    "Which list; `all`: everything I may read, searched by `q`. Without it: `all` where there is a `q`, else `mine`.",
)
PROCESS = Query("process", {"type": "string", "maxLength": 64}, "Of this process only.")
AFTER = Query("after", INTEGER | {"default": 0}, "Lines with a higher number only.")


@operation("POST", "/requests", "Make a request, or keep it as a draft", {201: ref("Created")}, body=NEW, writes=True)
def create_request(call: Call) -> Answer:
    whole = call.body.get("submit", True)
    made = submit.create(call.session, call.actor, call.body["process"], call.body["data"], call.now, whole=whole)
    if whole:
        made = submit.submit(call.session, call.actor, made.id, call.now)
    return Answer(201, present.created(call.session, made, call.now))


@operation("PATCH", "/requests/{id}", "Change a draft of mine", {200: ref("Created")}, body=DRAFT, writes=True)
def change_draft(call: Call, id: int) -> Answer:
    kept = submit.save_draft(call.session, call.actor, id, call.body["data"], call.body["rev"], call.now)
    return Answer(200, present.created(call.session, kept, call.now))


@operation("DELETE", "/requests/{id}", "Delete a draft of mine for good", {204: None}, writes=True)
def delete_draft(call: Call, id: int) -> Answer:
    submit.delete_draft(call.session, call.actor, id)
    return Answer(204, None)


@operation("GET", "/requests/{id}", "A request as I may see it", {200: ref("Request")})
def get_request(call: Call, id: int) -> Answer:
    request = visibility.request_for(call.session, call.actor, id)
    screen = screens.request_screen(call.session, call.actor, request, call.now)
    return Answer(200, present.request_detail(screen))


@operation(
    "GET",
    "/requests",
    "Requests of a box, newest first",
    {200: page("RequestRow")},
    query=(
        BOX,
        PROCESS,
        Query("status", STATUS, "In this state only."),
        *NARROWED,
        sort("new", "old"),
        Q,
        CURSOR,
        LIMIT,
    ),
)
def list_requests(call: Call) -> Answer:
    asked = dict(call.query)
    asked.pop("lang")
    q, box = (asked["q"] or "").strip(), asked.pop("box")
    if box == "all" or (q and not box):
        orders.order_of(asked["sort"], orders.Order.NEW)
        everywhere = search.find(call.session, call.actor, q, **_without(asked, "q", "sort"))
        return _listed(call, [one.row for one in everywhere.items], everywhere.next)
    found = inbox.requests(call.session, call.actor, box or "mine", **asked)
    return _listed(call, found.items, found.next)


def _without(asked: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name not in names}


def _listed(call: Call, items: Sequence[inbox.RequestRow], following: str | None) -> Answer:
    rows = [present.request_row(row, processes.load(call.session, row.version_id).number) for row in items]
    return Answer(200, {"items": rows, "next": following})


@operation(
    "POST",
    "/requests/{id}/actions",
    "Submit, withdraw, take back, copy, urge, comment; administrators move, end, reopen",
    {200: ref("Acted")},
    body=ACTION,
    writes=True,
)
def act_on_request(call: Call, id: int) -> Answer:
    said = call.body.get("comment", "")
    match call.body["action"]:
        case "submit":
            request = submit.submit(call.session, call.actor, id, call.now)
        case "withdraw":
            request = decide.withdraw(call.session, call.actor, id, said, call.now)
        case "take_back":
            request = taking_back.take_back(call.session, call.actor, id, said, call.now)
        case "cc":
            people = call.body.get("people", ())
            request = copies.copy(call.session, call.actor, id, people, said, call.now)
        case "urge":
            request = urging.urge(call.session, call.actor, id, said, call.now)
        case "move":
            request = interventions.move(call.session, call.actor, id, call.body.get("to"), said, call.now)
        case "end":
            request = interventions.end(call.session, call.actor, id, said, call.now)
        case "reopen":
            request = interventions.reopen(call.session, call.actor, id, call.body.get("to"), said, call.now)
        case _:
            request = decide.comment(call.session, call.actor, id, said, call.now)
    return Answer(200, present.acted(call.session, request, call.now))


@operation("GET", "/requests/{id}/trail", "What happened, oldest first", {200: many(ref("TrailLine"))}, query=(AFTER,))
def get_trail(call: Call, id: int) -> Answer:
    request = visibility.request_for(call.session, call.actor, id)
    found = trail.lines(call.session, request, call.query["after"] or 0)
    return Answer(200, [present.trail_line(line) for line in found])


@operation("GET", "/requests/{id}/form.pdf", "The printed form", {200: None}, media="application/pdf")
def get_form(call: Call, id: int) -> Response:
    request = visibility.request_for(call.session, call.actor, id)
    return form_answer(request, call.actor)
