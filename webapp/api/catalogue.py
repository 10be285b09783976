"""What may be started, what the catalogue has, what a decision table says."""

from __future__ import annotations

from typing import Any

from webapp.api import present
from webapp.api.operations import Call, operation
from webapp.api.queries import CURSOR, LANG, LIMIT, Q, Query
from webapp.api.schemas import FREE, INTEGER, body, many, null_or, page, ref
from webapp.i18n import language
from webapp.services import decisions, materials, processes
from webapp.services.actions import Answer
from webapp.services.asking import unit_field
from webapp.services.people import units
from webapp.services.processes import Process

KIND = Query("kind", {"type": "string", "enum": ["tool", "consumable", "spare_part"]}, "Of this kind only.")
EVALUATE = body({"context": FREE}, {"version": null_or(INTEGER)})


@operation("GET", "/processes", "What I may start", {200: many(ref("Process"))})
def list_processes(call: Call) -> Answer:
    tree = units(call.session).by_id
    found = processes.startable(call.session, call.actor, call.now)
    return Answer(200, [_process(process, [tree[one].code for one in places]) for process, places in found])


def _process(process: Process, codes: list[str]) -> dict[str, Any]:
    form = process.form.schema()
    name = unit_field(process)
    if name in form["properties"]:
        form["properties"][name]["enum"] = sorted(codes)
    return {"key": process.key, "title": process.title(language()), "version": process.number, "form": form}


@operation("GET", "/materials", "The catalogue, by code", {200: page("Material")}, query=(Q, KIND, CURSOR, LIMIT))
def list_materials(call: Call) -> Answer:
    asked = {name: value for name, value in call.query.items() if name != LANG.name}
    found = materials.search(call.session, **asked | {"q": asked["q"] or ""})
    return Answer(200, {"items": [dict(row) for row in found.items], "next": found.next})


@operation(
    "POST",
    "/decisions/{process}.{decision}/evaluate",
    "What a decision table says to a context; nothing is stored",
    {200: ref("Evaluated")},
    body=EVALUATE,
    exact=True,
)
def evaluate_decision(call: Call, process: str, decision: str) -> Answer:
    asked, version = call.body["context"], call.body.get("version")
    found = decisions.evaluate(call.session, process, decision, asked, version, call.now)
    return Answer(
        200, {"outputs": present.plain(found.outputs), "matched": list(found.matched), "version": found.version}
    )
