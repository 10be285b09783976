"""People named in a comment with `@`: only who may read the request anyway; nobody's rights grow by it (B9)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Person, Request, Trail
from webapp.services import notices, visibility
from webapp.services.actor import Actor, load_actor
from webapp.services.colleagues import Offered, offer
from webapp.services.errors import Invalid
from webapp.services.people import Someone

MOST = 20
"""How many people one comment may name."""
LOGIN = re.compile(r"(?<![\w.@-])@([A-Za-z0-9][\w.-]{0,63})", re.ASCII)
AT = re.compile(r"(?<![\w.@-])@", re.ASCII)


def offered(session: Session, actor: Actor, request: Request, text: str, now: datetime) -> list[Offered]:
    """Return who may read the request and has `text` in name or sign-in: at most eight, never the actor.

    Two statements.
    """
    return offer(session, actor, visibility.readers_of(request, now), text, now)


def find(session: Session, actor: Actor, request: Request, text: str, now: datetime) -> list[Someone]:
    """Return the people whom a comment names, in its order; one statement, none without an `@`.

    Named are who may read the request, by sign-in, or by a name that only one of them has. Raises Invalid at /comment
    for a sign-in of somebody who may not read it, and for more than twenty people.
    """
    if not AT.search(text):
        return []
    readers = [Someone(*row) for row in session.execute(visibility.readers_of(request, now))]
    named = {one.login.lower(): one for one in readers} | _by_name(readers)
    found = dict.fromkeys(one for at in AT.finditer(text) if (one := _named(text[at.end() :], named)))
    strangers = {login.lower() for login in LOGIN.findall(text)} - {one.login.lower() for one in found}
    found |= dict.fromkeys(_others(session, request, strangers, now))
    if len(found) > MOST:
        raise Invalid.at("/comment", "too_many_mentions", "B9", max=MOST)
    return [one for one in found if one.id != actor.person_id]


def _by_name(readers: Iterable[Someone]) -> dict[str, Someone]:
    """Return the readers by name, without names that several have."""
    names = [one.name for one in readers]
    return {one.name.lower(): one for one in readers if names.count(one.name) == 1}


def _named(rest: str, named: dict[str, Someone]) -> Someone | None:
    """Return whom the text behind an `@` names: the longest sign-in or name that it begins with."""
    begun = rest[:200].lower()
    for length in sorted({len(name) for name in named}, reverse=True):
        whole = begun[:length]
        if whole in named and not _goes_on(whole, begun[length : length + 2]):
            return named[whole]
    return None


def _goes_on(word: str, after: str) -> bool:
    """Say whether a Latin word goes on: `@bu.plan` is not named in `@bu.planner`, but it is in `@bu.plan.`."""
    if not word[-1:].isascii() or not after[:1]:
        return False
    more = after[0].isascii() and (after[0].isalnum() or after[0] in "_-")
    return more or (after[0] == "." and after[1:2].isascii() and after[1:2].isalnum())


def _others(session: Session, request: Request, logins: set[str], now: datetime) -> list[Someone]:
    """Return those of other sign-ins who may read the request after all (through a chain of substitutes).

    Raises Invalid for one who may not; what is no sign-in at all is only text.
    """
    if not logins:
        return []
    wanted = {login.rstrip(".-_") for login in logins} | logins
    rows = session.execute(select(Person.id, Person.login, Person.name).where(Person.login.in_(wanted), Person.active))
    people = [Someone(*row) for row in rows]
    readable = [one for one in people if visibility.reads(session, load_actor(session, one.id, now), request)]
    for one in people:
        if one not in readable:
            raise Invalid.at("/comment", "mention_not_reader", "B9", login=one.login)
    return readable


def tell(session: Session, actor: Actor, request: Request, line: Trail, people: Iterable[Someone]) -> None:
    """Leave a notice for each of those named in a line of the trail."""
    told = {"number": request.number, "by": actor.name, "line": line.seq}
    notices.tell(session, [one.id for one in people], "mention", told, request, None, line.at)


def as_text(people: Iterable[Someone]) -> list[dict[str, Any]]:
    """Return the people as a line of the trail keeps them: who it was, and what they were called then."""
    return [{"id": one.id, "login": one.login, "name": one.name} for one in people]
