"""Materials without a code: three photographs each, until Business Management has coded them (ICF-2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from forms.kit import Facts, Fault
from forms.processes.internal_contact.sentences import said
from forms.processes.internal_contact.shipments import LISTS, all_lines

Data = Mapping[str, Any]
PHOTOGRAPHS = ("photos_far", "photos_near", "photos_label")
DESCRIBED = ("name", "specification", "model", "unit")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,31}")


def uncoded(data: Data) -> list[dict[str, Any]]:
    """Return the lines that have no code."""
    return [line for line in all_lines(data) if not line.get("code")]


def count_uncoded(data: Data) -> dict[str, Any]:
    """Return how many lines have no code, as the form keeps it: the diagram's way hangs on it."""
    return {"uncoded": str(len(uncoded(data)))}


def check_codes(data: Data) -> Iterator[Fault]:
    """Yield the lines that wait for a code and say not even what it is, and missing photographs."""
    for pointer, line in _each(data):
        if line.get("pending") and not line.get("code") and not line.get("name"):
            yield Fault(f"{pointer}/name", "ICF-2", "required", {"name": "name"})
    waiting = sum(1 for line in uncoded(data) if line.get("pending"))
    for name in PHOTOGRAPHS:
        if len(data.get(name) or ()) < waiting:
            yield said(f"/{name}", "ICF-2", "photographs-missing", count=waiting)


def check_coding(data: Data, facts: Facts) -> Iterator[Fault]:
    """Yield what keeps Business Management's codes from being taken: lines coded and whole, nothing else changed."""
    before = {line["id"]: line for line in all_lines(facts.document)}
    yield from _changed(data, before)
    coded: dict[str, Mapping[str, Any]] = {}
    known = facts.materials({line["code"] for line in all_lines(data) if line.get("code")})
    for pointer, line in _each(data):
        code = line.get("code") or ""
        if not code:
            yield Fault(f"{pointer}/code", "ICF-2", "required", {"name": "code"})
        elif code not in known and not CODE.fullmatch(code):
            yield said(f"{pointer}/code", "ICF-2", "no-code", code=code)
        elif code not in known and _differs(coded.setdefault(code, line), line):
            yield said(f"{pointer}/code", "ICF-2", "coded-twice", code=code)
        missing = [name for name in DESCRIBED if not line.get(name)]
        yield from (Fault(f"{pointer}/{name}", "ICF-2", "required", {"name": name}) for name in missing)


def _changed(data: Data, before: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    left = {line["id"] for line in all_lines(data)}
    if left != set(before):
        yield said(f"/{LISTS[0]}", "ICF-2", "only-codes")
    for pointer, line in _each(data):
        old = before.get(line["id"], {})
        if old and line.get("quantity") != old.get("quantity"):
            yield said(f"{pointer}/quantity", "ICF-2", "only-codes")
        if old.get("code") and line.get("code") != old["code"]:
            yield said(f"{pointer}/code", "ICF-2", "only-codes")


def _differs(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one["list"] != other["list"] or any(one.get(name) != other.get(name) for name in DESCRIBED)


def _each(data: Data) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each line with where it stands and the name of its list."""
    for name in LISTS:
        for index, line in enumerate(data.get(name) or ()):
            yield f"/{name}/{index}", {**line, "list": name}
