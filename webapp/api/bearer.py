"""Who calls: the person of the token in `Authorization: Bearer …`; and how often they may."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from flask import g, request
from werkzeug.exceptions import Unauthorized

from webapp.program import now
from webapp.services import actor as actors
from webapp.services import sign_in
from webapp.services.actor import Actor
from webapp.services.errors import NotFound, TooMany
from webapp.unit_of_work import reading

CALLS_A_MINUTE = 1200
KEPT = 10_000


@dataclass
class Meter:
    """Calls per caller in the minute that runs, in this process; the longest unseen callers are forgotten."""

    most: int = CALLS_A_MINUTE
    clock: Callable[[], float] = time.monotonic
    _seen: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, caller: str) -> None:
        """Count one call. Raises TooMany with the seconds to wait."""
        moment = self.clock()
        with self._lock:
            begun, calls = self._seen.pop(caller, (moment, 0))
            if moment - begun >= 60:
                begun, calls = moment, 0
            self._seen[caller] = (begun, calls + 1)
            while len(self._seen) > KEPT:
                self._seen.popitem(last=False)
        if calls >= self.most:
            raise TooMany("too_many_calls", seconds=int(60 - (moment - begun)) + 1)


meter = Meter()


def caller() -> Actor:
    """Return who calls. Raises Unauthorized (401) without a token that is valid, TooMany where they call too often."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if kind.lower() != "bearer" or not token:
        raise Unauthorized("a bearer token is needed")
    meter.count(sha256(token.encode("utf-8", "replace")).hexdigest())
    person_id = sign_in.person_of_token(reading(), token, now(), request.remote_addr)
    if person_id is None:
        raise Unauthorized("the token is not valid")
    try:
        found = actors.load_actor(reading(), person_id, now())
    except NotFound:
        raise Unauthorized("the token is not valid") from None
    if "Accept-Language" not in request.headers:
        g.actor = found
    return found
