"""The catalogue: search and look-up."""

import pytest
from sqlalchemy import update

from models import Material
from tests.cast import Cast
from tests.counting import count_sql
from webapp.services import materials
from webapp.services.errors import Invalid


@pytest.mark.parametrize(
    ("q", "kind", "codes"),
    [
        ("", None, ["C-001", "S-001", "S-002", "T-001"]),
        ("電機", None, ["S-001"]),
        ("s-00", None, ["S-001", "S-002"]),
        ("3mw", None, ["S-002"]),
        ("%", None, []),
        ("_", None, []),
        ("", "tool", ["T-001"]),
        ("電機", "tool", []),
    ],
)
def test_search_by_any_part(cast: Cast, q: str, kind: str | None, codes: list[str]) -> None:
    with cast.database.read() as session:
        assert [row["code"] for row in materials.search(session, q, kind).items] == codes


def test_pages_by_code(cast: Cast) -> None:
    with cast.database.read() as session:
        first = materials.search(session, limit=3)
        rest = materials.search(session, limit=3, cursor=first.next)
    assert [row["code"] for row in (*first.items, *rest.items)] == ["C-001", "S-001", "S-002", "T-001"]
    assert rest.next is None


@pytest.mark.parametrize(("kind", "cursor"), [("thing", None), (None, "!!"), (None, "WzFd")])
def test_unknown_kinds_and_cursors_are_refused(cast: Cast, kind: str | None, cursor: str | None) -> None:
    with cast.database.read() as session, pytest.raises(Invalid):
        materials.search(session, kind=kind, cursor=cursor)


def test_icf2_what_follows_from_the_code_in_one_statement(cast: Cast) -> None:
    with cast.database.write() as session:
        session.execute(update(Material).where(Material.code == "S-002").values(active=False))
        with count_sql(cast.database) as sent:
            found = materials.by_codes(session, ["S-001", "S-002", "X-999", "S-001"])
        assert len(sent) == 1
    assert found == {
        "S-001": {
            "code": "S-001",
            "name": "變槳電機",
            "specification": "4.5kW",
            "model": "1.5MW",
            "unit": "台",
            "kind": "spare_part",
        }
    }
