"""What an action changed in the answers, before and after, per field and line: for the trail (ICF-4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
Change = dict[str, Any]
NOTHING: tuple[Any, ...] = (None, "", [])
"""What a field that nobody filled in may hold: it reads the same."""


def changes(before: Document, after: Document) -> list[Change]:
    """Each change as `{field, before, after}`, with `line` (its id), `label` and `column` in a list of lines.

    A step's own answers come with `step`, and `scope` where it has several.
    """
    names = [*before, *(name for name in after if name not in before)]
    return [one for name in names for one in _top(name, before.get(name), after.get(name))]


def _top(name: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before or after, Mapping):
        yield from _answer({"step": name}, before or {}, after or {})
    elif _is_answers(before) or _is_answers(after):
        yield from _scoped(name, before or [], after or [])
    else:
        yield from _field({}, name, before, after)


def _is_answers(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, Mapping) and "scope" in one for one in value)


def _scoped(step: str, before: list[Any], after: list[Any]) -> Iterator[Change]:
    old, new = ({(one["scope"], one.get("item")): one for one in some} for some in (before, after))
    for key in [*old, *(key for key in new if key not in old)]:
        mark = {"step": step, "scope": key[0]}
        yield from _answer(mark, old.get(key, {}), new.get(key, {}))


def _answer(mark: Change, before: Document, after: Document) -> Iterator[Change]:
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in ("scope", "item"):
            yield from _field(mark, name, before.get(name), after.get(name))


def _field(mark: Change, name: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after or (before in NOTHING and after in NOTHING):
        return
    if _is_lines(before) and _is_lines(after):
        yield from _lines({**mark, "field": name}, before, after)
    else:
        yield {**mark, "field": name, "before": before, "after": after}


def _is_lines(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) and ("id" in one or "line" in one) for one in value)


def _lines(mark: Change, before: list[Any], after: list[Any]) -> Iterator[Change]:
    old, new = ({one.get("id") or one.get("line"): one for one in some} for some in (before, after))
    for key in [*old, *(key for key in new if key not in old)]:
        was, now = old.get(key), new.get(key)
        named = {**mark, "line": key, "label": _label(was or now or {})}
        if was is None or now is None:
            yield {**named, "before": was, "after": now}
        else:
            yield from _cells(named, was, now)


def _cells(mark: Change, was: Document, now: Document) -> Iterator[Change]:
    for column in [*was, *(name for name in now if name not in was)]:
        before, after = was.get(column), now.get(column)
        if before != after and not (before in NOTHING and after in NOTHING):
            yield {**mark, "column": column, "before": before, "after": after}


def _label(line: Document) -> str:
    return " ".join(str(line[name]) for name in ("code", "name") if line.get(name))
