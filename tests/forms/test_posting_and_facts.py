"""A browser's post as answers, answers as facts, and where they are kept."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from forms import kit
from tests.forms.example import FORM, load, source


def post(*pairs: tuple[str, str], step: str = "initiator") -> dict[str, Any]:
    return kit.read_post(FORM, step, MultiDict(pairs))


def test_texts_come_as_typed_and_absent_fields_stay_away() -> None:
    assert post(("subject", " 𠮷 "), ("amount", "１，０００"), ("csrf_token", "x")) == {
        "subject": " 𠮷 ",
        "amount": "１，０００",
    }


def test_a_check_box_is_told_from_an_absent_field() -> None:
    assert post(("urgent", "false")) == {"urgent": False}
    assert post(("urgent", "false"), ("urgent", "true")) == {"urgent": True}
    assert post() == {}


def test_rows_are_read_in_order_and_empty_ones_left_out() -> None:
    rows = post(
        *(("parts.10.name", "後"), ("parts.10.quantity", "1"), ("parts.2.name", "先"), ("parts.2.id", "A")),
        *(("parts.3.name", " "), ("parts.3.urgency", "normal"), ("parts.x.name", "?"), ("parts.4.price", "1")),
    )
    assert rows == {"parts": [{"name": "先", "id": "A"}, {"name": "後", "quantity": "1"}]}


def test_an_emptied_list_is_told_from_an_absent_one() -> None:
    assert post(("parts", "")) == {"parts": []}


def test_files_are_numbers() -> None:
    assert post(("photos", "3"), ("photos", ""), ("photos", "x")) == {"photos": [3, "x"]}


def test_only_what_may_be_edited_is_read() -> None:
    sent = (("subject", "mine"), ("stamp", "x"), ("given.0.line", "A"), ("given.0.much", "1"))
    assert post(*sent, step="review") == {"given": [{"line": "A", "much": "1"}]}


def test_rows_that_say_nothing_of_their_line_are_asked_for_where_all_are_needed() -> None:
    assert post(("given.0.line", "A"), ("given.0.much", ""), step="review") == {"given": [{"line": "A", "much": ""}]}


def test_rows_that_say_nothing_of_their_line_are_left_out_where_some_are_enough() -> None:
    definition = source()
    definition["steps"]["review"]["required"] = []
    sent = MultiDict([("given.0.line", "A"), ("given.0.much", ""), ("given.1.line", "B"), ("given.1.much", "2")])
    assert kit.read_post(load(definition), "review", sent) == {"given": [{"line": "B", "much": "2"}]}


def test_facts_are_typed_and_missing_ones_null() -> None:
    data = {
        "amount": "12.50",
        "wanted_on": "2026-11-23",
        "met_at": "2026-11-23T02:15:00Z",
        "photos": [3],
        "parts": [{"id": "A", "name": "a", "quantity": "2"}],
    }
    facts = kit.typed(FORM, None, data)
    assert facts["amount"] == Decimal("12.50")
    assert facts["wanted_on"] == date(2026, 11, 23)
    assert facts["met_at"] == datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
    assert facts["parts"] == [{"id": "A", "name": "a", "quantity": Decimal(2), "urgency": None}]
    assert facts["subject"] is None
    assert kit.typed(FORM, "review", {})["given"] == []


def test_answers_are_kept_under_their_step() -> None:
    kept = kit.merge(FORM, {"subject": "s"}, "review", {"note": "n", "parts": []})
    assert kept == {"subject": "s", "parts": [], "review": {"note": "n"}}
    assert kit.answers(kept, "review") == {"note": "n"}
    assert kit.answers(kept, "secret") == {}


def test_answers_of_several_shipments_are_kept_side_by_side() -> None:
    one = kit.merge(FORM, {}, "a/review", {"note": "1"}, "a")
    two = kit.merge(FORM, one, "b/review", {"note": "2"}, "b")
    again = kit.merge(FORM, two, "a/review", {"note": "3"}, "a")
    assert [kit.answers(again, "review", scope)["note"] for scope in ("a", "b")] == ["3", "2"]
    assert len(again["review"]) == 2


def test_visible_fields_by_data() -> None:
    assert "why" not in kit.visible(FORM, "initiator", {"urgent": False})
    assert "why" in kit.visible(FORM, None, {"urgent": True})
