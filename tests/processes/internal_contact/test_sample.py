"""The shipped sample walks from the application to the last confirmed arrival."""

from datetime import datetime
from typing import Any

from forms import kit
from tests.processes.internal_contact.walking import SAMPLE, Walk
from webapp.services import shipped

LAST = "receive_purchase/confirm_arrival"


def walk_sample() -> Walk:
    walk = Walk()
    for action in SAMPLE["actions"]:
        when: dict[str, Any] = {"at": datetime.fromisoformat(action["at"])}
        if "due" in action:
            when["due"] = datetime.fromisoformat(action["due"])
        if action["step"] == "initiator":
            walk.start(action["data"])
        else:
            walk.do(action["step"], action["data"], **when)
    return walk


def test_the_sample_comes_to_its_end() -> None:
    walk = walk_sample()
    assert walk.finished
    assert walk.open == set()
    assert walk.passed[-1] == "finished"


def test_the_sample_keeps_what_each_step_answered() -> None:
    document = walk_sample().document
    assert document["production_check"]["plan_order"] == "ICF-2026-000128-P"
    assert document["planner_review"]["confirmed_with"] == "保管員 邵𠮷明（電話）"
    assert [line["name"] for line in document["spare_parts"]] == ["變槳電機", "變槳驅動器", "變槳蓄電池組"]
    assert [answer["scope"] for answer in document["confirm_arrival"]] == ["receive_dispatch", "receive_purchase"]
    assert kit.answers(document, LAST, "receive_purchase")["late_reason"].startswith("暴雪")


def test_the_shipped_folders_are_whole() -> None:
    assert shipped.check("internal_contact") == []
