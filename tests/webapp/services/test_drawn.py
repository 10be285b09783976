"""A7, B15: a step that asks for a signature gets a picture of one, which stands in the trail and on the print."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from models import Attachment
from tests.cast import NOW, Cast
from tests.webapp.services.small import Small
from tests.webapp.services.test_involving import PLANNERS, desk
from webapp.printing.paper import Wish, job
from webapp.services import attachments, paper_marks, screens, visibility
from webapp.services.errors import AlreadyDone, Invalid
from webapp.services.units import units

STEP = '<ap:step actions="approve reject return delegate" signature="yes" repeat="always"/>'


def picture(cast: Cast, folder: Path, by: str, name: str = "signature.png", content: bytes = b"") -> int:
    if not content:
        out = io.BytesIO()
        Image.new("RGBA", (90, 30), (10, 30, 60, 120)).save(out, "PNG")
        content = out.getvalue()
    taken = attachments.take_in(io.BytesIO(content), name, folder)
    with cast.database.write() as session:
        return attachments.record(session, cast.actor(session, by), taken, NOW).id


def refused(small: Small, **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as problem:
        small.sign(None, "supervisor", **more)
    return [(one.pointer, one.code) for one in problem.value.faults]


def test_a7_without_a_signature_it_is_not_signed(cast: Cast, tmp_path: Path) -> None:
    small = desk(cast, more=STEP)
    assert small.task("sign", "supervisor").signature
    assert refused(small) == [("/signature", "signature_required")]
    text = picture(cast, tmp_path, "supervisor", "note.txt", b"not a picture")
    assert refused(small, signature=text) == [("/signature", "signature_no_picture")]
    others = picture(cast, tmp_path, "manager")
    assert refused(small, signature=others) == [("/signature", "attachment_unknown")]
    mine = picture(cast, tmp_path, "supervisor")
    small.sign(None, "supervisor", signature=mine)
    line = next(line for line in small.lines() if line.step == "sign" and line.action == "approve")
    assert line.detail["signature"]["file"] == mine
    with cast.database.read() as session:
        assert session.get_one(Attachment, mine).request_id == small.id


def test_a7_a_signature_is_used_once(cast: Cast, tmp_path: Path) -> None:
    small, mine = desk(cast, more=STEP), picture(cast, tmp_path, "supervisor")
    small.sign(None, "supervisor", signature=mine)
    small.act("last", "return", to="sign")
    assert refused(small, signature=mine) == [("/signature", "attachment_unknown")]


def test_a7_of_two_who_sign_at_once_one_signature_stands(cast: Cast, tmp_path: Path) -> None:
    small = desk(cast, PLANNERS, STEP)
    item = small.item("sign").id
    first, second = (picture(cast, tmp_path, login) for login in ("planner", "planner2"))
    small.act_on(item, "planner", signature=first)
    with pytest.raises(AlreadyDone):
        small.act_on(item, "planner2", signature=second)
    with cast.database.read() as session:
        assert session.get_one(Attachment, second).request_id is None


def test_a7_returning_refusing_and_lending_need_none(cast: Cast) -> None:
    small = desk(cast, more=STEP)
    small.sign(None, "supervisor", "delegate", people=("biz.planner",)).sign(None, "biz.planner")
    small.sign(None, "supervisor", "return", to="first")
    assert small.open() == ["first"]


def test_b15_the_print_shows_it_in_its_box_and_not_among_the_photographs(cast: Cast, tmp_path: Path) -> None:
    small, mine = desk(cast, more=STEP), picture(cast, tmp_path, "supervisor")
    small.sign(None, "supervisor", signature=mine)
    with cast.database.read() as session:
        actor = cast.actor(session, "site.staff")
        found = visibility.request_for(session, actor, small.id)
        screen = screens.request_screen(session, actor, found, small.now)
        mark = paper_marks.mark(session, screen.request, screen.trail[-1])
        made = job(screen, units(session), Wish("en", "http://h", "x", small.now), mark, {mine: tmp_path / "a"})
    boxes = {box["step"]: box["signature"] for box in made["paper"]["opinions"]}
    assert boxes == {"initiator": "", "first": "", "sign": f"attachment:{mine}.png"}
    assert (made["paper"]["photos"], list(made["files"])) == ([], [f"attachment:{mine}.png"])
