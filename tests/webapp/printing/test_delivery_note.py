"""ICF-9: the counter signs the delivery note, whose copy goes with the carrier's freight bill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.webapp.services.walking import BOUGHT, SENT, Walk
from webapp import printing
from webapp.config import Settings
from webapp.printing import Wish, layout
from webapp.services import visibility
from webapp.services.errors import NotFound


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).start()


def order(walk: Walk, variant: str, by: str = "site.keeper", lang: str = "en") -> dict[str, Any]:
    with walk.cast.database.read() as session:
        actor = walk.cast.actor(session, by)
        request = visibility.request_for(session, actor, walk.id)
        return printing.order(session, actor, request, Wish(lang, "https://a", by, NOW), Settings(Path("x")), variant)


def page(walk: Walk, variant: str, lang: str = "en") -> str:
    job = order(walk, variant, lang=lang)
    return layout.html(job["paper"] | {"missing": [], "emoji": False}, job["slug"], job["template"])


def test_icf9_a_shipment_has_a_delivery_note_once_it_is_sent(walk: Walk) -> None:
    walk.fork("part")
    with pytest.raises(NotFound):
        order(walk, "delivery_dispatch")
    walk.act("dispatch", data=SENT)
    text = page(walk, "delivery_dispatch")
    assert "DN-1" in text
    assert "Counted by" in text
    with pytest.raises(NotFound):
        order(walk, "delivery_purchase")
    with pytest.raises(NotFound):
        order(walk, "nonsense")


def test_icf9_each_shipment_shows_its_own_lines_and_quantities(walk: Walk) -> None:
    walk.fork("part").act("dispatch", data=SENT).act("purchase", data=BOUGHT)
    sent, bought = ([
        (row["cells"][0]["text"], row["cells"][5]["text"]) for each in order(walk, name)["paper"]["slip"]["lists"]
        for row in each["rows"]
    ] for name in ("delivery_dispatch", "delivery_purchase"))  # fmt: skip
    assert sent == [("T-001", "1"), ("S-001", "1"), ("S-002", "1")]
    assert bought == [("T-001", "1"), ("S-001", "3")]


def test_icf9_what_was_counted_stands_on_it_with_who_counted(walk: Walk) -> None:
    walk.fork(all).act("dispatch", data=SENT)
    blank = page(walk, "delivery_dispatch")
    walk.later(days=2).act("receive_dispatch/register_arrival", data={"arrived_on": "2026-11-24"})
    walk.act("receive_dispatch/confirm_arrival", data={"as_listed": True})
    signed = page(walk, "delivery_dispatch", "zh_Hant")
    assert "陳小明" not in blank.split("Counted by")[1]
    assert "陳小明" in signed.split("清點人")[1]


def test_icf9_a_stranger_gets_no_delivery_note(walk: Walk) -> None:
    walk.fork(all).act("dispatch", data=SENT)
    with pytest.raises(NotFound):
        order(walk, "delivery_dispatch", by="stranger")
