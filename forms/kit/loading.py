"""Reads form.json: refuses what is not in the subset with every problem, else returns a `Form`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator

from forms.kit.cross_checks import cross_problems
from forms.kit.definition import INITIATOR, Check, DecimalLimits, Field, Form, Section
from forms.kit.kinds import kind_of, widget_of
from forms.kit.problems import FormRefused, Problem
from forms.kit.subset import FORM
from workflows import feel

LARGEST = 1_000_000
_VALIDATOR = Draft202012Validator(FORM)


@lru_cache(maxsize=256)
def load(form_json: bytes) -> Form:
    """Return the form that `form_json` defines.

    Raises FormRefused with every problem at its JSON Pointer.
    """
    source = _parse(form_json)
    problems = tuple(_shape_problems(source)) or tuple(cross_problems(source))
    if problems:
        raise FormRefused(problems)
    return _form(source)


def _parse(form_json: bytes) -> Any:
    if len(form_json) > LARGEST:
        raise FormRefused((Problem("", "too-large", {"max": LARGEST}, "the definition is too large"),))
    try:
        return json.loads(form_json, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise FormRefused((Problem("", "not-json", {"detail": str(error)}, f"not JSON: {error}"),)) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = sorted({key for key, _ in pairs if [name for name, _ in pairs].count(key) > 1})
        raise ValueError(f"key given twice: {', '.join(twice)}")
    return found


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


def _shape_problems(source: Any) -> Iterator[Problem]:
    for error in _VALIDATOR.iter_errors(source):
        pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.absolute_path)
        yield Problem(pointer, "schema", {"keyword": str(error.validator)}, error.message[:300])


def _form(source: Mapping[str, Any]) -> Form:
    sections = {step: _section(step, found) for step, found in source.get("steps", {}).items()}
    return Form(source["x-title"], _section(None, source["main"]), sections, source)


def _section(step: str | None, source: Mapping[str, Any]) -> Section:
    rights = {INITIATOR if step is None else step: "edit", "*": "read"}
    needed = frozenset(source.get("required", ()))
    fields = tuple(_field(name, found, name in needed, rights) for name, found in source["properties"].items())
    checks = tuple(_check(found) for found in source.get("x-checks", ()))
    return Section(step, fields, checks, source.get("x-title", {}))


def _check(source: Mapping[str, Any]) -> Check:
    return Check(feel.compile(source["when"]), source["message"], source["field"], source["rule"])


def _field(name: str, source: Mapping[str, Any], required: bool, rights: Mapping[str, str]) -> Field:
    kind = kind_of(source)
    return Field(
        name=name,
        kind=kind,
        titles=source["x-title"],
        help=source.get("x-help", {}),
        widget=widget_of(source, kind),
        required=required,
        required_at=frozenset(source.get("x-required", ())),
        unless=source.get("x-unless"),
        choices=tuple((value, source["x-choices"][value]) for value in source.get("enum", ())),
        default=source.get("default"),
        columns=_columns(source) if kind == "lines" else (),
        decimal=_limits(source["x-decimal"]) if kind == "decimal" else None,
        max_length=source.get("maxLength", 200 if kind in ("person", "unit", "line") else None),
        max_items=source.get("maxItems"),
        min_items=source.get("minItems", 0),
        pattern=source.get("pattern"),
        refers=tuple(source.get("x-line", ())),
        unit_kinds=tuple(source.get("x-unit", ())),
        visible=feel.compile(source["x-visible"]) if "x-visible" in source else None,
        index=source.get("x-index", False),
        rule=source.get("x-rule"),
        rights=source.get("x-rights", rights),
    )


def _columns(source: Mapping[str, Any]) -> tuple[Field, ...]:
    items = source["items"]
    needed = frozenset(items.get("required", ()))
    return tuple(_field(name, found, name in needed, {}) for name, found in items["properties"].items())


def _limits(source: Mapping[str, Any]) -> DecimalLimits:
    limits = {key: Decimal(source[key]) for key in ("min", "exclusiveMin", "max") if key in source}
    return DecimalLimits(limits.get("min"), limits.get("exclusiveMin"), limits.get("max"), source["places"])
