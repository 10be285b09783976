"""Who is asking, and the only ways to get a row: everything is closed to strangers unless a view says it is public."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import CSRFProtect
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from webapp.program import now
from webapp.services import actor as actors
from webapp.services import sign_in
from webapp.services.actor import Actor
from webapp.services.errors import Problem
from webapp.unit_of_work import reading, stop_reading

csrf = CSRFProtect()
manager = LoginManager()
View = TypeVar("View", bound=Callable[..., Any])
Presenter = Callable[..., Any]
_presenters: dict[str, Presenter] = {}


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A browser that is signed in: its token, and who acts through it."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """Return the token: the cookie names a session, never a person."""
        return self.token


def init_app(app: Flask) -> None:
    """Close every route that is not public, and set up Flask-Login and CSRF protection."""
    csrf.init_app(app)
    manager.session_protection = None  # sessions are rows with an end and an epoch of their own
    manager.init_app(app)
    app.before_request(guard)


def public(view: View) -> View:
    """Mark a view as open to everyone."""
    view.public = True  # type: ignore[attr-defined]
    return view


def is_public(endpoint: str) -> bool:
    """Say whether an endpoint is open to people who are not signed in (the API asks for a token itself)."""
    view = current_app.view_functions.get(endpoint)
    return endpoint == "static" or getattr(view, "public", False)


def guard() -> AnyResponse | None:
    """Send strangers to the sign-in page. Unknown addresses are told apart only for people who are signed in."""
    if request.path.startswith("/api/") or (request.endpoint and is_public(request.endpoint)):
        return None
    return None if current_user.is_authenticated else stranger()


@manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> SignedIn | None:
    """Return who a session's token stands for, or None where it ended."""
    person_id = sign_in.person_of(reading(), token, now(), request.remote_addr)
    if person_id is None:
        return None
    try:
        g.actor = actors.load_actor(reading(), person_id, now())
    except Problem:
        return None
    return SignedIn(token, g.actor)


def actor() -> Actor:
    """Return who acts in this request; the guard has seen to it that there is someone."""
    return cast(Actor, current_user.actor)


def read_in(language: str) -> None:
    """Go on with this request in another language, which the person has just chosen."""
    current_user.actor = g.actor = replace(actor(), language=language)


def enter(token: str) -> None:
    """Begin a signed-in browser session: everything of the one before is dropped (rotation)."""
    session.clear()
    g.pop("csrf_token", None)
    stop_reading()
    user = load(token)
    if user is not None:
        login_user(user)


def leave() -> None:
    """End the browser session."""
    logout_user()
    session.clear()
    g.pop("actor", None)


def stranger() -> AnyResponse:
    """Answer someone who is not signed in: the sign-in page, with what they typed carried along."""
    if request.headers.get("HX-Request"):
        return Response(status=401)
    if request.method in ("GET", "HEAD"):
        wanted = request.full_path.rstrip("?") if request.path != "/" else None
        return redirect(url_for("sign_in.page", next=wanted))
    return sign_in_page(expired=True)


def sign_in_page(expired: bool = False, fault: str = "", status: int = 401, **values: Any) -> Response:
    """Return the sign-in page. `expired`: the form that was being sent is carried along, to be shown again."""
    if expired:
        values |= {"kept": keep(request.form), "kept_path": request.path, "lost_files": _file_names()}
    known = {"login": "", "next": "", "kept": "", "kept_path": "", "lost_files": []}
    page = render_template("sign_in.html", expired=expired, fault=fault, **{**known, **values})
    return Response(page, status=status, mimetype="text/html")


def _file_names() -> list[str]:
    return [file.filename for files in request.files.listvalues() for file in files if file.filename]


def keep(form: MultiDict[str, str]) -> str:
    """Return the fields of a form as one text for a hidden field; secrets of the old session are left out."""
    return json.dumps([pair for pair in form.items(multi=True) if pair[0] not in ("csrf_token", "password")])


def kept_fields(text: str) -> MultiDict[str, str]:
    """Return the fields that `keep` wrote; none where the text is not its."""
    try:
        pairs = json.loads(text or "[]")
        return MultiDict((str(name), str(value)) for name, value in pairs)
    except (TypeError, ValueError):
        return MultiDict()


def presents(endpoint: str) -> Callable[[View], View]:
    """Mark a function that shows the form which is posted to `endpoint` with `typed` fields in it, doing nothing."""

    def mark(function: View) -> View:
        _presenters[endpoint] = function
        return function

    return mark


def present_again(path: str, typed: MultiDict[str, str]) -> Any:
    """Show the form that was posted to `path` when the session had ended, with what was typed; never do it."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    try:
        endpoint, arguments = adapter.match(path, method="POST")
    except HTTPException:
        return redirect(url_for("inbox.tasks"))
    if endpoint not in _presenters:
        return redirect(local_address(path) or url_for("inbox.tasks"))
    return _presenters[endpoint](typed=typed, **arguments)


def local_address(target: str | None) -> str | None:
    """Return an address of this program, or None: nobody is led elsewhere after signing in."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(char) < 32 for char in target):
        return None
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    try:
        adapter.match(parts.path, method="GET")
    except HTTPException:
        return None
    return target
