"""Values of expressions as JSON that keeps their kinds: a number comes back as a number, a day as a day."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any


def written(value: Any) -> str:
    """Return a value as it is stored; what has no kind of its own here is kept as text."""
    return json.dumps(value, ensure_ascii=False, default=lambda one: marked(one) or str(one))


def read(text: str) -> Any:
    """Return a value as it was stored."""
    return json.loads(text, object_hook=_unmarked)


def marked(value: Any) -> dict[str, str] | None:
    """Return a value that JSON does not know, marked by its kind; None for one that has no kind here."""
    match value:
        case Decimal():
            return {"$number": str(value)}
        case datetime():
            return {"$moment": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case time():
            return {"$time": value.isoformat()}
        case timedelta():
            return {"$seconds": str(Decimal(value // timedelta(microseconds=1)).scaleb(-6))}
    return None


def _unmarked(value: dict[str, Any]) -> Any:
    match value:
        case {"$number": text}:
            return Decimal(text)
        case {"$moment": text}:
            return datetime.fromisoformat(text)
        case {"$date": text}:
            return date.fromisoformat(text)
        case {"$time": text}:
            return time.fromisoformat(text)
        case {"$seconds": text}:
            return timedelta(microseconds=int(Decimal(text).scaleb(6)))
    return value
