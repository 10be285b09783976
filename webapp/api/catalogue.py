"""What may be started, what the catalogue has, what a decision table says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.api import present
from webapp.api.operations import Call, operation
from webapp.api.queries import CURSOR, LANG, LIMIT, Q, Query
from webapp.api.schemas import FREE, INTEGER, body, many, null_or, page, ref
from webapp.i18n import language
from webapp.services import decisions, materials, processes
from webapp.services.actions import Answer
from webapp.services.actor import Actor
from webapp.services.people import Place, units
from webapp.services.processes import Process

KIND = Query("kind", {"type": "string", "enum": ["tool", "consumable", "spare_part"]}, "Of this kind only.")
EVALUATE = body({"context": FREE}, {"version": null_or(INTEGER)})


@operation("GET", "/processes", "What I may start", {200: many(ref("Process"))})
def list_processes(call: Call) -> Answer:
    tree = units(call.session).by_id
    found = processes.startable(call.session, call.actor, call.now)
    return Answer(200, [_process(process, call.actor, tree) for process, _ in found])


def _process(process: Process, actor: Actor, tree: Mapping[int, Place]) -> dict[str, Any]:
    form, ways = process.form.schema(), process.ways
    for name in {way.unit for way in ways.all} & set(form["properties"]):
        form["properties"][name]["enum"] = sorted(tree[one].code for one in ways.units(actor, str(name)))
    kinds = process.start_kinds(actor)
    if kinds is not None:
        form["properties"][ways.by]["enum"] = list(kinds)
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
