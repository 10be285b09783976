"""The command line, as the administrator types it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.orm import Session

from models import Role
from tests.cast import NOW, Cast
from tests.factories import make_request, make_version
from webapp.cli import main
from webapp.commands import serving
from webapp.config import Settings
from webapp.program import utc_now
from webapp.services import trail
from webapp.services.people import day_of, holders

Run = Callable[..., Result]


@pytest.fixture
def run(cast: Cast, tmp_path: Path) -> Run:
    """Call a command on the cast's database, and expect its exit code."""
    url = cast.database.engine.url.render_as_string(hide_password=False)
    environment = {"APPROVALS_DATABASE_URL": url, "APPROVALS_DATA_DIR": str(tmp_path / "data")}

    def call(*words: object, code: int = 0, typed: str = "") -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], env=environment, input=typed)
        assert result.exit_code == code, result.output
        return result

    return call


def exported(run: Run, folder: Path) -> Path:
    run("db", "upgrade")
    run("process", "export", "internal_contact", folder)
    return folder


def disarm(session: Session) -> None:
    """Get past what keeps the trail append-only, as somebody with the database's own tools does."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE trail DISABLE TRIGGER USER"))
        return
    for verb in ("update", "delete"):
        session.execute(text(f"DROP TRIGGER trail_no_{verb}"))


def change(folder: Path) -> None:
    """Make the bundle another one, with the least there is."""
    with (folder / "process.toml").open("a", encoding="utf-8") as file:
        file.write("\n# the owner's\n")


def test_a_bundle_goes_out_and_comes_back_as_an_owners_version(run: Run, tmp_path: Path) -> None:
    folder = exported(run, tmp_path / "out")
    change(folder)
    assert "internal_contact version 2 (owner)" in run("process", "import", folder, "--by", "admin").output
    assert "nothing has changed" in run("process", "import", folder, "--by", "admin").output
    assert run("process", "list").output.count("internal_contact") == 2


@pytest.mark.parametrize("name", ["form.json", "process.toml", "process.bpmn"])
def test_a_bad_bundle_changes_nothing(run: Run, tmp_path: Path, name: str) -> None:
    folder = exported(run, tmp_path / "out")
    before = run("process", "list").output
    (folder / name).write_text("<no>", "utf-8")
    told = run("process", "import", folder, "--by", "admin", code=1).output
    assert told.startswith("Error: ")
    assert run("process", "list").output == before


def test_nobody_unknown_releases(run: Run, tmp_path: Path) -> None:
    folder = exported(run, tmp_path / "out")
    change(folder)
    assert "'nobody'" in run("process", "import", folder, "--by", "nobody", code=1).output


def test_who_does_not_own_a_process_does_not_release_it(run: Run, tmp_path: Path) -> None:
    folder = exported(run, tmp_path / "out")
    change(folder)
    assert "neither owns" in run("process", "import", folder, "--by", "planner", code=1).output
    assert run("process", "list").output.count("internal_contact") == 1


def test_f3_what_was_shipped_and_comes_back_unchanged_is_no_new_version(run: Run, tmp_path: Path) -> None:
    folder = exported(run, tmp_path / "out")
    assert "nothing has changed" in run("process", "import", folder, "--by", "admin").output
    assert run("process", "list").output.count("internal_contact") == 1


def test_a_process_that_is_not_there_is_not_exported(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    assert "'nope'" in run("process", "export", "nope", tmp_path / "out", code=1).output


def test_a_folder_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    (tmp_path / "file").touch()
    told = run("process", "export", "internal_contact", tmp_path / "file" / "in", code=1).output
    assert told.startswith("Error: ")
    assert "Traceback" not in told


BAD_LOGINS = ["", "a b", "<script>", "x" * 65, "WALKER", ".dot", "張"]


@pytest.mark.parametrize("login", BAD_LOGINS)
def test_what_is_no_login_adds_nobody(run: Run, login: str) -> None:
    assert "is no login" in run("user", "add", login, "王偉", "--password", "long enough", code=2).output


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "王\x07偉"])
def test_what_is_no_name_adds_nobody(run: Run, name: str) -> None:
    assert "a name has" in run("user", "add", "wang.wei", name, "--password", "long enough", code=2).output


@pytest.mark.parametrize("password", ["", "x", " " * 12, "123456789"])
def test_a_short_password_adds_nobody(run: Run, password: str) -> None:
    assert "at least 10" in run("user", "add", "wang.wei", "王偉", "--password", password, code=2).output
    assert "wang.wei" not in run("user", "list").output


@pytest.mark.parametrize(
    "words", [("token", "planner"), ("user", "list"), ("verify",), ("process", "list"), ("serve",)]
)
def test_without_a_database_a_command_says_what_to_do_and_leaves_nothing(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = CliRunner().invoke(
        main, list(words), env={"APPROVALS_DATA_DIR": str(tmp_path), "APPROVALS_DATABASE_URL": ""}
    )
    assert done.exit_code == 1
    assert "approvals db upgrade" in done.output
    assert "data/demo" in done.output
    assert not (tmp_path / "approvals.db").exists()


UNREACHABLE = ["postgresql+psycopg://nobody@127.0.0.1:1/x", "nonsense", "postgresql+nodriver://x/y"]


@pytest.mark.parametrize("url", UNREACHABLE)
@pytest.mark.parametrize("command", ["user list", "doctor"])
def test_a_database_that_cannot_be_reached_is_told_in_a_sentence(tmp_path: Path, url: str, command: str) -> None:
    environment = {"APPROVALS_DATA_DIR": str(tmp_path), "APPROVALS_DATABASE_URL": url}
    done = CliRunner().invoke(main, command.split(), env=environment)
    assert done.exit_code == 1
    assert "the database cannot be used" in done.output
    assert isinstance(done.exception, SystemExit)


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = CliRunner().invoke(main, ["user", "list"], env={"APPROVALS_DATA_DIR": str(tmp_path / "file" / "in")})
    assert (done.exit_code, done.output.startswith("Error: ")) == (1, True)


def test_a_port_that_is_in_use_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        told = run("serve", "--port", busy.getsockname()[1], code=1).output
    assert "in use already" in told
    run("serve", "--port", 99999, code=2)


def test_a_demo_that_is_running_is_not_thrown_away(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "demo", database_url="sqlite:///x", secret_key="x")
    settings.data_dir.mkdir()
    with serving.in_use(settings):
        done = CliRunner().invoke(main, ["demo", "--reset"], env={"APPROVALS_DATA_DIR": str(tmp_path)})
        with serving.in_use(settings):  # several programs may work on it
            pass
    assert done.exit_code == 1
    assert "stop it first" in done.output


def test_a_person_is_added_with_posts(run: Run, cast: Cast) -> None:
    run("user", "add", "wang.wei", "王偉", "--role", "planner@n1", typed="long enough\nlong enough\n")
    assert "王偉" in run("user", "list").output
    with cast.database.read() as session:
        person = cast.person(session, "wang.wei")
        assert person in [one.id for one in holders(session, Role.PLANNER, cast.unit(session, "n1"), day_of(utc_now()))]


@pytest.mark.parametrize("role", ["boss@n1", "planner@nowhere", "planner"])
def test_an_unknown_post_adds_nobody(run: Run, role: str) -> None:
    told = run("user", "add", "wang.wei", "王偉", "--role", role, code=2, typed="long enough\nlong enough\n").output
    assert repr(role) in told
    assert "wang.wei" not in run("user", "list").output


def test_a_login_is_given_once(run: Run) -> None:
    told = run("user", "add", "planner", "李四", code=1).output
    assert "'planner'" in told
    assert "Password" not in told


def test_a_token_for_nobody(run: Run) -> None:
    assert "'nobody'" in run("token", "nobody", code=1).output


def test_verify_sees_a_changed_line(run: Run, cast: Cast) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        trail.write(session, request, trail.Event.COMMENT, None, NOW)
    assert "whole" in run("verify").output
    with cast.database.write() as session:
        disarm(session)
        session.execute(text("UPDATE trail SET round = 7"))
    told = run("verify", code=1).output
    assert f"{request.number}, line 1 (hash): who, when or what it says was changed after it was written" in told
    assert "1 faults in 1 lines of 1 requests" in told


def test_verify_sees_a_cut_end_by_what_was_kept(run: Run, cast: Cast, tmp_path: Path) -> None:
    kept = tmp_path / "heads.json"
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        for _ in range(2):
            trail.write(session, request, trail.Event.COMMENT, None, NOW)
    run("verify", "--keep", kept)
    run("verify", "--kept", kept)
    with cast.database.write() as session:
        disarm(session)
        session.execute(text("DELETE FROM trail_detail WHERE seq = 2"))
        session.execute(text("DELETE FROM trail WHERE seq = 2"))
    assert "whole" in run("verify").output
    assert "cut" in run("verify", "--kept", kept, code=1).output


def test_verify_refuses_another_file(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('["heads"]')
    assert "--keep" in run("verify", "--kept", other, code=2).output
