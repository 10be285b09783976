"""Versions of processes: stored by content, loaded once, started by who may."""

from datetime import timedelta

import pytest

from models import Origin
from tests.cast import NOW, Cast
from tests.counting import count_sql
from tests.factories import KEY, make_version, small_bundle
from webapp.services import processes, shipped
from webapp.services.errors import NotFound
from webapp.services.versions import store


def test_a_version_is_loaded_once(cast: Cast) -> None:
    with cast.database.write() as session:
        version = make_version(session)
    with cast.database.read() as session:
        first = processes.load(session, version)
    with count_sql(cast.database) as sent, cast.database.read() as session:
        assert processes.load(session, version) is first
    assert sent == []
    assert first.title("zh_Hant") == "小表單"
    assert list(first.compiled.steps) == ["initiator", "sign"] or "sign" in first.compiled.steps


def test_unchanged_content_makes_no_version(cast: Cast) -> None:
    with cast.database.write() as session:
        make_version(session)
        assert store(session, KEY, small_bundle(), Origin.SHIPPED, NOW) is None
        assert len(processes.versions(session, KEY)) == 1


def test_a_shipped_change_replaces_a_shipped_version(cast: Cast) -> None:
    with cast.database.write() as session:
        make_version(session)
        newer = make_version(session, title="Smaller form")
        assert processes.current(session, KEY, NOW).version_id == newer
        assert processes.current(session, KEY, NOW).number == 2


def test_over_an_owners_version_what_is_shipped_is_an_offer(cast: Cast) -> None:
    with cast.database.write() as session:
        make_version(session)
        owners = make_version(session, title="Our form", owner=True)
        make_version(session, title="Newer form")
        assert processes.current(session, KEY, NOW).version_id == owners
        assert [version.offer for version in processes.versions(session, KEY)] == [True, False, False]


def test_an_owner_may_go_back_to_what_was_shipped(cast: Cast) -> None:
    with cast.database.write() as session:
        make_version(session)
        make_version(session, title="Our form", owner=True)
        assert store(session, KEY, small_bundle(), Origin.OWNER, NOW) is not None
        assert processes.current(session, KEY, NOW).title("en") == "Small form"


def test_a_version_is_current_from_its_time_on(cast: Cast) -> None:
    with cast.database.write() as session:
        first = make_version(session)
        later = make_version(session, NOW + timedelta(days=1), title="Tomorrow")
        assert processes.current(session, KEY, NOW).version_id == first
        assert processes.current(session, KEY, NOW + timedelta(days=1)).version_id == later


def test_an_unknown_process_is_not_found(cast: Cast) -> None:
    with cast.database.read() as session:
        with pytest.raises(NotFound):
            processes.current(session, "nothing", NOW)
        with pytest.raises(NotFound):
            processes.load(session, 99)


@pytest.mark.parametrize(("login", "units"), [("site.staff", ["n1"]), ("stranger", ["s1"]), ("manager", [])])
def test_icf1_only_start_roles_start_and_only_for_their_sites(cast: Cast, login: str, units: list[str]) -> None:
    with cast.database.write() as session:
        make_version(session)
        found = processes.startable(session, cast.actor(session, login), NOW)
        assert [ids for _, ids in found] == ([tuple(cast.unit(session, code) for code in units)] if units else [])


def test_everything_shipped_is_whole(cast: Cast) -> None:
    assert {slug: [str(fault) for fault in shipped.check(slug)] for slug in shipped.slugs()} == {
        slug: [] for slug in shipped.slugs()
    }
    with cast.database.write() as session:
        made = processes.register(session, NOW)
        assert [version.key for version in made] == shipped.slugs()
        assert processes.register(session, NOW) == []


def test_a_process_without_folders_says_what_is_missing() -> None:
    assert {problem.code for problem in shipped.check("nothing")} == {"file_missing"}
