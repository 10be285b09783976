"""Unfinished decisions and start forms: kept with a revision, never over what another window saved (B12)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from models import FormDraft, ItemDraft, Request, RequestData
from tests.cast import NOW, Cast
from tests.webapp.services.walking import FORM, Walk
from webapp.services import attachments, drafts, submit, unfinished
from webapp.services.drafts import Kept
from webapp.services.errors import AlreadyDone, NotAllowed, NotFound, Stale, TooLarge

TYPED = {"comment": "尚缺一件", "data": {"tools": [{"code": "T-", "quantity": "abc"}]}}


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).start().to("planner_review")


def keep(walk: Walk, by: str = "planner", rev: int | None = None, **body: Any) -> Kept:
    with walk.cast.database.write() as session:
        actor = walk.cast.actor(session, by, walk.now)
        return drafts.keep(session, actor, walk.item("planner_review"), {**TYPED, **body}, walk.now, rev)


def kept(walk: Walk, by: str = "planner") -> Kept | None:
    with walk.cast.database.read() as session:
        return drafts.kept(session, walk.cast.actor(session, by), walk.item("planner_review"))


def test_b12_what_was_typed_is_there_again_as_it_was(walk: Walk) -> None:
    assert keep(walk, rev=0) == kept(walk) == Kept(TYPED, 1, walk.now)
    assert kept(walk, "planner2") is None


def test_b12_each_saving_has_its_revision_and_an_older_one_is_refused(walk: Walk) -> None:
    assert (keep(walk, rev=0).rev, keep(walk, rev=1, comment="二").rev) == (1, 2)
    for seen in (0, 1, 7):
        with pytest.raises(Stale) as refused:
            keep(walk, rev=seen, comment="另一窗")
        assert (refused.value.version, refused.value.params["saved_at"]) == ("2", walk.now)
    found = kept(walk)
    assert found is not None
    assert found.body["comment"] == "二"
    assert keep(walk, comment="api").rev == 3


def test_b12_only_on_ones_own_desk_and_while_it_is_open(walk: Walk) -> None:
    for by, problem in (("site.rep", NotAllowed), ("stranger", NotFound), ("auditor", NotAllowed)):
        with pytest.raises(problem):
            keep(walk, by)
    item = walk.item("planner_review")
    walk.act("planner_review")
    with pytest.raises(AlreadyDone), walk.cast.database.write() as session:
        drafts.keep(session, walk.cast.actor(session, "planner2", walk.now), item, TYPED, walk.now)


def test_b12_after_deciding_it_is_gone(walk: Walk) -> None:
    keep(walk)
    keep(walk, "planner2")
    walk.act("planner_review")
    with walk.cast.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ItemDraft)) == 0


def test_b12_it_can_be_thrown_away(walk: Walk) -> None:
    keep(walk)
    with walk.cast.database.write() as session:
        for _ in range(2):
            drafts.discard(session, walk.cast.actor(session, "planner"), walk.item("planner_review"))
    assert kept(walk) is None


def test_b12_too_much_is_refused(walk: Walk) -> None:
    with pytest.raises(TooLarge):
        keep(walk, comment="x" * 2_000_000)


@pytest.fixture
def draft(cast: Cast) -> int:
    """A draft of site.staff."""
    Walk(cast)
    with cast.database.write() as session:
        return submit.create(session, cast.actor(session, "site.staff"), "internal_contact", {"reason": "一"}, NOW).id


def typed(cast: Cast, draft: int, rev: int | None = None, by: str = "site.staff", **more: Any) -> Kept:
    with cast.database.write() as session:
        body = {"reason": "二", "tools": [{"quantity": "abc"}], **more}
        return unfinished.keep(session, cast.actor(session, by), draft, body, {"reason": "二"}, rev, NOW)


def test_b12_a_start_form_is_kept_with_its_faults_and_makes_no_revision(cast: Cast, draft: int) -> None:
    for seen in range(5):
        assert typed(cast, draft, seen).rev == seen + 1
    with cast.database.read() as session:
        request = session.get_one(Request, draft)
        found = unfinished.of(session, request)
        assert found is not None
        assert found.body["tools"] == [{"quantity": "abc"}]
        assert session.scalar(select(func.count()).select_from(RequestData)) == 1
        assert '"reason": "二"' in request.summary


def test_b12_saving_or_sending_puts_it_away(cast: Cast, draft: int) -> None:
    typed(cast, draft)
    with cast.database.write() as session:
        actor = cast.actor(session, "site.staff")
        with pytest.raises(Stale):
            submit.save_draft(session, actor, draft, FORM, 1, NOW, typed_rev=0)
        submit.save_draft(session, actor, draft, FORM, 1, NOW, typed_rev=1)
        assert session.scalar(select(func.count()).select_from(FormDraft)) == 0
    typed(cast, draft)
    with cast.database.write() as session:
        submit.submit(session, cast.actor(session, "site.staff"), draft, NOW)
        assert session.scalar(select(func.count()).select_from(FormDraft)) == 0
    with pytest.raises(AlreadyDone):
        typed(cast, draft)


def test_b12_throwing_the_draft_away_takes_it_along(cast: Cast, draft: int) -> None:
    typed(cast, draft)
    with cast.database.write() as session:
        actor = cast.actor(session, "site.staff")
        left = unfinished.newest(session, actor, "internal_contact")
        assert left is not None
        assert (left.request_id, left.saved_at) == (draft, NOW)
        submit.delete_draft(session, actor, draft)
        assert unfinished.newest(session, actor, "internal_contact") is None


def test_b12_nobody_else_types_into_it(cast: Cast, draft: int) -> None:
    for by in ("site.rep", "admin"):
        with pytest.raises(NotFound):
            typed(cast, draft, by=by)


def test_b12_files_of_unfinished_forms_stay(cast: Cast, draft: int) -> None:
    with cast.database.write() as session:
        actor = cast.actor(session, "site.staff")
        attachments.record(session, actor, attachments.Taken("a" * 64, "a.jpg", "image/jpeg", 3), NOW)
    typed(cast, draft, attachments=[1])
    with cast.database.write() as session:
        assert attachments.purge(session, NOW + timedelta(days=30)) == 0
        submit.delete_draft(session, cast.actor(session, "site.staff"), draft)
        assert attachments.purge(session, NOW + timedelta(days=30)) == 1
