"""Lists of lines: ids that the server gives and that never change, and addresses of lines in other lists."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms.kit.definition import Field
from forms.kit.problems import Fault
from forms.kit.texts import quoted
from forms.kit.values import Wrong, clean

NewId = Callable[[], str]
_ADDRESS = re.compile(r"([a-z][a-z0-9_]*)/([0-9]{1,5})")


def new_id() -> str:
    """Return a fresh id for a line."""
    return secrets.token_hex(6)


def find_line(address: str, lists: Sequence[str], data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the line of the main lists `lists` that `address` names: its id, or "<list>/<index>"."""
    found = _ADDRESS.fullmatch(address)
    if found is not None and found[1] in lists:
        lines = data.get(found[1]) or []
        return lines[int(found[2])] if int(found[2]) < len(lines) else None
    return next((line for name in lists for line in data.get(name) or () if line.get("id") == address), None)


@dataclass
class LineReader:
    """Reads one list as it was sent: the clean lines, and the faults on the way."""

    item: Field
    known: frozenset[str]
    main: Mapping[str, Any]
    fresh: NewId = new_id
    limits: Mapping[str, Sequence[str] | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def read(self, raw: Any) -> list[dict[str, Any]]:
        """Return the clean lines of `raw`, one for each that was sent, in their order."""
        pointer = f"/{self.item.name}"
        if not isinstance(raw, list):
            self._fault(pointer, "type", "type", {"expected": "lines"})
            return []
        most = self.item.max_items or len(raw)
        if len(raw) > most:
            self._fault(pointer, "maxItems", "max-items", {"max": most, "length": len(raw)})
            return []
        addressed = self._addressed()
        lines = [self._line(line, f"{pointer}/{index}", addressed) for index, line in enumerate(raw)]
        self._twice(lines, pointer)
        return lines

    def _addressed(self) -> Mapping[str, str]:
        """Return the ids of the lines that this list may name, by each of their addresses."""
        column = self.item.line_column
        found: dict[str, str] = {}
        for name in column.refers if column else ():
            for index, line in enumerate(self.main.get(name) or ()):
                found[f"{name}/{index}"] = found[line["id"]] = line["id"]
        return found

    def _line(self, raw: Any, pointer: str, addressed: Mapping[str, str]) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            self._fault(pointer, "type", "type", {"expected": "line"})
            raw = {}
        names = {column.name for column in self.item.columns} | ({"id"} if self.item.line_column is None else set())
        for name in raw:
            if name not in names:
                self._fault(
                    f"{pointer}/{escape(name)}", "additionalProperties", "unknown-field", {"name": quoted(name)}
                )
        line = {column.name: self._cell(column, raw, pointer, addressed) for column in self.item.columns}
        return line if self.item.line_column else {"id": self._id(raw.get("id"), pointer), **line}

    def _cell(self, column: Field, raw: Mapping[str, Any], pointer: str, addressed: Mapping[str, str]) -> Any:
        here = f"{pointer}/{column.name}"
        try:
            value = clean(column, raw.get(column.name))
        except Wrong as wrong:
            self._fault(here, wrong.rule_at(column), wrong.code, wrong.params)
            return None
        if column.kind == "line" and value is not None:
            return self._named(column, value, here, addressed)
        options = self.limits.get(column.name)
        if value is not None and options is not None and value not in options:
            params = {"text": quoted(value), "choices": list(options)[:100]}
            self._fault(here, column.rule or "enum", "enum", params)
            return None
        return column.default if value is None else value

    def _named(self, column: Field, address: str, here: str, addressed: Mapping[str, str]) -> str | None:
        if address not in addressed:
            self._fault(here, column.rule or "x-line", "unknown-line", {"line": quoted(address)})
        return addressed.get(address)

    def _id(self, given: Any, pointer: str) -> str:
        if given is None or given == "":
            return self.fresh()
        if not isinstance(given, str) or given not in self.known:
            self._fault(f"{pointer}/id", "x-line", "unknown-line", {"line": quoted(given)})
            return self.fresh()
        return given

    def _twice(self, lines: list[dict[str, Any]], pointer: str) -> None:
        column = self.item.line_column
        name = column.name if column else "id"
        seen: set[str] = set()
        for index, line in enumerate(lines):
            if line[name] is not None and line[name] in seen:
                rule = (column.rule if column else None) or "uniqueItems"
                self._fault(f"{pointer}/{index}/{name}", rule, "duplicate-line", {"line": line[name]})
            seen.add(line[name])

    def _fault(self, pointer: str, rule: str, code: str, params: Mapping[str, Any]) -> None:
        self.faults.append(Fault(pointer, rule, code, params))


def escape(name: Any) -> str:
    """Return a key as a part of a JSON Pointer (RFC 6901)."""
    return quoted(name).replace("~", "~0").replace("/", "~1")
