"""Numbers as people type them: full-width digits, thousands separators, spaces. Everything doubtful is refused."""

from __future__ import annotations

import re
from decimal import Decimal

LONGEST = 40
_PLAIN = str.maketrans("０１２３４５６７８９．，＋－−–\u3000\u00a0\u2009\u202f", "0123456789.,+---    ")
_GROUPED = re.compile(r"([+-]?)([0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)|[0-9]+)(\.[0-9]+)?")


def read_number(text: str) -> Decimal | None:
    """Return the number that `text` writes, None where it writes none or could be read in two ways ("1,5").

    Groups of three may be separated by commas or spaces; an exponent is no number that people type.
    """
    plain = text.translate(_PLAIN).strip()
    found = _GROUPED.fullmatch(plain) if len(plain) <= LONGEST else None
    if found is None:
        return None
    sign, whole, fraction = found.groups()
    digits = whole.replace(",", "").replace(" ", "").lstrip("0") or "0"
    number = Decimal(digits + (fraction or ""))
    return -number if sign == "-" and number else number


def write_number(number: Decimal) -> str:
    """Return a number as a plain string: no exponent, no separators, the places as they were typed."""
    return format(number, "f")


def places(number: Decimal) -> int:
    """Return how many decimal places the number needs; trailing zeros do not count."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
