"""Numbers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.kit import read_number, write_number
from forms.kit.numbers import places

FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
DECIMALS = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=4)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"),
        (" 12.50 ", "12.50"),
        ("1,234,567.8", "1234567.8"),
        ("1 234", "1234"),
        ("１２．５", "12.5"),
        ("１，２００", "1200"),
        ("−3", "-3"),
        ("+7", "7"),
        ("007", "7"),
        ("-0", "0"),
        ("　8　", "8"),
    ],
)
def test_numbers_that_are_read(typed: str, number: str) -> None:
    found = read_number(typed)
    assert found is not None
    assert write_number(found) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "1,5",
        "12,34",
        "1e5",
        "1 2",
        "1.2.3",
        "1,2345",
        "٣",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "--1",
        "9" * 41,
    ],
)
def test_what_is_doubtful_is_refused(typed: str) -> None:
    assert read_number(typed) is None


@given(DECIMALS)
def test_every_way_of_writing_a_number_reads_the_same(number: Decimal) -> None:
    grouped = f"{number:,}"
    for typed in (write_number(number), grouped, grouped.translate(FULL_WIDTH), f"  {number:f}　"):
        assert read_number(typed) == number


@given(DECIMALS)
def test_places_leave_out_trailing_zeros(number: Decimal) -> None:
    assert number == round(number, places(number))
    assert places(number) == 0 or number != round(number, places(number) - 1)


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_none(typed: str) -> None:
    found = read_number(typed)
    assert found is None or read_number(write_number(found)) == found
