"""The one place where what went wrong becomes HTTP: a page for people, RFC 9457 problem details for programs."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, Response, flash, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

from forms.kit import Fault
from webapp import faults
from webapp.access import present_again, sign_in_page
from webapp.i18n import moment, span_of_seconds
from webapp.messages import FAULTS, N_, OUTCOMES, REASONS, sentence
from webapp.services.errors import AlreadyDone, Busy, Invalid, Problem, Stale, TooLarge, TooMany
from webapp.unit_of_work import stop_reading

__all__ = ["FAULTS", "detail", "init_app", "problem_details", "problem_page", "retry_after"]

URN = "urn:approvals:problem:"
TITLES = {
    400: N_("This could not be understood"),
    401: N_("Not signed in"),
    403: N_("This is not yours to do"),
    404: N_("Not found"),
    405: N_("That does not work here"),
    409: N_("Somebody was faster"),
    413: N_("Too large"),
    422: N_("Not filled in correctly"),
    429: N_("Too many attempts"),
    500: N_("Something went wrong with us"),
    503: N_("Busy just now"),
}
HINTS = {
    400: N_("Please go back and try again."),
    403: N_("If you think it should be, ask whoever administers the program."),
    404: N_("There is no such page, or it is not meant for you."),
    405: N_("Please go back and use the buttons of the page."),
    413: N_("A file may have 20 MB, and a form as much as 500 lines need. Nothing was saved."),
    500: N_("It has been noted. Nothing of what you sent was half done; please try again."),
    503: N_("Nothing was lost and nothing was done. Please try again in a moment."),
}
FOR_PROGRAMS = {
    401: N_("A token that is valid is needed (Authorization: Bearer …)."),
    405: N_("This address does not take this method."),
}
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Problem, on_problem)
    app.register_error_handler(CSRFError, on_csrf)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(OperationalError, on_database)
    app.register_error_handler(DataError, on_unstorable)
    app.register_error_handler(Exception, on_anything)


def for_program() -> bool:
    """Say whether the caller is a program: the API speaks problem details only."""
    return request.path.startswith("/api/")


def on_problem(problem: Problem) -> Response:
    """Answer with a verb's refusal."""
    stop_reading()
    return problem_details(problem) if for_program() else problem_page(problem)


def on_csrf(fault: CSRFError) -> ResponseReturnValue:
    """A form without its token, or with that of an earlier session: it is shown again, never done.

    Whoever was signed out meanwhile signs in first; nothing typed is lost.
    """
    if for_program():
        return details(400, "bad-request", str(fault.description))
    if not current_user.is_authenticated:
        return sign_in_page(expired=True)
    flash(gettext("This page was open from an earlier session. Please look it over and send it again."), "info")
    shown: ResponseReturnValue = present_again(request.path, request.form)
    return shown


def on_http(fault: HTTPException) -> Response:
    """Answer with what Flask or Werkzeug refuse."""
    if fault.response is not None and isinstance(fault.response, Response):
        return fault.response
    if isinstance(fault, RequestEntityTooLarge):
        return on_problem(TooLarge())
    status = fault.code or 500
    if not for_program():
        return _page(status)
    told = FOR_PROGRAMS.get(status) or HINTS.get(status) or _title(status)
    answer = details(status, fault.name.lower().replace(" ", "-"), gettext(told))
    answer.headers.extend([one for one in fault.get_headers() if one[0] in ("Allow", "Retry-After")])
    return answer


def on_database(fault: OperationalError) -> Response:
    """A database that is locked or away for too long is 'busy', never a stack trace."""
    log.error("database unavailable", fault=str(fault.orig))
    return on_problem(Busy())


def on_unstorable(_fault: DataError) -> Response:
    """A character that no database keeps (NUL): typed by no hand, so its field is not told."""
    return on_problem(Invalid.at("", "unstorable"))


def on_anything(fault: Exception) -> Response:
    """Note the fault and say so; its text stays in the log."""
    log.error("unhandled fault", path=request.path, exc_info=fault)
    return on_http(InternalServerError())


def detail(problem: Problem) -> str:
    """Return a refusal as a sentence in the reader's language."""
    if isinstance(problem, AlreadyDone) and problem.by and problem.at:
        return str(
            gettext(
                N_("%(by)s did this at %(at)s: %(outcome)s."),
                by=problem.by,
                at=moment(problem.at),
                outcome=sentence(OUTCOMES, problem.outcome or "done"),
            )
        )
    params = dict(problem.params)
    if isinstance(problem, TooMany):
        params["wait"] = span_of_seconds(int(params.get("seconds") or 0))
    known = problem.reason if problem.reason in REASONS else problem.code.replace("-", "_")
    return sentence(REASONS, known, params)


def problem_details(problem: Problem) -> Response:
    """Return a refusal as problem details (RFC 9457) with `errors` per field."""
    members: dict[str, Any] = {}
    found: tuple[Fault, ...] = getattr(problem, "faults", ())
    if found:
        members["errors"] = [{"field": f.pointer, "rule": f.rule, "message": faults.message(f)} for f in found]
    if isinstance(problem, AlreadyDone):
        at = problem.at.isoformat().replace("+00:00", "Z") if problem.at else None
        members |= {"by": problem.by, "at": at, "outcome": problem.outcome}
    if isinstance(problem, Stale):
        members |= {"version": problem.version, "changed": list(problem.changed)}
    answer = details(problem.status, problem.code, detail(problem), **members)
    retry_after(answer, problem)
    return answer


def details(status: int, code: str, text: str, **members: Any) -> Response:
    """Return one problem document."""
    answer = jsonify(
        {"type": URN + code, "title": gettext(_title(status)), "status": status, "detail": text, **members}
    )
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    return answer


def _title(status: int) -> str:
    return TITLES.get(status, TITLES[500 if status >= 500 else 400])


def problem_page(problem: Problem) -> Response:
    """Return a refusal as a page."""
    answer = _page(problem.status, detail(problem))
    retry_after(answer, problem)
    return answer


def _page(status: int, text: str = "") -> Response:
    title = gettext(_title(status))
    hint = gettext(HINTS[status]) if status in HINTS else ""
    return Response(
        render_template("error.html", status=status, title=title, detail=text, hint="" if hint == text else hint),
        status=status,
        mimetype="text/html",
    )


def retry_after(answer: Response, problem: Problem) -> None:
    """Say when trying again is worth while."""
    if problem.status in (429, 503):
        answer.headers["Retry-After"] = str(problem.params.get("seconds") or 5)
