"""Signing in: Argon2id, counted attempts, rotated sessions, tokens. No secret is stored as it is."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, text

from models import Person, SignInAttempt, SignInSession, Token
from tests.cast import NOW, Cast
from tests.counting import count_sql
from webapp.services import sign_in
from webapp.services.errors import NotAllowed, NotFound, TooMany

PASSWORD = "多雲時 晴 8!"


@dataclass(frozen=True)
class Few:
    attempts_per_login: int = 3
    attempts_per_address: int = 5
    attempts_minutes: int = 15
    session_hours: int = 12


@pytest.fixture
def known(cast: Cast) -> Cast:
    """The cast, where the planner has a password."""
    with cast.database.write() as session:
        sign_in.set_password(session, cast.person(session, "planner"), PASSWORD)
    return cast


def enter(cast: Cast, login: str = "planner", password: str = PASSWORD, minutes: int = 0, **more: str) -> str:
    address = more.pop("address", "192.0.2.7")
    at = NOW + timedelta(minutes=minutes)
    return sign_in.sign_in(cast.database, login, password, address, at, Few(), **more)


def signed_in(cast: Cast, token: str, hours: float = 0) -> int | None:
    with cast.database.read() as session:
        return sign_in.person_of(session, token, NOW + timedelta(hours=hours))


def test_who_knows_the_password_is_in(known: Cast) -> None:
    token = enter(known, " Planner ")
    with known.database.read() as session:
        assert signed_in(known, token) == known.person(session, "planner")
        stored = session.scalars(select(SignInSession.token_hash)).one()
        hashed = session.scalars(select(Person.password_hash).where(Person.login == "planner")).one()
    assert token not in stored
    assert hashed is not None
    assert hashed.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("login", "password"), [("planner", "wrong"), ("planner", ""), ("nobody", "x"), ("buyer", "x")]
)
def test_all_failures_look_the_same(known: Cast, login: str, password: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        enter(known, login, password)
    assert (refused.value.reason, refused.value.params) == ("wrong_sign_in", {})


def test_an_unknown_login_costs_a_whole_verification(known: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    real = PasswordHasher.verify

    def note(self: PasswordHasher, stored: str, password: str) -> bool:
        verified.append(stored)
        return real(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", note)
    for login in ("nobody", "planner"):
        with pytest.raises(NotAllowed):
            enter(known, login, "wrong")
    assert len(verified) == 2
    assert {stored.rsplit("$", 2)[0] for stored in verified} == {"$argon2id$v=19$m=19456,t=2,p=1"}


def test_attempts_on_a_login_are_counted_and_time_out(known: Cast) -> None:
    for minute in range(3):
        with pytest.raises(NotAllowed):
            enter(known, password="wrong", minutes=minute)
    with pytest.raises(TooMany) as refused:
        enter(known, minutes=3)
    assert refused.value.params["seconds"] == 12 * 60
    assert enter(known, minutes=15)


def test_refused_tries_do_not_lengthen_the_wait(known: Cast) -> None:
    for _ in range(3):
        with pytest.raises(NotAllowed):
            enter(known, password="wrong")
    for minute in range(1, 15):
        with pytest.raises(TooMany):
            enter(known, minutes=minute)
    assert enter(known, minutes=15)


def test_attempts_from_an_address_are_counted_over_all_logins(known: Cast) -> None:
    for number in range(5):
        with pytest.raises(NotAllowed):
            enter(known, f"guess{number}", "x")
    with pytest.raises(TooMany):
        enter(known)
    assert enter(known, address="192.0.2.8")


def test_success_forgets_the_attempts_on_the_login_only(known: Cast) -> None:
    for login in ("planner", "planner", "other"):
        with pytest.raises(NotAllowed):
            enter(known, login, "wrong")
    enter(known)
    with known.database.read() as session:
        assert session.scalars(select(SignInAttempt.login)).all() == ["other"]


def test_long_logins_are_counted_too(known: Cast) -> None:
    with pytest.raises(NotAllowed):
        enter(known, "x" * 5000, "x", address="y" * 5000)


def test_signing_in_again_ends_the_session_before(known: Cast) -> None:
    old = enter(known)
    new = enter(known, old=old)
    assert signed_in(known, old) is None
    assert signed_in(known, new) is not None


def test_sessions_end_in_time(known: Cast) -> None:
    token = enter(known)
    assert signed_in(known, token, 11.99) is not None
    assert signed_in(known, token, 12) is None


def test_signing_out_here_and_everywhere(known: Cast) -> None:
    one, two, three = enter(known), enter(known), enter(known)
    with known.database.write() as session:
        person = known.person(session, "planner")
        copy = session.execute(text("SELECT token_hash, epoch FROM session")).all()
        sign_in.sign_out(session, one)
    assert [signed_in(known, token) is None for token in (one, two, three)] == [True, False, False]
    with known.database.write() as session:
        sign_in.sign_out_everywhere(session, person)
        for token_hash, epoch in copy:  # rows from a backup do not bring a session back
            expires = NOW + timedelta(days=1)
            row = SignInSession(
                token_hash=token_hash, person_id=person, epoch=epoch, created_at=NOW, expires_at=expires
            )
            session.add(row)
    assert [signed_in(known, token) for token in (one, two, three)] == [None, None, None]


def test_who_left_is_signed_out(known: Cast) -> None:
    token = enter(known)
    with known.database.write() as session:
        session.get_one(Person, known.person(session, "planner")).active = False
    assert signed_in(known, token) is None
    with pytest.raises(NotAllowed):
        enter(known)


@pytest.mark.parametrize(
    ("address", "inside"),
    [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("192.0.2.7", False), ("", False), ("x", False)],
)
def test_demo_accounts_come_from_this_machine_only(known: Cast, address: str, inside: bool) -> None:
    with known.database.write() as session:
        session.get_one(Person, known.person(session, "planner")).loopback_only = True
    if inside:
        assert enter(known, address=address)
    else:
        with pytest.raises(NotAllowed, match="loopback only"):
            enter(known, address=address)


def test_a_hash_of_yesterday_is_renewed(known: Cast) -> None:
    with known.database.write() as session:
        old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        session.get_one(Person, known.person(session, "planner")).password_hash = old
    enter(known)
    with known.database.read() as session:
        assert session.scalars(select(Person.password_hash).where(Person.login == "planner")).one() != old
    assert enter(known)


def test_a_broken_hash_lets_nobody_in(known: Cast) -> None:
    with known.database.write() as session:
        session.get_one(Person, known.person(session, "planner")).password_hash = "demo"
    with pytest.raises(NotAllowed):
        enter(known, password="demo")


def test_a_session_is_found_in_one_statement(known: Cast) -> None:
    token = enter(known)
    with known.database.read() as session, count_sql(known.database) as sent:
        sign_in.person_of(session, token, NOW)
    assert len(sent) == 1


def test_a_token_is_its_persons_until_it_ends(known: Cast) -> None:
    with known.database.write() as session:
        planner = session.get_one(Person, known.person(session, "planner"))
        token = sign_in.create_token(session, "planner", NOW, "script")
        short = sign_in.create_token(session, "planner", NOW, expires_at=NOW + timedelta(hours=1))
        later = NOW + timedelta(hours=1)
        session.flush()
        assert sign_in.person_of_token(session, token, later) == planner.id
        assert sign_in.person_of_token(session, short, NOW) == planner.id
        assert sign_in.person_of_token(session, short, later) is None
        assert sign_in.person_of_token(session, "apv_other", NOW) is None
        assert sign_in.person_of(session, token, NOW) is None
        with pytest.raises(NotFound):
            sign_in.create_token(session, "nobody", NOW)
        planner.loopback_only = True
        session.flush()
        assert sign_in.person_of_token(session, token, NOW, "192.0.2.7") is None
        assert sign_in.person_of_token(session, token, NOW, "127.0.0.1") == planner.id
        assert session.scalar(select(func.count()).select_from(Token).where(Token.hash == token)) == 0
