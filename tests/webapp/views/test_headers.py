"""What every answer tells the browser."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from tests.webapp.views.conftest import Browser
from webapp import create_app
from webapp.program import program


@pytest.mark.parametrize("address", ["/sign-in", "/tasks", "/nowhere", "/static/icons.svg", "/api/v1/openapi.json"])
def test_the_headers_stand_on_every_answer(browser: Callable[[str], Browser], address: str) -> None:
    headers = browser("site.staff").client.get(address, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    for rule in (
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ):
        assert rule in policy.split("; ")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_personal_pages_are_not_kept_by_browsers(browser: Callable[[str], Browser]) -> None:
    person = browser("site.staff")
    assert person.client.get("/tasks").headers["Cache-Control"] == "no-store"
    assert "max-age=300" in person.client.get("/static/icons.svg", buffered=True).headers["Cache-Control"]
    assert "max-age=31536000" in person.client.get("/static/icons.svg?v=1", buffered=True).headers["Cache-Control"]


def test_cookies_are_for_the_browser_alone(stranger: Browser) -> None:
    cookie = stranger.client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_https_asks_for_https_from_now_on(app: Flask) -> None:
    with app.app_context():
        known = program()
    served = create_app(replace(known.settings, https=True), known.clock, known.database)
    answer = served.test_client().get("/sign-in", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["Set-Cookie"].startswith("__Host-approvals=")
    assert "Secure" in answer.headers["Set-Cookie"]
