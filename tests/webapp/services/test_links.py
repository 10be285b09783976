"""Connected requests are told to who may read them; of others there is no hint (B14)."""

from __future__ import annotations

import pytest

from models import Link, Request, Status
from tests.cast import Cast
from tests.factories import make_request, make_version
from webapp.services import links


def told(cast: Cast, login: str, request_id: int) -> list[tuple[int, str, bool]]:
    with cast.database.read() as session:
        found = links.of_request(session, cast.actor(session, login), session.get_one(Request, request_id))
        return [(one.id, one.kind, one.outgoing) for one in found]


@pytest.fixture
def three(cast: Cast) -> tuple[int, int, int]:
    """A request of site.staff, connected with another of theirs and one of the stranger's."""
    with cast.database.write() as session:
        version = make_version(session)
        mine, other = (make_request(cast, session, version) for _ in range(2))
        theirs = make_request(cast, session, version, "stranger", "s1", Status.APPROVED)
        session.add(Link(from_id=mine.id, to_id=other.id, kind="freight"))
        session.add(Link(from_id=theirs.id, to_id=mine.id, kind="copy"))
        return mine.id, other.id, theirs.id


def test_b14_both_ends_see_the_connection(cast: Cast, three: tuple[int, int, int]) -> None:
    mine, other, _ = three
    assert told(cast, "site.staff", mine) == [(other, "freight", True)]
    assert told(cast, "site.staff", other) == [(mine, "freight", False)]


def test_b14_of_a_request_that_one_may_not_read_there_is_no_hint(cast: Cast, three: tuple[int, int, int]) -> None:
    mine, other, theirs = three
    assert told(cast, "stranger", theirs) == []
    assert told(cast, "auditor", mine) == [(theirs, "copy", False), (other, "freight", True)]
