"""The invariant of the rows after a test: a module asks for it with `pytestmark = pytest.mark.usefixtures("held")`."""

from collections.abc import Iterator

import pytest

from models import Database
from tests.cast import Cast
from webapp.services import invariant


def hold(database: Database) -> None:
    """Fail with every breach of the invariant."""
    with database.read() as session:
        assert invariant.faults(session) == []


@pytest.fixture
def held(cast: Cast) -> Iterator[None]:
    """Hold the invariant of the cast's database when the test is over."""
    yield
    hold(cast.database)
