"""The web application: pages for people, an API for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from flask import Flask, url_for
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from models import Database
from webapp import access, addresses, api, config, errors, headers, i18n, limits, unit_of_work, views
from webapp.config import Settings
from webapp.program import EXTENSION, Program, utc_now

__all__ = ["create_app"]


def create_app(
    settings: Settings | None = None,
    clock: Callable[[], datetime] = utc_now,
    database: Database | None = None,
) -> Flask:
    """Return the program, ready to serve. Without `settings` they are read from the environment."""
    settings = config.complete(settings) if settings else config.load()
    app = Flask(__name__)
    app.config.update(_flask_settings(settings))
    app.extensions[EXTENSION] = Program(database or Database(settings.database_url), settings, clock)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = _Assets(Path(app.static_folder or ""))
    for part in (addresses, limits, unit_of_work, i18n, headers, access, errors, views, api):
        part.init_app(app)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-approvals" if settings.https else "approvals",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "PREFERRED_URL_SCHEME": "https" if settings.https else "http",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session; a form may lie open for a day
        "WTF_CSRF_SSL_STRICT": settings.https,
        # 500 lines of 8 fields, twice over; Werkzeug's own limits of 1000 parts and 500 kB are too small
        "MAX_FORM_PARTS": settings.max_form_parts,
        "MAX_FORM_MEMORY_SIZE": settings.max_form,
        "MAX_CONTENT_LENGTH": 10 * settings.max_upload + settings.max_form,
    }


class _Assets:
    """Addresses of static files with a hash of their content, so that browsers may keep them for ever."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hashes: dict[str, tuple[float, str]] = {}

    def __call__(self, name: str) -> str:
        path = self.folder / name
        changed = path.stat().st_mtime
        known = self._hashes.get(name)
        if known is None or known[0] != changed:
            known = self._hashes[name] = (changed, sha256(path.read_bytes()).hexdigest()[:12])
        return url_for("static", filename=name, v=known[1])
