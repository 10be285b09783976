"""Who sees a request and who may act: `features.md` G. A stranger finds nothing, whatever the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Attachment, ItemState, Reader, ReaderReason, Request, Role, Status, WorkItem
from tests.cast import NOW, SINCE, Cast
from tests.counting import count_sql
from tests.factories import KEY, finish, let_read, make_item, make_request, make_version
from webapp.services import people, visibility
from webapp.services.errors import NotFound
from webapp.services.people import Spot


def sees(cast: Cast, session: Session, login: str, request: Request) -> bool:
    session.flush()
    try:
        return visibility.request_for(session, cast.actor(session, login), request.id) is request
    except NotFound:
        return False


def planners(cast: Cast, session: Session) -> Spot:
    return Spot(Role.PLANNER, cast.unit(session, "north"))


def test_the_initiator_and_who_has_it_on_the_desk_read_it(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        make_item(session, request, planners(cast, session))
        seeing = [
            login
            for login in ("site.staff", "planner", "planner2", "manager", "stranger", "site.keeper", "biz.planner")
            if sees(cast, session, login, request)
        ]
        assert seeing == ["site.staff", "planner", "planner2"]


def test_admin_and_auditor_read_everything_but_drafts(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
        sent, draft = make_request(cast, session, version), make_request(cast, session, version, status=Status.DRAFT)
        for login in ("admin", "auditor"):
            assert sees(cast, session, login, sent)
            assert not sees(cast, session, login, draft)
        assert sees(cast, session, "site.staff", draft)


@pytest.mark.parametrize("reason", list(ReaderReason))
def test_readers_read_through_a_role_or_in_person(cast: Cast, reason: ReaderReason) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        assert not sees(cast, session, "biz.planner", request)
        let_read(session, request, Spot(Role.PLANNER, cast.unit(session, "business_management")), reason)
        let_read(session, request, cast.person(session, "buyer"), reason)
        assert sees(cast, session, "biz.planner", request)
        assert sees(cast, session, "buyer", request)
        assert not sees(cast, session, "planner", request)


def test_a_draft_is_its_initiators_alone(cast: Cast) -> None:
    with cast.database.write() as session:
        draft = make_request(cast, session, make_version(session), status=Status.DRAFT)
        let_read(session, draft, cast.person(session, "manager"), ReaderReason.LEADER)
        assert not sees(cast, session, "manager", draft)


def test_the_owner_of_a_process_reads_its_requests(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        people.grant_process(session, cast.person(session, "buyer"), KEY, SINCE)
        people.grant_process(session, cast.person(session, "warehouse"), "another", SINCE)
        assert sees(cast, session, "buyer", request)
        assert not sees(cast, session, "warehouse", request)


def test_the_right_ends_with_the_role(cast: Cast) -> None:
    today = people.day_of(NOW)
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        spot = Spot(Role.ACCOUNTANT, cast.unit(session, "north"))
        people.grant(session, cast.person(session, "buyer"), Role.ACCOUNTANT, spot.unit_id, SINCE, today)
        make_item(session, request, spot)
        today_actor = cast.actor(session, "buyer")
        tomorrow = cast.actor(session, "buyer", NOW + timedelta(days=1))
        assert visibility.request_for(session, today_actor, request.id) is request
        with pytest.raises(NotFound):
            visibility.request_for(session, tomorrow, request.id)


def test_may_act_is_for_candidates_who_are_not_excluded(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        barred = cast.person(session, "planner2")
        item = make_item(session, request, planners(cast, session), excluded=[barred])
        able = {
            login: visibility.may_act(session, cast.actor(session, login), item)
            for login in ("planner", "planner2", "site.staff", "admin", "auditor", "stranger")
        }
        assert [login for login, yes in able.items() if yes] == ["planner"]


def test_an_auditor_changes_nothing_whatever_other_role(cast: Cast) -> None:
    with cast.database.write() as session:
        item = make_item(session, make_request(cast, session, make_version(session)), planners(cast, session))
        north = cast.unit(session, "north")
        people.grant(session, cast.person(session, "auditor"), Role.PLANNER, north, SINCE)
        assert not visibility.may_act(session, cast.actor(session, "auditor"), item)


def test_administrators_hold_what_nobody_can_take_but_do_not_decide_it(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        why = {"code": "nobody_admin", "params": {}}
        item = make_item(session, request, Spot(Role.ADMIN, cast.unit(session, "hq")), why=why)
        admin = cast.actor(session, "admin")
        assert visibility.holds(session, admin, item)
        assert not visibility.may_act(session, admin, item)


def test_b17_the_slower_of_two_still_reads_what_was_on_the_desk(cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        item = make_item(session, request, planners(cast, session))
        finish(session, item, cast.person(session, "planner"))
        visibility.clear_desks(session, [item], NOW)
        visibility.clear_desks(session, [item], NOW)
        slower = cast.actor(session, "planner2")
        found = visibility.item_for(session, slower, item.id)
        assert found.state is ItemState.DONE
        assert not visibility.may_act(session, slower, found)
        assert session.scalars(select(Reader.reason)).all() == [ReaderReason.ACTED]


WAYS: list[Callable[..., object]] = [
    lambda session, actor, item, _file: visibility.request_for(session, actor, item.request_id),
    lambda session, actor, item, _file: visibility.request_for(session, actor, item.request_id, lock=True),
    lambda session, actor, item, _file: visibility.item_for(session, actor, item.id),
    lambda session, actor, item, _file: visibility.item_for(session, actor, item.id, lock=True),
    lambda session, actor, _item, file: visibility.attachment_for(session, actor, file.id),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("login", ["stranger", "stranger.manager", "site.keeper", "gm"])
def test_a_stranger_finds_nothing_by_any_way(cast: Cast, way: Callable[..., object], login: str) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        item, file = make_item(session, request, planners(cast, session)), attach(cast, session, request)
        way(session, cast.actor(session, "planner"), item, file)
        with pytest.raises(NotFound):
            way(session, cast.actor(session, login), item, file)


def attach(cast: Cast, session: Session, request: Request | None) -> Attachment:
    row = Attachment(
        sha256="0" * 64,
        name="a.txt",
        type="text/plain",
        size=1,
        uploader_id=cast.person(session, "site.staff"),
        request_id=request.id if request else None,
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def test_a_file_is_the_uploaders_until_it_is_used(cast: Cast) -> None:
    with cast.database.write() as session:
        file = attach(cast, session, None)
        assert visibility.attachment_for(session, cast.actor(session, "site.staff"), file.id) is file
        for login in ("planner", "admin"):
            with pytest.raises(NotFound):
                visibility.attachment_for(session, cast.actor(session, login), file.id)


def test_an_item_comes_with_its_request_in_one_statement(cast: Cast) -> None:
    with cast.database.write() as session:
        item = make_item(session, make_request(cast, session, make_version(session)), planners(cast, session))
        key = item.id
    with cast.database.read() as session:
        actor = cast.actor(session, "planner")
        with count_sql(cast.database) as sent:
            found: WorkItem = visibility.item_for(session, actor, key)
            assert found.request.id == found.step_run.request_id
        assert len(sent) == 1
