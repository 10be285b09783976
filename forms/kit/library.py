"""The general checks by a JSON Schema library: what the cleaned answers still break of their schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator

from forms.kit.definition import Form
from forms.kit.problems import Fault

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def schema_faults(form: Form, step: str, data: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what the cleaned `data` of a step breaks; blank answers are left to `required`."""
    for error in _validator(form, step).iter_errors(_filled(data)):
        pointer = "".join(f"/{part}" for part in error.absolute_path)
        keyword = str(error.validator)
        yield Fault(pointer, keyword, _WORDS.sub("-", keyword).lower(), {"limit": error.validator_value})


@lru_cache(maxsize=512)
def _validator(form: Form, step: str) -> Draft202012Validator:
    return Draft202012Validator(_without_required(form.schema(step)))


def _without_required(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_required(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    names = {"required"} if isinstance(schema.get("required"), list) else set()
    return {key: _without_required(value) for key, value in schema.items() if key not in names}


def _filled(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {name: _filled(value) for name, value in data.items() if value is not None}
    return [_filled(value) for value in data] if isinstance(data, list) else data
