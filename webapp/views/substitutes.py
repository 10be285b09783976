"""Who stands in for me while I am away, and for whom I stand in (B7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.kit import Fault
from forms.kit.moments import read_moment
from webapp import faults as sentences
from webapp.access import actor, presents
from webapp.i18n import language, moment, typed_moment
from webapp.program import now
from webapp.services import processes, substitutes
from webapp.services.errors import Invalid
from webapp.services.substitutes import Wish
from webapp.unit_of_work import reading, writing
from webapp.views.posting import Posted

blueprint = Blueprint("substitutes", __name__)
FIELDS = ("by", "starts_at", "ends_at", "process")


@blueprint.get("/substitutes")
def page() -> ResponseReturnValue:
    """List them, with a form for another one."""
    return _show({"starts_at": typed_moment(now())})


@blueprint.post("/substitutes")
def name() -> ResponseReturnValue:
    """Name a substitute."""
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    try:
        wish = _wish(typed)
        with writing() as session:
            made = substitutes.name(session, actor(), wish, now())
            told = gettext("%(name)s stands in for you until %(until)s.", name=made.by.name, until=moment(made.ends_at))
    except Invalid as problem:
        return _show(typed, problem.faults), 422
    flash(told, "success")
    return redirect(url_for("substitutes.page"))


@presents("substitutes.name")
def name_again(typed: Posted) -> ResponseReturnValue:
    """Show the form with what was typed before the session ended."""
    return _show({name: typed.get(name, "") for name in FIELDS})


@blueprint.post("/substitutes/<int:substitute_id>/end")
def end(substitute_id: int) -> ResponseReturnValue:
    """End a substitution of mine now."""
    with writing() as session:
        substitutes.end(session, actor(), substitute_id, now())
    flash(gettext("The substitution has ended."), "success")
    return redirect(url_for("substitutes.page"))


def _wish(typed: Mapping[str, str]) -> Wish:
    faults: list[Fault] = []
    starts, ends = (_moment(typed[name], name, faults) for name in ("starts_at", "ends_at"))
    if typed["process"] and typed["process"] not in _titles():
        faults.append(Fault("/process", "enum", "enum"))
    if faults:
        raise Invalid(faults)
    return Wish(typed["by"], starts, ends, typed["process"] or None)


def _moment(text: str, name: str, faults: list[Fault]) -> datetime | None:
    """Return a moment as a person types it, in Asia/Shanghai."""
    found = read_moment(text)
    if text and found is None:
        faults.append(Fault(f"/{name}", "format", "date-time", {"text": text[:40]}))
    return found


def _titles() -> dict[str, str]:
    return {one.key: one.title(language()) for one in processes.current_all(reading(), now())}


def _show(typed: Mapping[str, str], faults: tuple[Fault, ...] = ()) -> str:
    told = {pointer.removeprefix("/"): texts for pointer, texts in sentences.by_pointer(faults).items()}
    return render_template(
        "substitutes.html",
        typed={name: typed.get(name, "") for name in FIELDS},
        faults=told,
        processes=_titles(),
        mine=substitutes.mine(reading(), actor()),
        stands=actor().stands,
        at=now(),
    )
