"""Why something is on a desk: how people were named, and the decisions that led there, as they were made (A8)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from models import Decision, Status
from tests.cast import Cast
from tests.webapp.services.small import STEP, Small
from tests.workflows.engine.drawing import bundle, element, end, extended, flows, process, start, user
from webapp.services.explained import DecisionView
from workflows import dmn
from workflows.dmn.rows import row_text

FREIGHT = (Path(__file__).parents[2] / "workflows/engine/bundles/vocabulary/freight_policy.dmn").read_bytes()
NUMBER = {"type": "string", "x-decimal": {"min": "0", "places": 2}, "x-rights": {"initiator": "edit", "*": "read"}}
FIELDS = {
    name: {**NUMBER, "x-title": {"en": name, "zh_Hant": name, "zh_Hans": name}} for name in ("price", "reference")
}
SUPERIOR = element("userTask", "sign", extended(f'{STEP}<ap:who kind="superior"/>'))


def freight(cast: Cast, price: str = "124") -> Small:
    """A request that a table has decided on its way to `sign`; `aside` lies where the table does not lead."""
    policy = element("businessRuleTask", "policy", extended('<ap:decision ref="freight_policy"/>'))
    gate = element("exclusiveGateway", "over", default="under")
    ways = flows(
        "begin -> first", "first -> policy", "policy -> over", 'high: over -> sign if decisions.policy = "application"',
        "under: over -> last", "sign -> last", "last -> later", "done: later -> end",
        'more: later -> again if decisions.policy = "application"', "again -> end",
    )  # fmt: skip
    later = element("exclusiveGateway", "later", default="done")
    steps = (*(user(name, STEP) for name in ("first", "last", "again")), SUPERIOR)
    drawn = process(start(), *steps, policy, gate, later, end(), ways)
    whole = bundle(drawn, more={"freight_policy.dmn": FREIGHT})
    return Small(cast, whole, main=FIELDS, price=price, reference="100")


def decisions(small: Small, step: str, by: str) -> tuple[DecisionView, ...]:
    return small.task(step, by).decisions


def test_a8_the_row_that_decided_is_told_with_what_it_looked_at(cast: Cast) -> None:
    small = freight(cast)
    (made,) = decisions(small, "sign", "site.rep")
    assert (made.table, made.version, made.rows, made.outputs) == ("freight_policy", 1, (1,), "application")
    assert made.inputs == {"price > reference * 1.1": True}
    (row,) = made.texts
    assert (row.tests, row.results) == ((("over", "true"),), (("way", '"application"'),))


def test_a8_it_is_read_and_never_made_again(cast: Cast) -> None:
    small = freight(cast)
    with cast.database.write() as session:
        session.execute(update(Decision).values({Decision.outputs: '"as it was then"', Decision.rows: "[2]"}))
    (made,) = decisions(small, "sign", "site.rep")
    assert (made.outputs, made.rows) == ("as it was then", (2,))


def test_a8_before_the_table_there_is_none(cast: Cast) -> None:
    small = freight(cast)
    small.sign(None, "site.rep", "return", comment="?", to="first")
    assert decisions(small, "first", "site.staff") == ()


def test_what_a_table_has_decided_is_known_at_every_later_step(cast: Cast) -> None:
    small = freight(cast)
    small.sign(None, "site.rep").act("last")
    assert small.status() is Status.OPEN
    assert small.open() == ["again"]


def test_a8_a_superior_is_told_to_be_one(cast: Cast) -> None:
    why = freight(cast).task("sign", "site.rep").why
    assert why["params"]["holders"] == [
        {"role": "site_rep", "unit": "輝騰現場", "unit_en": "n1 in English", "how": "superior"}
    ]


@pytest.mark.parametrize("number", [0, 3])
def test_a8_a_row_that_is_not_there_is_none(number: int) -> None:
    assert row_text(dmn.load(FREIGHT), "freight_policy", number) is None
    assert dmn.load(FREIGHT).evaluate("freight_policy", {"price": Decimal(1), "reference": Decimal(1)}).matched == (2,)
