"""What every answer says to the browser about what it may do with it."""

from __future__ import annotations

from flask import Flask, Response, request

from webapp.program import program

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(guard)


def guard(answer: Response) -> Response:
    """Set the headers; what a page says itself (a download's own policy) stays."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if program().settings.https:
        answer.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}; includeSubDomains")
    if request.endpoint == "static":
        _keep(answer)
    else:
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.vary.add("Cookie")
    return answer


def _keep(answer: Response) -> None:
    """Files whose address carries a hash of their content never change."""
    answer.cache_control.no_cache = None
    answer.cache_control.public = True
    answer.cache_control.max_age = A_YEAR if "v" in request.args else 300
