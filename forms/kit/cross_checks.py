"""What a schema cannot say about form.json: names, references between fields, expressions, keywords per kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.kit.definition import INITIATOR
from forms.kit.kinds import kind_of
from forms.kit.patterns import LONGEST_TEXT, bounded
from forms.kit.problems import Problem
from forms.kit.subset import COMMON, KEYWORDS, NOT_IN_COLUMNS, ONLY_IN_COLUMNS
from workflows import feel

CONTEXT = frozenset({"settings", "scope", "request"})
CLOCK = frozenset({"today", "now"})
RESERVED = CONTEXT | CLOCK | {"steps", "decisions", "initiator", "item", "id", "data"}
WHEN = CONTEXT | CLOCK | {"steps"}
"""What `x-checks` may read besides fields: also the clock, and what other steps answered."""
Source = Mapping[str, Any]


def cross_problems(source: Source) -> Iterator[Problem]:
    """Yield the problems of a definition that has the right shape."""
    main: Source = source["main"]["properties"]
    steps: Source = source.get("steps", {})
    yield from _section(source["main"], "/main", main, frozenset(main))
    yield from _checks(source["main"], "/main", frozenset(main), steps)
    for step, section in steps.items():
        own = section["properties"]
        yield from _section(section, f"/steps/{step}", main, frozenset(main) | frozenset(own))
        yield from _checks(section, f"/steps/{step}", frozenset(main) | frozenset(own), steps)
        yield from _shared(step, own, main, steps)


def _shared(step: str, own: Source, main: Source, steps: Source) -> Iterator[Problem]:
    if step == INITIATOR:
        yield Problem(f"/steps/{step}", "reserved", {"name": step}, "the initiator fills in the main form")
    if step in main:
        yield Problem(f"/steps/{step}", "name-taken", {"name": step}, f"{step} is a main field")
    for name in own:
        if name in main or name in steps:
            yield Problem(
                _at(f"/steps/{step}", name), "name-taken", {"name": name}, f"{name} is a main field or a step"
            )


def _section(section: Source, pointer: str, main: Source, names: frozenset[str]) -> Iterator[Problem]:
    fields: Source = section["properties"]
    yield from _required(section, pointer)
    for name, found in fields.items():
        yield from _field(name, found, _at(pointer, name), main, names | CONTEXT)


def _checks(section: Source, pointer: str, names: frozenset[str], steps: Source) -> Iterator[Problem]:
    for index, check in enumerate(section.get("x-checks", ())):
        here = f"{pointer}/x-checks/{index}"
        yield from _expression(check["when"], f"{here}/when", names | WHEN)
        yield from _steps_read(check["when"], f"{here}/when", steps)
        if check["field"] not in names:
            yield Problem(f"{here}/field", "unknown-name", {"name": check["field"]}, f"no field {check['field']}")


def _steps_read(text: str, here: str, steps: Source) -> Iterator[Problem]:
    """Yield the steps, and their answers, that an expression reads and that are not there."""
    try:
        paths = [path.split(".") for path in feel.compile(text).paths]
    except feel.FeelError:
        return
    for _, step, *rest in (path for path in paths if path[0] == "steps" and len(path) > 1):
        known: Source = steps.get(step, {}).get("properties", {})
        if step not in steps or rest[:1] != ["data"] or (rest[1:] and rest[1] not in known):
            name = ".".join([step, *rest])
            yield Problem(here, "unknown-name", {"name": f"steps.{name}"}, f"no answer steps.{name}")


def _required(section: Source, pointer: str) -> Iterator[Problem]:
    for name in section.get("required", ()):
        if name not in section["properties"]:
            yield Problem(f"{pointer}/required", "unknown-name", {"name": name}, f"no field {name}")


def _field(name: str, found: Source, here: str, main: Source, names: frozenset[str]) -> Iterator[Problem]:
    if name in RESERVED:
        yield Problem(here, "reserved", {"name": name}, f"{name} is a reserved name")
    if "x-visible" in found:
        yield from _expression(found["x-visible"], f"{here}/x-visible", names)
    yield from _kind(found, here, KEYWORDS[kind_of(found)] | COMMON, main)
    if kind_of(found) == "lines":
        yield from _columns(found["items"], f"{here}/items", main)


def _columns(items: Source, here: str, main: Source) -> Iterator[Problem]:
    if not items.get("properties"):
        yield Problem(here, "no-columns", {}, "a list of lines needs columns")
        return
    yield from _required(items, here)
    for name, found in items["properties"].items():
        at = _at(here, name)
        kind = kind_of(found)
        if name in RESERVED or kind in ("lines", "files"):
            yield Problem(
                at, "reserved" if name in RESERVED else "nested", {"name": name}, f"{name} cannot be a column"
            )
        yield from _kind(found, at, (KEYWORDS[kind] | COMMON | ONLY_IN_COLUMNS) - NOT_IN_COLUMNS, main)
        lifts = items["properties"].get(found.get("x-unless", name))
        if "x-unless" in found and (lifts is None or kind_of(lifts) != "bool"):
            unless = found["x-unless"]
            yield Problem(f"{at}/x-unless", "unknown-name", {"name": unless}, f"no yes/no column {unless}")


def _kind(found: Source, here: str, allowed: frozenset[str], main: Source) -> Iterator[Problem]:
    kind = kind_of(found)
    for keyword in sorted(set(found) - allowed):
        yield Problem(f"{here}/{keyword}", "keyword", {"keyword": keyword, "kind": kind}, f"not for a {kind}")
    if kind in ("text", "longtext") and "maxLength" not in found:
        yield Problem(here, "needs", {"keyword": "maxLength"}, "a text needs a maxLength")
    if kind in ("lines", "files") and not {"maxItems", "items"} <= set(found):
        yield Problem(here, "needs", {"keyword": "maxItems"}, "a list needs items and maxItems")
    if "default" in found and isinstance(found["default"], bool) != (kind == "bool"):
        yield Problem(f"{here}/default", "default", {"kind": kind}, f"not a default for a {kind}")
    if kind == "choice":
        yield from _choices(found, here)
    if "pattern" in found:
        yield from _pattern(found, here)
    yield from (_no_list(name, here) for name in found.get("x-line", ()) if not _is_list(main.get(name)))


def _is_list(found: Source | None) -> bool:
    return found is not None and kind_of(found) == "lines"


def _no_list(name: str, here: str) -> Problem:
    return Problem(f"{here}/x-line", "unknown-name", {"name": name}, f"no main list {name}")


def _choices(found: Source, here: str) -> Iterator[Problem]:
    if set(found.get("x-choices", {})) != set(found["enum"]):
        yield Problem(f"{here}/x-choices", "choices", {}, "every value of enum needs its titles, and no other")
    if "default" in found and found["default"] not in found["enum"]:
        yield Problem(f"{here}/default", "choices", {}, "the default is none of the values")


def _pattern(found: Source, here: str) -> Iterator[Problem]:
    if not bounded(found["pattern"]) or found.get("maxLength", LONGEST_TEXT + 1) > LONGEST_TEXT:
        message = f"no groups, at most two open repeats, and a maxLength of at most {LONGEST_TEXT}"
        yield Problem(f"{here}/pattern", "pattern", {"max": LONGEST_TEXT}, message)


def _expression(text: str, here: str, names: frozenset[str]) -> Iterator[Problem]:
    try:
        unknown = sorted(feel.compile(text).names - names)
    except feel.FeelError as error:
        yield Problem(here, "feel", {"detail": str(error)}, str(error))
        return
    for name in unknown:
        yield Problem(here, "unknown-name", {"name": name}, f"no field {name}")


def _at(pointer: str, name: str) -> str:
    return f"{pointer}/properties/{name}"
