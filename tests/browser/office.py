"""The small company of `tests.cast` with its people at their browsers, over one database and one clock."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser
from sqlalchemy import select, update

from models import Database, Person, Request
from tests.browser.person import Visitor
from tests.cast import Cast, found
from tests.webapp.services.walking import Walk
from webapp.program import EXTENSION
from webapp.services import holidays, invariant, processes, sign_in, trail
from webapp.services.passwords import hash_password

PASSWORD = "demo"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CHINESE: dict[str, Any] = {"locale": "zh-TW"}
PLAIN: dict[str, Any] = {"java_script_enabled": False}


def found_office(url: str) -> None:
    """Write the company, a password for everyone, the working calendar and the processes into a migrated database."""
    found(url)
    database = Database(url)
    with database.write() as session:
        session.execute(update(Person).values(password_hash=hash_password(PASSWORD), language="en"))
        holidays.register(session)
    walk = Walk(Cast(database))
    with database.write() as session:
        processes.register(session, walk.now)
    database.close()


class Office:
    """The company during one test. `walk` acts through the services, and its clock is the program's."""

    def __init__(self, cast: Cast, app: Flask, home: str, browser: Browser) -> None:
        self.cast = cast
        self.app = app
        self.home = home
        self.browser = browser
        self.walk = Walk(cast)
        self.visitors: list[Visitor] = []

    def visitor(self, **options: Any) -> Visitor:
        """Someone at a browser of their own, not signed in."""
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}
        visitor = Visitor(self.browser.new_context(**options), self.home)
        self.visitors.append(visitor)
        return visitor

    def speaks(self, login: str, language: str) -> None:
        """Let somebody have chosen a language."""
        with self.cast.database.write() as session:
            session.execute(update(Person).where(Person.login == login).values(language=language))

    def is_called(self, login: str, name: str) -> None:
        """Let somebody have another name."""
        with self.cast.database.write() as session:
            session.execute(update(Person).where(Person.login == login).values(name=name))

    def person(self, login: str, **options: Any) -> Visitor:
        """Someone at a browser of their own, signed in already."""
        return self.let_in(self.visitor(**options), login)

    def let_in(self, visitor: Visitor, login: str) -> Visitor:
        """Give a browser the cookie that signing in gives; who was signed in there before is not any more."""
        settings = self.app.extensions[EXTENSION].settings
        token = sign_in.sign_in(self.cast.database, login, PASSWORD, "127.0.0.1", self.walk.now, settings)
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer is not None
        value = str(signer.dumps({"_user_id": token, "_fresh": True}))
        name = self.app.config["SESSION_COOKIE_NAME"]
        visitor.context.add_cookies([{"name": name, "value": value, "url": self.home}])
        return visitor

    def requests(self) -> list[Request]:
        """All requests, the oldest first."""
        with self.cast.database.read() as session:
            return list(session.scalars(select(Request).order_by(Request.id)))

    def follow(self) -> Request:
        """Let the walk go on with the request that was made last in a browser."""
        request = self.requests()[-1]
        self.walk.id = request.id
        return request

    def close(self) -> None:
        """Close the browsers, and hold what must be true after every test."""
        for visitor in self.visitors:
            visitor.context.close()
        with self.cast.database.read() as session:
            assert invariant.faults(session, self.walk.now) == []
            assert trail.verify(session) == []
        assert [one for visitor in self.visitors for one in visitor.complaints] == []
