"""@ in a comment: readers are told, nobody's rights grow, nobody else is named (B9)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Notice, Person, Request, Substitute
from tests.cast import NOW, PEOPLE, Cast
from tests.counting import count_sql
from tests.webapp.services.walking import Walk
from webapp.services import decide, mentions, visibility
from webapp.services.errors import Invalid
from webapp.services.people import Someone


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).start().to("planner_review")


def say(walk: Walk, text: str, by: str = "site.rep") -> list[str]:
    """Comment, and return who was told of a mention."""
    with walk.cast.database.write() as session:
        decide.comment(session, walk.cast.actor(session, by, walk.now), walk.id, text, walk.now)
    return [one.split()[1] for one in walk.told() if one.startswith("mention ")]


def found(walk: Walk, text: str, by: str = "site.rep") -> list[str]:
    with walk.cast.database.read() as session:
        request = session.get_one(Request, walk.id)
        return [one.login for one in mentions.find(session, walk.cast.actor(session, by), request, text, walk.now)]


@pytest.mark.parametrize(
    ("text", "logins"),
    [
        ("@planner 請看", ["planner"]),
        ("請@李計劃看一下", ["planner"]),
        ("@planner2, @manager.", ["planner2", "manager"]),
        ("(@PLANNER)", ["planner"]),
        ("@site.staff.", ["site.staff"]),
        ("@planner @planner @李計劃", ["planner"]),
        ("a@planner", []),
        ("@planner3 @plan @ @@", []),
        ("@3號機 @現場", []),
        ("@site.rep", []),
    ],
)
def test_b9_people_are_named_by_sign_in_or_name(walk: Walk, text: str, logins: list[str]) -> None:
    assert found(walk, text) == logins


def test_b9_whoever_is_named_is_told_with_the_line(walk: Walk) -> None:
    assert say(walk, "@planner 與 @王主管 請看") == ["planner", "supervisor"]
    line = walk.lines()[-1]
    assert [(one["login"], one["name"]) for one in line.detail["mentions"]] == [
        ("planner", "李計劃"),
        ("supervisor", "王主管"),
    ]
    with walk.cast.database.read() as session:
        told = session.scalars(select(Notice).where(Notice.code == "mention")).first()
        assert told is not None
        assert json.loads(told.params) == {"number": "ICF-2026-000001", "by": "張代表", "line": line.seq}


def test_b9_in_the_comment_of_a_decision_too(walk: Walk) -> None:
    walk.act("planner_review", comment="@site.staff 型號已改")
    assert "mention site.staff" in walk.told()


@pytest.mark.parametrize("text", ["@stranger 看", "@stranger.", "請@stranger看", "@planner @stranger"])
def test_b9_who_may_not_read_it_is_refused_at_the_comment_and_gets_no_right(walk: Walk, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        say(walk, text)
    assert [(one.pointer, one.code, one.params) for one in refused.value.faults] == [
        ("/comment", "mention_not_reader", {"login": "stranger"})
    ]
    assert walk.told() == []
    assert not walk.sees("stranger")


def test_b9_a_name_that_two_readers_have_names_nobody(walk: Walk) -> None:
    with walk.cast.database.write() as session:
        session.get_one(Person, walk.cast.person(session, "planner2")).name = "李計劃"
    assert found(walk, "@李計劃 @planner") == ["planner"]
    with walk.cast.database.read() as session:
        actor = walk.cast.actor(session, "site.rep")
        offered = mentions.offered(session, actor, session.get_one(Request, walk.id), "李計", walk.now)
    assert [(one.name, one.typed) for one in offered] == [("李計劃", "planner"), ("李計劃", "planner2")]


def test_b9_more_than_twenty_are_too_many(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "MOST", 2)
    with pytest.raises(Invalid, match="too_many_mentions"):
        found(walk, "@planner @planner2 @manager")


def test_b9_offered_are_readers_by_a_part_of_name_or_sign_in(walk: Walk) -> None:
    with walk.cast.database.read() as session, count_sql(walk.cast.database) as sent:
        actor, request = walk.cast.actor(session, "site.rep"), session.get_one(Request, walk.id)
        by_name = mentions.offered(session, actor, request, "計劃", walk.now)
        nobody = mentions.offered(session, actor, request, "沈外人", walk.now)
        everyone = mentions.offered(session, actor, request, "", walk.now)
    assert {one.login for one in by_name} == {"planner", "planner2"}
    assert (by_name[0].typed, by_name[0].role, by_name[0].unit) == ("孫計劃", "planner", "北方業務部")
    assert (nobody, len(everyone)) == ([], 7)
    assert "site.rep" not in {one.login for one in everyone}
    assert len(sent) <= 8


def test_b9_who_may_be_named_are_exactly_the_readers(walk: Walk) -> None:
    with walk.cast.database.write() as session:
        away, by = (walk.cast.person(session, login) for login in ("planner", "stranger.manager"))
        end = NOW + timedelta(days=9)
        named = {"named_by_id": away, "created_at": NOW, "starts_at": NOW, "ends_at": end}
        session.add(Substitute(person_id=away, by_id=by, **named))
    with walk.cast.database.read() as session:
        request = session.get_one(Request, walk.id)
        told = {Someone(*row).login for row in session.execute(visibility.readers_of(request, walk.now))}
        actors = [walk.cast.actor(session, login, walk.now) for login, *_ in PEOPLE]
        may = {actor.login for actor in actors if visibility.reads(session, actor, request)}
    assert told == may
    assert "stranger.manager" in told
    assert "stranger" not in told
