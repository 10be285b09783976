"""B9: copies with their read state, and urging, not more often than the process allows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Notice, Person
from tests.cast import Cast
from tests.webapp.services.small import Small
from tests.webapp.services.test_involving import PLANNERS, desk
from webapp.services import copies, inbox, substitutes, urging
from webapp.services.errors import AlreadyDone, Invalid, NotAllowed, NotFound, TooMany
from webapp.services.substitutes import Wish


def give(small: Small, by: str, *people: str) -> None:
    with small.cast.database.write() as session:
        copies.copy(session, small.cast.actor(session, by), small.id, people, "供參考", small.now)


def urge(small: Small, by: str = "site.staff", **later: float) -> None:
    small.now += timedelta(**later)
    with small.cast.database.write() as session:
        urging.urge(session, small.cast.actor(session, by, small.now), small.id, "急用", small.now)


def told(small: Small, code: str) -> list[str]:
    with small.cast.database.read() as session:
        found = select(Person.login).join(Notice, Notice.person_id == Person.id).where(Notice.code == code)
        return sorted(session.scalars(found))


def test_b9_a_copy_lets_somebody_read_and_says_when_they_have(cast: Cast) -> None:
    small = desk(cast)
    with pytest.raises(NotFound):
        small.screen("stranger")
    give(small, "supervisor", "stranger", "韓經理")
    assert small.screen("stranger").unread_copy
    assert told(small, "copied") == ["stranger", "stranger.manager"]
    with cast.database.write() as session:
        stranger = cast.actor(session, "stranger")
        assert inbox.counts(session, stranger).copied == 1
        copies.read(session, stranger, small.id, small.now)
        assert inbox.counts(session, stranger).copied == 0
    seen = {one.name: one.read_at for one in small.screen("site.staff").copied_to}
    assert seen == {"沈外人": small.now, "韓經理": None}
    line = small.lines()[-1]
    assert (line.action, line.by, line.comment, len(line.detail["people"])) == ("cc", "王主管", "供參考", 2)


def test_b9_who_only_has_a_copy_gives_none_and_urges_nobody(cast: Cast) -> None:
    small = desk(cast)
    give(small, "supervisor", "stranger")
    for verb in (lambda: give(small, "stranger", "stranger.manager"), lambda: urge(small, "stranger")):
        with pytest.raises(NotAllowed):
            verb()
    with pytest.raises(NotAllowed):
        give(small, "auditor", "stranger.manager")
    with pytest.raises(NotFound):
        give(small, "stranger.manager", "stranger")
    assert not small.screen("stranger").involved


WRONG = [((), "people_required"), (("誰",), "person_not_found"), (("supervisor",), "choose_oneself")]


@pytest.mark.parametrize(("people", "code"), WRONG)
def test_b9_a_copy_goes_to_somebody(cast: Cast, people: tuple[str, ...], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        give(desk(cast), "supervisor", *people)
    assert [(one.pointer, one.code) for one in refused.value.faults] == [("/people", code)]


def test_b9_whoever_has_it_on_the_desk_is_urged_and_their_substitutes(cast: Cast) -> None:
    small = desk(cast, PLANNERS)
    with cast.database.write() as session:
        away = cast.actor(session, "planner")
        substitutes.name(session, away, Wish("biz.planner", small.now, small.now + timedelta(days=1)), small.now)
    urge(small)
    assert told(small, "urged") == ["biz.planner", "planner", "planner2"]
    assert (small.lines()[-1].action, small.lines()[-1].comment) == ("urge", "急用")


def test_b9_urging_again_has_to_wait_as_the_process_says(cast: Cast) -> None:
    small = desk(cast)
    urge(small)
    with pytest.raises(TooMany) as refused:
        urge(small, "manager", minutes=59)
    assert refused.value.params["seconds"] == 61
    urge(small, minutes=2)
    assert len(told(small, "urged")) == 2


def test_b9_who_has_it_since_may_be_urged_at_once(cast: Cast) -> None:
    small = desk(cast)
    urge(small)
    small.sign(None, "supervisor", "add_signer", people=("biz.planner",), where="before")
    urge(small, minutes=1)
    assert told(small, "urged") == ["biz.planner", "supervisor"]


def test_b9_nobody_is_urged_where_it_lies_with_oneself_or_is_closed(cast: Cast) -> None:
    small = desk(cast).sign(None, "supervisor")
    with pytest.raises(NotAllowed):
        urge(small)
    small.act("last")
    with pytest.raises(AlreadyDone):
        urge(small)


def test_b9_the_trail_names_who_was_urged_as_they_were_called_then(cast: Cast) -> None:
    small = desk(cast)
    urge(small)
    detail = small.lines()[-1].detail
    assert detail["people"] == [{"login": "supervisor", "name": "王主管"}]
    assert "told" not in detail


def test_b9_a_question_about_it_is_no_move_to_others(cast: Cast) -> None:
    small = desk(cast)
    urge(small)
    small.sign(None, "supervisor", "consult", people=("biz.planner",))
    with pytest.raises(TooMany):
        urge(small, minutes=1)


def test_b9_who_is_to_correct_it_may_be_urged_at_once(cast: Cast) -> None:
    small = desk(cast, PLANNERS).sign(None, "planner")
    urge(small, "planner")
    small.act("last", "return", to="sign", resume="straight_back")
    urge(small, minutes=1)
    assert told(small, "urged") == ["planner", "planner2", "site.staff"]
