"""What is typed is kept as one types: decisions and start forms, by script; the buttons do the same without (B12)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from forms.kit import INITIATOR
from webapp.access import actor
from webapp.errors import detail
from webapp.i18n import clock
from webapp.program import now
from webapp.services import actions, drafts, processes, submit, unfinished, visibility
from webapp.services.actions import Answer
from webapp.services.drafts import Kept
from webapp.services.errors import AlreadyDone, NotAllowed, Problem, Stale
from webapp.unit_of_work import reading, writing
from webapp.views import posting
from webapp.views.posting import Posted
from webapp.views.start_form import right_part
from webapp.views.tasks import newer, typed_of

blueprint = Blueprint("saving", __name__)
METHODS = ("POST", "PUT")


@blueprint.route("/tasks/<int:item_id>/draft", methods=METHODS)
def decision(item_id: int) -> ResponseReturnValue:
    """Keep an unfinished decision."""
    item = visibility.item_for(reading(), actor(), item_id)
    process, posted = processes.load(reading(), item.request.version_id), _posted()
    typed = typed_of(process, item.step_run.step, posted)
    try:
        with writing() as session:
            kept = drafts.keep(session, actor(), item_id, typed.kept(), now(), typed.draft_rev)
    except (Stale, AlreadyDone, NotAllowed) as problem:
        return _not_kept(problem)
    return _kept(kept)


@blueprint.post("/tasks/<int:item_id>/draft/discard")
def discard(item_id: int) -> ResponseReturnValue:
    """Throw an unfinished decision away."""
    with writing() as session:
        drafts.discard(session, actor(), item_id)
    flash(gettext("The unfinished decision is discarded."), "info")
    return redirect(url_for("tasks.page", item_id=item_id))


@blueprint.route("/start/<key>/draft", methods=METHODS)
def begin(key: str) -> ResponseReturnValue:
    """Keep an unfinished start form for the first time: it becomes a draft. The same form begins one draft only."""
    process = processes.current(reading(), key, now())
    if not process.start_units(actor()):
        raise NotAllowed("may_not_start")
    posted = _posted()
    typed = posting.answers(process.form, INITIATOR, posted)
    right, form = right_part(process, typed), posted.get("_action_id") or None
    with writing() as session:

        def make() -> Answer:
            made = submit.create(session, actor(), key, _single(process, right), now())
            return Answer(201, {"id": made.id, "rev": made.data_rev})

        made = actions.once(session, actor(), form and f"{form}-draft", {"begin": key}, make, now())
        kept = unfinished.keep(session, actor(), made.body["id"], typed, right, None, now())
    known = {"id": made.body["id"], "rev": made.body["rev"]}
    return _kept(
        kept,
        address=url_for("drafts.form", request_id=known["id"]),
        save=url_for("saving.form", request_id=known["id"]),
        fields={"_rev": known["rev"]},
    )


def _single(process: processes.Process, right: dict[str, Any]) -> dict[str, Any]:
    """Return the answers but the lists of lines: these are kept as they were typed until the draft is saved."""
    lists = {field.name for field in process.form.asked(INITIATOR) if field.kind == "lines"}
    return {name: value for name, value in right.items() if name not in lists}


@blueprint.route("/drafts/<int:request_id>/draft", methods=METHODS)
def form(request_id: int) -> ResponseReturnValue:
    """Keep what was typed into a draft since it was saved."""
    found = visibility.request_for(reading(), actor(), request_id)
    process, posted = processes.load(reading(), found.version_id), _posted()
    typed = posting.answers(process.form, INITIATOR, posted)
    rev = posting.whole(posted.get("_draft_rev"))
    try:
        with writing() as session:
            kept = unfinished.keep(session, actor(), request_id, typed, right_part(process, typed), rev, now())
    except (Stale, AlreadyDone) as problem:
        return _not_kept(problem)
    return _kept(kept)


def _posted() -> Posted:
    return MultiDict(request.form)


def _kept(kept: Kept, fields: dict[str, Any] | None = None, **more: Any) -> ResponseReturnValue:
    """Answer with what is to stand in the page's hidden fields from now on."""
    told = gettext("Saved %(time)s", time=clock(kept.saved_at))
    return jsonify({"message": told, "fields": {"_draft_rev": kept.rev, **(fields or {})}, **more})


def _not_kept(problem: Problem) -> ResponseReturnValue:
    """Say why: another window saved since (its revision, to write over it on purpose), or it is done already."""
    if isinstance(problem, Stale):
        return jsonify({"message": newer(problem), "newer": {"_draft_rev": problem.version}}), problem.status
    return jsonify({"message": detail(problem)}), problem.status
