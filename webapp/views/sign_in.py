"""Signing in and out, and the choice of language."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, refresh
from flask_login import current_user

from webapp import access
from webapp.access import actor, public, sign_in_page
from webapp.errors import detail
from webapp.i18n import COOKIE, LANGUAGES
from webapp.program import now, program
from webapp.services import preferences
from webapp.services import sign_in as service
from webapp.services.errors import NotAllowed, TooMany
from webapp.unit_of_work import writing

blueprint = Blueprint("sign_in", __name__)
A_YEAR = 365 * 24 * 3600


@blueprint.get("/sign-in")
@public
def page() -> ResponseReturnValue:
    """Show the sign-in page."""
    if current_user.is_authenticated:
        return redirect(access.local_address(request.args.get("next")) or url_for("inbox.tasks"))
    return sign_in_page(status=200, next=access.local_address(request.args.get("next")) or "")


@blueprint.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Sign in; a form that was being sent when the session ended is shown again, never done by itself."""
    form = request.form
    login, password = form.get("login", ""), form.get("password", "")
    try:
        token = service.sign_in(
            program().database, login, password, request.remote_addr or "", now(), program().settings, _old_token()
        )
    except (NotAllowed, TooMany) as problem:
        return _refused(login, problem)
    access.enter(token)
    refresh()
    if form.get("kept_path"):
        flash(gettext("You are signed in again. Nothing you typed was lost: please look it over and send it."), "info")
        shown: ResponseReturnValue = access.present_again(form["kept_path"], access.kept_fields(form.get("kept", "")))
        return shown
    return redirect(access.local_address(form.get("next")) or url_for("inbox.tasks"))


def _old_token() -> str | None:
    return current_user.token if current_user.is_authenticated else session.get("_user_id")


def _refused(login: str, problem: NotAllowed | TooMany) -> Response:
    kept = {name: request.form.get(name, "") for name in ("next", "kept", "kept_path")}
    expired = bool(kept["kept_path"])
    status = 429 if isinstance(problem, TooMany) else 401
    page = render_template("sign_in.html", login=login, expired=expired, fault=detail(problem), lost_files=[], **kept)
    answer = Response(page, status=status, mimetype="text/html")
    if isinstance(problem, TooMany):
        answer.headers["Retry-After"] = str(problem.params.get("seconds", 60))
    return answer


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End this session."""
    with writing() as database:
        service.sign_out(database, current_user.token)
    access.leave()
    return redirect(url_for("sign_in.page"))


@blueprint.post("/sign-out-everywhere")
def leave_everywhere() -> ResponseReturnValue:
    """End all sessions of this person, on every machine."""
    with writing() as database:
        service.sign_out_everywhere(database, actor().person_id)
    access.leave()
    flash(gettext("You are signed out everywhere."), "info")
    return redirect(url_for("sign_in.page"))


@blueprint.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Read in another language from now on; a form that the choice came from is shown again as it was typed."""
    chosen = request.form.get("language", "")
    known = chosen in LANGUAGES
    if known and current_user.is_authenticated:
        with writing() as database:
            preferences.set_language(database, actor(), chosen)
        access.read_in(chosen)
        refresh()
    answer = make_response(_back())
    if known:
        https = program().settings.https
        answer.set_cookie(COOKIE, chosen, max_age=A_YEAR, secure=https, httponly=True, samesite="Lax")
    return answer


def _back() -> ResponseReturnValue:
    if request.form.get("_kept_for") and current_user.is_authenticated:
        shown: ResponseReturnValue = access.present_again(request.form["_kept_for"], request.form)
        return shown
    return redirect(access.local_address(request.form.get("back")) or url_for("inbox.tasks"))


@blueprint.get("/me")
def me() -> ResponseReturnValue:
    """Show who is signed in, with which posts, and the way out."""
    return render_template("me.html", person=actor())
