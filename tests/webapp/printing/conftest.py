"""Fonts for the tests: the program's own."""

from collections.abc import Iterator

import pytest

from webapp.printing.desk import Desk


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """A desk with a worker of its own, stopped at the end."""
    made = Desk()
    yield made
    made.close()
