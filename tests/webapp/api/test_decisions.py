"""A decision table asked for itself, of a process that has one (FR-2, FR-3 as the vocabulary's bundle draws them)."""

from pathlib import Path
from typing import Any

import pytest

from models import Origin
from tests.cast import NOW
from tests.factories import small_bundle
from tests.webapp.api.conftest import Api
from webapp.services.versions import store
from workflows.engine import Bundle

TABLE = Path(__file__).parents[2] / "workflows/engine/bundles/vocabulary/freight_policy.dmn"
PATH = "/decisions/small.freight_policy/evaluate"


@pytest.fixture
def with_table(api: Api) -> Api:
    """The API with a small process that has a decision table in its second version."""
    with api.app.extensions["approvals"].database.write() as session:
        plain = small_bundle("Small form")
        store(session, "small", plain, Origin.SHIPPED, NOW)
        store(session, "small", Bundle({**plain.files, TABLE.name: TABLE.read_bytes()}), Origin.SHIPPED, NOW)
    return api


def ask(api: Api, context: dict[str, Any], **more: Any) -> Any:
    return api.call("site.staff", "POST", PATH, {"context": context, **more})


@pytest.mark.parametrize(
    ("price", "reference", "way", "row"),
    [("110.00", "100.00", "record", 2), ("110.01", "100.00", "application", 1), (110.01, 100, "application", 1)],
)
def test_it_tells_outputs_and_rows(with_table: Api, price: object, reference: object, way: str, row: int) -> None:
    told = ask(with_table, {"price": price, "reference": reference}).json
    assert told == {"outputs": way, "matched": [row], "version": 2}


def test_what_is_missing_matches_no_row(with_table: Api) -> None:
    assert ask(with_table, {}).json == {"outputs": None, "matched": [], "version": 2}


def test_of_another_version(with_table: Api) -> None:
    context = {"price": 1, "reference": 1}
    assert ask(with_table, context, version=2).status_code == 200
    assert ask(with_table, context, version=1).status_code == 404
    assert ask(with_table, context, version=10**17).status_code == 404
