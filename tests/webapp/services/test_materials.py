"""The catalogue: search and look-up."""

import pytest
from opencc import OpenCC
from sqlalchemy import update

from models import Material, MaterialKind
from models.folding import fold
from tests.cast import Cast
from tests.counting import count_sql
from webapp.demo.company import rows
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


@pytest.mark.parametrize(
    ("q", "codes"),
    [
        ("Ｓ－００１", ["S-001"]),
        ("变桨电机", ["S-001"]),
        ("電機 4.5", ["S-001"]),
        ("1.5mw　變槳", ["S-001"]),
        ("skf lgep", ["C-001"]),
        ("電機 3MW", []),
        ("漿", []),
    ],
)
def test_width_case_script_and_the_order_of_words_do_not_matter(cast: Cast, q: str, codes: list[str]) -> None:
    with cast.database.read() as session:
        assert [row["code"] for row in materials.search(session, q).items] == codes
        assert [row["code"] for row in materials.suggest(session, q, None, 5)] == codes


def test_suggestions_begin_with_the_list_s_own_kind_and_with_codes_that_begin_so(cast: Cast) -> None:
    with cast.database.write() as session:
        session.add(Material(code="1-S", name="墊片", unit="個", kind=MaterialKind.SPARE_PART))
    with cast.database.read() as session, count_sql(cast.database) as sent:
        spare = [row["code"] for row in materials.suggest(session, "s", "spare_part", 9)]
        tools = [row["code"] for row in materials.suggest(session, "0", "tool", 2)]
        assert materials.suggest(session, "  ", "tool", 9) == []
        with pytest.raises(Invalid):
            materials.suggest(session, "s", "thing", 9)
    assert spare == ["S-001", "S-002", "1-S", "C-001"]
    assert tools == ["T-001", "C-001"]
    assert len(sent) == 2


def test_a_material_that_is_renamed_is_found_by_its_new_name(cast: Cast) -> None:
    with cast.database.write() as session:
        session.get_one(Material, "S-001").name = "扭矩扳手"
    with cast.database.read() as session:
        assert [row["code"] for row in materials.search(session, "扭矩").items] == ["S-001"]
        assert materials.search(session, "變槳電機").items == []


def test_folding_reads_both_scripts_of_the_catalogue_the_same() -> None:
    simplified = OpenCC("t2s")
    for row in rows("materials.csv"):
        text = " ".join(row.values())
        assert fold(simplified.convert(text)) == fold(text)


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
