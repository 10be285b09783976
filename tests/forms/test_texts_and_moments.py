"""Texts, days and moments as people type them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.kit.moments import read_date, read_moment, write_moment
from forms.kit.texts import clean_line, clean_text
from tests.forms.example import check, faults


@pytest.mark.parametrize("text", ["𠮷野家", "🔧 扳手", "👩‍🔧", "豈\uf900", "e\u0301", "M36×120，8.8 級"])
def test_what_people_typed_is_not_converted(text: str) -> None:
    assert clean_line(text) == text
    assert clean_text(text) == text


def test_control_characters_go_and_ends_are_trimmed() -> None:
    assert clean_line(" a\x00b\x1bc\r\nd\u202e ") == "abc  d"
    assert clean_text("  一\r\n二\r三\x07 ") == "一\n二\n三"
    assert clean_line("a\ud800b") == "ab"


@given(st.text())
def test_clean_text_stays_clean_and_can_be_stored(text: str) -> None:
    for clean in (clean_line, clean_text):
        once = clean(text)
        assert clean(once) == once
        assert "\x00" not in once
        once.encode()


def test_a_name_of_5000_characters_is_too_long_at_its_field() -> None:
    found = check({"subject": "s", "parts": [{"name": "長" * 5000, "quantity": "1"}]}).faults
    assert [(fault.pointer, fault.rule, fault.code) for fault in found] == [
        ("/parts/0/name", "maxLength", "max-length")
    ]
    assert found[0].params == {"max": 20, "length": 5000}


@pytest.mark.parametrize("typed", ["2026-11-23", "2026/11/23", "2026.11.23", "2026年11月23日", "２０２６－１１－２３"])
def test_days_as_people_write_them(typed: str) -> None:
    assert read_date(typed) == date(2026, 11, 23)


@pytest.mark.parametrize("typed", ["2026-02-30", "23.11.2026", "2026-1", "0002-01-01", "9999-01-01", "tomorrow"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    assert read_date(typed) is None


def test_a_moment_without_offset_is_in_the_time_of_shanghai() -> None:
    assert read_moment("2026-11-23T10:15") == datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
    assert read_moment("2026-11-23 10:15") == read_moment("2026-11-23T02:15:00Z")
    assert read_moment("2026-11-23") is None
    assert read_moment("2026-11-23T25:00") is None


@given(st.datetimes(datetime(1901, 1, 1), datetime(2998, 1, 1), timezones=st.just(UTC)))
def test_moments_are_kept_in_utc(moment: datetime) -> None:
    assert read_moment(write_moment(moment)) == moment


def test_faults_of_days_and_moments() -> None:
    data = {"subject": "s", "wanted_on": "soon", "met_at": "2026-13-01T10:00"}
    assert faults(data) == {("/wanted_on", "date"), ("/met_at", "date-time")}
