"""What of a request is searched: read from its form's definition as stored and its answers, never converted."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.folding import fold

SHANGHAI = ZoneInfo("Asia/Shanghai")
Plain = Mapping[str, Any]


def day(at: datetime) -> str:
    """Return the day of a moment in Shanghai, as it is searched."""
    return at.astimezone(SHANGHAI).date().isoformat()


def answers(form: Plain, document: Plain) -> Iterator[str]:
    """Yield the answers that any reader of the request may see, as typed: a field that is hidden from one (`x-rights`
    of `*`) is found by nobody. Choices, files and lines that name others are no text."""
    yield from _section(form.get("main") or {}, document)
    for step, section in (form.get("steps") or {}).items():
        stored = document.get(step)
        for answer in stored if isinstance(stored, list) else (stored,):
            if isinstance(answer, Mapping):
                yield from _section(section, answer)


def _section(section: Plain, values: Plain) -> Iterator[str]:
    for name, field in (section.get("properties") or {}).items():
        if (field.get("x-rights") or {}).get("*") != "hidden":
            yield from _texts(field, values.get(name))


def _texts(field: Plain, value: Any) -> Iterator[str]:
    if isinstance(value, list):
        columns = (field.get("items") or {}).get("properties") or {}
        for line in value:
            if isinstance(line, Mapping):
                yield from _section({"properties": columns}, line)
    elif isinstance(value, str) and value.strip() and "enum" not in field and "x-line" not in field:
        yield day(datetime.fromisoformat(value)) if field.get("format") == "date-time" else value


def folded(texts: Iterable[str]) -> str:
    """Return texts as one that is searched, each on a line of its own and only once."""
    return "\n".join(dict.fromkeys(filter(None, map(fold, texts))))


def found_by(
    number: str | None, moments: Iterable[datetime | None], names: Iterable[str], form: Plain, document: Plain
) -> str:
    """Return the text by which a request is found: its number, the days of its moments, names, answers."""
    days = (day(at) for at in moments if at is not None)
    return folded((number or "", *days, *names, *answers(form, document)))
