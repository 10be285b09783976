"""One cell of a table as it goes into a field: numbers, days and choices are read as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from forms.kit.definition import Field
from forms.kit.headings import plain
from forms.kit.moments import read_date
from forms.kit.numbers import read_number, write_number
from forms.kit.texts import clean_line, clean_text

YES = frozenset({"true", "yes", "y", "1", "是", "有", "對", "对", "✓", "√"})
NO = frozenset({"false", "no", "n", "0", "否", "無", "无", "不", "✗", "×"})
_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)")


@dataclass(frozen=True)
class Pasted:
    """What goes into the field; `fault` is the code of what is doubtful: the text stands in the field as it was.

    Where a field cannot hold the text (a choice, a check box), `value` is empty.
    """

    value: str
    fault: str | None = None


def read_cell(item: Field, text: str) -> Pasted:
    """Return what `text` is in the field `item`."""
    raw = clean_text(text) if item.kind == "longtext" else clean_line(text)
    if _ERROR.fullmatch(raw):
        return Pasted("", "formula-error")
    return _READERS.get(item.kind, _text)(item, raw) if raw else Pasted("")


def _text(item: Field, raw: str) -> Pasted:
    long = item.max_length is not None and len(raw) > item.max_length
    return Pasted(raw, "too-long" if long else None)


def _decimal(_item: Field, raw: str) -> Pasted:
    number = read_number(raw)
    return Pasted(raw, "not-a-number") if number is None else Pasted(write_number(number))


def _date(_item: Field, raw: str) -> Pasted:
    day = read_date(raw.removesuffix(" 00:00:00"))
    return Pasted(raw, "not-a-date") if day is None else Pasted(day.isoformat())


def _choice(item: Field, raw: str) -> Pasted:
    wanted = plain(raw)
    for value, titles in item.choices:
        if wanted in {plain(one) for one in (value, *titles.values())}:
            return Pasted(value)
    return Pasted("", "no-choice")


def _bool(_item: Field, raw: str) -> Pasted:
    word = plain(raw)
    return Pasted("true") if word in YES else Pasted("false") if word in NO else Pasted("", "no-yes-or-no")


_READERS: dict[str, Callable[[Field, str], Pasted]] = {
    "decimal": _decimal,
    "date": _date,
    "choice": _choice,
    "bool": _bool,
}
