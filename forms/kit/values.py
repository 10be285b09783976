"""One answer: from what was sent to what is kept, or why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from forms.kit.definition import DecimalLimits, Field
from forms.kit.moments import read_date, read_moment, write_moment
from forms.kit.numbers import places, read_number, write_number
from forms.kit.texts import clean_line, clean_text, quoted


@dataclass
class Wrong(Exception):
    """An answer cannot be kept: the schema keyword that refuses it, a code, and what its sentence needs."""

    keyword: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def rule_at(self, item: Field) -> str:
        """Return the rule id of the field where its rule is broken, else the keyword (sizes and types are no rule)."""
        return self.keyword if self.keyword in ("type", "maxLength", "maxItems") else item.rule or self.keyword


def clean(item: Field, raw: Any) -> Any:
    """Return the JSON value that is kept for `raw`, None for a blank answer.

    Raises Wrong. Lists of lines are read by `forms.kit.lines`.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    return _READERS[item.kind](item, raw)


def is_blank(value: Any) -> bool:
    """Return whether an answer says nothing: null, an empty text, an empty list. False is an answer."""
    return value is None or value in ("", [])


def _string(raw: Any) -> str:
    if not isinstance(raw, str):
        raise Wrong("type", "type", {"expected": "string"})
    return raw


def _text(item: Field, raw: Any) -> str | None:
    text = clean_text(_string(raw)) if item.kind == "longtext" else clean_line(_string(raw))
    if item.max_length is not None and len(text) > item.max_length:
        raise Wrong("maxLength", "max-length", {"max": item.max_length, "length": len(text)})
    return text or None


def _decimal(item: Field, raw: Any) -> str:
    number = _number(raw)
    _limit(item.decimal or DecimalLimits(), number)
    return write_number(number)


def _number(raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise Wrong("type", "type", {"expected": "decimal"})
    number = read_number(raw if isinstance(raw, str) else _written(raw))
    if number is None:
        raise Wrong("x-decimal", "not-a-number", {"text": quoted(raw)})
    return number


def _written(number: int | float | Decimal) -> str:
    if isinstance(number, int) and number.bit_length() > 200:
        return "too long"
    plain = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    return format(plain, "f") if plain.is_finite() and abs(plain.adjusted()) < 40 else str(plain)


def _limit(limits: DecimalLimits, number: Decimal) -> None:
    if limits.exclusive_min is not None and number <= limits.exclusive_min:
        raise Wrong("exclusiveMin", "exclusive-min", {"min": write_number(limits.exclusive_min)})
    if limits.min is not None and number < limits.min:
        raise Wrong("min", "min", {"min": write_number(limits.min)})
    if limits.max is not None and number > limits.max:
        raise Wrong("max", "max", {"max": write_number(limits.max)})
    if places(number) > limits.places:
        raise Wrong("places", "places", {"places": limits.places})


def _date(_item: Field, raw: Any) -> str:
    day = read_date(_string(raw))
    if day is None:
        raise Wrong("format", "date", {"text": quoted(raw)})
    return day.isoformat()


def _moment(_item: Field, raw: Any) -> str:
    moment = read_moment(_string(raw))
    if moment is None:
        raise Wrong("format", "date-time", {"text": quoted(raw)})
    return write_moment(moment)


def _bool(_item: Field, raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise Wrong("type", "type", {"expected": "boolean"})
    return raw


def _choice(item: Field, raw: Any) -> str:
    value = clean_line(_string(raw))
    if value not in dict(item.choices):
        raise Wrong("enum", "enum", {"text": quoted(value), "choices": [known for known, _ in item.choices]})
    return value


def _files(item: Field, raw: Any) -> list[int]:
    if not isinstance(raw, list) or not all(isinstance(one, int) and not isinstance(one, bool) for one in raw):
        raise Wrong("type", "type", {"expected": "files"})
    if item.max_items is not None and len(raw) > item.max_items:
        raise Wrong("maxItems", "max-items", {"max": item.max_items, "length": len(raw)})
    return list(dict.fromkeys(raw))


_READERS: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text,
    "longtext": _text,
    "decimal": _decimal,
    "date": _date,
    "datetime": _moment,
    "bool": _bool,
    "choice": _choice,
    "files": _files,
    "person": _text,
    "unit": _text,
    "line": _text,
}
