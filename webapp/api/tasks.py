"""Tasks: my inbox, one task, its unfinished decision, and deciding it."""

from __future__ import annotations

from webapp.api import present
from webapp.api.operations import Call, operation
from webapp.api.queries import CURSOR, LIMIT, NARROWED, Q, Query, sort
from webapp.api.schemas import ACTION_ID, COMMENT, FREE, ID, PEOPLE, RESUME, body, many, null_or, page, ref, text
from webapp.services import decide, drafts, foresight, inbox, offers, screens, visibility
from webapp.services.actions import Answer
from webapp.services.decide import Command

DECISION = {
    "comment": COMMENT,
    "data": FREE,
    "to": null_or(text(200)),
    "items": many(text(200), maxItems=500),
    "resume": RESUME,
    "attachments": many(ID, maxItems=100),
    "people": PEOPLE,
    "signature": null_or(ID | {"description": "An uploaded picture of my signature, where the step asks for one."}),
    "where": null_or({"type": "string", "enum": ["before", "after", "beside"]}),
}
ACTION = body(
    {"action": {"type": "string", "enum": list(decide.ACTIONS)}},
    {"version": text(2000), "action_id": ACTION_ID, **DECISION},
)
DRAFT = body({}, {"action": text(32), "version": text(2000), "action_id": ACTION_ID, **DECISION})
QUERY = (
    Query("process", {"type": "string", "maxLength": 64}, "Of this process only."),
    Query("step", {"type": "string", "maxLength": 200}, "At this step only."),
    Query("request", ID, "Of this request only."),
    *NARROWED,
    sort("new", "old", "due"),
    Q,
    CURSOR,
    LIMIT,
)


@operation("GET", "/tasks", "What waits for me, newest first", {200: page("Task")}, query=QUERY)
def list_tasks(call: Call) -> Answer:
    asked = {name: value for name, value in call.query.items() if name != "lang"}
    found = inbox.tasks(call.session, call.actor, call.now, **asked)
    told = offers.offers(call.session, [row.item_id for row in found.items], call.now)
    rows = [present.task_row(row, *told[row.item_id]) for row in found.items]
    return Answer(200, {"items": rows, "next": found.next})


@operation("GET", "/tasks/{id}", "A task: what it asks, shows and allows", {200: ref("TaskDetail")})
def get_task(call: Call, id: int) -> Answer:
    item = visibility.item_for(call.session, call.actor, id)
    screen = screens.task_screen(call.session, call.actor, item, call.now)
    foreseen = foresight.of_request(call.session, call.actor, item.request, call.now)
    return Answer(200, present.task_detail(screen, foreseen))


@operation("PUT", "/tasks/{id}/draft", "Keep an unfinished decision", {204: None}, body=DRAFT, writes=True)
def keep_draft(call: Call, id: int) -> Answer:
    kept = {name: value for name, value in call.body.items() if name != "action_id"}
    drafts.keep(call.session, call.actor, id, kept, call.now)
    return Answer(204, None)


@operation("POST", "/tasks/{id}/actions", "Decide a task", {200: ref("Acted")}, body=ACTION, writes=True)
def act_on_task(call: Call, id: int) -> Answer:
    request = decide.act(call.session, call.actor, id, _command(call), call.now)
    return Answer(200, present.acted(call.session, request, call.now))


def _command(call: Call) -> Command:
    sent = call.body
    return Command(
        sent["action"],
        version=sent.get("version"),
        comment=sent.get("comment", ""),
        data=sent.get("data"),
        to=sent.get("to"),
        items=tuple(sent.get("items", ())),
        resume=sent.get("resume", "step_by_step"),
        attachments=tuple(sent.get("attachments", ())),
        people=tuple(sent.get("people", ())),
        where=sent.get("where"),
        signature=sent.get("signature"),
    )
