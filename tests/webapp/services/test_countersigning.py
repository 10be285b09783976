"""A1: several sign a step, side by side, in order, or by vote; each refusal, share and fallback."""

from __future__ import annotations

import pytest

from models import ItemState, Status
from tests.cast import Cast
from tests.webapp.services.small import Small, signing, titled
from webapp.services.errors import NotAllowed

NOTE = {
    "type": "object",
    "properties": {"note": {"type": "string", "maxLength": 200, "x-title": titled("Note", "說明", "说明")}},
}
ITEMS = '["production_management", "purchasing", "business_management"]'
HEADS = '<ap:who kind="role" role="head" of="=item"/>'
BY = {"production_management": "prod.manager", "purchasing": "buyer.head", "business_management": "biz.manager"}


def countersign(cast: Cast, sign: str = f"items='={ITEMS}'", *, order: bool = False, who: str = HEADS) -> Small:
    """Return a request whose step `sign` is open for the heads of three departments; `last` follows."""
    with cast.database.write() as session:
        cast.also(session, "buyer", "manager", "purchasing")
    return Small(cast, signing(sign, who, order=order), {"sign": NOTE})


def by(key: str) -> str:
    return BY[key].replace("buyer.head", "buyer")


def test_a1_every_item_opens_at_once_and_all_must_sign(cast: Cast) -> None:
    small = countersign(cast)
    assert small.keys("sign") == list(BY)
    for key in BY:
        assert small.open() == ["sign"]
        small.sign(key, by(key), data={"note": key})
    assert small.open() == ["last"]
    assert [(one["item"], one["note"]) for one in small.data()["sign"]] == [(key, key) for key in BY]
    assert {one["scope"] for one in small.data()["sign"]} == {None}


def test_a1_an_item_is_its_own_peoples_only(cast: Cast) -> None:
    small = countersign(cast)
    with pytest.raises(NotAllowed):
        small.sign("purchasing", "prod.manager")
    assert small.desks("sign") == {key: [by(key)] for key in BY}


def test_a1_one_refusal_ends_the_request_and_closes_the_others_each_with_a_line(cast: Cast) -> None:
    small = countersign(cast)
    small.sign("purchasing", "buyer", "reject")
    assert small.status() is Status.REJECTED
    cancelled = [line.detail["item"]["name"] for line in small.lines() if line.action == "auto_cancel"]
    assert cancelled == ["生產管理部", "業務管理部"]


def test_a1_refusals_that_count_let_everybody_sign_and_the_diagram_decide(cast: Cast) -> None:
    small = countersign(cast, f"items='={ITEMS}' refusal='counts'")
    for key in BY:
        small.sign(key, by(key), "reject" if key == "purchasing" else "approve")
    assert small.status() is Status.REJECTED


def test_a1_in_order_one_after_the_other(cast: Cast) -> None:
    small = countersign(cast, order=True)
    for at, key in enumerate(BY):
        assert small.states("sign") == ["done"] * at + ["open"] + ["waiting"] * (2 - at)
        small.sign(key, by(key))
    assert small.open() == ["last"]


def test_a1_without_a_list_each_person_of_the_role_signs(cast: Cast) -> None:
    small = countersign(cast, "", who='<ap:who kind="role" role="planner" at="business_unit"/>')
    assert small.desks("sign") == {"planner": ["planner"], "planner2": ["planner2"]}
    small.sign("planner2", "planner2")
    assert small.open() == ["sign"]
    small.sign("planner", "planner")
    assert small.open() == ["last"]


def test_a3_a_chain_of_superiors_signs_level_by_level(cast: Cast) -> None:
    small = countersign(cast, "", who='<ap:who kind="chain" level="3"/>', order=True)
    for login in ("site.rep", "supervisor", "manager"):
        assert list(small.desks("sign").values())[-1:] == [[login]]
        small.sign(small.keys("sign", ItemState.OPEN)[0], login)
    assert small.open() == ["last"]


def test_a4_an_empty_list_goes_to_the_units_manager_with_a_line(cast: Cast) -> None:
    small = countersign(cast, "items='=[]'", who=HEADS)
    assert small.desks("sign") == {"nobody": ["manager"]}
    why = [line.detail["why"]["code"] for line in small.lines() if line.action == "auto_fallback"]
    assert why == ["nobody_listed_unit_manager"]
    small.sign("nobody", "manager")
    assert small.open() == ["last"]


@pytest.mark.parametrize(
    ("share", "votes", "open_then"),
    [
        ("2/3", ["approve", "approve"], ["last"]),
        ("2/3", ["approve", "reject"], ["sign"]),
        ("=2/3", ["approve", "reject", "approve"], ["last"]),
        ("=settings.limit / 4", ["approve", "approve"], ["sign"]),
        ("60 %", ["approve", "approve"], ["last"]),
        ("2/3", ["reject", "reject"], []),
        ("1", ["reject"], []),
        ("1/3", ["reject", "reject", "approve"], ["last"]),
    ],
)
def test_a1_a_vote_is_decided_as_soon_as_it_can_be(
    cast: Cast, share: str, votes: list[str], open_then: list[str]
) -> None:
    small = countersign(cast, f"rule='ratio' share='{share}' items='={ITEMS}'")
    for key, vote in zip(BY, votes, strict=False):
        small.sign(key, by(key), vote)
    assert small.open() == open_then


def test_a1_votes_are_weighed_in_exact_fractions(cast: Cast) -> None:
    units = (
        '[{unit: "production_management", w: 0.1}, {unit: "purchasing", w: 0.2}, {unit: "business_management", w: 0.6}]'
    )
    sign = f"rule='ratio' share='1/3' weight='=item.w' items='={units.replace(chr(34), '&quot;')}'"
    small = countersign(cast, sign, who='<ap:who kind="role" role="head" of="=item.unit"/>')
    small.sign("production_management", "prod.manager")
    assert small.open() == ["sign"]
    small.sign("purchasing", "buyer")
    assert small.open() == ["last"], "0.1 + 0.2 of 0.9 is a third exactly"
