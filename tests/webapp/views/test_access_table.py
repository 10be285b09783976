"""Every route has a row here: who may open it. A route that is not listed fails."""

import re
from collections.abc import Callable

from flask import Flask

from tests.webapp.views.conftest import Browser
from webapp.access import is_public

PUBLIC = "public"
SIGNED_IN = "signed in"
ONE_REQUEST = "readers of the request"
ONE_PERSON = "who ordered it"
ADMINS = "administrators"

TABLE = {
    "static": PUBLIC,
    "sign_in.page": PUBLIC,
    "sign_in.enter": PUBLIC,
    "sign_in.choose_language": PUBLIC,
    "sign_in.leave": SIGNED_IN,
    "sign_in.leave_everywhere": SIGNED_IN,
    "sign_in.me": SIGNED_IN,
    "inbox.home": SIGNED_IN,
    "inbox.tasks": SIGNED_IN,
    "inbox.done": SIGNED_IN,
    "inbox.mine": SIGNED_IN,
    "inbox.copied": SIGNED_IN,
    "inbox.drafts": SIGNED_IN,
    "inbox.live": SIGNED_IN,
    "search.page": SIGNED_IN,
    "inbox.unit": SIGNED_IN,
    "copies.form": ONE_REQUEST,
    "filters.keep": SIGNED_IN,
    "filters.discard": ONE_PERSON,
    "start.choose": SIGNED_IN,
    "start.form": SIGNED_IN,
    "start.send": SIGNED_IN,
    "start.ahead": SIGNED_IN,
    "materials.search": SIGNED_IN,
    "lines.into_start": SIGNED_IN,
    "lines.start_template": SIGNED_IN,
    "lines.into_draft": ONE_REQUEST,
    "lines.draft_template": ONE_REQUEST,
    "lines.into_task": ONE_REQUEST,
    "lines.task_template": ONE_REQUEST,
    "notices.page": SIGNED_IN,
    "notices.read": SIGNED_IN,
    "outputs.listed": SIGNED_IN,
    "outputs.page": ONE_PERSON,
    "outputs.file": ONE_PERSON,
    "outputs.discard": ONE_PERSON,
    "substitutes.page": SIGNED_IN,
    "substitutes.name": SIGNED_IN,
    "substitutes.end": ONE_PERSON,
    "files.upload": SIGNED_IN,
    "files.download": ONE_REQUEST,
    "files.small": ONE_REQUEST,
    "drafts.form": ONE_REQUEST,
    "drafts.send": ONE_REQUEST,
    "drafts.delete": ONE_REQUEST,
    "saving.begin": SIGNED_IN,
    "saving.form": ONE_REQUEST,
    "saving.decision": ONE_REQUEST,
    "saving.discard": ONE_REQUEST,
    "tasks.page": ONE_REQUEST,
    "tasks.act": ONE_REQUEST,
    "requests.page": ONE_REQUEST,
    "requests.comment": ONE_REQUEST,
    "requests.people": ONE_REQUEST,
    "request_acts.take_back": ONE_REQUEST,
    "request_acts.copy": ONE_REQUEST,
    "request_acts.urge": ONE_REQUEST,
    "request_acts.read": ONE_REQUEST,
    "request_acts.move": ONE_REQUEST,
    "request_acts.end": ONE_REQUEST,
    "request_acts.reopen": ONE_REQUEST,
    "request_acts.hand_on": ONE_REQUEST,
    "people.search": SIGNED_IN,
    "handing_over.page": ADMINS,
    "handing_over.send": ADMINS,
    "requests.withdraw": ONE_REQUEST,
    "diagrams.xml": ONE_REQUEST,
    "print.form": ONE_REQUEST,
    "print.further": ONE_REQUEST,
    "papers.page": ONE_REQUEST,
    "papers.look_up": SIGNED_IN,
    "batch.order": SIGNED_IN,
    "lists.order": SIGNED_IN,
}


def _pages(app: Flask) -> dict[str, str]:
    return {rule.endpoint: rule.rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/api/")}


def _unlisted(app: Flask) -> set[str]:
    return set(_pages(app)) - set(TABLE)


def _address(rule: str, number: int) -> str:
    rule = re.sub(r"<int:\w+>", str(number), rule)
    return re.sub(r"<(path:)?\w+>", "main" if "diagram" in rule else "internal_contact", rule)


def test_every_route_has_a_row(app: Flask) -> None:
    assert not _unlisted(app)


def test_a_route_without_a_row_is_seen(app: Flask) -> None:
    app.add_url_rule("/secret", "secret", lambda: "")
    assert _unlisted(app) == {"secret"}


def test_only_public_routes_open_to_strangers(app: Flask, stranger: Browser) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        public = {endpoint for endpoint in _pages(app) if is_public(endpoint)}
    assert public == {endpoint for endpoint, who in TABLE.items() if who == PUBLIC}
    for endpoint, rule in _pages(app).items():
        if endpoint not in public:
            methods = next(r.methods for r in app.url_map.iter_rules() if r.endpoint == endpoint) or set()
            answer = stranger.client.open(_address(rule, 1), method="POST" if "POST" in methods else "GET")
            assert answer.status_code in (302, 401), endpoint
            assert answer.status_code == 401 or answer.headers["Location"].startswith("/sign-in"), endpoint


def test_a_stranger_to_a_request_gets_404_everywhere(app: Flask, browser: Callable[[str], Browser], sent: int) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    person = browser("stranger")
    for endpoint, rule in _pages(app).items():
        if TABLE[endpoint] in (ONE_REQUEST, ONE_PERSON):
            methods = next(r.methods for r in app.url_map.iter_rules() if r.endpoint == endpoint) or set()
            answer = person.client.open(_address(rule, sent), method="POST" if "POST" in methods else "GET")
            assert answer.status_code == 404, endpoint


def test_a_form_with_the_token_of_an_earlier_session_is_shown_and_not_done(
    browser: Callable[[str], Browser], sent: int
) -> None:
    person = browser("site.staff")
    answer = person.client.post(f"/requests/{sent}/withdraw", data={"_comment": "Falsch bestellt", "csrf_token": "x"})
    assert "Falsch bestellt" in answer.text
    assert "earlier session" in answer.text
    assert 'pill-info">Open' in person.get(f"/requests/{sent}")
