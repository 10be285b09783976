"""The boxes: to do, done, my requests, copied to me, drafts. Keyset pages; nothing here grows with the history."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import actor
from webapp.messages import N_
from webapp.program import now
from webapp.services import following, inbox
from webapp.unit_of_work import reading
from webapp.views import filtering, navigation

blueprint = Blueprint("inbox", __name__)
PER_PAGE = 20
STATUSES = ("open", "approved", "rejected", "withdrawn", "ended")
TITLES = {
    "done": N_("Done"),
    "mine": N_("My requests"),
    "unit": N_("My units"),
    "copied": N_("Copied to me"),
    "drafts": N_("Drafts"),
}
EMPTY = {
    "done": N_("Nothing decided yet. What you have dealt with is listed here."),
    "mine": N_("You have not started a request yet."),
    "copied": N_("No copies yet. Copies of record that are filed with you are listed here."),
    "drafts": N_("No drafts. A form that you save without sending waits here for you."),
}


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Lead to what is to be done."""
    return redirect(url_for("inbox.tasks"))


@blueprint.get("/tasks")
def tasks() -> ResponseReturnValue:
    """List what lies on my desk."""
    asked = filtering.asked("tasks", "inbox.tasks", ("due", "new", "old"))
    cursor = request.args.get("cursor")
    page = inbox.tasks(reading(), actor(), now(), sort=asked.sort, cursor=cursor, limit=PER_PAGE, **asked.filtered)
    return render_template("tasks.html", box="tasks", page=page, asked=asked, statuses=())


@blueprint.get("/done")
def done() -> ResponseReturnValue:
    """List requests in which I have acted."""
    return _box("done")


@blueprint.get("/mine")
def mine() -> ResponseReturnValue:
    """List the requests that I started."""
    return _box("mine")


@blueprint.get("/unit")
def unit() -> ResponseReturnValue:
    """List what the units that I lead or plan for are at, and who holds what."""
    asked, cursor = filtering.asked("unit", "inbox.unit", ("new", "old")), request.args.get("cursor")
    page = following.follow(reading(), actor(), now(), sort=asked.sort, cursor=cursor, limit=PER_PAGE, **asked.filtered)
    return render_template("unit.html", box="unit", page=page, asked=asked, title=TITLES["unit"], statuses=STATUSES)


@blueprint.get("/copied")
def copied() -> ResponseReturnValue:
    """List the requests of which I have a copy."""
    return _box("copied")


@blueprint.get("/drafts")
def drafts() -> ResponseReturnValue:
    """List what I have not sent yet."""
    return _box("drafts")


@blueprint.get("/live")
def live() -> ResponseReturnValue:
    """Give the counts alone, for the page that asks for them now and then; 304 where they are as it knows them."""
    if request.if_none_match.contains(navigation.live_tag().strip('"')):
        answer = Response(status=304)
    else:
        answer = Response(render_template("parts/live.html"))
    answer.headers["ETag"] = navigation.live_tag()
    return answer


def _box(box: str) -> ResponseReturnValue:
    asked = filtering.asked(box, f"inbox.{box}", ("new", "old"))
    cursor = request.args.get("cursor")
    page = inbox.requests(reading(), actor(), box, sort=asked.sort, cursor=cursor, limit=PER_PAGE, **asked.filtered)
    statuses = () if box == "drafts" else STATUSES
    return render_template(
        "box.html", box=box, page=page, asked=asked, title=TITLES[box], empty_text=EMPTY[box], statuses=statuses
    )
